//! The database that the server gets: the one that `DATABASE_URL` names, else our own.

use std::path::Path;

use anyhow::Result;

use crate::postgres::{self, Postgres, Settings};
use crate::step::step;

pub const NAME: &str = "longtail";

pub enum Database {
    /// Somebody else's; we neither start nor stop it.
    Named(String),
    Own(Postgres),
}

impl Database {
    /// The market's database, up and answering.
    pub fn open(home: &Path) -> Result<Self> {
        if let Ok(url) = std::env::var("DATABASE_URL")
            && !url.is_empty()
        {
            println!("· Postgres: the one of DATABASE_URL");
            return Ok(Self::Named(url));
        }
        let postgres = own(home, true)?;
        postgres.ensure_database(NAME)?;
        Ok(Self::Own(postgres))
    }

    pub fn url(&self) -> String {
        match self {
            Self::Named(url) => url.clone(),
            Self::Own(postgres) => postgres.url(NAME),
        }
    }
}

/// A cluster of our own in this home.
pub fn own(home: &Path, durable: bool) -> Result<Postgres> {
    step("Postgres", || {
        Ok(postgres::start(&Settings {
            home: home.to_path_buf(),
            durable,
        })?)
    })
}
