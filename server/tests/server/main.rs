//! The whole server, asked over HTTP.

mod authorization;
mod bank;
mod carrier;
mod common;
mod currencies;
mod demo;
mod gateway;
mod guard;
mod hostile;
mod lapsed;
mod live;
mod methods;
mod pictures;
mod refunds;
mod statements;
