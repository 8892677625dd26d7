//! A product's page.

use super::{cards, is_own, load_shop, may_see, moved, offers, tail};
use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal, stored},
    money::tax,
    platform::media::pictures,
    trade::{
        catalog::{prices, specs},
        question::product_questions,
        search::{CategoryTree, load_tree},
        seen,
        shipping::postage::terms_of,
    },
};
use longtail::{
    id::{CategoryId, ListingId, MediaId, ShopId, VariantId},
    money::Money,
    platform::media::Picture,
    text::{Bilingual, Lang},
    trade::{
        catalog::{
            Axis, AxisView, ListingStage, ValueView,
            browse::{OnSale, ProductPage, ShownVariant, SpecGroup},
        },
        choice::Offer,
        search::ListingCard,
        seen::Looker,
        shop::ShopStage,
        tail::TailPick,
    },
};
use std::collections::HashMap;
use uuid::Uuid;

/// Cards beside a product.
const BESIDE: i64 = 6;
/// Things looked at before.
const SEEN: usize = 8;

/// A product's page. Everybody may see what is live in a shop that is open or takes a break;
/// its own people see drafts and pauses too. That others looked is noted, behind the page's back.
///
/// # Errors
/// *Moved* where it had this address before; *not found* for everything else.
pub async fn product_page(
    ctx: &Ctx,
    looker: &Looker,
    shop_slug: &str,
    listing_slug: &str,
) -> Result<ProductPage, Failure<Refusal>> {
    let Some(shop) = load_shop(&ctx.db, shop_slug, ctx.settings.currency).await? else {
        let shop = moved::shop(ctx, &looker.actor, shop_slug)
            .await?
            .ok_or(Failure::NotFound)?;
        let to = format!("/shops/{shop}/{listing_slug}");
        return Err(Failure::Moved { to });
    };
    let own = is_own(&looker.actor, shop.card.id);
    let Some(row) = sqlx::query!(
        "select id, slug, category_id, stage, title_en, title_zh, description_en,
                description_zh, axes, sold_count, updated_at, published_at
         from listings where shop_id = $1 and slug = $2",
        shop.card.id.0,
        listing_slug,
    )
    .fetch_optional(&ctx.db)
    .await?
    else {
        let listing = moved::listing(ctx, shop.card.id, own, listing_slug)
            .await?
            .ok_or(Failure::NotFound)?;
        let to = format!("/shops/{}/{listing}", shop.card.slug);
        return Err(Failure::Moved { to });
    };
    let stage: ListingStage = stored("stage", &row.stage)?;
    let on_sale = on_sale(shop.card.stage, stage, own).ok_or(Failure::NotFound)?;
    let variants = load_variants(ctx, row.id).await?;
    let own_pictures = sqlx::query_scalar!(
        "select media_id from listing_pictures where listing_id = $1 order by position",
        row.id,
    )
    .fetch_all(&ctx.db)
    .await?;
    let axes: Vec<Axis> = serde_json::from_value(row.axes)?;
    let wanted: Vec<Uuid> = own_pictures
        .iter()
        .copied()
        .chain(variants.iter().filter_map(|v| v.media))
        .chain(
            axes.iter()
                .flat_map(|axis| axis.values.iter().filter_map(|value| Some(value.media?.0))),
        )
        .collect();
    let known = pictures(&ctx.db, &wanted).await?;
    let tree = load_tree(&ctx.db).await?;
    let category = CategoryId(row.category_id);
    let offered: Vec<_> = variants
        .iter()
        .filter(|v| v.offered)
        .map(|v| (VariantId(v.id), v.price))
        .collect();
    let listing = ListingId(row.id);
    let prices =
        prices::of_product(&ctx.db, row.published_at, &offered, ctx.settings.currency).await?;
    let mut variants: Vec<_> = variants.into_iter().map(|v| v.shown(&known)).collect();
    let shop_id = shop.card.id;
    let offers = offers::lower_variants(ctx, (shop_id, listing), &prices, &mut variants).await?;
    let beside = beside(ctx, looker, listing, shop.card.id, &tree, category).await?;
    let questions = product_questions(ctx, &looker.actor, shop.card.id, listing, on_sale).await?;
    let (place, tax) = tax::told_to(ctx, &looker.actor, (shop_id, listing)).await?;
    if !own {
        seen::note(ctx, &looker.actor, listing);
    }
    Ok(ProductPage {
        listing,
        slug: row.slug,
        title: Bilingual::new(row.title_en, row.title_zh),
        description: Bilingual::new(row.description_en, row.description_zh),
        trail: tree.links(category),
        shop: shop.card,
        postage: terms_of(&ctx.db, shop_id, Some(listing), shop.postage).await?,
        place,
        tax,
        prices,
        offers,
        now: ctx.now(),
        specs: spec_groups(ctx, row.id, &tree, category).await?,
        axes: shown_axes(axes, &known),
        variants,
        pictures: own_pictures
            .into_iter()
            .filter_map(|id| known.get(&MediaId(id)).cloned())
            .collect(),
        sold_count: u64::try_from(row.sold_count).unwrap_or_default(),
        on_sale,
        updated_at: row.updated_at,
        more_from_shop: beside.more_from_shop,
        similar: beside.similar,
        down_the_tail: beside.down_the_tail,
        seen: beside.seen,
        questions,
        public_url: ctx.settings.public_url.clone(),
    })
}

