//! `/media/{id}/{width}.webp`: pictures. What lies at such an address never changes; who does
//! not read WebP is given a JPEG from the same address.

use crate::request;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use longtail::id::MediaId;
use longtail_backend::{
    Ctx, Failure,
    platform::media::{self, Form},
};

/// On every answer, also the short one: caches keep a year, and apart what was asked for apart.
const KEPT: [(HeaderName, HeaderValue); 2] = [
    (
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    ),
    (header::VARY, HeaderValue::from_static("Accept")),
];

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
    let form = Form::accepted(request::text(&headers, header::ACCEPT));
    let tag = match form {
        Form::WebP => format!("\"{id}-{width}\""),
        Form::Jpeg => format!("\"{id}-{width}-jpeg\""),
    };
    if names(request::text(&headers, header::IF_NONE_MATCH), &tag) {
        return (StatusCode::NOT_MODIFIED, KEPT, [(header::ETAG, tag)]).into_response();
    }
    match media::read_picture(&ctx, id, width, form).await {
        Ok((_, bytes)) => (
            KEPT,
            [
                (
                    header::CONTENT_TYPE,
                    HeaderValue::from_static(form.content_type()),
                ),
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

/// Whether an `If-None-Match` names a tag. A proxy that packed an answer marks its tag as weak.
fn names(sent: &str, tag: &str) -> bool {
    sent.split(',')
        .map(|one| one.trim().trim_start_matches("W/"))
        .any(|one| one == tag)
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn tags_come_alone_in_lists_and_weak() {
        for sent in ["\"a-1\"", "\"b\", \"a-1\"", "W/\"a-1\""] {
            assert!(names(sent, "\"a-1\""), "{sent}");
        }
        assert!(!names("", "\"a-1\"") && !names("\"a-10\"", "\"a-1\""));
    }
}
