//! A market for tests: a real database, a clock turned by hand, letters kept in memory,
//! a payment gateway that approves, a bank that pays and a carrier that scans when told to.

mod outside;

pub use outside::{TestBank, TestCarrier, TestGateway};

use crate::{
    ctx::{Clock, Ctx},
    failure::Incident,
    platform::{mail::Mail, media::Files},
    settings::Settings,
    trade::{search::SearchIndex, shop},
    trust::account,
};
use async_trait::async_trait;
use chrono::{DateTime, Duration, TimeZone, Utc};
use longtail::{
    actor::Actor,
    id::{AccountId, ListingId, ShopId, VariantId},
    trade::shop::ShopDraft,
    trust::account::SignUp,
};
use sqlx::PgPool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// The password of everybody that [`member`] makes.
pub const PASSWORD: &str = "correct horse";

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
    pub id: Option<Uuid>,
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
    async fn send(
        &self,
        id: Option<Uuid>,
        to: &str,
        subject: &str,
        body: &str,
    ) -> Result<(), Incident> {
        let (to, subject, body) = (to.to_owned(), subject.to_owned(), body.to_owned());
        let letter = Letter {
            id,
            to,
            subject,
            body,
        };
        locked(&self.0).push(letter);
        Ok(())
    }
}

/// Everything a test turns, beside the context it gives to use cases.
pub struct TestMarket {
    pub ctx: Ctx,
    pub clock: Arc<TestClock>,
    pub mail: Arc<KeptMail>,
    pub gateway: Arc<TestGateway>,
    pub bank: Arc<TestBank>,
    pub carrier: Arc<TestCarrier>,
}

impl TestMarket {
    pub fn new(db: PgPool) -> Self {
        let clock = Arc::new(TestClock::new());
        let mail = Arc::new(KeptMail::default());
        let gateway = Arc::new(TestGateway::new());
        let bank = Arc::new(TestBank::new());
        let carrier = Arc::new(TestCarrier::new());
        let settings = Settings {
            password_memory_kib: 64,
            // a test sees what it has just done
            street_for: Duration::zero(),
            rates_for: Duration::zero(),
            ..Settings::default()
        };
        let ctx = Ctx {
            db,
            clock: clock.clone(),
            settings: Arc::new(settings),
            gateway: gateway.clone(),
            bank: bank.clone(),
            carrier: carrier.clone(),
            mail: mail.clone(),
            files: Files::in_memory(),
            search: SearchIndex::default(),
            seen: Default::default(),
            street: Default::default(),
            rates: Default::default(),
            tills: Default::default(),
        };
        Self {
            ctx,
            clock,
            mail,
            gateway,
            bank,
            carrier,
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The context of a market whose clock, letters and gateway the test leaves alone.
pub async fn ctx(db: PgPool) -> Ctx {
    TestMarket::new(db).ctx
}

/// Waits until the outbox lets its newest events be read: other tests' transactions in the same
/// Postgres hold them back for a moment.
pub async fn events_to_be_read(ctx: &Ctx) {
    while sqlx::query_scalar::<_, bool>(
        "select coalesce(max(transaction_id) >= pg_snapshot_xmin(pg_current_snapshot()), false)
         from events",
    )
    .fetch_one(&ctx.db)
    .await
    .expect("a place")
    {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}

/// A visitor without an account who has put something into a cart.
pub async fn guest(ctx: &Ctx) -> Actor {
    account::begin_guest(ctx, &account::Visit::default())
        .await
        .expect("a guest")
        .0
}

/// A member `{name}@example.com` with the password [`PASSWORD`].
pub async fn member(ctx: &Ctx, name: &str) -> Actor {
    let form = SignUp {
        name: name.to_owned(),
        email: format!("{}@example.com", name.to_lowercase()),
        password: PASSWORD.to_owned(),
    };
    account::sign_up(ctx, &account::Visit::default(), &form)
        .await
        .expect("a member")
        .actor
}

/// One of the platform's staff: made by hand, since nobody can sign up as staff.
pub async fn staff(ctx: &Ctx, name: &str) -> Actor {
    let account = member(ctx, name).await.account().expect("an account");
    sqlx::query("update accounts set kind = 'staff' where id = $1")
        .bind(account.0)
        .execute(&ctx.db)
        .await
        .expect("staff");
    Actor::Staff { account }
}

/// An open shop, and its owner as the next request would see them.
///
/// It is opened by hand at the end: through the front door it would need goods first.
pub async fn open_shop(ctx: &Ctx, owner: &Actor, slug: &str) -> (ShopId, Actor) {
    let draft = ShopDraft {
        name_en: format!("Shop {slug}"),
        slug: slug.to_owned(),
        city_en: "Hangzhou".to_owned(),
        postage_base: "8".to_owned(),
        postage_extra_item: "2".to_owned(),
        postage_free_over: "99".to_owned(),
        ..ShopDraft::default()
    };
    let command = shop::OpenShop {
        id: ctx.new_id(),
        draft,
    };
    let opened = shop::open(ctx, owner, &command).await.expect("a shop");
    sqlx::query("update shops set stage = 'open', opened_at = $2 where id = $1")
        .bind(opened.id.0)
        .bind(ctx.now())
        .execute(&ctx.db)
        .await
        .expect("an open shop");
    (opened.id, seated(ctx, owner).await)
}

/// An open shop of somebody's with one listing of one variant, of which there is none yet, in a
/// category of its own. Postage is ¥8, and ¥2 for each further piece.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn open_shop_with_goods(
    ctx: &Ctx,
    owner: AccountId,
    slug: &str,
    price_minor: i64,
) -> Result<(ShopId, VariantId), Incident> {
    let (shop, category, listing, variant): (ShopId, Uuid, ListingId, VariantId) =
        (ctx.new_id(), ctx.new_id(), ctx.new_id(), ctx.new_id());
    sqlx::query(
        "with s as (insert into shops (id, slug, tier, stage, name_en, postage_base_minor,
                                       postage_extra_item_minor, created_at, opened_at)
                    values ($1, $2, 'bazaar', 'open', $2, 800, 200, $7, $7)),
              m as (insert into shop_seats (shop_id, account_id, role, since) values ($1, $3, 'owner', $7)),
              c as (insert into categories (id, slug, name_en, name_zh) values ($4, $2, $2, $2)),
              l as (insert into listings (id, shop_id, category_id, slug, stage, title_en, created_at,
                                          published_at, updated_at)
                    values ($5, $1, $4, $2, 'live', $2, $7, $7, $7)),
              v as (insert into variants (id, listing_id, price_minor) values ($6, $5, $8))
         insert into stock_levels (variant_id) values ($6)",
    )
    .bind(shop.0)
    .bind(slug)
    .bind(owner.0)
    .bind(category)
    .bind(listing.0)
    .bind(variant.0)
    .bind(ctx.now())
    .bind(price_minor)
    .execute(&ctx.db)
    .await?;
    Ok((shop, variant))
}

/// The same person as their next request sees them: with seats taken since.
pub async fn seated(ctx: &Ctx, actor: &Actor) -> Actor {
    let account = actor.account().expect("an account");
    account::actor_by_id(ctx, account).await.expect("an actor")
}
