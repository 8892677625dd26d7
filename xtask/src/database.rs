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

    /// Starts our own anew where somebody has killed it; the server finds it again by itself.
    pub fn revive(&mut self, home: &Path) -> Result<()> {
        if let Self::Own(postgres) = self
            && postgres.has_ended()
        {
            println!("\n  Postgres has ended; it is started again.");
            *postgres = own(home, true)?;
        }
        Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::process::{Pid, Signal, kill_process};

    #[test]
    fn a_killed_postgres_comes_back_where_it_was() {
        let home = std::env::temp_dir().join(format!("longtail-revive-{}", std::process::id()));
        let mut database = Database::Own(own(&home, true).unwrap());
        let pid = std::fs::read_to_string(home.join("postgres/data/postmaster.pid")).unwrap();
        let pid = Pid::from_raw(pid.lines().next().unwrap().parse().unwrap()).unwrap();
        let url = database.url();
        database.revive(&home).unwrap();
        kill_process(pid, Signal::KILL).unwrap();
        let begun = std::time::Instant::now();
        while let Database::Own(postgres) = &mut database
            && !postgres.has_ended()
        {
            assert!(
                begun.elapsed().as_secs() < 10,
                "the killed process is still there"
            );
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        database.revive(&home).unwrap();
        assert_eq!(database.url(), url);
        let Database::Own(postgres) = &database else {
            panic!("it is our own")
        };
        postgres.ensure_database("still_answers").unwrap();
        drop(database);
        let _ = std::fs::remove_dir_all(&home);
    }
}
