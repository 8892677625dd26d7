//! How a visitor wants the market to look and in which language it speaks: two cookies.
//!
//! Both are fixed for as long as a document lives, so these functions are called by plain
//! forms, which load the page they came from anew.

use crate::{fault::Fault, ui::Theme};
use leptos::prelude::*;
use longtail::text::Lang;

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
