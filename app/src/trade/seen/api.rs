//! Server functions of what was looked at.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::trade::seen::SeenPage;

/// What the person who asks looked at, the latest first.
///
/// Who may: everybody; a stranger's browser brings it along.
#[server(prefix = "/api", endpoint = "trade/seen/load_seen", input = server_fn::codec::GetUrl)]
pub async fn load_seen() -> Result<SeenPage, Fault> {
    longtail_backend::trade::seen::seen_page(&crate::ssr::ctx(), &crate::ssr::looker())
        .await
        .map_err(crate::ssr::plain_fault)
}

/// Forgets what the person who asks looked at.
///
/// Who may: everybody.
#[server(prefix = "/api", endpoint = "trade/seen/clear_seen")]
pub async fn clear_seen() -> Result<(), Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    if caller.actor.account().is_some() {
        longtail_backend::trade::seen::clear(&ctx, &caller.actor)
            .await
            .map_err(crate::ssr::plain_fault)?;
    }
    crate::ssr::forget_seen_cookie();
    leptos_axum::redirect("/seen");
    Ok(())
}

/// Switches remembering on or off; off, what was kept is forgotten too.
///
/// Who may: everybody.
#[server(prefix = "/api", endpoint = "trade/seen/remember_seen")]
pub async fn remember_seen(on: bool) -> Result<(), Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    if caller.actor.account().is_some() {
        longtail_backend::trade::seen::remember(&ctx, &caller.actor, on)
            .await
            .map_err(crate::ssr::plain_fault)?;
    } else if !on {
        crate::ssr::refuse_seen_cookie();
    }
    if on {
        crate::ssr::forget_seen_cookie();
    }
    leptos_axum::redirect("/seen");
    Ok(())
}
