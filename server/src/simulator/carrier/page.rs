//! The label, to be printed and stuck on.

use super::{CarrierSimulator, barcode, label::Label};
use crate::{
    request::lang_of,
    simulator::{
        layout::{escape, sheet},
        request::Unanswered,
    },
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use longtail::text::Lang;
use longtail_app::i18n::t::simulator as texts;
use longtail_backend::outside::signature::same_secret;

/// `GET /labels/{id}/{key}`: for whoever knows the address.
pub async fn show(
    State(carrier): State<CarrierSimulator>,
    Path((id, key)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Unanswered> {
    let lang = lang_of(&headers);
    let known = carrier.0.find(&id).await?;
    Ok(
        match known.filter(|label| same_secret(&label.page_key, &key)) {
            Some(label) => label_page(lang, &label),
            None => nothing_here(lang),
        },
    )
}

fn label_page(lang: Lang, label: &Label) -> Response {
    let wanted = &label.wanted.0;
    let ship_to = &wanted.ship_to;
    let lines: String = ship_to
        .lines(lang)
        .iter()
        .map(|line| format!("<br>{}", escape(line)))
        .collect();
    let number: Vec<char> = label.id.chars().collect();
    let number: Vec<String> = number.chunks(4).map(|part| part.iter().collect()).collect();
    let body = format!(
        r#"<section class="card narrow label">
<h1>{title}</h1>
<p class="small">{from}: {sender}, {city} · {made}</p>
<h2>{to}</h2>
<p class="to"><strong>{recipient}</strong>{lines}<br>{phone}</p>
{bars}
<p class="number">{number}</p>
<p class="small">{pieces}</p>
</section>"#,
        title = texts::label_title(lang),
        from = texts::label_from(lang),
        sender = escape(&wanted.sender),
        city = escape(&wanted.from),
        made = label.made_at.format("%Y-%m-%d"),
        to = texts::label_to(lang),
        recipient = escape(&ship_to.recipient),
        phone = escape(&ship_to.phone),
        bars = barcode::svg(&label.id),
        number = number.join(" "),
        pieces = texts::label_pieces(lang, i64::from(wanted.pieces)),
    );
    printed(StatusCode::OK, lang, texts::label_title(lang), &body)
}

fn nothing_here(lang: Lang) -> Response {
    let (title, text) = (texts::no_label_title(lang), texts::no_label_text(lang));
    let body = format!(r#"<section class="card narrow"><h1>{title}</h1><p>{text}</p></section>"#);
    printed(StatusCode::NOT_FOUND, lang, title, &body)
}

fn printed(status: StatusCode, lang: Lang, title: &str, body: &str) -> Response {
    let (ribbon, note) = (texts::label_ribbon(lang), texts::label_note(lang));
    sheet(status, lang, title, ribbon, note, body)
}
