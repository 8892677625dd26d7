//! What can go back, and by which way, as pages show it.

use crate::{
    ctx::Ctx,
    failure::{Incident, stored},
};
use longtail::{
    id::{AccountId, OrderId, PaymentId},
    money::{
        Money,
        card_refund::{RETURN_WITHIN, Returnable},
        payment::Method,
    },
};

/// So many payments are offered, the latest first.
const MOST_OFFERED: i64 = 20;

/// The payments that a member can send money back to, out of a wallet that holds this much.
pub(in crate::money) async fn returnable(
    ctx: &Ctx,
    account: AccountId,
    balance: Money,
) -> Result<Vec<Returnable>, Incident> {
    if balance.minor <= 0 {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        r#"select id, provider, amount_minor, amount_minor - returned_minor as "left!", created_at
           from payments
           where payer_id = $1 and currency = $2 and stage = 'captured' and provider <> 'wallet'
             and provider_ref is not null and settled_at > $3 and returned_minor < amount_minor
           order by created_at desc, id desc limit $4"#,
        account.0,
        balance.currency.code(),
        ctx.now() - RETURN_WITHIN,
        MOST_OFFERED,
    )
    .fetch_all(&ctx.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Returnable {
                payment: PaymentId(row.id),
                method: stored("payments.provider", &row.provider)?,
                amount: Money::new(row.left.min(balance.minor), balance.currency),
                paid: Money::new(row.amount_minor, balance.currency),
                at: row.created_at,
                command: ctx.new_id(),
            })
        })
        .collect()
}

/// The way that goes by itself what is paid back of an order: a guest's, to what paid for it. None
/// where it stays in the wallet.
pub(crate) async fn way_back(
    db: &mut sqlx::PgConnection,
    order: OrderId,
) -> Result<Option<Method>, Incident> {
    let provider = sqlx::query_scalar!(
        "select p.provider from orders o
         join accounts a on a.id = o.buyer_id and a.kind = 'guest'
         join payments p on p.checkout_id = o.checkout_id and p.applied_to = 'checkout'
         where o.id = $1 and p.provider <> 'wallet' and p.payer_id = o.buyer_id and p.provider_ref is not null",
        order.0
    )
    .fetch_optional(db)
    .await?;
    provider
        .map(|provider| stored("payments.provider", &provider))
        .transpose()
}
