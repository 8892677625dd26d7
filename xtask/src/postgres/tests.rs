//! These start a real Postgres, hurt it, and expect it back.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use rustix::process::{Signal, kill_process, test_kill_process};

use super::{Settings, short_name, start, stop};

/// A home of its own for one test, gone afterwards.
struct Home(PathBuf);

impl Home {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("longtail-test-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn settings(&self) -> Settings {
        Settings {
            home: self.0.clone(),
            durable: true,
        }
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        stop(&self.0);
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn wait_until_gone(pid: rustix::process::Pid) {
    let begun = Instant::now();
    while test_kill_process(pid).is_ok() && begun.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn starts_keeps_and_stops() {
    let home = Home::new("keep");
    let mut first = start(&home.settings()).unwrap();
    first.ensure_database("longtail").unwrap();
    first.ensure_database("longtail").unwrap();
    first
        .execute(
            "longtail",
            "create table t (n int); insert into t values (7)",
        )
        .unwrap();
    let pid = first.pid().unwrap();

    // A second command finds it running, and leaves it running.
    let attached = start(&home.settings()).unwrap();
    assert!(first.is_ours() && !attached.is_ours());
    drop(attached);
    assert!(test_kill_process(pid).is_ok());

    first.stop();
    assert!(test_kill_process(pid).is_err());
    let second = start(&home.settings()).unwrap();
    second
        .execute("longtail", "update t set n = 1 / (n - 6) where n = 7")
        .unwrap();
    assert!(second.execute("longtail", "select * from nowhere").is_err());
    second.fresh_database("longtail").unwrap();
    assert!(second.execute("longtail", "select * from t").is_err());
}

#[test]
fn comes_back_after_kill_9() {
    let home = Home::new("kill");
    let mut first = start(&home.settings()).unwrap();
    first.ensure_database("longtail").unwrap();
    first
        .execute("longtail", "create table t (n int primary key)")
        .unwrap();
    let pid = first.pid().unwrap();
    kill_process(pid, Signal::KILL).unwrap();
    first.stop();
    wait_until_gone(pid);

    // Its pid file is still there, and its other processes may still be going down.
    let second = start(&home.settings()).unwrap();
    second
        .execute("longtail", "insert into t values (1)")
        .unwrap();
    assert!(second.is_ours());
}

#[test]
fn a_pid_file_that_names_another_program_is_no_hindrance() {
    let home = Home::new("pid");
    let mut first = start(&home.settings()).unwrap();
    first.stop();
    // After a container restart the old number often belongs to something else: here, to us.
    std::fs::write(
        home.0.join("postgres/data/postmaster.pid"),
        format!("{}\n/elsewhere\n0\n5432\n", std::process::id()),
    )
    .unwrap();
    assert!(!stop(&home.0));
    let second = start(&home.settings()).unwrap();
    assert!(second.is_ours());
}

#[test]
fn a_long_path_still_has_room_for_its_socket() {
    let home = Home::new(&"long".repeat(30));
    let postgres = start(&home.settings()).unwrap();
    let name = format!("longtail-{:016x}", short_name(&home.0.join("postgres")));
    assert!(postgres.url("longtail").contains(&name));
    let _ = std::fs::remove_dir_all(std::env::temp_dir().join(name));
}

#[test]
fn stops_from_another_command() {
    let home = Home::new("stop");
    let first = start(&home.settings()).unwrap();
    let pid = first.pid().unwrap();
    let stopper = std::thread::spawn({
        let home = home.0.clone();
        move || stop(&home)
    });
    // The parent must take note of the end, else the process stays as a zombie.
    let mut first = first;
    let begun = Instant::now();
    while first.child.as_mut().unwrap().try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < Duration::from_secs(20));
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(stopper.join().unwrap());
    assert!(test_kill_process(pid).is_err());
    assert!(!stop(&home.0));
}
