//! Server functions of notices.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::{id::NoticeId, platform::notification::NoticeView};

/// The notices of the person who asks, the latest first.
///
/// Who may: those who have an account, guests too.
#[server(prefix = "/api", endpoint = "platform/notification/load_notices", input = server_fn::codec::GetUrl)]
pub async fn load_notices() -> Result<Vec<NoticeView>, Fault> {
    let caller = crate::ssr::caller();
    longtail_backend::platform::notification::notices(&crate::ssr::ctx(), &caller.actor)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// Marks a notice as read and goes where it leads.
///
/// Who may: the person it is for.
#[server(prefix = "/api", endpoint = "platform/notification/open_notice")]
pub async fn open_notice(notice: NoticeId) -> Result<(), Fault> {
    let caller = crate::ssr::caller();
    let link = longtail_backend::platform::notification::mark_read(
        &crate::ssr::ctx(),
        &caller.actor,
        notice,
    )
    .await
    .map_err(crate::ssr::plain_fault)?;
    leptos_axum::redirect(longtail::trust::account::local_path(&link).unwrap_or("/notices"));
    Ok(())
}

/// Marks all notices of the person who asks as read.
///
/// Who may: those who have an account, guests too.
#[server(prefix = "/api", endpoint = "platform/notification/mark_all_read")]
pub async fn mark_all_read() -> Result<(), Fault> {
    let caller = crate::ssr::caller();
    longtail_backend::platform::notification::mark_all_read(&crate::ssr::ctx(), &caller.actor)
        .await
        .map_err(crate::ssr::plain_fault)?;
    leptos_axum::redirect("/notices");
    Ok(())
}
