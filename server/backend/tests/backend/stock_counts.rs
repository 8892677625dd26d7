//! Counts of shelves on a real Postgres: with sales meanwhile, with two who finish at once, and
//! never below what is promised.

use crate::{
    common::{Listing, Market},
    low_stock::clerk,
};
use longtail::{
    actor::Actor,
    id::{StockCountId, VariantId},
    text::FieldIssue,
    trade::stock::{
        count::{
            BeginCount, CountError, CountStage, CountView, FinishCount, Reason, ScopeForm,
            counted_field,
        },
        history::MovementKind,
    },
};
use longtail_backend::{
    Failure, MIGRATIONS,
    trade::stock::{
        self,
        count::{self, Sheet},
        movements_page,
    },
};
use sqlx::PgPool;

async fn begin(
    market: &Market,
    tea: &Listing,
    scope: &str,
    words: &str,
) -> Result<StockCountId, Failure<CountError>> {
    let begin = BeginCount {
        command: market.ctx.new_id(),
        shop: "tea".into(),
        form: ScopeForm {
            scope: scope.into(),
            category: String::new(),
            words: words.into(),
        },
    };
    count::begin(&market.ctx, &tea.owner, &begin).await
}

async fn counted(market: &Market, tea: &Listing, count: StockCountId, pieces: &str) {
    save(market, &tea.owner, count, tea.variant, pieces, "")
        .await
        .expect("saved");
}

async fn save(
    market: &Market,
    actor: &Actor,
    count: StockCountId,
    variant: VariantId,
    pieces: &str,
    was: &str,
) -> Result<(), Failure<CountError>> {
    let sheet = Sheet {
        counted: vec![(variant, pieces.into())],
        was: vec![(variant, was.into())],
        reasons: Vec::new(),
    };
    count::save(&market.ctx, actor, "tea", count, &sheet)
        .await
        .map(|_| ())
}

fn finishing(market: &Market, tea: &Listing, count: StockCountId, reason: Reason) -> FinishCount {
    let reason: &str = reason.into();
    FinishCount {
        command: market.ctx.new_id(),
        shop: "tea".into(),
        count,
        reasons: vec![(tea.variant, reason.into())],
    }
}

async fn page(market: &Market, tea: &Listing, count: StockCountId) -> CountView {
    count::count_page(&market.ctx, &tea.owner, "tea", count, false, 1)
        .await
        .expect("a page")
}

