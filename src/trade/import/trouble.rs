//! What can be wrong with a file or a row, each with its cure.

use super::Format;
use crate::{
    money::Money, platform::media::MediaError, text::FieldIssue, trade::catalog::CatalogError,
};
use serde::{Deserialize, Serialize};

/// Why a file is not taken at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum ImportError {
    #[error(
        "line {line} is neither UTF-8, UTF-16 nor GB 18030 text; save the file as “CSV UTF-8” and try again"
    )]
    NotText { line: u32 },
    #[error("the file is not like any that is known; choose what it is")]
    NotRecognised,
    #[error("the file looks like {}, not like {}; choose that one", .looks.name(), .chosen.name())]
    OtherFormat { chosen: Format, looks: Format },
    #[error("the file has no column “{name}”; export it again, or choose another format")]
    NoColumn { name: String },
    #[error("the file has no rows below its headings")]
    NoRows,
    #[error("line {line} cannot be read; look for a quotation mark that is not closed")]
    Unreadable { line: u32 },
    #[error("line {line} is not XML; export the feed again")]
    NotXml { line: u32 },
    #[error("the feed declares entities of its own (a DOCTYPE), which is not taken")]
    Entities,
    #[error("a field of line {line} is longer than half a megabyte")]
    FieldTooLong { line: u32 },
    #[error("the file has more than {most} columns")]
    TooManyColumns { most: u32 },
    #[error("the file has more than {most} rows; split it")]
    TooManyRows { most: u32 },
    #[error("the file is larger than 64 MB; split it")]
    TooLarge,
    #[error("there is no category “{slug}”")]
    NoCategory { slug: String },
    #[error("this import was started already")]
    Started,
    #[error("the file is no longer kept; send it again")]
    FileGone,
    #[error("this import cannot be undone: it has not been done, or was undone before")]
    NothingToUndo,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Trouble {
    #[error("the row does not say which product it is")]
    NoHandle,
    #[error("the product has no title")]
    NoTitle,
    #[error("the variant has no price")]
    NoPrice,
    #[error("“{typed}” is not a price")]
    BadPrice { typed: String },
    #[error("“{typed}” is not an amount of this market's currency")]
    OtherCurrency { typed: String },
    #[error("“{typed}” is not a number of pieces")]
    BadStock { typed: String },
    #[error("“{typed}” is not a barcode")]
    BadBarcode { typed: String },
    #[error("“{typed}” cannot be read; look at how the format writes it")]
    BadField { typed: String },
    #[error(
        "“{typed}” is not a weight from 1 g to 1,000 kg; write a number such as 250 or 1.5 kg, with a point"
    )]
    BadWeight { typed: String },
    #[error(
        "“{typed}” is not a length from 1 cm to 10 m; write a number such as 30 or 12 in, with a point"
    )]
    BadLength { typed: String },
    #[error(
        "a size is length, width and height; one of them is missing, and the size was left out"
    )]
    HalfSize,
    #[error("“{typed}” is a volume, and no size; write length, width and height")]
    VolumeOnly { typed: String },
    #[error(
        "the shop has no postage template “{name}”, and the goods go by what held before; make one of that name and send the file again"
    )]
    UnknownTemplate { name: String },
    #[error("the former price is not higher than the price and was left out")]
    WasPriceLeftOut,
    #[error("the sale price {price} ended on {until}; the regular price was taken")]
    SaleOver { price: String, until: String },
    #[error(
        "the sale price {price} was taken; it ends on {until}, and the price here does not end with it"
    )]
    SaleEnds { price: String, until: String },
    #[error(
        "the sale price {price} has not begun, it counts from {from}; the regular price was taken"
    )]
    SaleAhead { price: String, from: String },
    #[error("“{typed}” is not a date; write it as 2024-01-31 or 2024-01-31T18:30+08:00")]
    BadDate { typed: String },
    #[error(
        "“{typed}” does not say from when until when; write it as 2024-01-31T18:30Z/2024-02-29T18:30Z"
    )]
    BadPeriod { typed: String },
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
    #[error(
        "the row stands for every “{axis}”: it became {count} variants, and the first has the stock"
    )]
    AnyOption { axis: String, count: u32 },
    #[error("the value “{value}” is only a number of the other system; write its name beside it")]
    Unnamed { value: String },
    #[error("the row belongs to no product; the first row of a product names it")]
    NoProduct,
    #[error("there is no product “{parent}” in the file")]
    NoParent { parent: String },
    #[error("the product has no variants in the file")]
    NoVariants,
    #[error("the row says neither a variant nor a picture")]
    Empty,
    #[error("the row has {found} fields, the headings {expected}")]
    FieldCount { expected: u32, found: u32 },
    #[error("gift cards cannot be sold here")]
    GiftCard,
    #[error("“{kind}” cannot be sold here")]
    NotSold { kind: String },
    #[error("the picture “{name}” is not among the files given")]
    NoPicture { name: String },
    #[error("the picture “{address}” was not fetched")]
    NotFetched { address: String },
    #[error("the picture “{name}” cannot be used: {why}")]
    BadPicture { name: String, why: MediaError },
    #[error("the product was left out whole, because of row {row}")]
    HeldBack { row: u32 },
    #[error("there is no code in the row")]
    NoCode,
    #[error("no goods of the shop have the code “{code}”")]
    UnknownCode { code: String },
    #[error("several goods of the shop have the code “{code}”")]
    ManyCodes { code: String },
    #[error("row {row} has the same code")]
    SameCode { row: u32 },
    #[error("there is no order “{order}” in the file of orders")]
    NoOrder { order: String },
    #[error("the order was left out whole, because of row {row} of {file}")]
    OrderHeldBack { file: String, row: u32 },
    #[error("{paid} was paid, and the lines come to {billed}")]
    PaidOtherwise { paid: Money, billed: Money },
    #[error("{why}")]
    Refused { why: CatalogError },
    #[error("the field cannot be taken")]
    Field { issue: FieldIssue },
}

/// One thing to know about one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowIssue {
    /// As a spreadsheet numbers it: the first line is row 1. In a feed, the item's number.
    pub row: u32,
    /// The column it is about, where it is about one.
    pub column: Option<String>,
    /// The product's key in the file.
    pub product: String,
    /// An error keeps the product out; a note does not.
    pub error: bool,
    pub trouble: Trouble,
}
