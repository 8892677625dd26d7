//! The books on Postgres: accounts with their balance and floor, transfers that are never edited.

use crate::{
    ctx::{Ctx, Tx, column},
    failure::{Failure, Incident, Refusal, denied, stored},
    trade::shop::back_office_shop,
};
use longtail::{
    actor::Actor,
    id::{LedgerAccountId, OrderId, TransferId},
    money::{
        Currency, Money,
        ledger::{Holder, Posting, ShopBalanceView, Statement, StatementLine},
    },
    policy::{Action, permit},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Posts the legs of one business event: transfers written, balances moved, all or nothing.
///
/// Accounts are opened on first use and locked in the order of holder, so that two
/// transactions never wait for each other in a circle.
///
/// # Errors
/// An incident when a balance would fall below its floor, or an event is posted twice.
pub async fn post(tx: &mut Tx, postings: &[Posting]) -> Result<(), Incident> {
    let entry = tx.new_id();
    post_as(tx, entry, postings).await
}

/// As [`post`], under an entry that its event is known by.
///
/// # Errors
/// As [`post`].
pub async fn post_as(tx: &mut Tx, entry: Uuid, postings: &[Posting]) -> Result<(), Incident> {
    let mut changes: BTreeMap<(Holder, &str), i64> = BTreeMap::new();
    for posting in postings {
        let currency = posting.amount.currency.code();
        *changes.entry((posting.debit, currency)).or_default() -= posting.amount.minor;
        *changes.entry((posting.credit, currency)).or_default() += posting.amount.minor;
    }
    let mut accounts = BTreeMap::new();
    for ((holder, currency), change) in &changes {
        let id = move_balance(tx, *holder, currency, *change).await?;
        accounts.insert((*holder, *currency), id);
    }
    let account = |posting: &Posting, holder| {
        accounts
            .get(&(holder, posting.amount.currency.code()))
            .copied()
            .ok_or_else(|| Incident::new("a leg without its account"))
    };
    let mut legs = Vec::with_capacity(postings.len());
    for posting in postings {
        legs.push(Leg {
            id: tx.new_id(),
            debit: account(posting, posting.debit)?,
            credit: account(posting, posting.credit)?,
            posting,
        });
    }
    write(tx, entry, &legs).await
}

/// A leg with its accounts.
struct Leg<'a> {
    id: TransferId,
    debit: Uuid,
    credit: Uuid,
    posting: &'a Posting,
}

