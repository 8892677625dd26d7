//! The use cases of the market. Each is one function in three beats: load, decide, record.
//!
//! SQL stands private beneath its use case. Rules are asked of the `longtail` crate,
//! the outside world is reached through the adapters that [`ctx::Ctx`] carries.

pub mod command;
pub mod ctx;
pub mod failure;
pub mod growth;
pub mod jobs;
pub mod money;
pub mod outbox;
pub mod outside;
mod pages;
pub mod platform;
pub mod settings;
#[doc(hidden)]
pub mod simulation;
#[doc(hidden)]
pub mod testing;
pub mod trade;
pub mod trust;

pub use ctx::{Clock, Ctx, Tx};
pub use failure::Failure;

/// The schema, oldest first; `longtail migrate` applies what is missing.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");
