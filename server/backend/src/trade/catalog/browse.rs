//! What shoppers are shown: cards, the home page, categories, products, shops.
//!
//! What is not live in an open shop is *not found*, except for the shop's own people, who
//! see it as a preview.

mod cards;
mod home;
mod moved;
mod offers;
mod product;
mod shop;
mod sitemap;
mod tail;

pub use cards::{cards, popular};
pub use home::{Street, home_page};
pub use product::product_page;
pub use shop::shop_page;
pub use sitemap::{MOST_IN_FILE, MapEntry, sitemap_file, sitemap_files};

use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal, stored},
    platform::media::pictures,
    trade::search,
};
use longtail::{
    actor::Actor,
    id::{CategoryId, MediaId, ShopId},
    money::{Currency, Money},
    policy::{Action, permit},
    text::Bilingual,
    trade::{
        catalog::browse::{CategoryPage, CategoryTile},
        search::SearchRequest,
        shop::{Postage, ShopCard, ShopStage},
    },
};
use sqlx::PgPool;

/// A category's list with the categories right below it. Everybody may.
///
/// # Errors
/// *Not found* where there is no such category.
pub async fn category_page(
    ctx: &Ctx,
    actor: &Actor,
    request: &SearchRequest,
) -> Result<CategoryPage, Failure<Refusal>> {
    let list = search::find(ctx, actor, request).await?;
    let category = list.trail.last().cloned().ok_or(Failure::NotFound)?;
    let depth = list.trail.len() as u32;
    let children = list
        .categories
        .iter()
        .filter(|c| c.depth == depth)
        .map(|c| CategoryTile {
            slug: c.slug.clone(),
            name: c.name.clone(),
            count: c.count,
            picture: None,
        })
        .collect();
    let first = list.request.page == 1 && list.relaxed.is_none();
    let quiet = match tree_id(ctx, &category.slug).await? {
        Some(id) if first => tail::of_the_day(ctx, id, &list.hits).await?,
        _ => Vec::new(),
    };
    Ok(CategoryPage {
        category,
        children,
        list,
        quiet,
    })
}

async fn tree_id(ctx: &Ctx, slug: &str) -> Result<Option<CategoryId>, Incident> {
    let id = sqlx::query_scalar!("select id from categories where slug = $1", slug)
        .fetch_optional(&ctx.db)
        .await?;
    Ok(id.map(CategoryId))
}

/// Whether somebody belongs to a shop and may see what others do not.
fn is_own(actor: &Actor, shop: ShopId) -> bool {
    permit(actor, Action::SeeBackOffice(shop)).is_ok()
}

/// A shop's row as the pages here need it.
struct ShopRow {
    card: ShopCard,
    about: Bilingual,
    banner: Option<MediaId>,
    postage: Postage,
    opened_at: Option<chrono::DateTime<chrono::Utc>>,
}

async fn load_shop(
    db: &PgPool,
    slug: &str,
    currency: Currency,
) -> Result<Option<ShopRow>, Incident> {
    let Some(row) = sqlx::query!("select * from shops where slug = $1", slug)
        .fetch_optional(db)
        .await?
    else {
        return Ok(None);
    };
    let mark = match row.mark_id {
        Some(id) => pictures(db, &[id]).await?.remove(&MediaId(id)),
        None => None,
    };
    let money = |minor| Money::new(minor, currency);
    Ok(Some(ShopRow {
        card: ShopCard {
            id: ShopId(row.id),
            slug: row.slug,
            name: Bilingual::new(row.name_en, row.name_zh),
            tier: stored("tier", &row.tier)?,
            stage: stored("stage", &row.stage)?,
            city: Bilingual::new(row.city_en, row.city_zh),
            mark,
        },
        about: Bilingual::new(row.about_en, row.about_zh),
        banner: row.banner_id.map(MediaId),
        postage: Postage {
            base: money(row.postage_base_minor),
            extra_item: money(row.postage_extra_item_minor),
            free_over: row.postage_free_over_minor.map(money),
        },
        opened_at: row.opened_at,
    }))
}

/// Whether others than the shop's own people see it at all.
fn may_see(stage: ShopStage, own: bool) -> bool {
    stage.is_public() || (own && stage != ShopStage::Closed)
}
