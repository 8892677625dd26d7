//! An order's lines, frozen as they were sold.

use crate::{
    ctx::Ctx,
    failure::{Incident, stored},
    trade::cart::picture,
};
use longtail::{
    id::{ListingId, OfferId, OrderLineId, VariantId},
    money::{BasisPoints, Money},
    text::Bilingual,
    trade::{
        order::OrderLine,
        price::{LinePrice, LineTax, Steps},
        shipping::parcel::lost_and_owed,
    },
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The lines of each order, in their order.
pub(super) async fn lines_of(
    ctx: &Ctx,
    ids: &[Uuid],
) -> Result<BTreeMap<Uuid, Vec<OrderLine>>, Incident> {
    let rows = sqlx::query!(
        r#"select n.id, n.order_id, n.listing_id, n.variant_id, n.title_en, n.title_zh, n.options_en, n.options_zh,
                  n.quantity, n.refunded_quantity, n.unsent_quantity, n.sent_quantity, n.unit_price_minor,
                  n.goods_minor - n.refunded_goods_minor as "goods_left!", n.postage_minor, n.commission_bp,
                  n.offer_id, n.offer_minor, n.coupon_minor,
                  n.platform_coupon_minor, n.campaign_shop_minor, n.campaign_platform_minor,
                  n.tax_added_bp, n.tax_added_minor, n.postage_tax_added_minor,
                  coalesce((select sum(k.quantity) from parcel_lines k join parcels p on p.id = k.parcel_id
                            where k.line_id = n.id and p.standing = 'lost'), 0)::bigint as "in_lost!",
                  l.slug as listing_slug, o.currency,
                  m.id as "media_id?", m.width as "width?", m.height as "height?", m.widths as "widths?"
           from order_lines n
           join orders o on o.id = n.order_id
           join listings l on l.id = n.listing_id
           left join media m on m.id = n.media_id
           where n.order_id = any($1) order by n.order_id, n.position"#,
        ids
    )
    .fetch_all(&ctx.db)
    .await?;
    let mut lines: BTreeMap<Uuid, Vec<OrderLine>> = BTreeMap::new();
    for row in rows {
        let currency = stored("orders.currency", &row.currency)?;
        let money = |minor| Money::new(minor, currency);
        let tax = match row.tax_added_bp {
            Some(bp) => Some(LineTax {
                rate: BasisPoints(u16::try_from(bp)?),
                goods: row.tax_added_minor,
                postage: row.postage_tax_added_minor,
            }),
            None => None,
        };
        let sent_and_paid_back = u32::try_from(row.refunded_quantity - row.unsent_quantity)?;
        lines.entry(row.order_id).or_default().push(OrderLine {
            id: OrderLineId(row.id),
            listing: ListingId(row.listing_id),
            listing_slug: row.listing_slug,
            variant: VariantId(row.variant_id),
            title: Bilingual::new(row.title_en, row.title_zh),
            options: Bilingual::new(row.options_en, row.options_zh),
            picture: picture(row.media_id, row.width, row.height, row.widths),
            quantity: u32::try_from(row.quantity)?,
            refunded: u32::try_from(row.refunded_quantity)?,
            unsent: u32::try_from(row.unsent_quantity)?,
            sent: u32::try_from(row.sent_quantity)?,
            lost: lost_and_owed(
                u32::try_from(row.in_lost)?,
                sent_and_paid_back,
                row.goods_left,
            ),
            unit_price: money(row.unit_price_minor),
            price: LinePrice {
                list: row.unit_price_minor * i64::from(row.quantity),
                offer: row.offer_id.map(OfferId),
                steps: Steps {
                    offer: row.offer_minor,
                    coupon: row.coupon_minor,
                    platform_coupon: row.platform_coupon_minor,
                    campaign_shop: row.campaign_shop_minor,
                    campaign_platform: row.campaign_platform_minor,
                },
                tax,
            },
            postage: money(row.postage_minor),
            commission: BasisPoints(u16::try_from(row.commission_bp)?),
        });
    }
    Ok(lines)
}
