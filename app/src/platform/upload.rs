//! Files that a form sends along, read within limits.

use crate::fault::Fault;
use longtail::{
    actor::Actor,
    text::{FieldIssue, FieldIssues},
};
use longtail_backend::Failure;
use multer::{Field, Multipart};
use server_fn::codec::MultipartData;
use std::{collections::BTreeMap, fmt::Debug};

/// One file.
pub struct Sent {
    /// The field it was sent in.
    pub field: String,
    pub name: String,
    pub bytes: axum::body::Bytes,
}

/// A form as it arrives, one file after the other, so that only one has to be held at a time.
pub struct Incoming {
    parts: Multipart<'static>,
    texts: BTreeMap<String, String>,
    /// Field and name of each file that was larger than allowed: left out, not kept.
    pub oversized: Vec<(String, String)>,
    most_files: usize,
    most_bytes: usize,
    files: usize,
}

fn refuse<E: Debug>(field: &str, issue: FieldIssue) -> Fault<E> {
    crate::ssr::fault(Failure::Invalid(FieldIssues::one(field, issue)))
}

fn broken<E: Debug>(_: multer::Error) -> Fault<E> {
    refuse("files", FieldIssue::Missing)
}

impl Incoming {
    /// # Errors
    /// Nobody sends files without having signed in; what is no form with files has none.
    pub fn open<E: Debug>(
        data: MultipartData,
        most_files: usize,
        most_bytes: usize,
    ) -> Result<Self, Fault<E>> {
        if matches!(crate::ssr::caller().actor, Actor::Stranger) {
            return Err(crate::ssr::fault(Failure::SignIn));
        }
        let parts = data
            .into_inner()
            .ok_or_else(|| refuse("files", FieldIssue::Missing))?;
        Ok(Self {
            parts,
            texts: BTreeMap::new(),
            oversized: Vec::new(),
            most_files,
            most_bytes,
            files: 0,
        })
    }

    /// A text field that has arrived; empty where it was not sent, or stands behind the files
    /// that were read.
    pub fn text(&self, field: &str) -> String {
        self.texts.get(field).cloned().unwrap_or_default()
    }

    /// The next file. A file field that was left empty counts as none.
    ///
    /// # Errors
    /// More files than allowed are an issue of their field.
    pub async fn next_file<E: Debug>(&mut self) -> Result<Option<Sent>, Fault<E>> {
        while let Some(part) = self.parts.next_field().await.map_err(broken)? {
            let field = part.name().unwrap_or_default().to_owned();
            let Some(name) = part.file_name().map(str::to_owned) else {
                let text = part.text().await.map_err(broken)?;
                // Postgres keeps no NUL in a text, and nobody types one.
                if text.contains('\0') {
                    return Err(refuse(&field, FieldIssue::NotAChoice));
                }
                self.texts.insert(field, text);
                continue;
            };
            let Some(bytes) = within(part, self.most_bytes).await? else {
                self.oversized.push((field, name));
                continue;
            };
            if bytes.is_empty() {
                continue;
            }
            if self.files == self.most_files {
                let most = self.most_files as i64;
                return Err(refuse(&field, FieldIssue::OutOfRange { least: 1, most }));
            }
            self.files += 1;
            return Ok(Some(Sent {
                field,
                name,
                bytes: bytes.into(),
            }));
        }
        Ok(None)
    }
}

/// A file's content, read to its end; nothing where it is larger than `most`.
async fn within<E: Debug>(mut part: Field<'_>, most: usize) -> Result<Option<Vec<u8>>, Fault<E>> {
    let mut bytes = Some(Vec::new());
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        bytes = bytes.filter(|read| read.len() + chunk.len() <= most);
        if let Some(read) = &mut bytes {
            read.extend_from_slice(&chunk);
        }
    }
    Ok(bytes)
}

/// What a form with files sent.
pub struct Upload {
    texts: BTreeMap<String, String>,
    pub files: Vec<Sent>,
    /// Field and name of each file that was larger than allowed.
    pub oversized: Vec<(String, String)>,
}

impl Upload {
    /// A text field; empty where it was not sent.
    pub fn text(&self, field: &str) -> String {
        self.texts.get(field).cloned().unwrap_or_default()
    }

    /// The first file of a field.
    pub fn take(&mut self, field: &str) -> Option<Sent> {
        let at = self.files.iter().position(|file| file.field == field)?;
        Some(self.files.remove(at))
    }
}

/// Reads a form to its end.
///
/// # Errors
/// More files than `most_files`, or one of more than `most_bytes`, is an issue of its field.
pub async fn read<E: Debug>(
    data: MultipartData,
    most_files: usize,
    most_bytes: usize,
) -> Result<Upload, Fault<E>> {
    let upload = read_all(data, most_files, most_bytes).await?;
    match upload.oversized.first() {
        None => Ok(upload),
        Some((field, _)) => Err(refuse(field, FieldIssue::NotAPicture)),
    }
}

/// Reads a form to its end; what is too large is only named.
///
/// # Errors
/// More files than `most_files` are an issue of their field.
pub async fn read_all<E: Debug>(
    data: MultipartData,
    most_files: usize,
    most_bytes: usize,
) -> Result<Upload, Fault<E>> {
    let mut incoming = Incoming::open(data, most_files, most_bytes)?;
    let mut files = Vec::new();
    while let Some(file) = incoming.next_file().await? {
        files.push(file);
    }
    Ok(Upload {
        texts: incoming.texts,
        files,
        oversized: incoming.oversized,
    })
}
