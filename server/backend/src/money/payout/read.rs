//! The page of a shop's payouts.

use super::standing;
use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal, denied, stored},
    trade::shop::back_office_shop,
};
use longtail::{
    actor::Actor,
    id::PayoutId,
    money::{
        Money,
        payout::{
            Payee, PayoutStage, ReturnReason,
            account::last4,
            view::{BankAccountView, PayoutView, PayoutsView},
        },
    },
    policy::{Action, permit},
};

/// Payouts on one page.
pub(in crate::money) const PAGE: i64 = 20;

/// What a shop can be paid, what is held back and why, and its payouts, newest first. `page`
/// counts from 1.
///
/// # Errors
/// Not found for all but the shop's owners.
pub async fn payouts_page(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
    page: u32,
) -> Result<PayoutsView, Failure<Refusal>> {
    let shop = back_office_shop(ctx, actor, slug).await?;
    permit(actor, Action::SeeBalance(shop.id())).map_err(denied)?;
    let id = shop.id();
    let kept = sqlx::query!(
        "select holder, number, bank, saved_at, held_until, next_at from bank_accounts where shop_id = $1",
        id.0
    )
    .fetch_optional(&ctx.db)
    .await?;
    let hold = kept.as_ref().map(|kept| kept.held_until);
    let mut db = ctx.db.acquire().await?;
    let standing = standing(&mut db, id, ctx.settings.currency, hold).await?;
    let (terms, now) = (ctx.settings.payout_terms(), ctx.now());
    let mut payouts = payouts(ctx, Payee::Shop(id), page).await?;
    let more = payouts.len() as i64 > PAGE;
    payouts.truncate(PAGE as usize);
    Ok(PayoutsView {
        balance: standing.balance,
        available: standing.available(&terms, now),
        reserve: standing.reserve(&terms, now),
        reserve_share: terms.reserve,
        least: terms.least,
        hold_hours: terms.hold_for.num_hours(),
        next_at: kept.as_ref().and_then(|kept| kept.next_at),
        account: kept.map(|kept| BankAccountView {
            last4: last4(&kept.number),
            holder: kept.holder,
            bank: kept.bank,
            saved_at: kept.saved_at,
        }),
        waits: standing.due(&terms, now).err(),
        payouts,
        page: page.max(1),
        more,
        shop: shop.card,
    })
}

/// A payee's payouts, newest first: one more than a page holds, where there are older ones.
pub(in crate::money) async fn payouts(
    ctx: &Ctx,
    payee: Payee,
    page: u32,
) -> Result<Vec<PayoutView>, Incident> {
    let rows = sqlx::query!(
        "select id, stage, currency, amount_minor, number, bank, return_reason, begun_at, ended_at
         from payouts where payee_id = $1 order by begun_at desc, id desc limit $2 offset $3",
        payee.id(),
        PAGE + 1,
        i64::from(page.max(1) - 1) * PAGE,
    )
    .fetch_all(&ctx.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PayoutView {
                id: PayoutId(row.id),
                stage: stored::<PayoutStage>("payouts.stage", &row.stage)?,
                amount: Money::new(row.amount_minor, stored("payouts.currency", &row.currency)?),
                last4: last4(&row.number),
                bank: row.bank,
                reason: row.return_reason.as_deref().map(ReturnReason::of),
                begun_at: row.begun_at,
                ended_at: row.ended_at,
            })
        })
        .collect()
}
