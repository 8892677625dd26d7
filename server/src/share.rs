//! `/share/…`: the picture that other sites show of a product or a shop, 1200 × 630.
//!
//! It is drawn when it is first asked for and kept under a hash of all that is on it, so that a
//! new price or picture gives a new one and nothing is drawn twice.

mod drawing;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use drawing::Card;
use longtail::{
    id::{ListingId, MediaId, ShopId},
    platform::media::Picture,
    text::Lang,
};
use longtail_backend::{
    Ctx, Failure,
    failure::Incident,
    platform::media,
    trade::{catalog::browse, shop},
};
use object_store::{ObjectStoreExt, path::Path as Place};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

/// Pictures that are drawn at the same time: it is work for a processor, and strangers ask for it.
static DRAWING: Semaphore = Semaphore::const_new(1);
/// Goes into the hash: raised when the drawing changes.
const LAYOUT: u32 = 1;
/// Other sites may keep it for a day; its address names the listing's last change.
const FOR_A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

/// `/share/listings/{id}/{lang}.jpg`
pub async fn listing(
    State(ctx): State<Ctx>,
    Path((id, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let (Ok(id), Some(lang)) = (id.parse(), lang_of(&file)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    answer(&ctx, &headers, listing_card(&ctx, id, lang).await).await
}

/// `/share/shops/{id}/{lang}.jpg`
pub async fn shop(
    State(ctx): State<Ctx>,
    Path((id, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let (Ok(id), Some(lang)) = (id.parse(), lang_of(&file)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    answer(&ctx, &headers, shop_card(&ctx, id, lang).await).await
}

fn lang_of(file: &str) -> Option<Lang> {
    Lang::from_tag(file.strip_suffix(".jpg")?)
}

/// What everybody can find of a listing.
async fn listing_card(ctx: &Ctx, id: ListingId, lang: Lang) -> Result<Option<Card>, Incident> {
    let card = browse::cards(ctx, &[&[id]])
        .await?
        .pop()
        .and_then(|mut cards| cards.pop());
    Ok(card.map(|card| Card {
        title: card.title.pick(lang).to_owned(),
        below: card.shop.name.pick(lang).to_owned(),
        price: Some((card.price, card.price_to.minor > card.price.minor)),
        picture: card.picture.as_ref().map(|picture| picture.id),
        lang,
    }))
}

async fn shop_card(ctx: &Ctx, id: ShopId, lang: Lang) -> Result<Option<Card>, Incident> {
    let card = shop::cards(&ctx.db, &[id]).await?.remove(&id);
    Ok(card.filter(|card| card.stage.is_public()).map(|card| Card {
        title: card.name.pick(lang).to_owned(),
        below: card.city.pick(lang).to_owned(),
        price: None,
        picture: card.mark.as_ref().map(|mark: &Picture| mark.id),
        lang,
    }))
}

async fn answer(ctx: &Ctx, headers: &HeaderMap, card: Result<Option<Card>, Incident>) -> Response {
    let drawn = match card {
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Ok(Some(card)) => {
            let tag = format!("\"{}\"", card.hash());
            let known = headers
                .get(header::IF_NONE_MATCH)
                .is_some_and(|sent| sent.as_bytes() == tag.as_bytes());
            if known {
                return (
                    StatusCode::NOT_MODIFIED,
                    [(header::ETAG, tag)],
                    [(header::CACHE_CONTROL, FOR_A_DAY)],
                )
                    .into_response();
            }
            kept_or_drawn(ctx, card).await.map(|bytes| (tag, bytes))
        }
        Err(incident) => Err(incident),
    };
    match drawn {
        Ok((tag, bytes)) => (
            [
                (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
                (header::CACHE_CONTROL, FOR_A_DAY),
            ],
            [(header::ETAG, tag)],
            bytes,
        )
            .into_response(),
        Err(incident) => {
            tracing::error!(%incident, "a picture for sharing could not be drawn");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

impl Card {
    fn hash(&self) -> String {
        hex::encode(&Sha256::digest(format!("{LAYOUT} {self:?}"))[..16])
    }
}

/// The picture as it is kept, else drawn and kept.
async fn kept_or_drawn(ctx: &Ctx, card: Card) -> Result<Bytes, Incident> {
    let place = Place::from(format!("share/{}.jpg", card.hash()));
    match ctx.files.store.get(&place).await {
        Ok(kept) => return Ok(kept.bytes().await?),
        Err(object_store::Error::NotFound { .. }) => {}
        Err(other) => return Err(other.into()),
    }
    let _one_at_a_time = DRAWING.acquire().await?;
    let picture = match card.picture {
        Some(id) => read(ctx, id).await?,
        None => None,
    };
    let drawn =
        tokio::task::spawn_blocking(move || drawing::draw(&card, picture.as_deref())).await?;
    let drawn = Bytes::from(drawn?);
    ctx.files.store.put(&place, drawn.clone().into()).await?;
    Ok(drawn)
}

async fn read(ctx: &Ctx, id: MediaId) -> Result<Option<Vec<u8>>, Incident> {
    match media::read_picture(ctx, id, 640, media::Form::WebP).await {
        Ok((_, bytes)) => Ok(Some(bytes.to_vec())),
        Err(Failure::Incident(incident)) => Err(incident),
        Err(_) => Ok(None),
    }
}
