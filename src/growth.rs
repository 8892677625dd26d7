//! What helps shops to grow.

pub mod dashboard;
