//! The pictures of a product about to be written.

use super::super::{Order, check::Checked, pictures::Look};
use crate::{Ctx, failure::Failure, platform::media};
use longtail::{
    actor::Actor,
    id::MediaId,
    trade::{
        catalog::{Limits, ListingDraft},
        import::{ImportError, Trouble},
    },
};
use std::collections::HashMap;

/// Keeps the pictures and puts them into the draft. One that cannot be used is noted.
pub async fn place(
    ctx: &Ctx,
    actor: &Actor,
    order: &Order<'_>,
    checked: &mut Checked,
    at: usize,
    draft: &mut ListingDraft,
) -> Result<(), Failure<ImportError>> {
    let product = checked.parsed.products[at].clone();
    let mut kept: HashMap<&str, MediaId> = HashMap::new();
    for picture in product.all_pictures() {
        if kept.contains_key(picture.source.as_str()) {
            continue;
        }
        // What is not there was noted when the file was checked.
        let Ok(look) = order.pictures.look(&picture.source) else {
            continue;
        };
        let trouble = match store(ctx, actor, order, &look).await {
            Ok(id) => {
                kept.insert(&picture.source, id);
                continue;
            }
            Err(Failure::Refused(trouble)) => trouble,
            Err(other) => return Err(other.map_refusal(|_| ImportError::NoRows)),
        };
        checked
            .parsed
            .note(picture.row, picture.column, &product.key, trouble);
    }
    for wanted in &product.pictures {
        if let Some(id) = kept.get(wanted.source.as_str())
            && !draft.pictures.contains(id)
            && draft.pictures.len() < Limits::LISTING.pictures as usize
        {
            draft.pictures.push(*id);
        }
    }
    for (variant, read) in draft.variants.iter_mut().zip(&product.variants) {
        let wanted = read.picture.as_ref();
        variant.picture = wanted.and_then(|wanted| kept.get(wanted.source.as_str()).copied());
    }
    for (axis, value, wanted) in &product.value_pictures {
        draft.axes[*axis].values[*value].media = kept.get(wanted.source.as_str()).copied();
    }
    Ok(())
}

async fn store(
    ctx: &Ctx,
    actor: &Actor,
    order: &Order<'_>,
    look: &Look,
) -> Result<MediaId, Failure<Trouble>> {
    if let Look::Own(id) = look {
        let there = sqlx::query_scalar!("select id from media where id = $1", id.0);
        let there = there.fetch_optional(&ctx.db).await?;
        return there
            .map(MediaId)
            .ok_or(Failure::Refused(Trouble::NoPicture {
                name: id.to_string(),
            }));
    }
    let name = match look {
        Look::File(name) | Look::Net(name) => name.clone(),
        Look::Own(id) => id.to_string(),
    };
    let file = order.pictures.read(look).await.map_err(Failure::Refused)?;
    let stored = media::store_picture(ctx, actor, file).await;
    let stored =
        stored.map_err(|failure| failure.map_refusal(|why| Trouble::BadPicture { name, why }))?;
    Ok(stored.id)
}
