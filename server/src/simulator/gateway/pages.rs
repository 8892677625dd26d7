//! The pages a payer sees.

use super::{
    GatewaySimulator, MOUNT,
    card::{self, Answer, CardForm, Problem},
    intent::Intent,
    online_bank, quick_pay,
};
use crate::{
    request::lang_of,
    simulator::{
        layout::{escape, message, page},
        request::Unanswered,
    },
};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use chrono::Datelike;
use longtail::{
    money::payment::{GatewayOutcome, Method},
    text::Lang,
};
use longtail_app::i18n::t::simulator as texts;
use serde::Deserialize;

/// A test card chosen on the page.
#[derive(Deserialize)]
pub struct Chosen {
    card: Option<String>,
}

/// `GET /pay/{id}`: the form for a card, the payer's bank, or the question of an app.
pub async fn form(
    State(gateway): State<GatewaySimulator>,
    Path(id): Path<String>,
    Query(chosen): Query<Chosen>,
    headers: HeaderMap,
) -> Result<Response, Unanswered> {
    let lang = lang_of(&headers);
    let intent = open(&gateway, &id, lang).await?;
    match intent.method {
        Method::OnlineBank => return Ok(online_bank::show(&gateway, &intent, lang)),
        Method::QuickPay => return Ok(quick_pay::show(&gateway, &intent, lang)),
        Method::Card | Method::Wallet => {}
    }
    if intent.challenged {
        return Ok(see_other(&challenge_path(&id)));
    }
    let typed = match chosen.card {
        Some(number) => CardForm {
            number,
            expiry: "12/34".to_owned(),
            cvc: "123".to_owned(),
        },
        None => CardForm::default(),
    };
    Ok(form_page(&gateway, &intent, lang, &typed, &[]))
}

/// `POST /pay/{id}`: asks the card.
pub async fn pay(
    State(gateway): State<GatewaySimulator>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(typed): Form<CardForm>,
) -> Result<Response, Unanswered> {
    let lang = lang_of(&headers);
    let intent = open(&gateway, &id, lang).await?;
    let today = gateway.0.now();
    let card = match card::check(&typed, (today.year(), today.month())) {
        Ok(card) => card,
        Err(problems) => return Ok(form_page(&gateway, &intent, lang, &typed, &problems)),
    };
    let outcome = match card.answer {
        Answer::Approve => GatewayOutcome::Authorised,
        Answer::Decline => declined("card_declined"),
        Answer::Expire => declined("expired_card"),
        Answer::Challenge => {
            gateway.0.challenge(&id, &card.last4).await?;
            return Ok(see_other(&challenge_path(&id)));
        }
    };
    finish(&gateway, &intent, outcome, Some(&card.last4)).await
}

/// `GET /pay/{id}/challenge`: the bank's question.
pub async fn challenge(
    State(gateway): State<GatewaySimulator>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Unanswered> {
    let lang = lang_of(&headers);
    let intent = open(&gateway, &id, lang).await?;
    if !intent.challenged {
        return Ok(see_other(&pay_path(&id)));
    }
    let text = texts::challenge_text(lang, &gateway.0.market, intent.amount, &intent.card_last4);
    let body = format!(
        r#"<section class="card narrow"><h1>{title}</h1><p>{text}</p>
<form method="post" class="buttons">
<button name="decision" value="approve">{approve}</button>
<button class="plain" name="decision" value="fail">{fail}</button>
</form></section>"#,
        title = texts::challenge_title(lang),
        text = escape(&text),
        approve = texts::challenge_approve(lang),
        fail = texts::challenge_fail(lang),
    );
    Ok(page(
        StatusCode::OK,
        lang,
        texts::challenge_title(lang),
        &body,
    ))
}

/// The payer's answer to the bank.
#[derive(Deserialize)]
pub struct BankAnswer {
    decision: String,
}

/// `POST /pay/{id}/challenge`.
pub async fn answer(
    State(gateway): State<GatewaySimulator>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(answer): Form<BankAnswer>,
) -> Result<Response, Unanswered> {
    let intent = open(&gateway, &id, lang_of(&headers)).await?;
    if !intent.challenged {
        return Ok(see_other(&pay_path(&id)));
    }
    let outcome = match answer.decision.as_str() {
        "approve" => GatewayOutcome::Authorised,
        _ => declined("challenge_failed"),
    };
    finish(&gateway, &intent, outcome, None).await
}

/// `POST /pay/{id}/cancel`: back without paying.
pub async fn cancel(
    State(gateway): State<GatewaySimulator>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Unanswered> {
    let intent = open(&gateway, &id, lang_of(&headers)).await?;
    finish(&gateway, &intent, GatewayOutcome::Cancelled, None).await
}

/// The intent while it can still be paid; else the payer is answered where to be.
pub(super) async fn open(
    gateway: &GatewaySimulator,
    id: &str,
    lang: Lang,
) -> Result<Intent, Unanswered> {
    let elsewhere = match gateway.0.find(id).await? {
        None => message(
            StatusCode::NOT_FOUND,
            lang,
            texts::unknown_title(lang),
            texts::unknown_text(lang),
        ),
        Some(intent) if intent.outcome == GatewayOutcome::Pending && !intent.processing => {
            return Ok(intent);
        }
        Some(intent) => see_other(&intent.way_back()),
    };
    Err(Unanswered::Elsewhere(Box::new(elsewhere)))
}

pub(super) async fn finish(
    gateway: &GatewaySimulator,
    intent: &Intent,
    outcome: GatewayOutcome,
    last4: Option<&str>,
) -> Result<Response, Unanswered> {
    if let Some(delivery) = gateway.0.settle(intent, outcome, last4).await? {
        gateway.0.deliver_now(&delivery).await;
    }
    Ok(see_other(&intent.way_back()))
}

pub(super) fn declined(reason: &str) -> GatewayOutcome {
    GatewayOutcome::Declined {
        reason: reason.to_owned(),
    }
}

// Within the simulator by path alone, so that it does not matter by which name the host is called.
pub(super) fn pay_path(id: &str) -> String {
    format!("{MOUNT}/pay/{id}")
}

fn challenge_path(id: &str) -> String {
    format!("{MOUNT}/pay/{id}/challenge")
}

pub(super) fn see_other(address: &str) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Redirect::to(address)).into_response()
}

