//! Whether a basket can be ordered as it stands: one rule, for a single basket and for many
//! that are judged one after another from the same shelf.

#[cfg(test)]
mod tests;

use super::{Agreed, CheckoutError, PlaceCheckout, PricedOrder, Sold, price_order};
use crate::{
    id::{AccountId, CampaignId, CouponId, ShopId, VariantId},
    money::{BasisPoints, Money},
    text::{FieldCheck, FieldIssues},
    trade::{
        cart::{CartLine, LineTrouble},
        price::{Deals, Goods},
        shipping::{PostalAddress, postage::Tariff, region::Place},
        shop::{ShopCard, Tier},
        stock::{StockLevel, StockMove},
    },
};
use std::collections::BTreeMap;

/// What a basket holds of one shop.
pub type ShopPart = (ShopCard, Tariff, Vec<CartLine>);

/// What is left of each thing while baskets are judged. A thing that is not in it is sold out.
#[derive(Clone, Debug, Default)]
pub struct Shelf(BTreeMap<VariantId, StockLevel>);

impl Shelf {
    pub fn new(levels: impl IntoIterator<Item = (VariantId, StockLevel)>) -> Self {
        Self(levels.into_iter().collect())
    }

    /// How the thing stands after what was promised.
    pub fn level(&self, variant: VariantId) -> StockLevel {
        self.0.get(&variant).copied().unwrap_or_default()
    }

    /// The shelf knows better how much is left than the basket, which was looked at before.
    fn can_give(&self, line: &CartLine) -> bool {
        line.trouble != Some(LineTrouble::NotOffered)
            && line.quantity <= self.level(line.variant).available()
    }

    /// Promises all lines, or none of them.
    fn promise(&mut self, lines: &[&CartLine]) -> Result<(), CheckoutError> {
        let mut after = BTreeMap::new();
        for line in lines {
            let (variant, quantity) = (line.variant, line.quantity);
            let before = *after.entry(variant).or_insert_with(|| self.level(variant));
            let (level, _) = before
                .after(StockMove::Reserved { quantity })
                .map_err(|_| CheckoutError::LinesInTrouble {
                    variants: vec![variant],
                })?;
            after.insert(variant, level);
        }
        self.0.extend(after);
        Ok(())
    }
}

/// What baskets are judged by, one after another.
#[derive(Clone, Debug)]
pub struct Counter {
    pub shelf: Shelf,
    pub deals: Deals,
}

/// A coupon that a basket uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsedCoupon {
    pub coupon: CouponId,
    /// Nothing where it is the platform's.
    pub shop: Option<ShopId>,
    pub off: Money,
}

/// A basket's lines as the engine takes them.
pub fn goods_in(basket: &[ShopPart]) -> Vec<Goods> {
    let of_shop = |(shop, _, lines): &ShopPart| {
        let shop = shop.id;
        let goods = move |line: &CartLine| Goods {
            shop,
            listing: line.listing,
            unit_minor: line.unit_price.minor,
            quantity: line.quantity,
        };
        lines.iter().map(goods).collect::<Vec<_>>()
    };
    basket.iter().flat_map(of_shop).collect()
}

/// A basket that can be ordered, with everything frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub email: String,
    pub ship_to: PostalAddress,
    /// One for each shop, in the basket's order.
    pub orders: Vec<PricedOrder>,
    /// What the shops are paid for the goods, and what the platform pays of that.
    pub goods: Money,
    pub promoted: Money,
    pub postage: Money,
    /// What the buyer pays.
    pub total: Money,
    pub coupons: Vec<UsedCoupon>,
    pub campaign: Option<CampaignId>,
}

/// Why a basket is not ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAccepted {
    Invalid(FieldIssues),
    Refused(CheckoutError),
}

impl From<CheckoutError> for NotAccepted {
    fn from(refused: CheckoutError) -> Self {
        Self::Refused(refused)
    }
}

