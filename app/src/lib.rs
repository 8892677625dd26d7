//! Pages, components and server functions, compiled twice: for the server, which draws
//! every page whole, and for the browser, which wakes it.
//!
//! A page has one loader that answers with one view. A write is a form, so that it works
//! before the browser's part has arrived. `longtail_backend` is named inside server
//! functions and [`ssr`] only.

#![recursion_limit = "512"]
#![allow(
    clippy::too_many_arguments,
    reason = "a server function takes the fields of its form, one by one"
)]

pub mod fault;
pub mod growth;
pub mod i18n;
pub mod money;
pub mod platform;
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod ssr;
pub mod trade;
pub mod trust;
pub mod ui;

pub use routes::App;
#[cfg(feature = "ssr")]
pub use shell::shell;