/// Whether a listing is seen, and as what.
fn on_sale(shop: ShopStage, listing: ListingStage, own: bool) -> Option<OnSale> {
    if listing == ListingStage::Removed || !may_see(shop, own) {
        return None;
    }
    match (shop, listing) {
        (ShopStage::Open, ListingStage::Live) => Some(OnSale::Yes),
        (ShopStage::Paused, ListingStage::Live) => Some(OnSale::ShopPaused),
        _ => own.then_some(OnSale::Preview),
    }
}

struct VariantRow {
    id: Uuid,
    choice: Vec<i16>,
    price: Money,
    was_price: Option<Money>,
    media: Option<Uuid>,
    offered: bool,
    available: i32,
}

impl VariantRow {
    fn shown(self, known: &HashMap<MediaId, Picture>) -> ShownVariant {
        ShownVariant {
            id: VariantId(self.id),
            offer: Offer {
                choice: self.choice.iter().map(|v| v.unsigned_abs()).collect(),
                offered: self.offered,
                stock: u32::try_from(self.available).unwrap_or_default(),
            },
            price: self.price,
            was_price: self.was_price,
            picture: self.media.and_then(|id| known.get(&MediaId(id)).cloned()),
        }
    }
}

async fn load_variants(ctx: &Ctx, listing: Uuid) -> Result<Vec<VariantRow>, Incident> {
    let rows = sqlx::query!(
        r#"select v.id, v.choice, v.price_minor, v.was_price_minor, v.media_id, v.offered,
                  coalesce(k.on_hand - k.reserved, 0) as "available!"
           from variants v left join stock_levels k on k.variant_id = v.id
           where v.listing_id = $1 and not v.retired order by v.position, v.id"#,
        listing,
    )
    .fetch_all(&ctx.db)
    .await?;
    let money = |minor| Money::new(minor, ctx.settings.currency);
    Ok(rows
        .into_iter()
        .map(|row| VariantRow {
            id: row.id,
            choice: row.choice,
            price: money(row.price_minor),
            was_price: row.was_price_minor.map(money),
            media: row.media_id,
            offered: row.offered,
            available: row.available,
        })
        .collect())
}

fn shown_axes(axes: Vec<Axis>, known: &HashMap<MediaId, Picture>) -> Vec<AxisView> {
    axes.into_iter()
        .map(|axis| AxisView {
            name: axis.name,
            values: axis
                .values
                .into_iter()
                .map(|value| ValueView {
                    label: value.label,
                    picture: value.media.and_then(|id| known.get(&id).cloned()),
                })
                .collect(),
        })
        .collect()
}

/// What the shop says of the goods, the most general category first.
async fn spec_groups(
    ctx: &Ctx,
    listing: Uuid,
    tree: &CategoryTree,
    category: CategoryId,
) -> Result<Vec<SpecGroup>, Incident> {
    let answers = specs::of_listing(&ctx.db, listing).await?;
    if answers.is_empty() {
        return Ok(Vec::new());
    }
    let mut groups: Vec<(CategoryId, SpecGroup)> = Vec::new();
    for asked in specs::definitions_for(&ctx.db, category).await? {
        let Some(answer) = answers.iter().find(|a| a.definition == asked.id) else {
            continue;
        };
        let said = |lang| asked.say(&answer.value, lang);
        let (Some(en), Some(zh)) = (said(Lang::En), said(Lang::Zh)) else {
            continue;
        };
        let fact = (asked.name.clone(), Bilingual::new(en, zh));
        match groups.last_mut() {
            Some((of, group)) if *of == asked.category => group.facts.push(fact),
            _ => groups.push((
                asked.category,
                SpecGroup {
                    category: tree
                        .get(asked.category)
                        .map(|node| node.name.clone())
                        .unwrap_or_default(),
                    facts: vec![fact],
                },
            )),
        }
    }
    Ok(groups.into_iter().map(|(_, group)| group).collect())
}

