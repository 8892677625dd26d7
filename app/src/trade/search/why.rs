//! Why a list is ordered so, and why a thing stands where it stands.

use crate::{
    i18n::{t, use_lang},
    ui::{Glyph, Icon, kept},
};
use leptos::prelude::*;
use longtail::{
    text::Lang,
    trade::search::{SearchPage, Sort, Why},
};

/// An order by its name.
pub fn sort_name(lang: Lang, sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => t::search::sort_relevance(lang),
        Sort::Taste => t::search::sort_taste(lang),
        Sort::Sales => t::search::sort_sales(lang),
        Sort::Reliability => t::search::sort_reliability(lang),
        Sort::Newness => t::search::sort_newness(lang),
        Sort::PriceUp => t::search::sort_price_up(lang),
        Sort::PriceDown => t::search::sort_price_down(lang),
    }
}

/// What stands behind the order of a list, in one line.
pub fn order_says(lang: Lang, page: &SearchPage) -> String {
    let says = match page.request.sort {
        Sort::Relevance if page.request.query.is_empty() => t::search::says_browsing(lang),
        Sort::Relevance => t::search::says_relevance(lang),
        Sort::Taste if page.has_taste => t::search::says_taste(lang),
        Sort::Taste => t::search::says_no_taste(lang),
        Sort::Sales => t::search::says_sales(lang),
        Sort::Reliability => t::search::says_reliability(lang),
        Sort::Newness => t::search::says_newness(lang),
        Sort::PriceUp => t::search::says_price_up(lang),
        Sort::PriceDown => t::search::says_price_down(lang),
    };
    let gap = match lang {
        Lang::En => " ",
        Lang::Zh => "",
    };
    format!("{says}{gap}{}", t::search::sold_out_last(lang))
}

/// The reasons that count in an order, in sentences.
fn sentences(lang: Lang, sort: Sort, why: &Why) -> Vec<String> {
    let mut said = Vec::new();
    let words = |words: &[String]| words.join(" ");
    if !why.in_title.is_empty() {
        said.push(t::search::why_title(lang, words(&why.in_title)));
    }
    if !why.elsewhere.is_empty() {
        said.push(t::search::why_elsewhere(lang, words(&why.elsewhere)));
    }
    if sort == Sort::Taste {
        if let Some(category) = &why.liked_category {
            said.push(t::search::why_category(lang, category.pick(lang)));
        }
        if why.liked_shop {
            said.push(t::search::why_shop(lang).to_owned());
        }
    }
    if sort == Sort::Reliability {
        let kept = why.kept.and_then(|kept| Some((kept.percent()?, kept)));
        said.push(match kept {
            Some((percent, kept)) => t::search::why_kept(lang, percent, kept.dispatch_hours),
            None => t::search::why_little_known(lang).to_owned(),
        });
    }
    if matches!(sort, Sort::PriceUp | Sort::PriceDown) {
        said.push(t::search::why_price(lang).to_owned());
    }
    if why.is_new {
        said.push(t::search::why_new(lang).to_owned());
    }
    let count = i64::try_from(why.sold_count).unwrap_or(i64::MAX);
    said.push(t::search::why_sold(lang, count));
    said
}

/// Says on demand why a thing is where it is.
#[component]
pub fn WhyHere(why: Why, sort: Sort) -> impl IntoView {
    let lang = use_lang();
    kept(
        "why",
        || (&why, sort),
        || {
            let said = sentences(lang, sort, &why);
            view! {
                <details class="why">
                    <summary><Icon glyph=Glyph::ChevronDown/>{t::search::why(lang)}</summary>
                    <ul>{said.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view()}</ul>
                </details>
            }
        },
    )
}
