//! Services to try the market with: a payment gateway, a bank and a carrier from outside that
//! happen to run in the same process. Each has its own tables, and speaks to the market over HTTP
//! only, so that a real one can take its place.

pub mod bank;
pub mod carrier;
pub mod gateway;
mod layout;
mod line;
mod request;
mod statement;
