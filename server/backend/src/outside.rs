//! Services of the world outside, spoken to over HTTP: how often we try, how long we wait, and
//! what is said when nobody answers.

pub mod signature;

use crate::{ctx::Tx, failure::Incident};
use chrono::{DateTime, Utc};
use longtail::money::reconciliation::Provider;
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde::de::DeserializeOwned;
use std::{error::Error, time::Duration};

/// Longest wait for a service to take a connection, and to answer.
const CONNECT_WITHIN: Duration = Duration::from_secs(3);
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// The same for all tries together: well before the buyer's own request is given up.
const ALL_TRIES_WITHIN: Duration = Duration::from_secs(15);
/// Tries before we say that it is silent. Safe, because requests carry an idempotency key.
const TRIES: u32 = 3;

/// One service at one address.
pub struct Outside {
    /// As logs call it: `payment gateway`.
    name: &'static str,
    /// What its settings begin with: `LONGTAIL_GATEWAY`.
    settings: &'static str,
    /// Without a trailing slash.
    pub url: String,
    /// Authorises us, and signs its messages.
    secret: String,
    pub client: Client,
}

impl Outside {
    /// # Errors
    /// An incident when the machine has no certificates to check an `https` address with.
    pub fn new(
        name: &'static str,
        settings: &'static str,
        url: &str,
        secret: String,
    ) -> Result<Self, Incident> {
        Ok(Self {
            name,
            settings,
            client: client_for(url)?,
            url: url.trim_end_matches('/').to_owned(),
            secret,
        })
    }

    /// Sends a request until it is answered, and reads the answer.
    ///
    /// # Errors
    /// An incident when nobody answers, or something else than agreed.
    pub async fn ask<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, Incident> {
        self.read(&self.answer(request).await?)
    }

    /// As [`Self::ask`], for what the service may refuse because things stand otherwise by now
    /// (409): then there is no answer.
    ///
    /// # Errors
    /// As [`Self::ask`].
    pub async fn ask_unless_conflict<T: DeserializeOwned>(
        &self,
        request: RequestBuilder,
    ) -> Result<Option<T>, Incident> {
        let answered = self.in_time(async {
            let response = self.send(request).await?;
            if response.status() == StatusCode::CONFLICT {
                return Ok(None);
            }
            self.read_answer(response).await.map(Some)
        });
        answered.await?.map(|body| self.read(&body)).transpose()
    }

    /// As [`Self::ask`], for an answer of one value a line.
    ///
    /// # Errors
    /// As [`Self::ask`].
    pub async fn ask_lines<T: DeserializeOwned>(
        &self,
        request: RequestBuilder,
    ) -> Result<Vec<T>, Incident> {
        let body = self.answer(request).await?;
        body.lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| self.read(line))
            .collect()
    }

    async fn answer(&self, request: RequestBuilder) -> Result<String, Incident> {
        self.in_time(async {
            let response = self.send(request).await?;
            self.read_answer(response).await
        })
        .await
    }

    async fn in_time<T>(
        &self,
        answered: impl Future<Output = Result<T, Incident>>,
    ) -> Result<T, Incident> {
        tokio::time::timeout(ALL_TRIES_WITHIN, answered)
            .await
            .unwrap_or_else(|late| Err(self.silent("did not answer in time", &late)))
    }

    /// Sends a request until it is answered.
    async fn send(&self, request: RequestBuilder) -> Result<Response, Incident> {
        let mut tried = 1;
        loop {
            let Some(this_time) = request.try_clone() else {
                return Err(Incident::new(format!(
                    "a request to the {} cannot be repeated",
                    self.name
                )));
            };
            match this_time.bearer_auth(&self.secret).send().await {
                Ok(response) if response.status().is_server_error() && tried < TRIES => {}
                Ok(response) => return Ok(response),
                Err(_) if tried < TRIES => {}
                Err(error) => return Err(self.unanswered(&error)),
            }
            tokio::time::sleep(Duration::from_millis(150 * u64::from(tried))).await;
            tried += 1;
        }
    }

    async fn read_answer(&self, response: Response) -> Result<String, Incident> {
        let Self {
            name,
            settings,
            url,
            ..
        } = self;
        let status = response.status();
        let body = response
            .text()
            .await
            .map_err(|error| self.unanswered(&error))?;
        if status == StatusCode::UNAUTHORIZED || status == StatusCode::FORBIDDEN {
            return Err(Incident::new(format!(
                "the {name} at {url} does not accept our secret ({status}); check {settings}_SECRET"
            )));
        }
        if status == StatusCode::UNPROCESSABLE_ENTITY {
            return Err(Refused(format!(
                "the {name} at {url} refuses it (422): {}",
                beginning(&body)
            ))
            .into());
        }
        if !status.is_success() {
            return Err(Incident::new(format!(
                "the {name} at {url} answered {status}: {}",
                beginning(&body)
            )));
        }
        Ok(body)
    }

    fn read<T: DeserializeOwned>(&self, body: &str) -> Result<T, Incident> {
        serde_json::from_str(body).map_err(|error| {
            Incident::new(format!(
                "the {} at {} answered something else than agreed ({error}): {}",
                self.name,
                self.url,
                beginning(body)
            ))
        })
    }

    /// Reads a message that the service sent, where its signature is right.
    ///
    /// # Errors
    /// An incident when the signature is not the service's or is too old, or when the message says
    /// something else than agreed.
    pub fn read_signed<T: DeserializeOwned>(
        &self,
        signature: &str,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<T, Incident> {
        signature::verify(&self.secret, signature, body, now).map_err(|why| {
            let Self { name, settings, .. } = self;
            Incident::new(format!("of the {name}: {why}; check {settings}_SECRET"))
        })?;
        serde_json::from_slice(body).map_err(|error| {
            Incident::new(format!(
                "the {}'s message is unreadable: {error}",
                self.name
            ))
        })
    }

    fn unanswered(&self, error: &reqwest::Error) -> Incident {
        let what = if error.is_timeout() {
            "did not answer in time"
        } else {
            "cannot be reached"
        };
        self.silent(what, error)
    }

    fn silent(&self, what: &str, error: &dyn Error) -> Incident {
        let Self {
            name,
            settings,
            url,
            ..
        } = self;
        Incident::new(format!(
            "the {name} at {url} {what} ({error}); check {settings}_URL and whether it runs"
        ))
    }

    /// A service's name for something, as a part of an address.
    ///
    /// # Errors
    /// An incident for what could lead elsewhere.
    pub fn reference<'a>(&self, reference: &'a str) -> Result<&'a str, Incident> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if reference.chars().all(plain) {
            return Ok(reference);
        }
        Err(Incident::new(format!(
            "“{reference}” is not a reference of the {}",
            self.name
        )))
    }
}