/// What stands below a product.
struct Beside {
    more_from_shop: Vec<ListingCard>,
    similar: Vec<ListingCard>,
    down_the_tail: Vec<TailPick>,
    seen: Vec<ListingCard>,
}

/// More of the same shop; what sells best of its kind, then what hardly anybody has found of
/// it; and what this visitor looked at before.
async fn beside(
    ctx: &Ctx,
    looker: &Looker,
    listing: ListingId,
    shop: ShopId,
    tree: &CategoryTree,
    category: CategoryId,
) -> Result<Beside, Incident> {
    let more = more_from_shop(ctx, listing, shop, category).await?;
    let similar = similar(ctx, shop, tree, category).await?;
    let shown: Vec<ListingId> = more.iter().chain(&similar).copied().collect();
    let quiet = tail::neighbours(ctx, (listing, category), tree, &shown, BESIDE as usize).await?;
    let mut seen = seen::lately(ctx, looker, SEEN + 1).await?;
    seen.retain(|id| *id != listing);
    seen.truncate(SEEN);
    let rows: [_; 4] = cards(ctx, &[&more, &similar, &tail::ids(&quiet), &seen])
        .await?
        .try_into()
        .map_err(|_| Incident::new("four rows were asked for"))?;
    let [more_from_shop, similar, quiet_cards, seen] = rows;
    Ok(Beside {
        more_from_shop,
        similar,
        down_the_tail: tail::picks(quiet, quiet_cards),
        seen,
    })
}

async fn more_from_shop(
    ctx: &Ctx,
    listing: ListingId,
    shop: ShopId,
    category: CategoryId,
) -> Result<Vec<ListingId>, Incident> {
    let ids = sqlx::query_scalar!(
        r#"select listing_id as "id!" from shelf
           where shop_id = $1 and listing_id <> $2
           order by in_stock desc, (category_id = $3) desc, sold_count desc, listing_id limit $4"#,
        shop.0,
        listing.0,
        category.0,
        BESIDE,
    )
    .fetch_all(&ctx.db)
    .await?;
    Ok(ids.into_iter().map(ListingId).collect())
}

/// Things of other shops: its category first, then the rest of the top category.
async fn similar(
    ctx: &Ctx,
    shop: ShopId,
    tree: &CategoryTree,
    category: CategoryId,
) -> Result<Vec<ListingId>, Incident> {
    let ids = sqlx::query_scalar!(
        r#"select listing_id as "id!" from shelf
           where category_id = any($1) and shop_id <> $2 and in_stock
           order by (category_id = $3) desc, sold_count desc, listing_id limit $4"#,
        &tail::family(tree, category),
        shop.0,
        category.0,
        BESIDE,
    )
    .fetch_all(&ctx.db)
    .await?;
    Ok(ids.into_iter().map(ListingId).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_sees_what() {
        use ListingStage::{Draft, Live, Paused, Removed};
        use ShopStage::{Closed, Open, Preparing};
        let table = [
            (Open, Live, Some(OnSale::Yes), Some(OnSale::Yes)),
            (Open, Draft, None, Some(OnSale::Preview)),
            (Open, Paused, None, Some(OnSale::Preview)),
            (Open, Removed, None, None),
            (
                ShopStage::Paused,
                Live,
                Some(OnSale::ShopPaused),
                Some(OnSale::ShopPaused),
            ),
            (ShopStage::Paused, Draft, None, Some(OnSale::Preview)),
            (Preparing, Live, None, Some(OnSale::Preview)),
            (Preparing, Draft, None, Some(OnSale::Preview)),
            (Closed, Live, None, None),
        ];
        for (shop, listing, others, own) in table {
            assert_eq!(
                on_sale(shop, listing, false),
                others,
                "{shop:?} {listing:?}"
            );
            assert_eq!(
                on_sale(shop, listing, true),
                own,
                "own {shop:?} {listing:?}"
            );
        }
    }
}
