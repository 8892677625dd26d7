//! Invoices on a real Postgres: numbers without gaps whatever happens at once, tax frozen when an
//! order is paid, and credit notes that give back exactly what was invoiced.

mod market;
mod on_top;
mod taxes;

use crate::{
    common::{Listing, Market},
    refunds::{Wish, refund},
};
use futures::future::join_all;
use longtail::{
    actor::Actor,
    id::{CommandId, OrderId, PaymentId},
    money::{
        invoice::{BillingForm, InvoiceRef, InvoiceView, Kind, LegalForm},
        payment::{GatewayOutcome, Method, PaymentError},
    },
    trade::order::{CancelOrder, ConfirmReceipt, Party},
};
use longtail_backend::{
    Failure, MIGRATIONS,
    money::{
        invoice::{self, billing::save_billing, legal::save_legal},
        payment,
    },
    trade::order,
};
use sqlx::PgPool;

/// A unified social credit code that adds up.
pub const NUMBER: &str = "91330106MA2H3K9T8J";

pub fn legal(tax_number: &str) -> LegalForm {
    LegalForm {
        legal_name: "Lake Tea Ltd".into(),
        legal_address: "12 Willow Lane\n310000 Hangzhou".into(),
        legal_country: "CN".into(),
        tax_number: tax_number.into(),
    }
}

/// A shop that is registered for tax, with tea at ¥113.
async fn registered(market: &Market) -> Listing {
    let tea = market.listing("tea", 11_300, 100).await;
    save_legal(&market.ctx, &tea.owner, tea.shop, &legal(NUMBER))
        .await
        .expect("named");
    tea
}

async fn bought(market: &Market, buyer: &Actor, tea: &Listing, pieces: u32) -> OrderId {
    let placed = market.place(buyer, &[(tea.variant, pieces)]).await;
    market.pay_by_card(buyer, &placed).await;
    market.order_at(&placed, tea.shop).await
}

