//! The bank account of a shop or a member, as its owner keeps it.

use super::{Kept, lock_account};
use crate::{
    ctx::{Ctx, Tx},
    failure::{Failure, Incident, Refusal, denied, invalid},
    jobs::Job,
    platform::notification::tell_owners,
    trade::shop::back_office_shop,
};
use chrono::{DateTime, Utc};
use longtail::{
    actor::Actor,
    money::payout::{
        Hold, Payee,
        account::{BankAccount, BankAccountDraft, Change, change, last4},
    },
    platform::notification::Notice,
    policy::{Action, permit},
};

/// Keeps the bank account that a shop's money goes to. The same again changes nothing; another
/// number is held back, and the owners are told.
///
/// # Errors
/// Not found for all but the shop's owners; fields that cannot be taken.
pub async fn save_bank_account(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
    draft: &BankAccountDraft,
) -> Result<(), Failure<Refusal>> {
    let shop = back_office_shop(ctx, actor, slug).await?.id();
    permit(actor, Action::KeepBankAccount(shop)).map_err(denied)?;
    let mut tx = ctx.transaction().await?;
    // The shop is locked: of two first accounts at once, the second changes the first.
    sqlx::query!(
        "select id from shops where id = $1 for no key update",
        shop.0
    )
    .fetch_one(tx.sql())
    .await?;
    let Some(saved) = keep(ctx, &mut tx, Payee::Shop(shop), draft).await? else {
        return Ok(());
    };
    tx.schedule(&Job::PayShop { shop }, saved.next_at).await?;
    let notice = Notice::BankAccountChanged {
        shop,
        last4: saved.last4,
        held_until: saved.held_until,
    };
    tell_owners(&mut tx, shop, &notice, "payouts").await?;
    tx.commit().await?;
    Ok(())
}

/// An account as it was saved just now.
pub(in crate::money) struct Saved {
    pub last4: String,
    pub held_until: Hold,
    /// When the payee may be paid next.
    pub next_at: DateTime<Utc>,
}

/// Keeps a payee's account; none where nothing changed. The caller has locked the payee.
pub(in crate::money) async fn keep<E>(
    ctx: &Ctx,
    tx: &mut Tx,
    payee: Payee,
    draft: &BankAccountDraft,
) -> Result<Option<Saved>, Failure<E>> {
    let kept = lock_account(tx, payee).await?;
    let known = kept.as_ref().map(|kept| &kept.account);
    let wanted = draft
        .check(known.map(|known| known.number.as_str()))
        .map_err(invalid)?;
    let now = tx.now();
    let change = change(known, &wanted, now, ctx.settings.bank_account_hold);
    let Some((held_until, next_at)) = turn_after(change, kept.as_ref(), now) else {
        return Ok(None);
    };
    write(tx, payee, &wanted, held_until, next_at).await?;
    Ok(Some(Saved {
        last4: last4(&wanted.number),
        held_until,
        next_at,
    }))
}

/// The account's hold and the shop's next turn after a change; none where nothing changed.
fn turn_after(
    change: Change,
    kept: Option<&Kept>,
    now: DateTime<Utc>,
) -> Option<(Hold, DateTime<Utc>)> {
    match (change, kept) {
        (Change::Nothing, _) => None,
        (Change::Number { held_until }, _) => Some((Some(held_until), held_until)),
        (Change::First, _) | (Change::Words, None) => Some((None, now)),
        (Change::Words, Some(kept)) => {
            let hold = kept.held_until.filter(|until| *until > now);
            // What came back is tried again as soon as it was mended.
            let turn = if kept.failures > 0 { now } else { kept.next_at };
            Some((hold, hold.map_or(turn, |until| turn.max(until))))
        }
    }
}

async fn write(
    tx: &mut Tx,
    payee: Payee,
    account: &BankAccount,
    held_until: Hold,
    next_at: DateTime<Utc>,
) -> Result<(), Incident> {
    let now = tx.now();
    let (shop, member) = payee.columns();
    sqlx::query!(
        "insert into bank_accounts (shop_id, account_id, holder, number, bank, saved_at, held_until, next_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (payee_id) do update
         set holder = excluded.holder, number = excluded.number, bank = excluded.bank,
             saved_at = excluded.saved_at, held_until = excluded.held_until,
             next_at = excluded.next_at, failures = 0",
        shop,
        member,
        account.holder,
        account.number,
        account.bank,
        now,
        held_until,
        shop.map(|_| next_at),
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
