//! What a list can be narrowed by, as links: beside it, and in the drawer of small screens.

use super::address::ListPlace;
use crate::{
    i18n::{t, use_lang},
    ui::{FacetLink, FacetList, kept},
};
use leptos::prelude::*;
use longtail::{
    money::{Currency, Money},
    text::Lang,
    trade::{
        search::{
            CategoryCount, Facet, FacetName, FacetValue, Narrowing, SearchPage, SearchRequest,
            SpecChosen, ranges::CountedRange,
        },
        shop::Tier,
    },
};

/// An amount without idle decimals: ¥50, ¥9.90.
fn short_money(minor: i64, currency: Currency) -> String {
    let amount = Money::new(minor, currency);
    let (_, whole, decimals) = amount.parts();
    let sign = currency.sign();
    if decimals.bytes().all(|digit| digit == b'0') {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{decimals}")
    }
}

/// A range in words: under 50, 50 to 100, 100 and over.
fn range_words(
    lang: Lang,
    (from, to): (Option<i64>, Option<i64>),
    say: impl Fn(i64) -> String,
) -> String {
    match (from, to) {
        (None, Some(to)) => t::search::under(lang, say(to)),
        (Some(from), Some(to)) => t::search::between(lang, say(from), say(to)),
        (Some(from), None) => t::search::at_least(lang, say(from)),
        (None, None) => String::new(),
    }
}

/// A price range in words.
pub fn price_words(lang: Lang, narrow: &Narrowing, currency: Currency) -> String {
    range_words(lang, (narrow.price_from, narrow.price_to), |minor| {
        short_money(minor, currency)
    })
}

/// A tier by its name.
pub fn tier_name(lang: Lang, tier: Tier) -> &'static str {
    match tier {
        Tier::Mall => t::search::mall_only(lang),
        Tier::Bazaar => t::search::bazaar_only(lang),
    }
}

/// What is chosen of a specification, in words: `Material: oak, ash`.
pub fn spec_words(lang: Lang, chosen: &SpecChosen, facets: &[Facet]) -> String {
    let (name, values) = facets
        .iter()
        .find_map(|facet| match &facet.name {
            FacetName::Choice { key, name } if *key == chosen.key => {
                let labels = chosen.values.iter().map(|value| {
                    let known = facet.values.iter().find(|v| v.key == *value);
                    known.map_or_else(|| value.clone(), |v| v.label.pick(lang).to_owned())
                });
                Some((
                    name,
                    labels.collect::<Vec<_>>().join(t::search::comma(lang)),
                ))
            }
            FacetName::Number { key, name, unit } if *key == chosen.key => Some((
                name,
                range_words(lang, (chosen.from, chosen.to), |n| {
                    measure(n, unit.pick(lang))
                }),
            )),
            _ => None,
        })
        .map_or_else(
            || (chosen.key.clone(), chosen.values.join(", ")),
            |(name, values)| (name.pick(lang).to_owned(), values),
        );
    t::search::spec_is(lang, name, values)
}

/// Thousandths as a number, without idle zeros.
fn number_text(thousandths: i64) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    let whole = thousandths.unsigned_abs() / 1_000;
    let part = format!("{:03}", thousandths.unsigned_abs() % 1_000);
    match part.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        part => format!("{sign}{whole}.{part}"),
    }
}

fn measure(thousandths: i64, unit: &str) -> String {
    let number = number_text(thousandths);
    if unit.is_empty() {
        number
    } else {
        format!("{number} {unit}")
    }
}

/// The facets of a list.
#[derive(Clone, Hash)]
pub struct Facets {
    request: SearchRequest,
    place: ListPlace,
    currency: Currency,
    everywhere: u64,
    categories: Vec<CategoryCount>,
    facets: Vec<Facet>,
}

impl Facets {
    pub fn new(page: &SearchPage, place: &ListPlace) -> Self {
        let open: Vec<&str> = page.trail.iter().map(|c| c.slug.as_str()).collect();
        Self {
            request: SearchRequest {
                page: 1,
                at: None,
                ..page.request.clone()
            },
            place: place.clone(),
            currency: page.currency,
            everywhere: page.everywhere,
            categories: page
                .categories
                .iter()
                // with one chosen, its siblings stay a click away behind “all categories”
                .filter(|c| open.is_empty() || c.depth > 0 || open.contains(&c.slug.as_str()))
                .cloned()
                .collect(),
            facets: page.facets.clone(),
        }
    }

    pub fn any(&self) -> bool {
        self.categories.len() > 1 || self.request.category.is_some() || !self.facets.is_empty()
    }

    fn with(&self, narrow: Narrowing) -> String {
        self.place.href(&SearchRequest {
            narrow,
            ..self.request.clone()
        })
    }

    fn in_category(&self, category: Option<String>) -> String {
        self.place.href(&SearchRequest {
            category,
            ..self.request.clone()
        })
    }

    /// Drawn twice on a page, for large screens and for small ones.
    pub fn view(&self, lang: Lang) -> AnyView {
        kept(
            "facets",
            || self,
            || {
                let facets = self.facets.iter().map(|facet| {
                    let (title, links) = self.links(lang, facet);
                    view! { <FacetList title links shown=6/> }.into_any()
                });
                view! {
                    {self.categories_view(lang)}
                    {facets.collect_view()}
                }
            },
        )
    }

