//! The bank: what was begun settles or comes back, and is told in time, late, often or never.

use super::{Course, Desk, down, locked, named, reference};
use crate::{
    ctx::Clock,
    failure::Incident,
    money::payout::bank::{Bank, BankEvent, Transfer},
    simulation::chance::Dice,
    testing::TestClock,
};
use async_trait::async_trait;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use longtail::{
    id::PayoutId,
    money::{
        Money,
        payout::{BankOutcome, account::BankAccount},
        reconciliation::{EntryState, StatementEntry},
    },
};
use std::sync::{Arc, Mutex};

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

    /// What it has paid to shops and members so far.
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

    async fn statement(&self, day: NaiveDate) -> Result<Vec<StatementEntry>, Incident> {
        let mut desk = locked(&self.desk);
        if desk.is_down(6) {
            return Err(down("the bank"));
        }
        Ok(desk.statement(day, self.clock.now(), |payout, outcome| {
            let state = match outcome {
                BankOutcome::Pending => return None,
                BankOutcome::Settled => EntryState::Settled,
                BankOutcome::Returned { .. } => EntryState::Returned,
            };
            Some((payout.0, state))
        }))
    }

    fn read_event(&self, _: &str, _: &[u8], _: DateTime<Utc>) -> Result<BankEvent, Incident> {
        Err(Incident::new("messages are handed over, not posted"))
    }
}
