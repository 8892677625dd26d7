//! Makes a release's WASM smaller with wasm-opt, which Node's package `binaryen` carries
//! (Debian's is too old for what Rust writes today), and its JavaScript with esbuild.

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

/// The last says where to write.
const WASM_OPTIONS: [&str; 8] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--output=",
];

const ESBUILD: Tool = Tool {
    program: "esbuild",
    package: "esbuild",
    version: "0.28.2",
};

/// The last says where to write.
const JS_OPTIONS: [&str; 4] = [
    "--minify",
    "--format=esm",
    "--log-level=error",
    "--outfile=",
];

/// Shrinks the bundle in the folder. Without the tools it works all the same, so this warns
/// and never fails.
pub fn shrink(project: &Project, folder: &Path) -> Result<()> {
    step("Browser bundle: wasm-opt", || {
        each(project, &WASM_OPT, &WASM_OPTIONS, folder, "wasm")
    })?;
    step("Browser bundle: esbuild", || {
        each(project, &ESBUILD, &JS_OPTIONS, folder, "js")
    })
}

/// Rewrites every file of this ending.
fn each(
    project: &Project,
    tool: &Tool,
    options: &[&str],
    folder: &Path,
    ending: &str,
) -> Result<()> {
    let program = match tool.find(project) {
        Ok(program) => program,
        Err(error) => {
            println!(
                "  left out: {}\n  The bundle is larger. What to do: install Node and npm.",
                crate::step::explain(&error)
            );
            return Ok(());
        }
    };
    for entry in files(folder) {
        let path = entry.path();
        if path.extension().is_none_or(|found| found != ending) {
            continue;
        }
        let smaller = path.with_extension("smaller");
        let done = run_quietly(
            Command::new(&program)
                .arg(path)
                .args(&options[..options.len() - 1])
                .arg(format!(
                    "{}{}",
                    options[options.len() - 1],
                    smaller.display()
                )),
            "nothing: the bundle works as it is.",
        );
        match done {
            Ok(_) => fs::rename(&smaller, path)?,
            Err(error) => println!("  left as it is: {error:#}"),
        }
    }
    Ok(())
}
