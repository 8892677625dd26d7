//! A market for tests: a real database, a clock turned by hand, letters kept in memory,
//! and a card gateway that approves when told to.

use crate::{
    ctx::{Clock, Ctx},
    failure::Incident,
    money::payment::gateway::{Gateway, GatewayEvent, Intent},
    platform::{mail::Mail, media::Files},
    settings::Settings,
    trade::search::SearchIndex,
};
use async_trait::async_trait;
use chrono::{DateTime, Duration, TimeZone, Utc};
use longtail::{
    id::PaymentId,
    money::{Money, payment::GatewayOutcome},
};
use sqlx::PgPool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A clock that stands still until it is turned.
pub struct TestClock(Mutex<DateTime<Utc>>);

impl TestClock {
    /// Noon of 1 March 2026, UTC.
    pub fn new() -> Self {
        Self(Mutex::new(
            Utc.with_ymd_and_hms(2026, 3, 1, 12, 0, 0)
                .single()
                .unwrap_or_default(),
        ))
    }

    pub fn advance(&self, by: Duration) {
        *locked(&self.0) += by;
    }

    pub fn set(&self, to: DateTime<Utc>) {
        *locked(&self.0) = to;
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        *locked(&self.0)
    }
}

/// Letters, instead of being sent.
#[derive(Default)]
pub struct KeptMail(Mutex<Vec<Letter>>);

/// One letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub body: String,
}

impl KeptMail {
    pub fn letters(&self) -> Vec<Letter> {
        locked(&self.0).clone()
    }
}

#[async_trait]
impl Mail for KeptMail {
    async fn send(&self, to: &str, subject: &str, body: &str) -> Result<(), Incident> {
        let (to, subject, body) = (to.to_owned(), subject.to_owned(), body.to_owned());
        locked(&self.0).push(Letter { to, subject, body });
        Ok(())
    }
}

/// A gateway whose answers the test decides.
pub struct TestGateway(Mutex<GatewayOutcome>);

impl TestGateway {
    /// What it answers from now on when asked how a payment stands.
    pub fn answer(&self, outcome: GatewayOutcome) {
        *locked(&self.0) = outcome;
    }
}

#[async_trait]
impl Gateway for TestGateway {
    async fn begin(
        &self,
        payment: PaymentId,
        _: Money,
        return_url: &str,
    ) -> Result<Intent, Incident> {
        Ok(Intent {
            reference: format!("test_{payment}"),
            pay_url: format!("https://gateway.test/pay/{payment}?back={return_url}"),
        })
    }

    async fn outcome(&self, _: &str) -> Result<GatewayOutcome, Incident> {
        Ok(locked(&self.0).clone())
    }

    fn read_event(&self, _: &str, _: &[u8], _: DateTime<Utc>) -> Result<GatewayEvent, Incident> {
        Err(Incident::new("the test's gateway sends no messages"))
    }
}

/// Everything a test turns, beside the context it gives to use cases.
pub struct TestMarket {
    pub ctx: Ctx,
    pub clock: Arc<TestClock>,
    pub mail: Arc<KeptMail>,
    pub gateway: Arc<TestGateway>,
}

impl TestMarket {
    pub fn new(db: PgPool) -> Self {
        let clock = Arc::new(TestClock::new());
        let mail = Arc::new(KeptMail::default());
        let gateway = Arc::new(TestGateway(Mutex::new(GatewayOutcome::Pending)));
        let settings = Settings {
            password_memory_kib: 64,
            ..Settings::default()
        };
        let ctx = Ctx {
            db,
            clock: clock.clone(),
            settings: Arc::new(settings),
            gateway: gateway.clone(),
            mail: mail.clone(),
            files: Files {
                store: Arc::new(object_store::memory::InMemory::new()),
            },
            search: SearchIndex::default(),
        };
        Self {
            ctx,
            clock,
            mail,
            gateway,
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
