//! What lowers prices, and what is added to them: some of it is there from the beginning, some
//! begins and ends while people buy.

use super::{
    founding::ABROAD,
    world::{Seller, Word, World},
};
use crate::{money::tax, trade::price};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::{CampaignId, CouponId, OfferId},
    trade::price::{CampaignForm, CouponForm, MakeCampaign, MakeCoupon, MakeOffer, OfferForm},
    when::local_field,
};

/// What was made, as far as whoever made it was answered.
#[derive(Default)]
pub struct Bargains {
    offers: Vec<(Seller, OfferId)>,
    /// None is the platform's.
    coupons: Vec<(Option<Seller>, CouponId)>,
    campaigns: Vec<CampaignId>,
    /// Every code that was thought of: some came to nothing.
    codes: Vec<String>,
}

impl World {
    /// What there is in the beginning.
    pub async fn announce(&mut self) {
        for seller in self.sellers.clone().into_iter().take(2) {
            Box::pin(self.make_offer(seller.clone())).await;
            Box::pin(self.make_coupon(Some(seller))).await;
        }
        Box::pin(self.make_coupon(None)).await;
        Box::pin(self.make_campaign()).await;
    }

    /// Something begins or ends.
    pub async fn change_prices(&mut self) {
        match self.dice.below(10) {
            0..=1 => {
                if let Some(seller) = self.seller() {
                    Box::pin(self.make_offer(seller)).await;
                }
            }
            2 => Box::pin(self.end_offer()).await,
            3 => {
                let seller = self.seller();
                Box::pin(self.make_coupon(seller)).await;
            }
            4 => Box::pin(self.make_coupon(None)).await,
            5 => Box::pin(self.end_coupon()).await,
            6 => Box::pin(self.make_campaign()).await,
            7 => Box::pin(self.end_campaign()).await,
            8 => Box::pin(self.join_campaign()).await,
            _ => Box::pin(self.turn_tax()).await,
        }
    }

    /// From when and until when, as it is typed: at once or later, for a day or for weeks.
    fn span(&mut self) -> (String, String) {
        let now = self.ctx.now();
        let from = match self.dice.below(3) {
            0 => local_field(now + Duration::hours(1 + i64::from(self.dice.below(30)))),
            _ => String::new(),
        };
        let until = now + Duration::hours(36 + i64::from(self.dice.below(400)));
        (from, local_field(until))
    }

    async fn make_offer(&mut self, seller: Seller) {
        let ctx = self.ctx.clone();
        let off = [
            ("share", "12.5"),
            ("share", "33.33"),
            ("amount", "0.40"),
            ("amount", "5"),
        ];
        let (kind, value) = off[self.dice.below(4) as usize];
        let (from, until) = self.span();
        let form = OfferForm {
            name_en: "Quiet days".to_owned(),
            kind: kind.to_owned(),
            value: value.to_owned(),
            from,
            until,
            ..OfferForm::default()
        };
        let cmd = MakeOffer {
            command: ctx.new_id(),
            shop: seller.slug.to_owned(),
            form,
        };
        let made = self
            .often("offers", || price::make_offer(&ctx, &seller.owner, &cmd))
            .await;
        if let Some(offer) = made {
            self.bargains.offers.push((seller, offer));
        }
    }

    async fn end_offer(&mut self) {
        let ctx = self.ctx.clone();
        let Some((seller, offer)) = self.dice.pick(&self.bargains.offers).cloned() else {
            return;
        };
        let end = || price::end_offer(&ctx, &seller.owner, seller.slug, offer);
        self.often("ended", end).await;
    }

    /// Who pays for a coupon.
    fn payer(&self, seller: Option<&Seller>) -> Actor {
        seller.map_or_else(|| self.staff.clone(), |seller| seller.owner.clone())
    }

