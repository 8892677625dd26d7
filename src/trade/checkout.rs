//! A checkout: many shops, one payment.

mod agreed;
pub mod basket;
#[cfg(test)]
mod tests;

pub use agreed::{Agreed, Difference};

use crate::{
    id::{CheckoutId, CommandId, ListingId, OrderId, ShopId, VariantId},
    money::{BasisPoints, Money, MoneyError, invoice::Billing, payment::PaymentView},
    text::Bilingual,
    trade::{
        cart::CartView,
        price::{AddedTax, LinePrice, add_tax},
        shipping::{
            PostalAddress,
            postage::{Load, Measure, Tariff},
            region::Place,
        },
        shop::ShopCard,
    },
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Where a checkout stands. Its orders have stages of their own.
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
pub enum CheckoutStage {
    /// The goods are held until the time is up.
    AwaitingPayment,
    Paid,
    Expired,
    Cancelled,
}

/// Why a cart is not turned into orders.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CheckoutError {
    #[error("the cart is empty")]
    CartEmpty,
    #[error("some things cannot be bought as they stand: {variants:?}")]
    LinesInTrouble { variants: Vec<VariantId> },
    /// Some of the goods, and where they do not go.
    #[error("some things are not sent to {country}")]
    CannotBeSent {
        goods: Vec<Bilingual>,
        country: String,
    },
    /// Or what it is made of, at the same total.
    #[error("the total has changed since you looked: it was {seen}, and is {now} now")]
    TotalChanged {
        seen: Money,
        now: Money,
        /// Nothing where the form told the total alone.
        #[serde(default)]
        differences: Vec<Difference>,
    },
    #[error("this checkout is closed")]
    Closed,
    #[error("the amounts are too large")]
    TooLarge,
    /// Too many order at this moment. Nothing was looked at; the same command can be sent again.
    #[error("too many orders are being placed at this moment")]
    Busy {
        /// How many are before the place that is kept for the buyer, for
        /// [`PLACE_KEPT_SECONDS`] from the last time that they asked. Nothing where none is kept,
        /// because too many wait already.
        ahead: Option<u32>,
    },
}

/// How long a place in the line is kept for a buyer who does not ask again.
pub const PLACE_KEPT_SECONDS: i64 = 30;

/// Turn the cart into orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceCheckout {
    pub command: CommandId,
    pub email: String,
    pub ship_to: PostalAddress,
    /// Keep the address in the book.
    pub remember_address: bool,
    /// A word to a shop, by its id.
    pub notes: Vec<(ShopId, String)>,
    /// The total the buyer agreed to, in the smallest unit: a changed price is asked about again.
    pub agreed_total_minor: i64,
    /// What was shown of that total. Where nothing is told, or nothing that can be read, only the
    /// total was agreed to: a form that was loaded before there was such a field can still be
    /// sent, and whoever writes forms of their own may go by the total. Such a command is kept
    /// without the field, so that it is the same as before when it is repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Agreed>,
}

/// What was placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedCheckout {
    pub checkout: CheckoutId,
    pub orders: Vec<OrderId>,
    pub total: Money,
    pub reserved_until: DateTime<Utc>,
}

/// The one checkout page before the order is placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutForm {
    /// Made with the page; a double click or a reload places one checkout.
    pub command: CommandId,
    pub cart: CartView,
    pub email: String,
    pub is_member: bool,
    /// The address book, the preferred one first.
    pub addresses: Vec<crate::trust::account::SavedAddress>,
    pub wallet: Option<Money>,
}

/// A placed checkout, while it waits for payment and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutView {
    pub id: CheckoutId,
    pub stage: CheckoutStage,
    pub orders: Vec<CheckoutOrder>,
    /// At the shops' offers.
    pub goods: Money,
    /// What coupons and spend-and-save took off that.
    pub off: Money,
    /// Without tax that was added.
    pub postage: Money,
    /// What was added to goods and postage.
    pub taxes: Vec<AddedTax>,
    /// Whether tax is in the total with none added, as far as is known.
    pub includes_tax: bool,
    pub total: Money,
    pub email: String,
    pub ship_to: PostalAddress,
    pub placed_at: DateTime<Utc>,
    pub reserved_until: DateTime<Utc>,
    /// The company that its invoices are made out to, and the last one that the buyer named.
    pub billing: Option<Billing>,
    pub last_billing: Option<Billing>,
    pub wallet: Option<Money>,
    pub last_payment: Option<PaymentView>,
    /// From here on a code is asked for.
    pub large: Money,
    /// Whether the buyer could make an account of this purchase.
    pub guest: bool,
    /// The command id for the next attempt to pay.
    pub command: CommandId,
    /// The server's time, so that a countdown does not depend on the device's clock.
    pub now: DateTime<Utc>,
    pub confirm_after_days: i64,
}

