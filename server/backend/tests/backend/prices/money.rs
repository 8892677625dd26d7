//! What the platform pays for is in escrow with the rest, and goes back with it in proportion.

use super::*;
use crate::refunds::{Wish, refund};
use longtail::{
    id::CampaignId,
    trade::{
        order::{CancelOrder, Party},
        price::{CampaignForm, MakeCampaign},
    },
};

/// A paid order of three pieces at ¥100, of which the platform pays ¥60.01; postage ¥12.
async fn bought(market: &Market, buyer: &Actor, tea: &Listing) -> OrderId {
    coupon(market, None, amount("MARKET", "60.01")).await;
    market.fill(buyer, &[(tea.variant, 3)]).await;
    apply(market, buyer, "MARKET").await;
    let placed = market.place(buyer, &[]).await;
    assert_eq!(placed.total.minor, 30_000 - 6_001 + 1_200);
    market.pay_by_card(buyer, &placed).await;
    market.order_at(&placed, tea.shop).await
}

async fn wallet(market: &Market, buyer: &Actor) -> i64 {
    balance(market, Holder::Wallet(buyer.account().expect("an account"))).await
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_shop_is_paid_in_full_and_commission_is_on_that(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 10_000, 10).await;
    let order = bought(&market, &buyer, &tea).await;
    assert_eq!(balance(&market, Holder::Escrow(order)).await, 31_200);
    assert_eq!(balance(&market, Holder::Promotion).await, -6_001);
    market.audit_is_clean().await;
    let page = view(&market, &tea.owner, order).await;
    assert_eq!(page.promoted.minor, 6_001);
    assert_eq!(page.to_shop().map(|money| money.minor), Some(31_200 - 300));
    received(&market, &buyer, &tea, order).await;
    assert_eq!(
        balance(&market, Holder::ShopBalance(tea.shop)).await,
        30_900
    );
    assert_eq!(balance(&market, Holder::Commission).await, 300);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn refunds_return_both_parts_before_and_after_release(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 10_000, 10).await;
    let order = bought(&market, &buyer, &tea).await;
    let piece = |postage: &str| Wish {
        pieces: 1,
        postage: postage.into(),
        ..Wish::of(order)
    };
    refund(&market, &tea.owner, &piece("2"))
        .await
        .expect("one before dispatch");
    // A third of ¥60.01 is the platform's: ¥20.00, and ¥80.00 the buyer's.
    assert_eq!(balance(&market, Holder::Promotion).await, -4_001);
    assert_eq!(wallet(&market, &buyer).await, 8_000 + 200);
    market.audit_is_clean().await;
    received(&market, &buyer, &tea, order).await;
    market.audit_is_clean().await;
    refund(&market, &tea.owner, &piece(""))
        .await
        .expect("one after release");
    assert_eq!(balance(&market, Holder::Promotion).await, -2_000);
    market.audit_is_clean().await;
    refund(&market, &tea.owner, &piece("10"))
        .await
        .expect("the last takes the rest");
    assert_eq!(balance(&market, Holder::Promotion).await, 0);
    assert_eq!(
        wallet(&market, &buyer).await,
        30_000 - 6_001 + 1_200,
        "all that was paid"
    );
    assert_eq!(balance(&market, Holder::Commission).await, 0);
    assert_eq!(balance(&market, Holder::ShopBalance(tea.shop)).await, 0);
    let page = view(&market, &buyer, order).await;
    assert_eq!(page.refunded, page.summary.total);
    assert_eq!(page.refunded_promoted.minor, 6_001);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn an_order_called_off_returns_both_parts(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 10_000, 10).await;
    let order = bought(&market, &buyer, &tea).await;
    let goods = Wish {
        goods: "100".into(),
        ..Wish::of(order)
    };
    refund(&market, &tea.owner, &goods).await.expect("a part");
    let cancel = CancelOrder {
        command: market.ctx.new_id(),
        order,
        by: Party::Buyer,
    };
    order::cancel(&market.ctx, &buyer, &cancel)
        .await
        .expect("called off");
    assert_eq!(balance(&market, Holder::Escrow(order)).await, 0);
    assert_eq!(balance(&market, Holder::Promotion).await, 0);
    assert_eq!(wallet(&market, &buyer).await, 30_000 - 6_001 + 1_200);
    market.audit_is_clean().await;
}

