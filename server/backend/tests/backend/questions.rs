//! Questions about goods: asked once, answered by the shop, told to whom it concerns.

use crate::common::{Listing, Market};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::QuestionId,
    platform::notification::Notice,
    text::FieldIssue,
    trade::{
        catalog::browse::ProductPage,
        question::{MOST_PER_HOUR, MayAsk, QuestionError},
        seen::Looker,
    },
};
use longtail_backend::{
    Failure,
    platform::notification::notices,
    trade::{catalog::browse::product_page, question},
};
use sqlx::PgPool;

async fn ask(market: &Market, actor: &Actor, words: &str) -> Result<(), Failure<QuestionError>> {
    question::ask(&market.ctx, actor, "tea", "tea", words).await
}

async fn page(market: &Market, actor: &Actor) -> ProductPage {
    let looker = Looker {
        actor: actor.clone(),
        ..Looker::nobody()
    };
    product_page(&market.ctx, &looker, "tea", "tea")
        .await
        .expect("a page")
}

async fn only(market: &Market) -> QuestionId {
    let page = page(market, &Actor::Stranger).await;
    assert_eq!(page.questions.count, 1);
    page.questions.shown[0].id
}

async fn shop(market: &Market) -> Listing {
    market.listing("tea", 5_000, 20).await
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_question_is_asked_answered_and_told(db: PgPool) {
    let market = Market::new(db).await;
    let shop = shop(&market).await;
    let lin = market.member("Lin Xiaoyu").await;
    let earlier = market.member("Earlier").await;
    let paid = market.place(&earlier, &[(shop.variant, 1)]).await;
    sqlx::query("update orders set stage = 'to_ship', paid_at = placed_at where checkout_id = $1")
        .bind(paid.checkout.0)
        .execute(&market.ctx.db)
        .await
        .expect("paid");

    ask(&market, &lin, " Is it roasted? ").await.expect("asked");
    ask(&market, &lin, "Is it roasted?")
        .await
        .expect("the same question");
    let id = only(&market).await;
    let told = notices(&market.ctx, &shop.owner).await.expect("notices");
    assert_eq!(told.len(), 1, "once");
    assert_eq!(told[0].link, "/back-office/tea/questions");

    let queue = question::question_queue(&market.ctx, &shop.owner, "tea", 1)
        .await
        .expect("a queue");
    assert_eq!((queue.waiting, queue.total), (1, 1));
    assert_eq!(queue.questions[0].path, "/shops/tea/tea");

    question::answer(&market.ctx, &shop.owner, id, "Twice, over charcoal.")
        .await
        .expect("answered");
    question::answer(&market.ctx, &shop.owner, id, "Twice.")
        .await
        .expect("worded anew");
    let shown = page(&market, &Actor::Stranger).await.questions;
    assert_eq!(shown.may_ask, MayAsk::SignIn);
    let one = &shown.shown[0];
    assert_eq!(one.asker, "L**u", "nobody is named in full");
    assert_eq!(
        one.answer.as_ref().map(|a| a.words.as_str()),
        Some("Twice.")
    );

    let told = notices(&market.ctx, &lin).await.expect("notices");
    assert!(
        told.iter()
            .all(|n| matches!(&n.notice, Notice::QuestionAnswered { yours: true, .. }))
    );
    let told = notices(&market.ctx, &earlier).await.expect("notices");
    let about: Vec<_> = told
        .iter()
        .filter(|n| matches!(&n.notice, Notice::QuestionAnswered { yours: false, .. }))
        .collect();
    assert_eq!(
        about.len(),
        1,
        "who bought it hears of the first answer only"
    );
    assert_eq!(about[0].link, "/shops/tea/tea#questions");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn what_helped_most_stands_first(db: PgPool) {
    let market = Market::new(db).await;
    let shop = shop(&market).await;
    let lin = market.member("Lin").await;
    let mut ids = Vec::new();
    for words in ["One question", "Two questions", "Three questions"] {
        market.test.clock.advance(Duration::minutes(1));
        ask(&market, &lin, words).await.expect("asked");
        let latest = page(&market, &Actor::Stranger).await.questions.shown;
        ids.push(latest.iter().find(|q| q.words == words).expect("there").id);
    }
    question::answer(&market.ctx, &shop.owner, ids[0], "Yes.")
        .await
        .expect("answered");
    for name in ["Mo", "Yu"] {
        let reader = market.member(name).await;
        for _ in 0..2 {
            question::find_helpful(&market.ctx, &reader, ids[1], true)
                .await
                .expect("helped");
        }
    }
    question::find_helpful(&market.ctx, &lin, ids[2], true)
        .await
        .expect("does not count");
    let shown = page(&market, &Actor::Stranger).await.questions.shown;
    let words: Vec<_> = shown
        .iter()
        .map(|q| (q.words.as_str(), q.helpful))
        .collect();
    assert_eq!(
        words,
        [
            ("One question", 0),
            ("Two questions", 2),
            ("Three questions", 0)
        ],
        "answered, then what helped most"
    );
    let mo = market.member("Again").await;
    question::find_helpful(&market.ctx, &mo, ids[1], true)
        .await
        .expect("helped");
    assert!(page(&market, &mo).await.questions.shown[1].helped_you);
    question::find_helpful(&market.ctx, &mo, ids[1], false)
        .await
        .expect("taken back");
    assert!(!page(&market, &mo).await.questions.shown[1].helped_you);
    let queue = question::question_queue(&market.ctx, &shop.owner, "tea", 9)
        .await
        .expect("a queue");
    let waiting: Vec<_> = queue
        .questions
        .iter()
        .map(|q| q.question.words.as_str())
        .collect();
    assert_eq!(
        waiting,
        ["Two questions", "Three questions", "One question"]
    );
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn who_may_ask_answer_and_withdraw(db: PgPool) {
    let market = Market::new(db).await;
    let shop = shop(&market).await;
    let other = market.listing("clay", 5_000, 3).await;
    let lin = market.member("Lin").await;
    let guest = market.guest().await;
    assert!(matches!(
        ask(&market, &guest, "Is it good?").await,
        Err(Failure::SignIn)
    ));
    assert!(matches!(
        ask(&market, &shop.owner, "Is it good?").await,
        Err(Failure::Refused(QuestionError::OwnListing))
    ));
    let Err(Failure::Invalid(issues)) = ask(&market, &lin, "?").await else {
        panic!("too short")
    };
    assert!(matches!(
        issues.get("words"),
        Some(FieldIssue::TooShort { .. })
    ));
    let missing = question::ask(&market.ctx, &lin, "tea", "nothing", "Is it good?").await;
    assert!(matches!(missing, Err(Failure::NotFound)));

    ask(&market, &lin, "<script>alert(1)</script>")
        .await
        .expect("asked: it is only text");
    let id = only(&market).await;
    for actor in [&lin, &other.owner] {
        let refused = question::answer(&market.ctx, actor, id, "Yes.").await;
        assert!(matches!(refused, Err(Failure::NotFound)));
    }
    for actor in [&shop.owner, &other.owner] {
        let kept = question::withdraw(&market.ctx, actor, id).await;
        assert!(
            matches!(kept, Err(Failure::NotFound)),
            "a shop deletes no question"
        );
    }
    assert_eq!(page(&market, &lin).await.questions.may_ask, MayAsk::Yes);
    assert_eq!(
        page(&market, &shop.owner).await.questions.may_ask,
        MayAsk::Answers
    );
    question::withdraw(&market.ctx, &lin, id)
        .await
        .expect("withdrawn");
    assert_eq!(page(&market, &lin).await.questions.count, 0);
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn one_person_asks_so_much_an_hour(db: PgPool) {
    let market = Market::new(db).await;
    shop(&market).await;
    let lin = market.member("Lin").await;
    for n in 0..MOST_PER_HOUR {
        ask(&market, &lin, &format!("Question {n}"))
            .await
            .expect("asked");
    }
    let id = page(&market, &lin).await.questions.shown[0].id;
    question::withdraw(&market.ctx, &lin, id)
        .await
        .expect("withdrawn");
    let Err(Failure::TooMany { seconds }) = ask(&market, &lin, "One more?").await else {
        panic!("withdrawing does not help")
    };
    assert!((1..=3600).contains(&seconds));
    let shown = page(&market, &lin).await.questions.count;
    assert_eq!(shown, MOST_PER_HOUR as u64 - 1, "nothing was written");
    market.test.clock.advance(Duration::hours(1));
    ask(&market, &lin, "One more?").await.expect("asked");
}
