//! Credit notes: what of an invoice is given back, each under a number of its own.

use super::{Draft, DraftRow, write};
use crate::{
    ctx::Tx,
    failure::{Incident, stored},
};
use longtail::{
    id::{AccountId, InvoiceId, OrderId, OrderLineId, RefundId, ShopId},
    money::{
        BasisPoints,
        invoice::{GivenBack, Kind, Row, RowLeft, What, all_of, credit},
    },
    text::Bilingual,
};

/// A row of the invoice with what is left of it.
struct Kept {
    left: RowLeft,
    what: What,
    title: Bilingual,
    options: Bilingual,
}

/// The credit note of a refund: what of it goes back to the buyer. What others wait for is locked
/// before. An order that was paid before there were invoices has none to give back.
pub(crate) async fn credit_refund(
    tx: &mut Tx,
    order: OrderId,
    refund: RefundId,
) -> Result<(), Incident> {
    let postage_minor =
        sqlx::query_scalar!("select postage_minor from refunds where id = $1", refund.0)
            .fetch_one(tx.sql())
            .await?;
    let lines = sqlx::query!(
        r#"select line_id, quantity, goods_minor - promoted_minor as "to_buyer!"
           from refund_lines where refund_id = $1"#,
        refund.0
    )
    .fetch_all(tx.sql())
    .await?
    .into_iter()
    .map(|row| {
        let pieces = u32::try_from(row.quantity)?;
        Ok((OrderLineId(row.line_id), pieces, row.to_buyer))
    })
    .collect::<Result<_, Incident>>()?;
    let back = GivenBack {
        lines,
        postage_minor,
    };
    give_back(tx, order, Some(refund), |left| credit(left, &back)).await
}

/// The credit note of an order that was called off: for all that is left. What others
/// wait for is locked before.
pub(crate) async fn credit_rest(tx: &mut Tx, order: OrderId) -> Result<(), Incident> {
    give_back(tx, order, None, all_of).await
}

async fn give_back(
    tx: &mut Tx,
    order: OrderId,
    refund: Option<RefundId>,
    of: impl FnOnce(&[RowLeft]) -> Vec<(i32, Row)>,
) -> Result<(), Incident> {
    let Some(invoice) = sqlx::query!(
        "select id, shop_id, account_id, currency, seller, buyer from invoices
         where order_id = $1 and kind = 'invoice'",
        order.0
    )
    .fetch_optional(tx.sql())
    .await?
    else {
        return Ok(());
    };
    let cancels = InvoiceId(invoice.id);
    let kept = kept_rows(tx, cancels).await?;
    let left: Vec<RowLeft> = kept.iter().map(|kept| kept.left).collect();
    let rows: Vec<DraftRow> = of(&left)
        .into_iter()
        .filter_map(|(position, row)| {
            let kept = kept.iter().find(|kept| kept.left.position == position)?;
            Some(DraftRow {
                what: kept.what,
                row,
                title: kept.title.clone(),
                options: kept.options.clone(),
                credits: Some(position),
            })
        })
        .collect();
    let Some(shop) = invoice.shop_id.filter(|_| !rows.is_empty()) else {
        return Ok(());
    };
    let draft = Draft {
        kind: Kind::CreditNote,
        issuer: shop,
        shop: Some(ShopId(shop)),
        account: invoice.account_id.map(AccountId),
        order: Some(order),
        cancels: Some(cancels),
        refund,
        payment: None,
        month: None,
        currency: stored("invoices.currency", &invoice.currency)?,
        seller: serde_json::from_value(invoice.seller)?,
        buyer: serde_json::from_value(invoice.buyer)?,
        rows,
    };
    write(tx, &draft).await.map(|_| ())
}

/// The order is locked by whoever pays it back, so that no other note is written meanwhile.
async fn kept_rows(tx: &mut Tx, invoice: InvoiceId) -> Result<Vec<Kept>, Incident> {
    sqlx::query!(
        r#"select l.position, l.what, l.line_id, l.title_en, l.title_zh, l.options_en, l.options_zh, l.rate_bp,
                  l.quantity - coalesce(c.quantity, 0)::int as "quantity!",
                  l.gross_minor - coalesce(c.gross, 0)::bigint as "gross!",
                  l.tax_minor - coalesce(c.tax, 0)::bigint as "tax!"
           from invoice_lines l
           left join (
               select n.credits_position, sum(n.quantity) as quantity, sum(n.gross_minor) as gross, sum(n.tax_minor) as tax
               from invoices i join invoice_lines n on n.invoice_id = i.id
               where i.cancels = $1 group by n.credits_position) c on c.credits_position = l.position
           where l.invoice_id = $1 order by l.position"#,
        invoice.0
    )
    .fetch_all(tx.sql())
    .await?
    .into_iter()
    .map(|row| {
        Ok(Kept {
            left: RowLeft {
                position: row.position,
                line: row.line_id.map(OrderLineId),
                // Postage has no pieces: it may be given back in many parts.
                quantity: u32::try_from(row.quantity.max(0))?,
                gross_minor: row.gross,
                rate: BasisPoints(u16::try_from(row.rate_bp)?),
                tax_minor: row.tax,
            },
            what: stored("invoice_lines.what", &row.what)?,
            title: Bilingual::new(row.title_en, row.title_zh),
            options: Bilingual::new(row.options_en, row.options_zh),
        })
    })
    .collect()
}
