//! Uses of coupons: never more than there are, and given back where nothing is bought.

use super::*;
use crate::common::{address, until_waiting};
use futures::future::join_all;
use longtail::{id::AccountId, trade::checkout::PlaceCheckout};
use longtail_backend::{
    Ctx,
    trade::{cart, checkout::Tills},
};

async fn used(market: &Market) -> i32 {
    sqlx::query_scalar("select sum(used)::int from coupons")
        .fetch_one(&market.ctx.db)
        .await
        .expect("a number")
}

/// Guests with one piece and one coupon in each cart, who saw the reduced total.
async fn crowd(
    market: &Market,
    many: usize,
    shop: &Listing,
    coupon: CouponId,
) -> Vec<(Actor, PlaceCheckout)> {
    let ctx = &market.ctx;
    let people: Vec<AccountId> = (0..many).map(|_| ctx.new_id()).collect();
    sqlx::query(
        "with people as (
             insert into accounts (id, kind, created_at) select unnest($1::uuid[]), 'guest', $4 returning id),
         coupons as (
             insert into cart_coupons (account_id, coupon_id, shop_id, added_at)
             select id, $3, c.shop_id, $4 from people cross join (select shop_id from coupons where id = $3) c)
         insert into cart_lines (account_id, variant_id, quantity, added_at)
         select id, $2, 1, $4 from people",
    )
    .bind(people.iter().map(|id| id.0).collect::<Vec<_>>())
    .bind(shop.variant.0)
    .bind(coupon.0)
    .bind(ctx.now())
    .execute(&ctx.db)
    .await
    .expect("a crowd");
    let command = |account| {
        let cmd = PlaceCheckout {
            command: ctx.new_id(),
            email: "lin@longtail.example".into(),
            ship_to: address(),
            remember_address: false,
            notes: Vec::new(),
            agreed_total_minor: 5_000 - 1_000 + 800,
            agreed: None,
        };
        (Actor::Guest { account }, cmd)
    };
    people.into_iter().map(command).collect()
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_rush_uses_a_coupon_as_often_as_it_may_be_and_no_more(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 5_000, 200).await;
    let limited = CouponForm {
        limit: "7".into(),
        ..amount("SEVEN", "10")
    };
    let seven = coupon(&market, None, limited).await;
    let crowd = crowd(&market, 60, &tea, seven).await;
    // Two servers with tills of their own, so that batches meet in the database too.
    let other = Ctx {
        tills: Tills::default(),
        ..market.ctx.clone()
    };
    let outcomes = join_all(crowd.iter().enumerate().map(|(n, (actor, cmd))| {
        let ctx = if n % 2 == 0 { &market.ctx } else { &other };
        checkout::place(ctx, actor, cmd)
    }))
    .await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 7);
    for outcome in outcomes.iter().filter(|outcome| outcome.is_err()) {
        let Err(Failure::Refused(CheckoutError::TotalChanged { seen, now, .. })) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!((seen.minor, now.minor), (4_800, 5_800));
    }
    assert_eq!(used(&market).await, 7);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_command_that_waits_for_itself_hears_its_own_answer(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 5_000, 10).await;
    let code = coupon(&market, Some((&tea, "tea")), amount("TEA10", "10")).await;
    let crowd = crowd(&market, 1, &tea, code).await;
    let (buyer, cmd) = &crowd[0];
    let other = Ctx {
        tills: Tills::default(),
        ..market.ctx.clone()
    };
    // Both have seen the cart full before either gets at the goods.
    let mut held = market.ctx.db.begin().await.expect("a transaction");
    sqlx::query("select 1 from stock_levels for update")
        .execute(&mut *held)
        .await
        .expect("held");
    let let_go = async {
        until_waiting(&market.ctx.db, 2).await;
        held.rollback().await.expect("let go");
    };
    let (first, second, ()) = tokio::join!(
        checkout::place(&market.ctx, buyer, cmd),
        checkout::place(&other, buyer, cmd),
        let_go,
    );
    assert_eq!(first.expect("placed"), second.expect("the same answer"));
    assert_eq!(used(&market).await, 1);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_is_called_off_unpaid_gives_the_use_back(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 5_000, 10).await;
    let once = CouponForm {
        limit: "1".into(),
        ..amount("ONCE", "10")
    };
    coupon(&market, Some((&tea, "tea")), once).await;
    for by_clock in [false, true] {
        market.fill(&buyer, &[(tea.variant, 1)]).await;
        apply(&market, &buyer, "ONCE").await;
        let placed = market.place(&buyer, &[]).await;
        assert_eq!(placed.total.minor, 4_800);
        assert_eq!(used(&market).await, 1);
        let again = price::apply_coupon(&market.ctx, &buyer, "ONCE", "").await;
        assert!(again.is_err(), "it is used");
        if by_clock {
            market.test.clock.advance(chrono::Duration::minutes(16));
            jobs::run_due(&market.ctx).await.expect("jobs run");
        } else {
            checkout::cancel(&market.ctx, &buyer, placed.checkout)
                .await
                .expect("called off");
        }
        assert_eq!(used(&market).await, 0);
        market.audit_is_clean().await;
    }
    // A paid one stays used, also where its order is called off later.
    market.fill(&buyer, &[(tea.variant, 1)]).await;
    apply(&market, &buyer, "ONCE").await;
    let placed = market.place(&buyer, &[]).await;
    market.pay_by_card(&buyer, &placed).await;
    let cancel = longtail::trade::order::CancelOrder {
        command: market.ctx.new_id(),
        order: placed.orders[0],
        by: longtail::trade::order::Party::Buyer,
    };
    order::cancel(&market.ctx, &buyer, &cancel)
        .await
        .expect("called off");
    assert_eq!(used(&market).await, 1);
    market.fill(&buyer, &[(tea.variant, 1)]).await;
    let again = price::apply_coupon(&market.ctx, &buyer, "ONCE", "").await;
    assert!(matches!(
        again,
        Err(Failure::Refused(CouponTrouble::UsedByYou))
    ));
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_comes_back_into_the_cart_comes_with_its_coupon(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 5_000, 10).await;
    coupon(&market, Some((&tea, "tea")), amount("TEA10", "10")).await;
    market.fill(&buyer, &[(tea.variant, 1)]).await;
    apply(&market, &buyer, "TEA10").await;
    let placed = market.place(&buyer, &[]).await;
    market.test.clock.advance(chrono::Duration::minutes(16));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    for _ in 0..2 {
        cart::refill_from_checkout(&market.ctx, &buyer, placed.checkout)
            .await
            .expect("put back");
        let cart = cart::cart_page(&market.ctx, &buyer).await.expect("a cart");
        assert_eq!(cart.coupons.len(), 1);
        assert_eq!(cart.total, placed.total);
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_code_sent_many_times_at_once_is_used_once(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 5_000, 10).await;
    coupon(&market, Some((&tea, "tea")), amount("TEA10", "10")).await;
    market.fill(&buyer, &[(tea.variant, 1)]).await;
    let sent = (0..8).map(|_| price::apply_coupon(&market.ctx, &buyer, "TEA10", ""));
    for cart in join_all(sent).await {
        assert_eq!(cart.expect("it counts").coupons.len(), 1);
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn codes_are_not_guessed_without_end(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 5_000, 10).await;
    coupon(&market, Some((&tea, "tea")), amount("TEA10", "10")).await;
    let (buyer, other) = (market.member("Lin").await, market.member("Mei").await);
    for person in [&buyer, &other] {
        market.fill(person, &[(tea.variant, 1)]).await;
    }
    let typed = async |actor: &Actor, code: &str, address: &str| {
        price::apply_coupon(&market.ctx, actor, code, address).await
    };
    for n in 0..10 {
        let miss = typed(&buyer, &format!("GUESS{n}"), "192.0.2.1").await;
        assert!(matches!(
            miss,
            Err(Failure::Refused(CouponTrouble::Unknown))
        ));
    }
    let too_many = typed(&buyer, "TEA10", "198.51.100.7").await;
    assert!(matches!(
        too_many,
        Err(Failure::TooMany { seconds: 1..=901 })
    ));
    typed(&other, "TEA10", "192.0.2.1")
        .await
        .expect("a right one");
    market.test.clock.advance(chrono::Duration::minutes(16));
    typed(&buyer, "TEA10", "192.0.2.1")
        .await
        .expect("he waited");

    // Guests are new people with each session; their address is not.
    for n in 0..60 {
        let guest = market.guest().await;
        let miss = typed(&guest, &format!("GUESS{n}"), "192.0.2.1").await;
        assert!(matches!(
            miss,
            Err(Failure::Refused(CouponTrouble::Unknown))
        ));
    }
    let guest = market.guest().await;
    let too_many = typed(&guest, "GUESS", "192.0.2.1").await;
    assert!(matches!(too_many, Err(Failure::TooMany { .. })));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_database_refuses_what_the_rules_refuse(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 5_000, 10).await;
    offer(&market, &tea, "tea", "share", "10").await;
    let once = CouponForm {
        limit: "1".into(),
        ..amount("ONCE", "10")
    };
    coupon(&market, Some((&tea, "tea")), once).await;
    coupon(&market, Some((&tea, "tea")), amount("MORE", "1")).await;
    market.fill(&buyer, &[(tea.variant, 1)]).await;
    apply(&market, &buyer, "MORE").await;
    apply(&market, &buyer, "ONCE").await;
    let form = checkout::checkout_form(&market.ctx, &buyer)
        .await
        .expect("a form");
    assert_eq!(form.cart.coupons.len(), 1, "one of each shop");
    let placed = market.place(&buyer, &[]).await;
    market.pay_by_card(&buyer, &placed).await;
    for sql in [
        "update coupons set used = used + 1 where most_uses = 1",
        "update coupons set used = -1",
        "update coupon_people set used = used + 1",
        "update coupon_people set per_person = 9, used = 9",
        "insert into coupon_uses (coupon_id, checkout_id, account_id, shop_id, off_minor, taken_at)
         select c.id, u.checkout_id, u.account_id, c.shop_id, 1, u.taken_at
         from coupon_uses u, coupons c where c.code = 'MORE'",
        "update order_lines set offer_minor = offer_minor + 1",
        "update order_lines set platform_coupon_minor = goods_minor",
        "update orders set promoted_minor = promoted_minor + 1",
        "update orders set total_minor = total_minor - 1",
        "insert into campaigns (id, name_en, name_zh, every_minor, save_minor, shop_share_bp, from_at, until_at, created_at)
         select gen_random_uuid(), 'a', '', 200, 100, 0, now(), now() + interval '1 day', now()
         from generate_series(1, 2)",
    ] {
        let tampered = sqlx::query(sql).execute(&market.ctx.db).await;
        assert!(tampered.is_err(), "{sql}");
    }
    market.audit_is_clean().await;
    sqlx::query("update coupons set used = 0")
        .execute(&market.ctx.db)
        .await
        .expect("tampered");
    assert_eq!(market.broken_proofs().await, ["coupons"]);
}
