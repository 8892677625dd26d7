//! `longtail bench browse`: list pages of goods with their facets, as a shopper gets them.
//!
//! The limit is a server of the same parts that asks the market the same and writes the page
//! by hand, string by string. Both are processes of their own; the one that asks is this one.

mod limit;

use super::{
    Report, Sample, Trouble,
    load::{Connection, Pace, ask},
    rounded,
};
use crate::config::Config;
use axum::http::StatusCode;
use clap::Args;
use longtail::trade::search::{PAGE_SIZE, Sort};
use std::{
    collections::BTreeSet,
    net::SocketAddr,
    process::Stdio,
    sync::Arc,
    time::{Duration, Instant},
};
use strum::VariantArray;
use tokio::process::{Child, Command};

/// How long both sides are asked before anything counts.
const WARM_UP: Duration = Duration::from_secs(2);
/// One side is asked this long, then the other: what else the machine does falls on both.
const TURN: Duration = Duration::from_secs(2);
/// How long a server may take to answer its first page.
const PATIENCE: Duration = Duration::from_secs(60);
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
        let mut market = Server::start(&["serve"], &paths).await?;
        let limit_addr = free_addr()?;
        let words = ["bench", "browse", "--serve-limit", &limit_addr.to_string()];
        let mut limit = Server::start_at(limit_addr, &words, &paths).await?;
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
                .with("first_page_ms", rounded(market.first_page_ms))
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

/// A server that answers on this machine, until it is dropped.
struct Server {
    process: Child,
    addr: SocketAddr,
    /// From its start until it says that it is ready, and until the first page was there.
    ready_ms: f64,
    first_page_ms: f64,
}

impl Server {
    async fn start(words: &[&str], paths: &[String]) -> Result<Self, Trouble> {
        Self::start_at(free_addr()?, words, paths).await
    }

    async fn start_at(addr: SocketAddr, words: &[&str], paths: &[String]) -> Result<Self, Trouble> {
        let begun = Instant::now();
        let process = Command::new(std::env::current_exe()?)
            .args(words)
            .env("LONGTAIL_ADDR", addr.to_string())
            .env("LONGTAIL_URL", format!("http://{addr}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            // What it logs is written, and read by nobody.
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let millis = || begun.elapsed().as_secs_f64() * 1_000.0;
        let mut server = Self {
            process,
            addr,
            ready_ms: 0.0,
            first_page_ms: 0.0,
        };
        server.wait_for("/readyz", 0).await?;
        server.ready_ms = millis();
        server.wait_for(&paths[0], PAGE_SIZE as usize).await?;
        server.first_page_ms = millis();
        Ok(server)
    }

    /// Asks until a page shows so many goods. The index may have to be built first.
    async fn wait_for(&mut self, path: &str, goods: usize) -> Result<(), Trouble> {
        let begun = Instant::now();
        let mut found = 0;
        while begun.elapsed() < PATIENCE {
            if let Some(status) = self.process.try_wait()? {
                return Err(Trouble::new(format!(
                    "a server ended with {status}; run `longtail serve` to see why"
                )));
            }
            if let Ok(mut connection) = Connection::open(self.addr).await
                && let Ok((StatusCode::OK, page)) = connection.get(path).await
            {
                found = goods_on(&page).len();
                if found >= goods {
                    return Ok(());
                }
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Err(Trouble::new(format!(
            "{path} shows {found} goods, not {goods}; fill the market first, with `longtail demo`"
        )))
    }

    /// What the process holds in memory; 0 where the system does not say.
    fn resident_mb(&self) -> Result<u64, Trouble> {
        let Some(id) = self.process.id() else {
            return Ok(0);
        };
        let Ok(status) = std::fs::read_to_string(format!("/proc/{id}/status")) else {
            return Ok(0);
        };
        let kilobytes = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.split_whitespace().next())
            .unwrap_or("0");
        Ok(kilobytes.parse::<u64>()? / 1_024)
    }

    async fn end(&mut self) -> Result<(), Trouble> {
        Ok(self.process.kill().await?)
    }
}

fn free_addr() -> Result<SocketAddr, Trouble> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?)
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

/// The addresses of the goods that a page shows: `/shops/{shop}/{listing}`.
fn goods_on(page: &[u8]) -> BTreeSet<String> {
    let page = String::from_utf8_lossy(page);
    page.split("href=\"/shops/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|path| path.contains('/') && !path.contains('?'))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goods_are_told_from_shops() {
        let page = br#"<a href="/shops/lin-tea/oolong">x</a><a href="/shops/lin-tea">y</a>"#;
        assert_eq!(
            goods_on(page),
            BTreeSet::from(["lin-tea/oolong".to_owned()])
        );
    }
}
