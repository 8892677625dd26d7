//! Parcels with a label: what the carrier tells of them, late, twice, in any order, or not at all.

use super::*;
use chrono::Duration;
use longtail::{
    id::ParcelId,
    trade::{
        order::ConfirmReceipt,
        shipping::parcel::{Scan, ScanKind, Standing},
    },
};
use longtail_backend::trade::shipping::carrier::CarrierEvent;

/// Three pieces at the shop's door, in one parcel with a label.
async fn labelled(market: &Market, buyer: &Actor, tea: &Listing) -> (OrderId, ParcelId) {
    let order = bought(market, buyer, tea, 3).await;
    let mut cmd = parcel(market, tea, order, None).await;
    cmd.form.by = Bringer::Label;
    let sent = shipping::ship_parcel(&market.ctx, &tea.owner, &cmd)
        .await
        .expect("sent");
    (order, sent.parcel)
}

fn scan(market: &Market, kind: ScanKind, hours: i64) -> Scan {
    Scan {
        id: format!("{kind:?} {hours}"),
        kind,
        place: "Hangzhou".into(),
        at: market.ctx.now() + Duration::hours(hours),
    }
}

async fn tell(market: &Market, parcel: ParcelId, scan: &Scan) {
    let event = CarrierEvent {
        parcel,
        scan: scan.clone(),
    };
    shipping::record_carrier_event(&market.ctx, event)
        .await
        .expect("heard");
}

fn is_news(notice: &Notice, wanted: &ParcelNews) -> bool {
    matches!(notice, Notice::Parcel { news, .. } if news == wanted)
}

