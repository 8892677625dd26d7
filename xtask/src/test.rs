//! `test`: the rules, the backend on a real Postgres, the commands, the browser, and the size of
//! what it downloads.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow};

use crate::bench;
use crate::command::cargo;
use crate::database;
use crate::e2e::e2e;
use crate::project::Project;
use crate::server::PACKAGES;
use crate::step::{Cure, explain, step};
use crate::tally::Tally;

pub fn test(project: &Project, filter: Option<&str>) -> Result<()> {
    let mut total = Tally::default();
    total += step("Rust tests", || rust_tests(project, filter))?;
    let arguments: Vec<String> = filter
        .map(|filter| {
            vec![
                "--grep".into(),
                filter.into(),
                "--pass-with-no-tests".into(),
            ]
        })
        .unwrap_or_default();
    // A browser that cannot be had is a failure, but the Rust tests' result is still said.
    match e2e(project, &arguments) {
        Ok(tally) => total += tally,
        Err(error) => {
            println!("✗ Browser tests\n  {}", explain(&error));
            total.failed += 1;
        }
    }
    match step("First visit: its size", || bench::first_visit(project)) {
        Ok(()) => total.passed += 1,
        Err(error) => {
            println!("✗ First visit: its size\n  {}", explain(&error));
            total.failed += 1;
        }
    }
    println!("{total}");
    if total.failed == 0 {
        Ok(())
    } else {
        Err(anyhow!("{} of the tests failed", total.failed))
            .cure("read the first failure above; `cargo xtask test <name>` runs those of one name.")
    }
}

fn rust_tests(project: &Project, filter: Option<&str>) -> Result<Tally> {
    let mut postgres = database::own(&project.target.join("xtask/test-home"), false)?;
    postgres.ensure_database("longtail_test")?;
    let url = postgres.url("longtail_test");
    let mut tally = Tally::default();
    for packages in [&PACKAGES[..], &["--package", "xtask"]] {
        let mut command = cargo(project);
        command
            .args(["test", "--no-fail-fast"])
            .args(packages)
            .env("DATABASE_URL", &url);
        command.args(filter);
        tally += counted(&mut command)?;
    }
    postgres.stop();
    Ok(tally)
}

/// Runs one `cargo test`, shows what it says, and counts.
fn counted(command: &mut Command) -> Result<Tally> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run cargo")
        .cure("install Rust with rustup: https://rustup.rs")?;
    let mut tally = Tally::default();
    if let Some(output) = child.stdout.take() {
        let mut shown = std::io::stdout().lock();
        for line in BufReader::new(output).split(b'\n') {
            let line = line?;
            shown.write_all(&line)?;
            shown.write_all(b"\n")?;
            tally.read_cargo_line(&String::from_utf8_lossy(&line));
        }
    }
    // Tests that do not compile are a failure that no line counts.
    if !child.wait()?.success() && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}
