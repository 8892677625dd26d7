//! What every use case is given: the database, the time, and the outside world.

use crate::{
    failure::{Failure, Incident},
    money::{exchange::Rates, payment::gateway::Gateway, payout::bank::Bank},
    platform::{mail::Mail, media::Files},
    settings::Settings,
    trade::{
        catalog::browse::Street, checkout::Tills, search::SearchIndex, seen::Notebook,
        shipping::carrier::Carrier,
    },
};
use chrono::{DateTime, SubsecRound, Utc};
use longtail::actor::Actor;
use sqlx::{PgPool, Postgres};
use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};
use uuid::Uuid;

/// Where the time comes from: the machine, or a clock that the demo market turns by hand.
pub trait Clock: Send + Sync {
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the time is taken"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// Handed to every use case. Cheap to clone.
#[derive(Clone)]
pub struct Ctx {
    pub db: PgPool,
    pub clock: Arc<dyn Clock>,
    pub settings: Arc<Settings>,
    pub gateway: Arc<dyn Gateway>,
    pub bank: Arc<dyn Bank>,
    pub carrier: Arc<dyn Carrier>,
    pub mail: Arc<dyn Mail>,
    pub files: Files,
    pub search: SearchIndex,
    pub seen: Notebook,
    pub street: Street,
    pub rates: Rates,
    pub tills: Tills,
}

impl Ctx {
    /// The time, to the microsecond as the database keeps it.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now().trunc_subsecs(6)
    }

    /// A new identifier, sorted by the time of making.
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        new_id(self.now())
    }

    /// A transaction with one time for all that happens in it.
    ///
    /// # Errors
    /// An incident when the database cannot be reached.
    pub async fn transaction(&self) -> Result<Tx, Incident> {
        Ok(Tx {
            inner: self.db.begin().await?,
            now: self.now(),
        })
    }
}

/// A UUIDv7 of the given time; the rest is random.
pub fn new_id<T: From<Uuid>>(at: DateTime<Utc>) -> T {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &random_bytes())
        .into_uuid()
        .into()
}

/// Bytes that nobody can guess: for tokens, salts and identifiers.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where chance is taken"
)]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::RngCore::fill_bytes(&mut rand::rng(), &mut bytes);
    bytes
}

/// One column of many rows that are written in one statement.
pub(crate) fn column<'a, R, T>(rows: &'a [R], of: impl Fn(&'a R) -> T) -> Vec<T> {
    rows.iter().map(of).collect()
}

/// A database transaction that knows its time. Dropping it undoes everything.
pub struct Tx {
    inner: sqlx::Transaction<'static, Postgres>,
    now: DateTime<Utc>,
}

impl Tx {
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    pub fn new_id<T: From<Uuid>>(&self) -> T {
        new_id(self.now)
    }

    /// Waits until nobody else holds this name, and holds it until the transaction ends: so that what
    /// has no row to be locked is done by one at a time. Whoever takes several takes them in an order
    /// that is always the same.
    ///
    /// # Errors
    /// An incident when the database cannot be reached.
    pub async fn one_at_a_time(&mut self, name: &str) -> Result<(), Incident> {
        sqlx::query!(
            r#"select pg_advisory_xact_lock(hashtextextended($1, 0)) as "lock!: ()""#,
            name
        )
        .execute(self.sql())
        .await?;
        Ok(())
    }

    /// # Errors
    /// An incident when the commit did not happen.
    pub async fn commit(self) -> Result<(), Incident> {
        Ok(self.inner.commit().await?)
    }

    /// For `.execute(tx.sql())`.
    pub fn sql(&mut self) -> &mut sqlx::PgConnection {
        &mut self.inner
    }
}

impl Deref for Tx {
    type Target = sqlx::PgConnection;
    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.inner
    }
}

/// Who did it, as histories keep it: `member:0192…`, `system`.
pub fn actor_label(actor: &Actor) -> String {
    match actor {
        Actor::Stranger => "stranger".to_owned(),
        Actor::Guest { account } => format!("guest:{account}"),
        Actor::Member { account, .. } => format!("member:{account}"),
        Actor::Staff { account } => format!("staff:{account}"),
        Actor::System => "system".to_owned(),
    }
}

/// The account that acts.
///
/// # Errors
/// *Sign in* where there is none.
pub fn account_of<E>(actor: &Actor) -> Result<longtail::id::AccountId, Failure<E>> {
    actor.account().ok_or(Failure::SignIn)
}
