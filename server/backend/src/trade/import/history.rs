//! Imports from the back office: a file is checked first, then brought in by the worker.

use super::{Order, Pictures, import_file};
use crate::{
    Ctx,
    ctx::account_of,
    failure::{Failure, Incident, denied, stored},
    jobs::Job,
    trade::catalog::{category, shop_head},
};
use bytes::Bytes;
use futures::TryStreamExt;
use longtail::{
    actor::Actor,
    id::{CategoryId, ImportId, ShopId},
    policy::{Action, permit},
    trade::import::{
        EarlierImport, Format, ImportError, ImportPage, ImportReport, ImportStage, ImportView,
    },
};
use object_store::{ObjectStore, ObjectStoreExt, path::Path};

/// A file as it was sent, with the pictures that came along.
pub struct Upload {
    pub format: Format,
    pub file_name: String,
    pub file: Bytes,
    pub pictures: Vec<(String, Bytes)>,
    /// A category for everything in it.
    pub category: Option<CategoryId>,
}

fn file_place(import: ImportId) -> Path {
    Path::from(format!("imports/{import}/file"))
}

fn picture_folder(import: ImportId) -> Path {
    Path::from(format!("imports/{import}/pictures"))
}

/// Keeps a file and tells what bringing it in would do.
///
/// # Errors
/// Says why nothing of the file can be read.
pub async fn preview(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    upload: Upload,
) -> Result<ImportId, Failure<ImportError>> {
    let shop = shop_head(ctx, actor, shop).await?;
    permit(actor, Action::EditGoods(shop.id)).map_err(denied)?;
    let mut pictures = Pictures::default();
    for (name, file) in &upload.pictures {
        pictures.add(name, file.clone());
    }
    let order = Order {
        shop: shop.id,
        format: upload.format,
        file_name: &upload.file_name,
        file: &upload.file,
        pictures: &pictures,
        category: upload.category,
        dry_run: true,
    };
    let report = import_file(ctx, actor, &order, &mut |_, _| {}).await?;
    let import: ImportId = ctx.new_id();
    let files = &ctx.files.store;
    files
        .put(&file_place(import), upload.file.clone().into())
        .await?;
    for (name, file) in upload.pictures {
        let place = picture_folder(import).join(name.to_lowercase());
        files.put(&place, file.into()).await?;
    }
    sqlx::query!(
        "insert into imports
             (id, shop_id, account_id, format, file_name, stage, category_id, total, report, created_at)
         values ($1, $2, $3, $4, $5, 'previewed', $6, $7, $8, $9)",
        import.0,
        shop.id.0,
        actor.account().map(|id| id.0),
        <&str>::from(upload.format),
        upload.file_name,
        upload.category.map(|id| id.0),
        report.products.len() as i32,
        serde_json::to_value(&report)?,
        ctx.now(),
    )
    .execute(&ctx.db)
    .await?;
    Ok(import)
}

