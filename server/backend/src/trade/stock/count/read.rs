//! Counts as their pages show them.

use super::write::both;
use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal, stored},
    pages::page_count,
    trade::{
        cart::option_words,
        catalog::{category::category_tree, shop_head},
    },
};
use longtail::{
    actor::Actor,
    id::{ShopId, StockCountId, VariantId},
    text::Bilingual,
    trade::stock::count::{CountRow, CountStage, CountSummary, CountView, CountsPage, ScopeView},
};

/// Counts on one page of the list.
const PAGE: i64 = 20;
/// Lines on one page of a count.
const LINES: i64 = 200;

/// A shop's counts, the latest first. `page` counts from 1.
///
/// # Errors
/// *Not found* for another's shop.
pub async fn counts_page(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    page: u32,
) -> Result<CountsPage, Failure<Refusal>> {
    let shop = shop_head(ctx, actor, shop).await?;
    let page = page.max(1);
    let total = sqlx::query_scalar!(
        r#"select count(*) as "count!" from stock_counts where shop_id = $1"#,
        shop.id.0
    )
    .fetch_one(&ctx.db)
    .await?;
    let counts = summaries(ctx, shop.id, None, page).await?;
    Ok(CountsPage {
        shop,
        counts,
        page,
        pages: page_count(total, PAGE),
        categories: category_tree(ctx).await?,
        command: ctx.new_id(),
    })
}

async fn summaries(
    ctx: &Ctx,
    shop: ShopId,
    only: Option<StockCountId>,
    page: u32,
) -> Result<Vec<CountSummary>, Incident> {
    sqlx::query!(
        r#"select c.id, c.stage, c.scope, c.words, c.begun_at, c.ended_at,
                  b.name as begun_by, e.name as "ended_by?",
                  g.name_en as "category_en?", g.name_zh as "category_zh?",
                  n.lines as "lines!", n.counted as "counted!", n.different as "different!", n.pieces as "pieces!"
           from stock_counts c
           join accounts b on b.id = c.begun_by
           left join accounts e on e.id = c.ended_by
           left join categories g on g.id = c.category_id
           cross join lateral (
               select count(*) as lines, count(l.counted) as counted,
                      count(*) filter (where l.counted <> l.expected) as different,
                      coalesce(sum(l.counted - l.expected), 0)::bigint as pieces
               from stock_count_lines l where l.count_id = c.id) n
           where c.shop_id = $1 and ($2::uuid is null or c.id = $2)
           order by c.begun_at desc, c.id desc limit $3 offset $4"#,
        shop.0,
        only.map(|id| id.0),
        PAGE,
        i64::from(page - 1) * PAGE,
    )
    .fetch_all(&ctx.db)
    .await?
    .into_iter()
    .map(|row| {
        Ok(CountSummary {
            id: StockCountId(row.id),
            stage: stored("stock_counts.stage", &row.stage)?,
            scope: match row.scope.as_str() {
                "category" => ScopeView::Category {
                    name: Bilingual::new(
                        row.category_en.unwrap_or_default(),
                        row.category_zh.unwrap_or_default(),
                    ),
                },
                "search" => ScopeView::Search { words: row.words },
                _ => ScopeView::All,
            },
            begun_by: row.begun_by,
            begun_at: row.begun_at,
            ended_by: row.ended_by,
            ended_at: row.ended_at,
            lines: u32::try_from(row.lines)?,
            counted: u32::try_from(row.counted)?,
            different: u32::try_from(row.different)?,
            pieces: row.pieces,
        })
    })
    .collect()
}

/// One count with its lines, or those alone that differ. `page` counts from 1.
///
/// # Errors
/// *Not found* for another's shop or count.
pub async fn count_page(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    count: StockCountId,
    differing: bool,
    page: u32,
) -> Result<CountView, Failure<Refusal>> {
    let shop = shop_head(ctx, actor, shop).await?;
    let page = page.max(1);
    let summary = summaries(ctx, shop.id, Some(count), 1)
        .await?
        .pop()
        .ok_or(Failure::NotFound)?;
    // what has ended shows what it found
    let differing = differing || summary.stage != CountStage::Open;
    let rows = sqlx::query!(
        "select l.variant_id, l.counted, l.expected, l.reason, v.choice, v.sku,
                g.title_en, g.title_zh, g.axes
         from stock_count_lines l
         join variants v on v.id = l.variant_id join listings g on g.id = v.listing_id
         where l.count_id = $1 and (not $2 or l.counted <> l.expected)
         order by l.position limit $3 offset $4",
        count.0,
        differing,
        LINES,
        i64::from(page - 1) * LINES,
    )
    .fetch_all(&ctx.db)
    .await?
    .into_iter()
    .map(|row| {
        Ok(CountRow {
            variant: VariantId(row.variant_id),
            title: Bilingual::new(row.title_en, row.title_zh),
            options: option_words(&row.axes, &row.choice),
            sku: row.sku,
            counted: both(row.counted, row.expected)?,
            reason: row
                .reason
                .as_deref()
                .map(|reason| stored("stock_count_lines.reason", reason))
                .transpose()?,
        })
    })
    .collect::<Result<_, Incident>>()?;
    let lines = if differing {
        summary.different
    } else {
        summary.lines
    };
    Ok(CountView {
        shop,
        rows,
        page,
        pages: page_count(lines.into(), LINES),
        summary,
        command: ctx.new_id(),
    })
}
