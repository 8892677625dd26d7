//! Server functions of specifications.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::trade::catalog::{DefinitionForm, SpecificationsPage};
#[cfg(feature = "ssr")]
use {
    crate::{
        platform::page::encoded,
        ssr::{caller, ctx, plain_fault},
    },
    longtail_backend::trade::catalog::specs::desk,
};

/// The category tree, and what a category asks of its goods, with what it is asked from above.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "trade/catalog/load_specifications", input = server_fn::codec::GetUrl)]
pub async fn load_specifications(
    /// The category's slug; empty: only the tree.
    #[server(default)]
    category: String,
) -> Result<SpecificationsPage, Fault> {
    desk::specifications_page(&ctx(), &caller().actor, &category)
        .await
        .map_err(plain_fault)
}

/// Adds what a category asks, or changes it.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "trade/catalog/save_specification")]
pub async fn save_specification(#[server(flatten)] form: DefinitionForm) -> Result<(), Fault> {
    desk::save_specification(&ctx(), &caller().actor, &form)
        .await
        .map_err(plain_fault)?;
    let category = encoded(&form.category);
    leptos_axum::redirect(&format!("/desk/specifications?category={category}&kept=1"));
    Ok(())
}

/// Takes away what a category asks, where no listing answers it.
///
/// Who may: staff.
#[server(prefix = "/api", endpoint = "trade/catalog/remove_specification")]
pub async fn remove_specification(
    /// The category's slug.
    category: String,
    key: String,
) -> Result<(), Fault> {
    desk::remove_specification(&ctx(), &caller().actor, &category, &key)
        .await
        .map_err(plain_fault)?;
    let category = encoded(&category);
    leptos_axum::redirect(&format!(
        "/desk/specifications?category={category}&removed=1"
    ));
    Ok(())
}
