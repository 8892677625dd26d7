//! What stands between the street and the market's forms: forms of other sites are turned
//! away, pages may only run the market's own scripts, and a form that was refused before the
//! scripts had loaded comes back with what was typed.

use crate::{observe::MOST_BODY, request};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use longtail_app::ui::ReturnedForm;
use longtail_backend::{Ctx, ctx::new_id, failure::Incident};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Names the form that comes back with the next page.
const FORM_COOKIE: &str = "longtail_form";
/// The largest form that is kept.
const MOST_KEPT: usize = 64 * 1024;
/// Forms that nobody came back for are dropped after this.
const KEPT_FOR: chrono::Duration = chrono::Duration::minutes(10);

/// Turns away what another site sends in a visitor's name. Not for gateways' messages and
/// the simulator, which other programs call and which check signatures themselves.
pub async fn same_origin(State(ctx): State<Ctx>, request: Request, next: Next) -> Response {
    let writes = !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if writes && !is_our_own(request.headers(), &ctx.settings.public_url) {
        return (
            StatusCode::FORBIDDEN,
            "This form was not sent from this market's own pages, so nothing was done. Open the page anew and try again.",
        )
            .into_response();
    }
    next.run(request).await
}

/// Whether a request comes from one of our pages: as the browser says, else by the host.
fn is_our_own(headers: &HeaderMap, public_url: &str) -> bool {
    match request::text(headers, HeaderName::from_static("sec-fetch-site")) {
        "same-origin" | "none" => return true,
        "" => {}
        _ => return false,
    }
    let from = match request::text(headers, header::ORIGIN) {
        "" => request::text(headers, header::REFERER),
        origin => origin,
    };
    // Every browser of the last years tells one of the three; what tells none is a program,
    // which carries no visitor's cookies but those given to it.
    if from.is_empty() {
        return true;
    }
    let Some(from) = host(from) else {
        return false;
    };
    // Behind a proxy the host that is asked for may be another than the one browsers know.
    from == request::text(headers, header::HOST) || Some(from) == host(public_url)
}

/// `https://market.example:3000/path` → `market.example:3000`.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.split(['/', '?', '#'])
        .next()
        .filter(|host| !host.is_empty())
}

/// Turns away what holds a NUL: nobody types one, and Postgres keeps none in a text. What is sent
/// with files is looked at where its parts are read.
pub async fn no_nul(request: Request, next: Next) -> Response {
    let asked = request
        .uri()
        .path_and_query()
        .map_or("", |path| path.as_str());
    if holds_nul(asked.as_bytes()) {
        return with_nul();
    }
    // Functions read a form whatever it says of itself.
    let content_type = request::text(request.headers(), header::CONTENT_TYPE).to_ascii_lowercase();
    if content_type.starts_with("multipart/form-data") {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MOST_BODY).await else {
        return (StatusCode::BAD_REQUEST, "the form did not arrive whole").into_response();
    };
    if holds_nul(&body) {
        return with_nul();
    }
    next.run(Request::from_parts(parts, Body::from(body))).await
}

/// As forms and addresses write it, or as it is.
fn holds_nul(text: &[u8]) -> bool {
    text.contains(&0) || text.windows(3).any(|bytes| bytes == b"%00")
}

fn with_nul() -> Response {
    let why = "A field holds a character that cannot be kept, so nothing was done.";
    (StatusCode::BAD_REQUEST, why).into_response()
}

/// What answers may load and run where their handler did not say. Pages bring a policy of
/// their own, which names the one-time word that their inline scripts carry.
pub async fn policy(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(
            "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'",
        ));
    response
}

/// Keeps what was typed into a refused form, and hands it to the page that shows it again.
pub async fn returned_forms(State(ctx): State<Ctx>, request: Request, next: Next) -> Response {
    if !request::text(request.headers(), header::ACCEPT).contains("text/html") {
        return next.run(request).await;
    }
    match *request.method() {
        Method::GET => hand_back(&ctx, request, next).await,
        Method::POST if is_small_form(request.headers()) => keep(&ctx, request, next).await,
        Method::POST => mend_redirect(next.run(request).await),
        _ => next.run(request).await,
    }
}

fn is_small_form(headers: &HeaderMap) -> bool {
    let length = request::text(headers, header::CONTENT_LENGTH).parse::<usize>();
    request::text(headers, header::CONTENT_TYPE).starts_with("application/x-www-form-urlencoded")
        && length.is_ok_and(|length| length <= MOST_KEPT)
}

async fn keep(ctx: &Ctx, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MOST_KEPT).await else {
        return (StatusCode::BAD_REQUEST, "the form did not arrive whole").into_response();
    };
    let path = parts.uri.path().to_owned();
    let mut response = mend_redirect(
        next.run(Request::from_parts(parts, Body::from(body.clone())))
            .await,
    );
    if !leads_to_a_refusal(response.headers()) {
        return response;
    }
    match store(ctx, &path, &fields(&path, &body)).await {
        Ok(id) => {
            let cookie = format!("{FORM_COOKIE}={id}; Path=/; HttpOnly; SameSite=Lax; Max-Age=300");
            if let Ok(cookie) = HeaderValue::from_str(&cookie) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
        }
        // The page is shown all the same, with its fields empty.
        Err(incident) => tracing::error!(%incident, "a refused form could not be kept"),
    }
    response
}

/// A browser follows a redirect only where the status says so, but server functions set the
/// status of the refusal.
fn mend_redirect(mut response: Response) -> Response {
    if response.headers().contains_key(header::LOCATION) && !response.status().is_redirection() {
        *response.status_mut() = StatusCode::SEE_OTHER;
    }
    response
}

