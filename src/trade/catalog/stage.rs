//! The stages of a listing.

use super::CatalogError;
use serde::{Deserialize, Serialize};

/// Where a listing stands. Only a live listing of an open shop can be bought.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ListingStage {
    /// Being written; only its shop sees it.
    Draft,
    /// Offered.
    Live,
    /// Taken off the shelf for a while.
    Paused,
    /// Taken down; kept because orders tell of it.
    Removed,
}

/// What a shop can ask of a listing's stage.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ListingMove {
    Publish,
    Pause,
    Remove,
    /// Takes a removal back; the listing is a draft again.
    Restore,
}

impl ListingStage {
    /// The stage after a move. `offered` counts the variants that are offered.
    ///
    /// # Errors
    /// Says which condition is not met.
    pub fn moved(self, wish: ListingMove, offered: usize) -> Result<Self, CatalogError> {
        match (self, wish) {
            (Self::Draft | Self::Paused, ListingMove::Publish) if offered == 0 => {
                Err(CatalogError::NothingOffered)
            }
            (Self::Draft | Self::Paused, ListingMove::Publish) => Ok(Self::Live),
            (Self::Live, ListingMove::Pause) => Ok(Self::Paused),
            (Self::Draft | Self::Live | Self::Paused, ListingMove::Remove) => Ok(Self::Removed),
            (Self::Removed, ListingMove::Restore) => Ok(Self::Draft),
            (Self::Live, ListingMove::Publish)
            | (Self::Draft | Self::Paused, ListingMove::Pause)
            | (Self::Draft | Self::Live | Self::Paused, ListingMove::Restore)
            | (Self::Removed, ListingMove::Publish | ListingMove::Pause | ListingMove::Remove) => {
                Err(CatalogError::WrongStage)
            }
        }
    }

    /// The moves that a page offers.
    pub fn moves(self, offered: usize) -> Vec<ListingMove> {
        use strum::VariantArray;
        ListingMove::VARIANTS
            .iter()
            .copied()
            .filter(|wish| self.moved(*wish, offered).is_ok())
            .collect()
    }
}

impl ListingMove {
    /// The move that takes this one back, where there is one.
    pub fn undo(self) -> Option<Self> {
        match self {
            Self::Publish => Some(Self::Pause),
            Self::Pause => Some(Self::Publish),
            Self::Remove => Some(Self::Restore),
            Self::Restore => Some(Self::Remove),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::VariantArray;

    #[test]
    fn stage_by_move() {
        let mut table = String::new();
        for stage in ListingStage::VARIANTS {
            for wish in ListingMove::VARIANTS {
                for offered in [0, 2] {
                    let stage_name: &str = stage.into();
                    let wish_name: &str = wish.into();
                    let answer = match stage.moved(*wish, offered) {
                        Ok(next) => <&str>::from(next).to_owned(),
                        Err(refusal) => format!("refused: {refusal}"),
                    };
                    table += &format!("{stage_name:8} {wish_name:8} {offered} offered  {answer}\n");
                }
            }
        }
        assert_eq!(table, include_str!("listing_stages.txt"), "\n{table}");
    }
}
