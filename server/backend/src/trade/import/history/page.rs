//! The page for imports.

use super::super::{Renames, columns};
use crate::{
    Ctx,
    failure::{Failure, Incident, Refusal, stored},
    trade::catalog::{category, shop_head},
};
use longtail::{
    actor::Actor,
    id::{ImportId, ShopId},
    trade::import::{Becomes, EarlierImport, ImportPage, ImportReport, ImportView},
};
use sqlx::types::Json;

/// The page for imports, with one of them open.
///
/// # Errors
/// *Not found* for another's shop or import.
pub async fn page(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    import: Option<ImportId>,
) -> Result<ImportPage, Failure<Refusal>> {
    let shop = shop_head(ctx, actor, shop).await?;
    let current = match import {
        Some(import) => Some(view(ctx, shop.id, import).await?.ok_or(Failure::NotFound)?),
        None => None,
    };
    Ok(ImportPage {
        categories: category::category_tree(ctx).await?,
        earlier: earlier(ctx, shop.id).await?,
        current,
        shop,
    })
}

async fn view(ctx: &Ctx, shop: ShopId, import: ImportId) -> Result<Option<ImportView>, Incident> {
    let Some(row) = sqlx::query!(
        r#"select stage, done, total, created_at, report as "report: Json<ImportReport>",
                  renames as "renames: Json<Renames>"
           from imports where id = $1 and shop_id = $2"#,
        import.0,
        shop.0
    )
    .fetch_optional(&ctx.db)
    .await?
    else {
        return Ok(None);
    };
    let report = row.report.0;
    Ok(Some(ImportView {
        id: import,
        stage: stored("imports.stage", &row.stage)?,
        done: row.done.unsigned_abs(),
        total: row.total.unsigned_abs(),
        created_at: row.created_at,
        renames: row.renames.0.into_iter().collect(),
        free_columns: free_columns(&report),
        report,
    }))
}

/// Columns that the format knows, takes, and the file lacks: what an unknown one can become.
fn free_columns(report: &ImportReport) -> Vec<String> {
    let taken = |name: &str| report.columns.iter().any(|used| used.known_as == name);
    columns(report.read_as.format)
        .iter()
        .filter(|(name, becomes)| {
            !name.contains(['#', '*']) && !matches!(becomes, Becomes::Aside(_)) && !taken(name)
        })
        .map(|(name, _)| (*name).to_owned())
        .collect()
}

async fn earlier(ctx: &Ctx, shop: ShopId) -> Result<Vec<EarlierImport>, Incident> {
    sqlx::query!(
        r#"select id, format, stage, file_name, created_at,
                  coalesce((report ->> 'rows')::int, 0) as "rows!",
                  coalesce((report ->> 'error_rows')::int, 0) as "error_rows!"
           from imports where shop_id = $1 order by created_at desc limit 20"#,
        shop.0
    )
    .fetch_all(&ctx.db)
    .await?
    .into_iter()
    .map(|row| {
        Ok(EarlierImport {
            id: ImportId(row.id),
            file_name: row.file_name,
            format: stored("imports.format", &row.format)?,
            stage: stored("imports.stage", &row.stage)?,
            rows: row.rows.unsigned_abs(),
            error_rows: row.error_rows.unsigned_abs(),
            created_at: row.created_at,
        })
    })
    .collect()
}