async fn count(market: &Market, actor: &Actor, news: ParcelNews) -> usize {
    let told = told(market, actor).await;
    told.iter().filter(|notice| is_news(notice, &news)).count()
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn scans_in_any_order_and_twice_tell_the_buyer_once(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let (order, parcel) = labelled(&market, &buyer, &tea).await;
    let page = view(&market, &tea.owner, order).await;
    assert_eq!(page.parcels[0].carrier, "Test Post");
    assert!(page.parcels[0].label_url.is_some());
    let page = view(&market, &buyer, order).await;
    assert!(page.parcels[0].label_url.is_none(), "for its shop only");

    let delivered = scan(&market, ScanKind::Delivered, 9);
    let before = [
        scan(&market, ScanKind::OutForDelivery, 8),
        scan(&market, ScanKind::PickedUp, 1),
    ];
    for scan in [&delivered, &before[0], &delivered, &before[1], &before[1]] {
        tell(&market, parcel, scan).await;
    }
    let page = view(&market, &buyer, order).await;
    let kinds: Vec<ScanKind> = page.parcels[0].scans.iter().map(|scan| scan.kind).collect();
    assert_eq!(
        kinds,
        [
            ScanKind::PickedUp,
            ScanKind::OutForDelivery,
            ScanKind::Delivered
        ]
    );
    assert_eq!(page.parcels[0].standing, Standing::Delivered);
    assert!(page.has_all_arrived());
    assert_eq!(count(&market, &buyer, ParcelNews::Delivered).await, 1);
    let arrived = |step: &&longtail::trade::order::OrderStep| {
        matches!(step.event, OrderEvent::ParcelDelivered { .. })
    };
    assert_eq!(page.steps.iter().filter(arrived).count(), 1);

    let unknown = CarrierEvent {
        parcel: market.ctx.new_id(),
        scan: delivered,
    };
    let answer = shipping::record_carrier_event(&market.ctx, unknown).await;
    assert!(matches!(answer, Err(Failure::NotFound)));
    market.are_append_only(&["parcel_scans"]).await;
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_silent_carrier_is_asked_until_it_delivered(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let (order, _) = labelled(&market, &buyer, &tea).await;
    let standing = async || view(&market, &buyer, order).await.parcels[0].standing;
    market.test.carrier.answer(None);
    market.test.clock.advance(Duration::hours(6));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    assert_eq!(standing().await, Standing::Sent);
    let (picked, delivered) = (
        scan(&market, ScanKind::PickedUp, 1),
        scan(&market, ScanKind::Delivered, 2),
    );
    for (scans, expected) in [
        (vec![picked.clone()], Standing::UnderWay),
        (vec![picked, delivered], Standing::Delivered),
    ] {
        market.test.carrier.answer(Some(scans));
        market.test.clock.advance(Duration::hours(6));
        jobs::run_due(&market.ctx).await.expect("jobs run");
        assert_eq!(standing().await, expected);
    }
    assert_eq!(count(&market, &buyer, ParcelNews::Delivered).await, 1);
    let waiting: i64 = sqlx::query_scalar(
        "select count(*) from jobs where kind = 'ask_carrier' and done_at is null",
    )
    .fetch_one(&market.ctx.db)
    .await
    .expect("a count");
    assert_eq!(waiting, 0, "it is not asked any more");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn without_a_label_nothing_is_sent_and_the_same_form_goes_through_later(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let order = bought(&market, &buyer, &tea, 2).await;
    let mut cmd = parcel(&market, &tea, order, Some(1)).await;
    cmd.form.by = Bringer::Label;
    market.test.carrier.answer(None);
    let refused = shipping::ship_parcel(&market.ctx, &tea.owner, &cmd).await;
    assert!(matches!(
        refused,
        Err(Failure::Refused(OrderError::NoLabel))
    ));
    assert!(view(&market, &buyer, order).await.parcels.is_empty());
    market.test.carrier.answer(Some(Vec::new()));
    for _ in 0..2 {
        shipping::ship_parcel(&market.ctx, &tea.owner, &cmd)
            .await
            .expect("sent, and the same answer again");
    }
    let asked = market.test.carrier.asked();
    assert_eq!(asked.len(), 2, "the repeat finds the parcel there");
    assert!(
        asked
            .iter()
            .all(|label| label.parcel.0 == cmd.command.0 && label.pieces == 1)
    );
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_lost_parcel_holds_the_money_until_it_is_paid_back(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let (order, parcel) = labelled(&market, &buyer, &tea).await;
    market.test.clock.advance(Duration::days(3));
    let lost = scan(&market, ScanKind::Lost, 0);
    for _ in 0..2 {
        tell(&market, parcel, &lost).await;
    }
    assert_eq!(count(&market, &buyer, ParcelNews::Lost).await, 1);
    assert_eq!(count(&market, &tea.owner, ParcelNews::LostByUs).await, 1);
    let page = view(&market, &tea.owner, order).await;
    assert_eq!(page.lost_pieces(), [(page.summary.lines[0].id, 3)]);

    // The clock comes twice and confirms nothing; the shop is reminded.
    for reminded in [2, 3] {
        market.test.clock.advance(Duration::days(10));
        jobs::run_due(&market.ctx).await.expect("jobs run");
        assert_eq!(market.stage(&buyer, order).await, OrderStageName::Shipped);
        assert_eq!(
            count(&market, &tea.owner, ParcelNews::LostByUs).await,
            reminded
        );
    }
    let wish = Wish {
        pieces: 3,
        ..Wish::of(order)
    };
    refund(&market, &tea.owner, &wish).await.expect("paid back");
    assert!(
        view(&market, &tea.owner, order)
            .await
            .lost_pieces()
            .is_empty()
    );
    market.test.clock.advance(Duration::days(10));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    assert_eq!(market.stage(&buyer, order).await, OrderStageName::Completed);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_buyer_calls_off_what_is_lost_and_never_paid_back(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let (order, parcel) = labelled(&market, &buyer, &tea).await;
    let refused = call_off_rest(&market, &buyer, order).await;
    assert!(matches!(
        refused,
        Err(Failure::Refused(OrderError::AlreadyShipped))
    ));
    market.test.clock.advance(Duration::days(3));
    tell(&market, parcel, &scan(&market, ScanKind::Lost, 0)).await;
    let from = market.ctx.now() + Duration::days(10);
    let refused = call_off_rest(&market, &buyer, order).await;
    assert!(matches!(
        refused,
        Err(Failure::Refused(OrderError::RestNotYet { .. }))
    ));
    let rest = view(&market, &buyer, order).await.rest.expect("a rest");
    assert_eq!((rest.from, rest.is_due), (from, false));

    market.test.clock.set(from);
    jobs::run_due(&market.ctx).await.expect("jobs run");
    assert_eq!(market.stage(&buyer, order).await, OrderStageName::Shipped);
    call_off_rest(&market, &buyer, order)
        .await
        .expect("called off");
    let page = view(&market, &buyer, order).await;
    assert_eq!(page.refunded, page.summary.total, "nothing has arrived");
    assert_eq!(page.held.minor, 0);
    assert!(page.rest.is_none() && page.lost_pieces().is_empty());
    assert_eq!(market.available(tea.variant).await, 7, "on no shelf");
    market.audit_is_clean().await;
    let refused = call_off_rest(&market, &buyer, order).await;
    assert!(matches!(
        refused,
        Err(Failure::Refused(OrderError::AlreadyShipped))
    ));
    market.test.clock.advance(Duration::days(10));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    assert_eq!(market.stage(&buyer, order).await, OrderStageName::Completed);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_is_lost_after_the_clock_confirmed_is_told_to_both_sides(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let (by_clock, parcel) = labelled(&market, &buyer, &tea).await;
    market.test.clock.advance(Duration::days(11));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    let stage = market.stage(&buyer, by_clock).await;
    assert_eq!(stage, OrderStageName::Completed);
    tell(&market, parcel, &scan(&market, ScanKind::Lost, 0)).await;
    assert_eq!(count(&market, &buyer, ParcelNews::LostLate).await, 1);
    assert_eq!(count(&market, &tea.owner, ParcelNews::LostByUs).await, 1);
    let wish = Wish {
        pieces: 3,
        ..Wish::of(by_clock)
    };
    refund(&market, &tea.owner, &wish).await.expect("paid back");
    market.audit_is_clean().await;

    // Whoever confirmed by hand has it.
    let (by_hand, parcel) = labelled(&market, &buyer, &tea).await;
    let receipt = ConfirmReceipt {
        command: market.ctx.new_id(),
        order: by_hand,
    };
    order::confirm(&market.ctx, &buyer, &receipt)
        .await
        .expect("confirmed");
    tell(&market, parcel, &scan(&market, ScanKind::Lost, 1)).await;
    assert_eq!(count(&market, &buyer, ParcelNews::LostLate).await, 1);
    assert_eq!(count(&market, &tea.owner, ParcelNews::LostByUs).await, 1);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_turns_up_again_goes_on_as_before(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let (order, parcel) = labelled(&market, &buyer, &tea).await;
    tell(&market, parcel, &scan(&market, ScanKind::Lost, 1)).await;
    tell(&market, parcel, &scan(&market, ScanKind::Sorted, 2)).await;
    let page = view(&market, &buyer, order).await;
    assert_eq!(page.parcels[0].standing, Standing::UnderWay);
    assert!(page.lost_pieces().is_empty());
    tell(&market, parcel, &scan(&market, ScanKind::Delivered, 3)).await;
    market.test.clock.advance(Duration::days(11));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    assert_eq!(market.stage(&buyer, order).await, OrderStageName::Completed);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_is_lost_is_paid_back_while_the_rest_is_still_to_be_sent(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let order = bought(&market, &buyer, &tea, 3).await;
    let mut cmd = parcel(&market, &tea, order, Some(1)).await;
    cmd.form.by = Bringer::Label;
    let sent = shipping::ship_parcel(&market.ctx, &tea.owner, &cmd)
        .await
        .expect("one of three");
    tell(&market, sent.parcel, &scan(&market, ScanKind::Lost, 1)).await;
    let page = view(&market, &tea.owner, order).await;
    assert_eq!(page.lost_pieces(), [(page.summary.lines[0].id, 1)]);
    let left = page.refundable.expect("something is left");
    assert_eq!(left.lines[0].within_reach(left.phase), 3);
    let wish = Wish {
        pieces: 1,
        ..Wish::of(order)
    };
    refund(&market, &tea.owner, &wish).await.expect("paid back");
    market.audit_is_clean().await;

    let page = view(&market, &tea.owner, order).await;
    assert!(page.lost_pieces().is_empty());
    assert_eq!(page.refunded.minor, 3_333);
    assert_eq!(market.available(tea.variant).await, 7, "on no shelf");
    assert!(page.summary.stage.is_partly_shipped());
    assert_eq!(page.summary.lines[0].to_pack(), 2);
    assert!(ship(&market, &tea, order, None).await.expect("sent").last);
    market.test.clock.advance(Duration::days(10));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    assert_eq!(market.stage(&buyer, order).await, OrderStageName::Completed);
    market.audit_is_clean().await;
}
