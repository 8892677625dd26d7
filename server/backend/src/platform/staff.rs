//! The desk of the platform's own people: what runs, and what has come to a halt.

mod appoint;
mod card_refunds;

pub use appoint::appoint;

use crate::{
    ctx::Ctx,
    failure::{Failure, Refusal, denied, stored},
    jobs,
    platform::audit,
    trade::shop,
};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::{PayoutId, ShopId},
    money::{Money, payout::Payee},
    platform::staff::{DeadJob, DeskPayee, DeskPayout, DeskShop, DeskView, LongUnderWay},
    policy::{Action, permit},
};

/// So many payouts that came back in a row, or one that is under way for so long, are for staff to
/// look at.
const MANY_FAILURES: i32 = 3;
const LONG_UNDER_WAY: Duration = Duration::days(1);

fn count(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Everything on the desk.
///
/// # Errors
/// Not found for all but staff.
pub async fn desk(ctx: &Ctx, actor: &Actor) -> Result<DeskView, Failure<Refusal>> {
    permit(actor, Action::SeePlatform).map_err(denied)?;
    let counts = sqlx::query!(
        r#"select (select count(*) from accounts where kind = 'member') as "members!",
                  (select count(*) from accounts where kind = 'guest') as "guests!""#
    )
    .fetch_one(&ctx.db)
    .await?;
    let (jobs, dead) = (jobs::counts(ctx).await?, jobs::dead(ctx).await?);
    Ok(DeskView {
        members: count(counts.members),
        guests: count(counts.guests),
        shops: shops(ctx).await?,
        pending_jobs: count(jobs.waiting + jobs.due),
        dead_jobs: dead
            .into_iter()
            .map(|job| DeadJob {
                id: job.id,
                kind: job.kind,
                attempts: u32::try_from(job.attempts).unwrap_or_default(),
                error: job.last_error,
                dead_at: job.dead_at,
            })
            .collect(),
        payouts: payouts(ctx).await?,
        card_refunds: card_refunds::stuck(ctx, LONG_UNDER_WAY).await?,
        audit: audit::kept(ctx).await?,
    })
}

/// Has the books checked now, by the worker.
///
/// # Errors
/// Not found for all but staff.
pub async fn check_books(ctx: &Ctx, actor: &Actor) -> Result<(), Failure<Refusal>> {
    permit(actor, Action::SeePlatform).map_err(denied)?;
    Ok(audit::begin(ctx).await?)
}

/// Where payouts and withdrawals do not arrive: what is under way for longest first.
async fn payouts(ctx: &Ctx) -> Result<Vec<DeskPayout>, Failure<Refusal>> {
    let rows = sqlx::query!(
        r#"select b.shop_id, b.account_id, m.name as "member?", b.failures, p.id as "payout?", p.stage as "stage?",
                  p.currency as "currency?", p.amount_minor as "minor?", p.begun_at as "begun_at?"
           from bank_accounts b
           left join accounts m on m.id = b.account_id
           left join payouts p on p.payee_id = b.payee_id and p.stage in ('scheduled', 'sent') and p.begun_at < $1
           where b.failures >= $2 or p.id is not null
           order by p.begun_at nulls last, b.failures desc, b.payee_id limit 100"#,
        ctx.now() - LONG_UNDER_WAY,
        MANY_FAILURES,
    )
    .fetch_all(&ctx.db)
    .await?;
    let ids: Vec<_> = rows
        .iter()
        .filter_map(|row| row.shop_id.map(ShopId))
        .collect();
    let mut cards = shop::cards(&ctx.db, &ids).await?;
    let mut payouts = Vec::new();
    for row in rows {
        let payee = match Payee::of(row.shop_id, row.account_id) {
            Some(Payee::Shop(shop)) => cards.remove(&shop).map(|card| DeskPayee::Shop { card }),
            Some(Payee::Member(account)) => Some(DeskPayee::Member {
                account,
                name: row.member.unwrap_or_default(),
            }),
            None => None,
        };
        let Some(payee) = payee else { continue };
        let under_way = match (row.payout, row.stage, row.currency, row.minor, row.begun_at) {
            (Some(payout), Some(stage), Some(currency), Some(minor), Some(since)) => {
                Some(LongUnderWay {
                    payout: PayoutId(payout),
                    stage: stored("payouts.stage", &stage)?,
                    amount: Money::new(minor, stored("payouts.currency", &currency)?),
                    since,
                })
            }
            _ => None,
        };
        payouts.push(DeskPayout {
            payee,
            failures: u32::try_from(row.failures).unwrap_or_default(),
            under_way,
        });
    }
    Ok(payouts)
}

async fn shops(ctx: &Ctx) -> Result<Vec<DeskShop>, Failure<Refusal>> {
    let rows = sqlx::query!(
        r#"select s.id, s.created_at,
                  (select count(*) from listings l where l.shop_id = s.id and l.stage = 'live') as "live!",
                  (select count(*) from orders o where o.shop_id = s.id and o.paid_at is not null) as "orders!",
                  (select count(*) from orders o where o.shop_id = s.id
                   and o.stage in ('awaiting_payment', 'to_ship', 'shipped')) as "open_orders!"
           from shops s order by s.created_at desc, s.slug limit 500"#
    )
    .fetch_all(&ctx.db)
    .await?;
    let ids: Vec<_> = rows.iter().map(|row| ShopId(row.id)).collect();
    let mut cards = shop::cards(&ctx.db, &ids).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(DeskShop {
                card: cards.remove(&ShopId(row.id))?,
                live_listings: count(row.live),
                orders: count(row.orders),
                open_orders: count(row.open_orders),
                created_at: row.created_at,
            })
        })
        .collect())
}

/// Gives a dead job all its tries again, from now on.
///
/// # Errors
/// Not found for all but staff, and for a job that is not dead or has been queued anew since.
pub async fn retry_job(ctx: &Ctx, actor: &Actor, job: i64) -> Result<(), Failure<Refusal>> {
    permit(actor, Action::SeePlatform).map_err(denied)?;
    if !jobs::revive_one(ctx, job).await? {
        return Err(Failure::NotFound);
    }
    Ok(())
}
