//! The code from a letter that confirms a large sum.

use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    money::confirmation::{CodeError, Large},
    text::Lang,
};

/// Why something waits for a code, with what to do.
pub fn code_refusal(lang: Lang, refused: &CodeError) -> String {
    match refused {
        CodeError::Needed { to, large } => match large {
            Large::Alone => t::confirmation::needed(lang, to),
            Large::Together => t::confirmation::needed_together(lang, to),
        },
        CodeError::Wrong { left } => t::confirmation::wrong(lang, i64::from(*left)),
        CodeError::Worthless => t::confirmation::worthless(lang).to_owned(),
        CodeError::NoAddress => t::confirmation::no_address(lang).to_owned(),
    }
}

/// Where the code is typed: shown as soon as the form around it waits for one.
#[component]
pub fn CodeField() -> impl IntoView {
    let lang = use_lang();
    let asked = use_form().map_or_else(|| Signal::from(false), |form| form.asks_code);
    // Once it is there it stays: what is wrong besides does not make the code useless.
    let shown =
        Memo::new(move |before: Option<&bool>| before.is_some_and(|shown| *shown) || asked.get());
    view! {
        {move || shown.get().then(|| view! {
            <TextField name="code" label=t::confirmation::code(lang) hint=t::confirmation::code_hint(lang)
                inputmode="numeric" autocomplete="one-time-code" either=true/>
        })}
    }
}
