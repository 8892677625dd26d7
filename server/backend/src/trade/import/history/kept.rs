//! The files of imports, in the store: the table until newer ones have pushed it out, the
//! pictures until they are listings' pictures.

use super::super::Pictures;
use crate::{
    Ctx,
    failure::{Failure, Incident},
};
use bytes::Bytes;
use futures::TryStreamExt;
use longtail::{
    id::{ImportId, ShopId},
    trade::import::ImportError,
};
use object_store::{ObjectStore, ObjectStoreExt, path::Path};

/// Imports of a shop whose files are kept.
const KEPT: i64 = 20;

fn file_place(import: ImportId) -> Path {
    Path::from(format!("imports/{import}/file"))
}

fn picture_folder(import: ImportId) -> Path {
    Path::from(format!("imports/{import}/pictures"))
}

pub async fn keep(
    ctx: &Ctx,
    import: ImportId,
    file: &Bytes,
    pictures: Vec<(String, Bytes)>,
) -> Result<(), Incident> {
    let files = &ctx.files.store;
    files.put(&file_place(import), file.clone().into()).await?;
    for (name, file) in pictures {
        let place = picture_folder(import).join(name.to_lowercase());
        files.put(&place, file.into()).await?;
    }
    Ok(())
}

/// That the table is still kept.
///
/// # Errors
/// [`ImportError::FileGone`] where newer files have pushed it out.
pub async fn still_there(ctx: &Ctx, import: ImportId) -> Result<(), Failure<ImportError>> {
    match ctx.files.store.head(&file_place(import)).await {
        Ok(_) => Ok(()),
        Err(object_store::Error::NotFound { .. }) => Err(Failure::Refused(ImportError::FileGone)),
        Err(other) => Err(other.into()),
    }
}

/// The table and its pictures.
///
/// # Errors
/// [`ImportError::FileGone`] where newer files have pushed it out.
pub async fn load(ctx: &Ctx, import: ImportId) -> Result<(Bytes, Pictures), Failure<ImportError>> {
    let files = &ctx.files.store;
    let file = match files.get(&file_place(import)).await {
        Ok(found) => found.bytes().await?,
        Err(object_store::Error::NotFound { .. }) => {
            return Err(Failure::Refused(ImportError::FileGone));
        }
        Err(other) => return Err(other.into()),
    };
    let mut pictures = Pictures::default();
    for picture in pictures_of(ctx, import).await? {
        let bytes = files.get(&picture).await?.bytes().await?;
        if let Some(name) = picture.filename() {
            pictures.add(name, bytes);
        }
    }
    Ok((file, pictures))
}

async fn pictures_of(ctx: &Ctx, import: ImportId) -> Result<Vec<Path>, Incident> {
    let list = ctx.files.store.list(Some(&picture_folder(import)));
    Ok(list.map_ok(|found| found.location).try_collect().await?)
}

pub async fn forget_pictures(ctx: &Ctx, import: ImportId) -> Result<(), Incident> {
    for picture in pictures_of(ctx, import).await? {
        // A file that stays costs room, and nothing else.
        ctx.files.store.delete(&picture).await.ok();
    }
    Ok(())
}

/// Makes room: the files of the shop's older imports go, their reports stay.
pub async fn forget_old(ctx: &Ctx, shop: ShopId) -> Result<(), Incident> {
    let old = sqlx::query_scalar!(
        "select id from imports where shop_id = $1 and stage <> 'running'
         order by created_at desc offset $2 limit 5",
        shop.0,
        KEPT
    )
    .fetch_all(&ctx.db)
    .await?;
    for import in old.into_iter().map(ImportId) {
        ctx.files.store.delete(&file_place(import)).await.ok();
        forget_pictures(ctx, import).await?;
    }
    Ok(())
}
