//! What the demo's shops and the market take off prices: some running, some over, some ahead.

use super::world::{DemoError, World};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::CampaignId,
    trade::price::{CampaignForm, CouponForm, MakeCampaign, MakeCoupon, MakeOffer, OfferForm},
    when::local_field,
};
use longtail_backend::{Failure, trade::price};

/// The market's coupon for everybody's first purchase.
const WELCOME: &str = "WELCOME15";
/// The shops that take part in the campaign, and so pay a part of it.
const TAKE_PART: [&str; 3] = ["kiln-side", "bamboo-bend", "ember-and-iron"];

/// Makes all of it a few days before the present, so that the last orders are priced by it.
pub(super) async fn make(world: &World) -> Result<(), DemoError> {
    world.clock.set(world.until - Duration::days(40));
    coupon(world, None, &amount("AUTUMN20", "20", "150"), -20).await?;
    world.clock.set(world.until - Duration::days(4));
    coupon(world, None, &amount(WELCOME, "15", "100"), 60).await?;
    coupon(
        world,
        Some("cloud-ridge-tea"),
        &amount("TEA10", "10", "60"),
        45,
    )
    .await?;
    let ink = CouponForm {
        kind: "share".into(),
        value: "12".into(),
        cap: "30".into(),
        ..amount("INK12", "", "")
    };
    coupon(world, Some("ink-edge"), &ink, 30).await?;
    let ahead = CouponForm {
        from: local_field(world.until + Duration::days(20)),
        ..amount("LANTERN20", "20", "120")
    };
    coupon(world, Some("red-lantern-pantry"), &ahead, 40).await?;
    let kiln = OfferForm {
        name_en: "Kiln opening".into(),
        name_zh: "开窑".into(),
        kind: "share".into(),
        value: "15".into(),
        ..OfferForm::default()
    };
    offer(world, "kiln-side", kiln).await?;
    let winter = OfferForm {
        name_en: "For dry skin and short days".into(),
        name_zh: "冬日润肤".into(),
        kind: "amount".into(),
        value: "8".into(),
        listings: dearest(world, "dewgrass").await?,
        ..OfferForm::default()
    };
    offer(world, "dewgrass", winter).await?;
    campaign(world).await
}

fn amount(code: &str, value: &str, least: &str) -> CouponForm {
    CouponForm {
        code: code.to_owned(),
        kind: "amount".into(),
        value: value.to_owned(),
        least: least.to_owned(),
        limit: "5000".into(),
        per_person: "1".into(),
        ..CouponForm::default()
    }
}

/// A coupon that ends so many days after the present.
async fn coupon(
    world: &World,
    shop: Option<&str>,
    form: &CouponForm,
    days: i64,
) -> Result<(), DemoError> {
    let actor = match shop {
        Some(slug) => &world.shop(slug)?.owner,
        None => &Actor::System,
    };
    let make = MakeCoupon {
        command: world.ctx.new_id(),
        shop: shop.map(str::to_owned),
        form: CouponForm {
            until: local_field(world.until + Duration::days(days)),
            ..form.clone()
        },
    };
    price::make_coupon(&world.ctx, actor, &make)
        .await
        .map_err(DemoError::at(&form.code))?;
    Ok(())
}

async fn offer(world: &World, slug: &str, form: OfferForm) -> Result<(), DemoError> {
    let make = MakeOffer {
        command: world.ctx.new_id(),
        shop: slug.to_owned(),
        form: OfferForm {
            until: local_field(world.until + Duration::days(24)),
            ..form
        },
    };
    price::make_offer(&world.ctx, &world.shop(slug)?.owner, &make)
        .await
        .map_err(DemoError::at(slug))?;
    Ok(())
}

/// The three listings of a shop that cost most.
async fn dearest(world: &World, slug: &str) -> Result<Vec<String>, DemoError> {
    let ids: Vec<uuid::Uuid> = sqlx::query_scalar(
        "select l.id from listings l join shops s on s.id = l.shop_id
         where s.slug = $1 and l.stage = 'live'
         order by (select min(v.price_minor) from variants v where v.listing_id = l.id) desc, l.slug limit 3",
    )
    .bind(slug)
    .fetch_all(&world.ctx.db)
    .await
    .map_err(DemoError::content)?;
    Ok(ids.iter().map(ToString::to_string).collect())
}

async fn campaign(world: &World) -> Result<(), DemoError> {
    let make = MakeCampaign {
        command: world.ctx.new_id(),
        form: CampaignForm {
            name_en: "Hearth and table".into(),
            name_zh: "炉边与餐桌".into(),
            every: "200".into(),
            save: "30".into(),
            cap: "90".into(),
            shop_share: "40".into(),
            until: local_field(world.until + Duration::days(18)),
            ..CampaignForm::default()
        },
    };
    let campaign: CampaignId = price::make_campaign(&world.ctx, &Actor::System, &make)
        .await
        .map_err(DemoError::at("the campaign"))?;
    for slug in TAKE_PART {
        let owner = &world.shop(slug)?.owner;
        price::join_campaign(&world.ctx, owner, slug, campaign, true)
            .await
            .map_err(DemoError::at(slug))?;
    }
    Ok(())
}

/// Somebody tries the market's code; it may not count for what they buy.
pub(super) async fn try_code(world: &World, actor: &Actor) -> Result<(), DemoError> {
    match price::apply_coupon(&world.ctx, actor, WELCOME, "").await {
        Ok(_) | Err(Failure::Refused(_)) => Ok(()),
        Err(failure) => Err(DemoError::at(WELCOME)(failure)),
    }
}
