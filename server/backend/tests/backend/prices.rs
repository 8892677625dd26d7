//! Offers, coupons and spend-and-save on a real Postgres: what a basket costs, and what stays of
//! it on the order.

mod money;
mod running;
mod uses;

use crate::{
    common::{Listing, Market},
    street::Street,
};
use longtail::{
    actor::Actor,
    id::{CouponId, OfferId, OrderId},
    money::ledger::Holder,
    trade::{
        catalog::browse::ProductPage,
        checkout::CheckoutError,
        order::{ConfirmReceipt, OrderView},
        price::{CouponForm, CouponTrouble, Funder, MakeCoupon, MakeOffer, OfferForm, What},
        seen::{Looker, SeenCookie},
    },
};
use longtail_backend::{
    Failure, MIGRATIONS, jobs,
    money::ledger,
    trade::{catalog::browse, checkout, order, price},
};
use sqlx::PgPool;

const FAR: &str = "2099-01-01T00:00";

/// So much off, once for everybody who has the code.
fn amount(code: &str, value: &str) -> CouponForm {
    CouponForm {
        code: code.into(),
        kind: "amount".into(),
        value: value.into(),
        limit: "100".into(),
        per_person: "1".into(),
        until: FAR.into(),
        ..CouponForm::default()
    }
}

/// A coupon of a shop, or of the platform.
async fn coupon(market: &Market, of: Option<(&Listing, &str)>, form: CouponForm) -> CouponId {
    let (actor, shop) = match of {
        Some((shop, slug)) => (&shop.owner, Some(slug.to_owned())),
        None => (&Actor::System, None),
    };
    let make = MakeCoupon {
        command: market.ctx.new_id(),
        shop,
        form,
    };
    price::make_coupon(&market.ctx, actor, &make)
        .await
        .expect("made")
}

async fn offer(market: &Market, shop: &Listing, slug: &str, kind: &str, value: &str) -> OfferId {
    let make = MakeOffer {
        command: market.ctx.new_id(),
        shop: slug.into(),
        form: OfferForm {
            name_en: format!("{value} off"),
            kind: kind.into(),
            value: value.into(),
            until: FAR.into(),
            ..OfferForm::default()
        },
    };
    let made = price::make_offer(&market.ctx, &shop.owner, &make).await;
    let again = price::make_offer(&market.ctx, &shop.owner, &make).await;
    let made = made.expect("made");
    assert_eq!(made, again.expect("the same answer"));
    made
}

async fn apply(market: &Market, buyer: &Actor, code: &str) {
    price::apply_coupon(&market.ctx, buyer, code, "")
        .await
        .expect("it counts");
}

async fn view(market: &Market, actor: &Actor, order: OrderId) -> OrderView {
    order::order_page(&market.ctx, actor, order)
        .await
        .expect("a page")
}

async fn received(market: &Market, buyer: &Actor, shop: &Listing, order: OrderId) {
    market.ship(&shop.owner, order).await;
    let receipt = ConfirmReceipt {
        command: market.ctx.new_id(),
        order,
    };
    order::confirm(&market.ctx, buyer, &receipt)
        .await
        .expect("confirmed");
}

async fn balance(market: &Market, holder: Holder) -> i64 {
    let mut db = market.ctx.db.acquire().await.expect("a connection");
    ledger::balance(&mut db, holder, market.ctx.settings.currency)
        .await
        .expect("a balance")
        .minor
}

