//! Configuration from the environment; every value has a default that suits a first start.

use longtail_backend::settings::Settings;
use std::{env, net::SocketAddr, path::PathBuf};

/// What the process needs to know before it can do anything.
#[derive(Clone, Debug)]
pub struct Config {
    pub database_url: String,
    /// Pictures, the search index and mail live below it.
    pub home: PathBuf,
    pub addr: SocketAddr,
    pub settings: Settings,
    /// Signs the messages between the market and the payment gateway.
    pub gateway_secret: String,
    /// The gateway's address; the built-in simulator where none is given.
    pub gateway_url: Option<String>,
    /// `smtp://user:password@host:port`; letters go into a folder where none is given.
    pub smtp_url: Option<String>,
}

/// A value in the environment that cannot be used, and the cure.
#[derive(Debug, thiserror::Error)]
#[error("{name} is “{value}”, which is not {wanted}")]
pub struct ConfigError {
    name: &'static str,
    value: String,
    wanted: &'static str,
}

fn read<T: std::str::FromStr>(
    name: &'static str,
    wanted: &'static str,
    default: T,
) -> Result<T, ConfigError> {
    match env::var(name) {
        Err(_) => Ok(default),
        Ok(value) => value.parse().map_err(|_| ConfigError {
            name,
            value,
            wanted,
        }),
    }
}

impl Config {
    /// Reads `DATABASE_URL`, `LONGTAIL_HOME`, `LONGTAIL_ADDR` and the market's settings.
    ///
    /// # Errors
    /// Names the value that cannot be used.
    pub fn from_env() -> Result<Self, ConfigError> {
        let addr = read(
            "LONGTAIL_ADDR",
            "an address such as 127.0.0.1:3000",
            SocketAddr::from(([127, 0, 0, 1], 3000)),
        )?;
        let defaults = Settings::default();
        let settings = Settings {
            market_name: read("LONGTAIL_NAME", "a name", defaults.market_name.clone())?,
            public_url: read("LONGTAIL_URL", "an address", format!("http://{addr}"))?
                .trim_end_matches('/')
                .to_owned(),
            currency: read(
                "LONGTAIL_CURRENCY",
                "one of CNY, USD, EUR, GBP, JPY",
                defaults.currency,
            )?,
            password_memory_kib: read(
                "LONGTAIL_PASSWORD_MEMORY_KIB",
                "a number of KiB",
                defaults.password_memory_kib,
            )?,
            demo: read("LONGTAIL_DEMO", "true or false", false)?,
            ..defaults
        };
        Ok(Self {
            database_url: read(
                "DATABASE_URL",
                "a Postgres address",
                "postgres://longtail@127.0.0.1/longtail".to_owned(),
            )?,
            home: read("LONGTAIL_HOME", "a folder", PathBuf::from(".longtail"))?,
            addr,
            settings,
            gateway_secret: read(
                "LONGTAIL_GATEWAY_SECRET",
                "a text",
                "simulator-secret".to_owned(),
            )?,
            gateway_url: env::var("LONGTAIL_GATEWAY_URL").ok(),
            smtp_url: env::var("LONGTAIL_SMTP_URL").ok(),
        })
    }
}
