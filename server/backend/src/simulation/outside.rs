//! A card network and a bank with minds of their own, decided by the seed. They keep books of
//! what they really took and paid, which the market's are compared with.

use super::chance::Dice;
use crate::{
    ctx::Clock,
    failure::Incident,
    money::{
        payment::gateway::{Gateway, GatewayEvent, Intent},
        payout::bank::{Bank, BankEvent, Transfer},
    },
    testing::TestClock,
};
use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use longtail::{
    id::{PaymentId, PayoutId},
    money::{
        Money,
        payment::GatewayOutcome,
        payout::{BankOutcome, account::BankAccount},
    },
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// What becomes of one payment or transfer: each outcome with when it begins to be true.
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

/// Either of the two: `K` names what it deals with, `O` is how that ends, `M` a message about it.
struct Desk<K, O, M> {
    dice: Dice,
    courses: BTreeMap<K, Course<O>>,
    /// Messages, with when they are sent.
    post: Vec<(DateTime<Utc>, M)>,
    /// Answers at once and honestly from now on.
    calm: bool,
}

impl<K: Ord, O, M> Desk<K, O, M> {
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

/// The card network.
pub struct Cards {
    clock: Arc<TestClock>,
    desk: Mutex<Desk<PaymentId, GatewayOutcome, GatewayEvent>>,
}

impl Cards {
    pub fn new(clock: Arc<TestClock>, seed: u64) -> Self {
        let desk = Mutex::new(Desk::new(seed));
        Self { clock, desk }
    }

    pub fn calm_down(&self) {
        locked(&self.desk).calm = true;
    }

    pub fn due(&self) -> Vec<GatewayEvent> {
        locked(&self.desk).due(self.clock.now())
    }

    /// A message that was not taken is sent again.
    pub fn send_again(&self, event: GatewayEvent) {
        let at = self.clock.now() + Duration::minutes(1);
        locked(&self.desk).post.push((at, event));
    }

    /// What it has taken from people so far.
    pub fn taken_minor(&self) -> i64 {
        let now = self.clock.now();
        let desk = locked(&self.desk);
        let taken = desk
            .courses
            .values()
            .filter(|course| course.at(now) == Some(GatewayOutcome::Captured));
        taken.map(|course| course.amount.minor).sum()
    }

    /// The payer enters a card: from then on it takes its course.
    pub fn visit(&self, payment: PaymentId) {
        let now = self.clock.now();
        let mut desk = locked(&self.desk);
        let fate = desk.dice.below(9);
        let late = Duration::minutes(16 + i64::from(desk.dice.below(2_400)));
        let soon = Duration::minutes(1);
        let declined = || GatewayOutcome::Declined {
            reason: "card_declined".to_owned(),
        };
        let Some(course) = desk.courses.get_mut(&payment) else {
            return;
        };
        if !course.turns.is_empty() {
            return;
        }
        let amount = course.amount;
        // What happens, and when which message is sent: number and outcome.
        let (turns, told) = match fate {
            0 => (vec![(soon, declined())], vec![(soon, 1, declined())]),
            // the challenge is left open
            1 => (vec![], vec![]),
            2 => (captured(late), vec![(late, 1, GatewayOutcome::Captured)]),
            3 => (captured(soon), told_often(soon)),
            // no message at all
            4 => (captured(soon), vec![]),
            5 => {
                let then = Duration::minutes(5);
                let turns = vec![(soon, declined()), (then, GatewayOutcome::Captured)];
                let told = vec![(soon, 1, declined()), (then, 2, GatewayOutcome::Captured)];
                (turns, told)
            }
            // the refusal comes after the success that followed it
            6 => {
                let told = vec![(late, 1, declined()), (soon, 2, GatewayOutcome::Captured)];
                (captured(soon), told)
            }
            7 => (captured(soon), vec![(late, 1, GatewayOutcome::Captured)]),
            _ => (captured(soon), vec![(soon, 1, GatewayOutcome::Captured)]),
        };
        course.turns = turns
            .into_iter()
            .map(|(after, o)| (now + after, o))
            .collect();
        for (after, number, outcome) in told {
            let event = GatewayEvent {
                id: format!("{payment}_{number}"),
                reference: reference(payment),
                payment,
                outcome,
                amount,
                payload: serde_json::json!({}),
            };
            desk.post.push((now + after, event));
        }
    }
}

fn captured(after: Duration) -> Vec<(Duration, GatewayOutcome)> {
    vec![(after, GatewayOutcome::Captured)]
}

/// The same message twice, and the same again under another number.
fn told_often(soon: Duration) -> Vec<(Duration, u32, GatewayOutcome)> {
    let captured = GatewayOutcome::Captured;
    vec![
        (soon, 1, captured.clone()),
        (soon * 10, 1, captured.clone()),
        (soon * 30, 2, captured),
    ]
}

fn reference(of: impl std::fmt::Display) -> String {
    format!("simulated_{of}")
}

fn named<K: std::str::FromStr>(reference: &str) -> Option<K> {
    reference.strip_prefix("simulated_")?.parse().ok()
}

#[async_trait]
impl Gateway for Cards {
    async fn begin(&self, payment: PaymentId, amount: Money, _: &str) -> Result<Intent, Incident> {
        let mut desk = locked(&self.desk);
        let is_down = desk.is_down(10);
        if is_down && desk.dice.one_in(2) {
            return Err(down("the card network"));
        }
        desk.courses.entry(payment).or_insert(Course {
            amount,
            turns: Vec::new(),
        });
        // It may have taken the payment all the same.
        if is_down {
            return Err(down("the card network"));
        }
        Ok(Intent {
            reference: reference(payment),
            pay_url: format!("https://cards.example/{payment}"),
        })
    }

    async fn outcome(&self, reference: &str) -> Result<GatewayOutcome, Incident> {
        let mut desk = locked(&self.desk);
        if desk.is_down(6) {
            return Err(down("the card network"));
        }
        let course = named(reference).and_then(|payment: PaymentId| desk.courses.get(&payment));
        let course = course.ok_or_else(|| Incident::new("no such payment"))?;
        let now = self.clock.now();
        Ok(course.at(now).unwrap_or(GatewayOutcome::Pending))
    }

    fn read_event(&self, _: &str, _: &[u8], _: DateTime<Utc>) -> Result<GatewayEvent, Incident> {
        Err(Incident::new("messages are handed over, not posted"))
    }
}

/// The bank.
pub struct Banks {
    clock: Arc<TestClock>,
    desk: Mutex<Desk<PayoutId, BankOutcome, BankEvent>>,
}

impl Banks {
    pub fn new(clock: Arc<TestClock>, seed: u64) -> Self {
        let desk = Mutex::new(Desk::new(seed));
        Self { clock, desk }
    }

    pub fn calm_down(&self) {
        locked(&self.desk).calm = true;
    }

    pub fn due(&self) -> Vec<BankEvent> {
        locked(&self.desk).due(self.clock.now())
    }

    /// A message that was not taken is sent again.
    pub fn send_again(&self, event: BankEvent) {
        let at = self.clock.now() + Duration::minutes(1);
        locked(&self.desk).post.push((at, event));
    }

    /// What it has paid to shops so far.
    pub fn paid_minor(&self) -> i64 {
        let now = self.clock.now();
        let desk = locked(&self.desk);
        let paid = desk
            .courses
            .values()
            .filter(|course| course.at(now) == Some(BankOutcome::Settled));
        paid.map(|course| course.amount.minor).sum()
    }
}

/// What becomes of a transfer: when it ends and how, and when that is told.
fn fate(dice: &mut Dice) -> (Duration, BankOutcome, Vec<Duration>) {
    let (at_once, soon, slow) = (Duration::zero(), Duration::minutes(5), Duration::hours(50));
    let returned = || BankOutcome::Returned {
        reason: "name_mismatch".to_owned(),
    };
    match dice.below(7) {
        0 => (soon, returned(), vec![soon]),
        1 => (soon, returned(), vec![]),
        2 => (at_once, BankOutcome::Settled, vec![]),
        3 => (slow, BankOutcome::Settled, vec![slow]),
        4 => (soon, BankOutcome::Settled, vec![]),
        5 => (soon, BankOutcome::Settled, vec![soon, soon * 2, slow]),
        _ => (soon, BankOutcome::Settled, vec![soon]),
    }
}

#[async_trait]
impl Bank for Banks {
    async fn send(
        &self,
        payout: PayoutId,
        amount: Money,
        _: &BankAccount,
    ) -> Result<Transfer, Incident> {
        let now = self.clock.now();
        let mut desk = locked(&self.desk);
        let is_down = desk.is_down(6);
        if is_down && desk.dice.one_in(2) {
            return Err(down("the bank"));
        }
        if !desk.courses.contains_key(&payout) {
            let (after, outcome, told) = fate(&mut desk.dice);
            for at in told {
                let transfer = Transfer {
                    reference: reference(payout),
                    outcome: outcome.clone(),
                };
                let event = BankEvent {
                    id: format!("{payout}_1"),
                    payout,
                    transfer,
                    amount,
                    payload: serde_json::json!({}),
                };
                desk.post.push((now + at, event));
            }
            let turns = vec![(now + after, outcome)];
            desk.courses.insert(payout, Course { amount, turns });
        }
        if is_down {
            return Err(down("the bank"));
        }
        let course = desk.courses.get(&payout);
        Ok(Transfer {
            reference: reference(payout),
            outcome: course
                .and_then(|course| course.at(now))
                .unwrap_or(BankOutcome::Pending),
        })
    }

    async fn outcome(&self, reference: &str) -> Result<BankOutcome, Incident> {
        let mut desk = locked(&self.desk);
        if desk.is_down(6) {
            return Err(down("the bank"));
        }
        let course = named(reference).and_then(|payout: PayoutId| desk.courses.get(&payout));
        let course = course.ok_or_else(|| Incident::new("no such transfer"))?;
        let now = self.clock.now();
        Ok(course.at(now).unwrap_or(BankOutcome::Pending))
    }

    fn read_event(&self, _: &str, _: &[u8], _: DateTime<Utc>) -> Result<BankEvent, Incident> {
        Err(Incident::new("messages are handed over, not posted"))
    }
}
