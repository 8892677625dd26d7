//! What lowers prices in the town.

use super::Town;
use longtail::{
    actor::Actor,
    trade::price::{CampaignForm, CouponForm, MakeCampaign, MakeCoupon, MakeOffer, OfferForm},
};
use longtail_backend::trade::price;

impl Town {
    /// The owner makes an offer and a coupon.
    pub(super) async fn lower_prices(&mut self, owner: &Actor) {
        let ctx = self.market.ctx.clone();
        let shop = self.side.shop;
        let make = MakeOffer {
            command: ctx.new_id(),
            shop: shop.into(),
            form: OfferForm {
                name_en: "Harvest".into(),
                kind: "share".into(),
                value: "5".into(),
                until: "2090-01-01T00:00".into(),
                ..OfferForm::default()
            },
        };
        let offer = price::make_offer(&ctx, owner, &make).await.expect("made");
        self.name("offer", offer);
        let make = MakeCoupon {
            command: ctx.new_id(),
            shop: Some(shop.into()),
            form: one_off(self.side.coupon),
        };
        let coupon = price::make_coupon(&ctx, owner, &make).await.expect("made");
        self.name("coupon", coupon);
    }

    /// The market makes a coupon and a campaign.
    pub(super) async fn promote(&mut self) {
        let ctx = self.market.ctx.clone();
        let make = MakeCoupon {
            command: ctx.new_id(),
            shop: None,
            form: one_off("platform-coupon"),
        };
        let coupon = price::make_coupon(&ctx, &Actor::System, &make)
            .await
            .expect("made");
        self.name("platform_coupon", coupon);
        let make = MakeCampaign {
            command: ctx.new_id(),
            form: CampaignForm {
                name_en: "Autumn".into(),
                every: "200".into(),
                save: "30".into(),
                cap: "90".into(),
                shop_share: "50".into(),
                until: "2090-01-01T00:00".into(),
                ..CampaignForm::default()
            },
        };
        let campaign = price::make_campaign(&ctx, &Actor::System, &make)
            .await
            .expect("announced");
        self.name("campaign", campaign);
    }
}

/// A unit of money off, by a code.
fn one_off(code: &str) -> CouponForm {
    CouponForm {
        code: code.into(),
        kind: "amount".into(),
        value: "1".into(),
        limit: "100".into(),
        per_person: "1".into(),
        until: "2099-01-01T00:00".into(),
        ..CouponForm::default()
    }
}
