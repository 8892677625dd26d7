//! Fees: charged by staff, paid from a shop's deposit, told to its owners and the buyer.

use super::read::deposit_of;
use crate::{
    command::{Begin, Command},
    ctx::{Ctx, Tx, account_of},
    failure::{Failure, Incident, Refusal, denied, invalid, stored},
    money::ledger,
    platform::notification::{tell, tell_owners},
    trade::shop,
};
use longtail::{
    actor::Actor,
    id::{AccountId, CommandId, FeeId, OrderId, ShopId},
    money::{
        Currency, Money,
        deposit::{
            fee::{ChargeFee, Fee, no_such_order},
            notice::DepositNotice,
            view::{FeeView, FeesView, ShopDeposit},
        },
        ledger::Holder,
    },
    policy::{Action, permit},
    text::{Bilingual, FieldIssue, FieldIssues},
    trade::shop::ShopCard,
};

/// Fees on one page.
const PAGE: i64 = 20;
/// Shops to choose from; with more of them the form would have to search.
const MOST_SHOPS: i64 = 1_000;

impl Command for ChargeFee {
    type Answer = FeeId;
    const NAME: &'static str = "charge_fee";
    fn id(&self) -> CommandId {
        self.command
    }
}

/// The order that a fee is about.
struct Named {
    id: OrderId,
    number: String,
    buyer: AccountId,
}

/// Charges a shop a fee: at once, out of its deposit, which never owes.
///
/// # Errors
/// Not found for all but staff; names the fields that cannot be taken, also an order that is not
/// the shop's and amounts that the deposit does not hold.
pub async fn charge(ctx: &Ctx, actor: &Actor, cmd: &ChargeFee) -> Result<FeeId, Failure<Refusal>> {
    permit(actor, Action::ChargeFee).map_err(denied)?;
    let by = account_of(actor)?;
    let currency = ctx.settings.currency;
    let fee = cmd.form.checked(currency).map_err(invalid)?;
    let card = shop::card_at(&ctx.db, cmd.form.shop.trim())
        .await?
        .ok_or_else(|| invalid(FieldIssues::one("shop", FieldIssue::NotAChoice)))?;
    let mut tx = match ctx.begin(actor, cmd).await? {
        Begin::Fresh(tx) => tx,
        Begin::Done(answer) => return Ok(answer),
    };
    let order = named(&mut tx, card.id, fee.order.as_deref()).await?;
    // Wallets come before deposits, wherever both are locked.
    if let Some(order) = &order {
        ledger::lock_balance(&mut tx, Holder::Wallet(order.buyer), currency).await?;
    }
    let held = ledger::lock_balance(&mut tx, Holder::Deposit(card.id), currency).await?;
    fee.within(held).map_err(invalid)?;
    let id = FeeId(cmd.command.0);
    write(&mut tx, id, card.id, by, &fee, order.as_ref()).await?;
    let parties = order.as_ref().map(|order| (order.id, order.buyer));
    ledger::post_as(&mut tx, id.0, &fee.postings(card.id, parties)).await?;
    let now = tx.now();
    let left = deposit_of(ctx, tx.sql(), &card, now).await?;
    let missing = left.missing();
    tell_all(&mut tx, &card, &fee, missing, order.as_ref()).await?;
    tx.finish(cmd, id).await
}

