//! Many buyers at one moment. A test's runtime has one thread: what is begun together by
//! `join_all` waits together, and is carried out in batches.

mod line;

use crate::common::{Market, address, until_waiting};
use futures::future::join_all;
use longtail::{
    actor::Actor,
    id::{AccountId, VariantId},
    trade::{
        checkout::{CheckoutError, PlaceCheckout, PlacedCheckout},
        order::{CancelOrder, Party},
    },
};
use longtail_backend::{
    Ctx, Failure, MIGRATIONS,
    trade::{cart, checkout, order},
};
use sqlx::{PgPool, Postgres, Transaction};
use std::{collections::BTreeSet, time::Duration};

type Outcome = Result<PlacedCheckout, Failure<CheckoutError>>;

/// Guests who all have one of each of these things in their carts.
async fn crowd(
    market: &Market,
    many: usize,
    goods: &[VariantId],
    total_minor: i64,
) -> Vec<(Actor, PlaceCheckout)> {
    let ctx = &market.ctx;
    let people: Vec<AccountId> = (0..many).map(|_| ctx.new_id()).collect();
    sqlx::query(
        "with people as (
             insert into accounts (id, kind, created_at) select unnest($1::uuid[]), 'guest', $3 returning id)
         insert into cart_lines (account_id, variant_id, quantity, added_at)
         select id, variant, 1, $3 from people cross join unnest($2::uuid[]) as variant",
    )
    .bind(people.iter().map(|id| id.0).collect::<Vec<_>>())
    .bind(goods.iter().map(|id| id.0).collect::<Vec<_>>())
    .bind(ctx.now())
    .execute(&ctx.db)
    .await
    .expect("a crowd");
    let command = |account| {
        let cmd = PlaceCheckout {
            command: ctx.new_id(),
            email: "lin@longtail.example".into(),
            ship_to: address(),
            remember_address: true,
            notes: Vec::new(),
            agreed_total_minor: total_minor,
            agreed: None,
        };
        (Actor::Guest { account }, cmd)
    };
    people.into_iter().map(command).collect()
}

async fn all_place(ctx: &Ctx, crowd: &[(Actor, PlaceCheckout)]) -> Vec<Outcome> {
    join_all(
        crowd
            .iter()
            .map(|(actor, cmd)| checkout::place(ctx, actor, cmd)),
    )
    .await
}

async fn count(db: &PgPool, table: &str) -> i64 {
    let sql = format!("select count(*) from {table}");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .fetch_one(db)
        .await
        .expect("a number")
}

fn is_sold_out(outcome: &Outcome, variant: VariantId) -> bool {
    matches!(outcome, Err(Failure::Refused(CheckoutError::LinesInTrouble { variants })) if *variants == [variant])
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_thousand_want_the_last_piece(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 1).await;
    let crowd = crowd(&market, 1_000, &[tea.variant], 7_600).await;
    let outcomes = all_place(&market.ctx, &crowd).await;
    let served = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(served, 1);
    let refused = outcomes.iter().filter(|o| is_sold_out(o, tea.variant));
    assert_eq!(refused.count(), 999);
    assert_eq!(count(&market.ctx.db, "orders").await, 1);
    assert_eq!(count(&market.ctx.db, "cart_lines").await, 999);
    assert_eq!(market.available(tea.variant).await, 0);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_rush_sells_what_there_is_and_no_more(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 200).await;
    let crowd = crowd(&market, 500, &[tea.variant], 7_600).await;
    let outcomes = all_place(&market.ctx, &crowd).await;
    // First come, first served.
    assert!(outcomes[..200].iter().all(Result::is_ok));
    assert!(outcomes[200..].iter().all(|o| is_sold_out(o, tea.variant)));
    let db = &market.ctx.db;
    for (table, rows) in [
        ("checkouts", 200),
        ("orders", 200),
        ("order_lines", 200),
        ("commands", 200),
        ("addresses", 200),
        ("stock_movements where kind = 'reserved'", 200),
        (
            "jobs cross join jsonb_array_elements(payload -> 'checkouts') where kind = 'expire_checkout'",
            200,
        ),
        ("accounts where email = 'lin@longtail.example'", 200),
        ("cart_lines", 300),
    ] {
        assert_eq!(count(db, table).await, rows, "{table}");
    }
    assert_eq!(market.available(tea.variant).await, 0);
    let again = all_place(&market.ctx, &crowd).await;
    for (first, again) in outcomes.iter().zip(&again).take(200) {
        assert_eq!(
            first.as_ref().expect("placed"),
            again.as_ref().expect("the same answer")
        );
    }
    assert_eq!(count(db, "orders").await, 200);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn two_batches_at_once_sell_what_there_is_and_no_more(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 300).await;
    let crowd = crowd(&market, 900, &[tea.variant], 7_600).await;
    let outcomes = all_place(&market.ctx, &crowd).await;
    let served = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    let refused = outcomes.iter().filter(|o| is_sold_out(o, tea.variant));
    assert_eq!((served, refused.count()), (300, 600));
    assert_eq!(count(&market.ctx.db, "orders").await, 300);
    assert_eq!(count(&market.ctx.db, "cart_lines").await, 600);
    assert_eq!(market.available(tea.variant).await, 0);
    market.audit_is_clean().await;
}

