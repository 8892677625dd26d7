//! Small fields for the cells of a grid: the label is read aloud, not shown.

use crate::ui::field::{FieldError, FieldParts};
use leptos::prelude::*;

/// One line of text, a number or an amount in a cell.
#[component]
pub fn CellField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    /// `numeric`, `decimal`, `text`.
    #[prop(default = "text")]
    inputmode: &'static str,
    /// Stands in front of what is typed, such as a currency's sign.
    #[prop(optional, into)]
    before: Option<String>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional, into)] lang: Option<&'static str>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let parts = FieldParts::new(&name, Some(value));
    let issue = parts.issue;
    let input = view! {
        <input
            type="text"
            id=parts.id.clone()
            name=name
            value=parts.initial.clone()
            inputmode=inputmode
            placeholder=placeholder
            lang=lang
            autocomplete="off"
            aria-label=label
            aria-invalid=parts.invalid()
            aria-describedby=parts.error_id.clone()
        />
    };
    view! {
        <div class=class class:has-error=move || issue.with(Option::is_some)>
            <div class="control">
                {before.map(|sign| view! { <span class="control-before" aria-hidden="true">{sign}</span> })}
                {input}
            </div>
            <FieldError parts/>
        </div>
    }
    .into_any()
}

/// A choice in a cell. `choices` are values with their labels.
#[component]
pub fn CellSelect(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    value: String,
    choices: Vec<(String, String)>,
) -> impl IntoView {
    let options = choices
        .into_iter()
        .map(|(id, words)| {
            let selected = id == value;
            view! { <option value=id selected=selected>{words}</option> }
        })
        .collect_view();
    view! {
        <div class="control control-select">
            <select name=name aria-label=label>{options}</select>
        </div>
    }
    .into_any()
}
