//! What the market itself issues: for commission once a month, and receipts of top-ups.

use super::{bought, legal, registered};
use crate::common::Market;
use chrono::{Duration, TimeZone, Utc};
use longtail::{
    actor::Actor,
    id::{CommandId, PaymentId},
    money::{
        Money,
        invoice::{InvoiceView, Kind},
        payment::{GatewayOutcome, Method},
    },
    trade::order::ConfirmReceipt,
};
use longtail_backend::{
    Ctx, Failure, MIGRATIONS,
    money::{
        invoice::{self, commission},
        payment,
    },
    settings::Settings,
    trade::order,
};
use sqlx::PgPool;
use std::sync::Arc;

/// The same market, registered for tax.
fn with_tax(ctx: &Ctx) -> Ctx {
    let settings = Settings {
        legal: legal(super::NUMBER).checked().expect("a whole name"),
        ..Settings::clone(&ctx.settings)
    };
    Ctx {
        settings: Arc::new(settings),
        ..ctx.clone()
    }
}

async fn completed(market: &Market, buyer: &Actor, tea: &crate::common::Listing, pieces: u32) {
    let order = bought(market, buyer, tea, pieces).await;
    market.ship(&tea.owner, order).await;
    let receipt = ConfirmReceipt {
        command: market.ctx.new_id(),
        order,
    };
    order::confirm(&market.ctx, buyer, &receipt)
        .await
        .expect("confirmed");
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn commission_is_invoiced_once_for_each_month_that_is_over(db: PgPool) {
    let market = Market::new(db).await;
    let ctx = with_tax(&market.ctx);
    let tea = registered(&market).await;
    let buyer = market.member("Lin").await;
    // 1 % of ¥113 and of ¥226, on two days of March.
    completed(&market, &buyer, &tea, 1).await;
    market.test.clock.advance(Duration::days(20));
    completed(&market, &buyer, &tea, 2).await;
    assert_eq!(
        commission::step(&ctx).await.expect("looked"),
        0,
        "March is not over"
    );
    // One in the morning at the market is still the day before in Greenwich.
    let april = Utc
        .with_ymd_and_hms(2026, 3, 31, 17, 0, 0)
        .single()
        .expect("a time");
    market.test.clock.set(april);
    completed(&market, &buyer, &tea, 3).await;
    let (one, two) = tokio::join!(commission::step(&ctx), commission::step(&ctx));
    assert_eq!(one.expect("looked") + two.expect("looked"), 1, "once");
    assert_eq!(commission::step(&ctx).await.expect("looked"), 0);

    let list = invoice::shop_invoices(&ctx, &tea.owner, "tea", 1)
        .await
        .expect("a list");
    let fee = list
        .list
        .invoices
        .iter()
        .find(|i| i.kind == Kind::Commission)
        .expect("issued");
    assert_eq!((fee.number.as_str(), fee.total.minor), ("FEE-000001", 339));
    assert_eq!(
        fee.month.map(|month| month.to_string()).as_deref(),
        Some("2026-03-01")
    );
    let view: InvoiceView = invoice::invoice_page(&ctx, &tea.owner, fee.id)
        .await
        .expect("a document");
    assert_eq!(
        (view.tax.minor, view.buyer.name.as_str()),
        (39, "Lake Tea Ltd")
    );
    let strange = invoice::invoice_page(&ctx, &buyer, fee.id).await;
    assert!(matches!(strange, Err(Failure::NotFound)));
    market.audit_is_clean().await;
    tamper(&market, "commission").await;
    assert_eq!(market.broken_proofs().await, ["commission_invoices"]);
}

/// What a document and its line say, after somebody got past the triggers.
async fn tamper(market: &Market, kind: &str) {
    for command in [
        "alter table invoices disable trigger user".to_owned(),
        "alter table invoice_lines disable trigger user".to_owned(),
        format!("update invoices set gross_minor = gross_minor + 1 where kind = '{kind}'"),
        format!(
            "update invoice_lines l set gross_minor = l.gross_minor + 1
             from invoices i where i.id = l.invoice_id and i.kind = '{kind}'"
        ),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(command))
            .execute(&market.ctx.db)
            .await
            .expect("tampered");
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_month_between_two_is_not_left_out_unnoticed(db: PgPool) {
    let market = Market::new(db).await;
    let tea = registered(&market).await;
    let buyer = market.member("Lin").await;
    for _ in 0..3 {
        completed(&market, &buyer, &tea, 1).await;
        market.test.clock.advance(Duration::days(31));
    }
    assert_eq!(commission::step(&market.ctx).await.expect("looked"), 3);
    market.audit_is_clean().await;
    for command in [
        "alter table invoices disable trigger user",
        "alter table invoice_lines disable trigger user",
        "delete from invoice_lines l using invoices i where i.id = l.invoice_id and i.kind = 'commission' and i.number = 2",
        "delete from invoices where kind = 'commission' and number = 2",
        "update invoices set number = 2 where kind = 'commission' and number = 3",
        "update invoice_series set last_number = 2 where kind = 'commission'",
    ] {
        sqlx::query(command)
            .execute(&market.ctx.db)
            .await
            .expect("tampered");
    }
    assert_eq!(market.broken_proofs().await, ["commission_invoices"]);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_top_up_has_a_receipt(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    for minor in [5_000, 7_000] {
        let command: CommandId = market.ctx.new_id();
        payment::top_up(&market.ctx, &buyer, command, minor, Method::Card)
            .await
            .expect("begun");
        let amount = Money::new(minor, market.ctx.settings.currency);
        let event = market.event(PaymentId(command.0), amount, GatewayOutcome::Captured);
        payment::record_gateway_event(&market.ctx, event)
            .await
            .expect("paid");
    }
    let list = invoice::own_invoices(&market.ctx, &buyer, 1)
        .await
        .expect("a list");
    let told: Vec<_> = list
        .invoices
        .iter()
        .map(|i| (i.number.as_str(), i.total.minor))
        .collect();
    assert_eq!(told, [("RCP-000002", 7_000), ("RCP-000001", 5_000)]);
    let view = invoice::invoice_page(&market.ctx, &buyer, list.invoices[0].id)
        .await
        .expect("a document");
    assert_eq!((view.buyer.name.as_str(), view.tax.minor), ("Lin", 0));
    market.audit_is_clean().await;
    tamper(&market, "receipt").await;
    assert_eq!(market.broken_proofs().await, ["receipts"]);
}
