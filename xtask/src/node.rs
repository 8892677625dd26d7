//! Programs of Node that builds and measurements use, each in a fixed version, installed below
//! `target/`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::command::{on_path, run_quietly};
use crate::project::Project;

/// A program and the package that carries it.
pub struct Tool {
    pub program: &'static str,
    pub package: &'static str,
    pub version: &'static str,
}

impl Tool {
    /// Where the program is; installed first where it is not there in this version.
    pub fn find(&self, project: &Project) -> Result<PathBuf> {
        let Self {
            program,
            package,
            version,
        } = self;
        let folder = project
            .target
            .join("xtask/node")
            .join(format!("{package}-{version}"));
        let path = folder.join("node_modules/.bin").join(program);
        if !path.exists() {
            fs::create_dir_all(&folder)?;
            fs::write(folder.join("package.json"), "{\"private\": true}\n")?;
            let npm = on_path(&["npm"]).unwrap_or_else(|| "npm".into());
            run_quietly(
                Command::new(npm)
                    .args(["install", "--no-audit", "--no-fund", "--no-save"])
                    .arg(format!("{package}@{version}"))
                    .env("PUPPETEER_SKIP_DOWNLOAD", "1")
                    .current_dir(&folder),
                "install Node and npm.",
            )?;
        }
        Ok(path)
    }
}
