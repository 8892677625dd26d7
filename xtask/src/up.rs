//! `up`: from a fresh clone to a market in the browser.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};

use crate::bundle;
use crate::command::Beside;
use crate::database::Database;
use crate::project::Project;
use crate::server::{self, Place};
use crate::step::{Cure, step};

#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    /// The port to serve on.
    #[arg(long, default_value_t = 3000)]
    pub port: u16,
    /// An empty market: no demo shops, goods and people.
    #[arg(long)]
    pub no_demo: bool,
    /// Let other machines in the network reach it too.
    #[arg(long)]
    pub host: bool,
}

impl Options {
    pub fn addr(&self) -> SocketAddr {
        let ip = if self.host {
            [0, 0, 0, 0]
        } else {
            [127, 0, 0, 1]
        };
        SocketAddr::from((ip, self.port))
    }
}

/// Set when the person has pressed Ctrl-C.
#[derive(Clone)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    pub fn listen() -> Result<Self> {
        let flag = Arc::new(AtomicBool::new(false));
        for signal in [
            signal_hook::consts::SIGINT,
            signal_hook::consts::SIGTERM,
            signal_hook::consts::SIGHUP,
        ] {
            signal_hook::flag::register(signal, Arc::clone(&flag)).context("cannot hear Ctrl-C")?;
        }
        Ok(Self(flag))
    }

    pub fn happened(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A market that runs: its server, and the database under it. The server ends first.
pub struct Market {
    pub server: Beside,
    pub place: Place,
    database: Database,
}

impl Market {
    /// Sees to it that there is a database, whatever became of the one before.
    pub fn keep_database(&mut self) -> Result<()> {
        self.database.revive(&self.place.home)
    }

    pub fn stop(mut self) {
        println!();
        let _ = step("Stop", || {
            self.server.stop();
            if let Database::Own(postgres) = &mut self.database {
                if !postgres.is_ours() {
                    println!("  Postgres was running before, and goes on.");
                }
                postgres.stop();
            }
            Ok(())
        });
    }
}

pub fn up(project: &Project, options: &Options) -> Result<()> {
    let begun = Instant::now();
    server::claim(&project.home(), options.addr())?;
    bundle::build_site(project)?;
    server::build(project)?;
    let interrupt = Interrupt::listen()?;
    let mut market = open(project, options)?;
    println!(
        "\n  The market is open: {}   (ready after {:.1} s; Ctrl-C closes it)\n",
        market.place.url(),
        begun.elapsed().as_secs_f64()
    );
    let ended = loop {
        if interrupt.happened() {
            break None;
        }
        if let Some(status) = market.server.ended() {
            break Some(status);
        }
        market.keep_database()?;
        std::thread::sleep(Duration::from_millis(50));
    };
    market.stop();
    match ended {
        None => Ok(()),
        Some(status) => {
            Err(anyhow!("the server ended with {status}")).cure("read its last messages above.")
        }
    }
}

/// Starts database and server; everything must be built already.
pub fn open(project: &Project, options: &Options) -> Result<Market> {
    let home = project.home();
    std::fs::create_dir_all(&home)
        .with_context(|| format!("cannot make the folder {}", home.display()))
        .cure("set LONGTAIL_HOME to a folder that you may write.")?;
    let database = Database::open(&home)?;
    let place = Place {
        home,
        database_url: database.url(),
        addr: options.addr(),
        demo: !options.no_demo,
        settings: &[],
    };
    server::prepare(project, &place)?;
    let server = step("Server: start", || server::serve(project, &place, None))?;
    Ok(Market {
        server,
        place,
        database,
    })
}
