//! The rules of Longtail: what a market may and may not do.
//!
//! Everything here is pure. Time, chance and stored state are handed in by the
//! use cases in `server/backend`; the pages in `app` call the same functions to
//! show or hide what a person may do. Amounts are integers throughout.

pub mod actor;
pub mod growth;
pub mod id;
pub mod money;
pub mod platform;
pub mod policy;
pub mod text;
pub mod trade;
pub mod trust;
pub mod when;
