//! The engine: a basket's lines, and everything that changes their prices.

use super::{Campaign, Coupon, CouponTrouble, JudgedCoupon, LinePrice, Offer, Saving, best};
use crate::{
    id::{AccountId, CampaignId, CouponId, ListingId, ShopId},
    money::{Currency, Money, MoneyError, split_by_weights, tax::OnTop},
};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// A line of a basket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Goods {
    pub shop: ShopId,
    pub listing: ListingId,
    /// The list price of a piece, in the smallest unit.
    pub unit_minor: i64,
    pub quantity: u32,
}

/// Everything that changes prices, as it stands at one moment, while baskets are priced one
/// after another.
#[derive(Clone, Debug)]
pub struct Deals {
    pub now: DateTime<Utc>,
    pub currency: Currency,
    pub offers: Vec<Offer>,
    pub coupons: BTreeMap<CouponId, Coupon>,
    /// Which coupons lie in whose basket.
    pub held: BTreeMap<AccountId, Vec<CouponId>>,
    /// How often somebody used a coupon.
    pub used_by: BTreeMap<(CouponId, AccountId), u32>,
    pub campaign: Option<Campaign>,
    /// The shops that buyers work for: the platform pays nothing for what they buy there.
    pub seats: BTreeMap<AccountId, BTreeSet<ShopId>>,
    /// Added last, once the postage is known ([`add_tax`](super::add_tax)).
    pub on_top: OnTop,
}

/// What a basket costs, in the order of its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prices {
    pub lines: Vec<LinePrice>,
    pub coupons: Vec<JudgedCoupon>,
    pub saving: Option<Saving>,
    /// The campaign, where something was saved by it.
    pub campaign: Option<CampaignId>,
}

impl Prices {
    /// The coupons that took something off, with what.
    pub fn used(&self) -> impl Iterator<Item = (&JudgedCoupon, Money)> {
        self.coupons
            .iter()
            .filter_map(|coupon| Some((coupon, *coupon.outcome.as_ref().ok()?)))
    }
}

impl Deals {
    /// A market in which nothing is lowered, and prices include tax.
    pub fn none(now: DateTime<Utc>, currency: Currency) -> Self {
        Self {
            now,
            currency,
            offers: Vec::new(),
            coupons: BTreeMap::new(),
            held: BTreeMap::new(),
            used_by: BTreeMap::new(),
            campaign: None,
            seats: BTreeMap::new(),
            on_top: OnTop::default(),
        }
    }

    /// Prices a basket, without the tax that is added where it goes to.
    ///
    /// # Errors
    /// Refuses amounts beyond 64 bits.
    pub fn price(&self, buyer: Option<AccountId>, goods: &[Goods]) -> Result<Prices, MoneyError> {
        let mut lines = self.at_offers(goods)?;
        let held = buyer.and_then(|buyer| self.held.get(&buyer));
        let mut held: Vec<&Coupon> = held
            .into_iter()
            .flatten()
            .filter_map(|id| self.coupons.get(id))
            .collect();
        held.sort_by_key(|coupon| (coupon.shop.is_none(), coupon.id));
        let coupons = held
            .into_iter()
            .map(|coupon| JudgedCoupon {
                id: coupon.id,
                code: coupon.code.clone(),
                shop: coupon.shop,
                outcome: self.redeem(buyer, coupon, goods, &mut lines),
            })
            .collect();
        let (saving, campaign) = self.save(buyer, goods, &mut lines);
        Ok(Prices {
            lines,
            coupons,
            saving,
            campaign,
        })
    }

    /// Counts the coupons that a basket used, so that the next one finds them used.
    pub fn take(&mut self, buyer: AccountId, used: impl IntoIterator<Item = CouponId>) {
        for id in used {
            if let Some(coupon) = self.coupons.get_mut(&id) {
                coupon.used = coupon.used.saturating_add(1);
            }
            *self.used_by.entry((id, buyer)).or_default() += 1;
        }
    }

    /// Whether a buyer works for a shop.
    fn is_own(&self, buyer: Option<AccountId>, shop: ShopId) -> bool {
        let seats = buyer.and_then(|buyer| self.seats.get(&buyer));
        seats.is_some_and(|shops| shops.contains(&shop))
    }