fn leads_to_a_refusal(headers: &HeaderMap) -> bool {
    request::text(headers, header::LOCATION)
        .parse::<Uri>()
        .ok()
        .and_then(|uri| uri.query().map(|query| query.contains("__err=")))
        .unwrap_or_default()
}

/// Where a code is a coupon's, and not one of a letter.
const COUPONS: &str = "/api/trade/price/";

/// The fields that may be kept: no passwords, no code of a letter, nothing of a card or of a bank account's number.
fn fields(path: &str, body: &[u8]) -> BTreeMap<String, String> {
    let secret_code = !path.starts_with(COUPONS);
    let Ok(pairs) = serde_urlencoded::from_bytes::<Vec<(String, String)>>(body) else {
        return BTreeMap::new();
    };
    pairs
        .into_iter()
        .filter(|(name, _)| {
            let name = name.to_lowercase();
            let private = ["password", "card", "account_number", "cvc", "cvv", "secret"]
                .iter()
                .any(|private| name.contains(private));
            !(private || secret_code && name == "code")
        })
        .collect()
}

async fn store(ctx: &Ctx, path: &str, fields: &BTreeMap<String, String>) -> Result<Uuid, Incident> {
    let now = ctx.clock.now();
    let id: Uuid = new_id(now);
    sqlx::query("delete from returned_forms where at < $1")
        .bind(now - KEPT_FOR)
        .execute(&ctx.db)
        .await?;
    sqlx::query("insert into returned_forms (id, path, fields, at) values ($1, $2, $3, $4)")
        .bind(id)
        .bind(path)
        .bind(serde_json::to_value(fields)?)
        .bind(now)
        .execute(&ctx.db)
        .await?;
    Ok(id)
}

async fn hand_back(ctx: &Ctx, mut request: Request, next: Next) -> Response {
    let asked = request
        .uri()
        .query()
        .is_some_and(|query| query.contains("__err="));
    let id = request::cookie(request.headers(), FORM_COOKIE)
        .and_then(|id| id.parse::<Uuid>().ok())
        .filter(|_| asked);
    let Some(id) = id else {
        return next.run(request).await;
    };
    match take(ctx, id).await {
        Ok(Some(form)) => {
            request.extensions_mut().insert(form);
        }
        Ok(None) => {}
        Err(incident) => tracing::error!(%incident, "a refused form could not be read"),
    }
    let mut response = next.run(request).await;
    response.headers_mut().append(
        header::SET_COOKIE,
        HeaderValue::from_static("longtail_form=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"),
    );
    response
}

/// A form comes back once.
async fn take(ctx: &Ctx, id: Uuid) -> Result<Option<ReturnedForm>, Incident> {
    let row: Option<(String, serde_json::Value)> = sqlx::query_as(
        "delete from returned_forms where id = $1 and at >= $2 returning path, fields",
    )
    .bind(id)
    .bind(ctx.clock.now() - KEPT_FOR)
    .fetch_optional(&ctx.db)
    .await?;
    row.map(|(path, fields)| {
        Ok(ReturnedForm {
            path,
            fields: serde_json::from_value(fields)?,
        })
    })
    .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers: HeaderMap = pairs
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect();
        is_our_own(&headers, "https://market.example")
    }

    #[test]
    fn only_our_own_pages_send_forms() {
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        assert!(!own(&[("sec-fetch-site", "cross-site")]));
        assert!(!own(&[("sec-fetch-site", "same-site")]));
        assert!(own(&[
            ("origin", "http://127.0.0.1:3000"),
            ("host", "127.0.0.1:3000")
        ]));
        assert!(own(&[
            ("origin", "https://market.example"),
            ("host", "10.0.0.1:3000")
        ]));
        assert!(own(&[
            ("referer", "http://127.0.0.1:3000/sign-in?x=1"),
            ("host", "127.0.0.1:3000")
        ]));
        assert!(!own(&[("origin", "null"), ("host", "127.0.0.1:3000")]));
        assert!(!own(&[
            ("origin", "https://evil.example"),
            ("host", "market.example")
        ]));
        assert!(own(&[("host", "market.example")]), "a program");
    }

    #[test]
    fn a_nul_is_seen_and_a_percent_sign_is_none() {
        assert!(holds_nul(b"name=a%00b") && holds_nul(b"a\0"));
        assert!(!holds_nul(b"name=100%2500") && !holds_nul(b""));
    }

    #[test]
    fn passwords_and_cards_are_not_kept() {
        let kept = fields(
            "/api/trust/account/sign_up",
            b"email=lin%40example.com&password=x&new_password=y&card_number=4242&note=a+b",
        );
        let names: Vec<_> = kept.keys().map(String::as_str).collect();
        assert_eq!(names, ["email", "note"]);
        assert_eq!(kept["note"], "a b");
        assert_eq!(kept["email"], "lin@example.com");
    }

    #[test]
    fn a_letters_code_is_not_kept_and_a_coupons_is() {
        let kept = |path| fields(path, b"code=123456").len();
        assert_eq!(kept("/api/trade/checkout/pay_checkout"), 0);
        assert_eq!(kept("/api/trade/price/apply_coupon"), 1);
    }

    #[test]
    fn a_refusal_is_followed() {
        let answer = Response::builder()
            .status(StatusCode::CONFLICT)
            .header(header::LOCATION, "/sign-in?__path=%2Fapi&__err=abc")
            .body(Body::empty())
            .expect("an answer");
        let mended = mend_redirect(answer);
        assert_eq!(mended.status(), StatusCode::SEE_OTHER);
        assert!(leads_to_a_refusal(mended.headers()));
    }
}
