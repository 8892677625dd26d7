//! Layouts as the shop that lays them out sees them.

use super::{own_shop, record::StageColumns};
use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal},
    platform::media::pictures,
    trade::catalog::shop_head,
};
use chrono::{DateTime, Utc};
use longtail::{
    actor::Actor,
    id::{LayoutId, ListingId, MediaId, ShopId},
    text::Bilingual,
    trade::shop::layout::{
        BlockView, Blocks, Content, LayoutEditor, LayoutRow, LayoutStageName, LayoutsPage,
        PickChoice, in_force,
    },
};
use serde_json::Value;
use uuid::Uuid;

/// Listings that can be ticked by hand.
const CHOICES: i64 = 200;

struct Row {
    id: Uuid,
    name: String,
    stage: String,
    from_at: Option<DateTime<Utc>>,
    until_at: Option<DateTime<Utc>>,
    begun_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    blocks: Value,
    changed: bool,
    can_undo: bool,
    version: i32,
    updated_at: DateTime<Utc>,
}

/// All layouts of a shop: what is live or going to be first, then drafts, then what is over.
///
/// # Errors
/// Not found for all but the shop's owners.
pub async fn layouts_page(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
) -> Result<LayoutsPage, Failure<Refusal>> {
    own_shop::<Refusal>(ctx, actor, shop).await?;
    let head = shop_head(ctx, actor, shop).await?;
    let mut layouts: Vec<LayoutRow> = rows(ctx, head.id)
        .await?
        .into_iter()
        .map(|(layout, _)| layout)
        .collect();
    layouts.sort_by_key(|layout| match layout.stage.name() {
        LayoutStageName::Live => 0,
        LayoutStageName::Scheduled => 1,
        LayoutStageName::Draft => 2,
        LayoutStageName::Ended => 3,
    });
    Ok(LayoutsPage {
        shop: head,
        command: ctx.new_id(),
        layouts,
    })
}

/// A shop's layouts as its pages list them, the latest first, with their rows.
async fn rows(ctx: &Ctx, shop: ShopId) -> Result<Vec<(LayoutRow, Row)>, Incident> {
    let now = ctx.now();
    let stored = sqlx::query_as!(
        Row,
        r#"select id, name, stage, from_at, until_at, begun_at, ended_at, blocks,
                  (published is not null and published <> blocks) as "changed!",
                  jsonb_array_length(earlier) > 0 as "can_undo!",
                  version, updated_at
           from shop_layouts where shop_id = $1 order by updated_at desc, id"#,
        shop.0
    )
    .fetch_all(&ctx.db)
    .await?;
    let mut rows = Vec::new();
    for row in stored {
        let stage = StageColumns {
            stage: row.stage.clone(),
            from_at: row.from_at,
            until_at: row.until_at,
            begun_at: row.begun_at,
            ended_at: row.ended_at,
        };
        let layout = LayoutRow {
            id: LayoutId(row.id),
            name: row.name.clone(),
            stage: stage.read()?.turned(now),
            in_force: false,
            changed: row.changed,
            blocks: row
                .blocks
                .as_array()
                .map_or(0, |blocks| blocks.len() as u32),
            updated_at: row.updated_at,
        };
        rows.push((layout, row));
    }
    let shown = in_force(rows.iter().map(|(l, _)| (l.id, l.stage)), now);
    for (layout, _) in &mut rows {
        layout.in_force = Some(layout.id) == shown;
    }
    Ok(rows)
}

/// Everything that the editor of a layout shows.
///
/// # Errors
/// Not found for all but the shop's owners, and for another shop's layout.
pub async fn layout_editor(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    layout: LayoutId,
) -> Result<LayoutEditor, Failure<Refusal>> {
    own_shop::<Refusal>(ctx, actor, shop).await?;
    let head = shop_head(ctx, actor, shop).await?;
    let (layout, row) = rows(ctx, head.id)
        .await?
        .into_iter()
        .find(|(row, _)| row.id == layout)
        .ok_or(Failure::NotFound)?;
    let blocks: Blocks = serde_json::from_value(row.blocks)?;
    let wanted: Vec<Uuid> = blocks.pictures().iter().map(|id| id.0).collect();
    let known = pictures(&ctx.db, &wanted).await?;
    let picture = |id: Option<MediaId>| known.get(&id?).cloned();
    Ok(LayoutEditor {
        choices: choices(ctx, head.id).await?,
        shop: head,
        layout,
        version: row.version,
        can_undo: row.can_undo,
        blocks: blocks
            .0
            .into_iter()
            .map(|block| BlockView {
                pictures: match &block.content {
                    Content::Banner(banner) => vec![picture(banner.picture)],
                    Content::Story(story) => story
                        .parts
                        .iter()
                        .map(|part| picture(part.picture))
                        .collect(),
                    _ => Vec::new(),
                },
                block,
            })
            .collect(),
    })
}

async fn choices(ctx: &Ctx, shop: ShopId) -> Result<Vec<PickChoice>, Incident> {
    let rows = sqlx::query!(
        "select id, title_en, title_zh, sold_count from listings
         where shop_id = $1 and stage = 'live' order by sold_count desc, id limit $2",
        shop.0,
        CHOICES,
    )
    .fetch_all(&ctx.db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| PickChoice {
            id: ListingId(row.id),
            title: Bilingual::new(row.title_en, row.title_zh),
            sold_count: u64::try_from(row.sold_count).unwrap_or_default(),
        })
        .collect())
}
