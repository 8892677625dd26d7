//! Puts the market's context together from the configuration.

use crate::config::Config;
use longtail_backend::{
    Ctx,
    ctx::SystemClock,
    money::payment::gateway::HttpGateway,
    platform::{mail::FolderMail, media::Files},
    trade::search::SearchIndex,
};
use sqlx::PgPool;
use std::sync::Arc;

/// The context that the server, the worker and the command line share.
///
/// # Errors
/// Says which folder or service cannot be used.
pub fn context(config: &Config, db: PgPool) -> Result<Ctx, Box<dyn std::error::Error>> {
    let media = config.home.join("media");
    std::fs::create_dir_all(&media)?;
    let gateway_url = config
        .gateway_url
        .clone()
        .unwrap_or_else(|| format!("http://{}/simulator/gateway", config.addr));
    Ok(Ctx {
        db,
        clock: Arc::new(SystemClock),
        settings: Arc::new(config.settings.clone()),
        gateway: Arc::new(HttpGateway::new(gateway_url, config.gateway_secret.clone())),
        mail: Arc::new(FolderMail::new(config.home.join("mail"), &config.settings)?),
        files: Files {
            store: Arc::new(object_store::local::LocalFileSystem::new_with_prefix(
                media,
            )?),
        },
        search: SearchIndex::default(),
    })
}
