//! What the back office shows of goods.

use super::{CategoryNode, Choice, ListingStage, SpecDefinition, SpecValue};
use crate::{
    actor::ShopRole,
    id::{CategoryId, CommandId, ListingId, ShopId, VariantId},
    money::{Currency, Money},
    platform::media::Picture,
    text::Bilingual,
    trade::{
        shop::ShopStage,
        stock::{StockLevel, low::Show},
    },
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What saving a listing did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SavedHow {
    Created,
    Updated,
    /// It was equal already: nothing was written.
    Unchanged,
}

/// A listing that was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    pub listing: ListingId,
    pub slug: String,
    pub version: i32,
    pub how: SavedHow,
    /// In the order of the draft's variants.
    pub variants: Vec<VariantId>,
}

/// The shop whose back office is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopHead {
    pub id: ShopId,
    pub slug: String,
    pub name: Bilingual,
    /// Its sign, where it has hung one up.
    pub mark: Option<Picture>,
    pub stage: ShopStage,
    /// Orders that wait to be shipped.
    pub to_ship: u64,
    /// What the one who looks may do there.
    pub role: ShopRole,
}

/// One line of the table of listings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingRow {
    pub id: ListingId,
    pub slug: String,
    pub title: Bilingual,
    pub category: Bilingual,
    pub picture: Option<Picture>,
    pub stage: ListingStage,
    /// Of the variants offered; none where nothing is.
    pub lowest: Option<Money>,
    pub highest: Option<Money>,
    pub variants: u32,
    /// Variants that are offered.
    pub offered: u32,
    pub available: u32,
    pub sold: u32,
    pub updated_at: DateTime<Utc>,
}

/// The table of a shop's listings, one page of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingTable {
    pub shop: ShopHead,
    pub rows: Vec<ListingRow>,
    /// How many there are in each stage, whatever is searched for.
    pub counts: Vec<(ListingStage, u32)>,
    pub page: u32,
    pub pages: u32,
    pub total: u32,
}

/// An axis with the pictures of its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AxisView {
    pub name: Bilingual,
    pub values: Vec<ValueView>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueView {
    pub label: Bilingual,
    pub picture: Option<Picture>,
}

/// One line of the editor's grid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantRow {
    pub variant: VariantId,
    pub choice: Choice,
    /// The values chosen, in words.
    pub options: Bilingual,
    pub sku: String,
    pub barcode: String,
    pub price: Money,
    pub was_price: Option<Money>,
    pub picture: Option<Picture>,
    pub offered: bool,
    pub level: StockLevel,
}

/// What the page for a new listing needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewListingView {
    pub shop: ShopHead,
    pub currency: Currency,
    pub categories: Vec<CategoryNode>,
    /// Makes the form safe to send twice.
    pub command: CommandId,
}

/// Everything that the editor of a listing shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditorView {
    pub shop: ShopHead,
    pub currency: Currency,
    pub categories: Vec<CategoryNode>,
    pub listing: ListingId,
    pub slug: String,
    pub stage: ListingStage,
    /// When it goes on the shelf by itself.
    pub publish_at: Option<DateTime<Utc>>,
    /// When the page was asked for.
    pub now: DateTime<Utc>,
    pub version: i32,
    pub category: CategoryId,
    pub title: Bilingual,
    pub description: Bilingual,
    pub pictures: Vec<Picture>,
    /// Every picture that the grid can name, in the order of its numbers.
    pub gallery: Vec<Picture>,
    /// What its category asks for.
    pub asked: Vec<SpecDefinition>,
    pub specs: Vec<SpecValue>,
    pub axes: Vec<AxisView>,
    pub variants: Vec<VariantRow>,
}

/// One line of the table of stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockRow {
    pub variant: VariantId,
    pub listing: ListingId,
    pub title: Bilingual,
    pub options: Bilingual,
    pub sku: String,
    pub picture: Option<Picture>,
    pub stage: ListingStage,
    pub offered: bool,
    pub level: StockLevel,
    /// Fewer than this are low.
    pub mark: u32,
}

/// The table of a shop's stock, what is low first, one page of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockTable {
    pub shop: ShopHead,
    pub rows: Vec<StockRow>,
    pub show: Show,
    /// Variants that there are, whatever is searched for; of those on sale, the low and the
    /// sold out.
    pub all: u32,
    pub low: u32,
    pub sold_out: u32,
    /// The mark of what has none of its own.
    pub shop_mark: u32,
    pub page: u32,
    pub pages: u32,
    pub total: u32,
}
