//! Who is told of a question and of its answer.

use super::Subject;
use crate::{
    ctx::Tx,
    failure::Incident,
    platform::notification::{tell, tell_quietly, tell_shop},
};
use chrono::Duration;
use longtail::{
    id::{AccountId, QuestionId},
    platform::notification::Notice,
};

/// Buyers of this long ago still care what is said about the thing.
const LATELY: Duration = Duration::days(30);
/// The most of them that are told.
const MOST_BUYERS: i64 = 20;

/// The shop's people are told of a question.
pub(super) async fn asked(
    tx: &mut Tx,
    question: QuestionId,
    subject: &Subject,
    words: &str,
) -> Result<(), Incident> {
    let notice = Notice::QuestionAsked {
        question,
        shop: subject.shop,
        title: subject.title.clone(),
        words: words.to_owned(),
    };
    tell_shop(tx, subject.shop, &notice, "questions").await
}

/// The asker is told of the answer, the first time by letter too. Then those who bought the
/// thing lately hear of it as well, behind the bell only: they did not ask.
pub(super) async fn answered(
    tx: &mut Tx,
    question: QuestionId,
    subject: &Subject,
    asker: AccountId,
    first: bool,
) -> Result<(), Incident> {
    let link = format!("{}#questions", subject.path);
    let notice = |yours| Notice::QuestionAnswered {
        question,
        shop_name: subject.shop_name.clone(),
        title: subject.title.clone(),
        yours,
    };
    if !first {
        return tell_quietly(tx, asker, &notice(true), &link).await;
    }
    tell(tx, asker, &notice(true), &link).await?;
    let since = tx.now() - LATELY;
    let buyers = sqlx::query_scalar!(
        "select o.buyer_id from orders o join order_lines l on l.order_id = o.id
         join accounts a on a.id = o.buyer_id
         where l.listing_id = $1 and o.paid_at > $2 and o.stage <> 'cancelled'
           and a.kind = 'member' and o.buyer_id <> $3
         group by o.buyer_id order by max(o.paid_at) desc, o.buyer_id limit $4",
        subject.listing.0,
        since,
        asker.0,
        MOST_BUYERS,
    )
    .fetch_all(tx.sql())
    .await?;
    for buyer in buyers {
        tell_quietly(tx, AccountId(buyer), &notice(false), &link).await?;
    }
    Ok(())
}
