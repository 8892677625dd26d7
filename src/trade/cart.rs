//! A cart across shops.

use crate::{
    id::{ListingId, VariantId},
    money::{Money, MoneyError},
    platform::media::Picture,
    text::Bilingual,
    trade::{
        checkout::basket::ShopPart,
        shipping::{
            postage::{Load, Measure},
            region::Place,
        },
        shop::ShopCard,
    },
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
    /// What its postage goes by.
    pub measure: Measure,
}

impl CartLine {
    /// Unit price times quantity.
    pub fn goods(&self) -> Money {
        Money::new(
            self.unit_price.minor * i64::from(self.quantity),
            self.unit_price.currency,
        )
    }

    /// As postage sees it.
    pub fn load(&self) -> Load {
        Load {
            measure: self.measure,
            quantity: self.quantity,
            goods_minor: self.goods().minor,
        }
    }
}

/// What is bought from one shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartGroup {
    pub shop: ShopCard,
    pub lines: Vec<CartLine>,
    /// Those that are not sent to the place.
    pub astray: Vec<VariantId>,
    /// From which value of goods on no postage is asked.
    pub free_from: Option<Money>,
    pub goods: Money,
    pub postage: Money,
    pub total: Money,
}

/// A cart, grouped by shop in the order in which the shops were first added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartView {
    pub groups: Vec<CartGroup>,
    /// Where it would go: postage is told for there.
    pub place: Place,
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

    /// What is not sent to the place.
    pub fn astray(&self) -> Vec<&CartLine> {
        let groups = self.groups.iter();
        let lines = groups.flat_map(|group| {
            let astray = |line: &&CartLine| group.astray.contains(&line.variant);
            group.lines.iter().filter(astray)
        });
        lines.collect()
    }

    /// Sums the groups, sent to a place; lines in trouble count as they stand, so that the page does not jump.
    ///
    /// # Errors
    /// Refuses amounts beyond 64 bits and mixed currencies.
    pub fn of(
        shops: Vec<ShopPart>,
        currency: crate::money::Currency,
        place: Place,
    ) -> Result<Self, MoneyError> {
        let zero = Money::zero(currency);
        let mut view = Self {
            groups: Vec::new(),
            place,
            goods: zero,
            postage: zero,
            total: zero,
            count: 0,
        };
        for (shop, tariff, lines) in shops {
            let mut goods = zero;
            let mut pieces = 0;
            for line in &lines {
                goods = goods.checked_add(line.unit_price.checked_mul(line.quantity)?)?;
                pieces += line.quantity;
            }
            let loads: Vec<Load> = lines.iter().map(CartLine::load).collect();
            let postage = tariff.quote(&loads, &view.place)?.iter().sum();
            let postage = Money::new(postage, currency);
            let astray = lines
                .iter()
                .filter(|line| !tariff.reaches(&line.measure, &view.place));
            let astray = astray.map(|line| line.variant).collect();
            let free_from = tariff.free_from(&loads, &view.place);
            let total = goods.checked_add(postage)?;
            view.goods = view.goods.checked_add(goods)?;
            view.postage = view.postage.checked_add(postage)?;
            view.total = view.total.checked_add(total)?;
            view.count += pieces;
            view.groups.push(CartGroup {
                shop,
                lines,
                astray,
                free_from,
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
