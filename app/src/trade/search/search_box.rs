//! The form that searches, and the field with its button.

use super::suggestions::SearchField;
use crate::{
    i18n::{t, use_lang},
    platform::page::encoded,
    ui::{Glyph, Icon},
};
use leptos::{
    ev::SubmitEvent,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{FormData, HtmlFormElement},
};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// The form around a [`SearchField`]: goes to `action` with what is typed there, and with scripts
/// without loading the document anew.
///
/// The router's own form would do as well, but stands in the main bundle, with all that it takes
/// to send by POST and to follow the answer.
#[component]
pub fn SearchForm(
    #[prop(into)] action: String,
    class: &'static str,
    /// What is read aloud.
    #[prop(optional_no_strip)]
    label: Option<String>,
    children: Children,
) -> impl IntoView {
    let navigate = use_navigate();
    let to = action.clone();
    let go = move |event: SubmitEvent| {
        if let Some(typed) = typed(&event) {
            event.prevent_default();
            let path = format!("{to}?q={}", encoded(&typed));
            navigate(&path, NavigateOptions::default());
        }
    };
    view! {
        <form method="get" action=action class=class role="search" aria-label=label on:submit=go>
            {children()}
        </form>
    }
}

/// What stands in the field of the form that is sent.
fn typed(event: &SubmitEvent) -> Option<String> {
    let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
    let fields = FormData::new_with_form(&form).ok()?;
    fields.get("q").as_string()
}

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
    let aria = Some(label.clone());
    let class = if large {
        "search-box is-large"
    } else {
        "search-box"
    };
    // a shop's own search goes elsewhere than the offers do
    let alone = action != "/search";
    let asked = Signal::stored(query.unwrap_or_default());
    view! {
        <SearchForm action class label=aria>
            <Icon glyph=Glyph::Search/>
            <SearchField id label placeholder asked alone/>
            <button type="submit" class="btn btn-main">
                <span class="btn-words">{t::search::go(lang)}</span>
            </button>
        </SearchForm>
    }
    .into_any()
}
