//! What is said of weights, sizes and templates: kept beside what listings hold.

use crate::{ctx::Tx, failure::Incident};
use longtail::{
    id::{ListingId, ShopId, TemplateId, VariantId},
    trade::shipping::postage::{Changed, Known, ListingTold, Measures},
};
use std::collections::HashMap;
use uuid::Uuid;

/// What comes of what is said of a listing whose shop is locked. A template that is gone by now
/// is the shop's default.
///
/// # Errors
/// An incident when the database cannot be read.
pub(crate) async fn come_of(
    tx: &mut Tx,
    shop: ShopId,
    told: &ListingTold,
    known: Known,
    variants: &[VariantId],
) -> Result<Changed, Incident> {
    let mut changed = told.on(known, variants);
    if let Some(Some(template)) = changed.sent() {
        changed.after.template = sqlx::query_scalar!(
            "select id from postage_templates where id = $1 and shop_id = $2",
            template.0,
            shop.0,
        )
        .fetch_optional(tx.sql())
        .await?
        .map(TemplateId);
    }
    Ok(changed)
}

/// Writes what changed of listings that are locked.
///
/// # Errors
/// An incident when the database cannot take it.
pub(crate) async fn record(tx: &mut Tx, changed: &[(ListingId, &Changed)]) -> Result<(), Incident> {
    record_templates(tx, changed).await?;
    record_variants(tx, changed).await
}

async fn record_templates(tx: &mut Tx, changed: &[(ListingId, &Changed)]) -> Result<(), Incident> {
    let (listings, templates): (Vec<Uuid>, Vec<Option<Uuid>>) = changed
        .iter()
        .filter_map(|(listing, changed)| Some((listing.0, changed.sent()?.map(|id| id.0))))
        .unzip();
    if listings.is_empty() {
        return Ok(());
    }
    // A template that is gone by now is the shop's default.
    sqlx::query!(
        "update listings l
         set postage_template_id = (select t.id from postage_templates t
                                    where t.id = n.template and t.shop_id = l.shop_id)
         from unnest($1::uuid[], $2::uuid[]) as n (listing, template)
         where l.id = n.listing",
        &listings,
        &templates as &[Option<Uuid>],
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn record_variants(tx: &mut Tx, changed: &[(ListingId, &Changed)]) -> Result<(), Incident> {
    let lines: Vec<(VariantId, Measures)> = changed
        .iter()
        .flat_map(|(_, changed)| changed.measured())
        .collect();
    if lines.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = lines.iter().map(|(id, _)| id.0).collect();
    let weights: Vec<Option<i32>> = lines.iter().map(|(_, (weight, _))| *weight).collect();
    let side = |at: usize| -> Vec<Option<i32>> {
        lines
            .iter()
            .map(|(_, (_, size))| size.map(|sides| sides[at]))
            .collect()
    };
    sqlx::query!(
        "update variants v
         set weight_g = m.grams, length_cm = m.length, width_cm = m.width, height_cm = m.height
         from unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::int[])
              as m (id, grams, length, width, height)
         where v.id = m.id",
        &ids,
        &weights as &[Option<i32>],
        &side(0) as &[Option<i32>],
        &side(1) as &[Option<i32>],
        &side(2) as &[Option<i32>],
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Keeps what is said of listings that this transaction has made.
///
/// # Errors
/// An incident when the database cannot take it.
pub(crate) async fn record_new(
    tx: &mut Tx,
    told: &[(ListingId, ListingTold)],
) -> Result<(), Incident> {
    let measured: Vec<Uuid> = told
        .iter()
        .filter(|(_, told)| told.variants.iter().any(|one| !one.says_nothing()))
        .map(|(listing, _)| listing.0)
        .collect();
    let made = variants_of(tx, &measured).await?;
    let changed: Vec<(ListingId, Changed)> = told
        .iter()
        .map(|(listing, told)| {
            let variants = made.get(&listing.0).map(Vec::as_slice);
            let variants = variants.unwrap_or_default();
            (*listing, told.on(Known::default(), variants))
        })
        .collect();
    let changed: Vec<(ListingId, &Changed)> =
        changed.iter().map(|(id, changed)| (*id, changed)).collect();
    record(tx, &changed).await
}

/// The variants of listings, each in their order.
async fn variants_of(
    tx: &mut Tx,
    listings: &[Uuid],
) -> Result<HashMap<Uuid, Vec<VariantId>>, Incident> {
    let mut variants: HashMap<Uuid, Vec<VariantId>> = HashMap::new();
    if listings.is_empty() {
        return Ok(variants);
    }
    let rows = sqlx::query!(
        "select id, listing_id from variants
         where listing_id = any($1) and not retired order by listing_id, position, id",
        listings
    )
    .fetch_all(tx.sql())
    .await?;
    for row in rows {
        let of = variants.entry(row.listing_id).or_default();
        of.push(VariantId(row.id));
    }
    Ok(variants)
}
