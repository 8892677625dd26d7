//! A shop's templates as its people and shoppers read them.

use crate::{
    ctx::{Ctx, column},
    failure::{Failure, Incident, Refusal, denied, stored},
    pages::page_count,
    trade::shop::{back_office_shop, postages},
};
use longtail::{
    actor::Actor,
    id::{ListingId, ShopId, TemplateId},
    money::{Currency, Money},
    policy::{Action, permit},
    text::Bilingual,
    trade::{
        shipping::{
            postage::{
                GoodsPostage, PostagePage, PreviewAsk, Rate, Template, TemplateDraft,
                TemplateEditor, TemplateView, TermsOf, Zone, ZoneDraft,
            },
            region::Place,
        },
        shop::Postage,
    },
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Goods on one page of the list.
const PAGE: i64 = 20;

/// Templates with their zones, in no order.
pub(crate) async fn templates(
    db: &mut sqlx::PgConnection,
    ids: &[TemplateId],
) -> Result<Vec<Template>, Incident> {
    let ids = column(ids, |id| id.0);
    let mut zones = zones(db, &ids).await?;
    sqlx::query!(
        "select id, unit from postage_templates where id = any($1)",
        &ids
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| {
        Ok(Template {
            id: TemplateId(row.id),
            unit: stored("postage_templates.unit", &row.unit)?,
            zones: zones.remove(&row.id).unwrap_or_default(),
        })
    })
    .collect()
}

async fn zones(
    db: &mut sqlx::PgConnection,
    templates: &[Uuid],
) -> Result<BTreeMap<Uuid, Vec<Zone>>, Incident> {
    let mut zones: BTreeMap<Uuid, Vec<Zone>> = BTreeMap::new();
    for row in sqlx::query!(
        "select template_id, countries, regions, first_units, first_minor, next_units, next_minor, free_from_minor
         from postage_zones where template_id = any($1) order by template_id, position",
        templates
    )
    .fetch_all(db)
    .await?
    {
        let rate = match (row.first_units, row.first_minor, row.next_units, row.next_minor) {
            (Some(first_units), Some(first_minor), Some(next_units), Some(next_minor)) => Some(Rate {
                first_units: u32::try_from(first_units)?,
                first_minor,
                next_units: u32::try_from(next_units)?,
                next_minor,
                free_from_minor: row.free_from_minor,
            }),
            _ => None,
        };
        let zone = Zone {
            countries: row.countries,
            regions: row.regions,
            rate,
        };
        zones.entry(row.template_id).or_default().push(zone);
    }
    Ok(zones)
}

/// What a shop asks for a thing, or for things that name no template, sent within the market's
/// own country.
pub(crate) async fn terms_of(
    db: &sqlx::PgPool,
    shop: ShopId,
    listing: Option<ListingId>,
    plain: Postage,
) -> Result<TermsOf, Incident> {
    let mut db = db.acquire().await?;
    let template = sqlx::query_scalar!(
        r#"select coalesce(
             (select postage_template_id from listings where id = $2),
             (select id from postage_templates where shop_id = $1 and is_default)) as "template""#,
        shop.0,
        listing.map(|listing| listing.0),
    )
    .fetch_one(&mut *db)
    .await?;
    let known = match template {
        Some(id) => templates(&mut db, &[TemplateId(id)]).await?.pop(),
        None => None,
    };
    Ok(known.map_or(TermsOf::Plain { postage: plain }, |template| {
        TermsOf::Template {
            unit: template.unit,
            rate: template.rate(&Place::default()).copied(),
            currency: plain.base.currency,
        }
    }))
}

/// A shop's templates, its goods with what they are sent by (those not measured first), and
/// what a basket would cost. `page` counts from 1.
///
/// # Errors
/// Not found for all but the shop's own people.
pub async fn postage_page(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
    page: u32,
    ask: &PreviewAsk,
) -> Result<PostagePage, Failure<Refusal>> {
    let shop = back_office_shop(ctx, actor, slug).await?;
    let plain = plain_terms(ctx, shop.id()).await?;
    let templates = views(ctx, shop.id()).await?;
    let total = sqlx::query_scalar!(
        r#"select count(*) as "count!" from listings where shop_id = $1 and stage <> 'removed'"#,
        shop.id().0
    )
    .fetch_one(&ctx.db)
    .await?;
    let page = page.max(1);
    Ok(PostagePage {
        previews: ask.previews(&plain, &templates),
        goods: goods(ctx, shop.id(), page).await?,
        role: shop.role,
        shop: shop.card,
        plain,
        templates,
        page,
        pages: page_count(total, PAGE),
        ask: ask.clone(),
    })
}

