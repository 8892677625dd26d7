//! What runs low on a real Postgres: told once to everybody in the shop, and again only after it
//! was above its mark.

use crate::common::{Listing, Market};
use longtail::{actor::Actor, platform::notification::Notice, text::Lang, trade::stock::low::Show};
use longtail_backend::{
    Failure, MIGRATIONS, jobs,
    platform::notification::notices,
    testing::events_to_be_read,
    trade::{catalog::table::stock_table, stock, stock::low},
};
use sqlx::PgPool;

/// Reads what has happened and does what follows from it.
async fn look(market: &Market) {
    events_to_be_read(&market.ctx).await;
    while low::step(&market.ctx).await.expect("read") > 0 {}
    jobs::run_due(&market.ctx).await.expect("told");
}

/// A clerk of the shop.
pub async fn clerk(market: &Market, tea: &Listing) -> Actor {
    let Actor::Member { account, .. } = market.member("Clerk").await else {
        unreachable!("a member")
    };
    sqlx::query(
        "insert into shop_seats (shop_id, account_id, role, since) values ($1, $2, 'clerk', $3)",
    )
    .bind(tea.shop.0)
    .bind(account.0)
    .bind(market.ctx.now())
    .execute(&market.ctx.db)
    .await
    .expect("a seat");
    let seat = longtail::actor::Seat {
        shop: tea.shop,
        role: longtail::actor::ShopRole::Clerk,
    };
    Actor::Member {
        account,
        seats: vec![seat],
    }
}

async fn told(market: &Market, person: &Actor) -> Vec<Notice> {
    notices(&market.ctx, person)
        .await
        .expect("notices")
        .into_iter()
        .map(|view| view.notice)
        .filter(|notice| matches!(notice, Notice::StockLow { .. }))
        .collect()
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_fall_below_the_mark_is_told_once_until_it_is_above_again(db: PgPool) {
    let market = Market::new(db).await;
    let buyer = market.member("Lin").await;
    let tea = market.listing("tea", 6_800, 10).await;
    let clerk = clerk(&market, &tea).await;
    look(&market).await;
    assert!(told(&market, &tea.owner).await.is_empty(), "ten are enough");

    market.place(&buyer, &[(tea.variant, 5)]).await;
    look(&market).await;
    assert!(
        told(&market, &tea.owner).await.is_empty(),
        "five are not fewer than five"
    );
    let placed = market.place(&buyer, &[(tea.variant, 1)]).await;
    look(&market).await;
    market.pay_by_card(&buyer, &placed).await;
    look(&market).await;
    market.place(&buyer, &[(tea.variant, 2)]).await;
    look(&market).await;
    for person in [&tea.owner, &clerk] {
        let told = told(&market, person).await;
        let [
            Notice::StockLow {
                left: 4, more: 0, ..
            },
        ] = told.as_slice()
        else {
            panic!("told once: {told:?}")
        };
        assert!(told[0].headline(Lang::Zh).contains("仅剩 4 件"));
    }
    let letters = market.test.mail.letters();
    let low = letters
        .iter()
        .filter(|letter| letter.subject.contains("Running low: tea, 4 left"));
    assert_eq!(low.count(), 2, "to the owner and the clerk");

    stock::count(&market.ctx, &tea.owner, tea.variant, 20)
        .await
        .expect("restocked");
    look(&market).await;
    stock::count(&market.ctx, &tea.owner, tea.variant, 7)
        .await
        .expect("counted");
    look(&market).await;
    assert_eq!(told(&market, &tea.owner).await.len(), 2);
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_begins_low_or_is_called_low_by_hand_is_told_to_nobody(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 2).await;
    look(&market).await;
    stock::count(&market.ctx, &tea.owner, tea.variant, 1)
        .await
        .expect("counted");
    look(&market).await;
    assert!(
        told(&market, &tea.owner).await.is_empty(),
        "it has not fallen"
    );

    stock::count(&market.ctx, &tea.owner, tea.variant, 30)
        .await
        .expect("counted");
    look(&market).await;
    low::set_mark(&market.ctx, &tea.owner, "tea", tea.variant, "50")
        .await
        .expect("set");
    look(&market).await;
    assert!(
        told(&market, &tea.owner).await.is_empty(),
        "its owner has just said so"
    );
    low::set_mark(&market.ctx, &tea.owner, "tea", tea.variant, "0")
        .await
        .expect("set");
    stock::count(&market.ctx, &tea.owner, tea.variant, 0)
        .await
        .expect("counted");
    look(&market).await;
    assert!(
        told(&market, &tea.owner).await.is_empty(),
        "nothing is fewer than nothing"
    );
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn the_table_shows_what_is_low_first(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 30).await;
    let other = market.listing("cups", 3_000, 0).await;
    let ask = |show| stock_table(&market.ctx, &tea.owner, "tea", "", show, 1);
    let table = ask(Show::All).await.expect("a table");
    assert_eq!((table.all, table.low, table.sold_out), (1, 0, 0));
    assert!(ask(Show::Low).await.expect("a table").rows.is_empty());

    low::set_shop_mark(&market.ctx, &tea.owner, "tea", "40")
        .await
        .expect("set");
    let table = ask(Show::Low).await.expect("a table");
    assert_eq!(
        (table.low, table.shop_mark, table.rows[0].mark),
        (1, 40, 40)
    );
    low::set_mark(&market.ctx, &tea.owner, "tea", tea.variant, "10")
        .await
        .expect("set");
    assert_eq!(
        ask(Show::Low).await.expect("a table").low,
        0,
        "its own mark counts"
    );
    low::set_mark(&market.ctx, &tea.owner, "tea", tea.variant, " ")
        .await
        .expect("set");
    stock::count(&market.ctx, &tea.owner, tea.variant, 0)
        .await
        .expect("counted");
    assert_eq!(ask(Show::SoldOut).await.expect("a table").rows.len(), 1);

    let refused = low::set_mark(&market.ctx, &other.owner, "tea", tea.variant, "1").await;
    assert!(matches!(refused, Err(Failure::NotFound)));
    let refused = low::set_mark(&market.ctx, &other.owner, "cups", tea.variant, "1").await;
    assert!(matches!(refused, Err(Failure::NotFound)));
    let refused = low::set_shop_mark(&market.ctx, &tea.owner, "tea", "few").await;
    assert!(matches!(refused, Err(Failure::Invalid(_))));
}
