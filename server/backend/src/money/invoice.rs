//! Documents with numbers without gaps: issued in the transaction of what they tell of, frozen,
//! and never edited.
//!
//! A series' row is locked until the document that has its number is kept. It is taken after every
//! other lock, and those of several shops in the order of their ids, so that nobody waits in a circle.

pub mod billing;
pub mod commission;
mod credit;
pub mod legal;
mod read;

pub(crate) use credit::{credit_refund, credit_rest};
pub(crate) use read::of_order;
pub use read::{invoice_page, own_invoices, shop_invoices};

use crate::{
    ctx::{Ctx, Tx, column},
    failure::{Incident, stored},
    money::tax,
};
use chrono::NaiveDate;
use longtail::{
    id::{AccountId, CheckoutId, InvoiceId, OrderId, OrderLineId, PaymentId, RefundId, ShopId},
    money::{
        BasisPoints, Currency, Money,
        invoice::{Billing, Bought, Kind, Legal, Party, Row, What, rows_of},
        tax::rate_on,
    },
    text::Bilingual,
    trade::shipping::{PostalAddress, region::Place},
    when::local_day,
};
use uuid::Uuid;

/// The market, as an issuer.
const MARKET: Uuid = Uuid::nil();

/// A document to be written, but for its number.
struct Draft {
    kind: Kind,
    issuer: Uuid,
    shop: Option<ShopId>,
    account: Option<AccountId>,
    order: Option<OrderId>,
    cancels: Option<InvoiceId>,
    refund: Option<RefundId>,
    payment: Option<PaymentId>,
    month: Option<NaiveDate>,
    currency: Currency,
    seller: Party,
    buyer: Party,
    rows: Vec<DraftRow>,
}

/// A row, with what it is called and which one it gives back.
struct DraftRow {
    what: What,
    row: Row,
    title: Bilingual,
    options: Bilingual,
    credits: Option<i32>,
}

impl DraftRow {
    /// One row of no line.
    fn sum(what: What, gross_minor: i64, rate: BasisPoints, tax_minor: i64) -> Self {
        Self {
            what,
            row: Row {
                line: None,
                quantity: 1,
                gross_minor,
                rate,
                tax_minor,
            },
            title: Bilingual::default(),
            options: Bilingual::default(),
            credits: None,
        }
    }
}

/// Takes the next number of a series. Until the transaction ends nobody else gets one of it, and
/// where it is rolled back the number was never given.
async fn next_number(tx: &mut Tx, issuer: Uuid, kind: Kind) -> Result<i64, Incident> {
    Ok(sqlx::query_scalar!(
        "insert into invoice_series as s (issuer_id, kind, last_number) values ($1, $2, 1)
         on conflict (issuer_id, kind) do update set last_number = s.last_number + 1
         returning last_number",
        issuer,
        <&str>::from(kind),
    )
    .fetch_one(tx.sql())
    .await?)
}

async fn write(tx: &mut Tx, draft: &Draft) -> Result<InvoiceId, Incident> {
    let id: InvoiceId = tx.new_id();
    let number = next_number(tx, draft.issuer, draft.kind).await?;
    let (gross, tax) = draft.rows.iter().fold((0, 0), |(gross, tax), of| {
        (gross + of.row.gross_minor, tax + of.row.tax_minor)
    });
    let now = tx.now();
    sqlx::query!(
        "insert into invoices (id, issuer_id, kind, number, shop_id, account_id, order_id, cancels, refund_id,
                               payment_id, month, currency, gross_minor, tax_minor, seller, buyer, issued_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        id.0,
        draft.issuer,
        <&str>::from(draft.kind),
        number,
        draft.shop.map(|id| id.0),
        draft.account.map(|id| id.0),
        draft.order.map(|id| id.0),
        draft.cancels.map(|id| id.0),
        draft.refund.map(|id| id.0),
        draft.payment.map(|id| id.0),
        draft.month,
        draft.currency.code(),
        gross,
        tax,
        serde_json::to_value(&draft.seller)?,
        serde_json::to_value(&draft.buyer)?,
        now,
    )
    .execute(tx.sql())
    .await?;
    write_rows(tx, id, &draft.rows).await?;
    Ok(id)
}

