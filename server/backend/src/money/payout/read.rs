//! The page of a shop's payouts.

use super::standing;
use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal, denied, stored},
    trade::shop::back_office_shop,
};
use chrono::{DateTime, Utc};
use longtail::{
    actor::Actor,
    id::PayoutId,
    money::{
        Money,
        payout::{
            Hold, Payee, PayoutStage, ReturnReason,
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
    let known = known_account(ctx, Payee::Shop(id)).await?;
    let hold = known.as_ref().map(|known| known.held_until);
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
        next_at: known.as_ref().and_then(|known| known.next_at),
        account: known.map(|known| known.view),
        waits: standing.due(&terms, now).err(),
        payouts,
        page: page.max(1),
        more,
        shop: shop.card,
    })
}

/// A payee's bank account as pages show it.
pub(in crate::money) struct KnownAccount {
    pub view: BankAccountView,
    pub held_until: Hold,
    /// A shop's next turn.
    next_at: Option<DateTime<Utc>>,
}

/// The bank account of a payee, where one is known.
pub(in crate::money) async fn known_account(
    ctx: &Ctx,
    payee: Payee,
) -> Result<Option<KnownAccount>, Incident> {
    let row = sqlx::query!(
        "select holder, number, bank, saved_at, held_until, next_at from bank_accounts where payee_id = $1",
        payee.id()
    )
    .fetch_optional(&ctx.db)
    .await?;
    Ok(row.map(|row| KnownAccount {
        view: BankAccountView {
            last4: last4(&row.number),
            holder: row.holder,
            bank: row.bank,
            saved_at: row.saved_at,
        },
        held_until: row.held_until,
        next_at: row.next_at,
    }))
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
