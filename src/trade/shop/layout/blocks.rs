//! The blocks of a layout, and what can be done to them.

use super::LayoutError;
use crate::{
    id::{ListingId, MediaId},
    text::Bilingual,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Blocks on one page: more would bury the goods.
pub const MOST_BLOCKS: usize = 20;
/// Listings in one block of picks.
pub const MOST_PICKS: usize = 12;
/// Pictures with words in one story.
pub const MOST_PARTS: usize = 6;

/// The kinds, in the order in which they are offered.
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
pub enum BlockKind {
    Banner,
    Picks,
    Text,
    Categories,
    Countdown,
    Story,
}

/// A wide picture with words and a way on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Banner {
    pub picture: Option<MediaId>,
    pub title: Bilingual,
    pub words: Bilingual,
    /// A safe address, or empty.
    #[serde(default)]
    pub link: String,
    #[serde(default)]
    pub link_words: Bilingual,
}

/// Which goods a block of picks shows.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
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
pub enum PickRule {
    /// What sold most of what is in stock.
    #[default]
    BestSellers,
    /// What was published last.
    New,
    /// What the shop chose, in its order.
    Chosen,
}

/// Goods in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picks {
    pub title: Bilingual,
    pub rule: PickRule,
    /// For [`PickRule::Chosen`].
    #[serde(default)]
    pub listings: Vec<ListingId>,
}

/// Words, with the shape that [`crate::text::rich`] gives them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextBlock {
    pub title: Bilingual,
    pub words: Bilingual,
}

/// The shop's categories, each with the picture of what sells best in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Categories {
    pub title: Bilingual,
}

/// The time left until something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Countdown {
    pub title: Bilingual,
    pub until: Option<DateTime<Utc>>,
    /// Said when the time is up; where it is empty the block goes.
    #[serde(default)]
    pub after: Bilingual,
}

/// Pictures with words, such as the way from the tree to the door.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    pub title: Bilingual,
    #[serde(default)]
    pub parts: Vec<StoryPart>,
}

/// One picture of a story with its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryPart {
    pub picture: Option<MediaId>,
    pub words: Bilingual,
}

/// What a block shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    Banner(Banner),
    Picks(Picks),
    Text(TextBlock),
    Categories(Categories),
    Countdown(Countdown),
    Story(Story),
}

impl Content {
    /// A new one of a kind, with nothing in it.
    pub fn blank(kind: BlockKind) -> Self {
        match kind {
            BlockKind::Banner => Self::Banner(Banner::default()),
            BlockKind::Picks => Self::Picks(Picks::default()),
            BlockKind::Text => Self::Text(TextBlock::default()),
            BlockKind::Categories => Self::Categories(Categories::default()),
            BlockKind::Countdown => Self::Countdown(Countdown::default()),
            BlockKind::Story => Self::Story(Story {
                parts: vec![StoryPart::default()],
                ..Story::default()
            }),
        }
    }

    pub const fn kind(&self) -> BlockKind {
        match self {
            Self::Banner(_) => BlockKind::Banner,
            Self::Picks(_) => BlockKind::Picks,
            Self::Text(_) => BlockKind::Text,
            Self::Categories(_) => BlockKind::Categories,
            Self::Countdown(_) => BlockKind::Countdown,
            Self::Story(_) => BlockKind::Story,
        }
    }

    /// What it is headed with; empty where its kind's own words stand there.
    pub const fn title(&self) -> &Bilingual {
        match self {
            Self::Banner(banner) => &banner.title,
            Self::Picks(picks) => &picks.title,
            Self::Text(text) => &text.title,
            Self::Categories(categories) => &categories.title,
            Self::Countdown(countdown) => &countdown.title,
            Self::Story(story) => &story.title,
        }
    }

    /// Whether it has nothing to show: buyers are spared it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Banner(banner) => {
                banner.picture.is_none() && banner.title.is_empty() && banner.words.is_empty()
            }
            Self::Picks(picks) => picks.rule == PickRule::Chosen && picks.listings.is_empty(),
            Self::Text(text) => text.title.is_empty() && text.words.is_empty(),
            Self::Categories(_) => false,
            Self::Countdown(countdown) => countdown.until.is_none(),
            Self::Story(story) => story.parts.iter().all(StoryPart::is_empty),
        }
    }

    /// Every picture that it names.
    pub fn pictures(&self) -> Vec<MediaId> {
        match self {
            Self::Banner(banner) => banner.picture.into_iter().collect(),
            Self::Story(story) => story.parts.iter().filter_map(|part| part.picture).collect(),
            _ => Vec::new(),
        }
    }

    /// Hangs a picture up: a banner's, or that of a story's part. A part one behind the last
    /// is a new one. Says whether there is a place for it.
    pub fn hang(&mut self, part: usize, picture: Option<MediaId>) -> bool {
        match self {
            Self::Banner(banner) => {
                banner.picture = picture;
                true
            }
            Self::Story(story) => {
                if part == story.parts.len() && part < MOST_PARTS && picture.is_some() {
                    story.parts.push(StoryPart::default());
                }
                story.parts.get_mut(part).is_some_and(|part| {
                    part.picture = picture;
                    true
                })
            }
            _ => false,
        }
    }
}

