//! What is refused, by the rule and by the database, and to whom.

use super::*;
use longtail::{
    actor::{Seat, ShopRole},
    money::refund::piece_field,
    text::{FieldIssue, FieldIssues},
};

fn issues<T: std::fmt::Debug>(answer: Result<T, Failure<RefundError>>) -> FieldIssues {
    match answer {
        Err(Failure::Invalid(issues)) => issues,
        other => panic!("not about fields: {other:?}"),
    }
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn too_much_is_refused_with_its_field_and_by_the_database(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let order = bought(&market, &buyer, &tea, 2).await;
    let wish = Wish {
        pieces: 3,
        goods: "0.01".into(),
        postage: "10.01".into(),
        order,
    };
    let mut cmd = draft(&market, &tea.owner, &wish).await.expect("a form");
    cmd.form.reason = "  ".into();
    let line = cmd.form.pieces[0].0;
    let found = issues(refunds::refund(&market.ctx, &tea.owner, &cmd).await);
    let most = |minor| FieldIssue::TooMuch {
        most: Money::new(minor, market.ctx.settings.currency),
    };
    assert_eq!(found.get("goods"), Some(&most(0)));
    assert_eq!(found.get("postage"), Some(&most(1_000)));
    assert_eq!(found.get("reason"), Some(&FieldIssue::Missing));
    assert_eq!(
        found.get(&piece_field(line)),
        Some(&FieldIssue::OutOfRange { least: 0, most: 2 })
    );
    let nothing = refund(&market, &tea.owner, &Wish::of(order)).await;
    assert!(matches!(
        nothing,
        Err(Failure::Refused(RefundError::Nothing))
    ));
    assert_eq!(wallet(&market, &buyer).await, 0);
    for sql in [
        "update orders set refunded_goods_minor = goods_minor + 1",
        "update orders set refunded_postage_minor = postage_minor + 1",
        "update order_lines set refunded_quantity = quantity + 1",
        "update order_lines set refunded_quantity = quantity",
        "update order_lines set refunded_goods_minor = goods_minor",
    ] {
        let tampered = sqlx::query(sql).execute(&market.ctx.db).await;
        assert!(tampered.is_err(), "{sql}");
    }
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_sum_that_has_changed_is_looked_at_again(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let order = bought(&market, &buyer, &tea, 2).await;
    market.ship(&tea.owner, order).await;
    let wish = Wish {
        pieces: 1,
        ..Wish::of(order)
    };
    let mut cmd = draft(&market, &tea.owner, &wish).await.expect("a form");
    cmd.agreed_minor = Some(3_333);
    let off = Wish {
        goods: "6.66".into(),
        ..Wish::of(order)
    };
    refund(&market, &tea.owner, &off)
        .await
        .expect("a little off");
    match refunds::refund(&market.ctx, &tea.owner, &cmd).await {
        Err(Failure::Refused(RefundError::LookAgain { quote })) => {
            assert_eq!(quote.total().minor, 3_000);
        }
        other => panic!("{other:?}"),
    }
    cmd.agreed_minor = Some(3_000);
    refunds::refund(&market.ctx, &tea.owner, &cmd)
        .await
        .expect("agreed");
    let other = RefundOrder {
        agreed_minor: Some(1),
        ..cmd
    };
    assert!(matches!(
        refunds::refund(&market.ctx, &tea.owner, &other).await,
        Err(Failure::CommandReused)
    ));
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn only_the_shops_own_people_refund_and_clerks_only_what_is_held(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let (tea, cups) = (
        market.listing("tea", 3_333, 10).await,
        market.listing("cups", 3_990, 10).await,
    );
    let clerk = Actor::Member {
        account: market.ctx.new_id(),
        seats: vec![Seat {
            shop: tea.shop,
            role: ShopRole::Clerk,
        }],
    };
    let order = bought(&market, &buyer, &tea, 2).await;
    let wish = Wish {
        goods: "1".into(),
        ..Wish::of(order)
    };
    let cmd = draft(&market, &tea.owner, &wish).await.expect("a form");
    for (actor, name) in [(&cups.owner, "another shop"), (&buyer, "its buyer")] {
        let refused = refunds::refund(&market.ctx, actor, &cmd).await;
        assert!(matches!(refused, Err(Failure::NotFound)), "{name}");
    }
    let refused = refunds::refund(&market.ctx, &Actor::Stranger, &cmd).await;
    assert!(matches!(refused, Err(Failure::SignIn)));
    refund(&market, &clerk, &wish).await.expect("held");
    received(&market, &buyer, &tea, order).await;
    let refused = refunds::refund(&market.ctx, &clerk, &RefundOrder { ..cmd }).await;
    assert!(matches!(refused, Err(Failure::NotFound)), "{refused:?}");
    assert!(view(&market, &clerk, order).await.refundable.is_none());
    refund(&market, &tea.owner, &wish).await.expect("released");
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_audit_names_refunds_that_were_tampered_with(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let order = bought(&market, &buyer, &tea, 2).await;
    let wish = Wish {
        pieces: 1,
        ..Wish::of(order)
    };
    refund(&market, &tea.owner, &wish).await.expect("refunded");
    market.are_append_only(&["refunds", "refund_lines"]).await;
    sqlx::query("update orders set refunded_goods_minor = refunded_goods_minor - 1")
        .execute(&market.ctx.db)
        .await
        .expect("tampered");
    assert_eq!(
        market.broken_proofs().await,
        ["escrow", "invoices", "refund_sums"]
    );
}
