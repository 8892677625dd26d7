//! Configuration from the environment; every value has a default that suits a first start.

use crate::simulator::gateway::HOLD_MINUTES;
use longtail::money::invoice::{Legal, LegalForm};
use longtail_backend::{platform::media::Bucket, settings::Settings};
use std::{env, net::SocketAddr, path::PathBuf};

/// Signs the simulators' messages where no other secret is set.
const SIMULATORS: &str = "simulator-secret";

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
    /// How long the built-in gateway holds what was authorised.
    pub simulator_hold_minutes: u32,
    /// Signs the messages between the market and the bank that pays shops out.
    pub bank_secret: String,
    /// The bank's address; the built-in simulator where none is given.
    pub bank_url: Option<String>,
    /// Signs the messages between the market and the carrier that makes labels.
    pub carrier_secret: String,
    /// The carrier's address; the built-in simulator where none is given.
    pub carrier_url: Option<String>,
    /// `smtp://user:password@host:port`; letters go into a folder where none is given.
    pub smtp_url: Option<String>,
    /// Where pictures are kept; below `home` where none is given.
    pub pictures_bucket: Option<Bucket>,
    /// Most connections to Postgres that this process opens.
    pub db_connections: u32,
    /// How many jobs are done at the same time.
    pub workers: u32,
    /// Believe the `X-Forwarded-For` header: only behind a proxy of one's own.
    pub trust_proxy: bool,
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

/// An amount in whole units of the market's currency.
fn whole_units(name: &'static str, default: u32) -> Result<u32, ConfigError> {
    read(name, "a whole number of the currency's units", default)
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
                "the ISO 4217 code of a currency that is known here, such as CNY",
                defaults.currency,
            )?,
            legal: market_legal()?,
            password_memory_kib: read(
                "LONGTAIL_PASSWORD_MEMORY_KIB",
                "a number of KiB",
                defaults.password_memory_kib,
            )?,
            large_sum: whole_units("LONGTAIL_LARGE_SUM", defaults.large_sum)?,
            top_up_least: whole_units("LONGTAIL_TOP_UP_LEAST", defaults.top_up_least)?,
            top_up_most: whole_units("LONGTAIL_TOP_UP_MOST", defaults.top_up_most)?,
            deposit_bazaar: whole_units("LONGTAIL_DEPOSIT_BAZAAR", defaults.deposit_bazaar)?,
            deposit_mall: whole_units("LONGTAIL_DEPOSIT_MALL", defaults.deposit_mall)?,
            demo: read("LONGTAIL_DEMO", "true or false", false)?,
            ..defaults
        };
        if !(1..=settings.top_up_most).contains(&settings.top_up_least) {
            return Err(ConfigError {
                name: "LONGTAIL_TOP_UP_LEAST",
                value: settings.top_up_least.to_string(),
                wanted: "a whole number from 1 up to LONGTAIL_TOP_UP_MOST",
            });
        }
        let gateway_url = env::var("LONGTAIL_GATEWAY_URL").ok();
        let bank_url = env::var("LONGTAIL_BANK_URL").ok();
        let carrier_url = env::var("LONGTAIL_CARRIER_URL").ok();
        Ok(Self {
            database_url: read(
                "DATABASE_URL",
                "a Postgres address",
                "postgres://longtail@127.0.0.1/longtail".to_owned(),
            )?,
            home: read("LONGTAIL_HOME", "a folder", PathBuf::from(".longtail"))?,
            addr,
            settings,
            gateway_secret: secret("LONGTAIL_GATEWAY_SECRET", gateway_url.is_some())?,
            gateway_url,
            simulator_hold_minutes: read(
                "LONGTAIL_SIMULATOR_HOLD_MINUTES",
                "a whole number of minutes",
                HOLD_MINUTES,
            )?,
            bank_secret: secret("LONGTAIL_BANK_SECRET", bank_url.is_some())?,
            bank_url,
            carrier_secret: secret("LONGTAIL_CARRIER_SECRET", carrier_url.is_some())?,
            carrier_url,
            smtp_url: env::var("LONGTAIL_SMTP_URL").ok(),
            pictures_bucket: pictures_bucket()?,
            db_connections: read("LONGTAIL_DB_CONNECTIONS", "a number of connections", 20)?,
            workers: read("LONGTAIL_WORKERS", "a number of workers", 3)?,
            trust_proxy: read("LONGTAIL_TRUST_PROXY", "true or false", false)?,
        })
    }
}

/// What a service's messages are signed with. The simulators' is known to everybody: with it anybody
/// could say in a real service's name that something was paid.
fn secret(name: &'static str, is_real: bool) -> Result<String, ConfigError> {
    agreed(name, is_real, env::var(name).unwrap_or_default())
}

