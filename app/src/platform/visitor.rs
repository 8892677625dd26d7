//! Who looks at the page, loaded once for the header and for all pages.

use crate::{fault::Fault, platform::json::Json};
use leptos::prelude::*;
use longtail::trust::account::Visitor;

/// Who is looking, what their cart and bell hold, and the language they read.
///
/// Who may: everybody.
#[server(prefix = "/api", endpoint = "platform/visitor/load_visitor", input = server_fn::codec::GetUrl)]
pub async fn load_visitor() -> Result<Visitor, Fault> {
    let caller = crate::ssr::caller();
    longtail_backend::trust::account::visitor(&crate::ssr::ctx(), &caller.actor, caller.lang)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// The visitor, as the header and the pages read it.
#[derive(Clone, Copy)]
pub struct VisitorResource(pub Resource<Result<Visitor, Fault>, Json>);

/// Loads the visitor once for the whole app. Refetch after signing in or changing the cart.
pub fn provide_visitor() {
    provide_context(VisitorResource(Resource::new_with_options(
        || (),
        |()| load_visitor(),
        true,
    )));
}

/// The visitor of this page.
pub fn use_visitor() -> Resource<Result<Visitor, Fault>, Json> {
    expect_context::<VisitorResource>().0
}

/// The rate of the document that the server drew, where it shows prices in another currency too.
#[cfg(feature = "hydrate")]
pub fn page_rate() -> Option<longtail::money::exchange::ExchangeRate> {
    gloo::utils::document_element()
        .get_attribute("data-rate")?
        .parse()
        .ok()
}

/// The language of the document that the server drew.
#[cfg(feature = "hydrate")]
pub fn page_lang() -> longtail::text::Lang {
    gloo::utils::document_element()
        .get_attribute("lang")
        .and_then(|tag| longtail::text::Lang::from_tag(&tag))
        .unwrap_or_default()
}
