//! Payments and the wallet as pages show them.

use crate::{
    ctx::{Ctx, account_of},
    failure::{Failure, Incident, Refusal, stored},
    money::{card_refund, ledger},
};
use chrono::{DateTime, Duration, Utc};
use longtail::{
    actor::Actor,
    id::{AccountId, CheckoutId, PaymentId},
    money::{
        Money,
        ledger::Holder,
        payment::{Method, PaymentStage, PaymentView, WalletView},
    },
    policy::{Action, permit},
};
use uuid::Uuid;

/// How long the wallet tells how a top-up ended.
const TOLD_FOR: Duration = Duration::days(7);

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
    let last_top_up = last_top_up(&mut db, account, ctx.now() - TOLD_FOR).await?;
    drop(db);
    let can_take_out = permit(actor, Action::TakeMoneyOut).is_ok();
    let returnable = match can_take_out {
        true => card_refund::returnable(ctx, account, statement.balance).await?,
        false => Vec::new(),
    };
    Ok(WalletView {
        top_up: ctx.settings.top_up(),
        statement,
        page: page.max(1),
        can_take_out,
        can_top_up: permit(actor, Action::UseMembership).is_ok(),
        last_top_up,
        returnable,
        large: ctx.settings.large_sum(),
        command: ctx.new_id(),
    })
}

/// An attempt to pay, as it is stored.
struct Row {
    id: Uuid,
    provider: String,
    stage: String,
    currency: String,
    amount_minor: i64,
    decline_reason: Option<String>,
    settled_at: Option<DateTime<Utc>>,
}

impl Row {
    fn view(self) -> Result<PaymentView, Incident> {
        Ok(PaymentView {
            id: PaymentId(self.id),
            method: stored::<Method>("payments.provider", &self.provider)?,
            stage: stored::<PaymentStage>("payments.stage", &self.stage)?,
            amount: Money::new(
                self.amount_minor,
                stored("payments.currency", &self.currency)?,
            ),
            decline_reason: self.decline_reason,
        })
    }
}

/// The latest attempt to pay for a checkout.
pub(crate) async fn last_for_checkout(
    db: &mut sqlx::PgConnection,
    checkout: CheckoutId,
) -> Result<Option<PaymentView>, Incident> {
    let row = sqlx::query_as!(
        Row,
        "select id, provider, stage, currency, amount_minor, decline_reason, settled_at from payments
         where checkout_id = $1 order by created_at desc, id desc limit 1",
        checkout.0
    )
    .fetch_optional(db)
    .await?;
    row.map(Row::view).transpose()
}

/// The latest attempt to pay into a wallet, unless it ended before a time.
async fn last_top_up(
    db: &mut sqlx::PgConnection,
    payer: AccountId,
    since: DateTime<Utc>,
) -> Result<Option<PaymentView>, Incident> {
    let row = sqlx::query_as!(
        Row,
        "select id, provider, stage, currency, amount_minor, decline_reason, settled_at from payments
         where payer_id = $1 and checkout_id is null order by created_at desc, id desc limit 1",
        payer.0
    )
    .fetch_optional(db)
    .await?;
    row.filter(|row| row.settled_at.is_none_or(|at| at > since))
        .map(Row::view)
        .transpose()
}