/// The paid order of a shop that has this number, where one is given; locked before wallets, here
/// as everywhere.
async fn named(
    tx: &mut Tx,
    shop: ShopId,
    number: Option<&str>,
) -> Result<Option<Named>, Failure<Refusal>> {
    let Some(number) = number else {
        return Ok(None);
    };
    let row = sqlx::query!(
        "select id, number, buyer_id from orders
         where number = $1 and shop_id = $2 and paid_at is not null
         for key share",
        number,
        shop.0,
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or_else(|| invalid(no_such_order()))?;
    Ok(Some(Named {
        id: OrderId(row.id),
        number: row.number,
        buyer: AccountId(row.buyer_id),
    }))
}

async fn write(
    tx: &mut Tx,
    id: FeeId,
    shop: ShopId,
    by: AccountId,
    fee: &Fee,
    order: Option<&Named>,
) -> Result<(), Incident> {
    let now = tx.now();
    sqlx::query!(
        "insert into violation_fees
             (id, shop_id, order_id, currency, platform_minor, buyer_minor, reason, charged_by, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.0,
        shop.0,
        order.map(|order| order.id.0),
        fee.platform.currency.code(),
        fee.platform.minor,
        fee.buyer.minor,
        fee.reason,
        by.0,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Tells the shop's owners, and the buyer where a part is theirs.
async fn tell_all(
    tx: &mut Tx,
    shop: &ShopCard,
    fee: &Fee,
    missing: Money,
    order: Option<&Named>,
) -> Result<(), Incident> {
    let charged = DepositNotice::Charged {
        shop: shop.id,
        amount: fee.total(),
        reason: fee.reason.clone(),
        missing,
    };
    tell_owners(tx, shop.id, &charged.into(), "deposit").await?;
    let Some(order) = order.filter(|_| fee.buyer.minor > 0) else {
        return Ok(());
    };
    let compensated = DepositNotice::Compensated {
        order: order.id,
        number: order.number.clone(),
        shop_name: shop.name.clone(),
        amount: fee.buyer,
        reason: fee.reason.clone(),
    };
    let link = format!("/orders/{}", order.id);
    tell(tx, order.buyer, &compensated.into(), &link).await
}

/// The fees that were charged, newest first, and the shops that can be charged one. `page` counts
/// from 1.
///
/// # Errors
/// Not found for all but staff.
pub async fn fees_page(ctx: &Ctx, actor: &Actor, page: u32) -> Result<FeesView, Failure<Refusal>> {
    permit(actor, Action::ChargeFee).map_err(denied)?;
    let currency = ctx.settings.currency;
    let mut fees = fees(ctx, page).await?;
    let more = fees.len() as i64 > PAGE;
    fees.truncate(PAGE as usize);
    Ok(FeesView {
        currency,
        shops: shops(ctx, currency).await?,
        fees,
        page: page.max(1),
        more,
        command: ctx.new_id(),
    })
}

/// One more than a page holds, where there are older ones.
async fn fees(ctx: &Ctx, page: u32) -> Result<Vec<FeeView>, Incident> {
    let rows = sqlx::query!(
        r#"select f.id, f.currency, f.platform_minor, f.buyer_minor, f.reason, f.at, s.slug, s.name_en,
                  s.name_zh, o.number as "number?", a.name as "charged_by"
           from violation_fees f
           join shops s on s.id = f.shop_id
           join accounts a on a.id = f.charged_by
           left join orders o on o.id = f.order_id
           order by f.at desc, f.id desc limit $1 offset $2"#,
        PAGE + 1,
        i64::from(page.max(1) - 1) * PAGE,
    )
    .fetch_all(&ctx.db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let currency: Currency = stored("violation_fees.currency", &row.currency)?;
            Ok(FeeView {
                id: FeeId(row.id),
                shop_slug: row.slug,
                shop_name: Bilingual::new(row.name_en, row.name_zh),
                order_number: row.number,
                platform: Money::new(row.platform_minor, currency),
                buyer: Money::new(row.buyer_minor, currency),
                reason: row.reason,
                charged_by: row.charged_by,
                at: row.at,
            })
        })
        .collect()
}

/// The shops that have a deposit: no other can be charged.
async fn shops(ctx: &Ctx, currency: Currency) -> Result<Vec<ShopDeposit>, Incident> {
    let rows = sqlx::query!(
        "select s.slug, s.name_en, s.name_zh, a.balance_minor
         from ledger_accounts a join shops s on s.id = a.owner_id
         where a.kind = 'deposit' and a.currency = $1 and a.balance_minor > 0
         order by s.name_en, s.slug limit $2",
        currency.code(),
        MOST_SHOPS,
    )
    .fetch_all(&ctx.db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ShopDeposit {
            slug: row.slug,
            name: Bilingual::new(row.name_en, row.name_zh),
            held: Money::new(row.balance_minor, currency),
        })
        .collect())
}
