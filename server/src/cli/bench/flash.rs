//! `longtail bench flash`: one thing that very many want at once, every commit durable.
//!
//! Buyers ask the use case itself, without HTTP; each asks again for the next buyer as soon as
//! it was answered. Only orders count for the rate and the times: to refuse is cheaper. The
//! limit is TPC-B on the same Postgres, half of it before and half after. Then as many want as
//! many pieces over HTTP, in a market of their own.

mod over_http;

use super::{Report, Sample, Trouble, market::own_market, rounded, tpcb::TpcB};
use crate::config::Config;
use clap::Args;
use longtail::{
    actor::Actor,
    id::{AccountId, ListingId, ShopId, VariantId},
    trade::{
        checkout::{CheckoutError, PlaceCheckout},
        shipping::PostalAddress,
    },
};
use longtail_backend::{Ctx, Failure, platform::audit, trade::checkout};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// The door's connection, two of the till where all meet, and some to spare.
const CONNECTIONS: u32 = 8;
/// Buyers who are served before the rush, each with a piece: a market that is open for a while has
/// its connections, and its statements planned.
const EARLY: u32 = 2_000;
const PRICE_MINOR: i64 = 6_800;
const POSTAGE_MINOR: i64 = 800;

/// Sells one thing to very many.
#[derive(Args)]
pub struct Flash {
    /// People who want one piece each.
    #[arg(long, default_value_t = 50_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    buyers: u32,
    /// Pieces there are.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    units: u32,
    /// How many ask at the same time.
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u16).range(1..=2_000))]
    concurrent: u16,
    /// How long TPC-B is run before, and again after, in seconds.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    seconds: u64,
}

/// What somebody was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Placed,
    /// Nothing was left.
    SoldOut,
    /// Too many wait.
    Busy,
    /// Anything else.
    Failed,
}

/// How the rush went.
#[derive(Default)]
struct Rush {
    placed: Sample,
    sold_out: u64,
    busy: u64,
    took: Duration,
}

impl Rush {
    /// Notes what somebody was told who had asked at that time.
    fn note(&mut self, answer: Answer, asked: Instant, begun: Instant) {
        match answer {
            Answer::Placed => {
                self.placed.times.push(asked.elapsed());
                self.placed.took = begun.elapsed();
            }
            Answer::SoldOut => self.sold_out += 1,
            Answer::Busy => self.busy += 1,
            Answer::Failed => self.placed.errors += 1,
        }
    }

    /// All of it, once everybody was answered.
    async fn of_all(mut buying: JoinSet<Self>, begun: Instant) -> Result<Self, Trouble> {
        let mut all = Self::default();
        while let Some(rush) = buying.join_next().await {
            let rush = rush?;
            // All at the same time: the last order of any ends it.
            let took = all.placed.took.max(rush.placed.took);
            all.placed.join(rush.placed);
            all.placed.took = took;
            all.sold_out += rush.sold_out;
            all.busy += rush.busy;
        }
        all.took = begun.elapsed();
        Ok(all)
    }
}

impl Flash {
    /// Every piece that was sold twice, or not at all though somebody wanted it, is an error.
    ///
    /// # Errors
    /// When a market or its server cannot be made ready.
    pub async fn run(self, config: &Config) -> Result<Report, Trouble> {
        let mut report =
            own_market(config, CONNECTIONS, async |ctx| self.measure(&ctx).await).await?;
        let http = self.over_http(config).await?;
        report.errors += http.placed.errors;
        Ok(report
            .with("http_per_s", rounded(http.placed.per_s()))
            .with("http_p50_ms", rounded(http.placed.percentile_ms(50)))
            .with("http_p99_ms", rounded(http.placed.percentile_ms(99)))
            .with("http_orders", http.placed.times.len())
            .with("http_sold_out", http.sold_out)
            .with("http_busy", http.busy)
            .with("http_errors", http.placed.errors))
    }

    async fn measure(&self, ctx: &Ctx) -> Result<Report, Trouble> {
        let time = Duration::from_secs(self.seconds);
        let tpcb = TpcB::prepare(&ctx.db).await?;
        let variant = offer(ctx, self.units + EARLY).await?;
        let early: Arc<[_]> = crowd(ctx, variant, EARLY).await?.into();
        let crowd: Arc<[_]> = crowd(ctx, variant, self.buyers).await?.into();
        sqlx::query("vacuum analyze").execute(&ctx.db).await?;
        let mut limit = tpcb.run(time).await?;
        self.rush(ctx, &early).await?;
        let rush = self.rush(ctx, &crowd).await?;
        limit.join(tpcb.run(time).await?);
        let mut report = Report::new("flash", &rush.placed).against(&limit);
        report.errors += self.wrong(ctx, &rush, EARLY).await?;
        let answers = rush.placed.times.len() as u64 + rush.sold_out;
        Ok(report
            .with("limit", tpcb.name())
            .with("buyers", self.buyers)
            .with("units", self.units)
            .with("concurrent", self.concurrent)
            .with("orders", rush.placed.times.len())
            .with("sold_out", rush.sold_out)
            .with("busy", rush.busy)
            .with(
                "answers_per_s",
                rounded(answers as f64 / rush.took.as_secs_f64()),
            ))
    }

