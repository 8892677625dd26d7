//! What lowers prices in the town.

use super::Town;
use longtail::{
    actor::Actor,
    trade::price::{CampaignForm, CouponForm, MakeCampaign, MakeCoupon, MakeOffer, OfferForm},
};
use longtail_backend::trade::price;

impl Town {
    /// The owner makes an offer and a coupon, and the market a coupon and a campaign.
    pub(super) async fn lower_prices(&mut self, owner: &Actor) {
        let ctx = self.market.ctx.clone();
        let until = "2099-01-01T00:00".to_owned();
        let make = MakeOffer {
            command: ctx.new_id(),
            shop: "tea".into(),
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
        for (name, shop) in [("coupon", Some("tea")), ("platform_coupon", None)] {
            let actor = if shop.is_some() {
                owner
            } else {
                &Actor::System
            };
            let make = MakeCoupon {
                command: ctx.new_id(),
                shop: shop.map(str::to_owned),
                form: CouponForm {
                    code: name.replace('_', "-"),
                    kind: "amount".into(),
                    value: "1".into(),
                    limit: "100".into(),
                    per_person: "1".into(),
                    until: until.clone(),
                    ..CouponForm::default()
                },
            };
            let coupon = price::make_coupon(&ctx, actor, &make).await.expect("made");
            self.name(name, coupon);
        }
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
