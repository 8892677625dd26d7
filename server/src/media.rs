//! `/media/{id}/{width}.webp`: pictures. What lies at such an address never changes.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use longtail::id::MediaId;
use longtail_backend::{Ctx, Failure, platform::media};

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Answers with the kept width nearest to the one asked for.
pub async fn picture(
    State(ctx): State<Ctx>,
    Path((id, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let width = file.strip_suffix(".webp").and_then(|w| w.parse().ok());
    let (Ok(id), Some(width)) = (id.parse::<MediaId>(), width) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{id}-{width}\"");
    let known = headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|sent| sent.as_bytes() == tag.as_bytes());
    if known {
        return (
            StatusCode::NOT_MODIFIED,
            [(header::ETAG, tag)],
            [(header::CACHE_CONTROL, FOR_EVER)],
        )
            .into_response();
    }
    match media::read_picture(&ctx, id, width).await {
        Ok((_, bytes)) => (
            [
                (header::CONTENT_TYPE, HeaderValue::from_static("image/webp")),
                (header::CACHE_CONTROL, FOR_EVER),
                (
                    header::X_CONTENT_TYPE_OPTIONS,
                    HeaderValue::from_static("nosniff"),
                ),
            ],
            [(header::ETAG, tag)],
            bytes,
        )
            .into_response(),
        Err(Failure::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(failure) => {
            tracing::error!(?failure, %id, "a picture could not be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
