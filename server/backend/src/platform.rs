//! Pictures, mail, notices, the audit.

pub mod audit;
pub mod mail;
pub mod media;
pub mod notification;
pub mod staff;
