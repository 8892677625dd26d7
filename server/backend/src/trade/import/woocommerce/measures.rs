//! Weights and sizes, whose headings name the unit: `Weight (kg)`, `Length (in)`.

use super::super::{
    product::{Field, Parsed, told},
    sheet::Cells,
};
use longtail::trade::shipping::postage::Told;

/// What a row says of them. A variation that is silent has what its product says.
pub fn measures(parsed: &mut Parsed, cells: Cells<'_>, key: &str) -> Told {
    let field = |column: &'static str| {
        let (heading, typed) = cells
            .starting(column)
            .unwrap_or((column.trim_end_matches(" ("), ""));
        let unit = heading.trim_start_matches(column).trim_end_matches(')');
        Field::new(heading, typed, unit)
    };
    let sides = ["length (", "width (", "height ("].map(field);
    told(parsed, cells.row, key, Some(field("weight (")), sides)
}
