//! A card network, a bank and a carrier with minds of their own, decided by the seed. They keep
//! books of what they really took, paid and brought, which the market's are compared with; those
//! that move money write statements.

mod banks;
mod cards;
mod carriers;
mod given_back;

pub use banks::Banks;
pub use cards::Cards;
pub use carriers::Carriers;

use super::chance::Dice;
use crate::failure::Incident;
use chrono::{DateTime, NaiveDate, Utc};
use longtail::money::{
    Money,
    reconciliation::{EntryState, StatementEntry},
};
use std::{
    collections::BTreeMap,
    fmt::Display,
    str::FromStr,
    sync::{Mutex, MutexGuard, PoisonError},
};
use uuid::Uuid;

/// What becomes of one payment, transfer or parcel: each outcome with when it begins to be true.
struct Course<O> {
    amount: Money,
    turns: Vec<(DateTime<Utc>, O)>,
}

impl<O: Clone> Course<O> {
    fn at(&self, now: DateTime<Utc>) -> Option<O> {
        let past = self.turns.iter().filter(|(at, _)| *at <= now);
        past.last().map(|(_, outcome)| outcome.clone())
    }
}

/// Any of the three: `K` names what it deals with, `O` is how that ends, `M` a message about it.
struct Desk<K, O, M> {
    dice: Dice,
    courses: BTreeMap<K, Course<O>>,
    /// Messages, with when they are sent.
    post: Vec<(DateTime<Utc>, M)>,
    /// Answers at once and honestly from now on.
    calm: bool,
}

impl<K: Ord + Copy + Display, O, M> Desk<K, O, M> {
    fn new(seed: u64) -> Self {
        Self {
            dice: Dice::new(seed),
            courses: BTreeMap::new(),
            post: Vec::new(),
            calm: false,
        }
    }

    fn is_down(&mut self, one_in: u32) -> bool {
        !self.calm && self.dice.one_in(one_in)
    }

    /// Something becomes true of one of them, after all that was true before.
    fn turn(&mut self, of: &K, at: DateTime<Utc>, outcome: O) {
        if let Some(course) = self.courses.get_mut(of) {
            course.turns.push((at, outcome));
        }
    }

    /// What has moved money on a day until now. `moved` tells the market's name for it, and how.
    fn statement(
        &self,
        day: NaiveDate,
        now: DateTime<Utc>,
        moved: impl Fn(K, &O) -> Option<(Uuid, EntryState)>,
    ) -> Vec<StatementEntry> {
        let turns = self.courses.iter().flat_map(|(of, course)| {
            let turns = course.turns.iter();
            turns.map(move |(at, outcome)| (*of, course.amount, *at, outcome))
        });
        turns
            .filter(|(_, _, at, _)| *at <= now && at.date_naive() == day)
            .filter_map(|(of, amount, _, outcome)| {
                let (name, state) = moved(of, outcome)?;
                Some(StatementEntry {
                    id: reference(of),
                    reference: name,
                    amount_minor: amount.minor,
                    currency: amount.currency,
                    state,
                })
            })
            .collect()
    }

    /// The messages whose time has come, the oldest first.
    fn due(&mut self, now: DateTime<Utc>) -> Vec<M> {
        let post = std::mem::take(&mut self.post);
        let (mut due, later): (Vec<_>, Vec<_>) = post.into_iter().partition(|(at, _)| *at <= now);
        self.post = later;
        due.sort_by_key(|(at, _)| *at);
        due.into_iter().map(|(_, message)| message).collect()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn down(who: &str) -> Incident {
    Incident::new(format!("{who} does not answer"))
}

fn reference(of: impl Display) -> String {
    format!("simulated_{of}")
}

fn named<K: FromStr>(reference: &str) -> Option<K> {
    reference.strip_prefix("simulated_")?.parse().ok()
}
