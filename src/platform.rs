//! What the market needs to run: pictures, notices, the audit.

pub mod audit;
pub mod media;
pub mod notification;
pub mod staff;
