//! What buyers and shops see of orders.

use super::{OrderEvent, OrderStage, OrderStageName, Party, Rest};
use crate::{
    actor::ShopRole,
    id::{CheckoutId, CommandId, ListingId, OrderId, OrderLineId, VariantId},
    money::{
        BasisPoints, Money,
        card_refund::CardRefundStage,
        invoice::InvoiceRef,
        payment::Method,
        refund::{RefundView, Refundable},
    },
    platform::media::Picture,
    text::{Bilingual, Lang},
    trade::{
        price::{AddedTax, Explained, LinePrice},
        shipping::{
            PostalAddress,
            parcel::{Parcel, Standing, Unpacked},
        },
        shop::ShopCard,
    },
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A line of an order, frozen as it was sold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    pub id: OrderLineId,
    pub listing: ListingId,
    pub listing_slug: String,
    pub variant: VariantId,
    pub title: Bilingual,
    /// The chosen options: `Red · Large`; empty without any.
    pub options: Bilingual,
    pub picture: Option<Picture>,
    pub quantity: u32,
    /// Pieces paid back.
    pub refunded: u32,
    /// Pieces of these that were paid back before dispatch, and so are not sent.
    pub unsent: u32,
    /// Pieces that are in parcels.
    pub sent: u32,
    /// Of these, those that are lost and owed to the buyer.
    pub lost: u32,
    /// The list price.
    pub unit_price: Money,
    /// What it cost and why.
    pub price: LinePrice,
    /// The line's part of the order's postage.
    pub postage: Money,
    pub commission: BasisPoints,
}

impl OrderLine {
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

    /// Title and chosen options, in a reader's language.
    pub fn words(&self, lang: Lang) -> String {
        let (title, options) = (self.title.pick(lang), self.options.pick(lang));
        if options.is_empty() {
            title.to_owned()
        } else {
            format!("{title} ({options})")
        }
    }

    /// Pieces that are sent, now or before.
    pub fn to_send(&self) -> u32 {
        self.quantity.saturating_sub(self.unsent)
    }

    /// Pieces that are in no parcel yet.
    pub fn to_pack(&self) -> u32 {
        self.to_send().saturating_sub(self.sent)
    }
}

/// A step on an order's timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderStep {
    pub event: OrderEvent,
    pub at: DateTime<Utc>,
}

/// An order in a list, for its buyer or its shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderSummary {
    pub id: OrderId,
    pub number: String,
    pub checkout: CheckoutId,
    pub shop: ShopCard,
    pub stage: OrderStage,
    pub lines: Vec<OrderLine>,
    /// What the buyer pays.
    pub total: Money,
    pub placed_at: DateTime<Utc>,
    /// Who it goes to, for the packing table.
    pub recipient: String,
}

impl OrderSummary {
    /// What is still to be packed.
    pub fn unpacked(&self) -> Vec<Unpacked> {
        self.lines
            .iter()
            .map(|line| Unpacked {
                line: line.id,
                pieces: line.to_pack(),
            })
            .filter(|left| left.pieces > 0)
            .collect()
    }
}

/// Orders on one page, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrdersPage {
    pub orders: Vec<OrderSummary>,
    /// How many there are in each stage, for the tabs.
    pub counts: std::collections::BTreeMap<OrderStageName, u32>,
    /// The stage shown, or all.
    pub stage: Option<OrderStageName>,
    pub page: u32,
    pub pages: u32,
    /// For the next bulk command.
    pub command: CommandId,
}

/// Everything about one order. Its buyer and its shop see the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderView {
    pub summary: OrderSummary,
    /// At the shop's offers.
    pub goods: Money,
    /// What coupons and spend-and-save took off that.
    pub off: Money,
    /// Without tax that was added.
    pub postage: Money,
    /// What was added to goods and postage where prices are without tax.
    pub taxes: Vec<AddedTax>,
    /// Whether tax is in the total with none added, as far as is known; told to the buyer only.
    pub includes_tax: bool,
    /// The goods' price step by step.
    pub explained: Explained,
    /// What the platform pays of the goods' price, so that the shop has it too.
    pub promoted: Money,
    /// What the platform keeps on release, of what was not paid back; shown to the shop only.
    pub commission: Option<Money>,
    pub ship_to: PostalAddress,
    pub email: Option<String>,
    pub note: String,
    pub parcels: Vec<Parcel>,
    pub steps: Vec<OrderStep>,
    /// What is in escrow now.
    pub held: Money,
    /// What went back to the buyer, in parts or as the whole; and to the platform.
    pub refunded: Money,
    pub refunded_promoted: Money,
    /// In the order in which they were made.
    pub refunds: Vec<RefundView>,
    /// The way that goes by itself what is paid back: a guest's, to what paid for it.
    pub back_to: Option<Method>,
    /// The invoice and its credit notes, in the order in which they were issued.
    pub invoices: Vec<InvoiceRef>,
    /// What can still be paid back, where the viewer may.
    pub refundable: Option<Refundable>,
    /// What can be called off, now or later, where the viewer is its buyer.
    pub rest: Option<Rest>,
    /// For the next command.
    pub command: CommandId,
    /// Whether it is shown to its buyer (else to its shop).
    pub viewer_is_buyer: bool,
}

impl OrderView {
    /// The side that it is shown to.
    pub fn viewer(&self) -> Party {
        match self.viewer_is_buyer {
            true => Party::Buyer,
            false => Party::Shop,
        }
    }

    /// What the buyer paid of what is held.
    pub fn held_of_buyer(&self) -> Money {
        let of_platform = self.promoted.minor - self.refunded_promoted.minor;
        Money::new((self.held.minor - of_platform).max(0), self.held.currency)
    }

    /// What the shop is paid on release, where the viewer may see the commission.
    pub fn to_shop(&self) -> Option<Money> {
        let paid = self.summary.total.minor + self.promoted.minor;
        let back = self.refunded.minor + self.refunded_promoted.minor;
        let commission = self.commission?;
        Some(Money::new(
            paid - back - commission.minor,
            commission.currency,
        ))
    }

    /// Whether something of it could not go back the way that it came, and is in the wallet.
    pub fn has_failed_to_go_back(&self) -> bool {
        self.steps.iter().any(|step| {
            matches!(
                step.event,
                OrderEvent::ToCard {
                    stage: CardRefundStage::Failed,
                    ..
                }
            )
        })
    }

    /// Whether every parcel has arrived, and none is still to come.
    pub fn has_all_arrived(&self) -> bool {
        let delivered = |parcel: &Parcel| parcel.standing == Standing::Delivered;
        self.summary.stage.name() == OrderStageName::Shipped
            && !self.parcels.is_empty()
            && self.parcels.iter().all(delivered)
    }

    /// The lost pieces that are owed to the buyer.
    pub fn lost_pieces(&self) -> Vec<(OrderLineId, u32)> {
        self.summary
            .lines
            .iter()
            .filter(|line| line.lost > 0)
            .map(|line| (line.id, line.lost))
            .collect()
    }
}

/// A shop's orders, in its back office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopOrdersPage {
    pub shop: ShopCard,
    pub role: ShopRole,
    pub orders: OrdersPage,
    /// Whether there are orders of earlier days, from another market.
    pub has_earlier: bool,
}

/// One or several orders of a shop, in its back office: to look at, to pack, to ship.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopOrderView {
    pub shop: ShopCard,
    pub role: ShopRole,
    pub orders: Vec<OrderView>,
    /// Carriers this shop has used, the latest first.
    pub carriers: Vec<String>,
    /// For the next command.
    pub command: CommandId,
}
