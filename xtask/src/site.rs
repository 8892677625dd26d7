//! The files of `public/`: icons, manifest, offline page. They are served as they are.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::fingerprint::{Stamp, files};
use crate::project::Project;
use crate::step::{nothing_to_do, step};

pub fn publish(project: &Project) -> Result<()> {
    let from = project.root.join("public");
    let site = project.site();
    let stamp = Stamp::new(
        project.notes().join("public.stamp"),
        vec![from.clone()],
        files(&from)
            .filter_map(|entry| Some(site.join(entry.path().strip_prefix(&from).ok()?)))
            .collect(),
        "",
    );
    if stamp.is_fresh() {
        nothing_to_do("Public files");
        return Ok(());
    }
    step("Public files", || {
        let looked = stamp.look();
        fs::create_dir_all(&site)?;
        let copied = copy_tree(&from, &site)?;
        for entry in files(&site) {
            let inside = entry.path().strip_prefix(&site).unwrap_or(entry.path());
            if !inside.starts_with("pkg") && !copied.contains(inside) {
                fs::remove_file(entry.path())?;
            }
        }
        stamp.write(&looked)
    })
}

/// Copies every file, and tells their paths inside the folder.
fn copy_tree(from: &Path, to: &Path) -> Result<BTreeSet<std::path::PathBuf>> {
    let mut copied = BTreeSet::new();
    for entry in files(from) {
        let inside = entry.path().strip_prefix(from)?.to_path_buf();
        let target = to.join(&inside);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(entry.path(), &target)
            .with_context(|| format!("cannot copy {}", entry.path().display()))?;
        copied.insert(inside);
    }
    Ok(copied)
}
