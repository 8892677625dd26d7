//! What the browser's tests need: Node with the packages of `end2end/`, and a Chromium.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, anyhow};

use crate::command::{need, on_path, run_quietly};
use crate::fingerprint::Stamp;
use crate::project::Project;
use crate::step::{Cure, nothing_to_do, step};

const NODE_CURE: &str = "install Node 20 or later with npm (Debian and Ubuntu: `apt-get install nodejs npm`; \
     macOS: `brew install node`; or https://nodejs.org).";

/// Installs the packages that the lock file names, when it has changed.
pub fn node_packages(project: &Project) -> Result<()> {
    need("node", NODE_CURE)?;
    need("npm", NODE_CURE)?;
    let folder = project.root.join("end2end");
    let stamp = Stamp::new(
        project.target.join("xtask/node-packages.stamp"),
        vec![
            folder.join("package.json"),
            folder.join("package-lock.json"),
        ],
        vec![folder.join("node_modules/.package-lock.json")],
        "",
    );
    if stamp.is_fresh() {
        nothing_to_do("Node packages");
        return Ok(());
    }
    step("Node packages", || {
        let looked = stamp.look();
        run_quietly(
            Command::new("npm")
                .args(["ci", "--no-audit", "--no-fund"])
                // We find a Chromium ourselves.
                .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
                .current_dir(&folder),
            "look whether the npm registry can be reached; `npm ci` in end2end/ shows more.",
        )?;
        stamp.write(&looked)
    })
}

/// A Chromium: `LONGTAIL_CHROMIUM`, else one that is installed, else Debian's, else
/// Playwright's own. `None` means Playwright knows where its own one is.
pub fn chromium(project: &Project) -> Result<Option<PathBuf>> {
    if let Some(path) = std::env::var_os("LONGTAIL_CHROMIUM").map(PathBuf::from) {
        return if path.is_file() {
            Ok(Some(path))
        } else {
            Err(anyhow!(
                "LONGTAIL_CHROMIUM names {}, which is not there",
                path.display()
            ))
            .cure("set it to the path of a Chromium, or unset it.")
        };
    }
    if let Some(found) = installed() {
        return Ok(Some(found));
    }
    let mut tried = Vec::new();
    if is_debian_root() {
        match step("Chromium from Debian", || {
            apt(&["chromium-headless-shell", "fonts-noto-cjk"])
        }) {
            Ok(()) => return Ok(installed()),
            Err(error) => tried.push(format!("apt-get: {error:#}")),
        }
    }
    let own = step("Chromium from Playwright", || {
        run_quietly(
            Command::new("npx")
                .args(["playwright", "install", "chromium"])
                .current_dir(project.root.join("end2end")),
            "see below.",
        )
    });
    match own {
        Ok(_) => Ok(None),
        Err(error) => {
            tried.push(format!("playwright: {error:#}"));
            Err(anyhow!("no Chromium could be had\n{}", tried.join("\n"))).cure(
                "install Chromium or Chrome (Debian and Ubuntu, as root: `apt-get install \
                 chromium`; macOS: `brew install --cask chromium`), or set LONGTAIL_CHROMIUM to \
                 the path of one.",
            )
        }
    }
}

fn installed() -> Option<PathBuf> {
    // The one without windows does half the work for each page.
    on_path(&[
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ])
    .or_else(|| {
        let mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
        mac.is_file().then_some(mac)
    })
}

/// Screenshots of Chinese pages show boxes without a Chinese font. It is a nicety: where it
/// cannot be had, we say so and go on.
pub fn chinese_font() {
    let has_font = Command::new("fc-list")
        .args([":lang=zh", "family"])
        .output()
        .is_ok_and(|output| !output.stdout.is_empty());
    if has_font {
        return;
    }
    let installed = is_debian_root()
        && step("Chinese font from Debian", || {
            apt(&["fonts-noto-cjk", "fontconfig"])
        })
        .is_ok();
    if !installed {
        println!(
            "  No Chinese font here: Chinese screenshots will show boxes. What to do: install \
             `fonts-noto-cjk`."
        );
    }
}

fn is_debian_root() -> bool {
    rustix::process::geteuid().is_root() && Path::new("/etc/debian_version").exists()
}

fn apt(packages: &[&str]) -> Result<()> {
    run_quietly(
        Command::new("apt-get").args(["update", "-q"]),
        "look whether Debian's packages can be reached.",
    )?;
    run_quietly(
        Command::new("apt-get")
            .args(["install", "-y", "-q", "--no-install-recommends"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive"),
        "look whether Debian's packages can be reached.",
    )?;
    Ok(())
}
