//! The whole server, asked over HTTP.

mod authorization;
mod bank;
mod common;
mod gateway;
mod guard;
mod hostile;
mod pictures;
