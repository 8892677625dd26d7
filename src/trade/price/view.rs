//! What those who make offers, coupons and campaigns see of them.

use super::{Campaign, Coupon, Off, Span, Standing};
use crate::{
    id::{CommandId, ListingId, OfferId},
    money::{Currency, Money},
    text::Bilingual,
    trade::shop::ShopCard,
};
use serde::{Deserialize, Serialize};

/// An offer in its shop's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferRow {
    pub id: OfferId,
    pub name: Bilingual,
    pub off: Off,
    /// The titles of what it is for; nothing where it is for everything.
    pub listings: Option<Vec<Bilingual>>,
    pub span: Span,
    pub standing: Standing,
}

/// A coupon in the list of those who made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponRow {
    pub coupon: Coupon,
    pub standing: Standing,
    /// What a shop's took off when it was ordered; what the platform pays for its own, less what
    /// came back.
    pub spent: Money,
}

/// A campaign in the platform's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignRow {
    pub campaign: Campaign,
    pub standing: Standing,
    /// What it took off when it was ordered, and what the platform pays of that, less what came
    /// back.
    pub saved: Money,
    pub by_platform: Money,
}

/// Something that an offer can be for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferListing {
    pub id: ListingId,
    pub title: Bilingual,
}

/// A shop's offers and coupons, in its back office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffersPage {
    pub shop: ShopCard,
    pub currency: Currency,
    /// Those that run first, then the others by their end.
    pub offers: Vec<OfferRow>,
    pub coupons: Vec<CouponRow>,
    /// What is on sale.
    pub listings: Vec<OfferListing>,
    /// Campaigns that shops pay a part of, and whether this one takes part.
    pub campaigns: Vec<(Campaign, bool)>,
    /// For the next offer and the next coupon.
    pub commands: (CommandId, CommandId),
}

/// What the platform pays for, on its desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromotionsPage {
    pub currency: Currency,
    pub coupons: Vec<CouponRow>,
    pub campaigns: Vec<CampaignRow>,
    /// What the platform's part of all reductions comes to, less what came back of it.
    pub spent: Money,
    /// For the next coupon and the next campaign.
    pub commands: (CommandId, CommandId),
}
