//! What lowers prices: shops' offers, coupons of shops and of the platform, and spend-and-save.

use super::{Taken, basket::listing_id};
use crate::model::{Market, SHOPS, shop_id, shop_of};
use chrono::Duration;
use longtail::{
    id::{CampaignId, CouponId, OfferId},
    money::BasisPoints,
    text::Bilingual,
    trade::price::{Campaign, Coupon, Off, Offer, Span, Standing},
};
use uuid::Uuid;

/// Who makes a coupon: one of the shops, or the platform, which comes after them.
pub const PLATFORM: usize = SHOPS;

/// Made for a time: so many hours from now, and for so many.
#[derive(Clone, Copy, Debug)]
pub enum Deal {
    Offer {
        shop: usize,
        /// None: for everything in the shop.
        thing: Option<usize>,
        off: Off,
        hours: (i64, i64),
    },
    Coupon {
        maker: usize,
        off: Off,
        cap: i64,
        least: i64,
        /// Uses in all, and by one person.
        uses: (u32, u32),
        hours: (i64, i64),
    },
    Campaign {
        every: i64,
        save: i64,
        cap: i64,
        shop_share: u16,
        joined: [bool; SHOPS],
        hours: (i64, i64),
    },
    End {
        deal: usize,
    },
}

impl Market {
    pub fn deal(&mut self, step: Deal) -> Taken {
        match step {
            Deal::Offer {
                shop,
                thing,
                off,
                hours,
            } => self.offer(shop, thing, off, hours),
            Deal::Coupon {
                maker,
                off,
                cap,
                least,
                uses,
                hours,
            } => self.coupon(maker, off, (cap, least), uses, hours),
            Deal::Campaign {
                every,
                save,
                cap,
                shop_share,
                joined,
                hours,
            } => self.campaign((every, save, cap), shop_share, joined, hours),
            Deal::End { deal } => self.end(deal),
        }
    }

    fn span(&self, (ahead, long): (i64, i64)) -> Span {
        let from = self.now + Duration::hours(ahead);
        Span {
            from,
            until: from + Duration::hours(long),
        }
    }

    fn offer(&mut self, shop: usize, thing: Option<usize>, off: Off, hours: (i64, i64)) -> Taken {
        let id = OfferId(Uuid::from_u128(400 + self.deals.offers.len() as u128));
        let span = self.span(hours);
        self.deals.offers.push(Offer {
            id,
            shop: thing.map_or(shop_id(shop), shop_of),
            name: Bilingual::default(),
            off,
            listings: thing.map(|thing| [listing_id(thing)].into()),
            span,
        });
        Some(())
    }

    fn coupon(
        &mut self,
        maker: usize,
        off: Off,
        (cap, least_minor): (i64, i64),
        (limit, per_person): (u32, u32),
        hours: (i64, i64),
    ) -> Taken {
        let number = self.deals.coupons.len();
        let coupon = Coupon {
            id: CouponId(Uuid::from_u128(500 + number as u128)),
            code: format!("TEA{number}"),
            shop: (maker != PLATFORM).then(|| shop_id(maker)),
            off,
            cap_minor: matches!(off, Off::Share { .. }).then_some(cap),
            least_minor,
            span: self.span(hours),
            limit: Some(limit),
            per_person,
            used: 0,
        };
        self.deals.coupons.insert(coupon.id, coupon);
        Some(())
    }

    /// The newest coupons of those whose codes somebody typed, whether they count or not.
    pub fn newest_coupons(&self, codes: [bool; SHOPS + 1]) -> Vec<CouponId> {
        let typed = (0..=PLATFORM).filter(|maker| codes[*maker]);
        let newest = typed.filter_map(|maker| {
            let shop = (maker != PLATFORM).then(|| shop_id(maker));
            let mut coupons = self.deals.coupons.values().rev();
            coupons.find(|coupon| coupon.shop == shop)
        });
        newest.map(|coupon| coupon.id).collect()
    }

    /// One at a time.
    fn campaign(
        &mut self,
        (every_minor, save_minor, cap): (i64, i64, i64),
        shop_share: u16,
        joined: [bool; SHOPS],
        hours: (i64, i64),
    ) -> Taken {
        let before = self.deals.campaign.as_ref();
        if before.is_some_and(|campaign| campaign.span.standing(self.now) != Standing::Over) {
            return None;
        }
        let number = before.map_or(0, |campaign| campaign.id.0.as_u128() + 1);
        let joined = (0..SHOPS).filter(|shop| joined[*shop]);
        self.deals.campaign = Some(Campaign {
            id: CampaignId(Uuid::from_u128(number)),
            name: Bilingual::default(),
            every_minor,
            save_minor: save_minor.min(every_minor - 1),
            cap_minor: Some(cap),
            shop_share: BasisPoints(shop_share),
            joined: joined.map(shop_id).collect(),
            span: self.span(hours),
        });
        Some(())
    }

    /// Ends what runs; what has not begun never does.
    fn end(&mut self, number: usize) -> Taken {
        let now = self.now;
        let offers = self.deals.offers.iter_mut().map(|offer| &mut offer.span);
        let coupons = self.deals.coupons.values_mut();
        let coupons = coupons.map(|coupon| &mut coupon.span);
        let campaigns = self.deals.campaign.iter_mut();
        let campaigns = campaigns.map(|campaign| &mut campaign.span);
        let mut spans: Vec<&mut Span> = offers.chain(coupons).chain(campaigns).collect();
        let at = number % spans.len().max(1);
        let span = spans.get_mut(at)?;
        span.until = span.until.min(now).max(span.from);
        Some(())
    }
}
