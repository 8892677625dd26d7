//! A server that is measured: this program once more, as a process of its own.

use super::{Trouble, load::Connection};
use axum::http::StatusCode;
use longtail::trade::search::PAGE_SIZE;
use std::{
    collections::BTreeSet,
    net::SocketAddr,
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::process::{Child, Command};

/// How long a server may take to answer its first page.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that answers on this machine, until it is dropped.
pub struct Server {
    process: Child,
    pub addr: SocketAddr,
    begun: Instant,
    /// From its start until it says that it is ready.
    pub ready_ms: f64,
}

impl Server {
    /// Starts this program with these words, and waits until it says that it is ready.
    ///
    /// # Errors
    /// When it ends instead, or takes too long.
    pub async fn start_at(
        addr: SocketAddr,
        words: &[&str],
        settings: &[(&str, &str)],
    ) -> Result<Self, Trouble> {
        let begun = Instant::now();
        let process = Command::new(std::env::current_exe()?)
            .args(words)
            .env("LONGTAIL_ADDR", addr.to_string())
            .env("LONGTAIL_URL", format!("http://{addr}"))
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            // What it logs is written, and read by nobody.
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let mut server = Self {
            process,
            addr,
            begun,
            ready_ms: 0.0,
        };
        server.wait_for("/readyz", 0).await?;
        server.ready_ms = begun.elapsed().as_secs_f64() * 1_000.0;
        Ok(server)
    }

    /// Waits until a page is full of goods; how long after the start, in milliseconds.
    ///
    /// # Errors
    /// When it does not come to that.
    pub async fn shows(&mut self, path: &str) -> Result<f64, Trouble> {
        self.wait_for(path, PAGE_SIZE as usize).await?;
        Ok(self.begun.elapsed().as_secs_f64() * 1_000.0)
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
    ///
    /// # Errors
    /// When the system says something else.
    pub fn resident_mb(&self) -> Result<u64, Trouble> {
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

    /// # Errors
    /// When it cannot be ended.
    pub async fn end(&mut self) -> Result<(), Trouble> {
        Ok(self.process.kill().await?)
    }
}

/// An address of this machine that nothing listens at.
///
/// # Errors
/// When there is none.
pub fn free_addr() -> Result<SocketAddr, Trouble> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?)
}

/// The addresses of the goods that a page shows: `/shops/{shop}/{listing}`.
pub fn goods_on(page: &[u8]) -> BTreeSet<String> {
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
