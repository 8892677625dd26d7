//! A list of goods with its facets, orders, chips and pages: for search, categories, shops.

use super::{address::ListPlace, card::GoodsGrid};
use crate::{
    i18n::{t, use_lang},
    ui::{
        Alert, ButtonKind, ButtonLink, Chip, Dialog, DialogShape, EmptyPicture, EmptyState, Glyph,
        Pagination, SectionHead, TabLink, Tabs,
    },
};
use leptos::prelude::*;
use longtail::{
    text::Lang,
    trade::{
        search::{CategoryCount, Relaxed, SearchPage, SearchRequest, Sort},
        shop::Tier,
    },
};

/// An order by its name.
fn sort_name(lang: Lang, sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => t::search::sort_relevance(lang),
        Sort::Sales => t::search::sort_sales(lang),
        Sort::Newness => t::search::sort_newness(lang),
        Sort::PriceUp => t::search::sort_price_up(lang),
        Sort::PriceDown => t::search::sort_price_down(lang),
    }
}

const SORTS: [Sort; 5] = [
    Sort::Relevance,
    Sort::Sales,
    Sort::Newness,
    Sort::PriceUp,
    Sort::PriceDown,
];

/// The list below a page's head.
#[component]
pub fn GoodsList(page: SearchPage, place: ListPlace) -> impl IntoView {
    let lang = use_lang();
    let own_shop = place == ListPlace::Shop;
    let empty = page.total == 0;
    let facets = Facets::new(&page, &place);
    let has_facets = !empty && facets.any();
    let drawer = facets.clone();
    let orders: Vec<TabLink> = SORTS
        .into_iter()
        .map(|sort| TabLink {
            label: sort_name(lang, sort).to_owned(),
            href: place.href(&SearchRequest {
                sort,
                page: 1,
                ..page.request.clone()
            }),
            count: None,
            current: page.request.sort == sort,
        })
        .collect();
    let chips = chips(&page, &place, lang);
    let (request, pages_place) = (page.request.clone(), place.clone());
    let pages = page.pages;
    let shown = page.request.page;
    view! {
        <div class=if has_facets { "with-facets" } else { "stack" }>
            {has_facets.then(|| view! {
                <aside class="list-facets" aria-label=t::search::narrow(lang)>
                    {facets.view(lang)}
                </aside>
            })}
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
                {(!chips.is_empty()).then(|| view! { <div class="cluster">{chips}</div> })}
                {page.relaxed.clone().map(|relaxed| view! { <Changed relaxed asked=page.request.query.clone()/> })}
                {if empty {
                    view! { <NothingFound page=page.clone() place=place.clone()/> }.into_any()
                } else {
                    view! {
                        <GoodsGrid cards=page.hits level=2 priority=4 without_shop=own_shop/>
                        <Pagination page=shown pages href=move |n| pages_place.href(&SearchRequest { page: n, ..request.clone() })/>
                    }.into_any()
                }}
            </div>
        </div>
    }
    .into_any()
}

/// What the list is narrowed to.
fn chips(page: &SearchPage, place: &ListPlace, lang: Lang) -> Vec<AnyView> {
    let request = &page.request;
    let without = |change: fn(&mut SearchRequest)| {
        let mut next = SearchRequest {
            page: 1,
            ..request.clone()
        };
        change(&mut next);
        place.href(&next)
    };
    let mut chips = Vec::new();
    if !request.query.is_empty() {
        let remove = without(|r| r.query.clear());
        let label = t::search::quoted(lang, &request.query);
        chips.push(view! { <Chip label remove/> }.into_any());
    }
    if let Some(category) = page.trail.last()
        && (*place != ListPlace::Category || !request.query.is_empty())
    {
        let remove = without(|r| r.category = None);
        let label = category.name.pick(lang).to_owned();
        chips.push(view! { <Chip label remove/> }.into_any());
    }
    if let Some(tier) = request.tier {
        let remove = without(|r| r.tier = None);
        let label = match tier {
            Tier::Mall => t::search::mall_only(lang),
            Tier::Bazaar => t::search::bazaar_only(lang),
        };
        chips.push(view! { <Chip label remove/> }.into_any());
    }
    chips
}

