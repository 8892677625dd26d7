//! The card network: what a payer agrees to is held first, and taken or let go when it is asked,
//! unless it has lapsed.

use super::{Course, Desk, down, given_back::GivenBack, locked, named, reference};
use crate::{
    ctx::Clock,
    failure::Incident,
    money::payment::gateway::{Gateway, GatewayEvent, GatewayMessage, Intent, Known, Refund},
    testing::TestClock,
};
use async_trait::async_trait;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use longtail::{
    id::{CardRefundId, PaymentId},
    money::{
        Money,
        card_refund::RefundOutcome,
        payment::{GatewayOutcome, Method},
        reconciliation::{EntryState, StatementEntry},
    },
};
use std::sync::{Arc, Mutex};

/// What is told of a payment: after how long, under which number, and what.
type Told = Vec<(Duration, u32, GatewayOutcome)>;

/// Messages about the end of a payment are numbered from here on.
const OF_THE_END: u32 = 10;

/// The card network.
pub struct Cards {
    clock: Arc<TestClock>,
    desk: Mutex<Desk<PaymentId, GatewayOutcome, GatewayEvent>>,
    given_back: Mutex<GivenBack>,
}

impl Cards {
    pub fn new(clock: Arc<TestClock>, seed: u64) -> Self {
        let desk = Mutex::new(Desk::new(seed));
        let given_back = Mutex::default();
        Self {
            clock,
            desk,
            given_back,
        }
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

    /// What it has taken from people so far, less what it has given back.
    pub fn taken_minor(&self) -> i64 {
        let given_back = locked(&self.given_back).sum_minor(self.clock.now());
        self.sum_of(&GatewayOutcome::Captured) - given_back
    }

    /// What it holds of people's money, neither taken nor let go.
    pub fn held_minor(&self) -> i64 {
        self.sum_of(&GatewayOutcome::Authorised)
    }

    fn sum_of(&self, wanted: &GatewayOutcome) -> i64 {
        let now = self.clock.now();
        let desk = locked(&self.desk);
        let courses = desk.courses.values();
        courses
            .filter(|course| course.at(now).as_ref() == Some(wanted))
            .map(|course| course.amount.minor)
            .sum()
    }

    /// The payer agrees: from then on the payment takes its course.
    pub fn visit(&self, payment: PaymentId) {
        let now = self.clock.now();
        let mut desk = locked(&self.desk);
        let is_open = desk
            .courses
            .get(&payment)
            .is_some_and(|course| course.turns.is_empty());
        if !is_open {
            return;
        }
        let fate = desk.dice.below(9);
        let late = Duration::minutes(16 + i64::from(desk.dice.below(2_400)));
        let (turns, told) = course_of(fate, late);
        for (after, outcome) in turns {
            desk.turn(&payment, now + after, outcome);
        }
        desk.tell(payment, now, told);
    }

    /// Ends what is held; anything else stays as it is. Where nobody answers, it may have
    /// happened all the same.
    fn end(&self, reference: &str, outcome: &GatewayOutcome) -> Result<GatewayOutcome, Incident> {
        let now = self.clock.now();
        let mut desk = locked(&self.desk);
        let is_down = desk.is_down(6);
        if is_down && desk.dice.one_in(2) {
            return Err(down("the card network"));
        }
        let known = named(reference).and_then(|payment: PaymentId| {
            let course = desk.courses.get(&payment)?;
            Some((payment, course.at(now).unwrap_or(GatewayOutcome::Pending)))
        });
        let (payment, mut stands) = known.ok_or_else(|| Incident::new("no such payment"))?;
        if stands == GatewayOutcome::Authorised {
            // Now and then it was held for too long, and lapsed the moment before.
            let lapsed = !desk.calm && desk.dice.one_in(3);
            stands = match lapsed {
                true => GatewayOutcome::Lapsed,
                false => outcome.clone(),
            };
            desk.turn(&payment, now, stands.clone());
            let fate = desk.dice.below(4);
            desk.tell(payment, now, told_of_end(fate, &stands));
        }
        if is_down {
            return Err(down("the card network"));
        }
        Ok(stands)
    }
}

impl Desk<PaymentId, GatewayOutcome, GatewayEvent> {
    fn tell(&mut self, payment: PaymentId, now: DateTime<Utc>, told: Told) {
        let Some(amount) = self.courses.get(&payment).map(|course| course.amount) else {
            return;
        };
        for (after, number, outcome) in told {
            let event = GatewayEvent {
                id: format!("{payment}_{number}"),
                reference: reference(payment),
                payment,
                outcome,
                amount,
                payload: serde_json::json!({}),
            };
            self.post.push((now + after, event));
        }
    }
}

/// What happens after a payer's visit, and which message is sent when.
fn course_of(fate: u32, late: Duration) -> (Vec<(Duration, GatewayOutcome)>, Told) {
    let soon = Duration::minutes(1);
    let held = || GatewayOutcome::Authorised;
    let declined = || GatewayOutcome::Declined {
        reason: "card_declined".to_owned(),
    };
    match fate {
        0 => (vec![(soon, declined())], vec![(soon, 1, declined())]),
        // the challenge is left open
        1 => (vec![], vec![]),
        2 => (vec![(late, held())], vec![(late, 1, held())]),
        3 => (vec![(soon, held())], told_often(1, soon, &held())),
        // no message at all
        4 => (vec![(soon, held())], vec![]),
        5 => {
            let then = Duration::minutes(5);
            (
                vec![(soon, declined()), (then, held())],
                vec![(soon, 1, declined()), (then, 2, held())],
            )
        }
        // the refusal comes after the success that followed it
        6 => (
            vec![(soon, held())],
            vec![(late, 1, declined()), (soon, 2, held())],
        ),
        7 => (vec![(soon, held())], vec![(late, 1, held())]),
        _ => (vec![(soon, held())], vec![(soon, 1, held())]),
    }
}

/// Which messages are sent after money was taken or let go, or the hold lapsed.
fn told_of_end(fate: u32, outcome: &GatewayOutcome) -> Told {
    match fate {
        0 => vec![],
        1 => told_often(OF_THE_END, Duration::minutes(1), outcome),
        2 => vec![(Duration::hours(30), OF_THE_END, outcome.clone())],
        _ => vec![(Duration::zero(), OF_THE_END, outcome.clone())],
    }
}

/// The same message twice, and the same again under another number.
fn told_often(first: u32, soon: Duration, outcome: &GatewayOutcome) -> Told {
    vec![
        (soon, first, outcome.clone()),
        (soon * 10, first, outcome.clone()),
        (soon * 30, first + 1, outcome.clone()),
    ]
}

#[async_trait]
impl Gateway for Cards {
    async fn begin(
        &self,
        payment: PaymentId,
        _: Method,
        amount: Money,
        _: &str,
    ) -> Result<Intent, Incident> {
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

    async fn outcome(&self, known: &Known) -> Result<GatewayOutcome, Incident> {
        let mut desk = locked(&self.desk);
        if desk.is_down(6) {
            return Err(down("the card network"));
        }
        let course =
            named(&known.reference).and_then(|payment: PaymentId| desk.courses.get(&payment));
        let course = course.ok_or_else(|| Incident::new("no such payment"))?;
        let now = self.clock.now();
        Ok(course.at(now).unwrap_or(GatewayOutcome::Pending))
    }

    async fn capture(&self, known: &Known) -> Result<GatewayOutcome, Incident> {
        self.end(&known.reference, &GatewayOutcome::Captured)
    }

    async fn void(&self, known: &Known) -> Result<GatewayOutcome, Incident> {
        self.end(&known.reference, &GatewayOutcome::Voided)
    }

    /// No message is sent about it: the market has to ask.
    async fn refund(
        &self,
        payment: &str,
        refund: CardRefundId,
        amount: Money,
    ) -> Result<Refund, Incident> {
        let now = self.clock.now();
        let mut desk = locked(&self.desk);
        let is_down = desk.is_down(6);
        if is_down && desk.dice.one_in(2) {
            return Err(down("the card network"));
        }
        let payment: PaymentId = named(payment).ok_or_else(|| Incident::new("no such payment"))?;
        let taken = desk
            .courses
            .get(&payment)
            .filter(|course| course.at(now) == Some(GatewayOutcome::Captured))
            .map_or(0, |course| course.amount.minor);
        let arrives = !desk.dice.one_in(4);
        let decided_at = now + Duration::minutes(i64::from(desk.dice.below(2_400)));
        let mut given_back = locked(&self.given_back);
        let fate = (decided_at, arrives);
        given_back.begin((refund, payment), amount, taken, now, fate)?;
        if is_down {
            return Err(down("the card network"));
        }
        let outcome = given_back.outcome(refund, now);
        let reference = reference(refund);
        Ok(Refund { reference, outcome })
    }

    async fn refund_outcome(&self, reference: &str) -> Result<RefundOutcome, Incident> {
        if locked(&self.desk).is_down(6) {
            return Err(down("the card network"));
        }
        let refund = named(reference).ok_or_else(|| Incident::new("no such refund"))?;
        Ok(locked(&self.given_back).outcome(refund, self.clock.now()))
    }

    async fn statement(&self, day: NaiveDate) -> Result<Vec<StatementEntry>, Incident> {
        let mut desk = locked(&self.desk);
        if desk.is_down(6) {
            return Err(down("the card network"));
        }
        let now = self.clock.now();
        let mut lines = desk.statement(day, now, |payment, outcome| {
            let is_taken = *outcome == GatewayOutcome::Captured;
            is_taken.then_some((payment.0, EntryState::Captured))
        });
        lines.extend(locked(&self.given_back).statement(day, now));
        Ok(lines)
    }

    fn read_event(&self, _: &str, _: &[u8], _: DateTime<Utc>) -> Result<GatewayMessage, Incident> {
        Err(Incident::new("messages are handed over, not posted"))
    }
}