/// A service understood what it was asked and does not do it (422): nothing came of it, and nothing
/// will.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

/// Whether a service refused for good. Any other incident leaves open what it did.
pub(crate) fn is_refused(incident: &Incident) -> bool {
    incident.0.is::<Refused>()
}

/// Notes a message under its own id; false where it came before.
pub(crate) async fn is_new(
    tx: &mut Tx,
    from: Provider,
    message: &str,
    payload: serde_json::Value,
) -> Result<bool, Incident> {
    let now = tx.now();
    let noted = sqlx::query!(
        "insert into gateway_events (id, provider, payload, received_at) values ($1, $2, $3, $4)
         on conflict (provider, id) do nothing",
        message,
        <&str>::from(from),
        payload,
        now,
    )
    .execute(tx.sql())
    .await?;
    Ok(noted.rows_affected() > 0)
}

/// A client with time limits for one address.
///
/// A plain `http` address is on this machine or its private network: it needs neither the
/// machine's certificates, which a small container lacks, nor its proxy.
///
/// # Errors
/// An incident when the machine has no certificates to check an `https` address with.
pub fn client_for(url: &str) -> Result<Client, Incident> {
    // An error means only that a provider is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .connect_timeout(CONNECT_WITHIN)
        .timeout(ANSWER_WITHIN)
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("longtail/", env!("CARGO_PKG_VERSION")));
    if url.starts_with("http://") {
        builder = builder.tls_certs_only([]).no_proxy();
    }
    builder.build().map_err(|error| {
        Incident::new(format!(
            "no HTTPS connection can be made from this machine ({error}); install the package ca-certificates"
        ))
    })
}

fn beginning(body: &str) -> String {
    body.chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{net::TcpListener, time::Instant};

    /// Takes connections and keeps silent, as a service does that hangs.
    async fn hanging() -> Outside {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move {
            let mut taken = Vec::new();
            while let Ok(connection) = listener.accept().await {
                taken.push(connection);
            }
        });
        Outside::new("gateway", "LONGTAIL_GATEWAY", &url, "secret".to_owned()).expect("a client")
    }

    #[tokio::test(start_paused = true)]
    async fn a_service_that_hangs_is_given_up_before_the_buyers_own_request_is() {
        let (gateway, begun) = (hanging().await, Instant::now());
        let request = gateway.client.get(format!("{}/intents", gateway.url));
        let answer = gateway.ask::<serde_json::Value>(request).await;
        let told = answer.expect_err("silence").to_string();
        assert!(told.contains("did not answer in time"), "{told}");
        assert!(begun.elapsed() <= ALL_TRIES_WITHIN + Duration::from_millis(10));
    }
}
