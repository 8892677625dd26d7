//! The bell of the header: a link, whose count follows what happens once scripts run.

use crate::{
    i18n::{t, use_lang},
    platform::frame::header::short,
    ui::{Glyph, Icon},
};
use leptos::prelude::*;

/// `unread` as it was when the visitor was loaded.
#[component]
pub fn Bell(unread: u32) -> impl IntoView {
    let lang = use_lang();
    let count = RwSignal::new(unread);
    Effect::new(move |_| {
        #[cfg(feature = "hydrate")]
        super::live::follow(count);
    });
    let words = move || t::frame::bell(lang, i64::from(count.get()));
    // Said aloud only where there is news: not how many there were, nor that some were read.
    let news = move || {
        if count.get() > unread {
            words()
        } else {
            String::new()
        }
    };
    view! {
        <a href="/notices" class="tool" aria-label=words title=t::frame::notices(lang)>
            <Icon glyph=Glyph::Bell/>
            <span class="tool-count" aria-hidden="true" hidden=move || count.get() == 0>
                {move || short(count.get())}
            </span>
        </a>
        <span class="sr-only" aria-live="polite">{news}</span>
    }
}
