//! Wishes: things somebody wants to come back to, and when it is worth telling them of a change.

mod news;

pub use news::{Known, News};

use crate::{
    id::{ListingId, VariantId},
    money::Money,
    platform::media::Picture,
    text::Bilingual,
    trade::{catalog::browse::FEW_LEFT, search::CardShop},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Wishes of one person.
pub const MOST_WISHES: usize = 200;

/// What a heart stands for: a listing, or one kind of it. In forms: `listing` or `listing.variant`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WishFor {
    pub listing: ListingId,
    pub variant: Option<VariantId>,
}

impl fmt::Display for WishFor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.listing.fmt(f)?;
        match self.variant {
            Some(variant) => write!(f, ".{variant}"),
            None => Ok(()),
        }
    }
}

impl FromStr for WishFor {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (listing, variant) = match text.split_once('.') {
            Some((listing, variant)) => (listing, Some(variant.parse()?)),
            None => (text, None),
        };
        Ok(Self {
            listing: listing.parse()?,
            variant,
        })
    }
}

impl TryFrom<String> for WishFor {
    type Error = uuid::Error;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<WishFor> for String {
    fn from(wish: WishFor) -> Self {
        wish.to_string()
    }
}

/// Why a wish is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WishError {
    #[error("a wishlist holds at most {MOST_WISHES} things")]
    Full,
}

/// Whether a wish can be had now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WishStock {
    InStock,
    FewLeft {
        left: u32,
    },
    SoldOut,
    /// Taken down, or its shop takes a break.
    Gone,
}

impl WishStock {
    /// By the pieces that can be had; none where it is not sold at all.
    pub fn of(pieces: Option<u32>) -> Self {
        match pieces {
            None => Self::Gone,
            Some(0) => Self::SoldOut,
            Some(left) if left <= FEW_LEFT => Self::FewLeft { left },
            Some(_) => Self::InStock,
        }
    }

    pub fn can_be_had(self) -> bool {
        matches!(self, Self::InStock | Self::FewLeft { .. })
    }
}

/// A wish as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    pub listing: ListingId,
    pub title: Bilingual,
    /// The kind that is meant, in words.
    pub options: Bilingual,
    /// Of its page.
    pub path: String,
    pub picture: Option<Picture>,
    pub shop: CardShop,
    pub price_then: Money,
    /// None where it is not sold any more.
    pub price_now: Option<Money>,
    pub stock: WishStock,
    pub wished_at: DateTime<Utc>,
    /// What goes into the cart: the kind meant, or the only one there is.
    pub to_cart: Option<VariantId>,
}

impl Wish {
    /// How much less it costs than on the day of the wish; below zero where it costs more.
    pub fn fallen_by(&self) -> i64 {
        self.price_now
            .map_or(0, |now| self.price_then.minor - now.minor)
    }
}

/// The orders of a wishlist.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum WishSort {
    #[default]
    Latest,
    /// What became cheapest first, by its share of the price.
    Fallen,
    PriceUp,
    /// What can be had first.
    InStock,
}

impl WishSort {
    pub const ALL: [Self; 4] = [Self::Latest, Self::Fallen, Self::PriceUp, Self::InStock];

    /// As the address names it.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// Puts wishes, which come the latest first, into this order.
    pub fn apply(self, wishes: &mut [Wish]) {
        match self {
            Self::Latest => {}
            Self::Fallen => wishes.sort_by_key(|wish| {
                let then = i128::from(wish.price_then.minor.max(1));
                -(i128::from(wish.fallen_by()) * 10_000 / then)
            }),
            Self::PriceUp => {
                wishes.sort_by_key(|wish| wish.price_now.map_or(i64::MAX, |now| now.minor));
            }
            Self::InStock => wishes.sort_by_key(|wish| !wish.stock.can_be_had()),
        }
    }
}

/// A person's own wishlist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wishlist {
    pub wishes: Vec<Wish>,
    pub sort: WishSort,
    /// The whole address that shows it to others, where there is one.
    pub shared_at: Option<String>,
    pub by_letter: bool,
    /// Whether letters can reach the person at all.
    pub has_email: bool,
}

/// Somebody's wishlist, as those see it who hold its address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedWishlist {
    /// Of its owner; empty for a guest.
    pub name: String,
    pub wishes: Vec<Wish>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{money::Currency, trade::shop::Tier};
    use chrono::TimeZone;
    use uuid::Uuid;

    fn yuan(minor: i64) -> Money {
        Money::new(minor, Currency::Cny)
    }

    fn noon(day: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 3, day, 12, 0, 0)
            .single()
            .expect("a time")
    }

    #[test]
    fn a_heart_names_a_listing_and_perhaps_a_kind() {
        let listing = ListingId(Uuid::from_u128(7));
        let any = WishFor {
            listing,
            variant: None,
        };
        let one = WishFor {
            listing,
            variant: Some(VariantId(Uuid::from_u128(8))),
        };
        for wish in [any, one] {
            assert_eq!(wish.to_string().parse::<WishFor>(), Ok(wish));
        }
        assert!("x.y".parse::<WishFor>().is_err());
    }

    fn wish(n: u128, then: i64, now: Option<i64>, stock: WishStock) -> Wish {
        Wish {
            listing: ListingId(Uuid::from_u128(n)),
            title: Bilingual::default(),
            options: Bilingual::default(),
            path: String::new(),
            picture: None,
            shop: CardShop {
                id: crate::id::ShopId(Uuid::nil()),
                slug: String::new(),
                name: Bilingual::default(),
                tier: Tier::Bazaar,
            },
            price_then: yuan(then),
            price_now: now.map(yuan),
            stock,
            wished_at: noon(1),
            to_cart: None,
        }
    }

    #[test]
    fn a_wishlist_is_read_in_four_orders() {
        let wishes = [
            wish(1, 100, Some(100), WishStock::SoldOut),
            wish(2, 1_000, Some(900), WishStock::InStock),
            wish(3, 100, Some(50), WishStock::FewLeft { left: 1 }),
            wish(4, 100, None, WishStock::Gone),
        ];
        let table = [
            (WishSort::Latest, [1, 2, 3, 4]),
            (WishSort::Fallen, [3, 2, 1, 4]),
            (WishSort::PriceUp, [3, 1, 2, 4]),
            (WishSort::InStock, [2, 3, 1, 4]),
        ];
        for (sort, expected) in table {
            let mut wishes = wishes.clone();
            sort.apply(&mut wishes);
            let order: Vec<u128> = wishes.iter().map(|wish| wish.listing.0.as_u128()).collect();
            assert_eq!(order, expected, "{sort:?}");
        }
    }
}
