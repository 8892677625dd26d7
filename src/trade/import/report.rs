//! What an import did, or would do.

use super::{ColumnUse, Encoding, Format, PlaceRow, RowIssue};
use crate::{
    id::{ImportId, ListingId},
    trade::catalog::{CategoryNode, SavedHow, ShopHead},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Issues that a page shows; the others are in the table that can be downloaded.
pub const SHOWN_ISSUES: usize = 200;
/// Products that a page shows.
pub const SHOWN_PRODUCTS: usize = 50;

/// What became of one product of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductResult {
    pub key: String,
    pub title: String,
    /// Its first row.
    pub row: u32,
    /// None where it was left out.
    pub how: Option<SavedHow>,
    pub listing: Option<ListingId>,
    pub variants: u32,
    pub pictures: u32,
}

/// How a file was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadAs {
    pub format: Format,
    #[serde(default)]
    pub encoding: Encoding,
    /// What parts its fields, in a table.
    #[serde(default)]
    pub delimiter: Option<char>,
}

/// What an import did, or would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    #[serde(flatten)]
    pub read_as: ReadAs,
    pub file_name: String,
    /// Nothing was written.
    pub dry_run: bool,
    /// Rows below the headings. Each is counted once in one of the four that follow.
    pub rows: u32,
    pub variant_rows: u32,
    /// Rows that say something of a product and are no variant.
    #[serde(default)]
    pub product_rows: u32,
    pub picture_rows: u32,
    pub error_rows: u32,
    #[serde(default)]
    pub created: u32,
    /// In a stock file: shelves whose count changed.
    #[serde(default)]
    pub updated: u32,
    #[serde(default)]
    pub unchanged: u32,
    #[serde(default)]
    pub left_out: u32,
    /// Pictures that go with the products.
    #[serde(default)]
    pub pictures: u32,
    #[serde(default)]
    pub columns: Vec<ColumnUse>,
    /// Categories as the file writes them, with where their goods go.
    #[serde(default)]
    pub places: Vec<PlaceRow>,
    pub products: Vec<ProductResult>,
    /// By row.
    pub issues: Vec<RowIssue>,
    /// How many issues there are, when the list was cut.
    #[serde(default)]
    pub issue_count: u32,
    /// What taking it back did, once it was taken back.
    #[serde(default)]
    pub undone: Option<Undone>,
}

impl ImportReport {
    /// Whether every row is accounted for.
    pub fn adds_up(&self) -> bool {
        self.variant_rows + self.product_rows + self.picture_rows + self.error_rows == self.rows
    }

    /// Counts the products by how they ended.
    pub fn count_products(&mut self) {
        let count = |how| self.products.iter().filter(|p| p.how == how).count() as u32;
        self.created = count(Some(SavedHow::Created));
        self.updated = count(Some(SavedHow::Updated));
        self.unchanged = count(Some(SavedHow::Unchanged));
        self.left_out = count(None);
        self.pictures = self.products.iter().map(|p| p.pictures).sum();
        self.issue_count = self.issues.len() as u32;
    }

    /// Products that would be written.
    pub fn to_write(&self) -> u32 {
        self.created + self.updated
    }

    /// Without what no page shows; errors before notes.
    pub fn cut(mut self) -> Self {
        if self.issues.len() > SHOWN_ISSUES {
            self.issues.sort_by_key(|issue| (!issue.error, issue.row));
            self.issues.truncate(SHOWN_ISSUES);
        }
        self.products
            .retain(|product| product.how != Some(SavedHow::Unchanged));
        self.products.truncate(SHOWN_PRODUCTS);
        self
    }
}

/// Where an import stands.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ImportStage {
    /// Checked; nothing is written yet.
    Previewed,
    Running,
    Done,
    /// On the way back.
    Undoing,
    /// Done, and taken back.
    Undone,
}

/// One import as the back office shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportView {
    pub id: ImportId,
    pub stage: ImportStage,
    /// Products brought in, or taken back, of so many.
    pub done: u32,
    pub total: u32,
    pub created_at: DateTime<Utc>,
    /// Headings for which the shop chose what they become.
    pub renames: Vec<(String, String)>,
    /// Names of columns that this format knows and the file lacks.
    pub free_columns: Vec<String>,
    pub report: ImportReport,
}

/// The page for imports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPage {
    pub shop: ShopHead,
    pub categories: Vec<CategoryNode>,
    /// The one that is looked at.
    pub current: Option<ImportView>,
    /// Those before, newest first, without their rows.
    pub earlier: Vec<EarlierImport>,
}

/// A line of the list of imports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierImport {
    pub id: ImportId,
    pub file_name: String,
    pub format: Format,
    pub stage: ImportStage,
    pub rows: u32,
    pub error_rows: u32,
    pub created_at: DateTime<Utc>,
}

/// What taking an import back did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// Goods it had created, which are gone.
    pub removed: u32,
    /// Goods it had changed, which are as before.
    pub restored: u32,
    /// Goods that somebody has changed since, and that stay as they are: their titles.
    pub kept: Vec<String>,
}
