//! The one binary: configuration, router, worker, command line.

pub mod config;
pub mod router;
pub mod setup;
pub mod worker;
