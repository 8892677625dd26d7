//! Letters to people.

use crate::{ctx::random_bytes, failure::Incident, settings::Settings};
use async_trait::async_trait;
use lettre::{AsyncTransport, Message, message::Mailbox};
use uuid::Uuid;

/// Sends e-mail: into a folder by default, by SMTP when configured.
#[async_trait]
pub trait Mail: Send + Sync {
    /// `id` is the same each time the same letter is sent, so that a mailbox can tell a repeat;
    /// without one the letter is like no other.
    ///
    /// # Errors
    /// An incident when nobody knows that the letter was taken; the job tries again. It may have been:
    /// a mail server's word gets lost too.
    async fn send(
        &self,
        id: Option<Uuid>,
        to: &str,
        subject: &str,
        body: &str,
    ) -> Result<(), Incident>;
}

/// Writes each letter as a file that mail programs open.
pub struct FolderMail {
    transport: lettre::AsyncFileTransport<lettre::Tokio1Executor>,
    from: Mailbox,
}

impl FolderMail {
    /// # Errors
    /// When the folder cannot be made or the market's address is none.
    pub fn new(folder: std::path::PathBuf, settings: &Settings) -> Result<Self, Incident> {
        std::fs::create_dir_all(&folder)?;
        Ok(Self {
            transport: lettre::AsyncFileTransport::new(folder),
            from: sender(settings)?,
        })
    }
}

#[async_trait]
impl Mail for FolderMail {
    async fn send(
        &self,
        id: Option<Uuid>,
        to: &str,
        subject: &str,
        body: &str,
    ) -> Result<(), Incident> {
        self.transport
            .send(letter(&self.from, id, to, subject, body)?)
            .await?;
        Ok(())
    }
}

/// Hands each letter to a mail server.
pub struct SmtpMail {
    transport: lettre::AsyncSmtpTransport<lettre::Tokio1Executor>,
    from: Mailbox,
}

impl SmtpMail {
    /// `url` is `smtps://user:password@host:port`, or `smtp://…?tls=required` for STARTTLS.
    ///
    /// # Errors
    /// When the address cannot be read.
    pub fn new(url: &str, settings: &Settings) -> Result<Self, Incident> {
        Ok(Self {
            transport: lettre::AsyncSmtpTransport::<lettre::Tokio1Executor>::from_url(url)?
                .timeout(Some(std::time::Duration::from_secs(20)))
                .build(),
            from: sender(settings)?,
        })
    }
}

#[async_trait]
impl Mail for SmtpMail {
    async fn send(
        &self,
        id: Option<Uuid>,
        to: &str,
        subject: &str,
        body: &str,
    ) -> Result<(), Incident> {
        self.transport
            .send(letter(&self.from, id, to, subject, body)?)
            .await?;
        Ok(())
    }
}

/// Whom letters come from: the market's name at the host that browsers reach it by.
fn sender(settings: &Settings) -> Result<Mailbox, Incident> {
    let host = settings
        .public_url
        .split("://")
        .last()
        .unwrap_or_default()
        .split(['/', ':'])
        .next()
        .unwrap_or_default();
    let named = host.contains('.') && !host.chars().all(|c| c.is_ascii_digit() || c == '.');
    let host = if named { host } else { "longtail.example" };
    Ok(Mailbox::new(
        Some(settings.market_name.clone()),
        lettre::Address::new("no-reply", host)?,
    ))
}

fn letter(
    from: &Mailbox,
    id: Option<Uuid>,
    to: &str,
    subject: &str,
    body: &str,
) -> Result<Message, Incident> {
    let id = id.unwrap_or_else(|| Uuid::from_bytes(random_bytes()));
    Ok(Message::builder()
        .message_id(Some(format!("<{id}@{}>", from.email.domain())))
        .from(from.clone())
        .to(Mailbox::new(None, to.parse()?))
        .subject(subject)
        .header(lettre::message::header::ContentType::TEXT_PLAIN)
        .body(body.to_owned())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_url(url: &str) -> String {
        let settings = Settings {
            public_url: url.to_owned(),
            ..Settings::default()
        };
        sender(&settings).expect("a sender").email.to_string()
    }

    #[test]
    fn letters_come_from_the_market() {
        assert_eq!(
            from_url("https://market.example"),
            "no-reply@market.example"
        );
        assert_eq!(
            from_url("http://127.0.0.1:3000"),
            "no-reply@longtail.example"
        );
    }

    #[tokio::test]
    async fn a_letter_becomes_a_file() {
        let folder = std::env::temp_dir().join(format!("longtail-mail-{}", std::process::id()));
        let mail = FolderMail::new(folder.clone(), &Settings::default()).expect("a folder");
        mail.send(None, "lin@example.com", "订单", "您好")
            .await
            .expect("sent");
        let files = std::fs::read_dir(&folder).expect("listed").count();
        std::fs::remove_dir_all(&folder).expect("removed");
        assert_eq!(files, 1);
    }
}