/// One shop's part of a checkout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutOrder {
    pub id: OrderId,
    pub number: String,
    pub shop: ShopCard,
    pub total: Money,
    pub pieces: u32,
}

/// What is known of a thing at the moment it is sold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sold {
    pub listing: ListingId,
    pub variant: VariantId,
    /// The list price.
    pub unit_price: Money,
    pub quantity: u32,
    /// What it costs and why.
    pub price: LinePrice,
    /// The tax that is added to it where it goes; none where its price includes tax.
    pub on_top: Option<BasisPoints>,
    /// What its postage goes by.
    pub measure: Measure,
}

impl Sold {
    /// As postage sees it.
    fn load(&self) -> Load {
        Load {
            measure: self.measure,
            quantity: self.quantity,
            goods_minor: self.price.at_offer(),
        }
    }
}

/// A line with everything frozen: price, its part of the postage, the platform's part. What was
/// added as tax is part of goods and postage, as it is where prices include it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricedLine {
    pub sold: Sold,
    /// What the shop is paid for the goods.
    pub goods: Money,
    pub postage: Money,
    pub commission_bp: BasisPoints,
    pub commission: Money,
}

/// One shop's part with its sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricedOrder {
    pub lines: Vec<PricedLine>,
    /// What the shop is paid for the goods.
    pub goods: Money,
    /// What the platform pays of that.
    pub promoted: Money,
    pub postage: Money,
    /// What the buyer pays.
    pub total: Money,
    pub commission: Money,
}

/// Sums one shop's part up, sent to a place: postage by its terms, split over their lines by
/// value (largest remainder), tax on both where prices are without it, commission on what the
/// shop is paid for the goods without that tax, frozen line by line (E7). Postage asks what the
/// goods cost at the shop's offers, so that no coupon brings it back.
///
/// # Errors
/// Refuses amounts beyond 64 bits and mixed currencies.
pub fn price_order(
    mut sold: Vec<Sold>,
    tariff: &Tariff,
    place: &Place,
    commission: BasisPoints,
) -> Result<PricedOrder, MoneyError> {
    let currency = tariff.plain.base.currency;
    let zero = Money::zero(currency);
    let money = |minor| Money::new(minor, currency);
    let loads: Vec<Load> = sold.iter().map(Sold::load).collect();
    let parts = tariff.quote(&loads, place)?;
    // Whatever tax is reckoned of is a part of this.
    let list = sold
        .iter()
        .try_fold(zero, |sum, line| sum.checked_add(money(line.price.list)))?;
    list.checked_add(money(parts.iter().sum()))?;
    let untaxed = sold.iter_mut().zip(&parts);
    add_tax(untaxed.map(|(line, part)| (&mut line.price, *part, line.on_top)));
    let mut order = PricedOrder {
        lines: Vec::with_capacity(sold.len()),
        goods: zero,
        promoted: zero,
        postage: zero,
        total: zero,
        commission: zero,
    };
    for (sold, part) in sold.into_iter().zip(parts) {
        let price = sold.price;
        let line = PricedLine {
            goods: money(price.to_shop()).checked_add(money(price.goods_tax()))?,
            postage: money(part).checked_add(money(price.postage_tax()))?,
            commission_bp: commission,
            commission: money(commission.of(price.to_shop())),
            sold,
        };
        order.goods = order.goods.checked_add(line.goods)?;
        order.promoted = order
            .promoted
            .checked_add(money(price.steps.by_platform()))?;
        order.postage = order.postage.checked_add(line.postage)?;
        order.commission = order.commission.checked_add(line.commission)?;
        order.lines.push(line);
    }
    order.total = order.goods.checked_add(order.postage)?;
    order.total.minor -= order.promoted.minor;
    Ok(order)
}

/// An order's number, as people read it out: the day, and eight digits that tell nothing.
pub fn order_number(placed_at: DateTime<Utc>, chance: u32) -> String {
    format!("{}-{:08}", placed_at.format("%y%m%d"), chance % 100_000_000)
}
