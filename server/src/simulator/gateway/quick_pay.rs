//! The page of an app that pays with one confirmation.

use super::{
    GatewaySimulator,
    intent::Intent,
    pages::{declined, finish, open, pay_path, see_other},
};
use crate::{
    request::lang_of,
    simulator::{
        layout::{escape, page},
        request::Unanswered,
    },
};
use axum::{
    Form,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use longtail::{
    money::payment::{GatewayOutcome, Method},
    text::Lang,
};
use longtail_app::i18n::t::simulator as texts;
use serde::Deserialize;

/// The question: one button is all it takes.
pub fn show(gateway: &GatewaySimulator, intent: &Intent, lang: Lang) -> Response {
    let amount = intent.amount.to_string();
    let body = format!(
        r#"<section class="card narrow app">
<h1>{title}</h1>
<p class="small">{pay_to}</p>
<p class="amount">{amount}</p>
<form method="post" action="{path}/confirm" class="buttons">
<button name="decision" value="confirm">{confirm}</button>
<button class="plain" name="decision" value="empty">{empty}</button>
</form>
<form method="post" action="{path}/cancel" class="leave"><button class="link">{cancel}</button></form>
</section>"#,
        title = texts::quick_title(lang),
        pay_to = escape(&texts::pay_to(lang, &gateway.0.market)),
        path = pay_path(&intent.id),
        confirm = texts::quick_confirm(lang),
        empty = texts::quick_empty(lang),
        cancel = texts::cancel(lang),
    );
    page(StatusCode::OK, lang, &texts::title(lang, &amount), &body)
}

/// The payer's answer.
#[derive(Deserialize)]
pub struct Decision {
    #[serde(default)]
    decision: String,
}

/// `POST /pay/{id}/confirm`.
pub async fn confirm(
    State(gateway): State<GatewaySimulator>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(answer): Form<Decision>,
) -> Result<Response, Unanswered> {
    let intent = open(&gateway, &id, lang_of(&headers)).await?;
    if intent.method != Method::QuickPay {
        return Ok(see_other(&pay_path(&id)));
    }
    let outcome = match answer.decision.as_str() {
        "confirm" => GatewayOutcome::Authorised,
        _ => declined("insufficient_funds"),
    };
    finish(&gateway, &intent, outcome, None).await
}
