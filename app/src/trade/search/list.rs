//! A list of goods with its facets, orders, chips and pages: for search, categories, shops.

use super::{
    address::ListPlace,
    card::{GoodsCard, GoodsGrid},
    facets::{Facets, FacetsBeside, price_words, spec_words, tier_name},
    why::{WhyHere, order_says, sort_name},
};
use crate::{
    i18n::{t, use_lang},
    trade::wishlist::use_wishes,
    ui::{
        Alert, ButtonKind, ButtonLink, Chip, Dialog, DialogShape, EmptyPicture, EmptyState, Glyph,
        Pagination, SectionHead, TabLink, Tabs, kept,
    },
};
use leptos::prelude::*;
use longtail::{
    text::Lang,
    trade::search::{
        FacetName, ListingCard, Narrowing, Relaxed, SearchPage, SearchRequest, Sort, Why,
    },
};
use std::mem::take;

/// In the order they are offered.
const SORTS: [Sort; 7] = [
    Sort::Relevance,
    Sort::Taste,
    Sort::Sales,
    Sort::Reliability,
    Sort::Newness,
    Sort::PriceUp,
    Sort::PriceDown,
];

/// The list below a page's head.
#[component]
pub fn GoodsList(mut page: SearchPage, place: ListPlace) -> impl IntoView {
    let lang = use_lang();
    let empty = page.total == 0;
    let facets = Facets::new(&page, &place);
    let has_facets = !empty && facets.any();
    let drawer = facets.clone();
    let says = order_says(lang, &page);
    let orders = orders(&page, &place, lang);
    let chips = chips(&page, &place, lang);
    let body = if empty {
        view! { <NothingFound page=page.clone() place=place.clone()/> }.into_any()
    } else {
        let (cards, whys) = (take(&mut page.hits), take(&mut page.whys));
        let (request, pages) = (page.request.clone(), page.pages);
        view! { <Hits cards whys request pages place=place.clone()/> }.into_any()
    };
    view! {
        <div class=if has_facets { "with-facets" } else { "stack" }>
            {has_facets.then(|| view! { <FacetsBeside facets/> })}
            <div class="stack">
                <div class="list-bar">
                    {(!empty).then(|| view! { <Tabs label=t::search::order_by(lang) tabs=orders/> })}
                    {has_facets.then(|| view! {
                        <div class="list-drawer">
                            <Dialog
                                id="narrow"
                                title=t::search::narrow(lang)
                                trigger=t::search::narrow(lang)
                                shape=DialogShape::DrawerStart
                                icon=Glyph::Filter
                            >
                                {drawer.view(lang)}
                            </Dialog>
                        </div>
                    })}
                </div>
                {(!empty).then(|| view! { <p class="list-says">{says}</p> })}
                {(!chips.is_empty()).then(|| view! { <div class="cluster">{chips}</div> })}
                <OtherWords page place/>
                {body}
            </div>
        </div>
    }
    .into_any()
}

/// The cards, each with its reasons, and the way to further pages.
#[component]
fn Hits(
    cards: Vec<ListingCard>,
    whys: Vec<Why>,
    request: SearchRequest,
    pages: u32,
    place: ListPlace,
) -> impl IntoView {
    let wishes = use_wishes();
    let own_shop = place == ListPlace::Shop;
    let (shown, sort) = (request.page, request.sort);
    // what many look at is kept as a whole, and other lists card by card
    let hearts = || {
        cards
            .iter()
            .map(|card| wishes.has_untracked(card.id))
            .collect::<Vec<_>>()
    };
    let grid = kept(
        "hits",
        || (&cards, &whys, sort, own_shop, hearts()),
        || {
            let whys = whys.iter().map(Some).chain(std::iter::repeat(None));
            view! {
                <ul class="goods-grid">
                    {cards.iter().zip(whys).enumerate().map(|(i, (card, why))| view! {
                        <li>
                            <GoodsCard card=card.clone() level=2 priority={i < 4} without_shop=own_shop/>
                            {why.map(|why| view! { <WhyHere why=why.clone() sort/> })}
                        </li>
                    }).collect_view()}
                </ul>
            }
        },
    );
    view! {
        {grid}
        <Pagination page=shown pages href=move |n| place.href(&SearchRequest { page: n, ..request.clone() })/>
    }
    .into_any()
}

/// The same list from its first page, read anew.
fn anew(request: &SearchRequest) -> SearchRequest {
    SearchRequest {
        page: 1,
        at: None,
        ..request.clone()
    }
}

fn orders(page: &SearchPage, place: &ListPlace, lang: Lang) -> Vec<TabLink> {
    SORTS
        .into_iter()
        .map(|sort| TabLink {
            label: sort_name(lang, sort).to_owned(),
            href: place.href(&SearchRequest {
                sort,
                ..anew(&page.request)
            }),
            count: None,
            current: page.request.sort == sort,
        })
        .collect()
}

