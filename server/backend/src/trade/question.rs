//! Questions about listings: asked, answered, withdrawn, found helpful.

mod read;
mod tell;

pub use read::{product_questions, question_queue};

use crate::{
    ctx::{Ctx, Tx, account_of},
    failure::{Failure, Incident, Refusal, denied, invalid},
    trade::shop::public_card,
};
use chrono::{DateTime, Duration, Utc};
use longtail::{
    actor::Actor,
    id::{AccountId, ListingId, QuestionId, ShopId},
    policy::{Action, permit},
    text::Bilingual,
    trade::question::{MOST_PER_HOUR, QuestionError, checked_answer, checked_question},
};
use sqlx::PgPool;

/// A listing as its questions know it.
struct Subject {
    listing: ListingId,
    shop: ShopId,
    shop_name: Bilingual,
    title: Bilingual,
    /// The address of its page.
    path: String,
}

/// Asks about a listing that is on sale. The same words again are the same question.
///
/// # Errors
/// [`QuestionError`]; too many within an hour; words that cannot be taken.
pub async fn ask(
    ctx: &Ctx,
    actor: &Actor,
    shop: &str,
    listing: &str,
    words: &str,
) -> Result<(), Failure<QuestionError>> {
    permit(actor, Action::UseMembership).map_err(denied)?;
    let asker = account_of(actor)?;
    let words = checked_question(words).map_err(invalid)?;
    let subject = on_sale(ctx, shop, listing).await?;
    if permit(actor, Action::AnswerQuestions(subject.shop)).is_ok() {
        return Err(Failure::Refused(QuestionError::OwnListing));
    }
    let mut tx = ctx.transaction().await?;
    let question: QuestionId = tx.new_id();
    let now = tx.now();
    let asked = sqlx::query!(
        "insert into listing_questions (id, listing_id, asker_id, words, asked_at)
         values ($1, $2, $3, $4, $5) on conflict do nothing",
        question.0,
        subject.listing.0,
        asker.0,
        words,
        now,
    )
    .execute(tx.sql())
    .await?
    .rows_affected();
    if asked == 0 {
        return Ok(());
    }
    count_against_limit(&mut tx, asker).await?;
    tell::asked(&mut tx, question, &subject, &words).await?;
    tx.commit().await?;
    Ok(())
}

async fn on_sale(ctx: &Ctx, shop: &str, listing: &str) -> Result<Subject, Failure<QuestionError>> {
    let card = public_card(&ctx.db, shop).await?.ok_or(Failure::NotFound)?;
    let row = sqlx::query!(
        "select id, title_en, title_zh, stage from listings where shop_id = $1 and slug = $2",
        card.id.0,
        listing,
    )
    .fetch_optional(&ctx.db)
    .await?
    .ok_or(Failure::NotFound)?;
    if row.stage != "live" {
        return Err(Failure::NotFound);
    }
    if !card.stage.sells() {
        return Err(Failure::Refused(QuestionError::NotOnSale));
    }
    Ok(Subject {
        listing: ListingId(row.id),
        shop: card.id,
        shop_name: card.name,
        title: Bilingual::new(row.title_en, row.title_zh),
        path: format!("/shops/{shop}/{listing}"),
    })
}

