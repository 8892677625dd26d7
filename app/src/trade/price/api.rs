//! Server functions of offers, coupons and campaigns.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::{
    id::{CampaignId, CommandId, CouponId, OfferId},
    trade::{
        cart::CartView,
        price::{CampaignForm, CouponForm, CouponTrouble, OffersPage, PromotionsPage},
    },
};
#[cfg(feature = "ssr")]
use {
    crate::ssr::{caller, ctx, fault, plain_fault},
    longtail::trade::price as rule,
    longtail_backend::trade::price,
};

/// Puts a coupon into the cart by its code, in the place of another of the same shop or of the
/// market, and answers with the cart.
///
/// Who may: whoever has a cart.
#[server(prefix = "/api", endpoint = "trade/price/apply_coupon")]
pub async fn apply_coupon(
    #[server(default)] code: String,
) -> Result<CartView, Fault<CouponTrouble>> {
    let caller = caller();
    price::apply_coupon(&ctx(), &caller.actor, &code, &caller.address)
        .await
        .map_err(fault)
}

/// Takes a coupon out of the cart, and answers with the cart.
///
/// Who may: whoever has a cart.
#[server(prefix = "/api", endpoint = "trade/price/remove_coupon")]
pub async fn remove_coupon(coupon: CouponId) -> Result<CartView, Fault> {
    price::remove_coupon(&ctx(), &caller().actor, coupon)
        .await
        .map_err(plain_fault)
}

/// A shop's offers and coupons, and the campaigns that it may take part in.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/price/load_offers", input = server_fn::codec::GetUrl)]
pub async fn load_offers(shop: String) -> Result<OffersPage, Fault> {
    price::offers_page(&ctx(), &caller().actor, &shop)
        .await
        .map_err(plain_fault)
}

/// Takes something off a shop's prices for a while.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/price/make_offer")]
pub async fn make_offer(
    command: CommandId,
    shop: String,
    #[server(default)] name_en: String,
    #[server(default)] name_zh: String,
    /// `share` or `amount`.
    #[server(default)]
    kind: String,
    /// Per cent such as `12.5`, or an amount off each piece such as `10.00`.
    #[server(default)]
    value: String,
    /// Left out, it holds for everything in the shop.
    #[server(default)]
    listings: Vec<String>,
    /// By the market's clock: `2026-11-30T20:00`; empty for at once.
    #[server(default)]
    from: String,
    #[server(default)] until: String,
) -> Result<(), Fault> {
    let make = rule::MakeOffer {
        command,
        shop: shop.clone(),
        form: rule::OfferForm {
            name_en,
            name_zh,
            kind,
            value,
            listings,
            from,
            until,
        },
    };
    price::make_offer(&ctx(), &caller().actor, &make)
        .await
        .map_err(plain_fault)?;
    leptos_axum::redirect(&format!("/back-office/{shop}/offers?made=offer"));
    Ok(())
}

/// Ends an offer now.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/price/end_offer")]
pub async fn end_offer(shop: String, offer: OfferId) -> Result<(), Fault> {
    price::end_offer(&ctx(), &caller().actor, &shop, offer)
        .await
        .map_err(plain_fault)?;
    leptos_axum::redirect(&format!("/back-office/{shop}/offers"));
    Ok(())
}

/// Makes a coupon that its shop pays for.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/price/make_coupon")]
pub async fn make_coupon(
    command: CommandId,
    shop: String,
    #[server(flatten)] form: CouponForm,
) -> Result<(), Fault> {
    let make = rule::MakeCoupon {
        command,
        shop: Some(shop.clone()),
        form,
    };
    price::make_coupon(&ctx(), &caller().actor, &make)
        .await
        .map_err(plain_fault)?;
    leptos_axum::redirect(&format!("/back-office/{shop}/offers?made=coupon"));
    Ok(())
}

/// Ends a shop's coupon now.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/price/end_coupon")]
pub async fn end_coupon(shop: String, coupon: CouponId) -> Result<(), Fault> {
    price::end_coupon(&ctx(), &caller().actor, Some(&shop), coupon)
        .await
        .map_err(plain_fault)?;
    leptos_axum::redirect(&format!("/back-office/{shop}/offers"));
    Ok(())
}

/// Takes part in a campaign that shops pay a part of, or does so no longer.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/price/join_campaign")]
pub async fn join_campaign(
    shop: String,
    campaign: CampaignId,
    #[server(default)] takes_part: bool,
) -> Result<(), Fault> {
    price::join_campaign(&ctx(), &caller().actor, &shop, campaign, takes_part)
        .await
        .map_err(plain_fault)?;
    leptos_axum::redirect(&format!("/back-office/{shop}/offers"));
    Ok(())
}

/// The market's own coupons and campaigns, and what they cost it.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "trade/price/load_promotions", input = server_fn::codec::GetUrl)]
pub async fn load_promotions() -> Result<PromotionsPage, Fault> {
    price::promotions_page(&ctx(), &caller().actor)
        .await
        .map_err(plain_fault)
}

/// Makes a coupon that the market pays for, over all shops.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "trade/price/make_platform_coupon")]
pub async fn make_platform_coupon(
    command: CommandId,
    #[server(flatten)] form: CouponForm,
) -> Result<(), Fault> {
    let make = rule::MakeCoupon {
        command,
        shop: None,
        form,
    };
    price::make_coupon(&ctx(), &caller().actor, &make)
        .await
        .map_err(plain_fault)?;
    leptos_axum::redirect("/desk/promotions?made=coupon");
    Ok(())
}

/// Ends a coupon of the market now.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "trade/price/end_platform_coupon")]
pub async fn end_platform_coupon(coupon: CouponId) -> Result<(), Fault> {
    price::end_coupon(&ctx(), &caller().actor, None, coupon)
        .await
        .map_err(plain_fault)?;
    leptos_axum::redirect("/desk/promotions");
    Ok(())
}

/// Announces a spend-and-save over all shops.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "trade/price/make_campaign")]
pub async fn make_campaign(
    command: CommandId,
    #[server(flatten)] form: CampaignForm,
) -> Result<(), Fault> {
    let make = rule::MakeCampaign { command, form };
    price::make_campaign(&ctx(), &caller().actor, &make)
        .await
        .map_err(plain_fault)?;
    leptos_axum::redirect("/desk/promotions?made=campaign");
    Ok(())
}

/// Ends a campaign now.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "trade/price/end_campaign")]
pub async fn end_campaign(campaign: CampaignId) -> Result<(), Fault> {
    price::end_campaign(&ctx(), &caller().actor, campaign)
        .await
        .map_err(plain_fault)?;
    leptos_axum::redirect("/desk/promotions");
    Ok(())
}
