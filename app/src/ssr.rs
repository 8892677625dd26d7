//! What server functions share on the server: who asks, and how failures are answered.

mod bundle;

pub use bundle::Bundle;

use crate::fault::{Fault, NoRefusal};
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use longtail::{
    actor::Actor,
    money::{Currency, exchange::ExchangeRate},
    text::Lang,
    trade::seen::{self, Looker, SeenCookie},
    trust::account::local_path,
};
use longtail_backend::{Ctx, Failure, failure::Incident, trust::account};
use std::{fmt::Debug, sync::Arc};

/// The cookie that carries a session's token.
pub const SESSION_COOKIE: &str = "longtail_session";
/// The cookie that keeps the language chosen.
pub const LANG_COOKIE: &str = "longtail_lang";

/// The cookie that keeps the currency in which prices are read beside the market's own.
pub const CURRENCY_COOKIE: &str = "longtail_currency";

/// In which currencies prices can be read, found out by the router and kept in the request's
/// extensions. The rate chosen is a context of its own, which the browser has too.
#[derive(Clone, Debug)]
pub struct Currencies {
    /// The market's.
    pub own: Currency,
    pub rates: Arc<[ExchangeRate]>,
    /// The rate of the currency that the cookie names, where it can still be used.
    pub chosen: Option<ExchangeRate>,
}

/// Who is asking, found out once per request by the router and kept in its extensions.
#[derive(Clone, Debug)]
pub struct Caller {
    pub actor: Actor,
    /// Hash of the session's token, where there is a session.
    pub session: Option<Vec<u8>>,
    pub lang: Lang,
    /// Network address and browser, for the list of sessions and for rate limits.
    pub address: String,
    pub user_agent: String,
}

/// The market's context; the router provides it to every page and server function.
pub fn ctx() -> Ctx {
    expect_context::<Ctx>()
}

impl Caller {
    /// Who sent a request. A stranger where the router did not find out.
    pub fn of(parts: &Parts) -> Self {
        parts.extensions.get().cloned().unwrap_or(Self {
            actor: Actor::Stranger,
            session: None,
            lang: Lang::default(),
            address: String::new(),
            user_agent: String::new(),
        })
    }
}

/// Who is asking; the router provides it to every page and server function.
pub fn caller() -> Caller {
    expect_context::<Caller>()
}

/// Who is asking, with a guest's session begun for a stranger: for the first thing put into a cart.
///
/// # Errors
/// An incident when the session cannot be kept.
pub async fn shopper<E: Debug>() -> Result<(Ctx, Actor), Fault<E>> {
    let (ctx, caller) = (ctx(), caller());
    if caller.actor != Actor::Stranger {
        return Ok((ctx, caller.actor));
    }
    let (actor, token) = account::begin_guest(&ctx, &visit())
        .await
        .map_err(|failure| fault(failure.map_refusal(|never| match never {})))?;
    set_session_cookie(&ctx, Some(&token));
    Ok((ctx, actor))
}

/// Who is at the door, for signing in and up.
pub fn visit() -> account::Visit {
    let caller = caller();
    account::Visit {
        actor: caller.actor,
        session: caller.session,
        device: account::Device {
            address: caller.address,
            user_agent: caller.user_agent,
        },
        lang: caller.lang,
        seen: seen_cookie(),
    }
}

/// Who looks at goods, with what their browser remembers of it.
pub fn looker() -> Looker {
    Looker {
        actor: caller().actor,
        cookie: seen_cookie(),
    }
}

fn seen_cookie() -> SeenCookie {
    cookie(seen::COOKIE)
        .map(|value| SeenCookie::read(&value))
        .unwrap_or_default()
}

/// Lets a stranger's browser forget what it remembers.
pub fn forget_seen_cookie() {
    set_cookie(&format!(
        "{}=; Path=/; SameSite=Lax; Max-Age=0",
        seen::COOKIE
    ));
}

/// Tells a stranger's browser to remember nothing, for a year.
pub fn refuse_seen_cookie() {
    set_cookie(&format!(
        "{}={}; Path=/; SameSite=Lax; Max-Age=31536000",
        seen::COOKIE,
        SeenCookie::Off.write(),
    ));
}

/// Hands the token of a new session over and goes on to `next`, where that is a path of this
/// site, else to `fallback`.
pub fn let_in(ctx: &Ctx, signed_in: &account::SignedIn, next: &str, fallback: &str) {
    set_session_cookie(ctx, Some(&signed_in.token));
    leptos_axum::redirect(local_path(next).unwrap_or(fallback));
}

/// Where a person's work is: staff at the desk, sellers in their back office, others on the street.
pub async fn home_of(ctx: &Ctx, actor: &Actor) -> String {
    if let Actor::Staff { .. } = actor {
        return "/desk".to_owned();
    }
    match account::visitor(ctx, actor, Lang::default()).await {
        Ok(visitor) => visitor.shops.first().map_or_else(
            || "/".to_owned(),
            |shop| format!("/back-office/{}", shop.slug),
        ),
        Err(_) => "/".to_owned(),
    }
}

