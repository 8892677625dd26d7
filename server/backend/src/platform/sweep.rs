//! What nobody was going to do any more is armed again: a job that failed through an outage lies dead, or
//! was lost, while goods, buyers or shops wait for it.
//!
//! A job looks once an hour, and at the start. Dead jobs of these kinds are tried once more, and what stands
//! open without a job, dead or alive, gets one. The handlers look at the stage again, so arming twice does no harm; none is
//! armed that its handler would send away.

use crate::{
    ctx::{Ctx, Tx},
    failure::Incident,
    jobs::{self, Job},
    trade::shipping,
};
use chrono::Duration;
use longtail::id::{CardRefundId, CheckoutId, OrderId, ParcelId, PaymentId, PayoutId, ShopId};

const EVERY: Duration = Duration::hours(1);
/// The pause where there may be more than one look finds.
const SOON: Duration = Duration::minutes(1);
/// So long a checkout may be overdue before somebody has to look: its job may be about to run.
const OVERDUE: Duration = Duration::minutes(5);
/// So much of each kind is armed at once.
const BATCH: u16 = 1_000;

/// The jobs that goods, buyers and shops wait for.
const KINDS: [&str; 8] = [
    "expire_checkout",
    "confirm_order",
    "ask_carrier",
    "check_payment",
    "finish_payment",
    "pay_shop",
    "follow_payout",
    "follow_card_refund",
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
    let open = [
        unpaid_checkouts(&mut tx).await?,
        unconfirmed_orders(&mut tx).await?,
        unasked_parcels(&mut tx).await?,
        unanswered_payments(&mut tx).await?,
        unfinished_payments(&mut tx).await?,
        unpaid_shops(&mut tx).await?,
        unfollowed_payouts(&mut tx).await?,
        unfollowed_card_refunds(&mut tx).await?,
    ];
    let now = tx.now();
    for jobs in open.iter().filter(|jobs| !jobs.is_empty()) {
        tx.schedule_many(jobs, now).await?;
    }
    tx.commit().await?;
    let revived = jobs::take_up(ctx, &KINDS, i64::from(BATCH)).await?;
    let armed: usize = open.iter().map(Vec::len).sum();
    if revived > 0 || armed > 0 {
        tracing::warn!(
            revived,
            armed,
            "work that nobody was going to do is armed again"
        );
    }
    // Dead ones can wait: they have failed often.
    if open.iter().any(|jobs| jobs.len() >= usize::from(BATCH)) {
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

/// Nobody has said that the goods arrived, and the time for it is over; where it was put off, it is not.
/// Through `orders_by_shop`, shop by shop.
async fn unconfirmed_orders(tx: &mut Tx) -> Result<Vec<Job>, Incident> {
    let now = tx.now();
    let open = sqlx::query_scalar!(
        r#"select w.id as "id!"
           from shops s
           cross join lateral (
               select o.id, o.confirm_by from orders o
               where o.shop_id = s.id and o.stage = 'shipped' and o.confirm_by <= $1 offset 0) w
           where not exists (select from jobs j where j.kind = 'confirm_order' and j.key = w.id::text
                             and j.done_at is null and j.dead_at is null)
             and not exists (select from jobs j where j.kind = 'confirm_order' and j.key = w.id::text
                             and j.dead_at is not null)
           order by w.confirm_by limit $2"#,
        now,
        i64::from(BATCH),
    )
    .fetch_all(tx.sql())
    .await?;
    let job = |id| Job::ConfirmOrder { order: OrderId(id) };
    Ok(open.into_iter().map(job).collect())
}

/// Parcels with a label that have not arrived. Through `parcels_followed`.
async fn unasked_parcels(tx: &mut Tx) -> Result<Vec<Job>, Incident> {
    let since = tx.now() - shipping::ASK_FOR;
    let open = sqlx::query_scalar!(
        r#"select p.id as "id!" from parcels p
           where p.label_ref is not null and p.standing <> 'delivered' and p.shipped_at >= $1
             and not exists (select from jobs j where j.kind = 'ask_carrier' and j.key = p.id::text
                             and j.done_at is null and j.dead_at is null)
             and not exists (select from jobs j where j.kind = 'ask_carrier' and j.key = p.id::text
                             and j.dead_at is not null)
           order by p.shipped_at limit $2"#,
        since,
        i64::from(BATCH),
    )
    .fetch_all(tx.sql())
    .await?;
    let job = |id| Job::AskCarrier {
        parcel: ParcelId(id),
    };
    Ok(open.into_iter().map(job).collect())
}

/// Payments of which the gateway has said nothing. Through `payments_under_way`.
async fn unanswered_payments(tx: &mut Tx) -> Result<Vec<Job>, Incident> {
    let open = sqlx::query_scalar!(
        r#"select p.id as "id!" from payments p
           where p.stage = 'pending' and p.provider <> 'wallet'
             and not exists (select from jobs j where j.kind = 'check_payment' and j.key = p.id::text
                             and j.done_at is null and j.dead_at is null)
             and not exists (select from jobs j where j.kind = 'check_payment' and j.key = p.id::text
                             and j.dead_at is not null)
           order by p.created_at limit $1"#,
        i64::from(BATCH),
    )
    .fetch_all(tx.sql())
    .await?;
    let job = |id| Job::CheckPayment {
        payment: PaymentId(id),
    };
    Ok(open.into_iter().map(job).collect())
}

/// Money that the gateway holds, neither captured nor voided. Through `payments_under_way`.
async fn unfinished_payments(tx: &mut Tx) -> Result<Vec<Job>, Incident> {
    let open = sqlx::query_scalar!(
        r#"select p.id as "id!" from payments p
           where p.stage in ('authorised', 'voiding') and p.provider_ref is not null
             and not exists (select from jobs j where j.kind = 'finish_payment' and j.key = p.id::text
                             and j.done_at is null and j.dead_at is null)
             and not exists (select from jobs j where j.kind = 'finish_payment' and j.key = p.id::text
                             and j.dead_at is not null)
           order by p.created_at limit $1"#,
        i64::from(BATCH),
    )
    .fetch_all(tx.sql())
    .await?;
    let job = |id| Job::FinishPayment {
        payment: PaymentId(id),
    };
    Ok(open.into_iter().map(job).collect())
}

/// A shop with a bank account always has a job, which waits for its turn where it comes early. All of
/// them are looked at, through `bank_accounts_by_shop`: there is one for each shop.
async fn unpaid_shops(tx: &mut Tx) -> Result<Vec<Job>, Incident> {
    let open = sqlx::query_scalar!(
        r#"select b.shop_id as "shop_id!" from bank_accounts b
           where b.shop_id is not null
             and not exists (select from jobs j where j.kind = 'pay_shop' and j.key = b.shop_id::text
                             and j.done_at is null and j.dead_at is null)
             and not exists (select from jobs j where j.kind = 'pay_shop' and j.key = b.shop_id::text
                             and j.dead_at is not null)
           order by b.shop_id limit $1"#,
        i64::from(BATCH),
    )
    .fetch_all(tx.sql())
    .await?;
    let job = |id| Job::PayShop { shop: ShopId(id) };
    Ok(open.into_iter().map(job).collect())
}

/// Payouts and withdrawals of which the bank has not said how they ended. Through
/// `payouts_one_under_way`.
async fn unfollowed_payouts(tx: &mut Tx) -> Result<Vec<Job>, Incident> {
    let open = sqlx::query_scalar!(
        r#"select p.id as "id!" from payouts p
           where p.stage in ('scheduled', 'sent')
             and not exists (select from jobs j where j.kind = 'follow_payout' and j.key = p.id::text
                             and j.done_at is null and j.dead_at is null)
             and not exists (select from jobs j where j.kind = 'follow_payout' and j.key = p.id::text
                             and j.dead_at is not null)
           order by p.begun_at limit $1"#,
        i64::from(BATCH),
    )
    .fetch_all(tx.sql())
    .await?;
    let job = |id| Job::FollowPayout {
        payout: PayoutId(id),
    };
    Ok(open.into_iter().map(job).collect())
}

/// Money that is on its way back to card or bank. Through `card_refunds_under_way`.
async fn unfollowed_card_refunds(tx: &mut Tx) -> Result<Vec<Job>, Incident> {
    let open = sqlx::query_scalar!(
        r#"select r.id as "id!" from card_refunds r
           where r.stage in ('scheduled', 'sent')
             and not exists (select from jobs j where j.kind = 'follow_card_refund' and j.key = r.id::text
                             and j.done_at is null and j.dead_at is null)
             and not exists (select from jobs j where j.kind = 'follow_card_refund' and j.key = r.id::text
                             and j.dead_at is not null)
           order by r.begun_at limit $1"#,
        i64::from(BATCH),
    )
    .fetch_all(tx.sql())
    .await?;
    let job = |id| Job::FollowCardRefund {
        refund: CardRefundId(id),
    };
    Ok(open.into_iter().map(job).collect())
}
