//! Parcels on a real Postgres: several for one order, shipped at once by two people, followed by
//! their scans, lost and paid back.

mod rest;
mod scanned;

use crate::{
    common::{Listing, Market},
    refunds::{Wish, refund},
};
use longtail::{
    actor::Actor,
    id::OrderId,
    money::refund::piece_field,
    platform::notification::{Notice, ParcelNews},
    text::{FieldIssue, Lang},
    trade::{
        order::{
            CallOffRest, CancelOrder, OrderError, OrderEvent, OrderStage, OrderStageName,
            OrderView, Party,
        },
        shipping::parcel::{Bringer, ParcelForm, ParcelSent, ShipParcel},
    },
};
use longtail_backend::{
    Failure, MIGRATIONS, jobs,
    platform::notification,
    trade::{order, shipping},
};
use sqlx::PgPool;

/// A paid order of so many pieces.
async fn bought(market: &Market, buyer: &Actor, tea: &Listing, pieces: u32) -> OrderId {
    let placed = market.place(buyer, &[(tea.variant, pieces)]).await;
    market.pay_by_card(buyer, &placed).await;
    market.order_at(&placed, tea.shop).await
}

async fn view(market: &Market, actor: &Actor, order: OrderId) -> OrderView {
    order::order_page(&market.ctx, actor, order)
        .await
        .expect("a page")
}

/// A parcel of so many pieces of the first line; of all that is left where none is named.
async fn parcel(market: &Market, tea: &Listing, order: OrderId, pieces: Option<u32>) -> ShipParcel {
    let line = view(market, &tea.owner, order).await.summary.lines[0].id;
    ShipParcel {
        command: market.ctx.new_id(),
        order,
        form: ParcelForm {
            pieces: pieces
                .map(|pieces| (line, pieces.to_string()))
                .into_iter()
                .collect(),
            by: Bringer::Typed,
            carrier: "Swift Post".into(),
            tracking: "SP123456".into(),
        },
    }
}

async fn ship(
    market: &Market,
    tea: &Listing,
    order: OrderId,
    pieces: Option<u32>,
) -> Result<ParcelSent, Failure<OrderError>> {
    let cmd = parcel(market, tea, order, pieces).await;
    shipping::ship_parcel(&market.ctx, &tea.owner, &cmd).await
}

/// The buyer calls off what is not sent or lost.
async fn call_off_rest(
    market: &Market,
    actor: &Actor,
    order: OrderId,
) -> Result<OrderId, Failure<OrderError>> {
    let cmd = CallOffRest {
        command: market.ctx.new_id(),
        order,
    };
    order::call_off_rest(&market.ctx, actor, &cmd).await
}

