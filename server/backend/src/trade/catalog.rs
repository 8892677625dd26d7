//! catalog

pub mod browse;
