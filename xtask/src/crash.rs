//! `crash`: the server, and Postgres apart from it, are killed while people buy. Each time all of
//! it has to come back by itself; in the end the buyers, who are `longtail bench crash`, compare
//! what they were told with what is there.

use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

use crate::database;
use crate::http;
use crate::postgres::{self, Postgres, Settings};
use crate::project::Project;
use crate::server::{self, Place, longtail};
use crate::step::{Cure, step};

const DATABASE: &str = "longtail_crash";
/// How long everything may take to come back, and the buyers to get on.
const RECOVERS_WITHIN: Duration = Duration::from_secs(120);
/// Orders between two kills, at least: nobody is killed who does nothing.
const ORDERS_BETWEEN: u64 = 20;
/// Nobody there could read a code, however much they buy in a day: the largest sum there is.
const NO_CODES: [(&str, &str); 1] = [("LONGTAIL_LARGE_SUM", "4294967295")];

#[derive(clap::Args)]
pub struct Options {
    /// Kills: of the server, of Postgres, of both at once, in turn.
    #[arg(long, default_value_t = 20)]
    rounds: u32,
    /// Buyers, each with a connection of its own.
    #[arg(long, default_value_t = 48)]
    buyers: u32,
    /// Optimised, as it would be hosted.
    #[arg(long)]
    pub release: bool,
}

pub fn crash(project: &Project, options: &Options) -> Result<()> {
    server::build(project)?;
    let home = project.target.join("xtask/crash-home");
    let mut postgres = database::own(&home, true)?;
    postgres.fresh_database(DATABASE)?;
    let place = Place {
        home: home.join("market"),
        database_url: postgres.url(DATABASE),
        addr: server::free_port()?,
        demo: false,
        settings: &NO_CODES,
    };
    server::prepare(project, &place)?;
    let log = home.join("server.log");
    let mut server = step("Server: start", || {
        server::serve(project, &place, Some(&log))
    })?;
    let mut buyers = Buyers::start(project, &place, &home, options.buyers)?;
    let mut slowest = Duration::ZERO;
    for round in 1..=options.rounds {
        buyers.get_on(ORDERS_BETWEEN)?;
        std::thread::sleep(by_chance());
        let killed = ["the server", "Postgres", "both"][(round as usize - 1) % 3];
        let begun = Instant::now();
        if killed != "Postgres" {
            server.kill();
        }
        if killed != "the server" {
            postgres.kill();
            postgres = start_again(&home)?;
        }
        if killed != "Postgres" {
            server = server::serve(project, &place, Some(&log))?;
        }
        wait_until_ready(&place)?;
        let took = begun.elapsed();
        slowest = slowest.max(took);
        println!(
            "  {round:>3}. {killed} killed after {} orders; ready again after {:.1} s",
            buyers.orders,
            took.as_secs_f64()
        );
    }
    buyers.get_on(ORDERS_BETWEEN)?;
    let verdict = buyers.end()?;
    server.stop();
    postgres.stop();
    println!("{verdict}");
    println!(
        "Killed {} times; back within {:.1} s. Everything is as it was acknowledged.",
        options.rounds,
        slowest.as_secs_f64()
    );
    Ok(())
}

fn start_again(home: &Path) -> Result<Postgres> {
    Ok(postgres::start(&Settings {
        home: home.to_path_buf(),
        durable: true,
    })?)
}

fn wait_until_ready(place: &Place) -> Result<()> {
    let begun = Instant::now();
    while !http::get(place.addr, "/readyz").is_ok_and(|answer| answer.status == 200) {
        if begun.elapsed() > RECOVERS_WITHIN {
            return Err(anyhow!("the market did not come back"))
                .cure("read target/xtask/crash-home/server.log.");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// Less than a second: a kill meets another moment of the work each time.
fn by_chance() -> Duration {
    // The standard library draws a key for every hasher.
    let drawn = RandomState::new().build_hasher().finish();
    Duration::from_millis(drawn % 900)
}

/// `longtail bench crash`, which buys until we let go of its standard input.
struct Buyers {
    child: Child,
    said: Receiver<String>,
    /// How many orders were acknowledged so far.
    orders: u64,
    verdict: String,
}

impl Buyers {
    fn start(project: &Project, place: &Place, home: &Path, buyers: u32) -> Result<Self> {
        // A home of its own: the server has the search index.
        let own = Place {
            home: home.join("buyers"),
            ..place.clone()
        };
        let (at, buyers) = (place.addr.to_string(), buyers.to_string());
        let words = [
            "bench",
            "--json",
            "crash",
            "--at",
            at.as_str(),
            "--buyers",
            buyers.as_str(),
        ];
        let log = home.join("buyers.log");
        let mut child = longtail(project, &own, &words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(fs::File::create(log)?)
            .spawn()
            .context("cannot start the buyers")?;
        let output = child.stdout.take().context("the buyers say nothing")?;
        Ok(Self {
            child,
            said: listen(output),
            orders: 0,
            verdict: String::new(),
        })
    }

    /// Waits until so many more orders were acknowledged.
    fn get_on(&mut self, by: u64) -> Result<()> {
        let (begun, wanted) = (Instant::now(), self.orders + by);
        while self.orders < wanted {
            match self.said.recv_timeout(RECOVERS_WITHIN) {
                Ok(line) => self.hear(line),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(anyhow!("the buyers have given up"))
                        .cure("read target/xtask/crash-home/buyers.log.");
                }
            }
            if begun.elapsed() > RECOVERS_WITHIN {
                bail!("nobody could buy for {} s", RECOVERS_WITHIN.as_secs());
            }
        }
        // What was said meanwhile.
        while let Ok(line) = self.said.try_recv() {
            self.hear(line);
        }
        Ok(())
    }

    fn hear(&mut self, line: String) {
        match line
            .strip_prefix("orders ")
            .and_then(|many| many.parse().ok())
        {
            Some(orders) => self.orders = orders,
            None => self.verdict = line,
        }
    }

    /// Lets them finish what they began, and compare.
    fn end(mut self) -> Result<String> {
        drop(self.child.stdin.take());
        while let Ok(line) = self.said.recv() {
            self.hear(line);
        }
        let status = self.child.wait()?;
        if status.success() {
            return Ok(std::mem::take(&mut self.verdict));
        }
        Err(anyhow!(
            "something is not as it was acknowledged: {}",
            self.verdict
        ))
        .cure("read target/xtask/crash-home/buyers.log.")
    }
}

impl Drop for Buyers {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The lines of an output, as they come.
fn listen(output: ChildStdout) -> Receiver<String> {
    let (says, said) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if says.send(line).is_err() {
                break;
            }
        }
    });
    said
}