    fn categories_view(&self, lang: Lang) -> AnyView {
        let categories: Vec<(CategoryCount, String)> = self
            .categories
            .iter()
            .map(|category| {
                let href = self.in_category(Some(category.slug.clone()));
                (category.clone(), href)
            })
            .collect();
        let all = self.in_category(None);
        let none_chosen = self.request.category.is_none();
        let everywhere = self.everywhere;
        view! {
            <section class="facets">
                <h2 class="facets-title">{t::search::categories(lang)}</h2>
                <ul>
                    <li>
                        <a href=all class="facet" aria-current=none_chosen.then_some("true")>
                            <span class="facet-label">{t::search::all_categories(lang)}</span>
                            <span class="facet-count">{everywhere}</span>
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
        }
        .into_any()
    }

    fn links(&self, lang: Lang, facet: &Facet) -> (String, Vec<FacetLink>) {
        let narrow = &self.request.narrow;
        match &facet.name {
            FacetName::Price => (
                t::search::price(lang).to_owned(),
                self.price_links(lang, &facet.ranges),
            ),
            FacetName::Tier => (t::search::shops(lang).to_owned(), self.tiers(lang, facet)),
            FacetName::InStock => {
                let next = Narrowing {
                    in_stock: !narrow.in_stock,
                    ..narrow.clone()
                };
                let link = self.one(t::search::in_stock(lang), facet, next);
                (t::search::stock(lang).to_owned(), link)
            }
            FacetName::PostageFree => {
                let next = Narrowing {
                    postage_free: !narrow.postage_free,
                    ..narrow.clone()
                };
                let link = self.one(t::search::postage_free(lang), facet, next);
                (t::search::postage(lang).to_owned(), link)
            }
            FacetName::Shop => (
                t::search::by_shop(lang).to_owned(),
                self.values(lang, facet, |value| narrow.with_shop_toggled(value)),
            ),
            FacetName::Choice { key, name } => (
                name.pick(lang).to_owned(),
                self.values(lang, facet, |value| narrow.toggled(key, value)),
            ),
            FacetName::Number { key, name, unit } => (
                name.pick(lang).to_owned(),
                self.number_links(lang, key, unit.pick(lang), &facet.ranges),
            ),
        }
    }

    fn one(&self, label: &str, facet: &Facet, next: Narrowing) -> Vec<FacetLink> {
        let link = |value: &FacetValue| FacetLink {
            label: label.to_owned(),
            count: Some(value.count),
            href: self.with(next.clone()),
            chosen: value.chosen,
        };
        facet.values.iter().map(link).collect()
    }

    fn values(
        &self,
        lang: Lang,
        facet: &Facet,
        next: impl Fn(&str) -> Narrowing,
    ) -> Vec<FacetLink> {
        let link = |value: &FacetValue| FacetLink {
            label: value.label.pick(lang).to_owned(),
            count: Some(value.count),
            href: self.with(next(&value.key)),
            chosen: value.chosen,
        };
        facet.values.iter().map(link).collect()
    }

    fn tiers(&self, lang: Lang, facet: &Facet) -> Vec<FacetLink> {
        facet
            .values
            .iter()
            .filter_map(|value| {
                let tier: Tier = value.key.parse().ok()?;
                let next = (!value.chosen).then_some(tier);
                Some(FacetLink {
                    label: tier_name(lang, tier).to_owned(),
                    count: Some(value.count),
                    href: self.place.href(&SearchRequest {
                        tier: next,
                        ..self.request.clone()
                    }),
                    chosen: value.chosen,
                })
            })
            .collect()
    }

    fn price_links(&self, lang: Lang, ranges: &[CountedRange]) -> Vec<FacetLink> {
        let narrow = &self.request.narrow;
        ranges
            .iter()
            .map(|range| {
                let chosen = (narrow.price_from, narrow.price_to) == (range.from, range.to);
                let (price_from, price_to) = if chosen {
                    (None, None)
                } else {
                    (range.from, range.to)
                };
                let of_range = Narrowing {
                    price_from: range.from,
                    price_to: range.to,
                    ..Narrowing::default()
                };
                FacetLink {
                    label: price_words(lang, &of_range, self.currency),
                    count: Some(range.count),
                    href: self.with(Narrowing {
                        price_from,
                        price_to,
                        ..narrow.clone()
                    }),
                    chosen,
                }
            })
            .collect()
    }

    fn number_links(
        &self,
        lang: Lang,
        key: &str,
        unit: &str,
        ranges: &[CountedRange],
    ) -> Vec<FacetLink> {
        let narrow = &self.request.narrow;
        let now = narrow.spec(key);
        ranges
            .iter()
            .map(|range| {
                let chosen = now.is_some_and(|now| (now.from, now.to) == (range.from, range.to));
                let (from, to) = if chosen {
                    (None, None)
                } else {
                    (range.from, range.to)
                };
                FacetLink {
                    label: range_words(lang, (range.from, range.to), |n| measure(n, unit)),
                    count: Some(range.count),
                    href: self.with(narrow.with_spec(SpecChosen {
                        key: key.to_owned(),
                        from,
                        to,
                        ..SpecChosen::default()
                    })),
                    chosen,
                }
            })
            .collect()
    }
}

/// The facets beside a list.
#[component]
pub fn FacetsBeside(facets: Facets) -> impl IntoView {
    let lang = use_lang();
    view! {
        <aside class="list-facets" aria-label=t::search::narrow(lang)>
            {facets.view(lang)}
        </aside>
    }
}
