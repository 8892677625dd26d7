//! Pictures: checked by content, kept in three widths.

mod convert;
mod files;

pub use files::{Bucket, Files, Form};

use crate::{
    Ctx,
    failure::{Failure, Incident, Refusal, denied},
};
use bytes::Bytes;
use files::place;
use longtail::{
    actor::Actor,
    id::MediaId,
    platform::media::{MOST_BYTES, MediaError, Picture},
    policy::{Action, permit},
};
use object_store::ObjectStoreExt;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use uuid::Uuid;

/// Keeps a picture: checks its content, turns it upright, and makes the widths that pages
/// ask for. The same file again gives the picture that is there.
///
/// # Errors
/// Says why the file is not taken.
pub async fn store_picture(
    ctx: &Ctx,
    actor: &Actor,
    file: Bytes,
) -> Result<Picture, Failure<MediaError>> {
    permit(actor, Action::UseMembership).map_err(denied)?;
    if file.len() > MOST_BYTES {
        return Err(Failure::Refused(MediaError::TooLarge));
    }
    let hash = Sha256::digest(&file).to_vec();
    if let Some(known) = by_hash(ctx, &hash).await? {
        return Ok(known);
    }
    let size = file.len() as i64;
    let made = unpacking(ctx, move || convert::convert(&file))
        .await?
        .map_err(Failure::Refused)?;

    let id: MediaId = ctx.new_id();
    let widths: Vec<i32> = made.widths.iter().map(|(w, _)| *w as i32).collect();
    for (width, webp) in made.widths {
        ctx.files
            .store
            .put(&place(id, width, Form::WebP), Bytes::from(webp).into())
            .await?;
    }
    // The files come first: a row never promises what is not there.
    let inserted = sqlx::query!(
        "insert into media (id, content_hash, kind, width, height, widths, bytes, uploaded_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (content_hash) do nothing",
        id.0,
        hash,
        made.kind,
        made.width as i32,
        made.height as i32,
        &widths,
        size,
        actor.account().map(|account| account.0),
        ctx.now(),
    )
    .execute(&ctx.db)
    .await?
    .rows_affected();
    if inserted == 0 {
        // Somebody else kept the same file at the same moment: theirs stays.
        for width in &widths {
            let place = place(id, *width as u32, Form::WebP);
            ctx.files.store.delete(&place).await.ok();
        }
    }
    by_hash(ctx, &hash)
        .await?
        .ok_or_else(|| Failure::incident("a picture that was just kept is gone"))
}

async fn by_hash(ctx: &Ctx, hash: &[u8]) -> Result<Option<Picture>, Incident> {
    Ok(sqlx::query!(
        "select id, width, height, widths from media where content_hash = $1",
        hash
    )
    .fetch_optional(&ctx.db)
    .await?
    .map(|row| picture(row.id, row.width, row.height, &row.widths)))
}

/// A picture from its columns.
pub fn picture(id: Uuid, width: i32, height: i32, widths: &[i32]) -> Picture {
    Picture {
        id: MediaId(id),
        width: width.unsigned_abs(),
        height: height.unsigned_abs(),
        widths: widths.iter().map(|w| w.unsigned_abs()).collect(),
    }
}

/// Pictures by their ids; those that do not exist are left out.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn pictures(
    db: impl sqlx::PgExecutor<'_>,
    ids: &[Uuid],
) -> Result<HashMap<MediaId, Picture>, Incident> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(sqlx::query!(
        "select id, width, height, widths from media where id = any($1)",
        ids
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| {
        (
            MediaId(row.id),
            picture(row.id, row.width, row.height, &row.widths),
        )
    })
    .collect())
}

/// A kept picture in the kept width nearest to the one asked for, with that width.
///
/// # Errors
/// *Not found* where there is no such picture.
pub async fn read_picture(
    ctx: &Ctx,
    id: MediaId,
    width: u32,
    form: Form,
) -> Result<(u32, Bytes), Failure<Refusal>> {
    if let Some(bytes) = read_width(ctx, id, width, form).await? {
        return Ok((width, bytes));
    }
    let row = sqlx::query!("select widths from media where id = $1", id.0)
        .fetch_optional(&ctx.db)
        .await?
        .ok_or(Failure::NotFound)?;
    let nearest = row
        .widths
        .iter()
        .map(|kept| kept.unsigned_abs())
        .min_by_key(|kept| kept.abs_diff(width))
        .ok_or(Failure::NotFound)?;
    let bytes = read_width(ctx, id, nearest, form)
        .await?
        .ok_or(Failure::NotFound)?;
    Ok((nearest, bytes))
}

/// One kept width. A JPEG is made of the WebP when it is first asked for, and then kept.
async fn read_width(
    ctx: &Ctx,
    id: MediaId,
    width: u32,
    form: Form,
) -> Result<Option<Bytes>, Incident> {
    if let Some(bytes) = fetch(ctx, id, width, form).await? {
        return Ok(Some(bytes));
    }
    if form == Form::WebP {
        return Ok(None);
    }
    let Some(webp) = fetch(ctx, id, width, Form::WebP).await? else {
        return Ok(None);
    };
    let jpeg = Bytes::from(unpacking(ctx, move || convert::jpeg(&webp)).await??);
    let place = place(id, width, form);
    ctx.files.store.put(&place, jpeg.clone().into()).await?;
    Ok(Some(jpeg))
}

async fn fetch(ctx: &Ctx, id: MediaId, width: u32, form: Form) -> Result<Option<Bytes>, Incident> {
    match ctx.files.store.get(&place(id, width, form)).await {
        Ok(found) => Ok(Some(found.bytes().await?)),
        Err(object_store::Error::NotFound { .. }) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// Work on pixels, beside the requests and only so much at once as the memory holds.
async fn unpacking<T: Send + 'static>(
    ctx: &Ctx,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Incident> {
    let turn = ctx.files.at_once.clone().acquire_owned().await?;
    Ok(tokio::task::spawn_blocking(move || {
        let done = work();
        drop(turn);
        done
    })
    .await?)
}