async fn sell(market: &Market, tea: &Listing, pieces: u32) {
    let buyer = market.guest().await;
    let placed = market.place(&buyer, &[(tea.variant, pieces)]).await;
    market.pay_by_card(&buyer, &placed).await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn what_is_sold_while_counting_is_reckoned_with(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 10).await;
    let count = begin(&market, &tea, "all", "").await.expect("begun");
    sell(&market, &tea, 1).await;
    counted(&market, &tea, count, "8").await;
    sell(&market, &tea, 3).await;
    // Sent again as it stands: what was expected then stays.
    counted(&market, &tea, count, "8").await;
    let view = page(&market, &tea, count).await;
    let line = view.rows[0].counted.expect("counted");
    assert_eq!((line.counted, line.expected, line.difference()), (8, 9, -1));
    assert_eq!(
        (
            view.summary.counted,
            view.summary.different,
            view.summary.pieces
        ),
        (1, 1, -1)
    );

    let cmd = finishing(&market, &tea, count, Reason::Breakage);
    count::finish(&market.ctx, &tea.owner, &cmd)
        .await
        .expect("finished");
    count::finish(&market.ctx, &tea.owner, &cmd)
        .await
        .expect("the same answer again");
    assert_eq!(
        market.available(tea.variant).await,
        5,
        "ten less four sold and one broken"
    );
    let view = page(&market, &tea, count).await;
    assert_eq!(view.summary.stage, CountStage::Finished);
    assert_eq!(view.rows[0].reason, Some(Reason::Breakage));

    let history = movements_page(&market.ctx, &tea.owner, "tea", tea.variant, 1)
        .await
        .expect("a page");
    let last = &history.rows[0];
    assert_eq!(
        (last.kind, last.on_hand, last.after),
        (MovementKind::Counted, -1, 5)
    );
    assert_eq!(
        (last.reason, last.count),
        (Some(Reason::Breakage), Some(count))
    );
    assert!(history.rows[1].order.is_some(), "a paid order is named");
    assert_eq!(history.days.last().map(|(_, level)| *level), Some(5));
    market.audit_is_clean().await;

    let late = save(&market, &tea.owner, count, tea.variant, "3", "8").await;
    assert!(matches!(late, Err(Failure::Refused(CountError::Ended))));
    let edited = sqlx::query("update stock_count_lines set counted = 3")
        .execute(&market.ctx.db)
        .await;
    assert!(edited.is_err(), "what has ended is never written");
    let edited = sqlx::query("delete from stock_counts")
        .execute(&market.ctx.db)
        .await;
    assert!(edited.is_err());
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn of_two_who_finish_at_once_one_does(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 10).await;
    let clerk = clerk(&market, &tea).await;
    let count = begin(&market, &tea, "search", "te").await.expect("begun");
    counted(&market, &tea, count, "12").await;
    let (first, second) = (
        finishing(&market, &tea, count, Reason::Found),
        finishing(&market, &tea, count, Reason::Correction),
    );
    let (first, second) = tokio::join!(
        count::finish(&market.ctx, &tea.owner, &first),
        count::finish(&market.ctx, &clerk, &second),
    );
    let ended = |outcome: &Result<_, Failure<CountError>>| {
        matches!(outcome, Err(Failure::Refused(CountError::Ended)))
    };
    assert!(
        (first.is_ok() && ended(&second)) || (second.is_ok() && ended(&first)),
        "{first:?} {second:?}"
    );
    assert_eq!(market.available(tea.variant).await, 12);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn nothing_goes_below_what_is_promised_and_the_row_is_named(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 5).await;
    let buyer = market.guest().await;
    let count = begin(&market, &tea, "all", "").await.expect("begun");
    let cmd = finishing(&market, &tea, count, Reason::Loss);
    let early = count::finish(&market.ctx, &tea.owner, &cmd).await;
    assert!(matches!(
        early,
        Err(Failure::Refused(CountError::NothingCounted))
    ));

    let placed = market.place(&buyer, &[(tea.variant, 3)]).await;
    counted(&market, &tea, count, "2").await;
    let refused = count::finish(&market.ctx, &tea.owner, &cmd).await;
    let Err(Failure::Refused(CountError::BelowReserved {
        row,
        difference,
        reserved,
        ..
    })) = refused
    else {
        panic!("promised to a buyer: {refused:?}")
    };
    assert_eq!(
        (row.title.en.as_str(), difference, reserved),
        ("tea", -3, 3)
    );
    market.pay_by_card(&buyer, &placed).await;
    let refused = count::finish(&market.ctx, &tea.owner, &cmd).await;
    assert!(matches!(
        refused,
        Err(Failure::Refused(CountError::BelowReserved {
            on_hand: 2,
            ..
        }))
    ));
    assert_eq!(
        market.available(tea.variant).await,
        2,
        "nothing was changed"
    );

    // Taken away and typed again it is counted against what is there now.
    save(&market, &tea.owner, count, tea.variant, "", "2")
        .await
        .expect("cleared");
    counted(&market, &tea, count, "1").await;
    count::finish(&market.ctx, &tea.owner, &cmd)
        .await
        .expect("finished");
    assert_eq!(market.available(tea.variant).await, 1);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_difference_that_is_put_right_elsewhere_is_not_put_right_twice(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 10).await;
    let count = begin(&market, &tea, "all", "").await.expect("begun");
    counted(&market, &tea, count, "7").await;
    stock::count(&market.ctx, &tea.owner, tea.variant, 7)
        .await
        .expect("counted elsewhere");
    let cmd = finishing(&market, &tea, count, Reason::Loss);
    let refused = count::finish(&market.ctx, &tea.owner, &cmd).await;
    assert!(matches!(
        refused,
        Err(Failure::Refused(CountError::CountedSince { .. }))
    ));
    assert_eq!(market.available(tea.variant).await, 7);

    count::discard(&market.ctx, &tea.owner, "tea", count)
        .await
        .expect("discarded");
    let refused = count::discard(&market.ctx, &tea.owner, "tea", count).await;
    assert!(matches!(refused, Err(Failure::Refused(CountError::Ended))));
    let list = count::counts_page(&market.ctx, &tea.owner, "tea", 1)
        .await
        .expect("a page");
    assert_eq!(list.counts[0].stage, CountStage::Discarded);
    market.audit_is_clean().await;
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_list_of_codes_is_counted_whole_or_not_at_all(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 10).await;
    sqlx::query("update variants set sku = 'TEA-1', barcode = '6901234567892'")
        .execute(&market.ctx.db)
        .await
        .expect("codes");
    let count = begin(&market, &tea, "all", "").await.expect("begun");
    let paste = |block: &'static str| count::paste(&market.ctx, &tea.owner, "tea", count, block);
    let refused = paste("TEA-1\t4\nTEA-9\t1").await;
    let Err(Failure::Refused(CountError::UnknownCodes { codes, more: 0 })) = refused else {
        panic!("one is unknown: {refused:?}")
    };
    assert_eq!(codes, "TEA-9");
    assert!(page(&market, &tea, count).await.rows[0].counted.is_none());
    assert_eq!(
        paste("code\tpieces\nTEA-1\t4\n6901234567892\t5")
            .await
            .expect("pasted"),
        1
    );
    let view = page(&market, &tea, count).await;
    assert_eq!(
        view.rows[0].counted.map(|c| c.counted),
        Some(9),
        "both are the same thing"
    );
}

#[sqlx::test(migrator = "MIGRATIONS")]
async fn a_count_is_its_own_shop_s(db: PgPool) {
    let market = Market::new(db).await;
    let tea = market.listing("tea", 6_800, 10).await;
    let cups = market.listing("cups", 3_000, 4).await;
    let nothing = begin(&market, &tea, "search", "nothing like it").await;
    assert!(matches!(
        nothing,
        Err(Failure::Refused(CountError::NothingFound))
    ));
    let count = begin(&market, &tea, "all", "").await.expect("begun");
    assert_eq!(
        page(&market, &tea, count).await.summary.lines,
        1,
        "not the cups"
    );
    let wrong = save(&market, &cups.owner, count, tea.variant, "1", "").await;
    assert!(matches!(wrong, Err(Failure::NotFound)));
    let wrong = save(&market, &tea.owner, count, cups.variant, "1", "").await;
    assert!(matches!(wrong, Err(Failure::NotFound)), "not in this count");
    let wrong = count::count_page(&market.ctx, &cups.owner, "cups", count, false, 1).await;
    assert!(matches!(wrong, Err(Failure::NotFound)));
    let wrong = save(&market, &tea.owner, count, tea.variant, "a few", "").await;
    let Err(Failure::Invalid(issues)) = wrong else {
        panic!("no number: {wrong:?}")
    };
    assert_eq!(
        issues.get(&counted_field(tea.variant)),
        Some(&FieldIssue::NotANumber)
    );
}
