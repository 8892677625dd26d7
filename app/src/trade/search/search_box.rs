//! The field that searches.

use super::suggestions::SearchField;
use crate::{
    i18n::{t, use_lang},
    ui::{Glyph, Icon},
};
use leptos::prelude::*;
use leptos_router::components::Form;

/// A search field with its button; sends the browser to `action`.
///
/// ```ignore
/// <SearchBox/>
/// <SearchBox action="/shops/lin-tea" label="Search in this shop" query="oolong"/>
/// ```
#[component]
pub fn SearchBox(
    #[prop(default = "/search".into(), into)] action: String,
    /// Unlike every other on the page.
    #[prop(default = "search".into(), into)]
    id: String,
    /// What is read aloud; the market's own words where none is given.
    #[prop(optional, into)]
    label: Option<String>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional, into)] query: Option<String>,
    /// As large as on the home page.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let lang = use_lang();
    let label = label.unwrap_or_else(|| t::search::label(lang).to_owned());
    let placeholder = placeholder.unwrap_or_else(|| t::search::placeholder(lang).to_owned());
    let aria = label.clone();
    // a shop's own search goes elsewhere than the offers do
    let alone = action != "/search";
    let asked = Signal::stored(query.unwrap_or_default());
    view! {
        <Form
            action
            method="GET"
            attr:role="search"
            attr:aria-label=aria
            attr:class=if large { "search-box is-large" } else { "search-box" }
        >
            <Icon glyph=Glyph::Search/>
            <SearchField id label placeholder asked alone/>
            <button type="submit" class="btn btn-main">
                <span class="btn-words">{t::search::go(lang)}</span>
            </button>
        </Form>
    }
    .into_any()
}
