//! Documents as they are read: by whoever bought, by the shop, by whoever was paid for.

use super::MARKET;
use crate::{
    ctx::{Ctx, account_of},
    failure::{Failure, Incident, Refusal, denied, stored},
    trade::catalog::shop_head,
};
use longtail::{
    actor::{Actor, ShopRole},
    id::{AccountId, InvoiceId, OrderId, ShopId},
    money::{
        BasisPoints, Money,
        invoice::{InvoiceLine, InvoiceList, InvoiceRef, InvoiceView, Kind, Party, ShopInvoices},
    },
    policy::{Action, permit},
    text::Bilingual,
};
use uuid::Uuid;

/// Documents on one page of a list.
const PAGE: i64 = 30;

/// Which documents are listed.
#[derive(Clone, Copy, Default)]
struct Wanted {
    id: Option<Uuid>,
    account: Option<Uuid>,
    shop: Option<Uuid>,
    order: Option<Uuid>,
    /// Those of the market to a shop as well.
    of_market: bool,
}

/// One page of them, or all.
async fn refs(
    db: &mut sqlx::PgConnection,
    wanted: Wanted,
    page: Option<u32>,
) -> Result<(Vec<InvoiceRef>, u32), Incident> {
    let rows = sqlx::query!(
        r#"select i.id, i.kind, i.number, i.month, i.currency, i.gross_minor, i.issued_at, i.order_id,
                  i.seller ->> 'name' as "seller!", i.buyer ->> 'name' as "buyer!",
                  o.number as "order_number?", count(*) over () as "total!"
           from invoices i left join orders o on o.id = i.order_id
           where ($1::uuid is null or i.id = $1) and ($2::uuid is null or i.account_id = $2)
             and ($3::uuid is null or i.shop_id = $3) and ($4::uuid is null or i.order_id = $4)
             and ($5 or i.issuer_id <> $6 or i.shop_id is null)
           order by i.issued_at desc, (i.kind = 'invoice'), i.number desc, i.id limit $7 offset $8"#,
        wanted.id,
        wanted.account,
        wanted.shop,
        wanted.order,
        wanted.of_market,
        MARKET,
        page.map(|_| PAGE),
        page.map_or(0, |page| i64::from(page.max(1) - 1) * PAGE),
    )
    .fetch_all(db)
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    let refs = rows
        .into_iter()
        .map(|row| {
            let kind: Kind = stored("invoices.kind", &row.kind)?;
            let currency = stored("invoices.currency", &row.currency)?;
            Ok(InvoiceRef {
                id: InvoiceId(row.id),
                kind,
                number: kind.number_text(row.number),
                seller: row.seller,
                buyer: row.buyer,
                order: row
                    .order_id
                    .zip(row.order_number)
                    .map(|(id, number)| (OrderId(id), number)),
                month: row.month,
                total: Money::new(row.gross_minor, currency),
                issued_at: row.issued_at,
            })
        })
        .collect::<Result<_, Incident>>()?;
    let pages = u32::try_from((total + PAGE - 1) / PAGE)?.max(1);
    Ok((refs, pages))
}

/// The documents of an order, in the order in which they were issued. Who may see them is the
/// caller's question.
pub(crate) async fn of_order(
    db: &mut sqlx::PgConnection,
    order: OrderId,
) -> Result<Vec<InvoiceRef>, Incident> {
    let wanted = Wanted {
        order: Some(order.0),
        ..Wanted::default()
    };
    let (mut refs, _) = refs(db, wanted, None).await?;
    refs.reverse();
    Ok(refs)
}

/// A person's own documents, the latest first. `page` counts from 1.
///
/// # Errors
/// *Sign in* for strangers.
pub async fn own_invoices(
    ctx: &Ctx,
    actor: &Actor,
    page: u32,
) -> Result<InvoiceList, Failure<Refusal>> {
    let account = account_of(actor)?;
    let wanted = Wanted {
        account: Some(account.0),
        ..Wanted::default()
    };
    list(ctx, wanted, page).await.map_err(Into::into)
}

async fn list(ctx: &Ctx, wanted: Wanted, page: u32) -> Result<InvoiceList, Incident> {
    let mut db = ctx.db.acquire().await?;
    let (invoices, pages) = refs(&mut db, wanted, Some(page)).await?;
    Ok(InvoiceList {
        invoices,
        page: page.max(1),
        pages,
    })
}

