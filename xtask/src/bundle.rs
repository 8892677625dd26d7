//! What the browser runs: the frontend compiled to WASM, cut into the parts that lazy
//! routes load, and the JavaScript that binds it.

mod bindings;
pub mod hashes;
mod loader;
mod names;
mod optimise;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::command::{cargo, run, run_quietly};
use crate::fingerprint::{Stamp, files};
use crate::project::{Profile, Project};
use crate::step::{Cure, nothing_to_do, step};

pub const WASM: &str = "wasm32-unknown-unknown";

/// Cutting needs to know who calls whom, which the linker otherwise throws away. The rest is
/// what `.cargo/config.toml` sets for the server. Separated as `CARGO_ENCODED_RUSTFLAGS` wants it.
const FLAGS: &str = "-Clink-args=--emit-relocs\x1f--cfg\x1ferase_components";

/// The name under which Leptos looks for the loader of the parts.
const LOADER: &str = "__wasm_split.______________________.js";

/// Every folder and file that the frontend is compiled from.
const INPUTS: [&str; 9] = [
    "src",
    "app",
    "frontend",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "rust-toolchain.toml",
    "server/Cargo.toml",
    "server/backend/Cargo.toml",
];

/// Brings bundle, style sheet and public files in the site folder up to date.
pub fn build_site(project: &Project) -> Result<()> {
    build(project)?;
    crate::css::build(project)?;
    crate::site::publish(project)?;
    if project.profile == Profile::Release {
        hashes::give(project)?;
    }
    Ok(())
}

pub fn build(project: &Project) -> Result<()> {
    let pkg = project.pkg();
    let mut inputs = project.paths(&INPUTS);
    inputs.extend(std::env::current_exe());
    let stamp = Stamp::new(
        project.notes().join("bundle.stamp"),
        inputs,
        ["longtail.wasm", "longtail.js", LOADER]
            .iter()
            .map(|name| pkg.join(name))
            .collect(),
        FLAGS,
    );
    if stamp.is_fresh() {
        nothing_to_do("Browser bundle");
        return Ok(());
    }
    let looked = stamp.look();
    ensure_target(project)?;
    step("Browser bundle: compile to WASM", || compile(project))?;
    bind_when_new(project)?;
    stamp.write(&looked)
}

/// `rust-toolchain.toml` names the target, but installs nothing where rustup was told not
/// to; so we ask for it ourselves.
pub fn ensure_target(project: &Project) -> Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder = run_quietly(
        std::process::Command::new(rustc)
            .args(["--print", "target-libdir", "--target", WASM])
            .current_dir(&project.root),
        "install Rust with rustup: https://rustup.rs",
    )?;
    if Path::new(folder.trim()).exists() {
        return Ok(());
    }
    step("Rust's WASM target", || {
        run(
            std::process::Command::new("rustup")
                .args(["target", "add", WASM])
                .current_dir(&project.root),
            "run `rustup target add wasm32-unknown-unknown`; where Rust came without rustup, \
             install the standard library for that target (Debian: \
             `apt-get install libstd-rust-dev-wasm32`).",
        )
    })
}

/// Cargo's arguments for everything that is done to the frontend, so that lint and build
/// share what they compile.
pub fn frontend_cargo(project: &Project, verb: &str) -> std::process::Command {
    let mut command = cargo(project);
    command
        .args([verb, "--package", "longtail-frontend", "--lib"])
        .args(["--target", WASM])
        .env_remove("RUSTFLAGS")
        .env("CARGO_ENCODED_RUSTFLAGS", FLAGS);
    command
}

/// Compiles the frontend to WASM, with the linter in it where that is the compiler.
pub fn compile(project: &Project) -> Result<()> {
    let mut command = frontend_cargo(project, "build");
    command.args(["--profile", cargo_profile(project)]);
    run(
        &mut command,
        "mend the errors above; to check faster: \
         `cargo check -p longtail-frontend --target wasm32-unknown-unknown`.",
    )
}

