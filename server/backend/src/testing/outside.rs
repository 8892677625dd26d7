//! The providers of a test's market: each answers as the test says.

use super::locked;
use crate::{
    failure::Incident,
    money::{
        payment::gateway::{Gateway, GatewayMessage, Intent, Known, Refund},
        payout::bank::{Bank, BankEvent, Transfer},
    },
    outside::Refused,
    trade::shipping::carrier::{Carrier, CarrierEvent, Label, NewLabel},
};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use longtail::{
    id::{CardRefundId, PaymentId, PayoutId},
    money::{
        Money,
        card_refund::RefundOutcome,
        payment::{GatewayOutcome, Method},
        payout::{BankOutcome, account::BankAccount},
        reconciliation::StatementEntry,
    },
    trade::shipping::parcel::Scan,
};
use std::sync::{
    Mutex,
    atomic::{AtomicBool, Ordering},
};

/// A gateway whose answers the test decides.
pub struct TestGateway {
    /// None while it does not answer.
    says: Mutex<Option<GatewayOutcome>>,
    /// What it was asked to do, in the order in which that came: `begin`, `capture`, `void`.
    asked: Mutex<Vec<&'static str>>,
    /// What it says of every refund; none while it does not answer.
    refunds: Mutex<Option<RefundOutcome>>,
    /// Every request to give back, in the order in which they came: which, of what, how much.
    given_back: Mutex<Vec<(CardRefundId, String, Money)>>,
    /// It gives nothing back.
    refuses: AtomicBool,
    statements: Mutex<Vec<(NaiveDate, StatementEntry)>>,
}

impl TestGateway {
    pub(super) fn new() -> Self {
        Self {
            says: Mutex::new(Some(GatewayOutcome::Pending)),
            asked: Mutex::default(),
            refunds: Mutex::new(Some(RefundOutcome::Pending)),
            given_back: Mutex::default(),
            refuses: AtomicBool::new(false),
            statements: Mutex::default(),
        }
    }

    /// What it answers from now on when asked how a payment stands, or to end one.
    pub fn answer(&self, outcome: GatewayOutcome) {
        *locked(&self.says) = Some(outcome);
    }

    /// It does not answer from now on.
    pub fn fall_silent(&self) {
        *locked(&self.says) = None;
    }

    /// What it says of every refund from now on; nothing: it does not answer.
    pub fn answer_refunds(&self, outcome: Option<RefundOutcome>) {
        *locked(&self.refunds) = outcome;
    }

    /// It gives nothing back from now on.
    pub fn refuse_refunds(&self) {
        self.refuses.store(true, Ordering::Relaxed);
    }

    /// What it was asked to give back: which refund, of which payment by its own name, how much.
    pub fn given_back(&self) -> Vec<(CardRefundId, String, Money)> {
        locked(&self.given_back).clone()
    }

    /// What its statements name, each on its day.
    pub fn state(&self, entries: Vec<(NaiveDate, StatementEntry)>) {
        *locked(&self.statements) = entries;
    }

    /// What it was asked to do so far.
    pub fn asked(&self) -> Vec<&'static str> {
        locked(&self.asked).clone()
    }

    fn says(&self, asked: Option<&'static str>) -> Result<GatewayOutcome, Incident> {
        locked(&self.asked).extend(asked);
        let silent = || Incident::new("the test's gateway is silent");
        locked(&self.says).clone().ok_or_else(silent)
    }
}

#[async_trait]
impl Gateway for TestGateway {
    async fn begin(
        &self,
        payment: PaymentId,
        _: Method,
        _: Money,
        return_url: &str,
    ) -> Result<Intent, Incident> {
        self.says(Some("begin"))?;
        Ok(Intent {
            reference: format!("test_{payment}"),
            pay_url: format!("https://gateway.test/pay/{payment}?back={return_url}"),
        })
    }

    async fn outcome(&self, _: &Known) -> Result<GatewayOutcome, Incident> {
        self.says(None)
    }

    async fn capture(&self, _: &Known) -> Result<GatewayOutcome, Incident> {
        self.says(Some("capture"))
    }

    async fn void(&self, _: &Known) -> Result<GatewayOutcome, Incident> {
        self.says(Some("void"))
    }

    async fn refund(
        &self,
        reference: &str,
        refund: CardRefundId,
        amount: Money,
    ) -> Result<Refund, Incident> {
        locked(&self.given_back).push((refund, reference.to_owned(), amount));
        if self.refuses.load(Ordering::Relaxed) {
            return Err(Refused("the test's gateway gives nothing back".to_owned()).into());
        }
        let silent = || Incident::new("the test's gateway gives nothing back");
        Ok(Refund {
            reference: format!("test_{refund}"),
            outcome: locked(&self.refunds).clone().ok_or_else(silent)?,
        })
    }

    async fn refund_outcome(&self, _: &str) -> Result<RefundOutcome, Incident> {
        locked(&self.refunds)
            .clone()
            .ok_or_else(|| Incident::new("the test's gateway is silent about refunds"))
    }

