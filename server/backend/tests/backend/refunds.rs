//! Refunds on a real Postgres: before dispatch, on the way, after release; debts recovered from
//! later sales.

mod refused;

use crate::common::{Listing, Market};
use longtail::{
    actor::Actor,
    id::{OrderId, PaymentId},
    money::{
        Money,
        ledger::{Holder, Rule},
        refund::{RefundError, RefundForm, RefundOrder},
    },
    platform::notification::Notice,
    text::Lang,
    trade::order::{
        CancelOrder, Canceller, ConfirmReceipt, OrderEvent, OrderStageName, OrderView, Party,
    },
};
use longtail_backend::{
    Failure, MIGRATIONS, jobs,
    money::{ledger, refund as refunds},
    platform::notification,
    trade::order,
};
use sqlx::PgPool;

/// What somebody wants back of an order's first line, and besides.
pub struct Wish {
    pub order: OrderId,
    pub pieces: u32,
    pub goods: String,
    pub postage: String,
}

impl Wish {
    pub fn of(order: OrderId) -> Self {
        Self {
            order,
            pieces: 0,
            goods: String::new(),
            postage: String::new(),
        }
    }
}

/// Writes the form as a person would, and agrees to the sum that it is told.
pub async fn refund(
    market: &Market,
    seller: &Actor,
    wish: &Wish,
) -> Result<RefundOrder, Failure<RefundError>> {
    let mut cmd = draft(market, seller, wish).await?;
    match refunds::refund(&market.ctx, seller, &cmd).await {
        Err(Failure::Refused(RefundError::LookAgain { quote })) => {
            cmd.agreed_minor = Some(quote.total().minor);
            cmd.agreed_unsent = quote.unsent();
        }
        other => return other.map(|_| cmd),
    }
    refunds::refund(&market.ctx, seller, &cmd).await?;
    Ok(cmd)
}

async fn draft(
    market: &Market,
    seller: &Actor,
    wish: &Wish,
) -> Result<RefundOrder, Failure<RefundError>> {
    let view = order::order_page(&market.ctx, seller, wish.order)
        .await
        .map_err(|failure| failure.map_refusal(|never| match never {}))?;
    let line = view.summary.lines[0].id;
    Ok(RefundOrder {
        command: market.ctx.new_id(),
        order: wish.order,
        form: RefundForm {
            pieces: vec![(line, wish.pieces.to_string())],
            goods: wish.goods.clone(),
            postage: wish.postage.clone(),
            reason: "It came late".into(),
        },
        agreed_minor: None,
        agreed_unsent: 0,
        code: String::new(),
    })
}

/// A paid order of so many pieces at ¥33.33, with ¥8 of postage and ¥2 for each further piece.
async fn bought(market: &Market, buyer: &Actor, tea: &Listing, pieces: u32) -> OrderId {
    let placed = market.place(buyer, &[(tea.variant, pieces)]).await;
    market.pay_by_card(buyer, &placed).await;
    market.order_at(&placed, tea.shop).await
}

async fn received(market: &Market, buyer: &Actor, tea: &Listing, order: OrderId) {
    market.ship(&tea.owner, order).await;
    confirm(market, buyer, order).await;
}

async fn confirm(market: &Market, buyer: &Actor, order: OrderId) {
    let receipt = ConfirmReceipt {
        command: market.ctx.new_id(),
        order,
    };
    order::confirm(&market.ctx, buyer, &receipt)
        .await
        .expect("confirmed");
}

async fn view(market: &Market, actor: &Actor, order: OrderId) -> OrderView {
    order::order_page(&market.ctx, actor, order)
        .await
        .expect("a page")
}

async fn balance(market: &Market, holder: Holder) -> i64 {
    let mut db = market.ctx.db.acquire().await.expect("a connection");
    ledger::balance(&mut db, holder, market.ctx.settings.currency)
        .await
        .expect("a balance")
        .minor
}

async fn wallet(market: &Market, buyer: &Actor) -> i64 {
    balance(market, Holder::Wallet(buyer.account().expect("an account"))).await
}

