//! What a visitor looked at lately: a row on other pages, and a page of its own to clear it.

pub mod api;
#[cfg(feature = "hydrate")]
mod browser;
mod page;
mod row;

pub use page::SeenPage;
pub use row::SeenRow;

use crate::platform::visitor::use_visitor;
use leptos::prelude::*;
use longtail::id::ListingId;

/// Lets a stranger's own browser remember that this thing was looked at. For accounts the
/// server has noted it; without scripts nothing is remembered.
pub fn remember_look(listing: ListingId) {
    let visitor = use_visitor();
    Effect::new(move |_| {
        let stranger =
            visitor.with(|visitor| matches!(visitor, Some(Ok(v)) if v.account.is_none()));
        if stranger {
            #[cfg(feature = "hydrate")]
            browser::remember(listing);
            #[cfg(not(feature = "hydrate"))]
            let _ = listing;
        }
    });
}
