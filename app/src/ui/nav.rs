//! Ways through the market: tabs, breadcrumb, pagination, facets, chips.

use super::button::{ButtonLink, ButtonSize};
use super::icon::{Glyph, Icon};
use super::optional_text::OptionalText;
use crate::i18n::{t, use_lang};
use leptos::prelude::*;

/// One tab; tabs are links, so that each has its address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TabLink {
    pub label: String,
    pub href: String,
    pub count: Option<u64>,
    pub current: bool,
}

/// Links that switch between views of one thing.
///
/// ```ignore
/// <Tabs label=t::order::stages(lang) tabs=vec![TabLink { label, href, count: Some(3), current: true }]/>
/// ```
#[component]
pub fn Tabs(#[prop(into)] label: String, tabs: Vec<TabLink>) -> impl IntoView {
    view! {
        <nav class="tabs" aria-label=label>
            <ul>
                {tabs.into_iter().map(|tab| view! {
                    <li>
                        <a href=tab.href aria-current=tab.current.then_some("page")>
                            {tab.label}
                            {tab.count.map(|count| view! { " "<span class="tab-count">{count}</span> })}
                        </a>
                    </li>
                }).collect_view()}
            </ul>
        </nav>
    }
}

/// One step of the way here. The last one has no `href`: it is this page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crumb {
    pub label: String,
    pub href: Option<String>,
}

impl Crumb {
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: Some(href.into()),
        }
    }

    pub fn here(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: None,
        }
    }
}

/// The way from the start to this page.
#[component]
pub fn Breadcrumb(
    crumbs: Vec<Crumb>,
    /// Only needed where a page has two.
    #[prop(optional, into)]
    label: OptionalText,
) -> impl IntoView {
    let lang = use_lang();
    let label = label
        .0
        .unwrap_or_else(|| t::ui::breadcrumb(lang).to_owned());
    view! {
        <nav class="crumbs" aria-label=label>
            <ol>
                {crumbs.into_iter().map(|crumb| view! {
                    <li>{match crumb.href {
                        Some(href) => view! { <a href=href>{crumb.label}</a> }.into_any(),
                        None => view! { <span aria-current="page">{crumb.label}</span> }.into_any(),
                    }}</li>
                }).collect_view()}
            </ol>
        </nav>
    }
}

/// The pages shown: the first, the last, and those around the present one; 0 is a gap.
fn shown_pages(page: u32, pages: u32) -> Vec<u32> {
    let mut shown = Vec::new();
    for n in 1..=pages {
        let near = n == 1 || n == pages || n.abs_diff(page) <= 1;
        if near {
            shown.push(n);
        } else if shown.last() != Some(&0) {
            shown.push(0);
        }
    }
    shown
}

/// Links to the pages of a long list. Nothing where there is one page.
///
/// ```ignore
/// <Pagination page=view.page pages=view.pages href=move |n| format!("/search?q={q}&page={n}")/>
/// ```
#[component]
pub fn Pagination<F>(
    page: u32,
    pages: u32,
    href: F,
    /// Only needed where a page has two.
    #[prop(optional, into)]
    label: OptionalText,
) -> impl IntoView
where
    F: Fn(u32) -> String + 'static,
{
    let lang = use_lang();
    let label = label.0.unwrap_or_else(|| t::ui::pages(lang).to_owned());
    (pages > 1).then(|| {
        let numbers = shown_pages(page, pages)
            .into_iter()
            .map(|n| match n {
                0 => view! { <li class="pager-gap" aria-hidden="true">"…"</li> }.into_any(),
                n => view! {
                    <li>
                        <a
                            href=href(n)
                            aria-label=t::ui::page_n(lang, n)
                            aria-current=(n == page).then_some("page")
                        >
                            {n}
                        </a>
                    </li>
                }
                .into_any(),
            })
            .collect_view();
        view! {
            <nav class="pager" aria-label=label>
                <ul>
                    {(page > 1).then(|| view! {
                        <li><a class="pager-step" rel="prev" href=href(page - 1)>
                            <Icon glyph=Glyph::ChevronLeft/><span>{t::ui::previous(lang)}</span>
                        </a></li>
                    })}
                    {numbers}
                    {(page < pages).then(|| view! {
                        <li><a class="pager-step" rel="next" href=href(page + 1)>
                            <span>{t::ui::next(lang)}</span><Icon glyph=Glyph::ChevronRight/>
                        </a></li>
                    })}
                </ul>
            </nav>
        }
    })
}

/// Links to the newer and the older entries of a list that nobody counts. `page` counts from 1;
/// `base` is the list's address.
#[component]
pub fn NewerOlder(
    #[prop(into)] label: String,
    base: String,
    page: u32,
    /// Whether older ones exist.
    more: bool,
) -> impl IntoView {
    let lang = use_lang();
    let older = more.then(|| format!("{base}?page={}", page + 1));
    let newer = (page > 1).then(|| format!("{base}?page={}", page - 1));
    view! {
        <nav class="mt-4 flex gap-3" aria-label=label>
            {newer.map(|href| view! {
                <ButtonLink href size=ButtonSize::Small icon=Glyph::ChevronLeft>{t::ui::newer(lang)}</ButtonLink>
            })}
            {older.map(|href| view! {
                <ButtonLink href size=ButtonSize::Small icon=Glyph::ChevronRight>{t::ui::older(lang)}</ButtonLink>
            })}
        </nav>
    }
}

/// One value that a list can be narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FacetLink {
    pub label: String,
    pub count: Option<u64>,
    /// The address with this value chosen, or let go where it is.
    pub href: String,
    pub chosen: bool,
}

/// The values of one facet as links; beyond `shown` they fold away.
#[component]
pub fn FacetList(
    #[prop(into)] title: String,
    links: Vec<FacetLink>,
    #[prop(default = 8)] shown: usize,
) -> impl IntoView {
    let lang = use_lang();
    let mut links = links.into_iter().map(|link| {
        view! {
            <li>
                <a href=link.href class="facet" aria-current=link.chosen.then_some("true")>
                    <span class="facet-tick" aria-hidden="true">
                        {link.chosen.then(|| view! { <Icon glyph=Glyph::Check/> })}
                    </span>
                    <span class="facet-label">{link.label}</span>
                    {link.count.map(|count| view! { <span class="facet-count">{count}</span> })}
                </a>
            </li>
        }
    });
    let first: Vec<_> = links.by_ref().take(shown).collect();
    let rest: Vec<_> = links.collect();
    view! {
        <section class="facets">
            <h3>{title}</h3>
            <ul>{first}</ul>
            {(!rest.is_empty()).then(|| view! {
                <details>
                    <summary>{t::ui::show_more(lang)}</summary>
                    <ul>{rest}</ul>
                </details>
            })}
        </section>
    }
}

/// What a list is narrowed to, as a chip whose cross lets it go.
#[component]
pub fn Chip(
    #[prop(into)] label: String,
    /// The address without it.
    #[prop(into)]
    remove: String,
) -> impl IntoView {
    let lang = use_lang();
    let aria = t::ui::remove_it(lang, &label);
    view! {
        <a class="chip" href=remove aria-label=aria>
            {label}<Icon glyph=Glyph::Close/>
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::shown_pages;

    #[test]
    fn far_pages_become_a_gap() {
        assert_eq!(shown_pages(1, 3), [1, 2, 3]);
        assert_eq!(shown_pages(5, 9), [1, 0, 4, 5, 6, 0, 9]);
        assert_eq!(shown_pages(1, 9), [1, 2, 0, 9]);
    }
}