/// Judges a basket, and takes what it holds from the shelf, and its coupons, where it is
/// accepted.
///
/// # Errors
/// Names the fields that cannot be taken; refuses an empty basket, lines that cannot be had as
/// they stand or are not sent to the address, and a total other than the buyer agreed to, or
/// one that is made of other parts. The counter is then as it was.
pub fn judge(
    cmd: &PlaceCheckout,
    buyer: AccountId,
    basket: &[ShopPart],
    counter: &mut Counter,
    commission: impl Fn(Tier) -> BasisPoints,
) -> Result<Accepted, NotAccepted> {
    let (email, ship_to) = checked_fields(cmd).map_err(NotAccepted::Invalid)?;
    let lines: Vec<&CartLine> = basket.iter().flat_map(|(_, _, lines)| lines).collect();
    if lines.is_empty() {
        return Err(CheckoutError::CartEmpty.into());
    }
    let variants: Vec<VariantId> = lines
        .iter()
        .filter(|line| !counter.shelf.can_give(line))
        .map(|line| line.variant)
        .collect();
    if !variants.is_empty() {
        return Err(CheckoutError::LinesInTrouble { variants }.into());
    }
    let place = Place::of(&ship_to);
    cannot_be_sent(basket, &place)?;
    let prices = counter
        .deals
        .price(Some(buyer), &goods_in(basket))
        .map_err(|_| CheckoutError::TooLarge)?;
    let on_top = &counter.deals.on_top;
    let mut left = prices.lines.iter().copied();
    let orders = basket
        .iter()
        .map(|(shop, tariff, lines)| {
            let commission = commission(shop.tier);
            let sold = lines.iter().zip(left.by_ref()).map(|(line, price)| Sold {
                listing: line.listing,
                variant: line.variant,
                unit_price: line.unit_price,
                quantity: line.quantity,
                price,
                on_top: on_top.rate(&place, shop.id, line.listing),
                measure: line.measure,
            });
            price_order(sold.collect(), tariff, &place, commission)
                .map_err(|_| CheckoutError::TooLarge)
        })
        .collect::<Result<Vec<_>, _>>()?;
    let zero = Money::zero(counter.deals.currency);
    let sum = |of: fn(&PricedOrder) -> Money| {
        orders
            .iter()
            .try_fold(zero, |sum, order| sum.checked_add(of(order)))
            .map_err(|_| CheckoutError::TooLarge)
    };
    let total = sum(|o| o.total)?;
    as_agreed(cmd, basket, &orders, total)?;
    let used = prices.used().map(|(coupon, off)| UsedCoupon {
        coupon: coupon.id,
        shop: coupon.shop,
        off,
    });
    let accepted = Accepted {
        email,
        ship_to,
        goods: sum(|o| o.goods)?,
        promoted: sum(|o| o.promoted)?,
        postage: sum(|o| o.postage)?,
        total,
        coupons: used.collect(),
        campaign: prices.campaign,
        orders,
    };
    counter.shelf.promise(&lines)?;
    let taken = accepted.coupons.iter().map(|used| used.coupon);
    counter.deals.take(buyer, taken);
    Ok(accepted)
}

/// Whether it is what the buyer agreed to: the total, and its parts where they are told.
fn as_agreed(
    cmd: &PlaceCheckout,
    basket: &[ShopPart],
    orders: &[PricedOrder],
    now: Money,
) -> Result<(), CheckoutError> {
    let differences = cmd.agreed.as_ref().map_or_else(Vec::new, |agreed| {
        agreed.differences(&Agreed::of_orders(basket, orders), basket, now.currency)
    });
    let seen = Money::new(cmd.agreed_total_minor, now.currency);
    if seen == now && differences.is_empty() {
        return Ok(());
    }
    Err(CheckoutError::TotalChanged {
        seen,
        now,
        differences,
    })
}

/// The most goods that a refusal names.
const MOST_NAMED: usize = 5;

fn cannot_be_sent(basket: &[ShopPart], place: &Place) -> Result<(), CheckoutError> {
    let lines = basket.iter().flat_map(|(_, tariff, lines)| {
        let astray = |line: &&CartLine| !tariff.reaches(&line.measure, place);
        lines.iter().filter(astray)
    });
    let goods: Vec<_> = lines
        .map(|line| line.title.clone())
        .take(MOST_NAMED)
        .collect();
    if goods.is_empty() {
        return Ok(());
    }
    let country = place.country.clone();
    Err(CheckoutError::CannotBeSent { goods, country })
}

fn checked_fields(cmd: &PlaceCheckout) -> Result<(String, PostalAddress), FieldIssues> {
    let mut check = FieldCheck::default();
    let email = check.email("email", &cmd.email);
    for (shop, note) in &cmd.notes {
        check.text(&format!("notes[shop-{shop}]"), note, 0, 300);
    }
    let issues = check.finish().err();
    match (cmd.ship_to.checked(), issues) {
        (Ok(ship_to), None) => Ok((email, ship_to)),
        (Ok(_), Some(issues)) => Err(issues),
        (Err(mut all), issues) => {
            all.0.extend(issues.unwrap_or_default().0);
            Err(all)
        }
    }
}
