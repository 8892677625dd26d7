//! What a basket costs, and why: one engine for the cart, the checkout and the order.
//!
//! From the list price, in this order: the best of the shop's offers; coupons, each shop's own
//! first and then the platform's one; the platform's spend-and-save over all shops; and last, where
//! prices are without it, tax on what is left. Every step stays on its line, with who pays for it.
//! A line keeps at least the smallest unit of the currency, for what costs nothing can be neither
//! paid nor held nor paid back.

mod campaign;
mod coupon;
mod deals;
mod explain;
mod form;
mod offer;
mod on_top;
#[cfg(test)]
mod tests;
mod view;

pub use campaign::{Campaign, RunningCampaign, Saving};
pub use coupon::{Coupon, CouponTrouble, JudgedCoupon, read_code};
pub use deals::{Deals, Goods, Prices};
pub use explain::{Explained, Names, ToldStep, What, explain};
pub use form::{
    CampaignForm, CouponForm, MakeCampaign, MakeCoupon, MakeOffer, NewCampaign, NewCoupon,
    NewOffer, OfferForm,
};
pub use offer::{Offer, best, price_before, unit_now};
pub use on_top::{AddedTax, LineTax, add_tax, added_taxes};
pub use view::{CampaignRow, CouponRow, OfferListing, OfferRow, OffersPage, PromotionsPage};

use crate::{id::OfferId, money::BasisPoints};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Who pays for a reduction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Funder {
    Shop,
    Platform,
}

/// How much is taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Off {
    /// Rounded half up.
    Share { bp: BasisPoints },
    /// In the smallest unit.
    Amount { minor: i64 },
}

impl Off {
    /// Of an amount; never more than it.
    pub fn of(self, minor: i64) -> i64 {
        match self {
            Self::Share { bp } => bp.of(minor),
            Self::Amount { minor: off } => off.clamp(0, minor.max(0)),
        }
    }
}

/// From a moment on, until just before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

/// How a moment lies to a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Ahead,
    Running,
    Over,
}

impl Span {
    pub fn standing(self, now: DateTime<Utc>) -> Standing {
        if now >= self.until {
            Standing::Over
        } else if now < self.from {
            Standing::Ahead
        } else {
            Standing::Running
        }
    }

    pub fn is_running(self, now: DateTime<Utc>) -> bool {
        self.standing(now) == Standing::Running
    }
}

/// What was taken off a line, step by step, in the smallest unit. Each step has one funder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steps {
    /// The shop's offer.
    pub offer: i64,
    /// The shop's coupon.
    pub coupon: i64,
    /// The platform's coupon.
    pub platform_coupon: i64,
    /// The shop's part of spend-and-save, and the platform's.
    pub campaign_shop: i64,
    pub campaign_platform: i64,
}

impl Steps {
    /// What the shop pays for.
    pub fn by_shop(self) -> i64 {
        self.offer + self.coupon + self.campaign_shop
    }

    /// What the platform pays for.
    pub fn by_platform(self) -> i64 {
        self.platform_coupon + self.campaign_platform
    }

    /// What coupons and spend-and-save took off the offer's price.
    pub fn after_offer(self) -> i64 {
        self.by_shop() + self.by_platform() - self.offer
    }
}

/// A line from its list price to what is paid for it, in the smallest unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinePrice {
    /// Of all pieces.
    pub list: i64,
    pub offer: Option<OfferId>,
    pub steps: Steps,
    /// Where the price is without tax, what was added. The sums below are without it.
    pub tax: Option<LineTax>,
}

impl LinePrice {
    /// At the shop's offer, before coupons.
    pub fn at_offer(self) -> i64 {
        self.list - self.steps.offer
    }

    /// What the shop is paid for it.
    pub fn to_shop(self) -> i64 {
        self.list - self.steps.by_shop()
    }

    /// What the buyer pays for it.
    pub fn to_pay(self) -> i64 {
        self.to_shop() - self.steps.by_platform()
    }

    /// The tax that was added to what the buyer pays for it.
    pub fn goods_tax(self) -> i64 {
        self.tax.map_or(0, |tax| tax.goods)
    }

    /// The tax that was added to its part of the postage.
    pub fn postage_tax(self) -> i64 {
        self.tax.map_or(0, |tax| tax.postage)
    }
}
