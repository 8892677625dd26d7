//! What the database has to say of what was acknowledged.

use super::{Done, Purchase, Trouble};
use crate::cli::bench::checkout::goods::WALLET_MINOR;
use longtail::money::payment::Method;
use longtail_backend::{Ctx, platform::audit};
use std::time::{Duration, Instant};

/// How long jobs and messages may take to end what a kill has cut off: a job that it met is taken up
/// after a minute, and one that asks the gateway again may come another minute later.
const SETTLES_WITHIN: Duration = Duration::from_secs(300);
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// # Errors
/// In a market where somebody has a shop: it would be filled with things that nobody sells.
pub async fn is_empty(ctx: &Ctx) -> Result<(), Trouble> {
    let open: i64 = sqlx::query_scalar("select count(*) from shops")
        .fetch_one(&ctx.db)
        .await?;
    if open == 0 {
        return Ok(());
    }
    Err(Trouble::new(
        "this market has shops; crashes are tried in an empty one, as `cargo xtask crash` makes it",
    ))
}

/// Waits until no money is held that is neither captured nor let go. Answers how many payments are
/// under way still, where that takes too long.
///
/// A payment whose payer never agreed is not: the market asks about it for a day.
///
/// # Errors
/// When the database cannot be read.
pub async fn settle(ctx: &Ctx) -> Result<i64, Trouble> {
    let begun = Instant::now();
    loop {
        let under_way: i64 = sqlx::query_scalar(
            "select count(*) from gateway_simulator.intents i left join payments p on p.id = i.reference
             where i.stage = 'authorised' or p.stage in ('authorised', 'voiding')
                or (p.stage = 'pending' and i.stage not in ('pending', 'challenge'))",
        )
        .fetch_one(&ctx.db)
        .await?;
        if under_way == 0 || begun.elapsed() > SETTLES_WITHIN {
            return Ok(under_way);
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

pub struct Found {
    /// Everything that is not as it has to be, in words.
    pub wrong: Vec<String>,
    /// Their buyers do not know it: they are paid, and stand.
    pub given_up_but_paid: i64,
    /// Cards that were charged with nothing left to pay for: the money is in their payers' wallets.
    pub paid_too_late: i64,
}

/// Compares what buyers were told with what is there, so many payments being under way still.
///
/// # Errors
/// When the database cannot be read.
pub async fn compare(ctx: &Ctx, all: &Done, under_way: i64) -> Result<Found, Trouble> {
    let bought = i64::try_from(all.acknowledged.len())?;
    let from_wallets = all.acknowledged.iter();
    let from_wallets = from_wallets.filter(|purchase| purchase.method == Method::Wallet);
    let spent: i64 = from_wallets.map(|purchase| purchase.total_minor).sum();
    let (given_up_but_paid, spent_unasked) = paid_of(ctx, &all.given_up).await?;
    let mut wrong = Vec::new();
    let mut expect = |what: &str, expected: i64, found: i64| {
        if expected != found {
            wrong.push(format!(
                "{what}: {expected} have to be there, {found} are there"
            ));
        }
    };
    expect("payments under way", 0, under_way);
    expect("purchases", bought, as_told(ctx, &all.acknowledged).await?);
    let standing = as_told(ctx, &all.given_up).await?;
    expect("purchases given up and paid", given_up_but_paid, standing);
    let (charged, paid, orders, wallets, left): (i64, i64, i64, i64, i64) = sqlx::query_as(
        "select (select count(*) from payments where applied_to = 'checkout'),
                (select count(*) from checkouts where stage = 'paid'),
                (select count(distinct checkout_id) from orders where paid_at is not null),
                (select count(*) from ledger_accounts where kind = 'wallet'),
                (select sum(balance_minor)::bigint from ledger_accounts where kind = 'wallet')",
    )
    .fetch_one(&ctx.db)
    .await?;
    let all_paid = bought + given_up_but_paid;
    expect("payments", all_paid, charged);
    expect("paid checkouts", all_paid, paid);
    expect("checkouts of paid orders", all_paid, orders);
    let (paid_too_late, back): (i64, i64) = sqlx::query_as(
        "select count(*), coalesce(sum(amount_minor), 0)::bigint from payments
         where applied_to = 'wallet' and checkout_id is not null",
    )
    .fetch_one(&ctx.db)
    .await?;
    let gone = wallets * WALLET_MINOR - left + back;
    expect("money out of wallets", spent + spent_unasked, gone);
    let (astray, untaken) = at_gateway(ctx).await?;
    expect("captured cards that paid nothing", 0, astray);
    expect("paid by cards that were not captured", 0, untaken);
    let placed: i64 = sqlx::query_scalar("select count(*) from checkouts")
        .fetch_one(&ctx.db)
        .await?;
    let known = bought + i64::try_from(all.given_up.len())? + i64::try_from(all.unpaid)?;
    // Nobody knows of those that were given up as they were placed.
    let most = known + i64::try_from(all.perhaps_placed)?;
    expect("checkouts", placed.clamp(known, most), placed);
    for finding in audit::run(ctx).await?.findings {
        let (proof, subject) = (finding.proof, finding.subject);
        wrong.push(format!("the audit: {proof} of {subject}"));
    }
    Ok(Found {
        wrong,
        given_up_but_paid,
        paid_too_late,
    })
}

/// How many of these purchases were paid, and how much of that came from wallets.
async fn paid_of(ctx: &Ctx, purchases: &[Purchase]) -> Result<(i64, i64), Trouble> {
    Ok(sqlx::query_as(
        "select count(*), coalesce(sum(amount_minor) filter (where provider = 'wallet'), 0)::bigint
         from payments where id = any($1) and applied_to = 'checkout'",
    )
    .bind(column(purchases, |p| p.payment.0))
    .fetch_one(&ctx.db)
    .await?)
}

/// How many cards the gateway has charged for no paid checkout, and for nobody's wallet; and how
/// many payments by card it has not charged.
async fn at_gateway(ctx: &Ctx) -> Result<(i64, i64), Trouble> {
    Ok(sqlx::query_as(
        "select (select count(*) from gateway_simulator.intents i
                 where i.stage = 'captured' and not exists (
                     select from payments p left join checkouts c on c.id = p.checkout_id
                     where p.id = i.reference and p.amount_minor = i.amount_minor
                       and (p.applied_to = 'wallet' or (p.applied_to = 'checkout' and c.stage = 'paid')))),
                (select count(*) from payments p
                 where p.provider = 'card' and p.stage = 'captured' and p.checkout_id is not null
                   and not exists (select from gateway_simulator.intents i
                                   where i.reference = p.id and i.stage = 'captured'
                                     and i.amount_minor = p.amount_minor))",
    )
    .fetch_one(&ctx.db)
    .await?)
}

fn column<T>(purchases: &[Purchase], of: impl Fn(&Purchase) -> T) -> Vec<T> {
    purchases.iter().map(of).collect()
}

/// How many are there as they were told: of that buyer, of that sum, paid once by that payment.
async fn as_told(ctx: &Ctx, purchases: &[Purchase]) -> Result<i64, Trouble> {
    Ok(sqlx::query_scalar(
        "select count(*)
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::text[])
              as told (checkout, payment, buyer, total, method)
         join checkouts c on c.id = told.checkout and c.buyer_id = told.buyer and c.total_minor = told.total
                         and c.stage = 'paid'
         join payments p on p.id = told.payment and p.checkout_id = c.id and p.stage = 'captured'
                        and p.applied_to = 'checkout' and p.amount_minor = told.total
                        and p.provider = told.method
         where (select sum(o.total_minor) from orders o where o.checkout_id = c.id and o.paid_at is not null)
               = told.total",
    )
    .bind(column(purchases, |p| p.checkout.0))
    .bind(column(purchases, |p| p.payment.0))
    .bind(column(purchases, |p| p.buyer.account.0))
    .bind(column(purchases, |p| p.total_minor))
    .bind(column(purchases, |p| <&str>::from(p.method)))
    .fetch_one(&ctx.db)
    .await?)
}
