//! Postage templates on Postgres: written by a shop's owners, measured by its people.

mod measures;
mod read;
mod told;

pub use measures::{listing_measures, save_measures};
pub(crate) use measures::{sides_of, template_names};
pub use read::{postage_page, template_editor};
pub(crate) use read::{templates, terms_of};
pub(crate) use told::{come_of, record, record_new};

use crate::{
    ctx::{Ctx, Tx},
    failure::{Failure, Incident, Refusal, denied, invalid, violates},
    outbox::Event,
    trade::shop::back_office_shop,
};
use longtail::{
    actor::Actor,
    id::{ShopId, TemplateId},
    policy::{Action, permit},
    text::{FieldIssue, FieldIssues},
    trade::shipping::postage::{TemplateDraft, Zone},
};

/// Writes a template, new or anew: the same id is the same template. The default takes the
/// place of the one before.
///
/// # Errors
/// Not found for all but the shop's owners; fields that cannot be taken.
pub async fn save_template(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
    template: TemplateId,
    draft: &TemplateDraft,
) -> Result<(), Failure<Refusal>> {
    let shop = back_office_shop(ctx, actor, slug).await?.id();
    permit(actor, Action::RunShop(shop)).map_err(denied)?;
    let (name, zones) = draft.checked(ctx.settings.currency).map_err(invalid)?;
    let mut tx = ctx.transaction().await?;
    lock_shop(&mut tx, shop).await?;
    if draft.is_default {
        sqlx::query!(
            "update postage_templates set is_default = false where shop_id = $1 and id <> $2 and is_default",
            shop.0,
            template.0,
        )
        .execute(tx.sql())
        .await?;
    }
    write(&mut tx, shop, template, &name, draft).await?;
    sqlx::query!(
        "delete from postage_zones where template_id = $1",
        template.0
    )
    .execute(tx.sql())
    .await?;
    for (position, zone) in (0..).zip(&zones) {
        write_zone(&mut tx, template, position, zone).await?;
    }
    tx.emit(Event::ShopChanged { shop }).await?;
    Ok(tx.commit().await?)
}

/// Of two who change a shop's templates, the second sees what the first has done.
async fn lock_shop(tx: &mut Tx, shop: ShopId) -> Result<(), Incident> {
    sqlx::query!(
        "select id from shops where id = $1 for no key update",
        shop.0
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(())
}

async fn write(
    tx: &mut Tx,
    shop: ShopId,
    template: TemplateId,
    name: &str,
    draft: &TemplateDraft,
) -> Result<(), Failure<Refusal>> {
    let now = tx.now();
    let written = sqlx::query!(
        "insert into postage_templates (id, shop_id, name, unit, is_default, created_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (id) do update
         set name = excluded.name, unit = excluded.unit, is_default = excluded.is_default
         where postage_templates.shop_id = excluded.shop_id",
        template.0,
        shop.0,
        name,
        <&str>::from(draft.unit),
        draft.is_default,
        now,
    )
    .execute(tx.sql())
    .await;
    match written {
        Ok(written) if written.rows_affected() == 1 => Ok(()),
        Ok(_) => Err(Failure::NotFound),
        Err(error) if violates(&error, "postage_templates_name_unique") => {
            let taken = FieldIssues::one("name", FieldIssue::AlreadyTaken);
            Err(Failure::Invalid(taken))
        }
        Err(error) => Err(error.into()),
    }
}

async fn write_zone(
    tx: &mut Tx,
    template: TemplateId,
    position: i32,
    zone: &Zone,
) -> Result<(), Incident> {
    let units = |units: u32| i32::try_from(units);
    let rate = zone.rate.as_ref();
    sqlx::query!(
        "insert into postage_zones (template_id, position, countries, regions, first_units, first_minor,
                                    next_units, next_minor, free_from_minor)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        template.0,
        position,
        &zone.countries,
        &zone.regions,
        rate.map(|rate| units(rate.first_units)).transpose()?,
        rate.map(|rate| rate.first_minor),
        rate.map(|rate| units(rate.next_units)).transpose()?,
        rate.map(|rate| rate.next_minor),
        rate.and_then(|rate| rate.free_from_minor),
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Takes a template away. Goods that named it go by the shop's default from then on.
///
/// # Errors
/// Not found for all but the shop's owners, and where the shop has no such template.
pub async fn remove_template(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
    template: TemplateId,
) -> Result<(), Failure<Refusal>> {
    let shop = back_office_shop(ctx, actor, slug).await?.id();
    permit(actor, Action::RunShop(shop)).map_err(denied)?;
    let mut tx = ctx.transaction().await?;
    lock_shop(&mut tx, shop).await?;
    let removed = sqlx::query!(
        "delete from postage_templates where id = $1 and shop_id = $2",
        template.0,
        shop.0,
    )
    .execute(tx.sql())
    .await?;
    if removed.rows_affected() == 0 {
        return Err(Failure::NotFound);
    }
    tx.emit(Event::ShopChanged { shop }).await?;
    Ok(tx.commit().await?)
}
