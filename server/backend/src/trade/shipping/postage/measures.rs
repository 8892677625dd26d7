//! What goods weigh, how large they are, and by which template they are sent.

use crate::{
    ctx::Ctx,
    failure::{Failure, Refusal, denied, invalid},
    outbox::Event,
    trade::{cart::option_words, shop::back_office_shop},
};
use longtail::{
    actor::Actor,
    id::{ListingId, TemplateId, VariantId},
    policy::{Action, permit},
    text::{Bilingual, FieldIssue, FieldIssues},
    trade::shipping::postage::{ListingMeasures, MeasuresDraft, VariantMeasures},
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
    let templates = sqlx::query!(
        "select id, name from postage_templates where shop_id = $1 order by is_default desc, name",
        shop.id().0
    )
    .fetch_all(&ctx.db)
    .await?;
    let side = i32::unsigned_abs;
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
        weight_g: variant.weight_g.map(side),
        size_cm: match (variant.length_cm, variant.width_cm, variant.height_cm) {
            (Some(length), Some(width), Some(height)) => {
                Some([side(length), side(width), side(height)])
            }
            _ => None,
        },
    })
    .collect();
    Ok(ListingMeasures {
        role: shop.role,
        shop: shop.card,
        listing,
        title: Bilingual::new(row.title_en, row.title_zh),
        template: row.postage_template_id.map(TemplateId),
        templates: templates
            .into_iter()
            .map(|template| (TemplateId(template.id), template.name))
            .collect(),
        variants,
    })
}

/// Keeps what a listing's variants weigh and measure, and by which template they are sent;
/// none: by the shop's default.
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
    let measures = draft.checked().map_err(invalid)?;
    let mut tx = ctx.transaction().await?;
    if let Some(template) = template {
        let known = sqlx::query_scalar!(
            "select id from postage_templates where id = $1 and shop_id = $2 for key share",
            template.0,
            shop.0,
        )
        .fetch_optional(tx.sql())
        .await?;
        if known.is_none() {
            let unknown = FieldIssues::one("template", FieldIssue::NotAChoice);
            return Err(Failure::Invalid(unknown));
        }
    }
    let found = sqlx::query!(
        "update listings set postage_template_id = $3
         where id = $1 and shop_id = $2 and stage <> 'removed'",
        listing.0,
        shop.0,
        template.map(|template| template.0),
    )
    .execute(tx.sql())
    .await?;
    if found.rows_affected() == 0 {
        return Err(Failure::NotFound);
    }
    for (variant, (weight, size)) in measures {
        let [length, width, height] = size.map_or([None; 3], |sides| sides.map(Some));
        sqlx::query!(
            "update variants set weight_g = $3, length_cm = $4, width_cm = $5, height_cm = $6
             where id = $1 and listing_id = $2",
            variant.0,
            listing.0,
            weight,
            length,
            width,
            height,
        )
        .execute(tx.sql())
        .await?;
    }
    tx.emit(Event::ListingChanged { listing }).await?;
    Ok(tx.commit().await?)
}
