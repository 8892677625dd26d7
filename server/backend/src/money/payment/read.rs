//! Payments and the wallet as pages show them.

use crate::{
    ctx::{Ctx, account_of},
    failure::{Failure, Incident, Refusal, stored},
    money::{card_refund, ledger},
};
use longtail::{
    actor::Actor,
    id::{CheckoutId, PaymentId},
    money::{
        Money,
        ledger::Holder,
        payment::{Method, PaymentStage, PaymentView, WalletView},
    },
    policy::{Action, permit},
};

/// One's own wallet, newest entries first. `page` counts from 1.
///
/// # Errors
/// *Sign in* for strangers.
pub async fn wallet_page(
    ctx: &Ctx,
    actor: &Actor,
    page: u32,
) -> Result<WalletView, Failure<Refusal>> {
    let account = account_of(actor)?;
    let mut db = ctx.db.acquire().await?;
    let holder = Holder::Wallet(account);
    let statement = ledger::statement(&mut db, holder, ctx.settings.currency, page).await?;
    drop(db);
    let is_member = permit(actor, Action::UseMembership).is_ok();
    let returnable = match is_member {
        true => card_refund::returnable(ctx, account, statement.balance).await?,
        false => Vec::new(),
    };
    Ok(WalletView {
        statement,
        page: page.max(1),
        can_top_up: is_member,
        returnable,
        large: ctx.settings.large_sum(),
        command: ctx.new_id(),
    })
}

/// The latest attempt to pay for a checkout.
pub(crate) async fn last_for_checkout(
    db: &mut sqlx::PgConnection,
    checkout: CheckoutId,
) -> Result<Option<PaymentView>, Incident> {
    let row = sqlx::query!(
        "select id, provider, stage, currency, amount_minor, decline_reason from payments
         where checkout_id = $1 order by created_at desc, id desc limit 1",
        checkout.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(PaymentView {
            id: PaymentId(row.id),
            method: stored::<Method>("payments.provider", &row.provider)?,
            stage: stored::<PaymentStage>("payments.stage", &row.stage)?,
            amount: Money::new(
                row.amount_minor,
                stored("payments.currency", &row.currency)?,
            ),
            decline_reason: row.decline_reason,
        })
    })
    .transpose()
}
