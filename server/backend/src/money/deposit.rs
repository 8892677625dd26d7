//! Deposits on Postgres: a shop pays in from its balance and takes out what it does not need;
//! staff charge fees against it.
//!
//! Accounts are locked in the order of [`Holder`], as the ledger does, so that two of these never
//! wait for each other in a circle.

mod fee;
mod read;

pub use fee::{charge, fees_page};
pub use read::{deposit_page, missing};

use crate::{
    command::{Begin, Command},
    ctx::Ctx,
    failure::{Failure, Refusal, denied, invalid},
    money::{ledger, payout},
    trade::shop::{BackOfficeShop, back_office_shop},
};
use longtail::{
    actor::Actor,
    id::CommandId,
    money::{
        Money,
        deposit::{PayDeposit, TakeDeposit, amount},
        ledger::{Holder, deposit_paid, deposit_returned},
    },
    policy::{Action, permit},
    text::{FieldIssue, FieldIssues},
};

impl Command for PayDeposit {
    type Answer = Money;
    const NAME: &'static str = "pay_deposit";
    fn id(&self) -> CommandId {
        self.command
    }
}

impl Command for TakeDeposit {
    type Answer = Money;
    const NAME: &'static str = "take_deposit";
    fn id(&self) -> CommandId {
        self.command
    }
}

/// Pays into a shop's deposit what its balance holds above the reserve, or less. Answers with the
/// amount.
///
/// # Errors
/// Not found for all but the shop's owners; names the amount that cannot be taken.
pub async fn pay(ctx: &Ctx, actor: &Actor, cmd: &PayDeposit) -> Result<Money, Failure<Refusal>> {
    let shop = own_shop(ctx, actor, &cmd.shop).await?.id();
    let mut tx = match ctx.begin(actor, cmd).await? {
        Begin::Fresh(tx) => tx,
        Begin::Done(answer) => return Ok(answer),
    };
    let currency = ctx.settings.currency;
    // Nothing else takes from the balance before this transaction has.
    ledger::lock_balance(&mut tx, Holder::ShopBalance(shop), currency).await?;
    let standing = payout::standing(tx.sql(), shop, currency, None).await?;
    let available = standing.available(&ctx.settings.payout_terms(), tx.now());
    let paid = amount(&cmd.amount, available).map_err(at_amount)?;
    ledger::post_as(&mut tx, cmd.command.0, &[deposit_paid(shop, paid)]).await?;
    tx.finish(cmd, paid).await
}

/// Takes out of a shop's deposit, into its balance, what is more than it needs, or less. Of a closed
/// shop's that is all, once its last buyers can complain no more. Answers with the amount.
///
/// # Errors
/// As [`pay`].
pub async fn take(ctx: &Ctx, actor: &Actor, cmd: &TakeDeposit) -> Result<Money, Failure<Refusal>> {
    let shop = own_shop(ctx, actor, &cmd.shop).await?.card;
    let mut tx = match ctx.begin(actor, cmd).await? {
        Begin::Fresh(tx) => tx,
        Begin::Done(answer) => return Ok(answer),
    };
    let currency = ctx.settings.currency;
    ledger::lock_balance(&mut tx, Holder::ShopBalance(shop.id), currency).await?;
    ledger::lock_balance(&mut tx, Holder::Deposit(shop.id), currency).await?;
    let now = tx.now();
    let deposit = read::deposit_of(ctx, tx.sql(), &shop, now).await?;
    let taken = deposit.taken(&cmd.amount).map_err(at_amount)?;
    let posting = deposit_returned(shop.id, taken);
    ledger::post_as(&mut tx, cmd.command.0, &[posting]).await?;
    tx.finish(cmd, taken).await
}

async fn own_shop(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
) -> Result<BackOfficeShop, Failure<Refusal>> {
    let shop = back_office_shop(ctx, actor, slug).await?;
    permit(actor, Action::KeepDeposit(shop.id())).map_err(denied)?;
    Ok(shop)
}

fn at_amount(issue: FieldIssue) -> Failure<Refusal> {
    invalid(FieldIssues::one("amount", issue))
}
