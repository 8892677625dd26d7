//! Changing many listings at once: what is asked, and what it makes of one listing.

use super::{
    CatalogError, CategoryNode, ListingMove, ListingStage, ShopHead, history::ListingState,
};
use crate::{
    id::{BulkEditId, CategoryId, ListingId},
    money::{Currency, Money},
    text::Bilingual,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One change for all the chosen listings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum BulkChange {
    Price {
        how: PriceHow,
        rounding: Rounding,
    },
    Stock {
        how: StockHow,
    },
    Category {
        category: CategoryId,
    },
    Stage {
        wish: ListingMove,
    },
    /// Publish at a time; none calls it off.
    Schedule {
        at: Option<DateTime<Utc>>,
    },
}

/// How prices change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceHow {
    To(Money),
    /// Up, or with a minus down.
    By(Money),
    /// In hundredths of a per cent, up or down: `-1050` is 10.5 % less.
    Percent(i64),
}

/// Where a computed price comes to stand.
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
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Rounding {
    /// To the smallest unit.
    #[default]
    Exact,
    /// To whole units: 128.
    Whole,
    /// To the nearest whole that ends in nine: 129.
    Nine,
    /// To the nearest that ends in .99; where there are no decimals, as [`Self::Nine`].
    NinetyNine,
}

/// How counts change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StockHow {
    To(u32),
    By(i64),
}

impl Rounding {
    pub const ALL: [Self; 4] = [Self::Exact, Self::Whole, Self::Nine, Self::NinetyNine];

    /// The nearest price of its kind above zero; of two as near, the lower.
    fn of(self, minor: i64, currency: Currency) -> i64 {
        let unit = 10_i64.pow(currency.decimals());
        let (step, end) = match self {
            Self::Exact => return minor,
            Self::Whole => (unit, 0),
            Self::NinetyNine if unit > 1 => (unit, unit - 1),
            Self::Nine | Self::NinetyNine => (unit * 10, unit * 9),
        };
        let below = (minor - end).div_euclid(step) * step + end;
        let above = below + step;
        if below > 0 && minor - below <= above - minor {
            below
        } else {
            above
        }
    }
}

impl PriceHow {
    fn of(self, price: Money) -> Option<i64> {
        match self {
            Self::To(to) => Some(to.minor),
            Self::By(by) => price.minor.checked_add(by.minor),
            Self::Percent(hundredths) => {
                let factor = i128::from(hundredths) + 10_000;
                // Half up, so that what is computed by hand comes out the same.
                let scaled = (i128::from(price.minor) * factor + 5_000).div_euclid(10_000);
                i64::try_from(scaled).ok()
            }
        }
    }
}

/// What a change makes of a listing. `on_hand` are the counts of its variants, in their order.
///
/// A price that reaches the crossed-out one takes that away: it would be no lower any more.
///
/// # Errors
/// Why this listing cannot follow.
pub fn apply(
    change: &BulkChange,
    listing: &ListingState,
    on_hand: &[u32],
) -> Result<ListingState, CatalogError> {
    let mut next = listing.clone();
    let offered = next.variants.iter().filter(|v| v.offered).count();
    match change {
        BulkChange::Price { how, rounding } => {
            for variant in &mut next.variants {
                let exact = how.of(variant.price).ok_or(CatalogError::PriceOutOfRange)?;
                if exact <= 0 {
                    return Err(CatalogError::PriceOutOfRange);
                }
                variant.price.minor = rounding.of(exact, variant.price.currency);
                if variant.price.minor > super::draft::MOST_PRICE {
                    return Err(CatalogError::PriceOutOfRange);
                }
                variant.was_price = variant
                    .was_price
                    .filter(|was| was.minor > variant.price.minor);
            }
        }
        BulkChange::Stock { how } => {
            for (variant, now) in next.variants.iter_mut().zip(on_hand) {
                let wanted = match how {
                    StockHow::To(pieces) => i64::from(*pieces),
                    StockHow::By(pieces) => i64::from(*now) + pieces,
                };
                let pieces = u32::try_from(wanted)
                    .ok()
                    .filter(|pieces| *pieces <= super::draft::MOST_STOCK)
                    .ok_or(CatalogError::StockOutOfRange)?;
                variant.stock = (pieces != *now).then_some(pieces);
            }
        }
        BulkChange::Category { category } => next.category = *category,
        BulkChange::Stage { wish } => {
            next.stage = next.stage.moved(*wish, offered)?;
            if next.stage != ListingStage::Draft && next.stage != ListingStage::Paused {
                next.publish_at = None;
            }
        }
        BulkChange::Schedule { at } => {
            if at.is_some() {
                next.stage.moved(ListingMove::Publish, offered)?;
            }
            next.publish_at = *at;
        }
    }
    Ok(next)
}

/// How far a bulk edit has come.
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
pub enum BulkStage {
    /// The listings are chosen, the change may be.
    Choosing,
    Running,
    Done,
    Undoing,
    Undone,
}

/// What happened to one listing, or would.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum BulkOutcome {
    Changed,
    /// It is so already.
    Same,
    Refused {
        why: CatalogError,
    },
    /// Taken back.
    Restored,
    /// Not taken back: somebody changed it since.
    ChangedSince,
}

/// One listing of a bulk edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkRow {
    pub listing: ListingId,
    pub title: Bilingual,
    pub outcome: Option<BulkOutcome>,
    /// Lowest and highest price before and after, where prices change.
    pub prices: Option<[(Money, Money); 2]>,
}

