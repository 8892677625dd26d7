//! What buyers see above a shop's goods.

use super::record::StageColumns;
use crate::{
    ctx::Ctx,
    failure::Incident,
    platform::media::pictures,
    trade::{catalog::browse::cards, search::load_tree},
};
use longtail::{
    actor::Actor,
    id::{CategoryId, LayoutId, ListingId, MediaId, ShopId},
    platform::media::Picture,
    policy::{Action, permit},
    trade::{
        catalog::browse::CategoryTile,
        search::ListingCard,
        shop::layout::{Blocks, Content, PickRule, Picks, ShownBlock, ShownPart, in_force},
    },
};
use std::collections::HashMap;
use uuid::Uuid;

/// Goods in a block that picks by rule.
const PICKED_BY_RULE: i64 = 8;
/// Categories in a rail.
const RAIL: i64 = 8;
/// An undecorated shop with fewer things shows all of them at once anyway.
const ENOUGH_TO_PICK: u64 = 9;

/// The blocks above a shop's goods.
#[derive(Default)]
pub struct Front {
    pub blocks: Vec<ShownBlock>,
    /// They are a draft, and the one who looks is its owner.
    pub draft: bool,
}

/// The blocks of the layout in force; of a draft, for an owner who asks for it; else those of
/// an everyday page, where there is enough to pick from.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn front(
    ctx: &Ctx,
    actor: &Actor,
    shop: ShopId,
    preview: Option<LayoutId>,
    listings: u64,
) -> Result<Front, Incident> {
    if let Some(layout) = preview
        && permit(actor, Action::DecorateShop(shop)).is_ok()
        && let Some(blocks) = draft(ctx, shop, layout).await?
    {
        return Ok(Front {
            blocks: shown(ctx, shop, &blocks).await?,
            draft: true,
        });
    }
    let blocks = match published(ctx, shop).await? {
        Some(blocks) => blocks,
        None if listings >= ENOUGH_TO_PICK => Blocks::everyday(),
        None => Blocks::default(),
    };
    Ok(Front {
        blocks: shown(ctx, shop, &blocks).await?,
        draft: false,
    })
}

async fn draft(ctx: &Ctx, shop: ShopId, layout: LayoutId) -> Result<Option<Blocks>, Incident> {
    let blocks = sqlx::query_scalar!(
        "select blocks from shop_layouts where id = $1 and shop_id = $2",
        layout.0,
        shop.0,
    )
    .fetch_optional(&ctx.db)
    .await?;
    Ok(blocks.map(serde_json::from_value).transpose()?)
}

/// What was published of the layout in force.
async fn published(ctx: &Ctx, shop: ShopId) -> Result<Option<Blocks>, Incident> {
    let rows = sqlx::query!(
        r#"select id, stage, from_at, until_at, begun_at, ended_at, published as "published!"
           from shop_layouts where shop_id = $1 and stage in ('scheduled', 'live')"#,
        shop.0,
    )
    .fetch_all(&ctx.db)
    .await?;
    let mut stages = Vec::new();
    let mut blocks = HashMap::new();
    for row in rows {
        let stage = StageColumns {
            stage: row.stage,
            from_at: row.from_at,
            until_at: row.until_at,
            begun_at: row.begun_at,
            ended_at: row.ended_at,
        };
        stages.push((LayoutId(row.id), stage.read()?));
        blocks.insert(LayoutId(row.id), row.published);
    }
    Ok(in_force(stages, ctx.now())
        .and_then(|id| blocks.remove(&id))
        .map(serde_json::from_value)
        .transpose()?)
}

/// Everything that the blocks show, loaded together.
async fn shown(ctx: &Ctx, shop: ShopId, blocks: &Blocks) -> Result<Vec<ShownBlock>, Incident> {
    let wanted: Vec<Uuid> = blocks.pictures().iter().map(|id| id.0).collect();
    let known = pictures(&ctx.db, &wanted).await?;
    let mut picked = Picked::load(ctx, shop, blocks).await?;
    let rail = blocks
        .0
        .iter()
        .any(|block| matches!(block.content, Content::Categories(_)));
    let rail = if rail {
        categories(ctx, shop).await?
    } else {
        Vec::new()
    };
    Ok(blocks
        .0
        .iter()
        .filter_map(|block| shown_block(ctx, &block.content, &known, &mut picked, &rail))
        .collect())
}

