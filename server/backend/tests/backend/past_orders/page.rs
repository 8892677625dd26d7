//! What a shop's people see of its earlier orders.

use super::*;
use longtail::{
    actor::{Seat, ShopRole},
    trade::past::PastStage,
};

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_shops_people_see_its_part_of_the_orders(db: PgPool) {
    let market = Market::new(db).await;
    let folder = folder(ORDER_ROWS, ITEM_ROWS, PAYMENT_ROWS);
    assert_eq!(page(&market, &market.owner, "", false).await.orders(), 0);
    bring(&market, &folder, &[("s1", market.shop)], false).await;

    let seen = page(&market, &market.owner, "", false).await;
    assert_eq!(keys(&seen), ["shared", "plain", "short-paid"]);
    let (shared, plain) = (&seen.rows[0], &seen.rows[1]);
    assert_eq!((shared.stage, shared.shared), (PastStage::Shipped, true));
    // Its own part alone: the other seller's line is not in it.
    assert_eq!((shared.total, shared.goods.len()), (brl(1_100), 1));
    assert_eq!(
        (plain.total, plain.postage, plain.shared),
        (brl(5_110), brl(1_520), false)
    );
    let [sum] = seen.sums.as_slice() else {
        panic!("one currency: {:?}", seen.sums);
    };
    assert_eq!(
        (sum.currency, sum.orders, sum.delivered, sum.late),
        (Currency::Brl, 3, 1, 1)
    );
    assert_eq!(
        (sum.sales, sum.days_to_deliver),
        (Some(brl(7_210)), Some(25))
    );
    let months: Vec<_> = sum.months.iter().map(|m| (m.orders, m.sales)).collect();
    assert_eq!(
        months,
        [
            (2, Some(brl(6_110))),
            (0, Some(brl(0))),
            (1, Some(brl(1_100)))
        ]
    );

    assert_eq!(
        keys(&page(&market, &market.owner, "", true).await),
        ["plain"]
    );
    assert_eq!(
        keys(&page(&market, &market.owner, "short-", false).await),
        ["short-paid"]
    );
    assert!(keys(&page(&market, &market.owner, "p2", false).await).is_empty());
    assert!(keys(&page(&market, &market.owner, "%_", false).await).is_empty());

    let account = market.owner.account().expect("an account");
    let seat = Seat {
        shop: market.shop,
        role: ShopRole::Clerk,
    };
    let clerk = Actor::Member {
        account,
        seats: vec![seat],
    };
    let for_clerk = page(&market, &clerk, "", false).await;
    assert_eq!(for_clerk.rows, seen.rows, "what each order came to");
    let sums = for_clerk.sums;
    assert!(sums[0].sales.is_none() && sums[0].months.iter().all(|m| m.sales.is_none()));
    // Whoever asks for a page that is no more is shown the last one.
    let far = past_orders_page(&market.ctx, &clerk, "tea-house", "", false, 7).await;
    let far = far.expect("the page");
    assert_eq!((far.page, far.pages, far.rows), (1, 1, seen.rows));
    let other = past_orders_page(&market.ctx, &market.other, "tea-house", "", false, 1).await;
    assert!(matches!(other, Err(Failure::NotFound)));

    // The other seller opens a shop later: what was kept becomes theirs.
    let pair = [("s2".to_owned(), "lamp-house".to_owned())];
    let given = shops_named(&market.ctx, &Actor::System, &pair)
        .await
        .expect("shops");
    let given: Vec<(&str, ShopId)> = given.iter().map(|(k, shop)| (k.as_str(), *shop)).collect();
    bring(&market, &folder, &given, false).await;
    let theirs = past_orders_page(&market.ctx, &market.other, "lamp-house", "", false, 1).await;
    assert_eq!(keys(&theirs.expect("the page")), ["shared"]);
    assert_eq!(
        keys(&page(&market, &market.owner, "", false).await).len(),
        3
    );
}
