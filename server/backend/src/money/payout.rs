//! Payouts on Postgres: each shop with a bank account has a job that pays it when its turn
//! comes, and each payout under way has one that follows it until the bank has said how it ended.
//! A member's withdrawal is a payout too, begun by the member (`money::withdrawal`).
//!
//! Three transactions, each of which can be the last before a crash: the payout is begun and its
//! money set aside; the bank is asked under the payout's id, as often as it takes, since the same
//! id is the same transfer; its word, by message or when asked, ends the payout. Who locks a
//! payout has locked its payee's bank account first.

mod account;
pub mod bank;
mod outcome;
mod read;

pub(in crate::money) use account::keep;
pub use account::save_bank_account;
pub use outcome::{follow, record_bank_event};
pub use read::payouts_page;
pub(in crate::money) use read::{PAGE, known_account, payouts};

use crate::{
    ctx::{Ctx, Tx},
    failure::Incident,
    jobs::Job,
    money::ledger,
};
use chrono::{DateTime, Utc};
use longtail::{
    id::{PayoutId, ShopId},
    money::{
        Currency, Money,
        ledger::{Holder, payout_begun},
        payout::{Hold, Payee, Standing, account::BankAccount, next_turn},
    },
};

/// A bank account as it is kept.
pub(in crate::money) struct Kept {
    pub account: BankAccount,
    saved_at: DateTime<Utc>,
    pub held_until: Hold,
    /// The shop's next turn; a member has none, and so it was when the account was saved.
    next_at: DateTime<Utc>,
    failures: u32,
}

/// Pays a shop's available balance to its bank, if its turn has come. Called by its job, which
/// is scheduled anew for the next turn: a shop with a bank account always has one.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn pay_shop(ctx: &Ctx, shop: ShopId) -> Result<(), Incident> {
    let mut tx = ctx.transaction().await?;
    let Some(kept) = lock_account(&mut tx, Payee::Shop(shop)).await? else {
        return Ok(());
    };
    let now = tx.now();
    let terms = ctx.settings.payout_terms();
    // A job that comes early, or twice, finds that it is not the shop's turn.
    let mut next_at = kept.next_at;
    if now >= kept.next_at {
        let currency = ctx.settings.currency;
        // Nothing else takes from the balance before this transaction has.
        ledger::lock_balance(&mut tx, Holder::ShopBalance(shop), currency).await?;
        let standing = standing(tx.sql(), shop, currency, Some(kept.held_until)).await?;
        match standing.due(&terms, now) {
            Ok(amount) => {
                let payout = tx.new_id();
                begin(&mut tx, payout, Payee::Shop(shop), &kept.account, amount).await?;
            }
            Err(waits) => tracing::debug!(%shop, %waits, "nothing is paid out"),
        }
        next_at = next_turn(kept.next_at, terms.every, now);
        look_again(&mut tx, shop, next_at).await?;
    }
    tx.schedule(&Job::PayShop { shop }, next_at).await?;
    tx.commit().await
}

/// Writes a payout down and sets its money aside. Nobody outside has been asked yet.
pub(in crate::money) async fn begin(
    tx: &mut Tx,
    payout: PayoutId,
    payee: Payee,
    account: &BankAccount,
    amount: Money,
) -> Result<(), Incident> {
    let now = tx.now();
    let (shop, member) = payee.columns();
    sqlx::query!(
        "insert into payouts (id, shop_id, account_id, stage, currency, amount_minor, holder, number, bank, begun_at)
         values ($1, $2, $3, 'scheduled', $4, $5, $6, $7, $8, $9)",
        payout.0,
        shop,
        member,
        amount.currency.code(),
        amount.minor,
        account.holder,
        account.number,
        account.bank,
        now,
    )
    .execute(tx.sql())
    .await?;
    ledger::post(tx, &[payout_begun(payout, payee, amount)]).await?;
    tx.schedule(&Job::FollowPayout { payout }, now).await
}

/// What decides about a shop's payout, and about what it can pay in elsewhere. What it left in its
/// deposit or paid in fees was earned, and counts as paid out.
pub(in crate::money) async fn standing(
    db: &mut sqlx::PgConnection,
    shop: ShopId,
    currency: Currency,
    account: Option<Hold>,
) -> Result<Standing, Incident> {
    let row = sqlx::query!(
        r#"select s.opened_at,
                  coalesce((select a.balance_minor from ledger_accounts a
                            where a.kind = 'shop_balance' and a.owner_id = s.id and a.currency = $2), 0) as "balance!",
                  (coalesce((select sum(p.amount_minor) from payouts p
                             where p.payee_id = s.id and p.currency = $2 and p.stage <> 'returned'), 0)
                   + coalesce((select d.balance_minor from ledger_accounts d
                               where d.kind = 'deposit' and d.owner_id = s.id and d.currency = $2), 0)
                   + coalesce((select sum(f.platform_minor + f.buyer_minor) from violation_fees f
                               where f.shop_id = s.id and f.currency = $2), 0))::bigint as "paid_out!",
                  exists (select from payouts p
                          where p.payee_id = s.id and p.stage in ('scheduled', 'sent')) as "under_way!"
           from shops s where s.id = $1"#,
        shop.0,
        currency.code(),
    )
    .fetch_one(db)
    .await?;
    Ok(Standing {
        balance: Money::new(row.balance, currency),
        paid_out_minor: row.paid_out,
        opened_at: row.opened_at,
        under_way: row.under_way,
        account,
    })
}

/// A payee's bank account, kept to this transaction.
pub(in crate::money) async fn lock_account(
    tx: &mut Tx,
    payee: Payee,
) -> Result<Option<Kept>, Incident> {
    let row = sqlx::query!(
        "select holder, number, bank, saved_at, held_until, next_at, failures
         from bank_accounts where payee_id = $1 for update",
        payee.id()
    )
    .fetch_optional(tx.sql())
    .await?;
    row.map(|row| {
        Ok(Kept {
            account: BankAccount {
                holder: row.holder,
                number: row.number,
                bank: row.bank,
            },
            saved_at: row.saved_at,
            held_until: row.held_until,
            next_at: row.next_at.unwrap_or(row.saved_at),
            failures: u32::try_from(row.failures)?,
        })
    })
    .transpose()
}

/// Sets a shop's next turn.
async fn look_again(tx: &mut Tx, shop: ShopId, next_at: DateTime<Utc>) -> Result<(), Incident> {
    sqlx::query!(
        "update bank_accounts set next_at = $2 where shop_id = $1",
        shop.0,
        next_at
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
