//! Where an import's pictures come from: a folder, files sent along, this market itself, or
//! (when asked for) the net.

use crate::failure::Incident;
use bytes::Bytes;
use longtail::{
    id::MediaId,
    platform::media::{MOST_BYTES, MediaError},
    trade::import::Trouble,
};
use sha2::{Digest, Sha256};
use std::{collections::HashMap, path::Path, sync::Mutex, time::Duration};

/// The pictures at hand, by file name.
#[derive(Default)]
pub struct Pictures {
    files: HashMap<String, Source>,
    /// File names without their ending, as 淘宝助理 names them.
    stems: HashMap<String, String>,
    fetch: Option<reqwest::Client>,
    /// Hashes of files that several rows name.
    digests: Mutex<HashMap<String, String>>,
}

enum Source {
    Here(Bytes),
    OnDisk(std::path::PathBuf),
}

/// What a row's picture is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// A file at hand, by its name.
    File(String),
    /// One that this market has.
    Own(MediaId),
    /// One to be fetched when it is needed.
    Net(String),
}

impl Pictures {
    /// Every file of a folder and the folders in it.
    ///
    /// # Errors
    /// Names a folder that cannot be read.
    pub fn in_folder(folder: &Path) -> Result<Self, Incident> {
        let mut pictures = Self::default();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            let entries = std::fs::read_dir(&folder).map_err(|error| {
                Incident::new(format!("{} cannot be read: {error}", folder.display()))
            })?;
            for entry in entries {
                let entry = entry?;
                if entry.file_type()?.is_dir() {
                    folders.push(entry.path());
                } else {
                    let name = entry.file_name().to_string_lossy().to_lowercase();
                    pictures.keep(name, Source::OnDisk(entry.path()));
                }
            }
        }
        Ok(pictures)
    }

    /// Adds a file that was sent along.
    pub fn add(&mut self, name: &str, file: Bytes) {
        self.keep(name.to_lowercase(), Source::Here(file));
    }

    fn keep(&mut self, name: String, source: Source) {
        if let Some((stem, _)) = name.rsplit_once('.') {
            self.stems.insert(stem.to_owned(), name.clone());
        }
        self.files.insert(name, source);
    }

    /// Also fetches pictures that are given by address and are not at hand.
    ///
    /// # Errors
    /// Where the machine cannot speak TLS.
    pub fn with_fetching(mut self) -> Result<Self, Incident> {
        let client = crate::outside::client_for("https://")?;
        self.fetch = Some(client);
        Ok(self)
    }

    /// What a file's `name`, `address` or `name|address` stands for. Nothing is read yet.
    ///
    /// # Errors
    /// Says what is missing, for the report.
    pub fn look(&self, source: &str) -> Result<Look, Trouble> {
        if let Some(id) = own_media(source) {
            return Ok(Look::Own(id));
        }
        let (first, second) = source.split_once('|').unwrap_or((source, ""));
        let name = file_name(first);
        if self.files.contains_key(&name) {
            return Ok(Look::File(name));
        }
        if let Some(name) = self.stems.get(&name) {
            return Ok(Look::File(name.clone()));
        }
        let address = if second.is_empty() { first } else { second };
        let is_address = address.starts_with("http://") || address.starts_with("https://");
        match (&self.fetch, is_address) {
            (Some(_), true) => Ok(Look::Net(address.to_owned())),
            (None, true) => Err(Trouble::NotFetched {
                address: address.to_owned(),
            }),
            (_, false) => Err(Trouble::NoPicture { name }),
        }
    }

    /// A picture's content as a number, so that a changed one is noticed. One from the net
    /// is known by its address.
    pub async fn digest(&self, look: &Look) -> String {
        let name = match look {
            Look::Own(id) => return id.to_string(),
            Look::Net(address) => return address.clone(),
            Look::File(name) => name,
        };
        let known = self
            .digests
            .lock()
            .ok()
            .and_then(|known| known.get(name).cloned());
        if let Some(digest) = known {
            return digest;
        }
        let digest = match self.read(look).await {
            Ok(file) => hex::encode(Sha256::digest(&file)),
            Err(_) => "unreadable".to_owned(),
        };
        if let Ok(mut known) = self.digests.lock() {
            known.insert(name.clone(), digest.clone());
        }
        digest
    }

    /// A picture's content. One of this market's own needs none.
    ///
    /// # Errors
    /// Says what is wrong, for the report.
    pub async fn read(&self, look: &Look) -> Result<Bytes, Trouble> {
        match look {
            Look::File(name) => self.read_file(name).await,
            Look::Net(address) => match &self.fetch {
                Some(client) => fetch(client, address).await,
                None => Err(not_fetched(address)),
            },
            Look::Own(id) => Err(Trouble::NoPicture {
                name: id.to_string(),
            }),
        }
    }

    async fn read_file(&self, name: &str) -> Result<Bytes, Trouble> {
        let missing = || Trouble::NoPicture {
            name: name.to_owned(),
        };
        match self.files.get(name) {
            Some(Source::Here(file)) => Ok(file.clone()),
            Some(Source::OnDisk(path)) => {
                let size = tokio::fs::metadata(path)
                    .await
                    .map_err(|_| missing())?
                    .len();
                if size > MOST_BYTES as u64 {
                    return Err(too_large(name));
                }
                let file = tokio::fs::read(path).await.map_err(|_| missing())?;
                Ok(Bytes::from(file))
            }
            None => Err(missing()),
        }
    }
}

