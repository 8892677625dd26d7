//! How a visitor wants the market to look and in which language it speaks: two cookies.
//!
//! Both are fixed for as long as a document lives, so these functions are called by plain
//! forms, which load the page they came from anew.

use crate::{fault::Fault, ui::Theme};
use leptos::prelude::*;
use longtail::text::Lang;

/// The cookie that keeps the theme chosen.
pub const THEME_COOKIE: &str = "longtail_theme";

/// Keeps the language chosen and comes back to the page.
///
/// Who may: everybody.
#[server(prefix = "/api", endpoint = "platform/preferences/set_language")]
pub async fn set_language(lang: Lang) -> Result<(), Fault> {
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
    let Some(parts) = use_context::<axum::http::request::Parts>() else {
        return Theme::Auto;
    };
    parts
        .headers
        .get_all(axum::http::header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == THEME_COOKIE)
        .and_then(|(_, value)| Theme::from_name(value))
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
