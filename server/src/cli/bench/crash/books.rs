//! What the database has to say of what was acknowledged.

use super::{Acknowledged, Trouble};
use crate::cli::bench::checkout::goods::WALLET_MINOR;
use longtail_backend::{Ctx, platform::audit};

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

/// Everything that is not as it was acknowledged, in words.
///
/// # Errors
/// When the database cannot be read.
pub async fn wrong(
    ctx: &Ctx,
    purchases: &[Acknowledged],
    unpaid: u64,
) -> Result<Vec<String>, Trouble> {
    let bought = i64::try_from(purchases.len())?;
    let spent: i64 = purchases.iter().map(|purchase| purchase.total_minor).sum();
    let mut wrong = Vec::new();
    let mut compare = |what: &str, expected: i64, found: i64| {
        if expected != found {
            wrong.push(format!(
                "{what}: {expected} were acknowledged, {found} are there"
            ));
        }
    };
    compare("purchases", bought, as_told(ctx, purchases).await?);
    let (placed, charged, orders, wallets, left): (i64, i64, i64, i64, i64) = sqlx::query_as(
        "select (select count(*) from checkouts),
                (select count(*) from payments where provider = 'wallet' and stage = 'captured'),
                (select count(*) from orders where paid_at is not null),
                (select count(*) from ledger_accounts where kind = 'wallet'),
                (select sum(balance_minor)::bigint from ledger_accounts where kind = 'wallet')",
    )
    .fetch_one(&ctx.db)
    .await?;
    compare("checkouts", bought + i64::try_from(unpaid)?, placed);
    compare("payments", bought, charged);
    compare("paid orders", bought, orders);
    compare("money out of wallets", spent, wallets * WALLET_MINOR - left);
    for finding in audit::run(ctx).await?.findings {
        let (proof, subject) = (finding.proof, finding.subject);
        wrong.push(format!("the audit: {proof} of {subject}"));
    }
    Ok(wrong)
}

/// How many are there as they were told: of that buyer, of that sum, paid by that payment.
async fn as_told(ctx: &Ctx, purchases: &[Acknowledged]) -> Result<i64, Trouble> {
    fn column<T>(purchases: &[Acknowledged], of: impl Fn(&Acknowledged) -> T) -> Vec<T> {
        purchases.iter().map(of).collect()
    }
    Ok(sqlx::query_scalar(
        "select count(*)
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[]) as told (checkout, payment, buyer, total)
         join checkouts c on c.id = told.checkout and c.buyer_id = told.buyer and c.total_minor = told.total
                         and c.stage = 'paid'
         join payments p on p.id = told.payment and p.checkout_id = c.id and p.stage = 'captured'
                        and p.applied_to = 'checkout' and p.amount_minor = told.total
         where (select sum(o.total_minor) from orders o where o.checkout_id = c.id) = told.total",
    )
    .bind(column(purchases, |p| p.checkout.0))
    .bind(column(purchases, |p| p.payment.0))
    .bind(column(purchases, |p| p.buyer.account.0))
    .bind(column(purchases, |p| p.total_minor))
    .fetch_one(&ctx.db)
    .await?)
}
