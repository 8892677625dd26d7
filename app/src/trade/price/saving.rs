//! How far a basket is from saving more.

use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::trade::price::Saving;

/// The market's spend-and-save in a sentence or two.
#[component]
pub fn SavingHint(saving: Saving) -> impl IntoView {
    let lang = use_lang();
    let every = t::price::save_every(lang, saving.name.pick(lang), saving.save, saving.every);
    let cap = saving.cap.map(|cap| t::price::save_most(lang, cap));
    let more = saving
        .missing
        .map(|missing| t::price::save_more(lang, missing));
    let words: Vec<String> = [Some(every), cap, more].into_iter().flatten().collect();
    view! {
        <p class="mt-3 text-13 text-jade flex items-start gap-1">
            <Icon glyph=Glyph::Tag/>
            <span>{words.join(" ")}</span>
        </p>
    }
}
