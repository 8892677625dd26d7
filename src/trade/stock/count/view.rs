//! What the pages of counts show.

use super::{CountStage, Counted, Reason};
use crate::{
    id::{CommandId, StockCountId, VariantId},
    text::Bilingual,
    trade::catalog::{CategoryNode, ShopHead},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What a count is of, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "scope", rename_all = "snake_case")]
pub enum ScopeView {
    All,
    Category { name: Bilingual },
    Search { words: String },
}

/// A count in the list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountSummary {
    pub id: StockCountId,
    pub stage: CountStage,
    pub scope: ScopeView,
    pub begun_by: String,
    pub begun_at: DateTime<Utc>,
    pub ended_by: Option<String>,
    pub ended_at: Option<DateTime<Utc>>,
    /// Things in it, those counted, and those of which something else lay there.
    pub lines: u32,
    pub counted: u32,
    pub different: u32,
    /// Pieces more or fewer, all in all.
    pub pieces: i64,
}

/// A shop's counts, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountsPage {
    pub shop: ShopHead,
    pub counts: Vec<CountSummary>,
    pub page: u32,
    pub pages: u32,
    /// For the form that begins one.
    pub categories: Vec<CategoryNode>,
    pub command: CommandId,
}

/// A line of a count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountRow {
    pub variant: VariantId,
    pub title: Bilingual,
    pub options: Bilingual,
    pub sku: String,
    pub counted: Option<Counted>,
    pub reason: Option<Reason>,
}

/// One count: its lines, or those that differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountView {
    pub shop: ShopHead,
    pub summary: CountSummary,
    pub rows: Vec<CountRow>,
    pub page: u32,
    pub pages: u32,
    /// For finishing it.
    pub command: CommandId,
}

/// A line as it stands after it was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    pub variant: VariantId,
    pub counted: Option<Counted>,
}
