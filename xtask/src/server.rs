//! The server: built, told where everything is, started, waited for.

use std::fs;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use crate::command::{Beside, cargo, run};
use crate::fingerprint::Stamp;
use crate::http;
use crate::project::{Profile, Project};
use crate::step::{Cure, nothing_to_do, step};

/// Everything that the server is compiled from.
const INPUTS: [&str; 8] = [
    "src",
    "app",
    "server",
    ".sqlx",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "rust-toolchain.toml",
];

/// The packages that build, test and lint choose together: with one choice, cargo compiles
/// every dependency once, with one set of features.
pub const PACKAGES: [&str; 5] = [
    "--workspace",
    "--exclude",
    "longtail-frontend",
    "--exclude",
    "xtask",
];

pub fn build(project: &Project) -> Result<()> {
    let stamp = Stamp::new(
        project.notes().join("server.stamp"),
        project.paths(&INPUTS),
        vec![project.binary()],
        "",
    );
    if stamp.is_fresh() {
        nothing_to_do("Server");
        return Ok(());
    }
    step("Server: compile", || {
        let looked = stamp.look();
        let mut command = cargo(project);
        command
            .arg("build")
            .args(PACKAGES)
            .args(["--bin", "longtail"]);
        if project.profile == Profile::Release {
            command.arg("--release");
        }
        run(
            &mut command,
            "mend the errors above. After a change of a query or the schema: `cargo xtask sqlx`.",
        )?;
        stamp.write(&looked)
    })
}

/// Where one running server keeps its things and listens.
#[derive(Clone, Debug)]
pub struct Place {
    pub home: PathBuf,
    pub database_url: String,
    pub addr: SocketAddr,
    /// Offer the demo's accounts on the start page.
    pub demo: bool,
    /// What else is set, where it is not as usual.
    pub settings: &'static [(&'static str, &'static str)],
}

impl Place {
    /// The address that a browser on this machine uses.
    pub fn url(&self) -> String {
        let host = if self.addr.ip().is_unspecified() {
            IpAddr::from([127, 0, 0, 1])
        } else {
            self.addr.ip()
        };
        format!("http://{}", SocketAddr::new(host, self.addr.port()))
    }
}

/// `longtail <words>`, configured for this place.
pub fn longtail(project: &Project, place: &Place, words: &[&str]) -> Command {
    let mut command = Command::new(project.binary());
    command
        .args(words)
        .current_dir(&project.root)
        .env("DATABASE_URL", &place.database_url)
        .env("LONGTAIL_HOME", &place.home)
        .env("LONGTAIL_ADDR", place.addr.to_string())
        .env("LONGTAIL_DEMO", place.demo.to_string())
        .envs(place.settings.iter().copied())
        .env("LEPTOS_OUTPUT_NAME", "longtail")
        .env("LEPTOS_SITE_ROOT", project.site())
        .env("LEPTOS_SITE_PKG_DIR", "pkg")
        .env("LEPTOS_SITE_ADDR", place.addr.to_string());
    if std::env::var_os("LONGTAIL_URL").is_none() {
        command.env("LONGTAIL_URL", place.url());
    }
    if project.profile == Profile::Release {
        command
            .env("LEPTOS_ENV", "PROD")
            .env("LEPTOS_HASH_FILES", "true");
    }
    command
}

/// Brings the schema up to date, and fills the demo market if it is wanted.
pub fn prepare(project: &Project, place: &Place) -> Result<()> {
    step("Schema", || {
        run(
            &mut longtail(project, place, &["migrate"]),
            "read the message above. If the database is from another version of the project: \
             move LONGTAIL_HOME away (default: the folder .longtail) to start with an empty one.",
        )
    })?;
    if place.demo {
        step("Demo market", || {
            run(
                &mut longtail(project, place, &["demo"]),
                "read the message above; `--no-demo` starts an empty market.",
            )
        })?;
    }
    Ok(())
}

/// Starts `longtail serve` and waits until it says that it is ready. What it says goes into
/// `log`, where one is given.
pub fn serve(project: &Project, place: &Place, log: Option<&Path>) -> Result<Beside> {
    let mut command = longtail(project, place, &["serve"]);
    if let Some(log) = log {
        let file = fs::File::create(log)
            .with_context(|| format!("cannot write {}", log.display()))
            .cure("make room on the disk.")?;
        command.stdout(file.try_clone()?).stderr(file);
    }
    let mut server = Beside::start(&mut command, "delete `target` and try again.")?;
    remember(place, server.id())?;
    let begun = Instant::now();
    while !http::get(place.addr, "/readyz").is_ok_and(|answer| answer.status == 200) {
        if let Some(status) = server.ended() {
            return Err(anyhow!("the server ended with {status}")).cure("read its message above.");
        }
        if begun.elapsed() > Duration::from_secs(60) {
            return Err(anyhow!("the server did not get ready within a minute"))
                .cure("read its messages above.");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(server)
}

/// Refuses an address that something else uses; a server that an earlier `kill -9` left
/// over from this home is stopped first.
pub fn claim(home: &Path, addr: SocketAddr) -> Result<()> {
    if TcpListener::bind(addr).is_ok() {
        return Ok(());
    }
    if stop_orphan(home) && TcpListener::bind(addr).is_ok() {
        return Ok(());
    }
    Err(anyhow!("port {} is taken", addr.port())).cure(&format!(
        "stop what listens there, or choose another one: `--port {}`.",
        addr.port().saturating_add(1)
    ))
}

fn note(home: &Path) -> PathBuf {
    home.join("server.pid")
}

/// Notes the server and us, who look after it.
fn remember(place: &Place, server: u32) -> Result<()> {
    fs::create_dir_all(&place.home)?;
    fs::write(
        note(&place.home),
        format!("{server} {}\n", std::process::id()),
    )?;
    Ok(())
}

/// Stops a server whose keeper is gone. Numbers are used again, so its name must fit too.
fn stop_orphan(home: &Path) -> bool {
    let Some((server, keeper)) = fs::read_to_string(note(home)).ok().and_then(|text| {
        let mut numbers = text.split_whitespace().map(str::parse::<i32>);
        Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
    }) else {
        return false;
    };
    let is_ours = fs::read_to_string(format!("/proc/{server}/comm"))
        .is_ok_and(|name| name.trim() == "longtail");
    if !is_running(server) || is_running(keeper) || !is_ours {
        return false;
    }
    println!("  A server left over from an interrupted run is stopped.");
    let begun = Instant::now();
    while is_running(server) && begun.elapsed() < Duration::from_secs(10) {
        if let Some(pid) = Pid::from_raw(server) {
            let _ = kill_process(pid, Signal::TERM);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    !is_running(server)
}

/// Whether a process does anything still: one that nobody has taken note of yet is a name
/// in the table without a command line.
fn is_running(number: i32) -> bool {
    match fs::read(format!("/proc/{number}/cmdline")) {
        Ok(words) => !words.is_empty(),
        Err(_) if Path::new("/proc/self").exists() => false,
        Err(_) => Pid::from_raw(number).is_some_and(|pid| test_kill_process(pid).is_ok()),
    }
}

/// A port that is free now.
pub fn free_port() -> Result<SocketAddr> {
    let addr = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
    if addr.port() == 0 {
        bail!("the system gave no port");
    }
    Ok(addr)
}