async fn plain_terms(ctx: &Ctx, shop: ShopId) -> Result<Postage, Incident> {
    let known = postages(&ctx.db, &[shop], ctx.settings.currency).await?;
    let plain = known.get(&shop).copied();
    plain.ok_or_else(|| Incident::new("a shop has no terms of postage"))
}

async fn views(ctx: &Ctx, shop: ShopId) -> Result<Vec<TemplateView>, Incident> {
    let rows = sqlx::query!(
        r#"select t.id, t.name, t.unit, t.is_default, count(l.id) as "listings!",
                  count(l.id) filter (where exists (
                      select from variants v where v.listing_id = l.id and v.offered
                        and case t.unit when 'weight' then v.weight_g is null
                                        when 'volume' then v.length_cm is null else false end)) as "unmeasured!"
           from postage_templates t
           left join listings l on l.shop_id = t.shop_id and l.stage <> 'removed'
             and (l.postage_template_id = t.id or (t.is_default and l.postage_template_id is null))
           where t.shop_id = $1 group by t.id order by t.is_default desc, t.name"#,
        shop.0
    )
    .fetch_all(&ctx.db)
    .await?;
    let ids = column(&rows, |row| row.id);
    let mut zones = zones(&mut *ctx.db.acquire().await?, &ids).await?;
    rows.into_iter()
        .map(|row| {
            Ok(TemplateView {
                name: row.name,
                is_default: row.is_default,
                template: Template {
                    id: TemplateId(row.id),
                    unit: stored("postage_templates.unit", &row.unit)?,
                    zones: zones.remove(&row.id).unwrap_or_default(),
                },
                listings: u32::try_from(row.listings)?,
                unmeasured: u32::try_from(row.unmeasured)?,
            })
        })
        .collect()
}

async fn goods(ctx: &Ctx, shop: ShopId, page: u32) -> Result<Vec<GoodsPostage>, Incident> {
    let rows = sqlx::query!(
        r#"select l.id, l.title_en, l.title_zh, t.name as "template?",
                  exists (select from variants v where v.listing_id = l.id and v.offered
                            and case t.unit when 'weight' then v.weight_g is null
                                            when 'volume' then v.length_cm is null else false end) as "unmeasured!"
           from listings l
           left join postage_templates t on t.id = coalesce(l.postage_template_id,
               (select d.id from postage_templates d where d.shop_id = l.shop_id and d.is_default))
           where l.shop_id = $1 and l.stage <> 'removed'
           order by 5 desc, l.title_en, l.title_zh, l.id limit $2 offset $3"#,
        shop.0,
        PAGE,
        i64::from(page - 1) * PAGE,
    )
    .fetch_all(&ctx.db)
    .await?;
    let goods = rows.into_iter().map(|row| GoodsPostage {
        listing: ListingId(row.id),
        title: Bilingual::new(row.title_en, row.title_zh),
        template: row.template,
        unmeasured: row.unmeasured,
    });
    Ok(goods.collect())
}

/// A template to be written: a new one where none is named.
///
/// # Errors
/// Not found for all but the shop's owners, and where the shop has no such template.
pub async fn template_editor(
    ctx: &Ctx,
    actor: &Actor,
    slug: &str,
    template: Option<TemplateId>,
) -> Result<TemplateEditor, Failure<Refusal>> {
    let shop = back_office_shop(ctx, actor, slug).await?;
    permit(actor, Action::RunShop(shop.id())).map_err(denied)?;
    let currency = ctx.settings.currency;
    let known = match template {
        Some(id) => {
            let views = views(ctx, shop.id()).await?;
            let named = views.into_iter().find(|view| view.template.id == id);
            Some(named.ok_or(Failure::NotFound)?)
        }
        None => None,
    };
    Ok(TemplateEditor {
        role: shop.role,
        shop: shop.card,
        currency,
        template: template.unwrap_or_else(|| ctx.new_id()),
        is_new: template.is_none(),
        listings: known.as_ref().map_or(0, |view| view.listings),
        draft: known.map_or_else(
            || begun(currency),
            |view| TemplateDraft {
                name: view.name,
                unit: view.template.unit,
                is_default: view.is_default,
                zones: of_zones(&view.template.zones, currency),
            },
        ),
    })
}

fn of_zones(zones: &[Zone], currency: Currency) -> Vec<ZoneDraft> {
    let zones = zones.iter();
    zones.map(|zone| ZoneDraft::of(zone, currency)).collect()
}

/// What a new template begins with: the market's own country.
fn begun(currency: Currency) -> TemplateDraft {
    let home = ZoneDraft {
        countries: Place::default().country,
        first_units: "1".to_owned(),
        first: Money::zero(currency).plain(),
        next_units: "1".to_owned(),
        next: Money::zero(currency).plain(),
        ..ZoneDraft::default()
    };
    TemplateDraft {
        zones: vec![home],
        ..TemplateDraft::default()
    }
}
