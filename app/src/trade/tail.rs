//! The way down the tail: quiet goods, each with the reason why it stands there.

use crate::{
    i18n::{t, use_lang},
    trade::search::GoodsCard,
};
use leptos::prelude::*;
use longtail::{
    text::Lang,
    trade::tail::{TailPick, TailWhy},
};

/// A reason, as a few words.
fn why_text(lang: Lang, why: &TailWhy) -> String {
    match why {
        TailWhy::SameTown { city } => t::tail::same_town(lang, city.pick(lang)),
        TailWhy::Less { by } => t::tail::less(lang, by),
        TailWhy::FoundByFew { sold } => t::tail::found_by_few(lang, *sold as i64),
        TailWhy::New => t::tail::new(lang).to_owned(),
        TailWhy::SameKind => t::tail::same_kind(lang).to_owned(),
    }
}

/// Quiet goods in a grid, each with its reason.
#[component]
pub fn TailGrid(picks: Vec<TailPick>) -> impl IntoView {
    let lang = use_lang();
    view! {
        <ul class="goods-grid">
            {picks.into_iter().map(|pick| view! {
                <li><GoodsCard card=pick.card why=why_text(lang, &pick.why)/></li>
            }).collect_view()}
        </ul>
    }
    .into_any()
}
