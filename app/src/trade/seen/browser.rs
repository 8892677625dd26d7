//! The cookie of strangers, written by their own browser.

use longtail::{
    id::ListingId,
    trade::seen::{COOKIE, COOKIE_FOR, SeenCookie},
};
use wasm_bindgen::JsCast;

/// Puts one more look into the cookie.
pub fn remember(listing: ListingId) {
    let Ok(document) = gloo::utils::document().dyn_into::<web_sys::HtmlDocument>() else {
        return;
    };
    let cookies = document.cookie().unwrap_or_default();
    let before = cookies
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, value)| SeenCookie::read(value))
        .unwrap_or_default();
    if before == SeenCookie::Off {
        return;
    }
    let value = before.with(listing).write();
    // a browser that takes no cookies remembers nothing, as it was told
    _ = document.set_cookie(&format!(
        "{COOKIE}={value}; Path=/; SameSite=Lax; Max-Age={COOKIE_FOR}"
    ));
}