/// A commission that is more than the buyer gets back goes to the platform's promotions.
#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_refund_of_what_the_platform_paid_nearly_alone_keeps_the_books(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 10_000, 10).await;
    coupon(&market, None, amount("ALL", "99.99")).await;
    market.fill(&buyer, &[(tea.variant, 1)]).await;
    apply(&market, &buyer, "ALL").await;
    let placed = market.place(&buyer, &[]).await;
    assert_eq!(placed.total.minor, 1 + 800);
    market.pay_by_card(&buyer, &placed).await;
    let order = placed.orders[0];
    received(&market, &buyer, &tea, order).await;
    let all = Wish {
        pieces: 1,
        ..Wish::of(order)
    };
    refund(&market, &tea.owner, &all).await.expect("refunded");
    assert_eq!(wallet(&market, &buyer).await, 1);
    assert_eq!(balance(&market, Holder::Promotion).await, 0);
    assert_eq!(balance(&market, Holder::Commission).await, 0);
    assert_eq!(balance(&market, Holder::ShopBalance(tea.shop)).await, 800);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn spend_and_save_is_shared_by_shops_that_agreed(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 15_000, 10).await;
    let cups = market.listing("cups", 9_000, 10).await;
    let rugs = market.listing("rugs", 90_000, 10).await;
    let make = MakeCampaign {
        command: market.ctx.new_id(),
        form: CampaignForm {
            name_en: "Summer".into(),
            every: "200".into(),
            save: "30".into(),
            cap: "300".into(),
            shop_share: "40".into(),
            until: FAR.into(),
            ..CampaignForm::default()
        },
    };
    let campaign: CampaignId = price::make_campaign(&market.ctx, &Actor::System, &make)
        .await
        .expect("announced");
    for (shop, slug) in [(&tea, "tea"), (&cups, "cups")] {
        price::join_campaign(&market.ctx, &shop.owner, slug, campaign, true)
            .await
            .expect("joined");
    }
    let offers = price::offers_page(&market.ctx, &tea.owner, "tea")
        .await
        .expect("a page");
    let [(asked, joined)] = &offers.campaigns[..] else {
        panic!("one campaign")
    };
    assert!(*joined);
    assert_eq!(asked.joined.len(), 1, "who else takes part is not told");
    let goods = [(tea.variant, 1), (cups.variant, 1), (rugs.variant, 1)];
    let placed = market.place(&buyer, &goods).await;
    assert_eq!(
        placed.total.minor,
        114_000 - 3_000 + 2_400,
        "¥240 of those who agreed"
    );
    market.pay_by_card(&buyer, &placed).await;
    market.audit_is_clean().await;
    assert_eq!(balance(&market, Holder::Promotion).await, -1_800);
    let order = market.order_at(&placed, tea.shop).await;
    let page = view(&market, &buyer, order).await;
    let funders: Vec<_> = page
        .explained
        .steps
        .iter()
        .map(|step| step.funder)
        .collect();
    assert_eq!(funders, [Funder::Shop, Funder::Platform]);
    let rugs_order = market.order_at(&placed, rugs.shop).await;
    let page = view(&market, &buyer, rugs_order).await;
    assert!(page.explained.steps.is_empty(), "it did not agree");
    let desk = price::promotions_page(&market.ctx, &Actor::System)
        .await
        .expect("a page");
    assert_eq!(desk.spent.minor, 1_800);
    assert_eq!(desk.campaigns[0].saved.minor, 3_000);
    received(&market, &buyer, &tea, order).await;
    market.audit_is_clean().await;
}

/// What the desk's rows say was spent, beside what the promotions cost.
async fn spent(market: &Market) -> (i64, i64, i64) {
    let desk = price::promotions_page(&market.ctx, &Actor::System)
        .await
        .expect("a page");
    let (coupon, campaign) = (desk.coupons[0].spent, desk.campaigns[0].by_platform);
    (coupon.minor, campaign.minor, desk.spent.minor)
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_rows_of_the_desk_add_up_to_what_was_spent(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 10_000, 10).await;
    let make = MakeCampaign {
        command: market.ctx.new_id(),
        form: CampaignForm {
            name_en: "Summer".into(),
            every: "100".into(),
            save: "9.99".into(),
            cap: "300".into(),
            until: FAR.into(),
            ..CampaignForm::default()
        },
    };
    price::make_campaign(&market.ctx, &Actor::System, &make)
        .await
        .expect("announced");
    let twice = CouponForm {
        per_person: "2".into(),
        ..amount("MARKET", "60.01")
    };
    coupon(&market, None, twice).await;
    let mut orders = Vec::new();
    for _ in 0..2 {
        market.fill(&buyer, &[(tea.variant, 3)]).await;
        apply(&market, &buyer, "MARKET").await;
        let placed = market.place(&buyer, &[]).await;
        market.pay_by_card(&buyer, &placed).await;
        orders.push(market.order_at(&placed, tea.shop).await);
    }
    let (coupons, campaign, all) = spent(&market).await;
    assert_eq!(coupons, 2 * 6_001);
    assert!(campaign > 0 && coupons + campaign == all);
    let cancel = CancelOrder {
        command: market.ctx.new_id(),
        order: orders[1],
        by: Party::Buyer,
    };
    order::cancel(&market.ctx, &buyer, &cancel)
        .await
        .expect("called off");
    assert_eq!(spent(&market).await, (6_001, campaign / 2, all / 2));
    let wish = Wish {
        pieces: 1,
        ..Wish::of(orders[0])
    };
    for left in [2, 1] {
        refund(&market, &tea.owner, &wish).await.expect("a piece");
        let (coupon, campaign, all) = spent(&market).await;
        assert_eq!(coupon + campaign, all, "{left} left");
        assert!((coupon - left * 6_001 / 3).abs() <= 3, "{coupon}");
    }
    market.audit_is_clean().await;
}
