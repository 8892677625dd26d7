//! What goods weigh, how large they are, and by which template they are sent.

use super::come_of;
use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal, denied, invalid},
    trade::{
        cart::option_words,
        catalog::{
            listing::remeasure,
            read::{Find, lock_listing, lock_listings},
        },
        shop::back_office_shop,
    },
};
use longtail::{
    actor::Actor,
    id::{ListingId, ShopId, TemplateId, VariantId},
    policy::{Action, permit},
    text::{Bilingual, FieldIssue, FieldIssues},
    trade::{
        catalog::{ListingStage, history::Cause},
        shipping::postage::{Known, ListingMeasures, ListingTold, MeasuresDraft, VariantMeasures},
    },
};

/// A listing's variants with what is known of them.
///
/// # Errors
/// Not found for all but the shop's own people, and where the shop has no such listing.
pub async fn listing_measures(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
    listing: ListingId,
) -> Result<ListingMeasures, Failure<Refusal>> {
    let shop = back_office_shop(ctx, actor, slug).await?;
    let row = sqlx::query!(
        "select title_en, title_zh, axes, postage_template_id from listings
         where id = $1 and shop_id = $2 and stage <> 'removed'",
        listing.0,
        shop.id().0,
    )
    .fetch_optional(&ctx.db)
    .await?
    .ok_or(Failure::NotFound)?;
    let templates = template_names(ctx, shop.id()).await?;
    let variants = sqlx::query!(
        "select id, choice, weight_g, length_cm, width_cm, height_cm from variants
         where listing_id = $1 and not retired order by position, id",
        listing.0
    )
    .fetch_all(&ctx.db)
    .await?
    .into_iter()
    .map(|variant| VariantMeasures {
        variant: VariantId(variant.id),
        options: option_words(&row.axes, &variant.choice),
        weight_g: variant.weight_g.map(i32::unsigned_abs),
        size_cm: sides_of([variant.length_cm, variant.width_cm, variant.height_cm])
            .map(|sides| sides.map(i32::unsigned_abs)),
    })
    .collect();
    Ok(ListingMeasures {
        role: shop.role,
        shop: shop.card,
        listing,
        title: Bilingual::new(row.title_en, row.title_zh),
        template: row.postage_template_id.map(TemplateId),
        templates,
        variants,
    })
}

/// A shop's templates, its default first.
///
/// # Errors
/// An incident when the database cannot be read.
pub(crate) async fn template_names(
    ctx: &Ctx,
    shop: ShopId,
) -> Result<Vec<(TemplateId, String)>, Incident> {
    let rows = sqlx::query!(
        "select id, name from postage_templates where shop_id = $1 order by is_default desc, name",
        shop.0
    )
    .fetch_all(&ctx.db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (TemplateId(row.id), row.name))
        .collect())
}

/// Length, width and height as the columns keep them: all or none.
pub(crate) fn sides_of(sides: [Option<i32>; 3]) -> Option<[i32; 3]> {
    match sides {
        [Some(length), Some(width), Some(height)] => Some([length, width, height]),
        _ => None,
    }
}

/// Keeps what a listing's variants weigh and measure, and by which template they are sent;
/// none: by the shop's default. Where that is other than before it is a version of its own.
///
/// # Errors
/// Not found for all but the shop's own people, and where the shop has no such listing; fields
/// that cannot be taken.
pub async fn save_measures(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
    listing: ListingId,
    template: Option<TemplateId>,
    draft: &MeasuresDraft,
) -> Result<(), Failure<Refusal>> {
    let shop = back_office_shop(ctx, actor, slug).await?.id();
    permit(actor, Action::EditGoods(shop)).map_err(denied)?;
    let wanted = Known {
        template,
        variants: draft.checked().map_err(invalid)?.into_iter().collect(),
    };
    let mut tx = ctx.transaction().await?;
    lock_listings(&mut tx, &[listing]).await?;
    let currency = ctx.settings.currency;
    let old = lock_listing(&mut tx, Find::Id(listing), currency)
        .await?
        .filter(|old| old.shop == shop && old.stage != ListingStage::Removed)
        .ok_or(Failure::NotFound)?;
    let variants: Vec<VariantId> = old.variants.iter().map(|v| v.id).collect();
    let told = ListingTold::all(&wanted, variants.iter().copied().map(Some));
    let changed = come_of(&mut tx, shop, &told, old.known(), &variants).await?;
    if changed.after.template != template {
        let unknown = FieldIssues::one("template", FieldIssue::NotAChoice);
        return Err(Failure::Invalid(unknown));
    }
    remeasure(&mut tx, actor, &old, &changed, Cause::Edit, currency).await?;
    Ok(tx.commit().await?)
}