    async fn make_coupon(&mut self, seller: Option<Seller>) {
        let ctx = self.ctx.clone();
        let off = [
            ("share", "20", "15"),
            ("share", "9.5", "4"),
            ("amount", "3", ""),
            ("amount", "0.50", ""),
        ];
        let (kind, value, cap) = off[self.dice.below(4) as usize];
        let least = ["", "50"][self.dice.below(2) as usize];
        // What the platform pays for has a limit.
        let most = if seller.is_some() { "" } else { "40" };
        let limit = [most, "2", "6"][self.dice.below(3) as usize];
        let per_person = ["1", "2", "4"][self.dice.below(3) as usize];
        let code = format!("CODE-{}", self.bargains.codes.len());
        self.bargains.codes.push(code.clone());
        let (from, until) = self.span();
        let form = CouponForm {
            code,
            kind: kind.to_owned(),
            value: value.to_owned(),
            cap: cap.to_owned(),
            least: least.to_owned(),
            limit: limit.to_owned(),
            per_person: per_person.to_owned(),
            from,
            until,
        };
        let cmd = MakeCoupon {
            command: ctx.new_id(),
            shop: seller.as_ref().map(|seller| seller.slug.to_owned()),
            form,
        };
        let payer = self.payer(seller.as_ref());
        let made = self
            .often("coupons", || price::make_coupon(&ctx, &payer, &cmd))
            .await;
        if let Some(coupon) = made {
            self.bargains.coupons.push((seller, coupon));
        }
    }

    async fn end_coupon(&mut self) {
        let ctx = self.ctx.clone();
        let Some((seller, coupon)) = self.dice.pick(&self.bargains.coupons).cloned() else {
            return;
        };
        let payer = self.payer(seller.as_ref());
        let shop = seller.as_ref().map(|seller| seller.slug);
        let end = || price::end_coupon(&ctx, &payer, shop, coupon);
        self.often("ended", end).await;
    }

    /// There is one at a time: while one runs, another is refused.
    async fn make_campaign(&mut self) {
        let (ctx, staff) = (self.ctx.clone(), self.staff.clone());
        let cap = ["40", "20"][self.dice.below(2) as usize];
        let shop_share = ["", "40"][self.dice.below(2) as usize];
        let (_, until) = self.span();
        let form = CampaignForm {
            name_en: "Spend and save".to_owned(),
            every: "50".to_owned(),
            save: "6".to_owned(),
            cap: cap.to_owned(),
            shop_share: shop_share.to_owned(),
            until,
            ..CampaignForm::default()
        };
        let cmd = MakeCampaign {
            command: ctx.new_id(),
            form,
        };
        let made = self
            .often("campaigns", || price::make_campaign(&ctx, &staff, &cmd))
            .await;
        let Some(campaign) = made else {
            return;
        };
        self.bargains.campaigns.push(campaign);
        for _ in 0..2 {
            self.join_campaign().await;
        }
    }

    async fn end_campaign(&mut self) {
        let (ctx, staff) = (self.ctx.clone(), self.staff.clone());
        let Some(campaign) = self.bargains.campaigns.last().copied() else {
            return;
        };
        let end = || price::end_campaign(&ctx, &staff, campaign);
        self.often("ended", end).await;
    }

    /// A shop takes part in the latest, or does so no longer. It is refused where shops pay for
    /// nothing.
    async fn join_campaign(&mut self) {
        let (ctx, Some(seller)) = (self.ctx.clone(), self.seller()) else {
            return;
        };
        let Some(campaign) = self.bargains.campaigns.last().copied() else {
            return;
        };
        let takes_part = !self.dice.one_in(4);
        let (owner, slug) = (&seller.owner, seller.slug);
        let joining = price::join_campaign(&ctx, owner, slug, campaign, takes_part);
        let _ = self.attempt(joining).await;
    }

    /// Staff say that prices abroad are without tax; for a while now and then that they include it.
    async fn turn_tax(&mut self) {
        let (ctx, staff) = (self.ctx.clone(), self.staff.clone());
        let on_top = !self.dice.one_in(3);
        let turn = || tax::set_on_top(&ctx, &staff, ABROAD, on_top);
        self.often("tax turned", turn).await;
    }

    /// A buyer tries none, one or two of the codes that went round last.
    pub async fn type_codes(&mut self, buyer: &Actor) {
        let ctx = self.ctx.clone();
        for _ in 0..self.dice.below(3) {
            let last = self.bargains.codes.len().saturating_sub(6);
            let Some(code) = self.dice.pick(&self.bargains.codes[last..]).cloned() else {
                return;
            };
            let applying = price::apply_coupon(&ctx, buyer, &code, "");
            if let Word::Done(_) = self.attempt(applying).await {
                self.count("codes");
            }
        }
    }
}
