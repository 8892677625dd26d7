//! `e2e`: the browser's tests against a market of their own.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow};

use crate::bundle;
use crate::database;
use crate::project::Project;
use crate::server::{self, Place};
use crate::step::{Cure, step};
use crate::tally::Tally;
use crate::{browser, up};

pub fn e2e(project: &Project, arguments: &[String]) -> Result<Tally> {
    browser::node_packages(project)?;
    let chromium = browser::chromium(project)?;
    browser::chinese_font();
    bundle::build_site(project)?;
    server::build(project)?;
    let interrupt = up::Interrupt::listen()?;
    let home = fresh_home(project)?;
    // The cluster outlives the home: making one anew takes longer than a fresh database.
    let mut postgres = database::own(&project.target.join("xtask/test-home"), false)?;
    postgres.fresh_database("longtail_e2e")?;
    let place = Place {
        home,
        database_url: postgres.url("longtail_e2e"),
        addr: server::free_port()?,
        demo: true,
        settings: &[],
    };
    server::prepare(project, &place)?;
    let log = project.root.join("end2end/report/server.log");
    let mut server = step("Server: start", || {
        server::serve(project, &place, Some(&log))
    })?;
    let tally = step("Browser tests", || {
        playwright(project, &place, chromium.as_ref(), arguments)
    });
    server.stop();
    postgres.stop();
    if interrupt.happened() {
        return Err(anyhow!("interrupted"));
    }
    tally
}

fn fresh_home(project: &Project) -> Result<PathBuf> {
    let home = project.target.join("xtask/e2e-home");
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(&home)
        .with_context(|| format!("cannot make {}", home.display()))
        .cure("make room on the disk.")?;
    fs::create_dir_all(project.root.join("end2end/report"))?;
    Ok(home)
}

fn playwright(
    project: &Project,
    place: &Place,
    chromium: Option<&PathBuf>,
    arguments: &[String],
) -> Result<Tally> {
    let folder = project.root.join("end2end");
    let results = folder.join("report/results.json");
    let _ = fs::remove_file(&results);
    let mut command = Command::new("npx");
    command
        .args(["playwright", "test"])
        .args(arguments)
        .current_dir(&folder)
        .env("BASE_URL", place.url())
        .env("DATABASE_URL", &place.database_url)
        .env("LONGTAIL_HOME", &place.home)
        .env("LONGTAIL_MAIL_DIR", place.home.join("mail"))
        .env("LONGTAIL_BIN", project.binary())
        .env("LONGTAIL_ADDR", place.addr.to_string())
        .stdin(Stdio::null());
    if let Some(chromium) = chromium {
        command.env("CHROMIUM_PATH", chromium);
    }
    let status = command
        .status()
        .context("cannot run `npx playwright test`")
        .cure("install Node 20 or later with npm.")?;
    println!(
        "  Report: {}   Server: {}   Screenshots: {}",
        project
            .short(&folder.join("report/html/index.html"))
            .display(),
        project.short(&folder.join("report/server.log")).display(),
        project.short(&folder.join("screenshots")).display()
    );
    let mut tally = Tally::of_playwright(&results);
    // A run that broke before its first test is a failure too.
    if !status.success() && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}