/// Brings a checked file in, in the background.
///
/// # Errors
/// [`ImportError::Started`] the second time; *not found* for another's import.
pub async fn start(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    import: ImportId,
) -> Result<(), Failure<ImportError>> {
    let shop = shop_head(ctx, actor, shop).await?;
    permit(actor, Action::EditGoods(shop.id)).map_err(denied)?;
    account_of::<ImportError>(actor)?;
    let mut tx = ctx.transaction().await?;
    let row = sqlx::query!(
        "select stage from imports where id = $1 and shop_id = $2 for update",
        import.0,
        shop.id.0
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or(Failure::NotFound)?;
    if stored::<ImportStage>("imports.stage", &row.stage)? != ImportStage::Previewed {
        return Err(Failure::Refused(ImportError::Started));
    }
    sqlx::query!(
        "update imports set stage = 'running', done = 0 where id = $1",
        import.0
    )
    .execute(tx.sql())
    .await?;
    let now = tx.now();
    tx.schedule(&Job::RunImport { import }, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The job: brings the file in and keeps the report. A second run finds the listings of the
/// first and leaves them alone.
///
/// # Errors
/// An incident; the job is tried again.
pub async fn run(ctx: &Ctx, import: ImportId) -> Result<(), Failure<ImportError>> {
    let Some(row) = sqlx::query!(
        "select shop_id, format, file_name, category_id from imports
         where id = $1 and stage = 'running'",
        import.0
    )
    .fetch_optional(&ctx.db)
    .await?
    else {
        return Ok(());
    };
    let files = &ctx.files.store;
    let file = files.get(&file_place(import)).await?.bytes().await?;
    let mut pictures = Pictures::default();
    let kept: Vec<_> = files
        .list(Some(&picture_folder(import)))
        .try_collect()
        .await?;
    for picture in &kept {
        let bytes = files.get(&picture.location).await?.bytes().await?;
        if let Some(name) = picture.location.filename() {
            pictures.add(name, bytes);
        }
    }
    let order = Order {
        shop: ShopId(row.shop_id),
        format: stored("imports.format", &row.format)?,
        file_name: &row.file_name,
        file: &file,
        pictures: &pictures,
        category: row.category_id.map(CategoryId),
        dry_run: false,
    };
    let (send, mut receive) = tokio::sync::mpsc::unbounded_channel();
    let db = ctx.db.clone();
    // The page that waits reads how far it has come.
    let watch = tokio::spawn(async move {
        while let Some(done) = receive.recv().await {
            let done: u32 = done;
            sqlx::query!(
                "update imports set done = $2 where id = $1",
                import.0,
                done as i32
            )
            .execute(&db)
            .await
            .ok();
        }
    });
    let report = import_file(ctx, &Actor::System, &order, &mut |done, _| {
        send.send(done).ok();
    })
    .await;
    drop(send);
    watch.await.ok();
    let report = report?;
    finish(ctx, import, &report).await?;
    for picture in kept {
        files.delete(&picture.location).await.ok();
    }
    files.delete(&file_place(import)).await.ok();
    Ok(())
}

async fn finish(ctx: &Ctx, import: ImportId, report: &ImportReport) -> Result<(), Incident> {
    sqlx::query!(
        "update imports set stage = 'done', report = $2, done = total, finished_at = $3 where id = $1",
        import.0,
        serde_json::to_value(report)?,
        ctx.now(),
    )
    .execute(&ctx.db)
    .await?;
    Ok(())
}

/// The page for imports, with one of them open.
///
/// # Errors
/// *Not found* for another's shop or import.
pub async fn page(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    import: Option<ImportId>,
) -> Result<ImportPage, Failure<crate::failure::Refusal>> {
    let shop = shop_head(ctx, actor, shop).await?;
    let rows = sqlx::query!(
        "select id, stage, file_name, done, total, created_at, report from imports
         where shop_id = $1 order by created_at desc limit 20",
        shop.id.0
    )
    .fetch_all(&ctx.db)
    .await?;
    let (mut current, mut earlier) = (None, Vec::new());
    for row in rows {
        let id = ImportId(row.id);
        let report: ImportReport = serde_json::from_value(row.report)?;
        let stage = stored("imports.stage", &row.stage)?;
        earlier.push(EarlierImport {
            id,
            file_name: row.file_name,
            stage,
            rows: report.rows,
            error_rows: report.error_rows,
            created_at: row.created_at,
        });
        if Some(id) == import {
            current = Some(ImportView {
                id,
                stage,
                done: row.done.unsigned_abs(),
                total: row.total.unsigned_abs(),
                created_at: row.created_at,
                report,
            });
        }
    }
    if import.is_some() && current.is_none() {
        return Err(Failure::NotFound);
    }
    Ok(ImportPage {
        shop,
        categories: category::category_tree(ctx).await?,
        current,
        earlier,
    })
}