fn agreed(name: &'static str, is_real: bool, given: String) -> Result<String, ConfigError> {
    match (is_real, given.as_str()) {
        (true, "" | SIMULATORS) => Err(ConfigError {
            name,
            value: given,
            wanted: "a secret that only the service and you know",
        }),
        (false, "") => Ok(SIMULATORS.to_owned()),
        _ => Ok(given),
    }
}

/// Who invoices in the market's name. A tax number that is none would stand on every invoice,
/// so that it stops the start.
fn market_legal() -> Result<Legal, ConfigError> {
    let text = |name| read(name, "a text", String::new());
    let form = LegalForm {
        legal_name: text("LONGTAIL_LEGAL_NAME")?,
        // One line each, parted by semicolons.
        legal_address: text("LONGTAIL_LEGAL_ADDRESS")?.replace("; ", "\n"),
        legal_country: text("LONGTAIL_LEGAL_COUNTRY")?,
        tax_number: text("LONGTAIL_TAX_NUMBER")?,
    };
    form.checked().map_err(|issues| {
        let wrong = |field| issues.get(field).is_some();
        let (name, wanted, value) = match () {
            () if wrong("legal_name") => ("LONGTAIL_LEGAL_NAME", "a name", form.legal_name.clone()),
            () if wrong("legal_address") => (
                "LONGTAIL_LEGAL_ADDRESS",
                "an address",
                form.legal_address.clone(),
            ),
            () if wrong("legal_country") => (
                "LONGTAIL_LEGAL_COUNTRY",
                "a country's code, such as CN",
                form.legal_country.clone(),
            ),
            () => (
                "LONGTAIL_TAX_NUMBER",
                "a tax number of LONGTAIL_LEGAL_COUNTRY",
                form.tax_number.clone(),
            ),
        };
        ConfigError {
            name,
            value,
            wanted,
        }
    })
}

/// The bucket for pictures, where one is named. Then its key has to be there too: a market
/// that loses pictures quietly would be worse than one that does not start.
fn pictures_bucket() -> Result<Option<Bucket>, ConfigError> {
    let Ok(name) = env::var("LONGTAIL_S3_BUCKET") else {
        return Ok(None);
    };
    let needed = |name: &'static str| {
        env::var(name).map_err(|_| ConfigError {
            name,
            value: String::new(),
            wanted: "a key for LONGTAIL_S3_BUCKET",
        })
    };
    Ok(Some(Bucket {
        name,
        region: read("LONGTAIL_S3_REGION", "a region", "us-east-1".to_owned())?,
        endpoint: env::var("LONGTAIL_S3_ENDPOINT").ok(),
        key: needed("LONGTAIL_S3_KEY")?,
        secret: needed("LONGTAIL_S3_SECRET")?,
    }))
}

impl Config {
    /// Where this process is reached from the machine it runs on, without a trailing slash.
    pub fn local_url(&self) -> String {
        let mut addr = self.addr;
        if addr.ip().is_unspecified() {
            addr.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
        }
        format!("http://{addr}")
    }

    /// The gateway's address without a trailing slash: its own, else the simulator's.
    pub fn gateway_or_simulator(&self) -> String {
        match &self.gateway_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("{}{}", self.local_url(), crate::simulator::gateway::MOUNT),
        }
    }

    /// Where the gateway sends its messages.
    pub fn gateway_webhook(&self) -> String {
        self.webhook(self.gateway_url.as_deref(), "gateway")
    }

    /// The bank's address without a trailing slash: its own, else the simulator's.
    pub fn bank_or_simulator(&self) -> String {
        match &self.bank_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("{}{}", self.local_url(), crate::simulator::bank::MOUNT),
        }
    }

    /// Where the bank sends its messages.
    pub fn bank_webhook(&self) -> String {
        self.webhook(self.bank_url.as_deref(), "bank")
    }

    /// The carrier's address without a trailing slash: its own, else the simulator's.
    pub fn carrier_or_simulator(&self) -> String {
        match &self.carrier_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("{}{}", self.local_url(), crate::simulator::carrier::MOUNT),
        }
    }

    /// Where the carrier sends its messages.
    pub fn carrier_webhook(&self) -> String {
        self.webhook(self.carrier_url.as_deref(), "carrier")
    }

    /// A service of the world outside reaches us as browsers do; a simulator is on this machine.
    fn webhook(&self, service: Option<&str>, name: &str) -> String {
        let base = match service {
            Some(_) => self.settings.public_url.clone(),
            None => self.local_url(),
        };
        format!("{base}/webhooks/{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_real_service_needs_a_secret_of_its_own() {
        let name = "LONGTAIL_GATEWAY_SECRET";
        for given in ["", SIMULATORS] {
            let refused = agreed(name, true, given.to_owned()).expect_err("known to everybody");
            assert!(refused.to_string().contains(name), "{refused}");
        }
        let own = agreed(name, true, "of our own".to_owned());
        assert_eq!(own.expect("agreed"), "of our own");
        let simulator = agreed(name, false, String::new());
        assert_eq!(simulator.expect("the simulator's"), SIMULATORS);
    }
}
