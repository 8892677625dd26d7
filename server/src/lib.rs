//! The one binary: configuration, router, worker, command line.

// The types of whole pages nest deeply.
#![recursion_limit = "512"]

pub mod cli;
pub mod config;
pub mod crawlers;
pub mod demo;
mod goods_files;
pub mod guard;
pub mod live;
pub mod media;
pub mod metrics;
pub mod observe;
pub mod request;
pub mod router;
pub mod setup;
mod share;
pub mod simulator;
mod spec_file;
pub mod stop;
mod webhooks;
pub mod worker;