async fn told(market: &Market, actor: &Actor) -> Vec<Notice> {
    let notices = notification::notices(&market.ctx, actor)
        .await
        .expect("notices");
    notices.into_iter().map(|notice| notice.notice).collect()
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn an_order_in_two_parcels_is_shipped_with_the_second(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let order = bought(&market, &buyer, &tea, 3).await;

    let cmd = parcel(&market, &tea, order, Some(1)).await;
    let sent = shipping::ship_parcel(&market.ctx, &tea.owner, &cmd)
        .await
        .expect("the first");
    assert!(!sent.last);
    let again = shipping::ship_parcel(&market.ctx, &tea.owner, &cmd)
        .await
        .expect("the same answer");
    assert_eq!(again, sent);
    market.audit_is_clean().await;
    let page = view(&market, &buyer, order).await;
    assert!(page.summary.stage.is_partly_shipped());
    assert_eq!(page.parcels.len(), 1, "once");
    assert_eq!(page.summary.lines[0].to_pack(), 2);
    let first = told(&market, &buyer).await;
    let news = |notice: &&Notice| {
        matches!(
            notice,
            Notice::Parcel {
                news: ParcelNews::PartShipped { .. },
                ..
            }
        )
    };
    let notice = first.iter().find(news).expect("told of the part");
    assert!(notice.headline(Lang::En).contains("the rest will follow"));

    market.test.clock.advance(chrono::Duration::days(4));
    assert!(
        ship(&market, &tea, order, None)
            .await
            .expect("the rest")
            .last
    );
    let page = view(&market, &buyer, order).await;
    let now = market.ctx.now();
    let OrderStage::Shipped { confirm_by, .. } = page.summary.stage else {
        panic!("shipped, not {:?}", page.summary.stage);
    };
    assert_eq!(
        confirm_by,
        now + chrono::Duration::days(10),
        "from the last parcel on"
    );
    let counts: Vec<u32> = page
        .parcels
        .iter()
        .map(|parcel| parcel.pieces[0].1)
        .collect();
    assert_eq!(counts, [1, 2]);
    assert!(
        page.steps
            .iter()
            .any(|step| matches!(&step.event, OrderEvent::PartShipped { pieces: 1, .. }))
    );
    let refused = ship(&market, &tea, order, None).await;
    assert!(matches!(
        refused,
        Err(Failure::Refused(OrderError::AlreadyShipped))
    ));
    market.test.clock.set(confirm_by);
    jobs::run_due(&market.ctx).await.expect("jobs run");
    assert_eq!(market.stage(&buyer, order).await, OrderStageName::Completed);
    market.audit_is_clean().await;
    market.are_append_only(&["parcel_lines"]).await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn nobody_calls_off_what_is_on_its_way(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let order = bought(&market, &buyer, &tea, 3).await;
    ship(&market, &tea, order, Some(1)).await.expect("a part");
    for (actor, by) in [(&buyer, Party::Buyer), (&tea.owner, Party::Shop)] {
        let cancel = CancelOrder {
            command: market.ctx.new_id(),
            order,
            by,
        };
        let refused = order::cancel(&market.ctx, actor, &cancel).await;
        assert!(matches!(
            refused,
            Err(Failure::Refused(OrderError::PartlyShipped))
        ));
    }
    // Whatever the code believes, the database does not.
    let called_off =
        sqlx::query("update orders set stage = 'cancelled', cancelled_at = paid_at where id = $1")
            .bind(order.0)
            .execute(&market.ctx.db)
            .await;
    let error = called_off.expect_err("it has begun to be sent").to_string();
    assert!(error.contains("orders_sent_are_not_cancelled"), "{error}");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn two_people_who_pack_the_same_pieces_send_them_once(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 20).await;
    for _ in 0..4 {
        let order = bought(&market, &buyer, &tea, 3).await;
        let (one, two) = (
            parcel(&market, &tea, order, Some(2)).await,
            parcel(&market, &tea, order, Some(2)).await,
        );
        let (one, two) = tokio::join!(
            shipping::ship_parcel(&market.ctx, &tea.owner, &one),
            shipping::ship_parcel(&market.ctx, &tea.owner, &two),
        );
        assert_ne!(one.is_ok(), two.is_ok(), "{one:?} {two:?}");
        let line = view(&market, &buyer, order).await.summary.lines[0].clone();
        assert_eq!(line.to_pack(), 1);
        let refused = one.err().or(two.err());
        let Some(Failure::Invalid(issues)) = refused else {
            panic!("told at its field, not {refused:?}");
        };
        let most = FieldIssue::OutOfRange { least: 0, most: 1 };
        assert_eq!(issues.get(&piece_field(line.id)), Some(&most));
    }
    // Whatever the code believes, the database does not.
    let too_many = sqlx::query("update order_lines set sent_quantity = 4")
        .execute(&market.ctx.db)
        .await;
    let error = too_many.expect_err("more than was ordered").to_string();
    assert!(error.contains("order_lines_sent_within"), "{error}");
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn nothing_is_no_parcel_and_strangers_send_none(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let clay = market.listing("clay", 500, 10).await;
    let order = bought(&market, &buyer, &tea, 2).await;
    let empty = ship(&market, &tea, order, Some(0)).await;
    assert!(matches!(
        empty,
        Err(Failure::Refused(OrderError::EmptyParcel))
    ));
    let mut cmd = parcel(&market, &tea, order, None).await;
    for stranger in [&buyer, &clay.owner] {
        cmd.command = market.ctx.new_id();
        let refused = shipping::ship_parcel(&market.ctx, stranger, &cmd).await;
        assert!(matches!(refused, Err(Failure::NotFound)));
    }
    cmd.form.tracking = " ".into();
    let faulty = shipping::ship_parcel(&market.ctx, &tea.owner, &cmd).await;
    assert!(matches!(faulty, Err(Failure::Invalid(_))));

    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn refunds_reach_only_what_is_in_no_parcel(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let order = bought(&market, &buyer, &tea, 3).await;
    ship(&market, &tea, order, Some(1)).await.expect("one");
    let wish = |pieces| Wish {
        pieces,
        ..Wish::of(order)
    };
    let refused = refund(&market, &tea.owner, &wish(3)).await;
    assert!(matches!(refused, Err(Failure::Invalid(_))));
    refund(&market, &tea.owner, &wish(1))
        .await
        .expect("one of two");
    assert_eq!(market.available(tea.variant).await, 8);
    assert!(
        view(&market, &buyer, order)
            .await
            .summary
            .stage
            .is_partly_shipped()
    );
    market.audit_is_clean().await;

    // With the last piece nothing is left to send: the order is as sent, not called off.
    refund(&market, &tea.owner, &wish(1))
        .await
        .expect("the other");
    let page = view(&market, &buyer, order).await;
    assert_eq!(page.summary.stage.name(), OrderStageName::Shipped);
    assert!(
        page.steps
            .iter()
            .any(|step| step.event == OrderEvent::RestNotSent)
    );
    assert_eq!(market.available(tea.variant).await, 9);
    assert_eq!(page.held.minor, 3_333 + 1_200);
    market.audit_is_clean().await;

    // What is on its way can be paid back too, and comes to no shelf.
    refund(&market, &tea.owner, &wish(1))
        .await
        .expect("on the way");
    assert_eq!(market.available(tea.variant).await, 9);
    market.test.clock.advance(chrono::Duration::days(10));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    assert_eq!(market.stage(&buyer, order).await, OrderStageName::Completed);
    market.audit_is_clean().await;
}