/// One block, where it has anything to show.
fn shown_block(
    ctx: &Ctx,
    content: &Content,
    known: &HashMap<MediaId, Picture>,
    picked: &mut Picked,
    rail: &[CategoryTile],
) -> Option<ShownBlock> {
    let picture = |id: Option<MediaId>| known.get(&id?).cloned();
    if content.is_empty() {
        return None;
    }
    Some(match content {
        Content::Banner(banner) => ShownBlock::Banner {
            picture: picture(banner.picture),
            title: banner.title.clone(),
            words: banner.words.clone(),
            link: banner.link.clone(),
            link_words: banner.link_words.clone(),
        },
        Content::Picks(picks) => ShownBlock::Picks {
            title: picks.title.clone(),
            rule: picks.rule,
            cards: Some(picked.next()).filter(|cards| !cards.is_empty())?,
        },
        Content::Text(text) => ShownBlock::Text {
            title: text.title.clone(),
            words: text.words.clone(),
        },
        // One category is no choice.
        Content::Categories(categories) if rail.len() > 1 => ShownBlock::Categories {
            title: categories.title.clone(),
            tiles: rail.to_vec(),
        },
        Content::Categories(_) => return None,
        Content::Countdown(countdown) => {
            let (now, until) = (ctx.now(), countdown.until?);
            if until <= now && countdown.after.is_empty() {
                return None;
            }
            ShownBlock::Countdown {
                title: countdown.title.clone(),
                now,
                until,
                after: countdown.after.clone(),
            }
        }
        Content::Story(story) => ShownBlock::Story {
            title: story.title.clone(),
            parts: story
                .parts
                .iter()
                .filter(|part| !part.is_empty())
                .map(|part| ShownPart {
                    picture: picture(part.picture),
                    words: part.words.clone(),
                })
                .collect(),
        },
    })
}

/// The cards of each block of picks that is not empty, in the order of the blocks.
struct Picked(std::vec::IntoIter<Vec<ListingCard>>);

impl Picked {
    async fn load(ctx: &Ctx, shop: ShopId, blocks: &Blocks) -> Result<Self, Incident> {
        let mut lists: Vec<Vec<ListingId>> = Vec::new();
        for block in &blocks.0 {
            match &block.content {
                Content::Picks(picks) if !block.content.is_empty() => {
                    lists.push(ids(ctx, shop, picks).await?);
                }
                _ => {}
            }
        }
        if lists.is_empty() {
            return Ok(Self(Vec::new().into_iter()));
        }
        let lists: Vec<&[ListingId]> = lists.iter().map(Vec::as_slice).collect();
        Ok(Self(cards(ctx, &lists).await?.into_iter()))
    }

    fn next(&mut self) -> Vec<ListingCard> {
        self.0.next().unwrap_or_default()
    }
}

/// Only this shop's own goods, whatever ids a layout names.
async fn ids(ctx: &Ctx, shop: ShopId, picks: &Picks) -> Result<Vec<ListingId>, Incident> {
    let chosen: Vec<Uuid> = picks.listings.iter().map(|id| id.0).collect();
    let ids = match picks.rule {
        PickRule::BestSellers => {
            sqlx::query_scalar!(
                r#"select listing_id as "id!" from shelf where shop_id = $1 and in_stock
                   order by sold_count desc, listing_id limit $2"#,
                shop.0,
                PICKED_BY_RULE,
            )
            .fetch_all(&ctx.db)
            .await?
        }
        PickRule::New => {
            sqlx::query_scalar!(
                r#"select listing_id as "id!" from shelf where shop_id = $1 and in_stock
                   order by published_at desc, listing_id limit $2"#,
                shop.0,
                PICKED_BY_RULE,
            )
            .fetch_all(&ctx.db)
            .await?
        }
        PickRule::Chosen => {
            sqlx::query_scalar!(
                r#"select listing_id as "id!" from shelf where shop_id = $1 and listing_id = any($2::uuid[])
                   order by array_position($2::uuid[], listing_id)"#,
                shop.0,
                &chosen,
            )
            .fetch_all(&ctx.db)
            .await?
        }
    };
    Ok(ids.into_iter().map(ListingId).collect())
}

/// The shop's categories with the most in them, each with the picture of what sells best.
async fn categories(ctx: &Ctx, shop: ShopId) -> Result<Vec<CategoryTile>, Incident> {
    let rows = sqlx::query!(
        r#"select f.category_id as "id!", count(*) as "count!",
                  (array_agg(p.media_id order by f.sold_count desc, f.listing_id)
                      filter (where p.media_id is not null))[1] as media_id
           from shelf f
           left join listing_pictures p on p.listing_id = f.listing_id and p.position = (
               select min(position) from listing_pictures where listing_id = f.listing_id)
           where f.shop_id = $1
           group by f.category_id order by count(*) desc, f.category_id limit $2"#,
        shop.0,
        RAIL,
    )
    .fetch_all(&ctx.db)
    .await?;
    let wanted: Vec<Uuid> = rows.iter().filter_map(|row| row.media_id).collect();
    let known = pictures(&ctx.db, &wanted).await?;
    let tree = load_tree(&ctx.db).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let node = tree.get(CategoryId(row.id))?;
            Some(CategoryTile {
                slug: node.slug.clone(),
                name: node.name.clone(),
                count: u64::try_from(row.count).unwrap_or_default(),
                picture: row.media_id.and_then(|id| known.get(&MediaId(id)).cloned()),
            })
        })
        .collect())
}