    async fn rush(
        &self,
        ctx: &Ctx,
        crowd: &Arc<[(AccountId, PlaceCheckout)]>,
    ) -> Result<Rush, Trouble> {
        let next = Arc::new(AtomicUsize::new(0));
        let begun = Instant::now();
        let mut buying = JoinSet::new();
        for _ in 0..self.concurrent {
            let (ctx, crowd, next) = (ctx.clone(), crowd.clone(), next.clone());
            buying.spawn(async move {
                let mut rush = Rush::default();
                while let Some((account, cmd)) = crowd.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let asked = Instant::now();
                    let answer = order(&ctx, *account, cmd).await;
                    rush.note(answer, asked, begun);
                }
                rush
            });
        }
        Rush::of_all(buying, begun).await
    }

    /// How far the market is from what it must be now, where so many were served before the rush.
    async fn wrong(&self, ctx: &Ctx, rush: &Rush, early: u32) -> Result<u64, Trouble> {
        let (early, told) = (i64::from(early), i64::try_from(rush.placed.times.len())?);
        let due = i64::from(self.units.min(self.buyers)) + early;
        let (orders, pieces, on_hand, reserved): (i64, i64, i64, i64) = sqlx::query_as(
            "select (select count(*) from orders), (select coalesce(sum(quantity), 0) from order_lines),
                    sum(on_hand)::bigint, sum(reserved)::bigint
             from stock_levels",
        )
        .fetch_one(&ctx.db)
        .await?;
        let off = [
            orders - due,
            pieces - due,
            reserved - due,
            told + early - due,
            on_hand - i64::from(self.units) - early,
            (on_hand - reserved).min(0),
        ];
        let report = audit::run(ctx).await?;
        let differs: u64 = off.iter().map(|by| by.unsigned_abs()).sum();
        Ok(differs + report.findings.len() as u64)
    }
}

async fn order(ctx: &Ctx, account: AccountId, cmd: &PlaceCheckout) -> Answer {
    let actor = Actor::Member {
        account,
        seats: Vec::new(),
    };
    match checkout::place(ctx, &actor, cmd).await {
        Ok(_) => Answer::Placed,
        Err(Failure::Refused(refusal)) => refused(&refusal),
        Err(_) => Answer::Failed,
    }
}

fn refused(refusal: &CheckoutError) -> Answer {
    match refusal {
        CheckoutError::LinesInTrouble { .. } => Answer::SoldOut,
        CheckoutError::Busy { .. } => Answer::Busy,
        _ => Answer::Failed,
    }
}

/// One thing, and so many pieces of it.
async fn offer(ctx: &Ctx, units: u32) -> Result<VariantId, Trouble> {
    let (shop, category, listing, variant): (ShopId, uuid::Uuid, ListingId, VariantId) =
        (ctx.new_id(), ctx.new_id(), ctx.new_id(), ctx.new_id());
    sqlx::query(
        "with s as (insert into shops (id, slug, tier, stage, name_en, postage_base_minor, created_at, opened_at)
                    values ($1, 'bench', 'bazaar', 'open', 'Bench', $7, $5, $5)),
              c as (insert into categories (id, slug, name_en, name_zh) values ($2, 'bench', 'Bench', 'Bench')),
              l as (insert into listings (id, shop_id, category_id, slug, stage, title_en, created_at,
                                          published_at, updated_at)
                    values ($3, $1, $2, 'bench', 'live', 'What all want', $5, $5, $5)),
              v as (insert into variants (id, listing_id, price_minor) values ($4, $3, $6)),
              k as (insert into stock_levels (variant_id, on_hand) values ($4, $8))
         insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, at)
         values ($4, 'counted', $8, 0, $5)",
    )
    .bind(shop.0)
    .bind(category)
    .bind(listing.0)
    .bind(variant.0)
    .bind(ctx.now())
    .bind(PRICE_MINOR)
    .bind(POSTAGE_MINOR)
    .bind(i32::try_from(units)?)
    .execute(&ctx.db)
    .await?;
    Ok(variant)
}

/// Members with a piece in the cart each, and the form that would order it.
async fn crowd(
    ctx: &Ctx,
    variant: VariantId,
    buyers: u32,
) -> Result<Vec<(AccountId, PlaceCheckout)>, Trouble> {
    let people: Vec<AccountId> = (0..buyers).map(|_| ctx.new_id()).collect();
    sqlx::query(
        "with people as (
             insert into accounts (id, kind, email, name, password_hash, created_at, joined_at)
             select id, 'member', id || '@longtail.example', 'Buyer', 'none', $3, $3
             from unnest($1::uuid[]) as id returning id)
         insert into cart_lines (account_id, variant_id, quantity, added_at)
         select id, $2, 1, $3 from people",
    )
    .bind(people.iter().map(|id| id.0).collect::<Vec<_>>())
    .bind(variant.0)
    .bind(ctx.now())
    .execute(&ctx.db)
    .await?;
    let form = |account: AccountId| {
        let cmd = PlaceCheckout {
            command: ctx.new_id(),
            email: format!("{account}@longtail.example"),
            ship_to: PostalAddress {
                recipient: "Lin Xiaoyu".to_owned(),
                phone: "+86 571 5550 0101".to_owned(),
                country: "CN".to_owned(),
                region: "Zhejiang".to_owned(),
                city: "Hangzhou".to_owned(),
                line: "12 Willow Lane".to_owned(),
                postcode: "310000".to_owned(),
            },
            remember_address: false,
            notes: Vec::new(),
            agreed_total_minor: PRICE_MINOR + POSTAGE_MINOR,
            agreed: None,
        };
        (account, cmd)
    };
    Ok(people.into_iter().map(form).collect())
}
