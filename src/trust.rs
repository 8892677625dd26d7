//! Who people are and how far they can be trusted.

pub mod account;
