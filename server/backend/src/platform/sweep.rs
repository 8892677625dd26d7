//! What nobody was going to do any more is armed again: a job that failed through an outage lies dead, or
//! was lost, while goods, buyers or shops wait for it.
//!
//! A job looks once an hour, and at the start. Dead jobs of these kinds are tried once more, and what stands
//! open without a job, dead or alive, gets one. The handlers look at the stage again, so arming twice does no
//! harm; none is armed that its handler would send away.

use crate::{
    ctx::{Ctx, Tx},
    failure::Incident,
    jobs::{self, Job},
    trade::shipping,
};
use chrono::Duration;
use longtail::{
    id::{CardRefundId, CheckoutId, OrderId, ParcelId, PaymentId, PayoutId, ShopId},
    money::reconciliation::Provider,
};
use strum::VariantArray;
use uuid::Uuid;

const EVERY: Duration = Duration::hours(1);
/// The pause where there may be more than one look finds.
const SOON: Duration = Duration::minutes(1);
/// So long a checkout may be overdue before somebody has to look: its job may be about to run.
const OVERDUE: Duration = Duration::minutes(5);
/// So many jobs of a kind are armed at once.
const BATCH: u16 = 1_000;

/// The jobs that goods, buyers and shops wait for.
pub(crate) const KINDS: [&str; 9] = [
    "expire_checkout",
    "confirm_order",
    "ask_carrier",
    "check_payment",
    "finish_payment",
    "pay_shop",
    "follow_payout",
    "follow_card_refund",
    "reconcile",
];

/// Sees to it that somebody looks. Called when the market opens.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn begin(ctx: &Ctx) -> Result<(), Incident> {
    come_again(ctx, Duration::zero()).await
}

/// The job: arms what lies dead or has no job, and comes again in an hour.
///
/// # Errors
/// An incident when the database cannot take it; then the next look finds the rest.
pub async fn arm(ctx: &Ctx) -> Result<(), Incident> {
    // First of all: what looks after the others must not lie dead itself, however often it fails.
    come_again(ctx, EVERY).await?;
    let mut tx = ctx.transaction().await?;
    let checkouts = unpaid_checkouts(&mut tx).await?;
    let (others, may_be_more) = others(&mut tx).await?;
    let statements = statements(&mut tx).await?;
    let now = tx.now();
    for open in [&checkouts, &others, &statements] {
        if !open.is_empty() {
            tx.schedule_many(open, now).await?;
        }
    }
    tx.commit().await?;
    let revived = jobs::take_up(ctx, &KINDS, i64::from(BATCH)).await?;
    let armed = checkouts.len() + others.len() + statements.len();
    if revived > 0 || armed > 0 {
        tracing::warn!(
            revived,
            armed,
            "work that nobody was going to do is armed again"
        );
    }
    // Dead ones can wait: they have failed often.
    if may_be_more || checkouts.len() >= usize::from(BATCH) {
        come_again(ctx, SOON).await?;
    }
    Ok(())
}

async fn come_again(ctx: &Ctx, pause: Duration) -> Result<(), Incident> {
    let mut tx = ctx.transaction().await?;
    let again = tx.now() + pause;
    tx.schedule(&Job::Sweep, again).await?;
    tx.commit().await
}

/// Goods are held for nobody. A job names many checkouts, under the key of the first, so it is its payload
/// that counts. Found by the orders, through `orders_by_shop`: an index of the checkouts would be written
/// with each that is placed.
async fn unpaid_checkouts(tx: &mut Tx) -> Result<Vec<Job>, Incident> {
    let before = tx.now() - OVERDUE;
    let open = sqlx::query_scalar!(
        r#"with named as materialized (
               select n.id from jobs j
               cross join lateral jsonb_array_elements_text(
                   coalesce(j.payload -> 'checkouts', jsonb_build_array(j.payload -> 'checkout'))) as n (id)
               where j.kind = 'expire_checkout' and j.done_at is null)
           select distinct c.id as "id!"
           from shops s
           cross join lateral (
               select o.checkout_id from orders o
               where o.shop_id = s.id and o.stage = 'awaiting_payment' offset 0) w
           join checkouts c on c.id = w.checkout_id
           where c.stage = 'awaiting_payment' and c.reserved_until < $1
             and not exists (select from named n where n.id = c.id::text)
           limit $2"#,
        before,
        i64::from(BATCH),
    )
    .fetch_all(tx.sql())
    .await?;
    // One job for each: a key that waits already keeps the checkouts that it named.
    let job = |id| Job::ExpireCheckout {
        checkouts: vec![CheckoutId(id)],
    };
    Ok(open.into_iter().map(job).collect())
}

