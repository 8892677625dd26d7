//! Making a cluster and starting its first process.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, test_kill_process};

use super::owner::Owner;
use super::wire::{self, Answer};
use super::{Places, Trouble, USER, make_folder};

pub fn make_socket_folder(places: &Places, owner: &Owner) -> Result<(), Trouble> {
    make_folder(&places.socket)?;
    owner.give(&places.socket)?;
    let _ = fs::set_permissions(&places.socket, fs::Permissions::from_mode(0o700));
    Ok(())
}

/// `initdb` works in a folder beside the final one: an interrupted attempt leaves nothing
/// that looks like a cluster.
pub fn initialise(places: &Places, bin: &Path, owner: &Owner) -> Result<(), Trouble> {
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
pub fn launch(places: &Places, bin: &Path, owner: &Owner, durable: bool) -> Result<Child, Trouble> {
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

/// The running first process of the cluster. `postmaster.pid` alone proves nothing: after a
/// crash, or in a restarted container, its number may belong to another program.
pub fn postmaster(data: &Path) -> Option<Pid> {
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

/// The processes that this one has started.
pub fn children(parent: Pid) -> Vec<Pid> {
    let parent = parent.as_raw_nonzero().to_string();
    let of_parent = |number: &str| {
        // Name and state stand before it, and the name may hold spaces.
        let status = fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
        let rest = status.rsplit_once(')').map_or("", |(_, rest)| rest);
        rest.split_whitespace().nth(1) == Some(parent.as_str())
    };
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()) && of_parent(number))
        .filter_map(|number| Pid::from_raw(number.parse().ok()?))
        .collect()
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
