//! `bench`: a release measured from outside: its second start, and what the browser downloads.
//! What it does a second is measured from inside, by `longtail bench`, which this runs.

use std::collections::BTreeSet;
use std::fs;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::bundle::{self, hashes::compress};
use crate::command::{Beside, run};
use crate::database;
use crate::postgres::Postgres;
use crate::project::{Profile, Project};
use crate::server::{self, Place, longtail};
use crate::step::step;

/// The most that the first visit to the start page may fetch of JavaScript and WASM.
const fn most_first_visit_kb(profile: Profile) -> usize {
    match profile {
        Profile::Release => 300,
        // what a release's 300 are before they are optimised: every test run sees what grows
        Profile::Dev => 440,
    }
}

/// With words: that scenario of `longtail bench` alone.
pub fn bench(project: &Project, scenario: &[String]) -> Result<()> {
    // The first start builds everything and fills the market.
    let (server, postgres, place) = start(project)?;
    if !scenario.is_empty() {
        drop(server);
        let words: Vec<_> = ["bench"]
            .into_iter()
            .chain(scenario.iter().map(String::as_str))
            .collect();
        return measure(project, &place, &words);
    }
    stop(server, postgres);
    let begun = Instant::now();
    let (server, _postgres, place) = start(project)?;
    let second = begun.elapsed();
    drop(server);

    println!("\n  {:<34} {:.2} s", "second start", second.as_secs_f64());
    for (name, sizes) in sizes(project)? {
        println!("  {name:<34} {sizes}");
    }
    println!();
    measure(project, &place, &["bench", "browse"])?;
    first_visit(project)
}

fn measure(project: &Project, place: &Place, words: &[&str]) -> Result<()> {
    run(
        &mut longtail(project, place, words),
        "read the message above.",
    )
}

/// A release that runs over a demo market of its own.
pub fn start(project: &Project) -> Result<(Beside, Postgres, Place)> {
    bundle::build_site(project)?;
    server::build(project)?;
    let home = project.target.join("xtask/bench-home");
    let postgres = database::own(&home, true)?;
    postgres.ensure_database(database::NAME)?;
    let place = Place {
        home,
        database_url: postgres.url(database::NAME),
        addr: server::free_port()?,
        demo: true,
        settings: &[],
    };
    server::prepare(project, &place)?;
    let server = step("Server: start", || server::serve(project, &place, None))?;
    Ok((server, postgres, place))
}

pub fn stop(mut server: Beside, mut postgres: Postgres) {
    server.stop();
    postgres.stop();
}

/// Refuses a bundle of which a first visit to the start page would fetch too much: the main
/// part with its JavaScript; everything else waits until somebody goes there.
pub fn first_visit(project: &Project) -> Result<()> {
    let mut bytes = 0;
    for name in names(project)? {
        if name.ends_with(".js") || name == "longtail.wasm" {
            bytes += compress(&fs::read(project.pkg().join(name))?)?.len();
        }
    }
    let kilobytes = bytes.div_ceil(1024);
    println!("  first visit to the start page: {kilobytes} KB of JavaScript and WASM");
    let most = most_first_visit_kb(project.profile);
    if kilobytes > most {
        bail!("at most {most} KB are allowed");
    }
    Ok(())
}

/// What a browser downloads: as it is, and as Brotli sends it.
fn sizes(project: &Project) -> Result<Vec<(String, String)>> {
    names(project)?
        .into_iter()
        .map(|name| {
            let bytes = fs::read(project.pkg().join(&name)).with_context(|| name.clone())?;
            let sizes = format!(
                "{} KB raw, {} KB brotli",
                bytes.len().div_ceil(1024),
                compress(&bytes)?.len().div_ceil(1024)
            );
            Ok((name, sizes))
        })
        .collect()
}

/// The bundle's files by their plain names: the copies named by their content hold the same.
fn names(project: &Project) -> Result<BTreeSet<String>> {
    Ok(fs::read_dir(project.pkg())?
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.matches('.').count() == 1 || name.starts_with("__wasm_split._"))
        .collect())
}
