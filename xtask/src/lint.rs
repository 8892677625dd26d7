//! `lint`: form, clippy for server and browser, and the committed queries.

use std::path::Path;

use anyhow::Result;

use crate::api_docs;
use crate::bundle;
use crate::command::{cargo, run};
use crate::project::Project;
use crate::queries::{self, Bench, Touched};
use crate::server::PACKAGES;
use crate::step::step;

const STRICT: [&str; 3] = ["--", "-D", "warnings"];
const COMPONENTS: &str = "mend what is named above. Where rustfmt or clippy is missing: \
     `rustup component add rustfmt clippy`.";

/// Where clippy stands in for the compiler already, as `.ci/run` has it, to build is to lint,
/// and the tests use what was built; elsewhere `cargo clippy` looks and keeps nothing.
fn clippy_builds() -> bool {
    std::env::var_os("RUSTC_WORKSPACE_WRAPPER")
        .is_some_and(|program| Path::new(&program).file_name() == Some("clippy-driver".as_ref()))
}

fn clippy(project: &Project, packages: &[&str], bench: Option<&Bench>) -> Result<()> {
    let builds = clippy_builds();
    let mut command = cargo(project);
    command
        .arg(if builds { "build" } else { "clippy" })
        .args(packages)
        .arg("--all-targets")
        .args(if builds { &[][..] } else { &STRICT });
    if let Some(bench) = bench {
        bench.attend(&mut command);
    }
    run(&mut command, COMPONENTS)
}

pub fn lint(project: &Project) -> Result<()> {
    step("Form", || {
        run(
            cargo(project).args(["fmt", "--all", "--check"]),
            "run `cargo fmt --all`. Where rustfmt is missing: `rustup component add rustfmt`.",
        )
    })?;
    step("Server functions as docs/API.md lists them", || {
        api_docs::compare(&project.root)
    })?;
    let bench = Bench::prepare(project)?;
    step("Clippy: server, with its queries against Postgres", || {
        let _touched = Touched::backend(project)?;
        clippy(project, &PACKAGES, Some(&bench))
    })?;
    step("Committed queries", || queries::compare(project, &bench))?;
    step("Clippy: commands", || {
        clippy(project, &["--package", "xtask"], None)
    })?;
    bundle::ensure_target(project)?;
    step("Clippy: browser", || {
        if clippy_builds() {
            return bundle::compile(project);
        }
        run(
            bundle::frontend_cargo(project, "clippy").args(STRICT),
            COMPONENTS,
        )
    })
}
