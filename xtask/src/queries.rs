//! The committed folder `.sqlx`: what Postgres says about each query, so that building
//! needs no database. sqlx's macros write it themselves while they are compiled.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, anyhow};

use crate::command::{cargo, run};
use crate::database;
use crate::fingerprint::files;
use crate::postgres::Postgres;
use crate::project::Project;
use crate::server::PACKAGES;
use crate::step::{Cure, step};

const SCHEMA: &str = "longtail_queries";

/// A fresh database with the schema, and a folder that the macros write to.
pub struct Bench {
    _postgres: Postgres,
    url: String,
    pub folder: PathBuf,
}

impl Bench {
    pub fn prepare(project: &Project) -> Result<Self> {
        let postgres = database::own(&project.target.join("xtask/test-home"), false)?;
        step("Schema for the queries", || migrate(project, &postgres))?;
        let folder = project.target.join("xtask/queries");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        Ok(Self {
            url: postgres.url(SCHEMA),
            _postgres: postgres,
            folder,
        })
    }

    /// Lets a cargo call check every query against the database and note what it learns.
    pub fn attend(&self, command: &mut Command) {
        command
            .env("SQLX_OFFLINE", "false")
            .env("SQLX_OFFLINE_DIR", &self.folder)
            .env("DATABASE_URL", &self.url);
    }
}

/// Makes cargo compile the backend once more while this lives. Afterwards the file's time is
/// what it was, so that other builds do not notice.
pub struct Touched {
    file: PathBuf,
    before: SystemTime,
}

impl Touched {
    pub fn backend(project: &Project) -> Result<Self> {
        let file = project.root.join("server/backend/src/lib.rs");
        let before = fs::metadata(&file)?.modified()?;
        #[expect(
            clippy::disallowed_methods,
            reason = "a file's time is the machine's time"
        )]
        let now = SystemTime::now();
        File::options()
            .append(true)
            .open(&file)?
            .set_modified(now)?;
        Ok(Self { file, before })
    }
}

impl Drop for Touched {
    fn drop(&mut self) {
        if let Ok(file) = File::options().append(true).open(&self.file) {
            let _ = file.set_modified(self.before);
        }
    }
}

/// `sqlx`: writes the folder.
pub fn write(project: &Project) -> Result<()> {
    let bench = Bench::prepare(project)?;
    step("Queries", || {
        let _touched = Touched::backend(project)?;
        let mut command = cargo(project);
        command.arg("check").args(PACKAGES).arg("--all-targets");
        bench.attend(&mut command);
        run(&mut command, "mend the queries named above.")
    })?;
    let committed = project.root.join(".sqlx");
    fs::create_dir_all(&committed)?;
    let wanted = queries(&bench.folder)?;
    for old in queries(&committed)?.keys() {
        if !wanted.contains_key(old) {
            fs::remove_file(committed.join(old))?;
        }
    }
    for name in wanted.keys() {
        fs::copy(bench.folder.join(name), committed.join(name))?;
    }
    println!("  {} queries in .sqlx", wanted.len());
    Ok(())
}

/// Compares what the macros wrote with what is committed.
pub fn compare(project: &Project, bench: &Bench) -> Result<()> {
    let committed = queries(&project.root.join(".sqlx"))?;
    let wanted = queries(&bench.folder)?;
    let mut wrong = Vec::new();
    for (name, content) in &wanted {
        match committed.get(name) {
            None => wrong.push(format!("missing: {}", first_words(content))),
            Some(old) if old != content => {
                wrong.push(format!("outdated: {}", first_words(content)));
            }
            Some(_) => {}
        }
    }
    for (name, content) in &committed {
        if !wanted.contains_key(name) {
            wrong.push(format!("no longer used: {}", first_words(content)));
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(anyhow!(
        "the folder .sqlx is not what the queries are\n    {}",
        wrong.join("\n    ")
    ))
    .cure("run `cargo xtask sqlx` and commit .sqlx.")
}

fn first_words(query: &serde_json::Value) -> String {
    let sql = query["query"].as_str().unwrap_or("?");
    let words: Vec<&str> = sql.split_whitespace().take(12).collect();
    words.join(" ")
}

fn queries(folder: &Path) -> Result<BTreeMap<String, serde_json::Value>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("query-") && name.ends_with(".json") {
            let content = fs::read(entry.path())?;
            found.insert(name, serde_json::from_slice(&content)?);
        }
    }
    Ok(found)
}

/// The migrations are plain SQL, applied in the order of their numbers.
fn migrate(project: &Project, postgres: &Postgres) -> Result<()> {
    postgres.fresh_database(SCHEMA)?;
    let mut numbers = BTreeMap::new();
    for entry in files(&project.root.join("server/backend/migrations")) {
        let path = entry.path();
        if path.extension().is_none_or(|ending| ending != "sql") {
            continue;
        }
        let name = entry.file_name().to_string_lossy().into_owned();
        let number = name.split('_').next().unwrap_or_default().to_owned();
        // sqlx knows a migration by its number alone.
        if let Some(other) = numbers.insert(number, name.clone()) {
            return Err(anyhow!(
                "the migrations {other} and {name} have the same number"
            ))
            .cure("give the newer one the next free number.");
        }
        let sql = fs::read_to_string(path)?;
        postgres
            .execute(SCHEMA, &sql)
            .with_context(|| format!("the migration {}", project.short(path).display()))?;
    }
    Ok(())
}
