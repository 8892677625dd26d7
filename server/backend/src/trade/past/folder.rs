//! An export that is a folder of files.

use crate::failure::Incident;
use longtail::trade::past::{Source, Unread, UnreadFile};
use std::{collections::BTreeMap, path::Path};

/// The files of an export: what is in those that are read, and the names of all others.
#[derive(Default)]
pub struct Folder {
    files: BTreeMap<String, Vec<u8>>,
    others: Vec<String>,
}

impl Folder {
    /// Reads the files of a folder that a source's export is made of.
    ///
    /// # Errors
    /// Names the folder or the file that cannot be read.
    pub fn open(path: &Path, source: Source) -> Result<Self, Incident> {
        let wanted = match source {
            Source::Olist => super::olist::FILES,
        };
        let unreadable = |path: &Path, error: std::io::Error| {
            Incident::new(format!("{} cannot be read: {error}", path.display()))
        };
        let mut folder = Self::default();
        for entry in std::fs::read_dir(path).map_err(|error| unreadable(path, error))? {
            let entry = entry?;
            let (name, path) = (
                entry.file_name().to_string_lossy().into_owned(),
                entry.path(),
            );
            if path.is_dir() {
                continue;
            }
            if wanted.contains(&name.as_str()) {
                let file = std::fs::read(&path).map_err(|error| unreadable(&path, error))?;
                folder.add(&name, file);
            } else {
                folder.others.push(name);
            }
        }
        folder.others.sort();
        Ok(folder)
    }

    /// Adds a file that is at hand.
    pub fn add(&mut self, name: &str, file: impl Into<Vec<u8>>) {
        self.files.insert(name.to_owned(), file.into());
    }

    pub(super) fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }

    /// The files that were not opened, each with the reason.
    pub(super) fn unread(&self, why: impl Fn(&str) -> Unread) -> Vec<UnreadFile> {
        let others = self.others.iter();
        others
            .map(|name| UnreadFile {
                name: name.clone(),
                why: why(name),
            })
            .collect()
    }
}
