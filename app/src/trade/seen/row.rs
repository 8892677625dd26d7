//! What was looked at, in a row.

use crate::{
    i18n::{t, use_lang},
    trade::search::GoodsRow,
    ui::SectionHead,
};
use leptos::prelude::*;
use longtail::trade::search::ListingCard;

/// The latest things looked at; nothing where there are none.
#[component]
pub fn SeenRow(cards: Vec<ListingCard>, #[prop(optional, into)] class: String) -> impl IntoView {
    let lang = use_lang();
    (!cards.is_empty())
        .then(|| {
            view! {
                <section class=class>
                    <SectionHead title=t::seen::title(lang) lead=t::seen::row_lead(lang)
                        more_href="/seen" more=t::seen::all(lang)/>
                    <GoodsRow cards label=t::seen::title(lang)/>
                </section>
            }
        })
        .into_any()
}
