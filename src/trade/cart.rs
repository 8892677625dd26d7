//! A cart across shops.

use crate::{
    id::{ListingId, VariantId},
    money::{Money, MoneyError},
    platform::media::Picture,
    text::Bilingual,
    trade::shop::{Postage, ShopCard},
};
use serde::{Deserialize, Serialize};

/// The most of one thing in a cart.
pub const MOST_PER_LINE: u32 = 99;

/// What stands in the way of buying a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LineTrouble {
    /// Fewer are left than the cart asks for.
    OnlyLeft {
        available: u32,
    },
    SoldOut,
    /// Taken down, or its shop sells nothing now.
    NotOffered,
}

/// One thing in a cart, at today's price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartLine {
    pub variant: VariantId,
    pub listing: ListingId,
    pub listing_slug: String,
    pub title: Bilingual,
    pub options: Bilingual,
    pub picture: Option<Picture>,
    pub unit_price: Money,
    pub quantity: u32,
    pub available: u32,
    pub trouble: Option<LineTrouble>,
}

impl CartLine {
    /// Unit price times quantity.
    pub fn goods(&self) -> Money {
        Money::new(
            self.unit_price.minor * i64::from(self.quantity),
            self.unit_price.currency,
        )
    }
}

/// What is bought from one shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartGroup {
    pub shop: ShopCard,
    pub terms: Postage,
    pub lines: Vec<CartLine>,
    pub goods: Money,
    pub postage: Money,
    pub total: Money,
}

/// A cart, grouped by shop in the order in which the shops were first added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartView {
    pub groups: Vec<CartGroup>,
    pub goods: Money,
    pub postage: Money,
    pub total: Money,
    /// Pieces, over all lines.
    pub count: u32,
}

impl CartView {
    /// Whether every line can be bought as it stands.
    pub fn can_be_bought(&self) -> bool {
        self.count > 0
            && self
                .groups
                .iter()
                .all(|g| g.lines.iter().all(|l| l.trouble.is_none()))
    }

    /// Sums the groups; lines in trouble count as they stand, so that the page does not jump.
    ///
    /// # Errors
    /// Refuses amounts beyond 64 bits and mixed currencies.
    pub fn of(
        shops: Vec<(ShopCard, Postage, Vec<CartLine>)>,
        currency: crate::money::Currency,
    ) -> Result<Self, MoneyError> {
        let zero = Money::zero(currency);
        let mut view = Self {
            groups: Vec::new(),
            goods: zero,
            postage: zero,
            total: zero,
            count: 0,
        };
        for (shop, terms, lines) in shops {
            let mut goods = zero;
            let mut pieces = 0;
            for line in &lines {
                goods = goods.checked_add(line.unit_price.checked_mul(line.quantity)?)?;
                pieces += line.quantity;
            }
            let postage = terms.quote(goods, pieces)?;
            let total = goods.checked_add(postage)?;
            view.goods = view.goods.checked_add(goods)?;
            view.postage = view.postage.checked_add(postage)?;
            view.total = view.total.checked_add(total)?;
            view.count += pieces;
            view.groups.push(CartGroup {
                shop,
                terms,
                lines,
                goods,
                postage,
                total,
            });
        }
        Ok(view)
    }
}

/// Why a cart does not take something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CartError {
    #[error("this is not offered any more")]
    NotOffered,
    #[error("only {available} are left")]
    NotEnough { available: u32 },
    #[error("choose every option first")]
    ChooseOptions,
}