fn form_page(
    gateway: &GatewaySimulator,
    intent: &Intent,
    lang: Lang,
    typed: &CardForm,
    problems: &[Problem],
) -> Response {
    let amount = intent.amount.to_string();
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let problem = |of: &[Problem]| {
        problems
            .iter()
            .copied()
            .find(|problem| of.contains(problem))
    };
    let number = field(
        lang,
        "number",
        texts::number(lang),
        "",
        &typed.number,
        problem(&[
            Problem::NumberMissing,
            Problem::NumberWrong,
            Problem::NumberNotATestCard,
        ]),
    );
    let expiry = field(
        lang,
        "expiry",
        texts::expiry(lang),
        texts::expiry_hint(lang),
        &typed.expiry,
        problem(&[Problem::ExpiryWrong, Problem::ExpiryPast]),
    );
    let cvc = field(
        lang,
        "cvc",
        texts::cvc(lang),
        texts::cvc_hint(lang),
        &typed.cvc,
        problem(&[Problem::CvcWrong]),
    );
    let body = format!(
        r#"<div class="columns">
<section>
<h1>{pay_to}</h1>
<p class="amount">{amount}</p>
<p class="small">{reference_label} {reference}</p>
<div class="aside"><h2>{test_cards}</h2><p class="small">{test_cards_hint}</p>
<ul class="tests">{cards}</ul></div>
</section>
<section class="card">
<form method="post" novalidate>{number}<div class="pair">{expiry}{cvc}</div>
<button>{pay}</button></form>
<form method="post" action="{pay_path}/cancel" class="leave"><button class="link">{cancel}</button></form>
</section>
</div>"#,
        pay_to = escape(&texts::pay_to(lang, &gateway.0.market)),
        reference_label = texts::reference(lang),
        reference = intent.reference,
        test_cards = texts::test_cards(lang),
        test_cards_hint = texts::test_cards_hint(lang),
        cards = test_cards(lang, &typed.number),
        pay = texts::pay(lang, &amount),
        pay_path = pay_path(&intent.id),
        cancel = texts::cancel(lang),
    );
    page(status, lang, &texts::title(lang, &amount), &body)
}

fn test_cards(lang: Lang, chosen: &str) -> String {
    [
        (card::APPROVED, texts::card_approved(lang)),
        (card::DECLINED, texts::card_declined(lang)),
        (card::CHALLENGED, texts::card_challenge(lang)),
        (card::EXPIRED, texts::card_expired(lang)),
        (
            card::TAKES_NOTHING_BACK,
            texts::card_takes_nothing_back(lang),
        ),
    ]
    .into_iter()
    .map(|(number, answer)| {
        let current = if number == chosen {
            r#" aria-current="true""#
        } else {
            ""
        };
        let query = number.replace(' ', "+");
        format!(
            r#"<li><a href="?card={query}"{current}><span class="number">{number}</span> <span class="answer">{answer}</span></a></li>"#
        )
    })
    .collect()
}

fn field(
    lang: Lang,
    name: &str,
    label: &str,
    hint: &str,
    value: &str,
    problem: Option<Problem>,
) -> String {
    let (invalid, below) = match problem {
        Some(problem) => (
            r#" aria-invalid="true""#,
            format!(
                r#"<p class="error" role="alert" id="{name}-note">{}</p>"#,
                say(lang, problem)
            ),
        ),
        None if hint.is_empty() => ("", String::new()),
        None => (
            "",
            format!(r#"<p class="hint" id="{name}-note">{hint}</p>"#),
        ),
    };
    format!(
        r#"<div><label for="{name}">{label}</label><input id="{name}" name="{name}" value="{value}" inputmode="numeric" autocomplete="off" maxlength="30" aria-describedby="{name}-note"{invalid}>{below}</div>"#,
        value = escape(value),
    )
}

fn say(lang: Lang, problem: Problem) -> &'static str {
    match problem {
        Problem::NumberMissing => texts::number_missing(lang),
        Problem::NumberWrong => texts::number_wrong(lang),
        Problem::NumberNotATestCard => texts::number_not_a_test_card(lang),
        Problem::ExpiryWrong => texts::expiry_wrong(lang),
        Problem::ExpiryPast => texts::expiry_past(lang),
        Problem::CvcWrong => texts::cvc_wrong(lang),
    }
}
