//! The road of an order on a real Postgres: two shops, one checkout, escrow, receipt, the audit.

use crate::common::{Market, address};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::{CommandId, PaymentId},
    money::{
        Money,
        ledger::Holder,
        payment::{GatewayOutcome, Method, NextStep, PaymentError},
    },
    trade::{
        cart::CartError,
        checkout::{CheckoutError, CheckoutStage, PlaceCheckout},
        order::{CancelOrder, ConfirmReceipt, OrderError, OrderStageName, Party, ShipOrders},
    },
};
use longtail_backend::{
    Failure, MIGRATIONS, jobs,
    money::{ledger, payment},
    trade::{cart, checkout, order},
};
use sqlx::PgPool;

#[sqlx::test(migrator = "MIGRATIONS")]
async fn two_shops_one_payment_to_the_last_cent(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.guest().await;
    let (tea, cups) = (
        market.listing("tea", 6_800, 10).await,
        market.listing("cups", 3_990, 10).await,
    );
    let placed = market
        .place(&buyer, &[(tea.variant, 2), (cups.variant, 1)])
        .await;
    assert_eq!(placed.orders.len(), 2);
    assert_eq!(market.available(tea.variant).await, 8);
    market.audit_is_clean().await;

    market.pay_by_card(&buyer, &placed).await;
    let page = checkout::checkout_page(&market.ctx, &buyer, placed.checkout)
        .await
        .expect("a page");
    assert_eq!(page.stage, CheckoutStage::Paid);
    for order in &placed.orders {
        let view = order::order_page(&market.ctx, &buyer, *order)
            .await
            .expect("a page");
        assert_eq!(view.held, view.summary.total, "everything is held");
    }
    market.audit_is_clean().await;

    let (seller, first) = (&tea.owner, market.order_at(&placed, tea.shop).await);
    market.ship(seller, first).await;
    let receipt = ConfirmReceipt {
        command: market.ctx.new_id(),
        order: first,
    };
    order::confirm(&market.ctx, &buyer, &receipt)
        .await
        .expect("confirmed");
    order::confirm(&market.ctx, &buyer, &receipt)
        .await
        .expect("the same answer again");
    let view = order::order_page(&market.ctx, seller, first)
        .await
        .expect("the shop sees it");
    let commission = view.commission.expect("the shop sees what it costs");
    assert_eq!(commission.minor, 136, "1 % of 136.00");
    let mut connection = market.ctx.db.acquire().await.expect("a connection");
    let earned = ledger::balance(
        &mut connection,
        Holder::ShopBalance(tea.shop),
        view.summary.total.currency,
    )
    .await
    .expect("a balance");
    assert_eq!(earned.minor, view.summary.total.minor - commission.minor);
    market.audit_is_clean().await;

    // The other parcel is confirmed by the clock, ten days after dispatch and not before.
    let second = market.order_at(&placed, cups.shop).await;
    market.ship(&cups.owner, second).await;
    market
        .test
        .clock
        .advance(Duration::days(10) - Duration::seconds(1));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    assert_eq!(market.stage(&buyer, second).await, OrderStageName::Shipped);
    market.test.clock.advance(Duration::seconds(1));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    assert_eq!(
        market.stage(&buyer, second).await,
        OrderStageName::Completed
    );
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_same_click_twice_is_one_order(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.guest().await;
    let tea = market.listing("tea", 6_800, 10).await;
    let cmd = market.fill(&buyer, &[(tea.variant, 1)]).await;
    let (one, two) = tokio::join!(
        checkout::place(&market.ctx, &buyer, &cmd),
        checkout::place(&market.ctx, &buyer, &cmd),
    );
    assert_eq!(one.expect("placed"), two.expect("placed"));
    let orders = order::orders_page(&market.ctx, &buyer, None, 1)
        .await
        .expect("orders");
    assert_eq!(orders.orders.len(), 1);
    let other = PlaceCheckout {
        email: "other@longtail.example".into(),
        ..cmd
    };
    assert!(matches!(
        checkout::place(&market.ctx, &buyer, &other).await,
        Err(Failure::CommandReused)
    ));
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_last_piece_is_sold_once(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 1).await;
    let (first, second) = (market.guest().await, market.guest().await);
    let cmd = market.fill(&second, &[(tea.variant, 1)]).await;
    market.place(&first, &[(tea.variant, 1)]).await;
    let refused = checkout::place(&market.ctx, &second, &cmd).await;
    assert!(
        matches!(&refused, Err(Failure::Refused(CheckoutError::LinesInTrouble { variants })) if variants == &[tea.variant]),
        "{refused:?}"
    );
    assert!(matches!(
        cart::add(&market.ctx, &second, tea.variant, 1).await,
        Err(Failure::Refused(CartError::NotEnough { available: 0 }))
    ));
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_is_not_paid_in_time_goes_back(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.guest().await;
    let tea = market.listing("tea", 6_800, 3).await;
    let placed = market.place(&buyer, &[(tea.variant, 3)]).await;
    let begun = payment::pay_checkout(
        &market.ctx,
        &buyer,
        market.ctx.new_id(),
        placed.checkout,
        Method::Card,
    )
    .await;
    assert!(matches!(begun, Ok(NextStep::GoTo { .. })));
    market.test.clock.advance(Duration::minutes(15));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    assert_eq!(market.available(tea.variant).await, 3);
    assert!(matches!(
        payment::pay_checkout(
            &market.ctx,
            &buyer,
            market.ctx.new_id(),
            placed.checkout,
            Method::Card
        )
        .await,
        Err(Failure::Refused(PaymentError::CheckoutClosed))
    ));
    market.audit_is_clean().await;

    // The gateway answers late: nothing is lost, the money is on its way back to the guest's card.
    let row = sqlx::query_as::<_, (uuid::Uuid,)>("select id from payments")
        .fetch_one(&market.ctx.db)
        .await
        .expect("one");
    let late = market.event(PaymentId(row.0), placed.total, GatewayOutcome::Captured);
    payment::record_gateway_event(&market.ctx, late.clone())
        .await
        .expect("heard");
    payment::record_gateway_event(&market.ctx, late)
        .await
        .expect("heard once");
    let wallet = payment::wallet_page(&market.ctx, &buyer, 1)
        .await
        .expect("a wallet");
    assert_eq!(wallet.statement.balance.minor, 0, "see card_refunds.rs");
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_declined_card_leaves_the_goods_held(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.guest().await;
    let tea = market.listing("tea", 6_800, 3).await;
    let placed = market.place(&buyer, &[(tea.variant, 1)]).await;
    let command: CommandId = market.ctx.new_id();
    payment::pay_checkout(&market.ctx, &buyer, command, placed.checkout, Method::Card)
        .await
        .expect("begun");
    let declined = GatewayOutcome::Declined {
        reason: "card_declined".into(),
    };
    payment::record_gateway_event(
        &market.ctx,
        market.event(PaymentId(command.0), placed.total, declined),
    )
    .await
    .expect("heard");
    let page = checkout::checkout_page(&market.ctx, &buyer, placed.checkout)
        .await
        .expect("a page");
    assert_eq!(page.stage, CheckoutStage::AwaitingPayment);
    assert_eq!(
        page.last_payment.and_then(|p| p.decline_reason).as_deref(),
        Some("card_declined")
    );
    market.pay_by_card(&buyer, &placed).await;
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_message_that_never_comes_is_asked_for(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.guest().await;
    let tea = market.listing("tea", 6_800, 3).await;
    let placed = market.place(&buyer, &[(tea.variant, 1)]).await;
    payment::pay_checkout(
        &market.ctx,
        &buyer,
        market.ctx.new_id(),
        placed.checkout,
        Method::Card,
    )
    .await
    .expect("begun");
    market.test.clock.advance(Duration::minutes(1));
    jobs::run_due(&market.ctx)
        .await
        .expect("asked, still pending");
    market.test.gateway.answer(GatewayOutcome::Captured);
    market.test.clock.advance(Duration::minutes(1));
    jobs::run_due(&market.ctx).await.expect("asked again");
    let page = checkout::checkout_page(&market.ctx, &buyer, placed.checkout)
        .await
        .expect("a page");
    assert_eq!(page.stage, CheckoutStage::Paid);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn an_order_is_called_off_before_dispatch_and_paid_from_the_wallet(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 6_800, 3).await;
    let placed = market.place(&buyer, &[(tea.variant, 1)]).await;
    market.pay_by_card(&buyer, &placed).await;
    let cancel = CancelOrder {
        command: market.ctx.new_id(),
        order: placed.orders[0],
        by: Party::Buyer,
    };
    order::cancel(&market.ctx, &buyer, &cancel)
        .await
        .expect("called off");
    assert_eq!(market.available(tea.variant).await, 3);
    market.audit_is_clean().await;

    let again = market.place(&buyer, &[(tea.variant, 1)]).await;
    let command: CommandId = market.ctx.new_id();
    for _ in 0..2 {
        let paid =
            payment::pay_checkout(&market.ctx, &buyer, command, again.checkout, Method::Wallet)
                .await;
        assert_eq!(
            paid.expect("paid"),
            NextStep::Paid {
                checkout: Some(again.checkout)
            }
        );
    }
    market.ship(&tea.owner, again.orders[0]).await;
    let cancel = CancelOrder {
        command: market.ctx.new_id(),
        order: again.orders[0],
        by: Party::Buyer,
    };
    assert!(matches!(
        order::cancel(&market.ctx, &buyer, &cancel).await,
        Err(Failure::Refused(OrderError::AlreadyShipped))
    ));
    let third = market.place(&buyer, &[(tea.variant, 1)]).await;
    assert!(matches!(
        payment::pay_checkout(&market.ctx, &buyer, market.ctx.new_id(), third.checkout, Method::Wallet).await,
        Err(Failure::Refused(PaymentError::WalletTooLow { balance })) if balance.minor == 0
    ));
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn nobody_touches_what_is_not_theirs(db: PgPool) {
    let market = Market::new(db).await;
    let (buyer, other) = (market.guest().await, market.member("Other").await);
    let (tea, cups) = (
        market.listing("tea", 6_800, 3).await,
        market.listing("cups", 100, 3).await,
    );
    let placed = market.place(&buyer, &[(tea.variant, 1)]).await;
    market.pay_by_card(&buyer, &placed).await;
    let order = placed.orders[0];
    for stranger in [&other, &cups.owner] {
        assert!(matches!(
            order::order_page(&market.ctx, stranger, order).await,
            Err(Failure::NotFound)
        ));
        assert!(matches!(
            checkout::checkout_page(&market.ctx, stranger, placed.checkout).await,
            Err(Failure::NotFound)
        ));
        let ship = ShipOrders {
            command: market.ctx.new_id(),
            carrier: "X".into(),
            parcels: vec![(order, "1".into())],
        };
        assert!(matches!(
            order::ship(&market.ctx, stranger, &ship).await,
            Err(Failure::NotFound)
        ));
        let confirm = ConfirmReceipt {
            command: market.ctx.new_id(),
            order,
        };
        assert!(matches!(
            order::confirm(&market.ctx, stranger, &confirm).await,
            Err(Failure::NotFound)
        ));
        let cancel = CancelOrder {
            command: market.ctx.new_id(),
            order,
            by: Party::Buyer,
        };
        assert!(matches!(
            order::cancel(&market.ctx, stranger, &cancel).await,
            Err(Failure::NotFound)
        ));
    }
    assert!(matches!(
        order::order_page(&market.ctx, &Actor::Stranger, order).await,
        Err(Failure::SignIn)
    ));
    // A shop ships to its buyer, but does not confirm for them.
    market.ship(&tea.owner, order).await;
    let confirm = ConfirmReceipt {
        command: market.ctx.new_id(),
        order,
    };
    assert!(matches!(
        order::confirm(&market.ctx, &tea.owner, &confirm).await,
        Err(Failure::NotFound)
    ));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_form_is_checked_and_a_changed_price_asked_about(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.guest().await;
    let tea = market.listing("tea", 6_800, 3).await;
    let cmd = market.fill(&buyer, &[(tea.variant, 1)]).await;
    let faulty = PlaceCheckout {
        email: "no".into(),
        ship_to: Default::default(),
        ..cmd.clone()
    };
    let Err(Failure::Invalid(issues)) = checkout::place(&market.ctx, &buyer, &faulty).await else {
        panic!("the form is faulty");
    };
    assert_eq!(
        issues.0.keys().collect::<Vec<_>>(),
        ["city", "country", "email", "line", "phone", "recipient"]
    );
    sqlx::query("update variants set price_minor = 7000")
        .execute(&market.ctx.db)
        .await
        .expect("dearer");
    let refused = checkout::place(&market.ctx, &buyer, &cmd).await;
    let now = Money::new(7_000 + 800, market.ctx.settings.currency);
    assert!(
        matches!(refused, Err(Failure::Refused(CheckoutError::TotalChanged { now: n, .. })) if n == now)
    );
    let agreed = PlaceCheckout {
        agreed_total_minor: now.minor,
        ship_to: address(),
        ..cmd
    };
    checkout::place(&market.ctx, &buyer, &agreed)
        .await
        .expect("the same form again, agreed");
    market.audit_is_clean().await;
}
