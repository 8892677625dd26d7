//! Server functions of the desk.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::platform::staff::DeskView;

/// Everything on the desk: shops, dead jobs, the last audit.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "platform/staff/load_desk", input = server_fn::codec::GetUrl)]
pub async fn load_desk() -> Result<DeskView, Fault> {
    let caller = crate::ssr::caller();
    longtail_backend::platform::staff::desk(&crate::ssr::ctx(), &caller.actor)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// Has the books checked now, by the worker.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "platform/staff/check_books")]
pub async fn check_books() -> Result<(), Fault> {
    let caller = crate::ssr::caller();
    longtail_backend::platform::staff::check_books(&crate::ssr::ctx(), &caller.actor)
        .await
        .map_err(crate::ssr::plain_fault)?;
    leptos_axum::redirect("/desk");
    Ok(())
}

/// Gives a dead job all its tries again.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "platform/staff/retry_job")]
pub async fn retry_job(job: i64) -> Result<(), Fault> {
    let caller = crate::ssr::caller();
    longtail_backend::platform::staff::retry_job(&crate::ssr::ctx(), &caller.actor, job)
        .await
        .map_err(crate::ssr::plain_fault)?;
    leptos_axum::redirect("/desk");
    Ok(())
}
