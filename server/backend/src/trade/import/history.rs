//! Imports from the back office: a file is checked first, then brought in by the worker, and
//! can be taken back.

mod kept;
mod page;
mod rejected;
mod undo;

pub use page::page;
pub use rejected::{Rejected, RejectedRow, rejected};
pub use undo::undo;

use super::{Order, Pictures, Renames, import_file};
use crate::{
    Ctx,
    ctx::account_of,
    failure::{Failure, Incident, denied, stored},
    jobs::Job,
    trade::catalog::shop_head,
};
use bytes::Bytes;
use longtail::{
    actor::Actor,
    id::{CategoryId, ImportId, ShopId},
    policy::{Action, permit},
    trade::import::{Format, ImportError, ImportReport, ImportStage},
};
use sha2::{Digest, Sha256};
use sqlx::types::Json;

/// A file as it was sent, with the pictures that came along.
pub struct Upload {
    /// None: found by looking.
    pub format: Option<Format>,
    pub file_name: String,
    pub file: Bytes,
    pub pictures: Vec<(String, Bytes)>,
    /// A category for everything in it.
    pub category: Option<CategoryId>,
}

/// What the shop says of a checked file.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Headings, and the columns they stand for. Nothing: not taken.
    pub columns: Vec<(String, String)>,
    /// Categories as the file writes them, and where their goods go. Nothing: guessed.
    pub places: Vec<(String, Option<CategoryId>)>,
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
        places: &[],
        renames: &Renames::new(),
        import: None,
        leased: false,
        dry_run: true,
    };
    let report = import_file(ctx, actor, &order, &mut |_, _| {}).await?;
    let import: ImportId = ctx.new_id();
    kept::keep(ctx, import, &upload.file, upload.pictures).await?;
    let new = New {
        import,
        shop: shop.id,
        actor,
        file_name: &upload.file_name,
        category: upload.category,
        stage: ImportStage::Previewed,
        file_hash: None,
    };
    insert(ctx, &new, report).await?;
    kept::forget_old(ctx, shop.id).await?;
    Ok(import)
}

struct New<'a> {
    import: ImportId,
    shop: ShopId,
    actor: &'a Actor,
    file_name: &'a str,
    category: Option<CategoryId>,
    stage: ImportStage,
    file_hash: Option<Vec<u8>>,
}

async fn insert(ctx: &Ctx, new: &New<'_>, report: ImportReport) -> Result<(), Incident> {
    sqlx::query!(
        "insert into imports (id, shop_id, account_id, format, file_name, stage, category_id,
                              total, report, file_hash, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        new.import.0,
        new.shop.0,
        new.actor.account().map(|id| id.0),
        <&str>::from(report.read_as.format),
        new.file_name,
        <&str>::from(new.stage),
        new.category.map(|id| id.0),
        total(&report),
        serde_json::to_value(report.cut())?,
        new.file_hash,
        ctx.now(),
    )
    .execute(&ctx.db)
    .await?;
    Ok(())
}

/// What there is to do: products, or in a stock file shelves.
fn total(report: &ImportReport) -> i32 {
    match report.read_as.format {
        Format::Stock => report.updated as i32,
        _ => (report.to_write() + report.unchanged + report.left_out) as i32,
    }
}

/// Checks a kept file again with what the shop says of its columns and categories. What it
/// says of categories is remembered for the shop's next file.
///
/// # Errors
/// Says why nothing of the file can be read so; [`ImportError::Started`] once it is under way.
pub async fn choose(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    import: ImportId,
    choices: &Choices,
) -> Result<(), Failure<ImportError>> {
    let shop = shop_head(ctx, actor, shop).await?;
    permit(actor, Action::EditGoods(shop.id)).map_err(denied)?;
    let mut row = open(ctx, shop.id, import).await?;
    if row.stage != ImportStage::Previewed {
        return Err(Failure::Refused(ImportError::Started));
    }
    for (heading, column) in &choices.columns {
        if column.is_empty() {
            row.renames.remove(heading);
        } else {
            row.renames.insert(heading.clone(), column.clone());
        }
    }
    remember_places(ctx, shop.id, &choices.places).await?;
    let (file, pictures) = kept::load(ctx, import).await?;
    let order = row.order(&file, &pictures, None, true);
    let report = import_file(ctx, actor, &order, &mut |_, _| {}).await?;
    sqlx::query!(
        "update imports set report = $2, total = $3, renames = $4, format = $5
         where id = $1 and stage = 'previewed'",
        import.0,
        serde_json::to_value(report.clone().cut())?,
        total(&report),
        Json(&row.renames) as _,
        <&str>::from(report.read_as.format),
    )
    .execute(&ctx.db)
    .await?;
    Ok(())
}

async fn remember_places(
    ctx: &Ctx,
    shop: ShopId,
    places: &[(String, Option<CategoryId>)],
) -> Result<(), Failure<ImportError>> {
    for (said, category) in places {
        match category {
            Some(category) => {
                sqlx::query!(
                    "insert into import_places (shop_id, said, category_id)
                 select $1, $2, id from categories where id = $3
                 on conflict (shop_id, said) do update set category_id = excluded.category_id",
                    shop.0,
                    said.to_lowercase(),
                    category.0
                )
                .execute(&ctx.db)
                .await?
            }
            None => {
                sqlx::query!(
                    "delete from import_places where shop_id = $1 and said = $2",
                    shop.0,
                    said.to_lowercase()
                )
                .execute(&ctx.db)
                .await?
            }
        };
    }
    Ok(())
}