async fn product(market: &Market, slug: &str) -> ProductPage {
    let looker = Looker {
        actor: Actor::Stranger,
        cookie: SeenCookie::default(),
    };
    browse::product_page(&market.ctx, &looker, slug, slug)
        .await
        .expect("a product")
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn every_step_is_kept_on_the_order_and_told(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 10_000, 10).await;
    let cups = market.listing("cups", 5_000, 10).await;
    offer(&market, &tea, "tea", "share", "20").await;
    offer(&market, &tea, "tea", "amount", "5").await;
    coupon(&market, Some((&tea, "tea")), amount("TEA10", "10")).await;
    coupon(&market, None, amount("WELCOME", "30")).await;
    market
        .fill(&buyer, &[(tea.variant, 2), (cups.variant, 1)])
        .await;
    apply(&market, &buyer, " tea 10 ").await;
    apply(&market, &buyer, "WELCOME").await;
    let form = checkout::checkout_form(&market.ctx, &buyer)
        .await
        .expect("a form");
    // ¥160 of tea less ¥10, ¥50 of cups, ¥30 off both; postage ¥10 and ¥8.
    assert_eq!(form.cart.goods.minor, 16_000 + 5_000);
    assert_eq!(form.cart.off.minor, 4_000);
    assert_eq!(form.cart.total.minor, 21_000 - 4_000 + 1_800);

    let placed = market.place(&buyer, &[]).await;
    assert_eq!(placed.total, form.cart.total);
    let order = market.order_at(&placed, tea.shop).await;
    let page = view(&market, &buyer, order).await;
    let steps: Vec<_> = page
        .explained
        .steps
        .iter()
        .map(|step| {
            (
                step.what,
                step.funder,
                step.name.en.as_str(),
                step.off.minor,
            )
        })
        .collect();
    assert_eq!(
        steps,
        [
            (What::Offer, Funder::Shop, "20 off", 4_000),
            (What::Coupon, Funder::Shop, "TEA10", 1_000),
            (What::Coupon, Funder::Platform, "WELCOME", 2_250),
        ]
    );
    assert_eq!(page.explained.list.minor, 20_000);
    assert_eq!(page.explained.to_pay.minor, 12_750);
    assert_eq!(page.summary.total.minor, 12_750 + 1_000);
    let pay = checkout::checkout_page(&market.ctx, &buyer, placed.checkout)
        .await
        .expect("a page");
    assert_eq!(
        (pay.goods, pay.off, pay.total),
        (form.cart.goods, form.cart.off, placed.total)
    );
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_code_says_why_it_does_not_count_and_is_not_kept(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.guest().await;
    let tea = market.listing("tea", 3_000, 10).await;
    let cups = market.listing("cups", 3_000, 10).await;
    let dear = CouponForm {
        least: "50".into(),
        ..amount("DEAR", "10")
    };
    coupon(&market, Some((&tea, "tea")), dear).await;
    coupon(&market, Some((&cups, "cups")), amount("CUPS", "1")).await;
    let ended = coupon(&market, None, amount("GONE", "1")).await;
    price::end_coupon(&market.ctx, &Actor::System, None, ended)
        .await
        .expect("ended");
    let ahead = CouponForm {
        from: "2098-01-01T00:00".into(),
        ..amount("AHEAD", "1")
    };
    coupon(&market, None, ahead).await;
    market.fill(&buyer, &[(tea.variant, 1)]).await;
    let why = async |code: &str| match price::apply_coupon(&market.ctx, &buyer, code, "").await {
        Err(Failure::Refused(trouble)) => trouble,
        other => panic!("{code}: {other:?}"),
    };
    assert_eq!(why("NOBODYS").await, CouponTrouble::Unknown);
    assert_eq!(why("cups").await, CouponTrouble::NothingOfShop);
    assert_eq!(why("gone").await, CouponTrouble::Over);
    assert!(matches!(why("ahead").await, CouponTrouble::NotYet { .. }));
    let trouble = why("dear").await;
    assert!(
        matches!(trouble, CouponTrouble::LeastNotReached { missing } if missing.minor == 2_000)
    );
    let form = checkout::checkout_form(&market.ctx, &buyer)
        .await
        .expect("a form");
    assert!(form.cart.coupons.is_empty());

    // The market pays nothing for what a shop buys from itself.
    coupon(&market, None, amount("MARKET", "1")).await;
    market.fill(&tea.owner, &[(tea.variant, 1)]).await;
    let own = price::apply_coupon(&market.ctx, &tea.owner, "MARKET", "").await;
    assert!(matches!(own, Err(Failure::Refused(CouponTrouble::OwnShop))));
    market.fill(&tea.owner, &[(cups.variant, 1)]).await;
    apply(&market, &tea.owner, "MARKET").await;

    // It counts once there is enough, and says so again when there is not.
    market.fill(&buyer, &[(tea.variant, 1)]).await;
    apply(&market, &buyer, "DEAR").await;
    longtail_backend::trade::cart::set_quantity(&market.ctx, &buyer, tea.variant, 1)
        .await
        .expect("fewer");
    let form = checkout::checkout_form(&market.ctx, &buyer)
        .await
        .expect("a form");
    assert!(matches!(
        form.cart.coupons[0].outcome,
        Err(CouponTrouble::LeastNotReached { .. })
    ));
    assert_eq!(form.cart.total.minor, 3_000 + 800);
    let placed = market.place(&buyer, &[]).await;
    assert_eq!(placed.total.minor, 3_800);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_changed_since_is_told_and_asked_about(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 10_000, 10).await;
    let running = offer(&market, &tea, "tea", "share", "10").await;
    coupon(&market, Some((&tea, "tea")), amount("TEA5", "5")).await;
    market.fill(&buyer, &[(tea.variant, 1)]).await;
    apply(&market, &buyer, "TEA5").await;
    let mut cmd = market.form(&buyer).await;
    assert_eq!(cmd.agreed_total_minor, 9_000 - 500 + 800);
    price::end_offer(&market.ctx, &tea.owner, "tea", running)
        .await
        .expect("ended");
    let refused = checkout::place(&market.ctx, &buyer, &cmd).await;
    let Err(Failure::Refused(CheckoutError::TotalChanged { seen, now, .. })) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!((seen.minor, now.minor), (9_300, 10_300));
    cmd.agreed_total_minor = now.minor;
    checkout::place(&market.ctx, &buyer, &cmd)
        .await
        .expect("agreed");
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn shoppers_see_the_offer_beside_the_lowest_price_of_thirty_days(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 10_000, 10).await;
    let running = offer(&market, &tea, "tea", "share", "20").await;
    let page = product(&market, "tea").await;
    let shown = &page.variants[0];
    assert_eq!(
        (shown.price.minor, shown.was_price.map(|was| was.minor)),
        (8_000, Some(10_000))
    );
    assert_eq!(page.offers[0].name.en, "20 off");
    // Two weeks ago it cost ¥90, a month and a half ago ¥10: only the first counts.
    for (days, minor) in [(45, 1_000), (40, 9_000), (14, 10_000)] {
        sqlx::query("insert into price_changes (variant_id, price_minor, at) values ($1, $2, $3)")
            .bind(tea.variant.0)
            .bind(minor)
            .bind(market.ctx.now() - chrono::Duration::days(days))
            .execute(&market.ctx.db)
            .await
            .expect("a price of before");
    }
    sqlx::query("update listings set published_at = published_at - interval '60 days'")
        .execute(&market.ctx.db)
        .await
        .expect("long on the shelf");
    let page = product(&market, "tea").await;
    assert_eq!(page.variants[0].was_price.map(|was| was.minor), Some(9_000));
    let lists = browse::cards(&market.ctx, &[&[page.listing]])
        .await
        .expect("cards");
    let card = &lists[0][0];
    assert_eq!(
        (card.price.minor, card.was_price.map(|was| was.minor)),
        (8_000, Some(9_000))
    );
    // However long it runs, it is compared with the days before it began.
    market.test.clock.advance(chrono::Duration::days(40));
    let page = product(&market, "tea").await;
    assert_eq!(page.variants[0].was_price.map(|was| was.minor), Some(9_000));
    let lists = browse::cards(&market.ctx, &[&[page.listing]])
        .await
        .expect("cards");
    let was = lists[0][0].was_price;
    assert_eq!(was.map(|was| was.minor), Some(9_000));
    // Whoever follows goods is told when an offer begins, and when it ends.
    let told = async || {
        jobs::run_due(&market.ctx).await.expect("jobs run");
        let sql = "select count(*) from events where kind = 'shop_changed'";
        let count: i64 = sqlx::query_scalar(sql)
            .fetch_one(&market.ctx.db)
            .await
            .expect("a number");
        count
    };
    let begun = told().await;
    price::end_offer(&market.ctx, &tea.owner, "tea", running)
        .await
        .expect("ended");
    assert_eq!((begun, told().await), (1, 2));
    assert!(product(&market, "tea").await.offers.is_empty());
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn goods_are_cheap_at_the_price_that_is_shown(db: PgPool) {
    let street = Street::new(db).await;
    let reduced = street.listing(street.tea, "Reduced", "", 5_200, 0).await;
    let chosen = street.listing(street.tea, "Chosen", "", 6_400, 0).await;
    for listing in [reduced, chosen] {
        let sql =
            "update listings set published_at = published_at - interval '9 days' where id = $1";
        street.change(listing, sql).await;
    }
    // The rows above are full of what sells.
    for n in 0..5 {
        let title = format!("Teapot {n}");
        street
            .listing(street.ceramics, &title, "", 90_000, 100 + n)
            .await;
    }
    let home = async || {
        browse::home_page(&street.ctx, &Looker::nobody())
            .await
            .expect("a home page")
    };
    assert!(home().await.under_price.is_empty());
    sqlx::query(
        "insert into shop_offers (id, shop_id, name_en, name_zh, share_bp, chosen, from_at, until_at, created_at)
         values (gen_random_uuid(), $1, 'Ten off', '', 1000, false, $2, $2 + interval '1 day', $2)",
    )
    .bind(street.shop.0)
    .bind(street.ctx.now())
    .execute(&street.ctx.db)
    .await
    .expect("an offer");
    let cheap = async || {
        let cards = home().await.under_price.into_iter();
        cards.map(|c| (c.id, c.price.minor)).collect::<Vec<_>>()
    };
    assert_eq!(cheap().await, [(reduced, 4_680)]);
    // What an offer is made for alone may be dearer in the list.
    sqlx::query(
        "with o as (insert into shop_offers (id, shop_id, name_en, name_zh, share_bp, chosen, from_at, until_at,
                                             created_at)
                    values (gen_random_uuid(), $1, 'A quarter off', '', 2500, true, $2,
                            $2 + interval '1 day', $2)
                    returning id)
         insert into shop_offer_listings (offer_id, listing_id) select id, $3 from o",
    )
    .bind(street.shop.0)
    .bind(street.ctx.now())
    .bind(chosen.0)
    .execute(&street.ctx.db)
    .await
    .expect("an offer");
    assert_eq!(cheap().await, [(chosen, 4_800)]);
}
