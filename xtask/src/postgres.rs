//! A Postgres of the project's own: found, set up, started, stopped.
//!
//! It listens on a socket in its own folder only, so that no port is taken and nobody on
//! the network can reach it. The module depends on nothing else in this crate.

mod launch;
mod owner;
mod package;
mod programs;
mod wire;

use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

use launch::{initialise, launch, make_socket_folder, postmaster};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use wire::Answer;

/// The role that owns everything; `trust` is safe because only its folder's owner gets in.
pub const USER: &str = "longtail";

/// What went wrong, and what a person can do about it.
#[derive(Debug)]
pub struct Trouble {
    pub what: String,
    pub cure: String,
}

impl Trouble {
    fn new(what: impl Into<String>, cure: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            cure: cure.into(),
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  What to do: {}", self.what, self.cure)
    }
}

impl std::error::Error for Trouble {}

/// Where the cluster lives and how careful it is.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `LONGTAIL_HOME`; the cluster takes the folder `postgres` in it.
    pub home: PathBuf,
    /// False only for tests: without it a power cut may lose data, and commits are faster.
    pub durable: bool,
}

/// A running cluster. Dropping it stops it, unless it ran before we came.
pub struct Postgres {
    places: Places,
    child: Option<Child>,
}

/// The folders of one cluster.
#[derive(Clone, Debug)]
struct Places {
    root: PathBuf,
    data: PathBuf,
    socket: PathBuf,
    log: PathBuf,
}

impl Places {
    fn new(home: &Path) -> Self {
        let root = home.join("postgres");
        let mut socket = root.join("run");
        // A socket's address holds 108 bytes, the file name in it included.
        if socket.as_os_str().len() > 85 {
            socket = std::env::temp_dir().join(format!("longtail-{:016x}", short_name(&root)));
        }
        Self {
            data: root.join("data"),
            log: root.join("log"),
            socket,
            root,
        }
    }
}

fn short_name(path: &Path) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}

/// Starts the cluster of `settings.home`, making it first where there is none, and waits
/// until it answers. A cluster that already runs is used as it is.
pub fn start(settings: &Settings) -> Result<Postgres, Trouble> {
    let places = Places::new(&settings.home);
    make_folder(&places.root)?;
    // Two commands started at once must not both make or start the cluster.
    let _lock = lock(&places.root.join("lock"))?;
    if wait_while_busy(&places) == Answer::Ready {
        return Ok(Postgres {
            places,
            child: None,
        });
    }
    let made_by = fs::read_to_string(places.data.join("PG_VERSION")).ok();
    let bin = programs::find(&settings.home, made_by.as_deref().map(str::trim))?;
    let owner = owner::choose(&places.root, &places.data, &bin)?;
    make_socket_folder(&places, &owner)?;
    if made_by.is_none() {
        initialise(&places, &bin, &owner)?;
    }
    let child = launch(&places, &bin, &owner, settings.durable)?;
    Ok(Postgres {
        places,
        child: Some(child),
    })
}

/// Stops the cluster of this home, whoever started it. False when none was running.
pub fn stop(home: &Path) -> bool {
    let places = Places::new(home);
    let Some(pid) = postmaster(&places.data) else {
        return false;
    };
    if kill_process(pid, Signal::INT).is_err() {
        return false;
    }
    let begun = Instant::now();
    while test_kill_process(pid).is_ok() && begun.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(20));
    }
    true
}

impl Postgres {
    /// The address of one of its databases, as sqlx, libpq and node read it.
    pub fn url(&self, database: &str) -> String {
        let socket = self.places.socket.to_string_lossy();
        let mut host = String::new();
        for byte in socket.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                    host.push(char::from(byte));
                }
                other => host.push_str(&format!("%{other:02X}")),
            }
        }
        format!("postgres://{USER}@localhost/{database}?host={host}")
    }

    /// Whether this process started it, so that it ends with this process.
    pub fn is_ours(&self) -> bool {
        self.child.is_some()
    }

    /// Whether somebody else has ended it.
    pub fn has_ended(&mut self) -> bool {
        match &mut self.child {
            Some(child) => !matches!(child.try_wait(), Ok(None)),
            None => false,
        }
    }

    /// Makes the database if it is not there yet.
    pub fn ensure_database(&self, database: &str) -> Result<(), Trouble> {
        const ALREADY_THERE: &str = "42P04";
        match wire::execute(
            &self.places.socket,
            "postgres",
            &format!("create database \"{database}\""),
        ) {
            Err(refusal) if refusal.code != ALREADY_THERE => Err(refusal.into()),
            _ => Ok(()),
        }
    }

    /// Makes the database anew; what was in it is gone.
    pub fn fresh_database(&self, database: &str) -> Result<(), Trouble> {
        for sql in [
            format!("drop database if exists \"{database}\" with (force)"),
            format!("create database \"{database}\""),
        ] {
            wire::execute(&self.places.socket, "postgres", &sql)?;
        }
        Ok(())
    }

    /// Runs one script, several statements and all, as one transaction.
    pub fn execute(&self, database: &str, sql: &str) -> Result<(), Trouble> {
        Ok(wire::execute(&self.places.socket, database, sql)?)
    }

    /// Ends it cleanly: open sessions are cut, and everything committed is on disk.
    pub fn stop(&mut self) {
        let ended = self.has_ended();
        let Some(mut child) = self.child.take().filter(|_| !ended) else {
            return;
        };
        for (signal, patience) in [(Signal::INT, 30), (Signal::QUIT, 5)] {
            if let Some(pid) = Pid::from_raw(child.id().cast_signed()) {
                let _ = kill_process(pid, signal);
            }
            if ended_within(&mut child, Duration::from_secs(patience)) {
                return;
            }
        }
        let _ = child.kill();
        let _ = child.wait();
    }

    /// Ends all its processes at once, as a power cut would but for the disk: nothing is put in
    /// order, and the next start has to recover.
    pub fn kill(&mut self) {
        let Some(first) = postmaster(&self.places.data) else {
            return;
        };
        // Its children outlive it for a while, and would go on committing.
        let children = launch::children(first);
        for pid in std::iter::once(first).chain(children) {
            let _ = kill_process(pid, Signal::KILL);
        }
        if let Some(mut child) = self.child.take() {
            let _ = child.wait();
        }
    }

    /// The process id of the cluster's first process.
    #[cfg(test)]
    fn pid(&self) -> Option<Pid> {
        postmaster(&self.places.data)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.stop();
    }
}

fn ended_within(child: &mut Child, patience: Duration) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < patience {
        if !matches!(child.try_wait(), Ok(None)) {
            return true;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    false
}

fn make_folder(folder: &Path) -> Result<(), Trouble> {
    fs::create_dir_all(folder).map_err(|error| {
        Trouble::new(
            format!("Cannot make the folder {}: {error}", folder.display()),
            "set LONGTAIL_HOME to a folder that you may write.",
        )
    })
}

fn lock(path: &Path) -> Result<File, Trouble> {
    File::create(path)
        .and_then(|file| file.lock().map(|()| file))
        .map_err(|error| {
            Trouble::new(
                format!("Cannot lock {}: {error}", path.display()),
                "set LONGTAIL_HOME to a folder that you may write.",
            )
        })
}

/// While a cluster starts or shuts down it answers, but lets nobody in.
fn wait_while_busy(places: &Places) -> Answer {
    let begun = Instant::now();
    loop {
        let answer = wire::probe(&places.socket);
        if answer != Answer::Busy || begun.elapsed() > Duration::from_secs(60) {
            return answer;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(test)]
mod tests;
