//! Bringing goods in from a file: what the file can be, and the report by row.

use crate::{
    id::{ImportId, ListingId},
    platform::media::MediaError,
    text::FieldIssue,
    trade::catalog::{CatalogError, CategoryNode, SavedHow, ShopHead},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The largest file taken, in bytes.
pub const MOST_FILE_BYTES: usize = 20 * 1024 * 1024;

/// Whose export a file is.
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
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Format {
    Shopify,
    Vendure,
}

/// Why a file is not taken at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum ImportError {
    #[error("the file is not UTF-8 text (line {line}); save it as “CSV UTF-8” and try again")]
    NotUtf8 { line: u32 },
    #[error("the file has no column “{name}”; export it again, or choose the other format")]
    NoColumn { name: String },
    #[error("the file has no rows below its headings")]
    NoRows,
    #[error("line {line} cannot be read as CSV; look for a quotation mark that is not closed")]
    Unreadable { line: u32 },
    #[error("the file is larger than 20 MB; split it")]
    TooLarge,
    #[error("there is no category “{slug}”")]
    NoCategory { slug: String },
    #[error("this import was started already")]
    Started,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Trouble {
    #[error("the row has no handle")]
    NoHandle,
    #[error("the product has no title")]
    NoTitle,
    #[error("the variant has no price")]
    NoPrice,
    #[error("“{typed}” is not a price")]
    BadPrice { typed: String },
    #[error("“{typed}” is not a number of pieces")]
    BadStock { typed: String },
    #[error("the former price is not higher than the price and was left out")]
    WasPriceLeftOut,
    #[error("no number of pieces is given; the shelf is empty")]
    NoStock,
    #[error("the number of pieces is below zero; the shelf is empty")]
    NegativeStock,
    #[error("the option “{axis}” has no value")]
    NoOption { axis: String },
    #[error("the value “{value}” belongs to no option")]
    UnknownOption { value: String },
    #[error("row {row} has the same options")]
    SameOptions { row: u32 },
    #[error("the row belongs to no product; the first row of a product names it")]
    NoProduct,
    #[error("the row says neither a variant nor a picture")]
    Empty,
    #[error("the row has {found} fields, the headings {expected}")]
    FieldCount { expected: u32, found: u32 },
    #[error("gift cards cannot be sold here")]
    GiftCard,
    #[error("the picture “{name}” is not among the files given")]
    NoPicture { name: String },
    #[error("the picture “{address}” was not fetched")]
    NotFetched { address: String },
    #[error("the picture “{name}” cannot be used: {why}")]
    BadPicture { name: String, why: MediaError },
    #[error(
        "the product is in the shop already and is changed only when all its rows are right; see row {row}"
    )]
    HeldBack { row: u32 },
    #[error("nothing of the product can be brought in; see row {row}")]
    ProductRefused { row: u32 },
    #[error("{why}")]
    Refused { why: CatalogError },
    #[error("the field cannot be taken")]
    Field { issue: FieldIssue },
}

/// One thing to know about one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowIssue {
    /// As a spreadsheet numbers it: the headings are row 1.
    pub row: u32,
    /// The column it is about, where it is about one.
    pub column: Option<String>,
    /// The product's key in the file.
    pub product: String,
    /// An error keeps the row out; a note does not.
    pub error: bool,
    pub trouble: Trouble,
}

/// What became of one product of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductResult {
    pub key: String,
    pub title: String,
    /// Its first row.
    pub row: u32,
    /// None where nothing of it was brought in.
    pub how: Option<SavedHow>,
    pub listing: Option<ListingId>,
    pub variants: u32,
    pub pictures: u32,
}

/// What an import did, or would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    pub format: Format,
    pub file_name: String,
    /// Nothing was written.
    pub dry_run: bool,
    /// Rows below the headings. Each is a variant, a picture or an error.
    pub rows: u32,
    pub variant_rows: u32,
    pub picture_rows: u32,
    pub error_rows: u32,
    pub products: Vec<ProductResult>,
    /// By row.
    pub issues: Vec<RowIssue>,
}

impl ImportReport {
    /// Whether every row is accounted for.
    pub fn adds_up(&self) -> bool {
        self.variant_rows + self.picture_rows + self.error_rows == self.rows
    }

    /// How many products ended so.
    pub fn count(&self, how: Option<SavedHow>) -> u32 {
        self.products.iter().filter(|p| p.how == how).count() as u32
    }

    /// Pictures that go with the products.
    pub fn pictures(&self) -> u32 {
        self.products.iter().map(|p| p.pictures).sum()
    }
}

/// Where an import from the back office stands.
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
}

/// One import as the back office shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportView {
    pub id: ImportId,
    pub stage: ImportStage,
    /// Products done, of so many.
    pub done: u32,
    pub total: u32,
    pub created_at: DateTime<Utc>,
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
    pub stage: ImportStage,
    pub rows: u32,
    pub error_rows: u32,
    pub created_at: DateTime<Utc>,
}
