//! Puts the market's context together from the configuration.

use crate::{
    config::Config,
    simulator::{bank::BankSimulator, carrier::CarrierSimulator, gateway::GatewaySimulator},
};
use longtail_backend::{
    Ctx,
    ctx::SystemClock,
    failure::Incident,
    money::{payment::gateway::HttpGateway, payout::bank::HttpBank},
    platform::{
        mail::{FolderMail, Mail, SmtpMail},
        media::Files,
    },
    trade::{search::SearchIndex, shipping::carrier::HttpCarrier},
};
use sqlx::PgPool;
use std::sync::Arc;

/// The context that the server, the worker and the command line share.
///
/// # Errors
/// Says which folder or service cannot be used.
pub fn context(config: &Config, db: PgPool) -> Result<Ctx, Incident> {
    let files = match &config.pictures_bucket {
        Some(bucket) => Files::bucket(bucket)?,
        None => Files::folder(config.home.join("media"))?,
    };
    let gateway = HttpGateway::new(
        config.gateway_or_simulator(),
        config.gateway_secret.clone(),
        config.gateway_webhook(),
    )?;
    let bank = HttpBank::new(
        config.bank_or_simulator(),
        config.bank_secret.clone(),
        config.bank_webhook(),
    )?;
    let carrier = HttpCarrier::new(
        config.carrier_or_simulator(),
        config.carrier_secret.clone(),
        config.carrier_webhook(),
    )?;
    let mail: Arc<dyn Mail> = match &config.smtp_url {
        Some(url) => Arc::new(
            SmtpMail::new(url, &config.settings)
                .map_err(|why| Incident::new(format!("LONGTAIL_SMTP_URL cannot be used: {why}")))?,
        ),
        None => Arc::new(
            FolderMail::new(config.home.join("mail"), &config.settings).map_err(|why| {
                Incident::new(format!("the folder for letters cannot be used: {why}"))
            })?,
        ),
    };
    Ok(Ctx {
        db,
        clock: Arc::new(SystemClock),
        settings: Arc::new(config.settings.clone()),
        gateway: Arc::new(gateway),
        bank: Arc::new(bank),
        carrier: Arc::new(carrier),
        mail,
        files,
        search: SearchIndex::open(&config.home.join("search"))?,
        seen: Default::default(),
        street: Default::default(),
        rates: Default::default(),
        tills: Default::default(),
    })
}

/// The built-in gateway, where no real one is configured.
///
/// # Errors
/// Says why its HTTP client cannot be made.
pub fn gateway_simulator(config: &Config, ctx: &Ctx) -> Result<Option<GatewaySimulator>, Incident> {
    if config.gateway_url.is_some() {
        return Ok(None);
    }
    let gateway = GatewaySimulator::new(
        ctx.db.clone(),
        ctx.clock.clone(),
        config.gateway_secret.clone(),
        &config.settings.public_url,
        config.settings.market_name.clone(),
        config.simulator_hold_minutes,
    )?;
    Ok(Some(gateway))
}

/// The built-in bank, where no real one is configured.
///
/// # Errors
/// Says why its HTTP client cannot be made.
pub fn bank_simulator(config: &Config, ctx: &Ctx) -> Result<Option<BankSimulator>, Incident> {
    if config.bank_url.is_some() {
        return Ok(None);
    }
    let secret = config.bank_secret.clone();
    BankSimulator::new(ctx.db.clone(), ctx.clock.clone(), secret).map(Some)
}

/// The built-in carrier, where no real one is configured.
///
/// # Errors
/// Says why its HTTP client cannot be made.
pub fn carrier_simulator(config: &Config, ctx: &Ctx) -> Result<Option<CarrierSimulator>, Incident> {
    if config.carrier_url.is_some() {
        return Ok(None);
    }
    let (secret, url) = (config.carrier_secret.clone(), &config.settings.public_url);
    CarrierSimulator::new(ctx.db.clone(), ctx.clock.clone(), secret, url).map(Some)
}
