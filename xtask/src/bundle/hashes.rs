//! Names for a release that change with their content, so that browsers may keep the files
//! for ever. Leptos reads the names from `hash.txt` beside the server's binary.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result, anyhow};
use sha2::{Digest, Sha256};

use crate::fingerprint::{Stamp, hex};
use crate::project::Project;
use crate::step::{nothing_to_do, step};

/// The loader's name is also written inside the WASM files, where it may change its
/// letters but not its length.
const PLACEHOLDER: &str = "______________________";

pub fn give(project: &Project) -> Result<()> {
    let pkg = project.pkg();
    let list = project.binary().with_file_name("hash.txt");
    let stamp = Stamp::new(
        project.notes().join("hashes.stamp"),
        ["bind.stamp", "css.stamp"]
            .map(|note| project.notes().join(note))
            .to_vec(),
        vec![list.clone()],
        "",
    );
    if stamp.is_fresh() {
        nothing_to_do("Names by content");
        return Ok(());
    }
    step("Names by content, and compressed copies", || {
        let looked = stamp.look();
        forget_old(&pkg)?;
        let names = Names::of(&pkg)?;
        let waiting = Mutex::new(plain_files(&pkg)?);
        let next = || waiting.lock().ok()?.pop();
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..std::thread::available_parallelism()?.get())
                .map(|_| {
                    scope.spawn(|| {
                        while let Some(file) = next() {
                            names.give(&pkg, &file)?;
                        }
                        anyhow::Ok(())
                    })
                })
                .collect();
            workers
                .into_iter()
                .try_for_each(|worker| worker.join().map_err(|_| anyhow!("a worker panicked"))?)
        })?;
        if let Some(folder) = list.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&list, names.list())?;
        stamp.write(&looked)
    })
}

/// Removes what an earlier run made here.
fn forget_old(pkg: &Path) -> Result<()> {
    for file in plain_files(pkg)? {
        let name = file_name(&file);
        let hashed = name.split('.').any(|part| {
            part.len() == PLACEHOLDER.len() && part.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        if hashed || name.ends_with(".br") {
            fs::remove_file(file)?;
        }
    }
    Ok(())
}

/// Old name → new name. The parts of a bundle call each other by name, so they share one
/// hash; the style sheet has its own.
struct Names {
    bundle: String,
    style: String,
    renamed: BTreeMap<String, String>,
}

impl Names {
    fn of(pkg: &Path) -> Result<Self> {
        let (mut bundle, mut style) = (Sha256::new(), Sha256::new());
        let files = plain_files(pkg)?;
        for file in &files {
            let bytes = fs::read(file)?;
            if is_style(file) {
                style.update(&bytes);
            } else {
                bundle.update(&bytes);
            }
        }
        let short = |hasher: Sha256| {
            let mut hash = hex(&hasher.finalize());
            hash.truncate(PLACEHOLDER.len());
            hash
        };
        let mut names = Self {
            bundle: short(bundle),
            style: short(style),
            renamed: BTreeMap::new(),
        };
        for file in &files {
            let old = file_name(file);
            names.renamed.insert(old.clone(), names.new_name_of(&old));
        }
        Ok(names)
    }

    /// Writes the file under its new name, with a compressed copy. Pages call the style sheet
    /// by its plain name.
    fn give(&self, pkg: &Path, file: &Path) -> Result<()> {
        let bytes = self.rewrite(file, fs::read(file)?);
        let new = pkg.join(self.new_name_of(&file_name(file)));
        let compressed = if is_style(file) { file } else { &new };
        fs::write(compressed.with_added_extension("br"), compress(&bytes)?)?;
        fs::write(new, bytes)?;
        Ok(())
    }

    fn new_name_of(&self, old: &str) -> String {
        if old.contains(PLACEHOLDER) {
            return old.replace(PLACEHOLDER, &self.bundle);
        }
        let hash = if old.ends_with(".css") {
            &self.style
        } else {
            &self.bundle
        };
        match old.rsplit_once('.') {
            Some((stem, ending)) => format!("{stem}.{hash}.{ending}"),
            None => old.to_owned(),
        }
    }

    /// The content, calling the others by their new names.
    fn rewrite(&self, file: &Path, bytes: Vec<u8>) -> Vec<u8> {
        match file.extension().and_then(|ending| ending.to_str()) {
            Some("wasm") => {
                replace_same_length(bytes, PLACEHOLDER.as_bytes(), self.bundle.as_bytes())
            }
            Some("js") => {
                let mut text = String::from_utf8_lossy(&bytes).into_owned();
                for (old, new) in &self.renamed {
                    text = text.replace(&format!("./{old}"), &format!("./{new}"));
                }
                text.into_bytes()
            }
            // The manifest names the parts without their ending.
            Some("json") => {
                let mut text = String::from_utf8_lossy(&bytes).into_owned();
                for (old, new) in &self.renamed {
                    if let (Some(old), Some(new)) =
                        (old.strip_suffix(".wasm"), new.strip_suffix(".wasm"))
                    {
                        text = text.replace(&format!("\"{old}\"\n"), &format!("\"{new}\"\n"));
                        text = text.replace(&format!("\"{old}\","), &format!("\"{new}\","));
                    }
                }
                text.into_bytes()
            }
            _ => bytes,
        }
    }

    fn list(&self) -> String {
        let Self { bundle, style, .. } = self;
        format!("js: {bundle}\nwasm: {bundle}\ncss: {style}\nmanifest: {bundle}\nsplit: {bundle}\n")
    }
}

fn is_style(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "css")
}

fn file_name(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn plain_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    Ok(files)
}

fn replace_same_length(mut bytes: Vec<u8>, old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut place = 0;
    while place + old.len() <= bytes.len() {
        if bytes[place..].starts_with(old) {
            bytes[place..place + old.len()].copy_from_slice(new);
            place += old.len();
        } else {
            place += 1;
        }
    }
    bytes
}

/// Brotli at its best: done once here, so that the server need not do it at every visit.
pub fn compress(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters)?;
    Ok(out)
}
