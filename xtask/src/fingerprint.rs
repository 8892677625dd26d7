//! Whether a heavy step must run again: names, sizes and times of all that went in and came
//! out, hashed. Reading the files themselves would take longer than cargo's own check.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

/// A step's note on what it last saw.
pub struct Stamp {
    note: PathBuf,
    inputs: Vec<PathBuf>,
    outputs: Vec<PathBuf>,
    also: String,
}

impl Stamp {
    /// `also` holds what matters besides files, such as options.
    pub fn new(
        note: PathBuf,
        inputs: Vec<PathBuf>,
        outputs: Vec<PathBuf>,
        also: impl Into<String>,
    ) -> Self {
        Self {
            note,
            inputs,
            outputs,
            also: also.into(),
        }
    }

    /// Nothing that went in or came out has changed since the step last succeeded.
    pub fn is_fresh(&self) -> bool {
        self.outputs.iter().all(|path| path.exists())
            && fs::read_to_string(&self.note).is_ok_and(|noted| {
                noted
                    == format!(
                        "{}\n{}\n",
                        self.seen(&self.inputs),
                        self.seen(&self.outputs)
                    )
            })
    }

    /// What the inputs look like now; taken before the step runs, so that an edit made
    /// meanwhile is noticed the next time.
    pub fn look(&self) -> String {
        self.seen(&self.inputs)
    }

    /// Notes that the step succeeded on the inputs that `look` saw.
    pub fn write(&self, looked: &str) -> Result<()> {
        if let Some(folder) = self.note.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(
            &self.note,
            format!("{looked}\n{}\n", self.seen(&self.outputs)),
        )
        .with_context(|| format!("cannot write {}", self.note.display()))
    }

    fn seen(&self, paths: &[PathBuf]) -> String {
        let mut hasher = Sha256::new();
        hasher.update(self.also.as_bytes());
        for path in paths {
            hash_tree(&mut hasher, path);
        }
        hex(&hasher.finalize())
    }
}

/// Every file below the path: `target`, dependencies of Node and hidden files aside.
pub fn files(path: &Path) -> impl Iterator<Item = walkdir::DirEntry> {
    WalkDir::new(path)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            entry.depth() == 0
                || entry.file_name().to_str().is_some_and(|name| {
                    !name.starts_with('.') && name != "target" && name != "node_modules"
                })
        })
        .flatten()
        .filter(|entry| entry.file_type().is_file())
}

fn hash_tree(hasher: &mut Sha256, path: &Path) {
    for entry in files(path) {
        let Ok(metadata) = entry.metadata() else {
            continue;
        };
        let time = metadata
            .modified()
            .ok()
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
            .map_or(0, |age| age.as_nanos());
        hasher.update(entry.path().as_os_str().as_encoded_bytes());
        hasher.update(time.to_le_bytes());
        hasher.update(metadata.len().to_le_bytes());
    }
}

/// Bytes as small hexadecimal letters.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::Stamp;

    #[test]
    fn notices_inputs_outputs_and_options() {
        let folder = std::env::temp_dir().join(format!("longtail-stamp-{}", std::process::id()));
        let (input, output) = (folder.join("in"), folder.join("out"));
        std::fs::create_dir_all(&input).unwrap();
        std::fs::write(input.join("a"), "a").unwrap();
        let stamp = |also: &str| {
            Stamp::new(
                folder.join("note"),
                vec![input.clone()],
                vec![output.clone()],
                also,
            )
        };
        assert!(!stamp("x").is_fresh());
        let looked = stamp("x").look();
        std::fs::write(&output, "out").unwrap();
        stamp("x").write(&looked).unwrap();
        assert!(stamp("x").is_fresh());
        assert!(!stamp("y").is_fresh());
        std::fs::write(input.join("b"), "b").unwrap();
        assert!(!stamp("x").is_fresh());
        std::fs::remove_file(input.join("b")).unwrap();
        assert!(stamp("x").is_fresh());
        std::fs::write(&output, "other").unwrap();
        assert!(!stamp("x").is_fresh());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
