//! What is done around every request: an id, a log line, figures, limits, and an answer
//! even where the code panics.

use crate::metrics::{IN_FLIGHT, REQUEST_SECONDS, REQUESTS};
use axum::{
    body::Body,
    extract::{MatchedPath, Request},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::Limited;
use longtail_backend::ctx::random_bytes;
use metrics::{counter, gauge, histogram};
use std::time::{Duration, Instant};
use tracing::Instrument;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The largest body of a form with files, and of anything else.
pub const MOST_UPLOAD: usize = 48 * 1024 * 1024;
pub const MOST_BODY: usize = 256 * 1024;
/// How long an answer may take to begin.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);
const UPLOAD_WITHIN: Duration = Duration::from_secs(120);

/// Gives the request an id (or keeps the proxy's), logs it once, and counts it.
pub async fn observe(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = request_id(request.headers());
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let route = route_of(&request, &path);
    // Files and the questions of machines would drown the rest.
    let quiet = matches!(
        route.as_str(),
        "files" | "/healthz" | "/readyz" | "/metrics"
    );
    let span = tracing::info_span!("request", id = %id, %method, path);
    gauge!(IN_FLIGHT).increment(1.0);
    let mut response = next.run(request).instrument(span.clone()).await;
    gauge!(IN_FLIGHT).decrement(1.0);
    let took = started.elapsed();
    let status = response.status();
    counter!(REQUESTS, "method" => method_label(&method), "route" => route.clone(), "status" => status.as_u16().to_string())
        .increment(1);
    histogram!(REQUEST_SECONDS, "route" => route).record(took.as_secs_f64());
    span.in_scope(|| {
        let millis = (took.as_secs_f64() * 10_000.0).round() / 10.0;
        if status.is_server_error() {
            tracing::warn!(status = status.as_u16(), millis, "answered");
        } else if quiet {
            tracing::debug!(status = status.as_u16(), millis, "answered");
        } else {
            tracing::info!(status = status.as_u16(), millis, "answered");
        }
    });
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// The id that a proxy gave, where it is one that may stand in a log; else a new one.
fn request_id(headers: &HeaderMap) -> String {
    headers
        .get(REQUEST_ID)
        .and_then(|value| value.to_str().ok())
        .filter(|id| {
            (1..=64).contains(&id.len())
                && id
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        })
        .map_or_else(|| hex::encode(random_bytes::<8>()), str::to_owned)
}

/// A label that takes few values: the route's pattern, a server function's own address, or
/// `files` for everything else.
fn route_of(request: &Request, path: &str) -> String {
    match request.extensions().get::<MatchedPath>() {
        Some(matched) if matched.as_str().starts_with("/api/") => {
            let known = leptos::server_fn::axum::server_fn_paths().any(|(known, _)| known == path);
            if known { path } else { "/api/unknown" }.to_owned()
        }
        Some(matched) => matched.as_str().to_owned(),
        None => "files".to_owned(),
    }
}

fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}

/// Refuses bodies that are too large and answers that take too long; more is granted to uploads.
pub async fn limit(request: Request, next: Next) -> Response {
    let upload = request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"multipart/form-data"));
    let (most, within) = if upload {
        (MOST_UPLOAD, UPLOAD_WITHIN)
    } else {
        (MOST_BODY, ANSWER_WITHIN)
    };
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > most) {
        return (
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("at most {} KB can be sent here", most / 1024),
        )
            .into_response();
    }
    let request = request.map(|body| Body::new(Limited::new(body, most)));
    match tokio::time::timeout(within, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!(seconds = within.as_secs(), "a request took too long");
            (
                StatusCode::GATEWAY_TIMEOUT,
                "the answer took too long; try again",
            )
                .into_response()
        }
    }
}

/// Headers that every answer carries unless its handler said otherwise.
pub async fn protect(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
    ] {
        response
            .headers_mut()
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

/// The answer where the code panicked: a bug, logged by the panic hook with its place.
pub fn panicked(_panic: Box<dyn std::any::Any + Send>) -> Response {
    let number = hex::encode(random_bytes::<4>());
    tracing::error!(incident = %number, "a request ended in a panic");
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        format!("Something went wrong on our side. It is noted under number {number}."),
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_names_a_request_in_plain_letters_only() {
        let given = |value: &'static str| {
            request_id(&HeaderMap::from_iter([(
                REQUEST_ID,
                HeaderValue::from_static(value),
            )]))
        };
        assert_eq!(given("abc-123_X"), "abc-123_X");
        assert_eq!(given("a b").len(), 16);
        assert_eq!(given("").len(), 16);
        assert_eq!(request_id(&HeaderMap::new()).len(), 16);
    }
}
