//! Letters to people.

use crate::{failure::Incident, settings::Settings};
use async_trait::async_trait;

/// Sends e-mail: into a folder by default, by SMTP when configured.
#[async_trait]
pub trait Mail: Send + Sync {
    /// # Errors
    /// An incident when the letter was not taken; the job tries again.
    async fn send(&self, to: &str, subject: &str, body: &str) -> Result<(), Incident>;
}

/// Writes each letter as a file that mail programs open.
pub struct FolderMail {
    transport: lettre::AsyncFileTransport<lettre::Tokio1Executor>,
    from: lettre::message::Mailbox,
}

impl FolderMail {
    /// # Errors
    /// An incident when the folder cannot be made or the market's name makes no address.
    pub fn new(folder: std::path::PathBuf, settings: &Settings) -> Result<Self, std::io::Error> {
        std::fs::create_dir_all(&folder)?;
        let address =
            lettre::Address::new("no-reply", "longtail.example").map_err(std::io::Error::other)?;
        Ok(Self {
            transport: lettre::AsyncFileTransport::new(folder),
            from: lettre::message::Mailbox::new(Some(settings.market_name.clone()), address),
        })
    }
}

#[async_trait]
impl Mail for FolderMail {
    async fn send(&self, to: &str, subject: &str, body: &str) -> Result<(), Incident> {
        use lettre::AsyncTransport;
        let letter = lettre::Message::builder()
            .from(self.from.clone())
            .to(to.parse()?)
            .subject(subject)
            .header(lettre::message::header::ContentType::TEXT_PLAIN)
            .body(body.to_owned())?;
        self.transport.send(letter).await?;
        Ok(())
    }
}
