//! Files that a form sends along, read within limits.

use crate::fault::Fault;
use longtail::text::{FieldIssue, FieldIssues};
use longtail_backend::Failure;
use server_fn::codec::MultipartData;
use std::{collections::BTreeMap, fmt::Debug};

/// One file.
pub struct Sent {
    /// The field it was sent in.
    pub field: String,
    pub name: String,
    pub bytes: axum::body::Bytes,
}

/// What a form with files sent.
#[derive(Default)]
pub struct Upload {
    pub texts: BTreeMap<String, String>,
    pub files: Vec<Sent>,
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

/// Reads a form to its end. A file field that was left empty counts as none.
///
/// # Errors
/// More files than `most_files`, or one of more than `most_bytes`, is an issue of its field.
pub async fn read<E: Debug>(
    data: MultipartData,
    most_files: usize,
    most_bytes: usize,
) -> Result<Upload, Fault<E>> {
    let refuse = |field: &str, issue| {
        crate::ssr::fault::<E>(Failure::Invalid(FieldIssues::one(field, issue)))
    };
    let broken = |_| refuse("files", FieldIssue::Missing);
    let mut form = data
        .into_inner()
        .ok_or_else(|| refuse("files", FieldIssue::Missing))?;
    let mut upload = Upload::default();
    while let Some(mut part) = form.next_field().await.map_err(broken)? {
        let field = part.name().unwrap_or_default().to_owned();
        let Some(name) = part.file_name().map(str::to_owned) else {
            let text = part.text().await.map_err(broken)?;
            upload.texts.insert(field, text);
            continue;
        };
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(broken)? {
            if bytes.len() + chunk.len() > most_bytes {
                return Err(refuse(&field, FieldIssue::NotAPicture));
            }
            bytes.extend_from_slice(&chunk);
        }
        if bytes.is_empty() {
            continue;
        }
        if upload.files.len() == most_files {
            let most = most_files as i64;
            return Err(refuse(&field, FieldIssue::OutOfRange { least: 1, most }));
        }
        upload.files.push(Sent {
            field,
            name,
            bytes: bytes.into(),
        });
    }
    Ok(upload)
}
