//! Other programs: run to their end, or kept running beside us.

use std::ffi::OsStr;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use rustix::process::{Pid, Signal, kill_process};

use crate::project::Project;
use crate::step::Cure;

/// Cargo, as the caller has it, in this checkout. Queries are checked against the committed
/// `.sqlx` folder, so that building needs no database.
pub fn cargo(project: &Project) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .current_dir(&project.root)
        .env("SQLX_OFFLINE", "true")
        .env("CARGO_TARGET_DIR", &project.target);
    // What cargo tells the programs that it runs would make it build some crates anew.
    for (name, _) in std::env::vars_os() {
        let name_text = name.to_string_lossy();
        if name_text.starts_with("CARGO_PKG_") || name_text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs to the end; its words go to the terminal.
pub fn run(command: &mut Command, cure: &str) -> Result<()> {
    let shown = show(command);
    let status = match command.stdin(Stdio::null()).status() {
        Ok(status) => status,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(anyhow!("`{shown}`: there is no such program")).cure(cure);
        }
        Err(error) => return Err(anyhow!("`{shown}`: {error}")).cure(cure),
    };
    if status.success() {
        Ok(())
    } else {
        Err(anyhow!("`{shown}` ended with {status}")).cure(cure)
    }
}

/// Runs quietly; what it said is shown only when it fails.
pub fn run_quietly(command: &mut Command, cure: &str) -> Result<String> {
    let shown = show(command);
    let output = match command.stdin(Stdio::null()).output() {
        Ok(output) => output,
        Err(error) => return Err(anyhow!("`{shown}`: {error}")).cure(cure),
    };
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(anyhow!(
        "`{shown}` ended with {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr).trim_end()
    ))
    .cure(cure)
}

fn show(command: &Command) -> String {
    let name = Path::new(command.get_program());
    let name = name.file_name().unwrap_or(name.as_os_str());
    let words: Vec<_> = std::iter::once(name)
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect();
    words.join(" ")
}

/// The first of these programs that PATH has.
pub fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    names.iter().find_map(|name| {
        std::env::split_paths(&path)
            .map(|folder| folder.join(name))
            .find(|file| file.is_file())
    })
}

/// A program that runs until we let go of it.
pub struct Beside {
    child: Child,
}

impl Beside {
    /// It gets a process group of its own: the terminal's Ctrl-C comes to us alone, and we
    /// end what we started in the right order.
    pub fn start(command: &mut Command, cure: &str) -> Result<Self> {
        let shown = show(command);
        match command.stdin(Stdio::null()).process_group(0).spawn() {
            Ok(child) => Ok(Self { child }),
            Err(error) => Err(anyhow!("`{shown}`: {error}")).cure(cure),
        }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Option<std::process::ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Ends it at once: it gets no chance to put anything in order.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Asks it to end, and ends it when it does not listen.
    pub fn stop(&mut self) {
        if self.ended().is_some() {
            return;
        }
        if let Some(pid) = Pid::from_raw(self.child.id().cast_signed()) {
            let _ = kill_process(pid, Signal::TERM);
        }
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(10) {
            if self.ended().is_some() {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Refuses early where a program is missing that a later step needs.
pub fn need(name: &str, cure: &str) -> Result<PathBuf> {
    on_path(&[name])
        .ok_or_else(|| anyhow!("`{name}` is not on this machine"))
        .cure(cure)
}
