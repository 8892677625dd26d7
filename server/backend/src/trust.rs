//! Accounts and sessions.

pub mod account;