/// The page of a bulk edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkPage {
    pub shop: ShopHead,
    pub id: BulkEditId,
    pub stage: BulkStage,
    pub currency: Currency,
    pub categories: Vec<CategoryNode>,
    pub change: Option<BulkChange>,
    /// All the chosen listings.
    pub total: u32,
    /// Those that were gone through, while it runs.
    pub done: u32,
    /// How many change, or were changed, or taken back.
    pub changed: u32,
    pub same: u32,
    /// The first of those that change.
    pub rows: Vec<BulkRow>,
    /// Every listing that cannot follow, with the reason.
    pub refused: Vec<BulkRow>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::VariantId,
        trade::catalog::{VariantDraft, draft::tests::tea},
    };
    use proptest::prelude::*;

    fn listing() -> ListingState {
        let draft = tea();
        ListingState {
            stage: ListingStage::Live,
            publish_at: None,
            category: draft.category,
            title: draft.title,
            description: draft.description,
            specs: draft.specs,
            axes: draft.axes,
            variants: draft
                .variants
                .into_iter()
                .enumerate()
                .map(|(n, v)| VariantDraft {
                    variant: Some(VariantId(uuid::Uuid::from_u128(n as u128))),
                    price: Money::new(12_850, Currency::Cny),
                    was_price: Some(Money::new(14_000, Currency::Cny)),
                    ..v
                })
                .collect(),
            pictures: draft.pictures,
            postage: None,
        }
    }

    fn priced(how: PriceHow, rounding: Rounding) -> Result<i64, CatalogError> {
        apply(&BulkChange::Price { how, rounding }, &listing(), &[])
            .map(|next| next.variants[0].price.minor)
    }

    #[test]
    fn prices_move_by_amount_and_percent_and_are_rounded() {
        let yuan = |minor| Money::new(minor, Currency::Cny);
        for (how, rounding, expected) in [
            (PriceHow::To(yuan(9_900)), Rounding::Exact, Ok(9_900)),
            (PriceHow::By(yuan(-150)), Rounding::Exact, Ok(12_700)),
            (PriceHow::Percent(-1_050), Rounding::Exact, Ok(11_501)),
            (PriceHow::Percent(-1_050), Rounding::Whole, Ok(11_500)),
            (PriceHow::Percent(0), Rounding::Nine, Ok(12_900)),
            (PriceHow::Percent(0), Rounding::NinetyNine, Ok(12_899)),
            (
                PriceHow::By(yuan(-12_850)),
                Rounding::Nine,
                Err(CatalogError::PriceOutOfRange),
            ),
            (
                PriceHow::Percent(-10_000),
                Rounding::Exact,
                Err(CatalogError::PriceOutOfRange),
            ),
        ] {
            assert_eq!(priced(how, rounding), expected, "{how:?} {rounding:?}");
        }
        assert_eq!(Rounding::NinetyNine.of(1_284, Currency::Jpy), 1_279);
        assert_eq!(Rounding::Whole.of(20, Currency::Cny), 100);
    }

    #[test]
    fn a_price_before_that_is_no_longer_higher_goes() {
        let up = BulkChange::Price {
            how: PriceHow::Percent(1_000),
            rounding: Rounding::Exact,
        };
        let next = apply(&up, &listing(), &[]).expect("follows");
        assert_eq!(next.variants[0].price.minor, 14_135);
        assert_eq!(next.variants[0].was_price, None);
    }

    #[test]
    fn counts_move_and_stay_above_zero() {
        let stock = |how| apply(&BulkChange::Stock { how }, &listing(), &[3, 8]);
        let counts = |how| -> Vec<Option<u32>> {
            let next = stock(how).expect("follows");
            next.variants.iter().map(|v| v.stock).collect()
        };
        assert_eq!(counts(StockHow::To(8)), [Some(8), None]);
        assert_eq!(counts(StockHow::By(-3)), [Some(0), Some(5)]);
        assert_eq!(stock(StockHow::By(-4)), Err(CatalogError::StockOutOfRange));
    }

    #[test]
    fn stages_follow_their_own_rules() {
        let publish = BulkChange::Stage {
            wish: ListingMove::Publish,
        };
        assert_eq!(
            apply(&publish, &listing(), &[]),
            Err(CatalogError::WrongStage)
        );
        let at = BulkChange::Schedule {
            at: Some(DateTime::UNIX_EPOCH),
        };
        assert_eq!(apply(&at, &listing(), &[]), Err(CatalogError::WrongStage));
        let mut draft = listing();
        draft.stage = ListingStage::Draft;
        let planned = apply(&at, &draft, &[]).expect("follows");
        assert_eq!(planned.publish_at, Some(DateTime::UNIX_EPOCH));
        let live = apply(&publish, &planned, &[]).expect("follows");
        assert_eq!((live.stage, live.publish_at), (ListingStage::Live, None));
    }

    proptest! {
        #[test]
        fn a_rounded_price_is_near_and_above_zero(minor in 1_i64..100_000_000) {
            for rounding in Rounding::ALL {
                let rounded = rounding.of(minor, Currency::Cny);
                prop_assert!(rounded > 0);
                prop_assert!((rounded - minor).abs() <= 1_000, "{rounding:?} {minor} {rounded}");
            }
        }
    }
}
