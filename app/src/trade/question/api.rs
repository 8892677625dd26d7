//! Server functions of questions.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::{
    id::QuestionId,
    trade::question::{QuestionError, QuestionQueue},
};

/// Back to the questions of the page that a form stands on.
#[cfg(feature = "ssr")]
fn back_to(path: &str) {
    if let Some(path) = longtail::trust::account::local_path(path) {
        leptos_axum::redirect(&format!("{path}#questions"));
    }
}

/// Asks a shop about one of its listings.
///
/// Who may: members, except the shop's own people.
#[server(prefix = "/api", endpoint = "trade/question/ask_question")]
pub async fn ask_question(
    shop: String,
    listing: String,
    #[server(default)] words: String,
) -> Result<(), Fault<QuestionError>> {
    let (ctx, actor) = (crate::ssr::ctx(), crate::ssr::caller().actor);
    longtail_backend::trade::question::ask(&ctx, &actor, &shop, &listing, &words)
        .await
        .map_err(crate::ssr::fault)?;
    back_to(&format!("/shops/{shop}/{listing}"));
    Ok(())
}

/// Takes a question back.
///
/// Who may: its asker.
#[server(prefix = "/api", endpoint = "trade/question/withdraw_question")]
pub async fn withdraw_question(
    question: QuestionId,
    #[server(default)] back: String,
) -> Result<(), Fault> {
    let (ctx, actor) = (crate::ssr::ctx(), crate::ssr::caller().actor);
    longtail_backend::trade::question::withdraw(&ctx, &actor, question)
        .await
        .map_err(crate::ssr::plain_fault)?;
    back_to(&back);
    Ok(())
}

/// Says that a question helped, or takes that back.
///
/// Who may: members.
#[server(prefix = "/api", endpoint = "trade/question/find_helpful")]
pub async fn find_helpful(
    question: QuestionId,
    helpful: bool,
    #[server(default)] back: String,
) -> Result<(), Fault> {
    let (ctx, actor) = (crate::ssr::ctx(), crate::ssr::caller().actor);
    longtail_backend::trade::question::find_helpful(&ctx, &actor, question, helpful)
        .await
        .map_err(crate::ssr::plain_fault)?;
    back_to(&back);
    Ok(())
}

/// Answers a question in the shop's name, or words the answer anew.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/question/answer_question")]
pub async fn answer_question(
    question: QuestionId,
    #[server(default)] answer: String,
    #[server(default)] back: String,
) -> Result<(), Fault> {
    let (ctx, actor) = (crate::ssr::ctx(), crate::ssr::caller().actor);
    longtail_backend::trade::question::answer(&ctx, &actor, question, &answer)
        .await
        .map_err(crate::ssr::plain_fault)?;
    back_to(&back);
    Ok(())
}

/// A shop's queue of questions, what waits for an answer first.
///
/// Who may: the shop's people.
#[server(prefix = "/api", endpoint = "trade/question/load_questions", input = server_fn::codec::GetUrl)]
pub async fn load_questions(
    shop: String,
    #[server(default)] page: u32,
) -> Result<QuestionQueue, Fault> {
    let (ctx, actor) = (crate::ssr::ctx(), crate::ssr::caller().actor);
    longtail_backend::trade::question::question_queue(&ctx, &actor, &shop, page)
        .await
        .map_err(crate::ssr::plain_fault)
}
