//! Layouts as pages show them: to buyers, and to the shop that lays them out.

use super::{Block, LayoutStage, PickRule};
use crate::{
    id::{CommandId, LayoutId, ListingId},
    platform::media::Picture,
    text::Bilingual,
    trade::{
        catalog::{ShopHead, browse::CategoryTile},
        search::ListingCard,
    },
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A block with everything that it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ShownBlock {
    Banner {
        picture: Option<Picture>,
        title: Bilingual,
        words: Bilingual,
        link: String,
        link_words: Bilingual,
    },
    Picks {
        title: Bilingual,
        rule: PickRule,
        cards: Vec<ListingCard>,
    },
    Text {
        title: Bilingual,
        words: Bilingual,
    },
    Categories {
        title: Bilingual,
        tiles: Vec<CategoryTile>,
    },
    Countdown {
        title: Bilingual,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        after: Bilingual,
    },
    Story {
        title: Bilingual,
        parts: Vec<ShownPart>,
    },
}

/// One part of a story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownPart {
    pub picture: Option<Picture>,
    pub words: Bilingual,
}

/// A layout in the list of a shop's layouts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayoutRow {
    pub id: LayoutId,
    pub name: String,
    pub stage: LayoutStage,
    /// Whether it is what buyers see now.
    pub in_force: bool,
    /// Whether it was changed since it was published.
    pub changed: bool,
    pub blocks: u32,
    pub updated_at: DateTime<Utc>,
}

/// All layouts of a shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayoutsPage {
    pub shop: ShopHead,
    /// For the form that begins another.
    pub command: CommandId,
    pub layouts: Vec<LayoutRow>,
}

/// A listing that can be picked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickChoice {
    pub id: ListingId,
    pub title: Bilingual,
    pub sold_count: u64,
}

/// A block as its editor shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockView {
    pub block: Block,
    /// The banner's picture, or one for each part of the story.
    pub pictures: Vec<Option<Picture>>,
}

/// Everything that the editor of a layout shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayoutEditor {
    pub shop: ShopHead,
    pub layout: LayoutRow,
    pub version: i32,
    pub blocks: Vec<BlockView>,
    /// What can be picked by hand: the shop's live listings, what sold most first.
    pub choices: Vec<PickChoice>,
    pub can_undo: bool,
}
