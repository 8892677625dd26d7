//! Where an import's pictures come from: a folder, files sent along, or (when asked for) the net.

use crate::failure::Incident;
use bytes::Bytes;
use longtail::{
    platform::media::{MOST_BYTES, MediaError},
    trade::import::Trouble,
};
use std::{collections::HashMap, path::Path, time::Duration};

/// The pictures at hand, by file name.
#[derive(Default)]
pub struct Pictures {
    files: HashMap<String, Source>,
    fetch: Option<reqwest::Client>,
}

enum Source {
    Here(Bytes),
    OnDisk(std::path::PathBuf),
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
                    pictures.files.insert(name, Source::OnDisk(entry.path()));
                }
            }
        }
        Ok(pictures)
    }

    /// Adds a file that was sent along.
    pub fn add(&mut self, name: &str, file: Bytes) {
        self.files.insert(name.to_lowercase(), Source::Here(file));
    }

    /// Also fetches pictures that are given by address and are not at hand.
    ///
    /// # Errors
    /// Where the machine cannot speak TLS.
    pub fn with_fetching(mut self) -> Result<Self, Incident> {
        let client = crate::money::payment::gateway::client_for("https://")?;
        self.fetch = Some(client);
        Ok(self)
    }

    /// The picture that a file names.
    ///
    /// # Errors
    /// Says what is missing, for the report.
    pub async fn find(&self, source: &str) -> Result<Bytes, Trouble> {
        let is_address = source.starts_with("http://") || source.starts_with("https://");
        let name = file_name(source);
        let too_large = || Trouble::BadPicture {
            name: name.clone(),
            why: MediaError::TooLarge,
        };
        match self.files.get(&name) {
            Some(Source::Here(file)) => return Ok(file.clone()),
            Some(Source::OnDisk(path)) => {
                let missing = |_| Trouble::NoPicture { name: name.clone() };
                let size = tokio::fs::metadata(path).await.map_err(missing)?.len();
                if size > MOST_BYTES as u64 {
                    return Err(too_large());
                }
                let file = tokio::fs::read(path).await;
                return file.map(Bytes::from).map_err(missing);
            }
            None => {}
        }
        match &self.fetch {
            _ if !is_address => Err(Trouble::NoPicture { name }),
            None => Err(Trouble::NotFetched {
                address: source.to_owned(),
            }),
            Some(client) => fetch(client, source).await.map_err(|what| match what {
                Fetched::TooLarge => too_large(),
                Fetched::Not => Trouble::NotFetched {
                    address: source.to_owned(),
                },
            }),
        }
    }
}

/// The last part of a path or address, without a query, in lower case.
fn file_name(source: &str) -> String {
    let path = source.split(['?', '#']).next().unwrap_or(source);
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.replace("%20", " ").to_lowercase()
}

enum Fetched {
    Not,
    TooLarge,
}

async fn fetch(client: &reqwest::Client, address: &str) -> Result<Bytes, Fetched> {
    let mut answer = client
        .get(address)
        .timeout(Duration::from_secs(30))
        .send()
        .await
        .and_then(reqwest::Response::error_for_status)
        .map_err(|_| Fetched::Not)?;
    let mut file = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|_| Fetched::Not)? {
        file.extend_from_slice(&chunk);
        if file.len() > MOST_BYTES {
            return Err(Fetched::TooLarge);
        }
    }
    Ok(file.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn pictures_are_found_by_the_name_in_an_address() {
        let mut pictures = Pictures::default();
        pictures.add("Red-Tea.JPG", Bytes::from_static(b"jpeg"));
        let found = pictures.find("https://cdn.example/photos/red-tea.jpg?v=12");
        assert_eq!(found.await, Ok(Bytes::from_static(b"jpeg")));
        assert_eq!(
            pictures.find("https://cdn.example/green.jpg").await,
            Err(Trouble::NotFetched {
                address: "https://cdn.example/green.jpg".into()
            })
        );
        assert_eq!(
            pictures.find("green.jpg").await,
            Err(Trouble::NoPicture {
                name: "green.jpg".into()
            })
        );
    }
}