/// Somebody took a piece, so that the batch is judged again with the stock locked; and a second form
/// of one of its buyers, elsewhere, has emptied the cart and waits for the same stock.
#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_batch_that_waits_in_a_circle_is_judged_again(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 2).await;
    let people = crowd(&market, 2, &[tea.variant], 7_600).await;
    let db = &market.ctx.db;
    let mut quicker = db.begin().await.expect("a transaction");
    sqlx::query("update stock_levels set reserved = reserved + 1")
        .execute(&mut *quicker)
        .await
        .expect("taken");
    let elsewhere = async {
        until_waiting(db, 1).await;
        let mut form = db.begin().await.expect("a transaction");
        let empty = sqlx::query("delete from cart_lines where account_id = $1")
            .bind(people[0].0.account().map(|account| account.0))
            .execute(&mut *form);
        let take = async {
            until_waiting(db, 2).await;
            quicker.commit().await.expect("committed");
        };
        let (emptied, ()) = tokio::join!(empty, take);
        assert_eq!(emptied.expect("emptied").rows_affected(), 1);
        // Postgres ends this one or the batch.
        let _ = sqlx::query("select 1 from stock_levels for update")
            .execute(&mut *form)
            .await;
        form.rollback().await.expect("let go");
    };
    let (outcomes, ()) = tokio::join!(all_place(&market.ctx, &people), elsewhere);
    assert!(outcomes[0].is_ok(), "{:?}", outcomes[0]);
    assert!(is_sold_out(&outcomes[1], tea.variant), "{:?}", outcomes[1]);
    assert_eq!(market.available(tea.variant).await, 0);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_same_command_twice_in_a_batch_is_one_order(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 10).await;
    let people = crowd(&market, 2, &[tea.variant], 7_600).await;
    let (buyer, cmd) = people[0].clone();
    let other = PlaceCheckout {
        email: "other@longtail.example".into(),
        ..cmd.clone()
    };
    let new = PlaceCheckout {
        command: market.ctx.new_id(),
        ..cmd.clone()
    };
    let batch = [
        (buyer.clone(), cmd.clone()),
        (buyer.clone(), cmd.clone()),
        (buyer.clone(), other),
        (people[1].0.clone(), cmd),
        (buyer, new),
    ];
    let outcomes = all_place(&market.ctx, &batch).await;
    let placed = outcomes[0].as_ref().expect("placed");
    assert_eq!(outcomes[1].as_ref().expect("the same answer"), placed);
    assert!(matches!(outcomes[2], Err(Failure::CommandReused)));
    assert!(matches!(outcomes[3], Err(Failure::CommandReused)));
    // The cart was emptied by the first.
    assert!(matches!(
        outcomes[4],
        Err(Failure::Refused(CheckoutError::CartEmpty))
    ));
    assert_eq!(count(&market.ctx.db, "orders").await, 1);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn nobodys_order_falls_with_anothers(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 5).await;
    let cups = market.listing("cups", 3_990, 3).await;
    let both = [tea.variant, cups.variant];
    // Two shops: postage twice.
    let mut people = crowd(&market, 5, &both, 6_800 + 3_990 + 1_600).await;
    people[1].1.email = "no".into();
    people[2].1.agreed_total_minor -= 1;
    // Postgres keeps no such letter, and would refuse the whole batch for it.
    people[3].1.notes = vec![(cups.shop, "a\0b".into())];
    people.push((market.guest().await, people[0].1.clone()));
    people[5].1.command = market.ctx.new_id();
    people.extend(crowd(&market, 3, &[cups.variant], 3_990 + 800).await);
    let outcomes = all_place(&market.ctx, &people).await;
    let placed = outcomes[0].as_ref().expect("placed");
    assert_eq!(placed.orders.len(), 2);
    assert!(matches!(&outcomes[1], Err(Failure::Invalid(issues)) if issues.get("email").is_some()));
    assert!(matches!(
        outcomes[2],
        Err(Failure::Refused(CheckoutError::TotalChanged { .. }))
    ));
    assert!(matches!(outcomes[3], Err(Failure::Incident(_))));
    assert!(outcomes[4].is_ok(), "{:?}", outcomes[4]);
    assert!(matches!(
        outcomes[5],
        Err(Failure::Refused(CheckoutError::CartEmpty))
    ));
    assert!(outcomes[6].is_ok(), "{:?}", outcomes[6]);
    assert!(is_sold_out(&outcomes[7], cups.variant));
    assert!(is_sold_out(&outcomes[8], cups.variant));
    assert_eq!(count(&market.ctx.db, "orders").await, 5);
    let shops: BTreeSet<_> = [tea.shop, cups.shop].into();
    for shop in shops {
        market.order_at(placed, shop).await;
    }
    assert_eq!(market.available(tea.variant).await, 3);
    assert_eq!(market.available(cups.variant).await, 0);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn who_goes_away_finds_the_order_placed(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 10).await;
    let crowd = crowd(&market, 1, &[tea.variant], 7_600).await;
    let (actor, cmd) = &crowd[0];
    let waiting = checkout::place(&market.ctx, actor, cmd);
    // It is begun, and nobody waits for it.
    assert!(tokio::time::timeout(Duration::ZERO, waiting).await.is_err());
    market.ctx.tills.settled().await;
    assert_eq!(count(&market.ctx.db, "orders").await, 1);
    let again = checkout::place(&market.ctx, actor, cmd)
        .await
        .expect("the answer of the first time");
    assert_eq!(again.orders.len(), 1);
    assert_eq!(count(&market.ctx.db, "orders").await, 1);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_cart_that_changes_meanwhile_is_judged_anew(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 10).await;
    let crowd = crowd(&market, 1, &[tea.variant], 7_600).await;
    let (actor, cmd) = crowd[0].clone();
    let mut elsewhere = market.ctx.db.begin().await.expect("a transaction");
    sqlx::query("update cart_lines set quantity = 2")
        .execute(&mut *elsewhere)
        .await
        .expect("changed");
    let ctx = market.ctx.clone();
    let placing = tokio::spawn(async move { checkout::place(&ctx, &actor, &cmd).await });
    // It has seen the cart as it was, and waits for its row.
    until_waiting(&market.ctx.db, 1).await;
    elsewhere.commit().await.expect("committed");
    let outcome = placing.await.expect("an answer");
    assert!(
        matches!(
            outcome,
            Err(Failure::Refused(CheckoutError::TotalChanged { .. }))
        ),
        "{outcome:?}"
    );
    assert_eq!(count(&market.ctx.db, "orders").await, 0);
    let cart = cart::cart_page(&market.ctx, &crowd[0].0)
        .await
        .expect("a cart");
    assert_eq!(cart.count, 2);
    market.audit_is_clean().await;
}

