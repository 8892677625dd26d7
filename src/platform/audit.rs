//! What the audit finds: books that do not add up.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One thing that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which proof failed: `balance`, `escrow`, `stock`, …
    pub proof: String,
    /// The row it was found on.
    pub subject: String,
    pub expected: i64,
    pub found: i64,
}

/// What was recomputed, and what did not agree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditReport {
    /// How many rows each proof looked at.
    pub checked: std::collections::BTreeMap<String, i64>,
    pub findings: Vec<Finding>,
}

impl AuditReport {
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

/// What an audit found, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAudit {
    pub at: DateTime<Utc>,
    pub report: AuditReport,
}
