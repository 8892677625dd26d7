//! A cart across shops.

use crate::{
    id::{AccountId, ListingId, VariantId},
    money::{Money, MoneyError, tax::OnTop},
    platform::media::Picture,
    text::Bilingual,
    trade::{
        checkout::basket::{ShopPart, goods_in},
        price::{
            AddedTax, Deals, Explained, JudgedCoupon, LinePrice, Names, Prices, Saving, add_tax,
            added_taxes, explain,
        },
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
    /// The list price.
    pub unit_price: Money,
    pub quantity: u32,
    pub available: u32,
    pub trouble: Option<LineTrouble>,
    /// What it costs and why, once the cart it lies in was priced.
    pub price: LinePrice,
    /// What its postage goes by.
    pub measure: Measure,
}

impl CartLine {
    fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.unit_price.currency)
    }

    /// All pieces at the shop's offer.
    pub fn goods(&self) -> Money {
        self.money(self.price.at_offer())
    }

    /// A piece at the shop's offer.
    pub fn unit(&self) -> Money {
        self.money(self.price.at_offer() / i64::from(self.quantity.max(1)))
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
    /// At the shop's offers.
    pub goods: Money,
    /// What coupons and spend-and-save take off that.
    pub off: Money,
    pub postage: Money,
    /// What is added to goods and postage where prices are without tax.
    pub taxes: Vec<AddedTax>,
    pub total: Money,
    pub explained: Explained,
}

/// A cart, grouped by shop in the order in which the shops were first added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartView {
    pub groups: Vec<CartGroup>,
    /// Where it would go: postage and tax are told for there.
    pub place: Place,
    /// At the shops' offers.
    pub goods: Money,
    /// What coupons and spend-and-save take off that.
    pub off: Money,
    pub postage: Money,
    /// What is added to goods and postage where prices are without tax.
    pub taxes: Vec<AddedTax>,
    /// Whether tax is in the total with none added, as far as is known.
    pub includes_tax: bool,
    pub total: Money,
    /// Pieces, over all lines.
    pub count: u32,
    /// The coupons that lie in it, with what they take off or why they do not.
    pub coupons: Vec<JudgedCoupon>,
    /// The platform's spend-and-save, where it counts for something in the cart.
    pub saving: Option<Saving>,
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

    /// Prices the lines and sums the groups, sent to a place; lines in trouble count as they
    /// stand, so that the page does not jump. Whether that includes tax is for the caller to say.
    ///
    /// # Errors
    /// Refuses amounts beyond 64 bits and mixed currencies.
    pub fn of(
        shops: Vec<ShopPart>,
        deals: &Deals,
        buyer: Option<AccountId>,
        place: Place,
    ) -> Result<Self, MoneyError> {
        let prices = deals.price(buyer, &goods_in(&shops))?;
        let zero = Money::zero(deals.currency);
        let mut view = Self {
            groups: Vec::new(),
            place,
            goods: zero,
            off: zero,
            postage: zero,
            taxes: Vec::new(),
            includes_tax: false,
            total: zero,
            count: 0,
            coupons: prices.coupons.clone(),
            saving: prices.saving.clone(),
        };
        let mut left = prices.lines.iter();
        for (shop, tariff, mut lines) in shops {
            for (line, price) in lines.iter_mut().zip(left.by_ref()) {
                line.price = *price;
                view.count += line.quantity;
            }
            let names = names(deals, &prices, &shop);
            let part = (shop, tariff, lines);
            let group = CartGroup::of(part, &view.place, &names, &deals.on_top, zero)?;
            view.goods = view.goods.checked_add(group.goods)?;
            view.off = view.off.checked_add(group.off)?;
            view.postage = view.postage.checked_add(group.postage)?;
            view.total = view.total.checked_add(group.total)?;
            view.groups.push(group);
        }
        let lines = view.groups.iter().flat_map(|group| &group.lines);
        view.taxes = added_taxes(zero.currency, lines.map(|line| &line.price));
        Ok(view)
    }
}

impl CartGroup {
    fn of(
        part: ShopPart,
        place: &Place,
        names: &Names,
        on_top: &OnTop,
        zero: Money,
    ) -> Result<Self, MoneyError> {
        let (shop, tariff, mut lines) = part;
        let sum = |of: &dyn Fn(&CartLine) -> Money| {
            lines
                .iter()
                .try_fold(zero, |sum, line| sum.checked_add(of(line)))
        };
        let goods = sum(&CartLine::goods)?;
        let off = sum(&|line| line.money(line.price.steps.after_offer()))?;
        let loads: Vec<Load> = lines.iter().map(CartLine::load).collect();
        let parts = tariff.quote(&loads, place)?;
        let postage = Money::new(parts.iter().sum(), zero.currency);
        let free_from = tariff.free_from(&loads, place);
        let astray = lines
            .iter()
            .filter(|line| !tariff.reaches(&line.measure, place));
        let astray = astray.map(|line| line.variant).collect();
        let mut total = goods.checked_add(postage)?;
        total.minor -= off.minor;
        add_tax(lines.iter_mut().zip(&parts).map(|(line, part)| {
            let rate = on_top.rate(place, shop.id, line.listing);
            (&mut line.price, *part, rate)
        }));
        let prices: Vec<LinePrice> = lines.iter().map(|line| line.price).collect();
        let taxes = added_taxes(zero.currency, &prices);
        for added in &taxes {
            total = total.checked_add(added.tax)?;
        }
        Ok(Self {
            shop,
            lines,
            astray,
            free_from,
            goods,
            off,
            postage,
            taxes,
            total,
            explained: explain(zero.currency, &prices, names),
        })
    }
}

/// What the steps of a shop's part are called.
fn names(deals: &Deals, prices: &Prices, shop: &ShopCard) -> Names {
    let code = |of| {
        let mut used = prices.used().filter(|(coupon, _)| coupon.shop == of);
        used.next()
            .map(|(coupon, _)| coupon.code.clone())
            .unwrap_or_default()
    };
    let offers = deals.offers.iter().filter(|offer| offer.shop == shop.id);
    Names {
        offers: offers.map(|offer| (offer.id, offer.name.clone())).collect(),
        coupon: code(Some(shop.id)),
        platform_coupon: code(None),
        campaign: prices
            .saving
            .as_ref()
            .map(|saving| saving.name.clone())
            .unwrap_or_default(),
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
