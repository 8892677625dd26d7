//! `longtail bench checkout`: purchases over HTTP, each of one thing by chance: into the cart,
//! the checkout's form, the order, paid from the wallet.
//!
//! The server is a process of its own, with its worker and its search index. The limit sends
//! the statements of such a purchase in one transaction, and does nothing else.

pub mod goods;
mod limit;

use super::{
    Report, Sample, Trouble,
    load::Connection,
    market::own_market,
    server::{Server, free_addr},
};
use crate::config::Config;
use axum::{
    body::{Body, Bytes},
    http::{Request, Response, StatusCode, header},
};
use clap::Args;
use goods::{Buyer, Good, order_form};
use longtail::{id::CheckoutId, trade::checkout::CheckoutForm};
use longtail_backend::{Ctx, ctx::random_bytes, platform::audit};
use sqlx::ConnectOptions;
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// One side buys this long, then the other: what else the machine does falls on both.
const TURN: Duration = Duration::from_secs(2);
/// Connections of the limit to Postgres.
const CLIENTS: u32 = 8;

/// Buys by chance among many things.
#[derive(Args)]
pub struct Checkout {
    /// Buyers, each with a connection of its own, who buy again as soon as they have bought.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=1_024))]
    buyers: u32,
    /// Things to choose from.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    variants: u32,
    /// How long each side buys, in seconds.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    seconds: u64,
}

impl Checkout {
    /// Every purchase that failed, and every finding of the audit, is an error.
    ///
    /// # Errors
    /// When the market or its server cannot be made ready.
    pub async fn run(self, config: &Config) -> Result<Report, Trouble> {
        let home = config.home.join(format!("bench-{}", std::process::id()));
        let measured = own_market(config, CLIENTS, async |ctx| {
            let home = home.display().to_string();
            self.measure(&ctx, &home).await
        })
        .await;
        let _ = std::fs::remove_dir_all(&home);
        measured
    }

    async fn measure(&self, ctx: &Ctx, home: &str) -> Result<Report, Trouble> {
        let goods: Arc<[Good]> = goods::offer(ctx, self.variants).await?.into();
        let buyers = goods::buyers(ctx, self.buyers).await?;
        let others = goods::buyers(ctx, CLIENTS).await?;
        sqlx::query("vacuum analyze").execute(&ctx.db).await?;
        let url = ctx.db.connect_options().to_url_lossy().to_string();
        // Nobody there could read a code, however much they buy in a day.
        let large_sum = u32::MAX.to_string();
        let settings = [
            ("DATABASE_URL", url.as_str()),
            ("LONGTAIL_HOME", home),
            ("LONGTAIL_LARGE_SUM", large_sum.as_str()),
        ];
        let mut server = Server::start_at(free_addr()?, &["serve"], &settings).await?;
        let (mut market, mut limit) = (Sample::default(), Sample::default());
        over_http(server.addr, &buyers, &goods, TURN).await?;
        limit::buy(ctx, &others, &goods, TURN).await?;
        for _ in 0..self.seconds.div_ceil(TURN.as_secs()) {
            market.join(over_http(server.addr, &buyers, &goods, TURN).await?);
            limit.join(limit::buy(ctx, &others, &goods, TURN).await?);
        }
        server.end().await?;
        let mut report = Report::new("checkout", &market).against(&limit);
        report.errors += audit::run(ctx).await?.findings.len() as u64;
        Ok(report
            .with(
                "limit",
                "the same statements in one transaction, prepared, 8 connections",
            )
            .with("buyers", self.buyers)
            .with("variants", self.variants))
    }
}

async fn over_http(
    addr: SocketAddr,
    buyers: &[Buyer],
    goods: &Arc<[Good]>,
    time: Duration,
) -> Result<Sample, Trouble> {
    let begun = Instant::now();
    let mut buying = JoinSet::new();
    for buyer in buyers {
        let (buyer, goods) = (buyer.clone(), goods.clone());
        let mut connection = Connection::open(addr).await?;
        buying.spawn(async move {
            let mut sample = Sample::default();
            while begun.elapsed() < time {
                let asked = Instant::now();
                match purchase(&mut connection, &buyer, goods::by_chance(&goods)).await {
                    Ok(()) => sample.times.push(asked.elapsed()),
                    Err(trouble) => {
                        tracing::warn!(%trouble, "a purchase failed");
                        sample.errors += 1;
                    }
                }
            }
            sample
        });
    }
    let mut all = Sample::default();
    while let Some(sample) = buying.join_next().await {
        all.join(sample?);
    }
    all.took = begun.elapsed();
    Ok(all)
}

async fn purchase(connection: &mut Connection, buyer: &Buyer, good: &Good) -> Result<(), Trouble> {
    let add = format!("variant={}&quantity=1", good.variant);
    post(connection, buyer, "cart/add_to_cart", add).await?;
    let path = "/api/trade/checkout/load_checkout_form";
    let asked = Request::get(path).header(header::COOKIE, &buyer.cookie);
    let form = connection.send(asked.body(Body::empty())?).await?;
    let form: Option<CheckoutForm> = serde_json::from_slice(form.body())?;
    let form = form.ok_or_else(|| Trouble::new("the server does not know the buyer"))?;
    let place = order_form(form.command, form.cart.total.minor, &buyer.email);
    let placed = post(connection, buyer, "checkout/place_checkout", place).await?;
    let checkout: CheckoutId = placed
        .headers()
        .get(header::LOCATION)
        .and_then(|to| to.to_str().ok()?.rsplit('/').next()?.parse().ok())
        .ok_or_else(|| Trouble::new(format!("not placed: {:?}", placed.body())))?;
    let payment = uuid::Builder::from_random_bytes(random_bytes()).into_uuid();
    let pay = format!("command={payment}&checkout={checkout}&method=wallet");
    post(connection, buyer, "checkout/pay_checkout", pay).await?;
    Ok(())
}

/// Sends a form as a browser with scripts does.
async fn post(
    connection: &mut Connection,
    buyer: &Buyer,
    function: &str,
    form: String,
) -> Result<Response<Bytes>, Trouble> {
    let request = Request::post(format!("/api/trade/{function}"))
        .header(header::COOKIE, &buyer.cookie)
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form))?;
    let answer = connection.send(request).await?;
    match answer.status() {
        StatusCode::OK | StatusCode::FOUND | StatusCode::SEE_OTHER => Ok(answer),
        status => Err(Trouble::new(format!(
            "{function} answers {status}: {:?}",
            answer.body()
        ))),
    }
}
