//! A Postgres of the project's own: found, set up, started, stopped.
//!
//! It listens on a socket in its own folder only, so that no port is taken and nobody on
//! the network can reach it. The module depends on nothing else in this crate.

mod owner;
mod package;
mod programs;
mod wire;

use std::fmt;
use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use owner::Owner;
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
        let Some(mut child) = self.child.take() else {
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

fn make_socket_folder(places: &Places, owner: &Owner) -> Result<(), Trouble> {
    make_folder(&places.socket)?;
    owner.give(&places.socket)?;
    let _ = fs::set_permissions(&places.socket, fs::Permissions::from_mode(0o700));
    Ok(())
}

/// `initdb` works in a folder beside the final one: an interrupted attempt leaves nothing
/// that looks like a cluster.
fn initialise(places: &Places, bin: &Path, owner: &Owner) -> Result<(), Trouble> {
    let draft = places.root.join("data.new");
    let _ = fs::remove_dir_all(&draft);
    let mut last_words = String::new();
    // Not every system knows the locale C.UTF-8; plain C sorts the same.
    for locale in ["C.UTF-8", "C"] {
        let output = owner
            .command(&bin.join("initdb"))
            .args(["-U", USER, "-A", "trust", "-E", "UTF8", "--no-instructions"])
            .arg(format!("--locale={locale}"))
            .arg("-D")
            .arg(&draft)
            .current_dir("/")
            .stdin(Stdio::null())
            .output();
        match output {
            Ok(output) if output.status.success() => {
                return fs::rename(&draft, &places.data).map_err(|error| {
                    Trouble::new(
                        format!("Cannot put the new cluster in its place: {error}"),
                        format!("look into {}.", places.root.display()),
                    )
                });
            }
            Ok(output) => last_words = String::from_utf8_lossy(&output.stderr).into_owned(),
            Err(error) => last_words = error.to_string(),
        }
        let _ = fs::remove_dir_all(&draft);
    }
    Err(Trouble::new(
        format!("initdb could not set up a cluster: {}", last_words.trim()),
        "set LONGTAIL_HOME to a folder on a local disk with room for 100 MB, or set \
         DATABASE_URL to a Postgres that runs already.",
    ))
}

/// Starts the server and waits until it answers. After a crash the processes left over
/// from the last run may hold its memory for a moment, so an early end is tried again.
fn launch(places: &Places, bin: &Path, owner: &Owner, durable: bool) -> Result<Child, Trouble> {
    const TRY_AGAIN_FOR: Duration = Duration::from_secs(5);
    const RECOVER_WITHIN: Duration = Duration::from_secs(120);
    let begun = Instant::now();
    loop {
        forget_stale_pid(&places.data);
        let mut child = spawn(places, bin, owner, durable)?;
        loop {
            if wire::probe(&places.socket) == Answer::Ready {
                return Ok(child);
            }
            if !matches!(child.try_wait(), Ok(None)) {
                break;
            }
            if begun.elapsed() > RECOVER_WITHIN {
                let _ = child.kill();
                let _ = child.wait();
                return Err(failed_start(places));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        if begun.elapsed() > TRY_AGAIN_FOR {
            return Err(failed_start(places));
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn spawn(places: &Places, bin: &Path, owner: &Owner, durable: bool) -> Result<Child, Trouble> {
    let log = File::create(&places.log).map_err(|error| {
        Trouble::new(
            format!("Cannot write {}: {error}", places.log.display()),
            "set LONGTAIL_HOME to a folder that you may write.",
        )
    })?;
    let mut command = owner.command(&bin.join("postgres"));
    command
        .arg("-D")
        .arg(&places.data)
        .arg("-k")
        .arg(&places.socket)
        .args(["-c", "listen_addresses=", "-c", "max_connections=200"])
        .args(["-c", "unix_socket_permissions=0700", "-p", wire::PORT]);
    if !durable {
        for setting in [
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
        ] {
            command.args(["-c", setting]);
        }
    }
    command
        // The terminal's Ctrl-C must reach the market first and Postgres last.
        .process_group(0)
        .current_dir("/")
        .stdin(Stdio::null())
        .stderr(log)
        .stdout(Stdio::null())
        .spawn()
        .map_err(|error| {
            Trouble::new(
                format!("Cannot start {}: {error}", bin.join("postgres").display()),
                "set LONGTAIL_PG_BIN to the folder that holds `postgres` and `initdb`.",
            )
        })
}

fn failed_start(places: &Places) -> Trouble {
    let log = fs::read_to_string(&places.log).unwrap_or_default();
    let lines: Vec<&str> = log.lines().rev().take(6).collect();
    let tail: Vec<&str> = lines.into_iter().rev().collect();
    Trouble::new(
        format!(
            "Postgres did not start. Its last words:\n{}",
            tail.join("\n")
        ),
        format!(
            "read {}; or set DATABASE_URL to a Postgres that runs already.",
            places.log.display()
        ),
    )
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

/// The running first process of the cluster. `postmaster.pid` alone proves nothing: after a
/// crash, or in a restarted container, its number may belong to another program.
fn postmaster(data: &Path) -> Option<Pid> {
    let pid = recorded_pid(data)?;
    let command = match fs::read(format!("/proc/{}/cmdline", pid.as_raw_nonzero())) {
        Ok(bytes) => bytes,
        Err(_) if Path::new("/proc/self").exists() => return None,
        Err(_) => return test_kill_process(pid).ok().map(|()| pid),
    };
    let words: Vec<&[u8]> = command.split(|byte| *byte == 0).collect();
    words
        .contains(&data.as_os_str().as_encoded_bytes())
        .then_some(pid)
}

fn recorded_pid(data: &Path) -> Option<Pid> {
    let text = fs::read_to_string(data.join("postmaster.pid")).ok()?;
    Pid::from_raw(text.lines().next()?.trim().parse().ok()?)
}

fn forget_stale_pid(data: &Path) {
    if recorded_pid(data).is_some() && postmaster(data).is_none() {
        let _ = fs::remove_file(data.join("postmaster.pid"));
    }
}

#[cfg(test)]
mod tests;