async fn write(tx: &mut Tx, entry: Uuid, legs: &[Leg<'_>]) -> Result<(), Incident> {
    let now = tx.now();
    sqlx::query!(
        "insert into ledger_transfers
             (id, entry_id, rule, debit_id, credit_id, amount_minor, order_id, payment_id, at)
         select t.id, $2, t.rule, t.debit_id, t.credit_id, t.amount, t.order_id, t.payment_id, $9
         from unnest($1::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::bigint[], $7::uuid[], $8::uuid[])
              as t (id, rule, debit_id, credit_id, amount, order_id, payment_id)",
        &column(legs, |leg| leg.id.0),
        entry,
        &column(legs, |leg| <&str>::from(leg.posting.rule)) as &[&str],
        &column(legs, |leg| leg.debit),
        &column(legs, |leg| leg.credit),
        &column(legs, |leg| leg.posting.amount.minor),
        &column(legs, |leg| leg.posting.order.map(|id| id.0)) as &[Option<Uuid>],
        &column(legs, |leg| leg.posting.payment.map(|id| id.0)) as &[Option<Uuid>],
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Moves what an account holds, and opens it where it was never used.
async fn move_balance(
    tx: &mut Tx,
    holder: Holder,
    currency: &str,
    change: i64,
) -> Result<Uuid, Incident> {
    // A new row is held against its floor before it is found to be there already. So what goes out
    // of an account looks for it first.
    if change < 0 {
        let moved = sqlx::query_scalar!(
            "update ledger_accounts set balance_minor = balance_minor + $4
             where kind = $1 and owner_id = $2 and currency = $3 returning id",
            holder.kind(),
            holder.owner(),
            currency,
            change,
        )
        .fetch_optional(tx.sql())
        .await?;
        if let Some(id) = moved {
            return Ok(id);
        }
    }
    let id: LedgerAccountId = tx.new_id();
    let now = tx.now();
    Ok(sqlx::query_scalar!(
        "insert into ledger_accounts as a
             (id, kind, owner_id, currency, floor_minor, created_at, balance_minor)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (kind, owner_id, currency)
         do update set balance_minor = a.balance_minor + excluded.balance_minor
         returning id",
        id.0,
        holder.kind(),
        holder.owner(),
        currency,
        holder.floor(),
        now,
        change,
    )
    .fetch_one(tx.sql())
    .await?)
}

/// What an account holds; zero where it was never used.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn balance(
    db: &mut sqlx::PgConnection,
    holder: Holder,
    currency: Currency,
) -> Result<Money, Incident> {
    let minor = sqlx::query_scalar!(
        "select balance_minor from ledger_accounts where kind = $1 and owner_id = $2 and currency = $3",
        holder.kind(),
        holder.owner(),
        currency.code(),
    )
    .fetch_optional(db)
    .await?
    .unwrap_or(0);
    Ok(Money::new(minor, currency))
}

/// As [`balance`], and nothing else moves it before this transaction has ended.
///
/// # Errors
/// As [`balance`].
pub async fn lock_balance(
    tx: &mut Tx,
    holder: Holder,
    currency: Currency,
) -> Result<Money, Incident> {
    let minor = sqlx::query_scalar!(
        "select balance_minor from ledger_accounts
         where kind = $1 and owner_id = $2 and currency = $3 for update",
        holder.kind(),
        holder.owner(),
        currency.code(),
    )
    .fetch_optional(tx.sql())
    .await?
    .unwrap_or(0);
    Ok(Money::new(minor, currency))
}

/// Entries on one page of a statement.
pub const STATEMENT_LINES: i64 = 50;

/// An account's entries, newest first, with the balance after each. `page` counts from 1.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn statement(
    db: &mut sqlx::PgConnection,
    holder: Holder,
    currency: Currency,
    page: u32,
) -> Result<Statement, Incident> {
    let money = |minor| Money::new(minor, currency);
    let Some(account) = sqlx::query!(
        "select id, balance_minor from ledger_accounts where kind = $1 and owner_id = $2 and currency = $3",
        holder.kind(),
        holder.owner(),
        currency.code(),
    )
    .fetch_optional(&mut *db)
    .await?
    else {
        return Ok(Statement { account: None, balance: money(0), lines: Vec::new(), more: false });
    };
    let rows = sqlx::query!(
        r#"select t.id, t.rule, t.change as "change!", t.order_id, t.at, o.number as "number?",
                  (sum(t.change) over (order by t.at, t.id))::bigint as "balance!"
           from (select id, rule, order_id, at,
                        case when credit_id = $1 then amount_minor else -amount_minor end as change
                 from ledger_transfers where credit_id = $1 or debit_id = $1) t
           left join orders o on o.id = t.order_id
           order by t.at desc, t.id desc limit $2 offset $3"#,
        account.id,
        STATEMENT_LINES + 1,
        i64::from(page.max(1) - 1) * STATEMENT_LINES,
    )
    .fetch_all(&mut *db)
    .await?;
    let more = rows.len() as i64 > STATEMENT_LINES;
    let lines = rows
        .into_iter()
        .take(STATEMENT_LINES as usize)
        .map(|row| {
            Ok(StatementLine {
                transfer: TransferId(row.id),
                rule: stored("ledger_transfers.rule", &row.rule)?,
                change: money(row.change),
                balance: money(row.balance),
                order: row.order_id.map(OrderId),
                order_number: row.number,
                at: row.at,
            })
        })
        .collect::<Result<_, Incident>>()?;
    Ok(Statement {
        account: Some(LedgerAccountId(account.id)),
        balance: money(account.balance_minor),
        lines,
        more,
    })
}

/// A shop's balance with its entries, and what is held for its open orders. `page` counts from 1.
///
/// # Errors
/// Not found for all but the shop's owners.
pub async fn shop_balance_page(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
    page: u32,
) -> Result<ShopBalanceView, Failure<Refusal>> {
    let shop = back_office_shop(ctx, actor, slug).await?;
    permit(actor, Action::SeeBalance(shop.id())).map_err(denied)?;
    let currency = ctx.settings.currency;
    let held = sqlx::query!(
        r#"select count(*) as "orders!", coalesce(sum(a.balance_minor), 0)::bigint as "minor!"
           from orders o join ledger_accounts a on a.kind = 'escrow' and a.owner_id = o.id
           where o.shop_id = $1 and a.balance_minor > 0 and a.currency = $2"#,
        shop.id().0,
        currency.code(),
    )
    .fetch_one(&ctx.db)
    .await?;
    let mut db = ctx.db.acquire().await?;
    Ok(ShopBalanceView {
        statement: statement(&mut db, Holder::ShopBalance(shop.id()), currency, page).await?,
        page: page.max(1),
        held: Money::new(held.minor, currency),
        open_orders: u32::try_from(held.orders)?,
        commission: ctx.settings.commission(shop.card.tier),
        shop: shop.card,
    })
}
