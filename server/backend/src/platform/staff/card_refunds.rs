//! Money that does not get back to where it came from.

use crate::{
    ctx::Ctx,
    failure::{Failure, Refusal, stored},
};
use chrono::Duration;
use longtail::{id::CardRefundId, money::Money, platform::staff::DeskCardRefund};

/// What is under way for so long, and what failed of guests whose wallet still holds it: the
/// longest first.
pub(super) async fn stuck(
    ctx: &Ctx,
    long: Duration,
) -> Result<Vec<DeskCardRefund>, Failure<Refusal>> {
    let rows = sqlx::query!(
        r#"select r.id, r.stage, r.currency, r.amount_minor, r.begun_at, r.failure_reason, a.name,
                  a.kind = 'guest' as "guest!"
           from card_refunds r join accounts a on a.id = r.account_id
           where (r.stage in ('scheduled', 'sent') and r.begun_at < $1)
              or (r.stage = 'failed' and a.kind = 'guest'
                  and exists (select from ledger_accounts w
                              where w.kind = 'wallet' and w.owner_id = a.id and w.currency = r.currency
                                and w.balance_minor >= r.amount_minor))
           order by r.begun_at, r.id limit 100"#,
        ctx.now() - long,
    )
    .fetch_all(&ctx.db)
    .await?;
    let mut stuck = Vec::with_capacity(rows.len());
    for row in rows {
        stuck.push(DeskCardRefund {
            refund: CardRefundId(row.id),
            stage: stored("card_refunds.stage", &row.stage)?,
            amount: Money::new(
                row.amount_minor,
                stored("card_refunds.currency", &row.currency)?,
            ),
            name: row.name,
            guest: row.guest,
            since: row.begun_at,
            reason: row.failure_reason,
        });
    }
    Ok(stuck)
}
