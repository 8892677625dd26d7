//! The page of a shop's deposit.

use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal, denied},
    money::{ledger, payout::standing},
    trade::shop::back_office_shop,
};
use chrono::{DateTime, Utc};
use longtail::{
    actor::Actor,
    id::{OrderId, ShopId},
    money::{
        Currency, Money,
        deposit::{
            Deposit, Trade,
            view::{DepositEntry, DepositMove, DepositView},
        },
        ledger::Holder,
    },
    policy::{Action, permit},
    trade::shop::{ShopCard, ShopStage},
};

/// Entries on one page.
const PAGE: i64 = 20;

/// A shop's deposit, what it should be, what could be paid in or taken out, and what moved it,
/// newest first. `page` counts from 1.
///
/// # Errors
/// Not found for all but the shop's owners.
pub async fn deposit_page(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
    page: u32,
) -> Result<DepositView, Failure<Refusal>> {
    let shop = back_office_shop(ctx, actor, slug).await?;
    permit(actor, Action::SeeBalance(shop.id())).map_err(denied)?;
    let (id, currency) = (shop.id(), ctx.settings.currency);
    let mut db = ctx.db.acquire().await?;
    let deposit = deposit_of(ctx, &mut db, &shop.card, ctx.now()).await?;
    let standing = standing(&mut db, id, currency, None).await?;
    let mut entries = entries(&mut db, id, currency, page).await?;
    let more = entries.len() as i64 > PAGE;
    entries.truncate(PAGE as usize);
    Ok(DepositView {
        deposit,
        available: standing.available(&ctx.settings.payout_terms(), ctx.now()),
        entries,
        page: page.max(1),
        more,
        pay_command: ctx.new_id(),
        take_command: ctx.new_id(),
        shop: shop.card,
    })
}

/// What of a shop's deposit is missing; none where it is complete. Who may know is the caller's
/// question.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn missing(ctx: &Ctx, shop: &ShopCard) -> Result<Option<Money>, Incident> {
    let mut db = ctx.db.acquire().await?;
    let deposit = deposit_of(ctx, &mut db, shop, ctx.now()).await?;
    let missing = deposit.missing();
    Ok((missing.minor > 0).then_some(missing))
}

/// A shop's deposit as it stands.
pub(super) async fn deposit_of(
    ctx: &Ctx,
    db: &mut sqlx::PgConnection,
    shop: &ShopCard,
    now: DateTime<Utc>,
) -> Result<Deposit, Incident> {
    let settings = &ctx.settings;
    let held = ledger::balance(&mut *db, Holder::Deposit(shop.id), settings.currency).await?;
    let wait = match shop.stage {
        ShopStage::Closed => trade(db, shop.id).await?.wait(settings.after_sales, now),
        ShopStage::Preparing | ShopStage::Open | ShopStage::Paused => None,
    };
    let of_tier = settings.deposit(shop.tier);
    Ok(Deposit::of(held, of_tier, shop.stage, wait))
}

/// A shop's orders, as far as its deposit goes by them.
async fn trade(db: &mut sqlx::PgConnection, shop: ShopId) -> Result<Trade, Incident> {
    let row = sqlx::query!(
        r#"select coalesce(bool_or(stage in ('awaiting_payment', 'to_ship', 'shipped')), false) as "open!",
                  max(coalesce(completed_at, cancelled_at)) filter (where paid_at is not null) as ended_at
           from orders where shop_id = $1"#,
        shop.0
    )
    .fetch_one(db)
    .await?;
    Ok(Trade {
        open: row.open,
        ended_at: row.ended_at,
    })
}

/// What moved a deposit, one line for each entry of the ledger; one more than a page holds, where
/// there are older ones.
async fn entries(
    db: &mut sqlx::PgConnection,
    shop: ShopId,
    currency: Currency,
    page: u32,
) -> Result<Vec<DepositEntry>, Incident> {
    let money = |minor| Money::new(minor, currency);
    let rows = sqlx::query!(
        r#"select t.entry_id, min(t.at) as "at!", bool_or(t.rule = 'deposit_paid') as "paid_in!",
                  sum(case when t.credit_id = a.id then t.amount_minor else -t.amount_minor end)::bigint as "change!",
                  f.platform_minor as "platform_minor?", f.buyer_minor as "buyer_minor?", f.reason as "reason?",
                  o.id as "order_id?", o.number as "number?"
           from ledger_accounts a
           join ledger_transfers t on t.credit_id = a.id or t.debit_id = a.id
           left join violation_fees f on f.id = t.entry_id
           left join orders o on o.id = f.order_id
           where a.kind = 'deposit' and a.owner_id = $1 and a.currency = $2
           group by t.entry_id, f.id, o.id
           order by min(t.at) desc, t.entry_id desc limit $3 offset $4"#,
        shop.0,
        currency.code(),
        PAGE + 1,
        i64::from(page.max(1) - 1) * PAGE,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let what = match (row.reason, row.paid_in) {
                (Some(reason), _) => DepositMove::Fee {
                    platform: money(row.platform_minor.unwrap_or(0)),
                    buyer: money(row.buyer_minor.unwrap_or(0)),
                    reason,
                    order: row.order_id.map(OrderId).zip(row.number),
                },
                (None, true) => DepositMove::PaidIn,
                (None, false) => DepositMove::TakenOut,
            };
            DepositEntry {
                id: row.entry_id,
                what,
                change: money(row.change),
                at: row.at,
            }
        })
        .collect())
}
