//! Bringing goods in from a file and taking them along: what the file can be, what becomes of
//! its columns and categories, and the report by row.

mod cell;
mod column;
mod format;
mod places;
mod report;
mod sale;
mod trouble;

pub use cell::{guarded, unguarded};
pub use column::{Aside, Becomes, ColumnUse, Columns, becomes};
pub use format::{
    BARCODE_HEADINGS, CODE_HEADINGS, Encoding, Format, MOST_COLUMNS, MOST_FIELD_BYTES,
    MOST_FILE_BYTES, MOST_ROWS, PIECES_HEADINGS, PRICE_HEADINGS, recognise,
};
pub use places::{PlaceRow, Places, Said};
pub use report::{
    EarlierImport, ImportPage, ImportReport, ImportStage, ImportView, ProductResult, ReadAs,
    SHOWN_ISSUES, SHOWN_PRODUCTS, Undone,
};
pub use sale::{SaleStands, SaleTime, sale_begins, sale_ends};
pub use trouble::{ImportError, RowIssue, Trouble};
