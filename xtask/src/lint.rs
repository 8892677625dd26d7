//! `lint`: form, clippy for server and browser, and the committed queries.

use anyhow::Result;

use crate::api_docs;
use crate::bundle::{ensure_target, frontend_cargo};
use crate::command::{cargo, run};
use crate::project::Project;
use crate::queries::{self, Bench, Touched};
use crate::server::PACKAGES;
use crate::step::step;

const STRICT: [&str; 3] = ["--", "-D", "warnings"];
const COMPONENTS: &str = "mend what is named above. Where rustfmt or clippy is missing: \
     `rustup component add rustfmt clippy`.";

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
        let mut command = cargo(project);
        command.arg("clippy").args(PACKAGES).arg("--all-targets");
        bench.attend(&mut command);
        run(command.args(STRICT), COMPONENTS)
    })?;
    step("Committed queries", || queries::compare(project, &bench))?;
    step("Clippy: commands", || {
        run(
            cargo(project)
                .args(["clippy", "--package", "xtask", "--all-targets"])
                .args(STRICT),
            COMPONENTS,
        )
    })?;
    ensure_target(project)?;
    step("Clippy: browser", || {
        run(frontend_cargo(project, "clippy").args(STRICT), COMPONENTS)
    })
}