/// Hands the session's token to the browser, or takes it away. What the browser remembered of
/// a stranger's looks belongs to the account from then on.
pub fn set_session_cookie(ctx: &Ctx, token: Option<&str>) {
    let secure = if ctx.settings.public_url.starts_with("https://") {
        "; Secure"
    } else {
        ""
    };
    let age = if token.is_some() {
        ctx.settings.session_for.num_seconds()
    } else {
        0
    };
    set_cookie(&format!(
        "{SESSION_COOKIE}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}",
        token.unwrap_or_default()
    ));
    if token.is_some() && matches!(seen_cookie(), SeenCookie::Kept(looks) if !looks.is_empty()) {
        forget_seen_cookie();
    }
}

/// A cookie of this request.
pub fn cookie(name: &str) -> Option<String> {
    let parts = use_context::<Parts>()?;
    parts
        .headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// Adds a `Set-Cookie` header to the answer.
pub fn set_cookie(cookie: &str) {
    if let (Some(response), Ok(value)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(cookie),
    ) {
        response.append_header(header::SET_COOKIE, value);
    }
}

/// Whether the browser itself sent the form, and so shows whatever page comes next.
pub fn without_scripts() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        parts
            .headers
            .get(header::ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .is_some_and(|accept| accept.contains("text/html"))
    })
}

/// What the page may load and run: the market's own scripts, and those inline that carry
/// this answer's one-time word.
pub fn set_page_policy() {
    let (Some(response), Some(nonce)) = (use_context::<ResponseOptions>(), use_nonce()) else {
        return;
    };
    // The preview of a shop's page stands in a frame of its own back office, and in no other.
    let framed = use_context::<Parts>().is_some_and(|parts| {
        let query = parts.uri.query().unwrap_or_default();
        parts.uri.path().starts_with("/shops/") && query.contains("preview=")
    });
    let framing = if framed { "'self'" } else { "'none'" };
    if framed {
        response.insert_header(
            header::X_FRAME_OPTIONS,
            HeaderValue::from_static("SAMEORIGIN"),
        );
    }
    let policy = format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; \
         style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
         object-src 'none'; base-uri 'self'; frame-ancestors {framing}"
    );
    if let Ok(value) = HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, value);
    }
}

/// Sets the status of the answer.
pub fn set_status(status: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}

/// Gives the answer the status that its fault has in HTTP.
pub fn answer<E>(fault: Fault<E>) -> Fault<E> {
    set_status(match &fault {
        Fault::Refused(_) | Fault::CommandReused => StatusCode::CONFLICT,
        Fault::SignIn => StatusCode::UNAUTHORIZED,
        Fault::NotFound => StatusCode::NOT_FOUND,
        Fault::Moved { .. } => StatusCode::MOVED_PERMANENTLY,
        Fault::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Fault::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        Fault::Incident { .. } | Fault::Offline => StatusCode::INTERNAL_SERVER_ERROR,
    });
    fault
}

/// Reads an id from an address or a form: what is none belongs to nothing.
///
/// # Errors
/// Not found.
pub fn id<T: std::str::FromStr, E>(text: &str) -> Result<T, Fault<E>> {
    text.parse().map_err(|_| answer(Fault::NotFound))
}

/// Turns a use case's failure into what the page is told. The one place where an incident
/// is logged, with the number that the person sees.
pub fn fault<E: Debug>(failure: Failure<E>) -> Fault<E> {
    answer(match failure {
        Failure::Refused(refusal) => Fault::Refused(refusal),
        Failure::SignIn => Fault::SignIn,
        Failure::NotFound => Fault::NotFound,
        Failure::Moved { to } => Fault::Moved { to },
        Failure::Invalid(issues) => Fault::Invalid(issues),
        Failure::TooMany { seconds } => Fault::TooMany { seconds },
        Failure::CommandReused => Fault::CommandReused,
        Failure::Incident(incident) => log_incident(&incident),
    })
}

/// For use cases that refuse nothing.
pub fn plain_fault(failure: Failure<longtail_backend::failure::Refusal>) -> Fault<NoRefusal> {
    fault_without_refusal(failure)
}

/// For use cases that refuse nothing, inside a server function that does.
pub fn fault_without_refusal<E: Debug>(
    failure: Failure<longtail_backend::failure::Refusal>,
) -> Fault<E> {
    fault(failure.map_refusal(|never| match never {}))
}

fn log_incident<E>(incident: &Incident) -> Fault<E> {
    let id = hex_id();
    tracing::error!(incident = %id, error = %incident, "incident");
    Fault::Incident { id }
}

fn hex_id() -> String {
    longtail_backend::ctx::random_bytes::<4>()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Fields of a form that are named after an id, such as `notes[shop-0192…]`. The word before
/// the id keeps a name from beginning with a digit, which the reader of forms takes for a place
/// in a list. Names that hold no id are left out.
pub fn by_id<I: std::str::FromStr>(
    word: &str,
    fields: std::collections::BTreeMap<String, String>,
) -> Vec<(I, String)> {
    fields
        .into_iter()
        .filter_map(|(name, text)| Some((name.strip_prefix(word)?.parse().ok()?, text)))
        .collect()
}