async fn write_rows(tx: &mut Tx, id: InvoiceId, rows: &[DraftRow]) -> Result<(), Incident> {
    let quantities = rows
        .iter()
        .map(|of| i32::try_from(of.row.quantity))
        .collect::<Result<Vec<_>, _>>()?;
    sqlx::query!(
        "insert into invoice_lines (invoice_id, position, what, line_id, credits_position, title_en, title_zh,
                                    options_en, options_zh, quantity, gross_minor, rate_bp, tax_minor)
         select $1, r.place - 1, r.what, r.line_id, r.credits, r.title_en, r.title_zh, r.options_en, r.options_zh,
                r.quantity, r.gross, r.rate, r.tax
         from unnest($2::text[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[],
                     $9::int[], $10::bigint[], $11::int[], $12::bigint[])
              with ordinality as r (what, line_id, credits, title_en, title_zh, options_en, options_zh,
                                    quantity, gross, rate, tax, place)",
        id.0,
        &column(rows, |of| <&str>::from(of.what)) as &[&str],
        &column(rows, |of| of.row.line.map(|line| line.0)) as &[Option<Uuid>],
        &column(rows, |of| of.credits) as &[Option<i32>],
        &column(rows, |of| of.title.en.as_str()) as &[&str],
        &column(rows, |of| of.title.zh.as_str()) as &[&str],
        &column(rows, |of| of.options.en.as_str()) as &[&str],
        &column(rows, |of| of.options.zh.as_str()) as &[&str],
        &quantities,
        &column(rows, |of| of.row.gross_minor),
        &column(rows, |of| i32::from(of.row.rate.0)),
        &column(rows, |of| of.row.tax_minor),
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// A line as it was paid for, with what it is called.
struct Sold {
    bought: Bought,
    title: Bilingual,
    options: Bilingual,
}

/// What the buyer paid for each line of an order, after all that was taken off, and its rate
/// where the goods go to: the one that was added to it, where its price was without tax. What the
/// platform paid of a line is no part of it.
async fn paid_lines(
    tx: &mut Tx,
    order: OrderId,
    rate: impl Fn(OrderLineId) -> BasisPoints,
) -> Result<Vec<Sold>, Incident> {
    sqlx::query!(
        r#"select id, title_en, title_zh, options_en, options_zh, quantity,
                  goods_minor - promoted_minor as "paid_goods!", postage_minor as "paid_postage!",
                  tax_added_bp
           from order_lines where order_id = $1 order by position"#,
        order.0
    )
    .fetch_all(tx.sql())
    .await?
    .into_iter()
    .map(|row| {
        let line = OrderLineId(row.id);
        Ok(Sold {
            bought: Bought {
                line,
                quantity: u32::try_from(row.quantity)?,
                goods_minor: row.paid_goods,
                postage_minor: row.paid_postage,
                rate: match row.tax_added_bp {
                    Some(added) => BasisPoints(u16::try_from(added)?),
                    None => rate(line),
                },
            },
            title: Bilingual::new(row.title_en, row.title_zh),
            options: Bilingual::new(row.options_en, row.options_zh),
        })
    })
    .collect()
}

/// Issues the invoice of each order of a checkout that was just paid. What others wait for is
/// locked before.
pub(crate) async fn issue(tx: &mut Tx, checkout: CheckoutId) -> Result<(), Incident> {
    let head = sqlx::query!(
        r#"select c.email, c.ship_to, b.company as "company?", b.tax_number as "tax_number?"
           from checkouts c left join checkout_billing b on b.checkout_id = c.id where c.id = $1"#,
        checkout.0
    )
    .fetch_one(tx.sql())
    .await?;
    let ship_to: PostalAddress = serde_json::from_value(head.ship_to)?;
    let billing = head
        .company
        .zip(head.tax_number)
        .map(|(company, tax_number)| Billing {
            company,
            tax_number,
        });
    let buyer = Party::buyer(&ship_to, &head.email, billing.as_ref());
    let place = Place::of(&ship_to);
    let rates = tax::rates_of(tx, &place.country).await?;
    let classes = tax::classes_of(tx, checkout).await?;
    let today = local_day(tx.now());
    let orders = sqlx::query!(
        "select o.id, o.shop_id, o.buyer_id, o.currency, s.name_en, s.name_zh,
                s.legal_name, s.legal_address, s.legal_country, s.tax_number
         from orders o join shops s on s.id = o.shop_id
         where o.checkout_id = $1 and o.total_minor > 0 order by o.shop_id",
        checkout.0
    )
    .fetch_all(tx.sql())
    .await?;
    for row in orders {
        let legal = Legal {
            name: row.legal_name,
            address: row.legal_address,
            country: row.legal_country,
            tax_number: row.tax_number,
        };
        let registered = !legal.tax_number.is_empty();
        let order = OrderId(row.id);
        let sold = paid_lines(tx, order, |line| match registered {
            true => {
                let class = classes.get(&line).copied().unwrap_or_default();
                rate_on(&rates, &place, class, today)
            }
            false => BasisPoints::default(),
        })
        .await?;
        let known_as = Bilingual::new(row.name_en, row.name_zh);
        let draft = Draft {
            kind: Kind::Invoice,
            issuer: row.shop_id,
            shop: Some(ShopId(row.shop_id)),
            account: Some(AccountId(row.buyer_id)),
            order: Some(order),
            cancels: None,
            refund: None,
            payment: None,
            month: None,
            currency: stored("orders.currency", &row.currency)?,
            seller: legal.party(known_as.pick(longtail::text::Lang::En)),
            buyer: buyer.clone(),
            rows: named_rows(&sold),
        };
        write(tx, &draft).await?;
    }
    Ok(())
}

fn named_rows(sold: &[Sold]) -> Vec<DraftRow> {
    let bought: Vec<Bought> = sold.iter().map(|sold| sold.bought).collect();
    rows_of(&bought)
        .into_iter()
        .map(|row| {
            let of = sold.iter().find(|sold| Some(sold.bought.line) == row.line);
            DraftRow {
                what: if of.is_some() {
                    What::Goods
                } else {
                    What::Postage
                },
                row,
                title: of.map(|sold| sold.title.clone()).unwrap_or_default(),
                options: of.map(|sold| sold.options.clone()).unwrap_or_default(),
                credits: None,
            }
        })
        .collect()
}

/// Issues the receipt of what came into a wallet. What others wait for is locked before.
pub(crate) async fn receipt(
    ctx: &Ctx,
    tx: &mut Tx,
    payment: PaymentId,
    payer: AccountId,
    amount: Money,
) -> Result<(), Incident> {
    let person = sqlx::query!(
        r#"select name, coalesce(email, '') as "email!" from accounts where id = $1"#,
        payer.0
    )
    .fetch_one(tx.sql())
    .await?;
    let draft = Draft {
        kind: Kind::Receipt,
        issuer: MARKET,
        shop: None,
        account: Some(payer),
        order: None,
        cancels: None,
        refund: None,
        payment: Some(payment),
        month: None,
        currency: amount.currency,
        seller: market(ctx),
        buyer: Party {
            name: person.name,
            email: person.email,
            ..Party::default()
        },
        rows: vec![DraftRow::sum(
            What::TopUp,
            amount.minor,
            BasisPoints::default(),
            0,
        )],
    };
    write(tx, &draft).await.map(|_| ())
}

/// The market, as it stands on its documents.
fn market(ctx: &Ctx) -> Party {
    ctx.settings.legal.party(&ctx.settings.market_name)
}
