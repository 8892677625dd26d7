//! `s3`: the tests of pictures in a bucket, against a server that speaks S3: `s3s-fs`, which keeps
//! its buckets in a folder and checks signatures. It is built once, apart from the market's own
//! build, so that its dependencies change nothing there. Building it takes minutes, so these
//! tests are no part of `test`.

use std::fs;
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};

use crate::command::{cargo, run, run_quietly};
use crate::database;
use crate::project::Project;
use crate::server::{PACKAGES, free_port};
use crate::step::{Cure, step};

const PACKAGE: &str = "s3s-fs";
const VERSION: &str = "0.14.1";
/// As `server/backend/tests/pictures.rs` knows them.
const BUCKET: &str = "pictures";
const KEY: &str = "LONGTAILKEY";
const SECRET: &str = "long-enough-secret";
/// It answers at once or never.
const STARTS_WITHIN: Duration = Duration::from_secs(10);

pub fn test(project: &Project) -> Result<()> {
    let mut postgres = database::own(&project.target.join("xtask/test-home"), false)?;
    postgres.ensure_database("longtail_test")?;
    let s3 = Server::start(project)?;
    let mut command = cargo(project);
    command
        .arg("test")
        .args(PACKAGES)
        .args(["--test", "backend", "pictures", "--", "--ignored"])
        .env("DATABASE_URL", postgres.url("longtail_test"))
        .env("LONGTAIL_TEST_S3", &s3.url);
    run(&mut command, "read the first failure above.")?;
    postgres.stop();
    Ok(())
}

/// The server, with an empty bucket. It ends with this value.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start(project: &Project) -> Result<Self> {
        let program = program(project)?;
        let root = project.target.join("xtask/s3/buckets");
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join(BUCKET))?;
        let addr = free_port()?;
        let process = Command::new(&program)
            .args(["--host", &addr.ip().to_string()])
            .args(["--port", &addr.port().to_string()])
            .args(["--access-key", KEY, "--secret-key", SECRET])
            .arg(&root)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot run {}", program.display()))?;
        let s3 = Self {
            process,
            url: format!("http://{addr}"),
        };
        let began = Instant::now();
        while TcpStream::connect(addr).is_err() {
            if began.elapsed() > STARTS_WITHIN {
                return Err(anyhow!("the S3 server does not answer"))
                    .cure("run its program by hand to see what it says.");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(s3)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn program(project: &Project) -> Result<PathBuf> {
    let root = project.target.join("xtask/s3");
    let program = root.join("bin").join(PACKAGE);
    if program.is_file() {
        return Ok(program);
    }
    step("S3 server: build, once", || {
        let mut command = cargo(project);
        command
            .args(["install", PACKAGE, "--version", VERSION])
            .args(["--features", "binary", "--debug", "--root"])
            .arg(&root)
            .env("CARGO_TARGET_DIR", root.join("build"));
        run_quietly(&mut command, "cargo needs crates.io for it, once.").map(|_| ())
    })?;
    Ok(program)
}
