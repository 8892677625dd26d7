//! `bench`: how fast a release is here: its second start, what the browser downloads, and
//! how long pages take.

use std::collections::BTreeSet;
use std::fs;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::bundle::{self, hashes::compress};
use crate::command::Beside;
use crate::database;
use crate::http;
use crate::postgres::Postgres;
use crate::project::Project;
use crate::server::{self, Place};
use crate::step::step;

const REQUESTS: usize = 300;

/// The kinds of page that are timed, and how their addresses begin.
const PAGES: [(&str, &[&str]); 3] = [
    ("list", &["/category/", "/categories/", "/c/", "/search"]),
    ("product", &["/product/", "/products/", "/listing/", "/p/"]),
    ("shop", &["/shop/", "/shops/", "/s/"]),
];

pub fn bench(project: &Project) -> Result<()> {
    // The first start builds everything and fills the market.
    let (server, postgres, place) = start(project)?;
    stop(server, postgres);
    let begun = Instant::now();
    let (server, postgres, place) = start(project).map(|(s, p, _)| (s, p, place))?;
    let second = begun.elapsed();

    let mut rows = vec![(
        "second start".to_owned(),
        format!("{:.2} s", second.as_secs_f64()),
    )];
    let home = String::from_utf8_lossy(&http::get(place.addr, "/")?.body).into_owned();
    rows.push(("home".to_owned(), time_page(place.addr, "/")?));
    for (name, beginnings) in PAGES {
        let row = match first_link(&home, beginnings) {
            Some(path) => format!("{}   {path}", time_page(place.addr, &path)?),
            None => "no such link on the home page".to_owned(),
        };
        rows.push((name.to_owned(), row));
    }
    rows.extend(sizes(project)?);
    stop(server, postgres);

    println!("\n  {REQUESTS} requests a page, one after the other, over loopback");
    for (name, value) in rows {
        println!("  {name:<34} {value}");
    }
    Ok(())
}

fn start(project: &Project) -> Result<(Beside, Postgres, Place)> {
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
    };
    server::prepare(project, &place)?;
    let server = step("Server: start", || server::serve(project, &place, None))?;
    Ok((server, postgres, place))
}

fn stop(mut server: Beside, mut postgres: Postgres) {
    server.stop();
    postgres.stop();
}

/// The first answer, then the middle and the slow end of many.
fn time_page(addr: SocketAddr, path: &str) -> Result<String> {
    let mut times = Vec::with_capacity(REQUESTS);
    for _ in 0..REQUESTS {
        let begun = Instant::now();
        let answer = http::get(addr, path)?;
        times.push(begun.elapsed());
        if answer.status != 200 {
            bail!("{path} answered {}", answer.status);
        }
    }
    let first = times[0];
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    Ok(format!(
        "first {}, p50 {}, p95 {}",
        milliseconds(first),
        milliseconds(at(50)),
        milliseconds(at(95))
    ))
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

fn first_link(html: &str, beginnings: &[&str]) -> Option<String> {
    beginnings.iter().find_map(|beginning| {
        let start = html.find(&format!("href=\"{beginning}"))? + "href=\"".len();
        let path = html[start..].split('"').next()?;
        Some(path.replace("&amp;", "&"))
    })
}

/// What a browser downloads: as it is, and as Brotli sends it.
fn sizes(project: &Project) -> Result<Vec<(String, String)>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(project.pkg())?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        // Plain names only: the copies named by their content hold the same.
        if name.matches('.').count() == 1 || name.starts_with("__wasm_split._") {
            names.insert(name);
        }
    }
    let mut rows = Vec::new();
    for name in names {
        let bytes = fs::read(project.pkg().join(&name)).with_context(|| name.clone())?;
        rows.push((
            name,
            format!(
                "{} KB raw, {} KB brotli",
                bytes.len().div_ceil(1024),
                compress(&bytes)?.len().div_ceil(1024)
            ),
        ));
    }
    Ok(rows)
}
