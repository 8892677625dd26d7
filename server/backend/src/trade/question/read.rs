//! Questions as they are read: beside the goods, and in the shop's queue.

use crate::{
    ctx::Ctx,
    failure::{Failure, Incident, Refusal, denied},
    pages::page_count,
    trade::catalog::shop_head,
};
use chrono::{DateTime, Utc};
use longtail::{
    actor::Actor,
    id::{ListingId, QuestionId, ShopId},
    policy::{Action, permit},
    text::Bilingual,
    trade::{
        catalog::browse::OnSale,
        question::{
            Answer, MOST_SHOWN, MayAsk, ProductQuestions, QUEUE_PAGE, QuestionQueue, QuestionView,
            QueuedQuestion, veiled,
        },
    },
};
use uuid::Uuid;

struct Row {
    id: Uuid,
    words: String,
    name: String,
    asked_at: DateTime<Utc>,
    answer: Option<String>,
    answered_at: Option<DateTime<Utc>>,
    helpful: i64,
    helped_you: bool,
    yours: bool,
}

impl Row {
    fn view(self) -> QuestionView {
        QuestionView {
            id: QuestionId(self.id),
            words: self.words,
            asker: veiled(&self.name),
            asked_at: self.asked_at,
            answer: self
                .answer
                .zip(self.answered_at)
                .map(|(words, at)| Answer { words, at }),
            helpful: u32::try_from(self.helpful).unwrap_or(u32::MAX),
            helped_you: self.helped_you,
            yours: self.yours,
        }
    }
}

/// The questions about a listing: one's own first, then what helped most, what is answered
/// before what is not.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn product_questions(
    ctx: &Ctx,
    actor: &Actor,
    shop: ShopId,
    listing: ListingId,
    on_sale: OnSale,
) -> Result<ProductQuestions, Incident> {
    let you = actor.account().map(|account| account.0);
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from listing_questions where listing_id = $1"#,
        listing.0
    )
    .fetch_one(&ctx.db)
    .await?;
    let rows = sqlx::query_as!(
        Row,
        r#"select q.id, q.words, a.name, q.asked_at, q.answer, q.answered_at,
                  h.helpful as "helpful!", h.helped_you as "helped_you!",
                  coalesce(q.asker_id = $2, false) as "yours!"
           from listing_questions q join accounts a on a.id = q.asker_id
           cross join lateral (
               select count(*) as helpful, coalesce(bool_or(account_id = $2), false) as helped_you
               from question_helped where question_id = q.id) h
           where q.listing_id = $1
           order by coalesce(q.asker_id = $2, false) and q.answer is null desc,
                    q.answer is not null desc, h.helpful desc, q.asked_at desc, q.id
           limit $3"#,
        listing.0,
        you,
        MOST_SHOWN as i64,
    )
    .fetch_all(&ctx.db)
    .await?;
    let answers = permit(actor, Action::AnswerQuestions(shop)).is_ok();
    let may_ask = match (on_sale, permit(actor, Action::UseMembership)) {
        _ if answers => MayAsk::Answers,
        (OnSale::Yes, Ok(())) => MayAsk::Yes,
        (OnSale::Yes, Err(longtail::policy::Denied::SignIn)) => MayAsk::SignIn,
        _ => MayAsk::No,
    };
    Ok(ProductQuestions {
        may_ask,
        count: u64::try_from(count).unwrap_or_default(),
        shown: rows.into_iter().map(Row::view).collect(),
    })
}

/// A shop's queue.
///
/// # Errors
/// Not found for all but its people.
pub async fn question_queue(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    page: u32,
) -> Result<QuestionQueue, Failure<Refusal>> {
    let shop = shop_head::<Refusal>(ctx, actor, shop).await?;
    permit(actor, Action::AnswerQuestions(shop.id)).map_err(denied)?;
    let counts = sqlx::query!(
        r#"select count(*) as "total!", count(*) filter (where q.answer is null) as "waiting!"
           from listing_questions q join listings l on l.id = q.listing_id where l.shop_id = $1"#,
        shop.id.0
    )
    .fetch_one(&ctx.db)
    .await?;
    let count = |n: i64| u64::try_from(n).unwrap_or_default();
    let pages = page_count(counts.total, QUEUE_PAGE.into());
    let page = page.clamp(1, pages);
    let rows = sqlx::query!(
        r#"select q.id, q.words, a.name, q.asked_at, q.answer, q.answered_at,
                  (select count(*) from question_helped where question_id = q.id) as "helpful!",
                  l.title_en, l.title_zh, l.slug
           from listing_questions q join accounts a on a.id = q.asker_id
           join listings l on l.id = q.listing_id
           where l.shop_id = $1
           order by q.answer is not null,
                    case when q.answer is null then q.asked_at end,
                    q.answered_at desc, q.id
           limit $2 offset $3"#,
        shop.id.0,
        i64::from(QUEUE_PAGE),
        i64::from((page - 1) * QUEUE_PAGE),
    )
    .fetch_all(&ctx.db)
    .await?;
    let questions = rows
        .into_iter()
        .map(|row| QueuedQuestion {
            title: Bilingual::new(row.title_en, row.title_zh),
            path: format!("/shops/{}/{}", shop.slug, row.slug),
            question: Row {
                id: row.id,
                words: row.words,
                name: row.name,
                asked_at: row.asked_at,
                answer: row.answer,
                answered_at: row.answered_at,
                helpful: row.helpful,
                helped_you: false,
                yours: false,
            }
            .view(),
        })
        .collect();
    Ok(QuestionQueue {
        shop,
        waiting: count(counts.waiting),
        total: count(counts.total),
        page,
        pages,
        questions,
    })
}