/// A shop's documents, the latest first. Its owners see those of the market to it as well.
///
/// # Errors
/// Not found for all but the shop's people.
pub async fn shop_invoices(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
    page: u32,
) -> Result<ShopInvoices, Failure<Refusal>> {
    let shop = shop_head(ctx, actor, slug).await?;
    let wanted = Wanted {
        shop: Some(shop.id.0),
        of_market: shop.role == ShopRole::Owner,
        ..Wanted::default()
    };
    let named = !super::legal::of_shop(&ctx.db, shop.id)
        .await?
        .name
        .is_empty();
    Ok(ShopInvoices {
        list: list(ctx, wanted, page).await?,
        shop,
        named,
    })
}

/// One document, for whoever it was made out to and whoever issued it.
///
/// # Errors
/// Not found for everybody else.
pub async fn invoice_page(
    ctx: &Ctx,
    actor: &Actor,
    id: InvoiceId,
) -> Result<InvoiceView, Failure<Refusal>> {
    // Asked before looking, so that a stranger learns nothing of what exists.
    permit(actor, Action::Shop).map_err(denied)?;
    let row = sqlx::query!(
        r#"select i.kind, i.shop_id, i.account_id, i.currency, i.tax_minor, i.seller, i.buyer, i.issued_at,
                  c.id as "cancels?", c.number as "cancelled_number?", c.issued_at as "supplied_at?"
           from invoices i left join invoices c on c.id = i.cancels where i.id = $1"#,
        id.0
    )
    .fetch_optional(&ctx.db)
    .await?
    .ok_or(Failure::NotFound)?;
    let kind = stored("invoices.kind", &row.kind)?;
    may_see(actor, kind, row.account_id, row.shop_id)?;
    let mut db = ctx.db.acquire().await?;
    let wanted = Wanted {
        id: Some(id.0),
        of_market: true,
        ..Wanted::default()
    };
    let (mut heads, _) = refs(&mut db, wanted, None).await?;
    let currency = stored("invoices.currency", &row.currency)?;
    let seller: Party = serde_json::from_value(row.seller)?;
    let buyer: Party = serde_json::from_value(row.buyer)?;
    Ok(InvoiceView {
        head: heads.pop().ok_or(Failure::NotFound)?,
        seller,
        buyer,
        cancels: row
            .cancels
            .zip(row.cancelled_number)
            .map(|(id, number)| (InvoiceId(id), Kind::Invoice.number_text(number))),
        supplied_at: row.supplied_at.unwrap_or(row.issued_at),
        lines: lines(&mut db, id, |minor| Money::new(minor, currency)).await?,
        tax: Money::new(row.tax_minor, currency),
    })
}

fn may_see(
    actor: &Actor,
    kind: Kind,
    account: Option<Uuid>,
    shop: Option<Uuid>,
) -> Result<(), Failure<Refusal>> {
    let owner = account.map(|id| Action::UseAccount(AccountId(id)));
    let issuer = shop.map(|id| match kind {
        Kind::Commission => Action::SeeBalance(ShopId(id)),
        Kind::Invoice | Kind::CreditNote | Kind::Receipt => Action::SeeBackOffice(ShopId(id)),
    });
    let mut answer = Err(Failure::NotFound);
    for action in [owner, issuer].into_iter().flatten() {
        match permit(actor, action) {
            Ok(()) => return Ok(()),
            Err(why) => answer = Err(denied(why)),
        }
    }
    answer
}

async fn lines(
    db: &mut sqlx::PgConnection,
    id: InvoiceId,
    money: impl Fn(i64) -> Money,
) -> Result<Vec<InvoiceLine>, Incident> {
    sqlx::query!(
        "select what, title_en, title_zh, options_en, options_zh, quantity, gross_minor, rate_bp, tax_minor
         from invoice_lines where invoice_id = $1 order by position",
        id.0
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| {
        Ok(InvoiceLine {
            what: stored("invoice_lines.what", &row.what)?,
            title: Bilingual::new(row.title_en, row.title_zh),
            options: Bilingual::new(row.options_en, row.options_zh),
            quantity: u32::try_from(row.quantity)?,
            gross: money(row.gross_minor),
            rate: BasisPoints(u16::try_from(row.rate_bp)?),
            tax: money(row.tax_minor),
        })
    })
    .collect()
}