/// The facets of a list, drawn twice: beside it, and in the drawer of small screens.
#[derive(Clone)]
struct Facets {
    all_href: String,
    none_chosen: bool,
    everywhere: u64,
    categories: Vec<(CategoryCount, String)>,
    tiers: Vec<(Option<Tier>, String, bool)>,
}

impl Facets {
    fn new(page: &SearchPage, place: &ListPlace) -> Self {
        let with = |category: Option<String>, tier: Option<Tier>| {
            place.href(&SearchRequest {
                category,
                tier,
                page: 1,
                ..page.request.clone()
            })
        };
        let request = &page.request;
        let open: Vec<&str> = page.trail.iter().map(|c| c.slug.as_str()).collect();
        Self {
            all_href: with(None, request.tier),
            none_chosen: request.category.is_none(),
            everywhere: page.everywhere,
            categories: page
                .categories
                .iter()
                // with one chosen, its siblings stay a click away behind “all categories”
                .filter(|c| open.is_empty() || c.depth > 0 || open.contains(&c.slug.as_str()))
                .map(|c| (c.clone(), with(Some(c.slug.clone()), request.tier)))
                .collect(),
            tiers: if *place == ListPlace::Shop {
                Vec::new()
            } else {
                [None, Some(Tier::Mall), Some(Tier::Bazaar)]
                    .into_iter()
                    .map(|tier| {
                        (
                            tier,
                            with(request.category.clone(), tier),
                            request.tier == tier,
                        )
                    })
                    .collect()
            },
        }
    }

    fn any(&self) -> bool {
        self.categories.len() > 1 || !self.none_chosen || !self.tiers.is_empty()
    }

    fn view(&self, lang: Lang) -> impl IntoView + use<> {
        let categories = self.categories.clone();
        let tiers = self.tiers.clone();
        view! {
            <section class="facets">
                <h2 class="facets-title">{t::search::categories(lang)}</h2>
                <ul>
                    <li>
                        <a
                            href=self.all_href.clone()
                            class="facet"
                            aria-current=self.none_chosen.then_some("true")
                        >
                            <span class="facet-label">{t::search::all_categories(lang)}</span>
                            <span class="facet-count">{self.everywhere}</span>
                        </a>
                    </li>
                    {categories.into_iter().map(|(category, href)| view! {
                        <li class=match category.depth { 0 => "", 1 => "pl-4", _ => "pl-8" }>
                            <a href=href class="facet" aria-current=category.chosen.then_some("true")>
                                <span class="facet-label">{category.name.pick(lang).to_owned()}</span>
                                <span class="facet-count">{category.count}</span>
                            </a>
                        </li>
                    }).collect_view()}
                </ul>
            </section>
            {(!tiers.is_empty()).then(|| view! {
                <section class="facets">
                    <h2 class="facets-title">{t::search::shops(lang)}</h2>
                    <ul>
                        {tiers.into_iter().map(|(tier, href, chosen)| view! {
                            <li>
                                <a href=href class="facet" aria-current=chosen.then_some("true")>
                                    <span class="facet-label">{match tier {
                                        None => t::search::all_shops(lang),
                                        Some(Tier::Mall) => t::search::mall_only(lang),
                                        Some(Tier::Bazaar) => t::search::bazaar_only(lang),
                                    }}</span>
                                </a>
                            </li>
                        }).collect_view()}
                    </ul>
                </section>
            })}
        }
    }
}

/// Says that other words were searched than were typed.
#[component]
fn Changed(relaxed: Relaxed, asked: String) -> impl IntoView {
    let lang = use_lang();
    let words = match relaxed {
        Relaxed::Respelled { to } => t::search::respelled(lang, asked, to),
        Relaxed::Dropped { kept, dropped } => t::search::dropped(lang, asked, kept, dropped),
    };
    view! { <Alert>{words}</Alert> }
}

/// Leads on from an empty list.
#[component]
fn NothingFound(page: SearchPage, place: ListPlace) -> impl IntoView {
    let lang = use_lang();
    let query = page.request.query.clone();
    let elsewhere = page.everywhere;
    let all = place.href(&SearchRequest {
        category: None,
        tier: None,
        page: 1,
        ..page.request.clone()
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
                <SectionHead title=t::search::popular(lang)/>
                <GoodsGrid cards=page.popular/>
            </section>
        })}
    }
    .into_any()
}
