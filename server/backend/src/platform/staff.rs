//! The desk of the platform's own people: what runs, and what has come to a halt.

mod appoint;

pub use appoint::appoint;

use crate::{
    ctx::Ctx,
    failure::{Failure, Refusal, denied},
    jobs,
    platform::audit,
    trade::shop,
};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::ShopId,
    platform::staff::{DeadJob, DeskPayout, DeskShop, DeskView},
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
        audit: audit::run(ctx).await?,
    })
}

/// Where payouts do not arrive, the worst first.
async fn payouts(ctx: &Ctx) -> Result<Vec<DeskPayout>, Failure<Refusal>> {
    let rows = sqlx::query!(
        r#"select b.shop_id as "shop_id!", b.failures, p.begun_at as "begun_at?"
           from bank_accounts b
           left join payouts p on p.shop_id = b.shop_id and p.stage in ('scheduled', 'sent') and p.begun_at < $1
           where b.shop_id is not null and (b.failures >= $2 or p.id is not null)
           order by b.failures desc, p.begun_at limit 100"#,
        ctx.now() - LONG_UNDER_WAY,
        MANY_FAILURES,
    )
    .fetch_all(&ctx.db)
    .await?;
    let ids: Vec<_> = rows.iter().map(|row| ShopId(row.shop_id)).collect();
    let mut cards = shop::cards(&ctx.db, &ids).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(DeskPayout {
                card: cards.remove(&ShopId(row.shop_id))?,
                failures: u32::try_from(row.failures).unwrap_or_default(),
                under_way_since: row.begun_at,
            })
        })
        .collect())
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
