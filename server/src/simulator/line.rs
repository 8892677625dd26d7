//! The line between a service and the market: who may ask on it, and messages that are signed and
//! sent as often as it takes.

use super::request::{Unanswered, refuse};
use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::Response,
};
use chrono::{DateTime, Duration, Utc};
use longtail_backend::{
    failure::Incident,
    outside::{
        client_for,
        signature::{same_secret, sign},
    },
};
use std::{future::Future, sync::Arc, time};
use tokio::sync::Notify;

/// A message that was taken up and not finished (the process was killed) is taken up again
/// after this; longer than the HTTP client waits.
pub const LEASE: Duration = Duration::seconds(15);
/// With the pauses doubling from two seconds to an hour: about a day.
pub const MOST_ATTEMPTS: i32 = 34;
/// How often a service's tables are looked at when nothing has woken it.
const LOOK_EVERY: time::Duration = time::Duration::from_secs(1);

/// A service's end of the line.
pub struct Line {
    /// What the market authorises with, and what messages to it are signed with.
    secret: String,
    /// The header that carries a message's signature.
    signature_header: &'static str,
    client: reqwest::Client,
}

impl Line {
    /// # Errors
    /// An incident when no HTTP client can be made.
    pub fn new(secret: String, signature_header: &'static str) -> Result<Self, Incident> {
        Ok(Self {
            secret,
            signature_header,
            // Messages go to the market on this machine.
            client: client_for("http://")?,
        })
    }

    /// Signs a message and sends it; answers why the market did not take it, where it did not.
    pub async fn tell(&self, url: &str, body: String, now: DateTime<Utc>) -> Option<String> {
        let message = self
            .client
            .post(url)
            .header(
                self.signature_header,
                sign(&self.secret, now, body.as_bytes()),
            )
            .header(header::CONTENT_TYPE, "application/json")
            .body(body);
        match message.send().await {
            Ok(response) if response.status().is_success() => None,
            Ok(response) => Some(format!("the market answered {}", response.status())),
            Err(error) => Some(error.to_string()),
        }
    }
}

/// Lets a request through that carries the secret, and no other.
pub async fn authorise(
    State(line): State<Arc<Line>>,
    request: Request,
    next: Next,
) -> Result<Response, Unanswered> {
    let given = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    if given.is_some_and(|given| same_secret(&line.secret, given)) {
        return Ok(next.run(request).await);
    }
    Err(refuse(
        StatusCode::UNAUTHORIZED,
        "the Authorization header does not carry the secret",
    ))
}

/// Does what is `due` at a service, every second and whenever it is woken, until `stop` is ready.
pub async fn work_until<W>(
    stop: impl Future<Output = ()>,
    wake: &Notify,
    service: &str,
    due: impl Fn() -> W,
) where
    W: Future<Output = Result<(), Incident>>,
{
    let mut stop = std::pin::pin!(stop);
    loop {
        if let Err(incident) = due().await {
            // As after `longtail migrate` was forgotten; the market says so itself.
            tracing::warn!(%incident, "the {service} simulator cannot read its tables");
        }
        tokio::select! {
            () = &mut stop => return,
            () = wake.notified() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Two seconds, four, eight, … up to an hour.
pub fn pause_after(attempts: i32) -> Duration {
    Duration::seconds(1 << attempts.clamp(1, 12)).min(Duration::hours(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour() {
        assert_eq!(pause_after(1), Duration::seconds(2));
        assert_eq!(pause_after(4), Duration::seconds(16));
        assert_eq!(pause_after(12), Duration::hours(1));
        let all: Duration = (1..MOST_ATTEMPTS)
            .map(pause_after)
            .fold(Duration::zero(), |sum, pause| sum + pause);
        assert!(
            all > Duration::hours(22) && all < Duration::hours(26),
            "{all}"
        );
    }
}