    fn at_offers(&self, goods: &[Goods]) -> Result<Vec<LinePrice>, MoneyError> {
        let mut sum = Money::zero(self.currency);
        goods
            .iter()
            .map(|line| {
                let times = |minor| Money::new(minor, self.currency).checked_mul(line.quantity);
                let list = times(line.unit_minor)?;
                // Whatever is added up below is a part of this.
                sum = sum.checked_add(list)?;
                let place = (line.shop, line.listing);
                let best = best(&self.offers, place, line.unit_minor, self.now);
                let mut price = LinePrice {
                    list: list.minor,
                    ..LinePrice::default()
                };
                if let Some((offer, unit)) = best {
                    price.offer = Some(offer.id);
                    price.steps.offer = times(line.unit_minor - unit)?.minor;
                }
                Ok(price)
            })
            .collect()
    }

    fn redeem(
        &self,
        buyer: Option<AccountId>,
        coupon: &Coupon,
        goods: &[Goods],
        lines: &mut [LinePrice],
    ) -> Result<Money, CouponTrouble> {
        let used = buyer.and_then(|buyer| self.used_by.get(&(coupon.id, buyer)));
        coupon.usable(used.copied().unwrap_or_default(), self.now)?;
        let counts = |shop: ShopId| match coupon.shop {
            Some(of) => of == shop,
            None => !self.is_own(buyer, shop),
        };
        if !goods.iter().any(|line| counts(line.shop)) {
            return Err(match coupon.shop {
                None if !goods.is_empty() => CouponTrouble::OwnShop,
                _ => CouponTrouble::NothingOfShop,
            });
        }
        let spent = spent(goods, lines, counts);
        let off = coupon.off(Money::new(spent, self.currency))?;
        let parts = spread(goods, lines, counts, off);
        let taken = parts.iter().sum();
        if taken == 0 {
            return Err(CouponTrouble::NothingLeft);
        }
        for (line, part) in lines.iter_mut().zip(parts) {
            match coupon.shop {
                Some(_) => line.steps.coupon += part,
                None => line.steps.platform_coupon += part,
            }
        }
        Ok(Money::new(taken, self.currency))
    }

    fn save(
        &self,
        buyer: Option<AccountId>,
        goods: &[Goods],
        lines: &mut [LinePrice],
    ) -> (Option<Saving>, Option<CampaignId>) {
        let running = self.campaign.as_ref();
        let Some(campaign) = running.filter(|campaign| campaign.span.is_running(self.now)) else {
            return (None, None);
        };
        let counts = |shop: ShopId| campaign.includes(shop) && !self.is_own(buyer, shop);
        if !goods.iter().any(|line| counts(line.shop)) {
            return (None, None);
        }
        let spent = spent(goods, lines, counts);
        let saving = campaign.saving(Money::new(spent, self.currency));
        let parts = spread(goods, lines, counts, campaign.saves(spent));
        let saved: i64 = parts.iter().sum();
        let weights: Vec<u64> = parts.iter().map(|part| part.unsigned_abs()).collect();
        let by_shops = split_by_weights(campaign.shop_share.of(saved), &weights);
        for ((line, part), by_shop) in lines.iter_mut().zip(parts).zip(by_shops) {
            line.steps.campaign_shop = by_shop;
            line.steps.campaign_platform = part - by_shop;
        }
        (Some(saving), (saved > 0).then_some(campaign.id))
    }
}

/// What the lines that count cost by now.
fn spent(goods: &[Goods], lines: &[LinePrice], counts: impl Fn(ShopId) -> bool) -> i64 {
    let those = goods.iter().zip(lines).filter(|(of, _)| counts(of.shop));
    those.map(|(_, line)| line.to_pay()).sum()
}

/// An amount over the lines that count, by what each can give: all but the smallest unit.
fn spread(
    goods: &[Goods],
    lines: &[LinePrice],
    counts: impl Fn(ShopId) -> bool,
    wanted: i64,
) -> Vec<i64> {
    let room: Vec<u64> = goods
        .iter()
        .zip(lines)
        .map(|(of, line)| match counts(of.shop) {
            true => (line.to_pay() - 1).max(0).unsigned_abs(),
            false => 0,
        })
        .collect();
    let most = i64::try_from(room.iter().sum::<u64>()).unwrap_or(i64::MAX);
    // Where no line can give anything, `most` is nothing and so are the parts.
    split_by_weights(wanted.clamp(0, most), &room)
}