/// One more within the hour, or too many.
async fn count_against_limit(tx: &mut Tx, asker: AccountId) -> Result<(), Failure<QuestionError>> {
    let now = tx.now();
    // One person's questions are counted one after the other.
    sqlx::query_scalar!("select id from accounts where id = $1 for update", asker.0)
        .fetch_one(tx.sql())
        .await?;
    let row = sqlx::query!(
        r#"select count(*) as "count!", min(at) as first from question_asks
           where account_id = $1 and at > $2"#,
        asker.0,
        now - Duration::hours(1),
    )
    .fetch_one(tx.sql())
    .await?;
    if row.count >= MOST_PER_HOUR {
        let again = row.first.unwrap_or(now) + Duration::hours(1);
        let seconds = u32::try_from((again - now).num_seconds()).unwrap_or(1);
        return Err(Failure::TooMany { seconds });
    }
    sqlx::query!(
        "insert into question_asks (account_id, at) values ($1, $2)",
        asker.0,
        now
    )
    .execute(tx.sql())
    .await?;
    sqlx::query!(
        "delete from question_asks where account_id = $1 and at < $2",
        asker.0,
        now - Duration::days(1),
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Forgets what was counted before a time, at most so much.
pub(crate) async fn forget_asks(
    db: &PgPool,
    before: DateTime<Utc>,
    most: u32,
) -> Result<u64, Incident> {
    let gone = sqlx::query!(
        "delete from question_asks where ctid in
             (select ctid from question_asks where at < $1 limit $2 for update skip locked)",
        before,
        i64::from(most),
    )
    .execute(db)
    .await?;
    Ok(gone.rows_affected())
}

/// Takes one's own question back, with what was said to it.
///
/// # Errors
/// Not found where it is another's: a shop cannot make a question go away.
pub async fn withdraw(
    ctx: &Ctx,
    actor: &Actor,
    question: QuestionId,
) -> Result<(), Failure<Refusal>> {
    permit(actor, Action::UseMembership).map_err(denied)?;
    let asker = account_of(actor)?;
    let gone = sqlx::query!(
        "delete from listing_questions where id = $1 and asker_id = $2",
        question.0,
        asker.0,
    )
    .execute(&ctx.db)
    .await?
    .rows_affected();
    if gone == 0 {
        Err(Failure::NotFound)
    } else {
        Ok(())
    }
}

/// Says that a question helped, or takes that back. The asker's own word does not count.
///
/// # Errors
/// Not found where there is no such question.
pub async fn find_helpful(
    ctx: &Ctx,
    actor: &Actor,
    question: QuestionId,
    helpful: bool,
) -> Result<(), Failure<Refusal>> {
    permit(actor, Action::UseMembership).map_err(denied)?;
    let account = account_of(actor)?;
    let mut tx = ctx.transaction().await?;
    let asker = sqlx::query_scalar!(
        "select asker_id from listing_questions where id = $1 for share",
        question.0
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or(Failure::NotFound)?;
    if helpful && asker != account.0 {
        sqlx::query!(
            "insert into question_helped (question_id, account_id) values ($1, $2)
             on conflict do nothing",
            question.0,
            account.0,
        )
        .execute(tx.sql())
        .await?;
    } else {
        sqlx::query!(
            "delete from question_helped where question_id = $1 and account_id = $2",
            question.0,
            account.0,
        )
        .execute(tx.sql())
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Answers a question about the shop's goods, or words the answer anew. The asker is told,
/// and the first time those who bought the thing lately.
///
/// # Errors
/// Not found for all but the shop's people; words that cannot be taken.
pub async fn answer(
    ctx: &Ctx,
    actor: &Actor,
    question: QuestionId,
    words: &str,
) -> Result<(), Failure<Refusal>> {
    permit(actor, Action::UseMembership).map_err(denied)?;
    let mut tx = ctx.transaction().await?;
    let (subject, asker, first) = lock(&mut tx, question).await?.ok_or(Failure::NotFound)?;
    permit(actor, Action::AnswerQuestions(subject.shop)).map_err(denied)?;
    let words = checked_answer(words).map_err(invalid)?;
    let by = account_of(actor)?;
    let now = tx.now();
    sqlx::query!(
        "update listing_questions set answer = $2, answered_by = $3, answered_at = $4 where id = $1",
        question.0,
        words,
        by.0,
        now,
    )
    .execute(tx.sql())
    .await?;
    tell::answered(&mut tx, question, &subject, asker, first).await?;
    tx.commit().await?;
    Ok(())
}

/// What a question is about, who asked it, and whether it has no answer yet.
async fn lock(
    tx: &mut Tx,
    question: QuestionId,
) -> Result<Option<(Subject, AccountId, bool)>, Incident> {
    let row = sqlx::query!(
        r#"select q.asker_id, q.answer is null as "first!", l.id as listing_id, l.slug as listing,
                  l.title_en, l.title_zh, s.id as shop_id, s.slug as shop, s.name_en, s.name_zh
           from listing_questions q join listings l on l.id = q.listing_id
           join shops s on s.id = l.shop_id
           where q.id = $1 for update of q"#,
        question.0
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(row.map(|row| {
        let subject = Subject {
            listing: ListingId(row.listing_id),
            shop: ShopId(row.shop_id),
            shop_name: Bilingual::new(row.name_en, row.name_zh),
            title: Bilingual::new(row.title_en, row.title_zh),
            path: format!("/shops/{}/{}", row.shop, row.listing),
        };
        (subject, AccountId(row.asker_id), row.first)
    }))
}