/// As where goods are edited: who had the stock first would wait in a circle.
#[sqlx::test(migrator = "MIGRATIONS")]
async fn who_waits_for_a_listing_holds_no_stock(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 3).await;
    let cups = market.listing("cups", 3_990, 3).await;
    let buyer = market.member("Lin").await;
    let both = [(tea.variant, 1), (cups.variant, 1)];
    let placed = market.place(&buyer, &both).await;
    let db = &market.ctx.db;
    let held = without_the_listings(db).await;
    tokio::join!(market.pay_by_card(&buyer, &placed), let_go(db, held));
    let held = without_the_listings(db).await;
    let cancel = CancelOrder {
        command: market.ctx.new_id(),
        order: market.order_at(&placed, tea.shop).await,
        by: Party::Buyer,
    };
    let called_off = order::cancel(&market.ctx, &buyer, &cancel);
    let (called_off, ()) = tokio::join!(called_off, let_go(db, held));
    called_off.expect("called off");
    assert_eq!(market.available(tea.variant).await, 3);
    assert_eq!(market.available(cups.variant).await, 2);
    market.audit_is_clean().await;
}

/// Holds every listing.
async fn without_the_listings(db: &PgPool) -> Transaction<'static, Postgres> {
    let mut held = db.begin().await.expect("a transaction");
    sqlx::query("select 1 from listings for no key update")
        .execute(&mut *held)
        .await
        .expect("held");
    held
}

/// Lets the listings go once somebody waits for them, who must hold no stock.
async fn let_go(db: &PgPool, mut held: Transaction<'static, Postgres>) {
    until_waiting(db, 1).await;
    sqlx::query("select 1 from stock_levels for update nowait")
        .execute(&mut *held)
        .await
        .expect("nobody holds stock");
    held.rollback().await.expect("let go");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn nothing_is_ordered_from_a_shop_that_closes_meanwhile(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 6_800, 10).await;
    let form = market.fill(&buyer, &[(tea.variant, 1)]).await;
    let db = &market.ctx.db;
    let mut closing = db.begin().await.expect("a transaction");
    sqlx::query("select 1 from shops where id = $1 for update")
        .bind(tea.shop.0)
        .execute(&mut *closing)
        .await
        .expect("held");
    let close = async {
        until_waiting(db, 1).await;
        sqlx::query("update shops set stage = 'paused' where id = $1")
            .bind(tea.shop.0)
            .execute(&mut *closing)
            .await
            .expect("paused");
        closing.commit().await.expect("committed");
    };
    let (placed, ()) = tokio::join!(checkout::place(&market.ctx, &buyer, &form), close);
    assert!(matches!(placed, Err(Failure::Refused(_))), "{placed:?}");
    assert_eq!(count(db, "orders").await, 0);
    assert_eq!(market.available(tea.variant).await, 10);
    market.audit_is_clean().await;
}
