//! Makes the WASM of a release smaller with wasm-opt, which Node's package `binaryen`
//! carries (Debian's is too old for what Rust writes today).

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::command::run_quietly;
use crate::fingerprint::files;
use crate::node::Tool;
use crate::project::Project;
use crate::step::step;

const WASM_OPT: Tool = Tool {
    program: "wasm-opt",
    package: "binaryen",
    version: "132.0.0",
};

const OPTIONS: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Shrinks every WASM file of the folder. Without wasm-opt the bundle works all the same,
/// so this warns and never fails.
pub fn shrink(project: &Project, folder: &Path) -> Result<()> {
    step("Browser bundle: wasm-opt", || {
        let wasm_opt = match WASM_OPT.find(project) {
            Ok(program) => program,
            Err(error) => {
                println!(
                    "  left out: {}\n  The bundle is about a fifth larger. What to do: install \
                     Node and npm.",
                    crate::step::explain(&error)
                );
                return Ok(());
            }
        };
        for entry in files(folder) {
            if entry.path().extension().is_none_or(|found| found != "wasm") {
                continue;
            }
            let smaller = entry.path().with_extension("smaller");
            let done = run_quietly(
                Command::new(&wasm_opt)
                    .args(OPTIONS)
                    .arg(entry.path())
                    .arg("-o")
                    .arg(&smaller),
                "nothing: the bundle works unoptimised.",
            );
            match done {
                Ok(_) => fs::rename(&smaller, entry.path())?,
                Err(error) => println!("  left as it is: {error:#}"),
            }
        }
        Ok(())
    })
}
