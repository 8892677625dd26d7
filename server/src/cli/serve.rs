//! `longtail serve`: the market, its worker, and the simulators, until they are told to end.

use super::{Trouble, database};
use crate::{
    config::Config,
    live::Bells,
    metrics,
    router::{Site, router},
    setup,
    stop::{GRACE, Stop},
    worker,
};
use longtail_app::ssr::Bundle;
use std::{net::SocketAddr, process::ExitCode, time::Duration};

/// Serves until SIGTERM or SIGINT.
///
/// # Errors
/// Says what is missing: the database, its schema, a folder, the port.
pub async fn serve(config: Config) -> Result<ExitCode, Trouble> {
    let options = leptos::config::get_configuration(None)?.leptos_options;
    let bundle = Bundle::read(&options)?;
    let db = database::connect(&config).await?;
    database::check_schema(&db).await?;
    database::check_currency(&db, config.settings.currency).await?;
    let ctx = setup::context(&config, db)?;
    let gateway = setup::gateway_simulator(&config, &ctx)?;
    let bank = setup::bank_simulator(&config, &ctx)?;
    let carrier = setup::carrier_simulator(&config, &ctx)?;
    metrics::install()?;
    let listener = tokio::net::TcpListener::bind(config.addr)
        .await
        .map_err(|error| {
            Trouble::new(format!(
                "{} cannot be listened on ({error}); end what uses it, or set LONGTAIL_ADDR",
                config.addr
            ))
        })?;
    let stop = Stop::on_signal();

    tokio::spawn(metrics::upkeep());
    let worker = tokio::spawn(worker::run(ctx.clone(), config.workers, stop.clone()));
    let deliveries = gateway.clone().map(|gateway| {
        let stop = stop.clone();
        tokio::spawn(async move { gateway.work_until(stop.asked()).await })
    });
    let transfers = bank.clone().map(|bank| {
        let stop = stop.clone();
        tokio::spawn(async move { bank.work_until(stop.asked()).await })
    });
    let scans = carrier.clone().map(|carrier| {
        let stop = stop.clone();
        tokio::spawn(async move { carrier.work_until(stop.asked()).await })
    });
    let service = router(Site {
        ctx: ctx.clone(),
        options,
        bundle,
        gateway,
        bank,
        carrier,
        bells: Bells::new(ctx.clone(), stop.clone()),
        trust_proxy: config.trust_proxy,
    })
    .into_make_service_with_connect_info::<SocketAddr>();
    tracing::info!(address = %config.addr, url = %config.settings.public_url, "the market is open");

    let serving = axum::serve(listener, service).with_graceful_shutdown(stop.clone().asked());
    tokio::select! {
        ended = async { serving.await } => ended?,
        // A connection that never ends does not keep the process.
        () = async { stop.asked().await; tokio::time::sleep(GRACE).await } => {
            tracing::warn!("some requests did not finish in time");
        }
    }
    worker.await?;
    for simulated in [deliveries, transfers, scans].into_iter().flatten() {
        simulated.await?;
    }
    // Those who asked may be gone; their orders are placed all the same.
    if tokio::time::timeout(GRACE, ctx.tills.settled())
        .await
        .is_err()
    {
        tracing::warn!("some orders were not placed in time");
    }
    let _ = tokio::time::timeout(Duration::from_secs(2), ctx.db.close()).await;
    tracing::info!("ended");
    Ok(ExitCode::SUCCESS)
}
