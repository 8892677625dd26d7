//! Pictures, mail, notices, the audit, and what is forgotten.

pub mod audit;
pub mod expiry;
pub mod mail;
pub mod media;
pub mod notification;
pub mod staff;