/// What guests were paid back and is on its way to their cards.
async fn on_its_way_back(market: &Market) -> i64 {
    let sum = "select sum(balance_minor)::bigint from ledger_accounts where kind = 'payout'";
    sqlx::query_scalar(sum)
        .fetch_one(&market.ctx.db)
        .await
        .expect("a sum")
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn before_dispatch_pieces_go_back_to_the_shelf_and_the_rest_is_sent(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let order = bought(&market, &buyer, &tea, 3).await;
    assert_eq!(market.available(tea.variant).await, 7);

    let wish = Wish {
        pieces: 1,
        postage: "2".into(),
        ..Wish::of(order)
    };
    let cmd = refund(&market, &tea.owner, &wish).await.expect("refunded");
    refunds::refund(&market.ctx, &tea.owner, &cmd)
        .await
        .expect("the same answer again");
    assert_eq!(wallet(&market, &buyer).await, 3_533, "once");
    assert_eq!(market.available(tea.variant).await, 8);
    market.audit_is_clean().await;

    let page = view(&market, &buyer, order).await;
    assert_eq!(page.held.minor, 9_999 + 1_200 - 3_533);
    assert_eq!((page.refunded.minor, page.refunds.len()), (3_533, 1));
    assert_eq!(page.refunds[0].reason, "It came late");
    assert_eq!(page.summary.lines[0].to_send(), 2);
    assert!(page.refundable.is_none(), "no form for its buyer");
    assert!(page.steps.iter().any(|step| matches!(
        &step.event,
        OrderEvent::Refunded { amount, reason } if amount.minor == 3_533 && reason == "It came late"
    )));
    market.test.clock.advance(chrono::Duration::minutes(1));
    jobs::run_due(&market.ctx).await.expect("jobs run");
    let notices = notification::notices(&market.ctx, &buyer)
        .await
        .expect("notices");
    let told = notices
        .iter()
        .find(|notice| matches!(notice.notice, Notice::OrderRefunded { .. }))
        .expect("told");
    let letters = market.test.mail.letters();
    assert!(
        letters
            .iter()
            .any(|letter| letter.subject == told.notice.headline(Lang::En))
    );
    assert!(told.notice.headline(Lang::Zh).contains("¥35.33"));

    received(&market, &buyer, &tea, order).await;
    let earned = balance(&market, Holder::ShopBalance(tea.shop)).await;
    let kept = balance(&market, Holder::Commission).await;
    assert_eq!(kept, 67, "1 % of two pieces");
    assert_eq!(earned, 9_999 + 1_200 - 3_533 - 67);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn nothing_left_to_send_is_an_order_called_off(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let order = bought(&market, &buyer, &tea, 3).await;
    let one = Wish {
        pieces: 1,
        ..Wish::of(order)
    };
    refund(&market, &tea.owner, &one).await.expect("one");
    let two = Wish { pieces: 2, ..one };
    refund(&market, &tea.owner, &two).await.expect("the rest");
    let page = view(&market, &buyer, order).await;
    assert_eq!(page.summary.stage.name(), OrderStageName::Cancelled);
    assert_eq!(page.refunded, page.summary.total);
    assert!(page.steps.iter().any(|step| matches!(
        &step.event,
        OrderEvent::Cancelled { by: Canceller::Shop, reason } if reason == "It came late"
    )));
    assert_eq!(wallet(&market, &buyer).await, 9_999 + 1_200);
    assert_eq!(market.available(tea.variant).await, 10);
    market.audit_is_clean().await;
    let more = refund(&market, &tea.owner, &two).await;
    assert!(matches!(
        more,
        Err(Failure::Refused(RefundError::Cancelled))
    ));

    // What the buyer calls off is what is left.
    let order = bought(&market, &buyer, &tea, 3).await;
    let one = Wish {
        pieces: 1,
        ..Wish::of(order)
    };
    refund(&market, &tea.owner, &one).await.expect("one");
    let cancel = CancelOrder {
        command: market.ctx.new_id(),
        order,
        by: Party::Buyer,
    };
    order::cancel(&market.ctx, &buyer, &cancel)
        .await
        .expect("called off");
    assert_eq!(wallet(&market, &buyer).await, 2 * (9_999 + 1_200));
    assert_eq!(market.available(tea.variant).await, 10);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn on_the_way_no_stock_comes_back_and_everything_may_be_paid_back(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.guest().await;
    let tea = market.listing("tea", 3_333, 10).await;
    let order = bought(&market, &buyer, &tea, 2).await;
    market.ship(&tea.owner, order).await;
    let wish = Wish {
        pieces: 1,
        goods: "0.01".into(),
        ..Wish::of(order)
    };
    refund(&market, &tea.owner, &wish).await.expect("refunded");
    assert_eq!(market.available(tea.variant).await, 8);
    market.audit_is_clean().await;
    let rest = Wish {
        pieces: 1,
        goods: String::new(),
        postage: "10".into(),
        order,
    };
    refund(&market, &tea.owner, &rest).await.expect("the rest");
    assert_eq!(wallet(&market, &buyer).await, 0, "a guest's goes on");
    assert_eq!(on_its_way_back(&market).await, 6_666 + 1_000);
    let page = view(&market, &tea.owner, order).await;
    assert_eq!(page.held.minor, 0);
    assert_eq!(page.summary.stage.name(), OrderStageName::Shipped);
    assert!(page.refundable.is_none(), "nothing is left");
    confirm(&market, &buyer, order).await;
    assert_eq!(balance(&market, Holder::ShopBalance(tea.shop)).await, 0);
    assert_eq!(balance(&market, Holder::Commission).await, 0);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn after_release_the_shop_may_owe_and_later_sales_make_it_good(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 3_333, 10).await;
    let order = bought(&market, &buyer, &tea, 3).await;
    received(&market, &buyer, &tea, order).await;
    let earned = balance(&market, Holder::ShopBalance(tea.shop)).await;
    assert_eq!(earned, 9_999 + 1_200 - 100);
    // Its balance is gone by the time that the tea turns out to be stale.
    let gone = Money::new(earned, market.ctx.settings.currency);
    spend(&market, &tea, gone).await;
    market.test.clock.advance(chrono::Duration::minutes(1));

    let wish = Wish {
        pieces: 2,
        ..Wish::of(order)
    };
    refund(&market, &tea.owner, &wish).await.expect("refunded");
    assert_eq!(wallet(&market, &buyer).await, earned + 6_666);
    assert_eq!(balance(&market, Holder::Commission).await, 33);
    let owed = balance(&market, Holder::ShopBalance(tea.shop)).await;
    assert_eq!(owed, -(6_666 - 67));
    assert_eq!(
        market.available(tea.variant).await,
        7,
        "no stock comes back"
    );
    let page = ledger::shop_balance_page(&market.ctx, &tea.owner, "tea", 1)
        .await
        .expect("a page");
    assert_eq!(page.statement.balance.minor, owed);
    assert_eq!(page.statement.lines[0].rule, Rule::SaleRefunded);

    // The last piece takes the rest of line and commission.
    let last = Wish { pieces: 1, ..wish };
    refund(&market, &tea.owner, &last).await.expect("the last");
    assert_eq!(balance(&market, Holder::Commission).await, 0);

    let order = bought(&market, &buyer, &tea, 3).await;
    received(&market, &buyer, &tea, order).await;
    let recovered = balance(&market, Holder::ShopBalance(tea.shop)).await;
    assert_eq!(recovered, -(9_999 - 100) + 9_999 + 1_200 - 100);
    market.audit_is_clean().await;
}

/// Takes money out of a shop's balance, as a payout would: here into the buyers' pockets.
async fn spend(market: &Market, tea: &Listing, amount: Money) {
    let mut tx = market.ctx.transaction().await.expect("a transaction");
    let lin: uuid::Uuid = sqlx::query_scalar("select id from accounts where name = 'Lin'")
        .fetch_one(tx.sql())
        .await
        .expect("Lin");
    let posting = longtail::money::ledger::Posting {
        rule: Rule::WalletFunded,
        debit: Holder::ShopBalance(tea.shop),
        credit: Holder::Wallet(lin.into()),
        amount,
        order: None,
        payment: None::<PaymentId>,
    };
    ledger::post(&mut tx, &[posting]).await.expect("spent");
    tx.commit().await.expect("kept");
}