/// What the list is narrowed to. Each chip takes one thing away.
fn chips(page: &SearchPage, place: &ListPlace, lang: Lang) -> Vec<AnyView> {
    let request = &page.request;
    let mut chips: Vec<(String, SearchRequest)> = Vec::new();
    let mut add = |label: String, change: &dyn Fn(&mut SearchRequest)| {
        let mut next = anew(request);
        change(&mut next);
        chips.push((label, next));
    };
    if !request.query.is_empty() {
        let label = t::search::quoted(lang, &request.query);
        add(label, &|r| r.query.clear());
    }
    if let Some(category) = page.trail.last()
        && (*place != ListPlace::Category || !request.query.is_empty())
    {
        add(category.name.pick(lang).to_owned(), &|r| r.category = None);
    }
    if let Some(tier) = request.tier {
        add(tier_name(lang, tier).to_owned(), &|r| r.tier = None);
    }
    let narrow = &request.narrow;
    if narrow.price_from.is_some() || narrow.price_to.is_some() {
        add(price_words(lang, narrow, page.currency), &|r| {
            r.narrow.price_from = None;
            r.narrow.price_to = None;
        });
    }
    if narrow.in_stock {
        add(t::search::in_stock(lang).to_owned(), &|r| {
            r.narrow.in_stock = false;
        });
    }
    if narrow.postage_free {
        add(t::search::postage_free(lang).to_owned(), &|r| {
            r.narrow.postage_free = false;
        });
    }
    for slug in &narrow.shops {
        let known = page.facets.iter().find(|f| f.name == FacetName::Shop);
        let known = known.and_then(|f| f.values.iter().find(|v| v.key == *slug));
        let label = known.map_or_else(|| slug.clone(), |v| v.label.pick(lang).to_owned());
        add(label, &|r| r.narrow = r.narrow.with_shop_toggled(slug));
    }
    for chosen in &narrow.specs {
        add(spec_words(lang, chosen, &page.facets), &|r| {
            r.narrow.specs.retain(|spec| spec.key != chosen.key);
        });
    }
    let mut shown: Vec<AnyView> = chips
        .into_iter()
        .map(|(label, next)| view! { <Chip label remove=place.href(&next)/> }.into_any())
        .collect();
    if shown.len() > 2 {
        let all = place.href(&SearchRequest {
            tier: None,
            narrow: Narrowing::default(),
            ..anew(request)
        });
        shown.push(
            view! { <a class="chip-clear" href=all>{t::search::clear_all(lang)}</a> }.into_any(),
        );
    }
    shown
}

/// Says that other words were searched than were typed, or that others may have been meant.
#[component]
fn OtherWords(page: SearchPage, place: ListPlace) -> impl IntoView {
    let lang = use_lang();
    let asked = page.request.query.clone();
    let changed = page.relaxed.clone().map(|relaxed| {
        let words = match relaxed {
            Relaxed::Respelled { to } => t::search::respelled(lang, asked, to),
            Relaxed::Dropped { kept, dropped } => t::search::dropped(lang, asked, kept, dropped),
            Relaxed::Partly { all: 0 } => t::search::partly_none(lang).to_owned(),
            Relaxed::Partly { all } => t::search::partly(lang, all as i64),
        };
        view! { <Alert>{words}</Alert> }
    });
    let meant = page.meant.clone().map(|query| {
        let href = place.href(&SearchRequest {
            query: query.clone(),
            ..anew(&page.request)
        });
        view! {
            <p class="list-meant">
                {t::search::meant(lang)}" "<a class="link" href=href>{query}</a>"?"
            </p>
        }
    });
    view! {
        {changed}
        {meant}
    }
    .into_any()
}

/// Leads on from an empty list.
#[component]
fn NothingFound(page: SearchPage, place: ListPlace) -> impl IntoView {
    let lang = use_lang();
    let query = page.request.query.clone();
    let narrowed = !page.request.narrow.is_empty() || page.request.tier.is_some();
    let elsewhere = page.everywhere;
    let all = place.href(&SearchRequest {
        category: None,
        tier: None,
        narrow: Narrowing::default(),
        ..anew(&page.request)
    });
    let title = if query.is_empty() {
        t::search::nothing_here(lang).to_owned()
    } else {
        t::search::nothing_for(lang, query)
    };
    let (text, href, words) = if elsewhere > 0 {
        (
            t::search::but_elsewhere(lang, elsewhere as i64),
            all,
            t::search::see_all_categories(lang),
        )
    } else if narrowed {
        (
            t::search::nothing_with_filters(lang).to_owned(),
            all,
            t::search::clear_all(lang),
        )
    } else {
        (
            t::search::nothing_hint(lang).to_owned(),
            "/".to_owned(),
            t::search::to_the_street(lang),
        )
    };
    view! {
        <EmptyState picture=EmptyPicture::Search title text>
            <ButtonLink href kind=ButtonKind::Main>{words}</ButtonLink>
        </EmptyState>
        {(!page.popular.is_empty()).then(|| view! {
            <section class="mt-8">
                <SectionHead title=t::search::popular(lang) lead=t::search::popular_lead(lang)/>
                <GoodsGrid cards=page.popular/>
            </section>
        })}
    }
    .into_any()
}
