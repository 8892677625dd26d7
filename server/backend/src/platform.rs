//! Pictures, mail, notices, the audit, what is forgotten, and what is armed again.

pub mod audit;
pub mod expiry;
pub mod mail;
pub mod media;
pub mod notification;
pub mod staff;
pub mod sweep;