    async fn statement(&self, day: NaiveDate) -> Result<Vec<StatementEntry>, Incident> {
        self.says(None)?;
        Ok(entries_of(&locked(&self.statements), day))
    }

    fn read_event(&self, _: &str, _: &[u8], _: DateTime<Utc>) -> Result<GatewayMessage, Incident> {
        Err(Incident::new("the test's gateway sends no messages"))
    }
}

/// A bank whose answers the test decides.
pub struct TestBank {
    /// None while it does not answer.
    says: Mutex<Option<BankOutcome>>,
    /// Every request to pay, in the order in which they came.
    asked: Mutex<Vec<(PayoutId, Money, String)>>,
    /// It takes no transfer.
    refuses: AtomicBool,
    statements: Mutex<Vec<(NaiveDate, StatementEntry)>>,
}

impl TestBank {
    pub(super) fn new() -> Self {
        Self {
            says: Mutex::new(Some(BankOutcome::Pending)),
            asked: Mutex::default(),
            refuses: AtomicBool::new(false),
            statements: Mutex::default(),
        }
    }

    /// What it says of every transfer from now on; nothing: it does not answer.
    pub fn answer(&self, outcome: Option<BankOutcome>) {
        *locked(&self.says) = outcome;
    }

    /// Whether it takes no transfer from now on.
    pub fn refuse(&self, refuses: bool) {
        self.refuses.store(refuses, Ordering::Relaxed);
    }

    /// What its statements name, each on its day.
    pub fn state(&self, entries: Vec<(NaiveDate, StatementEntry)>) {
        *locked(&self.statements) = entries;
    }

    /// The payouts it was asked to pay, with the amount and the account's number.
    pub fn asked(&self) -> Vec<(PayoutId, Money, String)> {
        locked(&self.asked).clone()
    }

    fn says(&self) -> Result<BankOutcome, Incident> {
        let silent = || Incident::new("the test's bank is silent");
        locked(&self.says).clone().ok_or_else(silent)
    }
}

#[async_trait]
impl Bank for TestBank {
    async fn send(
        &self,
        payout: PayoutId,
        amount: Money,
        account: &BankAccount,
    ) -> Result<Transfer, Incident> {
        locked(&self.asked).push((payout, amount, account.number.clone()));
        if self.refuses.load(Ordering::Relaxed) {
            return Err(Refused("the test's bank does not take it".to_owned()).into());
        }
        Ok(Transfer {
            reference: format!("test_{payout}"),
            outcome: self.says()?,
        })
    }

    async fn outcome(&self, _: &str) -> Result<BankOutcome, Incident> {
        self.says()
    }

    async fn statement(&self, day: NaiveDate) -> Result<Vec<StatementEntry>, Incident> {
        self.says()?;
        Ok(entries_of(&locked(&self.statements), day))
    }

    fn read_event(&self, _: &str, _: &[u8], _: DateTime<Utc>) -> Result<BankEvent, Incident> {
        Err(Incident::new("the test's bank sends no messages"))
    }
}

fn entries_of(all: &[(NaiveDate, StatementEntry)], day: NaiveDate) -> Vec<StatementEntry> {
    all.iter()
        .filter(|(of, _)| *of == day)
        .map(|(_, entry)| entry.clone())
        .collect()
}

/// A carrier whose answers the test decides.
pub struct TestCarrier {
    /// None while it does not answer.
    says: Mutex<Option<Vec<Scan>>>,
    /// Every request for a label, in the order in which they came.
    asked: Mutex<Vec<NewLabel>>,
}

impl TestCarrier {
    pub(super) fn new() -> Self {
        Self {
            says: Mutex::new(Some(Vec::new())),
            asked: Mutex::default(),
        }
    }

    /// What it tells of every parcel from now on; nothing: it does not answer.
    pub fn answer(&self, scans: Option<Vec<Scan>>) {
        *locked(&self.says) = scans;
    }

    pub fn asked(&self) -> Vec<NewLabel> {
        locked(&self.asked).clone()
    }

    fn says(&self) -> Result<Vec<Scan>, Incident> {
        let silent = || Incident::new("the test's carrier is silent");
        locked(&self.says).clone().ok_or_else(silent)
    }
}

#[async_trait]
impl Carrier for TestCarrier {
    async fn label(&self, wanted: &NewLabel) -> Result<Label, Incident> {
        locked(&self.asked).push(wanted.clone());
        self.says()?;
        Ok(Label {
            reference: format!("test_{}", wanted.parcel),
            carrier: "Test Post".to_owned(),
            url: "https://carrier.test/label".to_owned(),
        })
    }

    async fn scans(&self, _: &str) -> Result<Vec<Scan>, Incident> {
        self.says()
    }

    fn read_event(&self, _: &str, _: &[u8], _: DateTime<Utc>) -> Result<CarrierEvent, Incident> {
        Err(Incident::new("the test's carrier sends no messages"))
    }
}