/// What stands open of one thing each, and has no job, and whether there may be more of a kind. Receipts are
/// found through `orders_by_shop`, shop by shop, the others through the partial indexes of what is under way;
/// jobs through `jobs_key_unique` and `jobs_dead`. Each kind has its own share of what is armed, so that none
/// keeps the others waiting.
async fn others(tx: &mut Tx) -> Result<(Vec<Job>, bool), Incident> {
    let now = tx.now();
    let open = sqlx::query!(
        r#"with open (kind, id, since) as (
               select 'confirm_order', o.id, o.confirm_by
               from shops s
               cross join lateral (
                   select o.id, o.confirm_by from orders o
                   where o.shop_id = s.id and o.stage = 'shipped' and o.confirm_by <= $1 offset 0) o
               union all
               select 'ask_carrier', p.id, p.shipped_at from parcels p
               where p.label_ref is not null and p.standing <> 'delivered' and p.shipped_at >= $2
               union all
               select 'check_payment', p.id, p.created_at from payments p
               where p.stage = 'pending' and p.provider <> 'wallet'
               union all
               select 'finish_payment', p.id, p.created_at from payments p
               where p.stage in ('authorised', 'voiding') and p.provider_ref is not null
               union all
               -- A shop with a bank account always has a job, which waits for its turn.
               select 'pay_shop', b.shop_id, b.saved_at from bank_accounts b where b.shop_id is not null
               union all
               select 'follow_payout', p.id, p.begun_at from payouts p where p.stage in ('scheduled', 'sent')
               union all
               select 'follow_card_refund', r.id, r.begun_at from card_refunds r
               where r.stage in ('scheduled', 'sent')),
           idle as (
               select o.kind, o.id, row_number() over (partition by o.kind order by o.since) as place
               from open o
               where not exists (
                       select from jobs j where j.kind = o.kind and j.key = o.id::text
                           and j.done_at is null and j.dead_at is null)
                   and not exists (
                       select from jobs d where d.kind = o.kind and d.key = o.id::text
                           and d.done_at is null and d.dead_at is not null))
           select kind as "kind!", id as "id!", place as "place!" from idle where place <= $3"#,
        now,
        now - shipping::ASK_FOR,
        i64::from(BATCH),
    )
    .fetch_all(tx.sql())
    .await?;
    let may_be_more = open.iter().any(|row| row.place == i64::from(BATCH));
    let jobs: Result<_, Incident> = open
        .into_iter()
        .map(|row| job_of(&row.kind, row.id))
        .collect();
    Ok((jobs?, may_be_more))
}

/// The providers whose statements nobody is going to ask for.
async fn statements(tx: &mut Tx) -> Result<Vec<Job>, Incident> {
    let waiting = sqlx::query_scalar!(
        r#"select key as "key!" from jobs where kind = 'reconcile' and done_at is null and dead_at is null
           union all
           select key from jobs where kind = 'reconcile' and done_at is null and dead_at is not null"#
    )
    .fetch_all(tx.sql())
    .await?;
    let idle = Provider::VARIANTS
        .iter()
        .filter(|provider| !waiting.contains(&provider.to_string()));
    Ok(idle
        .map(|provider| Job::Reconcile {
            provider: *provider,
        })
        .collect())
}

fn job_of(kind: &str, id: Uuid) -> Result<Job, Incident> {
    Ok(match kind {
        "confirm_order" => Job::ConfirmOrder { order: OrderId(id) },
        "ask_carrier" => Job::AskCarrier {
            parcel: ParcelId(id),
        },
        "check_payment" => Job::CheckPayment {
            payment: PaymentId(id),
        },
        "finish_payment" => Job::FinishPayment {
            payment: PaymentId(id),
        },
        "pay_shop" => Job::PayShop { shop: ShopId(id) },
        "follow_payout" => Job::FollowPayout {
            payout: PayoutId(id),
        },
        "follow_card_refund" => Job::FollowCardRefund {
            refund: CardRefundId(id),
        },
        _ => return Err(Incident::new(format!("no job is called {kind}"))),
    })
}
