//! What stands in place of a page that cannot be shown.

use crate::{
    fault::Fault,
    i18n::use_lang,
    routes::NotFound,
    ui::{Alert, Tone},
};
use leptos::prelude::*;

/// *Not found*, or what happened.
#[component]
pub fn FaultPage(fault: Fault) -> impl IntoView {
    let lang = use_lang();
    match fault {
        Fault::NotFound | Fault::Invalid(_) => view! { <NotFound/> }.into_any(),
        fault => view! {
            <div class="page page-body">
                <Alert tone=Tone::Danger>{fault.plain_sentence(lang)}</Alert>
            </div>
        }
        .into_any(),
    }
}