fn too_large(name: &str) -> Trouble {
    Trouble::BadPicture {
        name: name.to_owned(),
        why: MediaError::TooLarge,
    }
}

fn not_fetched(address: &str) -> Trouble {
    Trouble::NotFetched {
        address: address.to_owned(),
    }
}

/// `…/media/0192…/1200.webp`: as our own tables name pictures.
fn own_media(source: &str) -> Option<MediaId> {
    let (_, rest) = source.split_once("/media/")?;
    let (id, _) = rest.split_once('/')?;
    id.parse().ok()
}

/// The last part of a path or address, without a query, in lower case.
fn file_name(source: &str) -> String {
    let path = source.split(['?', '#']).next().unwrap_or(source);
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.replace("%20", " ").to_lowercase()
}

async fn fetch(client: &reqwest::Client, address: &str) -> Result<Bytes, Trouble> {
    let mut answer = client
        .get(address)
        .timeout(Duration::from_secs(30))
        .send()
        .await
        .and_then(reqwest::Response::error_for_status)
        .map_err(|_| not_fetched(address))?;
    let mut file = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|_| not_fetched(address))? {
        file.extend_from_slice(&chunk);
        if file.len() > MOST_BYTES {
            return Err(too_large(&file_name(address)));
        }
    }
    Ok(file.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_found_by_name_stem_and_address() {
        let mut pictures = Pictures::default();
        pictures.add("Red-Tea.JPG", Bytes::from_static(b"jpeg"));
        pictures.add("5f42f5e0.tbi", Bytes::from_static(b"jpeg"));
        let file = |name: &str| Ok(Look::File(name.into()));
        assert_eq!(
            pictures.look("https://cdn.example/photos/red-tea.jpg?v=12"),
            file("red-tea.jpg")
        );
        assert_eq!(pictures.look("5F42F5E0"), file("5f42f5e0.tbi"));
        assert_eq!(
            pictures.look("gone|https://img.example/gone.jpg"),
            Err(not_fetched("https://img.example/gone.jpg"))
        );
        assert_eq!(
            pictures.look("green.jpg"),
            Err(Trouble::NoPicture {
                name: "green.jpg".into()
            })
        );
        let id = "0192aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee";
        assert_eq!(
            pictures.look(&format!("https://market.example/media/{id}/1200.webp")),
            Ok(Look::Own(id.parse().expect("an id")))
        );
    }
}
