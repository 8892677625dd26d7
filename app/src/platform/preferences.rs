//! How a visitor wants the market to look, in which language it speaks and in which currency its
//! prices are read: three cookies.
//!
//! All are fixed for as long as a document lives, so these functions are called by plain
//! forms, which load the page they came from anew.

use crate::{fault::Fault, ui::Theme};
use leptos::prelude::*;
use longtail::{money::Currency, text::Lang};

/// The cookie that keeps the theme chosen.
pub const THEME_COOKIE: &str = "longtail_theme";

/// Keeps the language chosen and comes back to the page. Letters to whoever has an account
/// come in it from then on.
///
/// Who may: everybody.
#[server(prefix = "/api", endpoint = "platform/preferences/set_language")]
pub async fn set_language(lang: Lang) -> Result<(), Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    if caller.actor.account().is_some() {
        longtail_backend::trust::account::choose_language(&ctx, &caller.actor, lang)
            .await
            .map_err(crate::ssr::plain_fault)?;
    }
    keep(crate::ssr::LANG_COOKIE, lang.tag());
    Ok(())
}

/// Keeps the theme chosen and comes back to the page.
///
/// Who may: everybody.
#[server(prefix = "/api", endpoint = "platform/preferences/set_theme")]
pub async fn set_theme(theme: Theme) -> Result<(), Fault> {
    keep(THEME_COOKIE, theme.name());
    Ok(())
}

/// Keeps the currency in which prices are read beside the market's own, and comes back to the page.
/// The market's own is the same as none.
///
/// Who may: everybody.
#[server(prefix = "/api", endpoint = "platform/preferences/set_currency")]
pub async fn set_currency(currency: Currency) -> Result<(), Fault> {
    let cookie = crate::ssr::CURRENCY_COOKIE;
    if currency == crate::ssr::ctx().settings.currency {
        crate::ssr::set_cookie(&format!("{cookie}=; Path=/; SameSite=Lax; Max-Age=0"));
    } else {
        keep(cookie, currency.code());
    }
    Ok(())
}

/// The currencies that prices can be read in and whether each is chosen, the market's own first;
/// none where there is no rate. For what the server alone draws.
pub fn offered_currencies() -> Vec<(Currency, bool)> {
    #[cfg(feature = "ssr")]
    return use_context::<crate::ssr::Currencies>()
        .filter(|currencies| !currencies.rates.is_empty())
        .map(|currencies| {
            let chosen = currencies.chosen.map_or(currencies.own, |rate| rate.quote);
            let others = currencies.rates.iter().map(|rate| rate.quote);
            std::iter::once(currencies.own)
                .chain(others)
                .map(|currency| (currency, currency == chosen))
                .collect()
        })
        .unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    Vec::new()
}

/// For a year. Nothing in it is secret or personal.
#[cfg(feature = "ssr")]
fn keep(cookie: &str, value: &str) {
    crate::ssr::set_cookie(&format!(
        "{cookie}={value}; Path=/; SameSite=Lax; Max-Age=31536000"
    ));
}

/// The theme of this request.
#[cfg(feature = "ssr")]
pub fn request_theme() -> Theme {
    crate::ssr::cookie(THEME_COOKIE)
        .and_then(|value| Theme::from_name(&value))
        .unwrap_or_default()
}

/// The theme of the document that the server drew.
#[cfg(feature = "hydrate")]
pub fn page_theme() -> Theme {
    gloo::utils::document_element()
        .get_attribute("data-theme")
        .and_then(|name| Theme::from_name(&name))
        .unwrap_or_default()
}

/// The theme of this page, alike on both sides.
pub fn use_theme() -> Theme {
    #[cfg(feature = "hydrate")]
    return page_theme();
    #[cfg(all(feature = "ssr", not(feature = "hydrate")))]
    return request_theme();
    #[cfg(not(any(feature = "ssr", feature = "hydrate")))]
    Theme::Auto
}
