//! `longtail bench browse`: list pages of goods with their facets, as a shopper gets them.
//!
//! The limit is a server of the same parts that asks the market the same and writes the page
//! by hand, string by string. Both are processes of their own; the one that asks is this one.

mod limit;

use super::{
    Report, Sample, Trouble,
    load::{Connection, Pace, ask},
    rounded,
    server::{Server, free_addr, goods_on},
};
use crate::config::Config;
use clap::Args;
use longtail::trade::search::Sort;
use std::{net::SocketAddr, sync::Arc, time::Duration};
use strum::VariantArray;

/// How long both sides are asked before anything counts.
const WARM_UP: Duration = Duration::from_secs(2);
/// One side is asked this long, then the other: what else the machine does falls on both.
const TURN: Duration = Duration::from_secs(2);
/// How many pages of each order are asked for.
const PAGES: u32 = 3;

/// Asks the market, and a limit written by hand, for pages of goods.
#[derive(Args)]
pub struct Browse {
    /// Connections that stay open, each asking again as soon as it was answered.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=1_024))]
    connections: u16,
    /// How long each side is asked, in seconds.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    seconds: u64,
    /// Serves the limit at this address, and nothing else.
    #[arg(long, hide = true)]
    serve_limit: Option<SocketAddr>,
}

impl Browse {
    /// What was measured; nothing where this process was the limit.
    ///
    /// # Errors
    /// When a server does not start, or the two do not show the same goods.
    pub async fn run(self, config: &Config) -> Result<Option<Report>, Trouble> {
        if let Some(addr) = self.serve_limit {
            limit::serve(config, addr).await?;
            return Ok(None);
        }
        let paths: Arc<[String]> = paths().into();
        let mut market = Server::start_at(free_addr()?, &["serve"], &[]).await?;
        let first_page_ms = market.shows(&paths[0]).await?;
        let limit_addr = free_addr()?;
        let words = ["bench", "browse", "--serve-limit", &limit_addr.to_string()];
        let mut limit = Server::start_at(limit_addr, &words, &[]).await?;
        limit.shows(&paths[0]).await?;
        let cards = same_goods(market.addr, limit.addr, &paths).await?;

        let ask = |server: &Server, pace, time| {
            let (addr, paths) = (server.addr, paths.clone());
            async move { ask(addr, &paths, self.connections, pace, time).await }
        };
        let (mut of_market, mut of_limit) = (Sample::default(), Sample::default());
        ask(&market, Pace::AtOnce, WARM_UP).await?;
        ask(&limit, Pace::AtOnce, WARM_UP).await?;
        for _ in 0..self.seconds.div_ceil(TURN.as_secs()) {
            of_market.join(ask(&market, Pace::AtOnce, TURN).await?);
            of_limit.join(ask(&limit, Pace::AtOnce, TURN).await?);
        }
        if of_market.times.is_empty() {
            return Err(Trouble::new("no page was answered whole".to_owned()));
        }
        // Asked for all it can do, a server lets each wait for all the others. Half of that is
        // what a market should be asked for.
        let half = of_market.per_s() / 2.0;
        let time = Duration::from_secs(self.seconds);
        let at_half = ask(&market, Pace::PerSecond(half), time).await?;
        let resident = market.resident_mb()?;
        market.end().await?;
        limit.end().await?;
        let mut report = Report::new("browse", &of_market).against(&of_limit);
        report.errors += at_half.errors;
        Ok(Some(
            report
                .with("limit_p99_ms", rounded(of_limit.percentile_ms(99)))
                .with("half_load_per_s", rounded(at_half.per_s()))
                .with("half_load_p50_ms", rounded(at_half.percentile_ms(50)))
                .with("half_load_p99_ms", rounded(at_half.percentile_ms(99)))
                .with("connections", self.connections)
                .with("cards_a_page", cards)
                .with("ready_ms", rounded(market.ready_ms))
                .with("first_page_ms", rounded(first_page_ms))
                .with("resident_mb", resident),
        ))
    }
}

/// Everything there is, in each order, some pages deep.
fn paths() -> Vec<String> {
    Sort::VARIANTS
        .iter()
        .flat_map(|sort| {
            (1..=PAGES).map(move |page| format!("/search?sort={}&page={page}", sort.key()))
        })
        .collect()
}

/// How many goods a page shows, after proving that both sides show the same on each.
async fn same_goods(
    market: SocketAddr,
    limit: SocketAddr,
    paths: &[String],
) -> Result<usize, Trouble> {
    let mut market = Connection::open(market).await?;
    let mut limit = Connection::open(limit).await?;
    let mut most = 0;
    for path in paths {
        let (shown, expected) = (market.get(path).await?.1, limit.get(path).await?.1);
        let (shown, expected) = (goods_on(&shown), goods_on(&expected));
        if shown != expected {
            return Err(Trouble::new(format!(
                "{path} shows other goods than the limit: {shown:?}, {expected:?}"
            )));
        }
        most = most.max(shown.len());
    }
    Ok(most)
}
