//! Goods: categories, listings with option axes and variants, and the stages of a listing.

mod axes;
mod barcode;
pub mod browse;
pub mod bulk;
mod draft;
mod forms;
pub mod history;
mod pages;
pub mod prices;
pub mod sheet;
mod specs;
mod stage;

pub use axes::{Axis, AxisValue, Choice, carry_over, combinations, options_text};
pub use barcode::read_barcode;
pub use draft::{ImportMark, Limits, ListingDraft, VariantDraft};
pub use forms::{
    AxisForm, GridForAll, GridRow, PictureMove, TypedCount, ValueForm, WordsForm, fill_grid, regrid,
};
pub use pages::{
    AxisView, EditorView, ListingRow, ListingTable, NewListingView, Saved, SavedHow, ShopHead,
    StockRow, StockTable, ValueView, VariantRow,
};
pub use specs::{
    AskedSpec, CategorySpecs, DefinitionForm, InheritedSpec, OwnSpec, SpecChoice, SpecData,
    SpecDefinition, SpecForm, SpecKind, SpecValue, SpecificationsPage, holding, key_of,
    number_text, read_number, read_specs,
};
pub use stage::{ListingMove, ListingStage};

use crate::{id::CategoryId, text::Bilingual};
use serde::{Deserialize, Serialize};

/// A node of the category tree, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    pub id: CategoryId,
    pub parent: Option<CategoryId>,
    pub slug: String,
    pub name: Bilingual,
}

/// A node of the category tree with what hangs below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryNode {
    pub id: CategoryId,
    pub slug: String,
    pub name: Bilingual,
    pub children: Vec<CategoryNode>,
}

/// Builds the tree from its rows, which come in the order in which siblings are shown.
pub fn category_tree(rows: &[Category]) -> Vec<CategoryNode> {
    below(rows, None)
}

fn below(rows: &[Category], parent: Option<CategoryId>) -> Vec<CategoryNode> {
    rows.iter()
        .filter(|row| row.parent == parent)
        .map(|row| CategoryNode {
            id: row.id,
            slug: row.slug.clone(),
            name: row.name.clone(),
            children: below(rows, Some(row.id)),
        })
        .collect()
}

/// The tree as one list for a select field: each node with its depth.
pub fn flatten(tree: &[CategoryNode]) -> Vec<(usize, &CategoryNode)> {
    fn walk<'a>(nodes: &'a [CategoryNode], depth: usize, out: &mut Vec<(usize, &'a CategoryNode)>) {
        for node in nodes {
            out.push((depth, node));
            walk(&node.children, depth + 1, out);
        }
    }
    let mut out = Vec::new();
    walk(tree, 0, &mut out);
    out
}

/// Why goods are not written as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum CatalogError {
    #[error("somebody else has changed the listing since it was opened")]
    Stale,
    #[error("a listing needs at least one variant that is offered before it goes live")]
    NothingOffered,
    #[error("the listing is not in a stage that allows this")]
    WrongStage,
    #[error("a listing has at most {most} kinds of options")]
    TooManyAxes { most: u32 },
    #[error("these options make {count} variants; a listing has at most {most}")]
    TooManyVariants { count: u64, most: u32 },
    #[error("a listing has at most {most} pictures")]
    TooManyPictures { most: u32 },
    #[error("two variants have the same options")]
    SameOptionsTwice,
    #[error("a variant names an option that the listing does not have")]
    UnknownOption,
    #[error("{reserved} are promised to buyers who are paying")]
    BelowReserved { reserved: u32 },
    #[error("a closed shop takes no goods")]
    ShopClosed,
    #[error("a price would not be above zero, or beyond the highest")]
    PriceOutOfRange,
    #[error("a count would be below zero, or beyond the highest")]
    StockOutOfRange,
    #[error("the change of many was started already")]
    BulkStarted,
    #[error("the price is in another currency than the market's")]
    OtherCurrency,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn rows_become_a_tree_and_the_tree_a_list() {
        let row = |id, parent: Option<u128>, slug: &str| Category {
            id: CategoryId(Uuid::from_u128(id)),
            parent: parent.map(|p| CategoryId(Uuid::from_u128(p))),
            slug: slug.into(),
            name: Bilingual::new(slug, ""),
        };
        let rows = [
            row(1, None, "home"),
            row(2, None, "garden"),
            row(3, Some(1), "lamps"),
            row(4, Some(3), "shades"),
        ];
        let tree = category_tree(&rows);
        let list: Vec<_> = flatten(&tree)
            .into_iter()
            .map(|(depth, node)| (depth, node.slug.as_str()))
            .collect();
        assert_eq!(
            list,
            [(0, "home"), (1, "lamps"), (2, "shades"), (0, "garden")]
        );
    }
}
