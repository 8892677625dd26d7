//! Makes the WASM of a release smaller with wasm-opt, which Node's package `binaryen`
//! carries (Debian's is too old for what Rust writes today).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::command::{on_path, run_quietly};
use crate::fingerprint::files;
use crate::project::Project;
use crate::step::step;

const BINARYEN: &str = "binaryen@132.0.0";

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
        let wasm_opt = match find(project) {
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

fn find(project: &Project) -> Result<PathBuf> {
    let folder = project.target.join("xtask/node");
    let program = folder.join("node_modules/.bin/wasm-opt");
    if !program.exists() {
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("package.json"), "{\"private\": true}\n")?;
        let npm = on_path(&["npm"]).unwrap_or_else(|| "npm".into());
        run_quietly(
            Command::new(npm)
                .args(["install", "--no-audit", "--no-fund", "--no-save", BINARYEN])
                .current_dir(&folder),
            "install Node and npm.",
        )?;
    }
    Ok(program)
}