async fn documents(market: &Market, viewer: &Actor, order: OrderId) -> Vec<InvoiceView> {
    let page = order::order_page(&market.ctx, viewer, order)
        .await
        .expect("a page");
    let mut views = Vec::new();
    for InvoiceRef { id, .. } in page.invoices {
        views.push(
            invoice::invoice_page(&market.ctx, viewer, id)
                .await
                .expect("a document"),
        );
    }
    views
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn an_invoice_is_issued_when_paid_and_stays_as_it_was(db: PgPool) {
    let market = Market::new(db).await;
    let tea = registered(&market).await;
    let (buyer, other) = (market.member("Lin").await, market.member("Mo").await);
    let placed = market.place(&buyer, &[(tea.variant, 1)]).await;
    let order = market.order_at(&placed, tea.shop).await;
    assert!(
        documents(&market, &buyer, order).await.is_empty(),
        "not paid yet"
    );
    market.pay_by_card(&buyer, &placed).await;
    save_legal(&market.ctx, &tea.owner, tea.shop, &legal(""))
        .await
        .expect("no longer registered");

    let page = order::order_page(&market.ctx, &buyer, order)
        .await
        .expect("a page");
    assert!(page.includes_tax, "its invoice says so");

    let shown = documents(&market, &buyer, order).await;
    let [view] = shown.as_slice() else {
        panic!("one: {shown:?}")
    };
    assert_eq!(
        (view.head.kind, view.head.number.as_str()),
        (Kind::Invoice, "INV-000001")
    );
    assert_eq!((view.head.total.minor, view.tax.minor), (12_100, 1_392));
    assert_eq!(
        view.lines
            .iter()
            .map(|line| line.rate.0)
            .collect::<Vec<_>>(),
        [1300, 1300]
    );
    assert_eq!(view.seller.tax_number, NUMBER);
    assert_eq!(
        (view.buyer.name.as_str(), view.buyer.country.as_str()),
        ("Lin Xiaoyu", "CN")
    );
    assert_eq!(
        documents(&market, &tea.owner, order).await,
        shown,
        "the shop reads the same"
    );
    let strange = invoice::invoice_page(&market.ctx, &other, view.head.id).await;
    assert!(matches!(strange, Err(Failure::NotFound)));
    let list = invoice::own_invoices(&market.ctx, &buyer, 1)
        .await
        .expect("a list");
    assert_eq!(list.invoices.len(), 1);

    // The next one is issued by somebody who is not registered.
    let order = bought(&market, &buyer, &tea, 1).await;
    let shown = documents(&market, &buyer, order).await;
    assert_eq!(
        (shown[0].head.number.as_str(), shown[0].tax.minor),
        ("INV-000002", 0)
    );
    market.audit_is_clean().await;
    market.are_append_only(&["invoices", "invoice_lines"]).await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn numbers_have_no_gaps_whatever_happens_at_once(db: PgPool) {
    let market = Market::new(db).await;
    let tea = registered(&market).await;
    let cups = market.listing("cups", 3_000, 100).await;
    let unlucky = market.member("Unlucky").await;
    let failing = market.place(&unlucky, &[(tea.variant, 1)]).await;
    let mut payments = Vec::new();
    for n in 0..8 {
        let buyer = market.member(&format!("Buyer{n}")).await;
        let placed = market
            .place(&buyer, &[(tea.variant, 1), (cups.variant, 1)])
            .await;
        payments.push((buyer, placed));
    }
    // A document that cannot be written takes its whole transaction with it, number and all.
    let account = unlucky.account().expect("an account");
    let trap = format!(
        "create trigger trap before insert on invoices for each row
         when (new.account_id = '{account}') execute function refuse_edit()"
    );
    sqlx::query(sqlx::AssertSqlSafe(trap))
        .execute(&market.ctx.db)
        .await
        .expect("a trap");
    let command: CommandId = market.ctx.new_id();
    payment::pay_checkout(
        &market.ctx,
        &unlucky,
        command,
        failing.checkout,
        Method::Card,
    )
    .await
    .expect("begun");
    let event = market.event(
        PaymentId(command.0),
        failing.total,
        GatewayOutcome::Captured,
    );
    let fails = payment::record_gateway_event(&market.ctx, event.clone());
    let pays = join_all(
        payments
            .iter()
            .map(|(buyer, placed)| market.pay_by_card(buyer, placed)),
    );
    let (failed, _) = tokio::join!(fails, pays);
    assert!(matches!(failed, Err(Failure::Incident(_))), "{failed:?}");
    assert_eq!(numbers(&market, &tea).await, (1..=8).collect::<Vec<i64>>());
    assert_eq!(numbers(&market, &cups).await, (1..=8).collect::<Vec<i64>>());

    sqlx::query("drop trigger trap on invoices")
        .execute(&market.ctx.db)
        .await
        .expect("no trap");
    payment::record_gateway_event(&market.ctx, event.clone())
        .await
        .expect("paid");
    payment::record_gateway_event(&market.ctx, event)
        .await
        .expect("heard once");
    assert_eq!(numbers(&market, &tea).await, (1..=9).collect::<Vec<i64>>());
    market.audit_is_clean().await;

    sqlx::query("update invoice_series set last_number = last_number + 1 where issuer_id = $1")
        .bind(tea.shop.0)
        .execute(&market.ctx.db)
        .await
        .expect("tampered");
    assert_eq!(market.broken_proofs().await, ["invoice_numbers"]);
}

async fn numbers(market: &Market, tea: &Listing) -> Vec<i64> {
    sqlx::query_scalar(
        "select number from invoices where shop_id = $1 and kind = 'invoice' order by number",
    )
    .bind(tea.shop.0)
    .fetch_all(&market.ctx.db)
    .await
    .expect("numbers")
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn every_refund_has_its_credit_note_before_and_after_release(db: PgPool) {
    let market = Market::new(db).await;
    let tea = registered(&market).await;
    let buyer = market.member("Lin").await;
    let order = bought(&market, &buyer, &tea, 3).await;
    let wish = Wish {
        pieces: 1,
        postage: "3.33".into(),
        ..Wish::of(order)
    };
    refund(&market, &tea.owner, &wish)
        .await
        .expect("before dispatch");
    market.ship(&tea.owner, order).await;
    let wish = Wish {
        goods: "10.01".into(),
        ..Wish::of(order)
    };
    refund(&market, &tea.owner, &wish)
        .await
        .expect("on the way");
    let receipt = ConfirmReceipt {
        command: market.ctx.new_id(),
        order,
    };
    order::confirm(&market.ctx, &buyer, &receipt)
        .await
        .expect("confirmed");
    let rest = Wish {
        pieces: 2,
        postage: "8.67".into(),
        ..Wish::of(order)
    };
    refund(&market, &tea.owner, &rest)
        .await
        .expect("after release");

    let shown = documents(&market, &buyer, order).await;
    let numbers: Vec<_> = shown.iter().map(|view| view.head.number.as_str()).collect();
    assert_eq!(
        numbers,
        ["INV-000001", "CRN-000001", "CRN-000002", "CRN-000003"]
    );
    let (invoice, notes) = shown.split_first().expect("an invoice");
    let sum = |of: fn(&InvoiceView) -> i64| notes.iter().map(of).sum::<i64>();
    assert_eq!(sum(|note| note.head.total.minor), invoice.head.total.minor);
    assert_eq!(
        sum(|note| note.tax.minor),
        invoice.tax.minor,
        "to the last cent"
    );
    assert!(notes.iter().all(|note| {
        note.cancels
            .as_ref()
            .is_some_and(|(id, _)| *id == invoice.head.id)
    }));
    assert_eq!(notes[0].head.total.minor, 11_300 + 333);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn an_order_of_many_refunds_still_shows_its_invoice(db: PgPool) {
    let market = Market::new(db).await;
    let tea = registered(&market).await;
    let buyer = market.member("Lin").await;
    let order = bought(&market, &buyer, &tea, 1).await;
    for _ in 0..31 {
        let wish = Wish {
            goods: "1".into(),
            ..Wish::of(order)
        };
        refund(&market, &tea.owner, &wish).await.expect("refunded");
    }
    let shown = order::order_page(&market.ctx, &buyer, order)
        .await
        .expect("a page")
        .invoices;
    assert_eq!((shown.len(), shown[0].kind), (32, Kind::Invoice));
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn an_order_called_off_is_credited_whole(db: PgPool) {
    let market = Market::new(db).await;
    let tea = registered(&market).await;
    let buyer = market.member("Lin").await;
    let order = bought(&market, &buyer, &tea, 2).await;
    let wish = Wish {
        goods: "5".into(),
        ..Wish::of(order)
    };
    refund(&market, &tea.owner, &wish).await.expect("refunded");
    let cancel = CancelOrder {
        command: market.ctx.new_id(),
        order,
        by: Party::Buyer,
    };
    order::cancel(&market.ctx, &buyer, &cancel)
        .await
        .expect("called off");
    let shown = documents(&market, &tea.owner, order).await;
    assert_eq!(shown.len(), 3);
    let back: i64 = shown[1..].iter().map(|note| note.head.total.minor).sum();
    let tax: i64 = shown[1..].iter().map(|note| note.tax.minor).sum();
    assert_eq!((back, tax), (shown[0].head.total.minor, shown[0].tax.minor));
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_company_is_named_until_it_is_paid(db: PgPool) {
    let market = Market::new(db).await;
    let tea = registered(&market).await;
    let (buyer, other) = (market.guest().await, market.member("Mo").await);
    let placed = market.place(&buyer, &[(tea.variant, 1)]).await;
    let form = |company: &str, tax_number: &str| BillingForm {
        company: company.into(),
        tax_number: tax_number.into(),
    };
    let (ctx, checkout) = (&market.ctx, placed.checkout);
    let save = |actor, form| async move { save_billing(ctx, actor, checkout, &form).await };
    let wrong = save(&buyer, form("West Lake Trading", "12345")).await;
    assert!(matches!(wrong, Err(Failure::Invalid(_))), "{wrong:?}");
    let strange = save(&other, form("West Lake Trading", "")).await;
    assert!(matches!(strange, Err(Failure::NotFound)));
    save(&buyer, form("West Lake Trading", NUMBER))
        .await
        .expect("named");
    save(&buyer, form("", "")).await.expect("taken away");
    save(&buyer, form("West Lake Trading", ""))
        .await
        .expect("named again");
    market.pay_by_card(&buyer, &placed).await;
    let late = save(&buyer, form("", "")).await;
    assert!(matches!(
        late,
        Err(Failure::Refused(PaymentError::AlreadyPaid))
    ));
    let order = market.order_at(&placed, tea.shop).await;
    let shown = documents(&market, &buyer, order).await;
    assert_eq!(shown[0].buyer.name, "West Lake Trading");
    assert_eq!(shown[0].buyer.lines[0], "Lin Xiaoyu");
}
