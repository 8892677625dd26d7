//! `dev`: like `up`, and every change is built at once and served.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;

use crate::bundle;
use crate::fingerprint::Stamp;
use crate::project::Project;
use crate::server;
use crate::step::{explain, step};
use crate::up::{Interrupt, Market, Options, open};

const WATCHED: [&str; 8] = [
    "src",
    "app",
    "frontend",
    "server",
    "style",
    "public",
    ".sqlx",
    "Cargo.toml",
];

pub fn dev(project: &Project, options: &Options) -> Result<()> {
    server::claim(&project.home(), options.addr())?;
    bundle::build_site(project)?;
    server::build(project)?;
    let interrupt = Interrupt::listen()?;
    let mut market = open(project, options)?;
    let watch = Stamp::new(PathBuf::new(), project.paths(&WATCHED), Vec::new(), "");
    let mut seen = watch.look();
    println!(
        "\n  The market is open: {}   (Ctrl-C closes it)",
        market.place.url()
    );
    println!("  Edit away: each change is built and served; reload the page to see it.\n");
    while !interrupt.happened() {
        std::thread::sleep(Duration::from_millis(500));
        market.keep_database()?;
        let now = watch.look();
        if now == seen {
            continue;
        }
        seen = now;
        println!("\n— something changed —");
        match rebuild(project, &mut market) {
            Ok(()) => println!("  Ready: reload the page."),
            Err(error) if !interrupt.happened() => println!("  {}", explain(&error)),
            Err(_) => {}
        }
    }
    market.stop();
    Ok(())
}

/// Builds what changed. The server starts anew only when its program is another one; pages
/// and styles alone are read from the disk.
fn rebuild(project: &Project, market: &mut Market) -> Result<()> {
    let binary = Stamp::new(PathBuf::new(), vec![project.binary()], Vec::new(), "");
    let before = binary.look();
    bundle::build_site(project)?;
    server::build(project)?;
    if binary.look() != before || market.server.ended().is_some() {
        market.server.stop();
        server::prepare(project, &market.place)?;
        market.server = step("Server: start", || {
            server::serve(project, &market.place, None)
        })?;
    }
    Ok(())
}
