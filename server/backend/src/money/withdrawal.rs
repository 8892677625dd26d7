//! Withdrawals on Postgres: money leaves the wallet at once, set aside, and follows the road of
//! the payouts to the member's bank and, where it must, back.

use crate::{
    command::{Begin, Command},
    ctx::{Ctx, Tx, account_of},
    failure::{Failure, Incident, Refusal, denied, invalid},
    money::{confirmation, ledger, payout},
    platform::notification::{tell, tell_quietly},
};
use longtail::{
    actor::Actor,
    id::{AccountId, PayoutId},
    money::{
        Money,
        confirmation::{Purpose, Wanted},
        ledger::Holder,
        payout::{
            Payee, PayoutStage,
            account::{BankAccount, BankAccountDraft, last4},
        },
        withdrawal::{Purse, Withdraw, WithdrawalError, WithdrawalNotice, WithdrawalsView},
    },
    policy::{Action, permit},
    text::FieldIssues,
};

/// Where a member reads of it.
const LINK: &str = "/wallet/withdraw";

impl Command for Withdraw {
    type Answer = PayoutId;
    const NAME: &'static str = "withdraw";
    fn id(&self) -> longtail::id::CommandId {
        self.command
    }
}

/// Takes money out of one's own wallet. The bank is asked by the job that follows it.
///
/// # Errors
/// Names the amount that cannot be taken; refuses without a bank account, while a changed one
/// waits, and a large sum without its code.
pub async fn withdraw(
    ctx: &Ctx,
    actor: &Actor,
    cmd: &Withdraw,
) -> Result<PayoutId, Failure<WithdrawalError>> {
    permit(actor, Action::TakeMoneyOut).map_err(denied)?;
    let account = account_of(actor)?;
    let mut proof = None;
    loop {
        let mut tx = match ctx.begin(actor, cmd).await? {
            Begin::Fresh(tx) => tx,
            Begin::Done(answer) => return Ok(answer),
        };
        let purpose = Purpose::Withdrawal;
        let moved = confirmation::moved(&mut tx, account, purpose, None).await?;
        let (to, amount) = decide(ctx, &mut tx, account, cmd).await?;
        let wanted = Wanted {
            account,
            purpose,
            subject: account.0,
            amount,
        };
        if let Some(large) = confirmation::waits(ctx, &wanted, moved, proof) {
            drop(tx);
            let by = cmd.command;
            proof = Some(confirmation::prove(ctx, &wanted, large, by, &cmd.code).await?);
            continue;
        }
        confirmation::spend(&mut tx, proof, cmd.command).await?;
        let payout: PayoutId = tx.new_id();
        payout::begin(&mut tx, payout, Payee::Member(account), &to, amount).await?;
        let last4 = last4(&to.number);
        let notice = WithdrawalNotice::Begun { amount, last4 };
        tell(&mut tx, account, &notice.into(), LINK).await?;
        return tx.finish(cmd, payout).await;
    }
}

/// Where to and how much, where that can be taken out now. Of two withdrawals at once the second
/// finds what the first has left.
async fn decide(
    ctx: &Ctx,
    tx: &mut Tx,
    account: AccountId,
    cmd: &Withdraw,
) -> Result<(BankAccount, Money), Failure<WithdrawalError>> {
    let kept = payout::lock_account(tx, Payee::Member(account)).await?;
    let holder = Holder::Wallet(account);
    let purse = Purse {
        balance: ledger::lock_balance(tx, holder, ctx.settings.currency).await?,
        account: kept.as_ref().map(|kept| kept.held_until),
    };
    purse.opens(tx.now()).map_err(Failure::Refused)?;
    let amount = purse
        .amount(&cmd.amount, ctx.settings.withdrawal_least())
        .map_err(|issue| invalid(FieldIssues::one("amount", issue)))?;
    let to = kept.ok_or(Failure::Refused(WithdrawalError::NoAccount))?;
    Ok((to.account, amount))
}

/// Keeps the bank account that one's own money goes to. Another number is held back, and its
/// owner is told.
///
/// # Errors
/// Not found for guests; fields that cannot be taken.
pub async fn save_account(
    ctx: &Ctx,
    actor: &Actor,
    draft: &BankAccountDraft,
) -> Result<(), Failure<Refusal>> {
    permit(actor, Action::TakeMoneyOut).map_err(denied)?;
    let account = account_of(actor)?;
    let mut tx = ctx.transaction().await?;
    // Of two first accounts at once, the second changes the first.
    sqlx::query!(
        "select id from accounts where id = $1 for no key update",
        account.0
    )
    .fetch_one(tx.sql())
    .await?;
    let Some(saved) = payout::keep(ctx, &mut tx, Payee::Member(account), draft).await? else {
        return Ok(());
    };
    let notice = WithdrawalNotice::AccountChanged {
        last4: saved.last4,
        held_until: saved.held_until,
    };
    tell(&mut tx, account, &notice.into(), LINK).await?;
    tx.commit().await?;
    Ok(())
}

/// What one can take out, where it goes, and what was taken out, newest first. `page` counts
/// from 1.
///
/// # Errors
/// Not found for guests.
pub async fn withdrawals_page(
    ctx: &Ctx,
    actor: &Actor,
    page: u32,
) -> Result<WithdrawalsView, Failure<Refusal>> {
    permit(actor, Action::TakeMoneyOut).map_err(denied)?;
    let account = account_of(actor)?;
    let payee = Payee::Member(account);
    let known = payout::known_account(ctx, payee).await?;
    let mut db = ctx.db.acquire().await?;
    let holder = Holder::Wallet(account);
    let purse = Purse {
        balance: ledger::balance(&mut db, holder, ctx.settings.currency).await?,
        account: known.as_ref().map(|known| known.held_until),
    };
    let settings = &ctx.settings;
    let mut withdrawals = payout::payouts(ctx, payee, page).await?;
    let more = withdrawals.len() as i64 > payout::PAGE;
    withdrawals.truncate(payout::PAGE as usize);
    Ok(WithdrawalsView {
        balance: purse.balance,
        waits: purse.opens(ctx.now()).err(),
        account: known.map(|known| known.view),
        least: settings.withdrawal_least(),
        large: settings.large_sum(),
        hold_hours: settings.bank_account_hold.num_hours(),
        withdrawals,
        page: page.max(1),
        more,
        command: ctx.new_id(),
    })
}

/// Tells a member how a withdrawal ended.
pub(in crate::money) async fn tell_end(
    tx: &mut Tx,
    account: AccountId,
    amount: Money,
    last4: String,
    stage: PayoutStage,
) -> Result<(), Incident> {
    if stage == PayoutStage::Returned {
        let notice = WithdrawalNotice::Returned { amount, last4 };
        return tell(tx, account, &notice.into(), LINK).await;
    }
    // What went as it should is worth no letter.
    let notice = WithdrawalNotice::Arrived { amount, last4 };
    tell_quietly(tx, account, &notice.into(), LINK).await
}