/// Brings a checked file in, in the background.
///
/// # Errors
/// [`ImportError::Started`] the second time; [`ImportError::FileGone`] where newer files have pushed
/// it out; *not found* for another's import.
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
    kept::still_there(ctx, import).await?;
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

/// An import as it is stored.
pub(super) struct Open {
    pub shop: ShopId,
    pub format: Format,
    pub stage: ImportStage,
    pub file_name: String,
    pub category: Option<CategoryId>,
    pub renames: Renames,
}

impl Open {
    fn order<'a>(
        &'a self,
        file: &'a [u8],
        pictures: &'a Pictures,
        import: Option<ImportId>,
        dry_run: bool,
    ) -> Order<'a> {
        Order {
            shop: self.shop,
            format: Some(self.format),
            file_name: &self.file_name,
            file,
            pictures,
            category: self.category,
            places: &[],
            renames: &self.renames,
            import,
            leased: import.is_some(),
            dry_run,
        }
    }
}

async fn open(ctx: &Ctx, shop: ShopId, import: ImportId) -> Result<Open, Failure<ImportError>> {
    let row = sqlx::query!(
        r#"select format, stage, file_name, category_id, renames as "renames: Json<Renames>"
           from imports where id = $1 and shop_id = $2"#,
        import.0,
        shop.0
    )
    .fetch_optional(&ctx.db)
    .await?
    .ok_or(Failure::NotFound)?;
    Ok(Open {
        shop,
        format: stored("imports.format", &row.format)?,
        stage: stored("imports.stage", &row.stage)?,
        file_name: row.file_name,
        category: row.category_id.map(CategoryId),
        renames: row.renames.0,
    })
}

/// The job: brings the file in and keeps the report, or takes back what it brought. A second
/// run goes on behind the last batch that the first has committed. One that is refused can be
/// started again.
///
/// # Errors
/// An incident; the job is tried again.
pub async fn run(ctx: &Ctx, import: ImportId) -> Result<(), Failure<ImportError>> {
    let shop = sqlx::query_scalar!("select shop_id from imports where id = $1", import.0)
        .fetch_optional(&ctx.db)
        .await?;
    let Some(shop) = shop else {
        return Ok(());
    };
    let row = open(ctx, ShopId(shop), import).await?;
    match row.stage {
        ImportStage::Running => {}
        ImportStage::Undoing => return undo::take_back(ctx, import).await,
        ImportStage::Previewed | ImportStage::Done | ImportStage::Undone => return Ok(()),
    }
    match bring_in_kept(ctx, &row, import).await {
        Ok(report) => {
            finish(ctx, import, report).await?;
            kept::forget_pictures(ctx, import).await?;
            Ok(())
        }
        Err(Failure::Incident(incident)) => Err(incident.into()),
        Err(other) => {
            sqlx::query!(
                "update imports set stage = 'previewed' where id = $1 and stage = 'running'",
                import.0
            )
            .execute(&ctx.db)
            .await?;
            Err(other)
        }
    }
}

async fn bring_in_kept(
    ctx: &Ctx,
    row: &Open,
    import: ImportId,
) -> Result<ImportReport, Failure<ImportError>> {
    let (file, pictures) = kept::load(ctx, import).await?;
    let order = row.order(&file, &pictures, Some(import), false);
    import_file(ctx, &Actor::System, &order, &mut |_, _| {}).await
}

async fn finish(ctx: &Ctx, import: ImportId, report: ImportReport) -> Result<(), Incident> {
    sqlx::query!(
        "update imports set stage = 'done', report = $2, done = total, finished_at = $3
         where id = $1 and stage = 'running'",
        import.0,
        serde_json::to_value(report.cut())?,
        ctx.now(),
    )
    .execute(&ctx.db)
    .await?;
    Ok(())
}

/// Brings a file in at once, for the command line, and writes down what it did. The same file
/// again, after a run that was cut short, goes on where that one stopped. What is said of
/// categories is remembered for the shop's next file.
///
/// # Errors
/// Says why nothing of the file can be read.
pub async fn bring_in(
    ctx: &Ctx,
    order: &Order<'_>,
    progress: super::Progress<'_>,
) -> Result<ImportReport, Failure<ImportError>> {
    let hash = Sha256::digest(order.file).to_vec();
    let open = sqlx::query_scalar!(
        "select id from imports where shop_id = $1 and file_hash = $2 and stage = 'running'",
        order.shop.0,
        hash
    )
    .fetch_optional(&ctx.db)
    .await?;
    let import = match open {
        Some(id) => ImportId(id),
        None => {
            let look = Order {
                dry_run: true,
                ..*order
            };
            let checked = import_file(ctx, &Actor::System, &look, &mut |_, _| {}).await?;
            let new = New {
                import: ctx.new_id(),
                shop: order.shop,
                actor: &Actor::System,
                file_name: order.file_name,
                category: order.category,
                stage: ImportStage::Running,
                file_hash: Some(hash),
            };
            insert(ctx, &new, checked).await?;
            new.import
        }
    };
    let places = order.places.iter();
    let places: Vec<_> = places.map(|(said, to)| (said.clone(), Some(*to))).collect();
    remember_places(ctx, order.shop, &places).await?;
    let order = Order {
        import: Some(import),
        ..*order
    };
    let report = import_file(ctx, &Actor::System, &order, progress).await?;
    finish(ctx, import, report.clone()).await?;
    Ok(report)
}