impl StoryPart {
    pub fn is_empty(&self) -> bool {
        self.picture.is_none() && self.words.is_empty()
    }
}

/// A block in its layout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its own for as long as the layout lives, wherever it is moved.
    pub number: u16,
    #[serde(flatten)]
    pub content: Content,
}

/// The blocks of a layout, from top to bottom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Blocks(pub Vec<Block>);

/// One step in the editor, as a button says it: `add:banner`, `up:3`, `move:3:0`, `undo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockChange {
    Add(BlockKind),
    Up(u16),
    Down(u16),
    /// To a place counted from 0 among the others.
    Move(u16, usize),
    Duplicate(u16),
    Remove(u16),
    /// Takes a picture down: a banner's, or that of a part of a story.
    Bare(u16, usize),
    /// Takes the last step back.
    Undo,
}

impl FromStr for BlockChange {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut words = text.split(':');
        let verb = words.next().unwrap_or_default();
        let first = words.next().unwrap_or_default();
        let number = || first.parse::<u16>().map_err(|_| ());
        Ok(match verb {
            "add" => Self::Add(first.parse().map_err(|_| ())?),
            "up" => Self::Up(number()?),
            "down" => Self::Down(number()?),
            "move" => {
                let to = words.next().unwrap_or_default();
                Self::Move(number()?, to.parse().map_err(|_| ())?)
            }
            "duplicate" => Self::Duplicate(number()?),
            "remove" => Self::Remove(number()?),
            "bare" => {
                let part = words.next().unwrap_or_default();
                Self::Bare(number()?, part.parse().map_err(|_| ())?)
            }
            "undo" => Self::Undo,
            _ => return Err(()),
        })
    }
}

impl BlockChange {
    /// The block that it is about, where it is there afterwards.
    pub const fn stays(self) -> Option<u16> {
        match self {
            Self::Up(number)
            | Self::Down(number)
            | Self::Move(number, _)
            | Self::Duplicate(number)
            | Self::Bare(number, _) => Some(number),
            Self::Add(_) | Self::Remove(_) | Self::Undo => None,
        }
    }
}

impl Blocks {
    /// What an undecorated shop shows above its goods: the hot ones, then its categories.
    pub fn everyday() -> Self {
        Self(vec![
            Block {
                number: 1,
                content: Content::blank(BlockKind::Picks),
            },
            Block {
                number: 2,
                content: Content::blank(BlockKind::Categories),
            },
        ])
    }

    pub fn place(&self, number: u16) -> Option<usize> {
        self.0.iter().position(|block| block.number == number)
    }

    pub fn get_mut(&mut self, number: u16) -> Option<&mut Content> {
        self.0
            .iter_mut()
            .find(|block| block.number == number)
            .map(|block| &mut block.content)
    }

    /// Whether buyers would see none of them.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|block| block.content.is_empty())
    }

    pub fn pictures(&self) -> Vec<MediaId> {
        self.0
            .iter()
            .flat_map(|block| block.content.pictures())
            .collect()
    }

    /// Takes one step. A step that is about a block that is gone changes nothing.
    ///
    /// # Errors
    /// [`LayoutError::TooManyBlocks`]; [`LayoutError::NothingToUndo`], since only whoever keeps
    /// the steps can take one back.
    pub fn change(&mut self, change: BlockChange) -> Result<(), LayoutError> {
        match change {
            BlockChange::Add(kind) => self.insert(self.0.len(), Content::blank(kind)),
            BlockChange::Duplicate(number) => match self.place(number) {
                Some(at) => self.insert(at + 1, self.0[at].content.clone()),
                None => Ok(()),
            },
            BlockChange::Remove(number) => {
                self.0.retain(|block| block.number != number);
                Ok(())
            }
            BlockChange::Bare(number, part) => {
                if let Some(content) = self.get_mut(number) {
                    content.hang(part, None);
                }
                Ok(())
            }
            BlockChange::Up(number) => {
                self.shift(number, |at| at.saturating_sub(1));
                Ok(())
            }
            BlockChange::Down(number) => {
                self.shift(number, |at| at + 1);
                Ok(())
            }
            BlockChange::Move(number, to) => {
                self.shift(number, |_| to);
                Ok(())
            }
            BlockChange::Undo => Err(LayoutError::NothingToUndo),
        }
    }

    fn insert(&mut self, at: usize, content: Content) -> Result<(), LayoutError> {
        if self.0.len() >= MOST_BLOCKS {
            return Err(LayoutError::TooManyBlocks);
        }
        let last = self.0.iter().map(|block| block.number).max();
        let number = last.unwrap_or_default().saturating_add(1);
        self.0.insert(at, Block { number, content });
        Ok(())
    }

    fn shift(&mut self, number: u16, to: impl FnOnce(usize) -> usize) {
        if let Some(at) = self.place(number) {
            let block = self.0.remove(at);
            self.0.insert(to(at).min(self.0.len()), block);
        }
    }
}

#[cfg(test)]
mod tests;