/// Cargo's profile for the browser's build, and the folder that it writes to.
fn cargo_profile(project: &Project) -> &'static str {
    match project.profile {
        Profile::Dev => "wasm-dev",
        Profile::Release => "wasm-release",
    }
}

fn compiled(project: &Project) -> PathBuf {
    project
        .target
        .join(WASM)
        .join(cargo_profile(project))
        .join("longtail_frontend.wasm")
}

/// Cuts and binds only when the compiled file is another one.
fn bind_when_new(project: &Project) -> Result<()> {
    let wasm = compiled(project);
    let pkg = project.pkg();
    let mut inputs = vec![wasm.clone()];
    inputs.extend(std::env::current_exe());
    let stamp = Stamp::new(
        project.notes().join("bind.stamp"),
        inputs,
        vec![pkg.join("longtail.wasm"), pkg.join("longtail.js")],
        "",
    );
    if stamp.is_fresh() {
        nothing_to_do("Browser bundle: parts and bindings");
        return Ok(());
    }
    let looked = stamp.look();
    let draft = project.notes().join("pkg");
    step("Browser bundle: parts and bindings", || {
        bind(&wasm, &draft).cure(
            "if wasm-bindgen's version is the matter: the crate `wasm-bindgen` in Cargo.toml and \
             `wasm-bindgen-cli-support` in xtask/Cargo.toml must have the same one.",
        )
    })?;
    if project.profile == Profile::Release {
        optimise::shrink(project, &draft)?;
    }
    replace_bundle(&draft, &pkg)?;
    stamp.write(&looked)
}

fn bind(wasm: &Path, draft: &Path) -> Result<()> {
    let _ = fs::remove_dir_all(draft);
    fs::create_dir_all(draft)?;
    let whole = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let main = draft.join("main.wasm");
    let mut options = wasm_split_cli_support::Options::new(&whole);
    options.output_dir = draft;
    options.main_out_path = &main;
    options.main_module = "./longtail.js";
    let link_name = format!("./{LOADER}");
    options.link_name = &link_name;
    let parts = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("cannot cut the bundle into parts: {error:#}"))?;
    // Leptos reads from this which parts a page will need, and lets the browser fetch them.
    let manifest: std::collections::BTreeMap<_, _> = parts.prefetch_map.into_iter().collect();
    fs::write(
        draft.join("__wasm_split_manifest.json"),
        serde_json::to_vec_pretty(&manifest)?,
    )?;
    Bindgen::new()
        .input_path(&main)
        .out_name("longtail")
        .web(true)
        .and_then(|bindgen| {
            bindgen
                .keep_lld_exports(true)
                .demangle(false)
                .generate(draft)
        })
        .context("cannot bind WASM to JavaScript")?;
    fs::remove_file(&main)?;
    let file = draft.join(LOADER);
    fs::write(&file, loader::patient(&fs::read_to_string(&file)?)?)?;
    let (wasm, js) = (draft.join("longtail_bg.wasm"), draft.join("longtail.js"));
    let bound = bindings::Bound {
        wasm: fs::read(&wasm)?,
        js: fs::read_to_string(&js)?,
    }
    .shortened()?;
    // Leptos leaves the ending `_bg` away.
    fs::write(draft.join("longtail.wasm"), bound.wasm)?;
    fs::write(js, bound.js)?;
    fs::remove_file(wasm)?;
    for entry in files(draft) {
        let path = entry.path();
        if path.to_string_lossy().ends_with(".d.ts") {
            fs::remove_file(path)?;
        } else if path.extension().is_some_and(|found| found == "wasm") {
            fs::write(path, names::without(&fs::read(path)?)?)?;
        }
    }
    Ok(())
}

/// Puts the new bundle in the place of the old one; the style sheet stays.
fn replace_bundle(draft: &Path, pkg: &Path) -> Result<()> {
    fs::create_dir_all(pkg)?;
    for entry in fs::read_dir(pkg)?.flatten() {
        if entry.file_name() == "longtail.css" {
            continue;
        }
        if entry.path().is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    for entry in fs::read_dir(draft)?.flatten() {
        fs::rename(entry.path(), pkg.join(entry.file_name()))?;
    }
    Ok(())
}
