//! The look of the services' pages: the market's colours, no script, one column on a phone.

use axum::{
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use longtail::text::Lang;
use longtail_app::i18n::t::simulator as texts;

const STYLE: &str = include_str!("simulator.css");

/// Text as it may stand in HTML, in elements and in quoted attributes.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A whole page of the gateway around `body`, which is HTML already.
pub fn page(status: StatusCode, lang: Lang, title: &str, body: &str) -> Response {
    sheet(
        status,
        lang,
        title,
        texts::ribbon(lang),
        texts::note(lang),
        body,
    )
}

/// A whole page around `body`, which is HTML already, between the words of who made it.
pub fn sheet(
    status: StatusCode,
    lang: Lang,
    title: &str,
    ribbon: &str,
    note: &str,
    body: &str,
) -> Response {
    let html = format!(
        r#"<!DOCTYPE html>
<html lang="{tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{STYLE}</style>
</head>
<body>
<p class="ribbon">{ribbon}</p>
<main>{body}</main>
<footer><p>{note}</p></footer>
</body>
</html>
"#,
        tag = lang.tag(),
        title = escape(title),
    );
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
        ),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (status, headers, Html(html)).into_response()
}

/// A page that only says something.
pub fn message(status: StatusCode, lang: Lang, title: &str, text: &str) -> Response {
    let body = format!(
        r#"<section class="card narrow"><h1>{}</h1><p>{}</p></section>"#,
        escape(title),
        escape(text)
    );
    page(status, lang, title, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_becomes_markup() {
        assert_eq!(
            escape(r#""><script>'&"#),
            "&quot;&gt;&lt;script&gt;&#39;&amp;"
        );
    }
}
