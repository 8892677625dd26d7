//! Heads and boxes that pages are put together from.

use super::optional_text::OptionalText;
use super::{
    icon::{Glyph, Icon},
    nav::{Breadcrumb, Crumb},
};
use leptos::prelude::*;

/// A white box on the paper.
#[component]
pub fn Card(
    /// A heading inside, second level.
    #[prop(optional, into)]
    title: OptionalText,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let title = title.0;
    view! {
        <section class=format!("card {class}")>
            {title.map(|title| view! { <h2 class="card-title">{title}</h2> })}
            {children()}
        </section>
    }
}

/// The head of a page: where it is, what it is called, what can be done. One a page.
///
/// ```ignore
/// <PageHead title="Orders" crumbs=vec![Crumb::link("Back office", "/back-office/x"), Crumb::here("Orders")]
///     actions=|| view! { <ButtonLink href="…">"New"</ButtonLink> }/>
/// ```
#[component]
pub fn PageHead(
    #[prop(into)] title: String,
    #[prop(optional)] crumbs: Vec<Crumb>,
    /// One sentence below the title.
    #[prop(optional, into)]
    lead: OptionalText,
    #[prop(optional, into)] actions: ViewFnOnce,
) -> impl IntoView {
    let lead = lead.0;
    view! {
        <header class="page-head">
            {(!crumbs.is_empty()).then(|| view! { <Breadcrumb crumbs/> })}
            <div class="page-head-row">
                <div>
                    <h1>{title}</h1>
                    {lead.map(|lead| view! { <p class="page-lead">{lead}</p> })}
                </div>
                <div class="page-actions">{actions.run()}</div>
            </div>
        </header>
    }
}

/// A heading over a part of a page, with a way to more of it.
///
/// ```ignore
/// <SectionHead title="New this week" more_href="/search?sort=new" more="All of them"/>
/// ```
#[component]
pub fn SectionHead(
    #[prop(into)] title: String,
    #[prop(optional, into)] lead: OptionalText,
    #[prop(optional, into)] more_href: OptionalText,
    #[prop(optional, into)] more: OptionalText,
    /// For `aria-labelledby` of the section.
    #[prop(optional, into)]
    id: OptionalText,
) -> impl IntoView {
    let lead = lead.0;
    let more_href = more_href.0;
    let more = more.0;
    let id = id.0;
    view! {
        <header class="section-head">
            <div>
                <h2 id=id>{title}</h2>
                {lead.map(|lead| view! { <p>{lead}</p> })}
            </div>
            {more_href.zip(more).map(|(href, words)| view! {
                <a href=href class="section-more">{words}<Icon glyph=Glyph::ChevronRight/></a>
            })}
        </header>
    }
}

/// Names and values side by side: specifications, an address, a payment.
///
/// ```ignore
/// <Facts facts=vec![("Material".into(), "Bamboo".into_any())]/>
/// ```
#[component]
pub fn Facts(
    facts: Vec<(String, AnyView)>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    view! {
        <dl class=format!("facts {class}")>
            {facts.into_iter().map(|(name, value)| view! {
                <div><dt>{name}</dt><dd>{value}</dd></div>
            }).collect_view()}
        </dl>
    }
}

/// The lines of a sum, the last one strong: goods, postage, total.
///
/// ```ignore
/// <SumLines lines=vec![("Goods".into(), view! { <Price amount/> }.into_any())]
///     total=("To pay".into(), view! { <Price amount=total/> }.into_any())/>
/// ```
#[component]
pub fn SumLines(lines: Vec<(String, AnyView)>, total: (String, AnyView)) -> impl IntoView {
    view! {
        <dl class="sum">
            {lines.into_iter().map(|(name, value)| view! {
                <div><dt>{name}</dt><dd>{value}</dd></div>
            }).collect_view()}
            <div class="sum-total"><dt>{total.0}</dt><dd>{total.1}</dd></div>
        </dl>
    }
}

/// One figure of an overview, with its trend against before.
///
/// ```ignore
/// <Figure label="Orders this week" value=view! { "42" }.into_any() trend=12 trend_text="12 % more than last week" href="…"/>
/// ```
#[component]
pub fn Figure(
    #[prop(into)] label: String,
    value: AnyView,
    /// Up, down or (0) level; the colour and arrow follow.
    #[prop(optional_no_strip, into)]
    trend: Option<i64>,
    #[prop(optional, into)] trend_text: OptionalText,
    #[prop(optional, into)] href: OptionalText,
) -> impl IntoView {
    let trend_text = trend_text.0;
    let href = href.0;
    let (class, glyph) = match trend.unwrap_or_default() {
        n if n > 0 => ("figure-trend is-up", Some(Glyph::ArrowUp)),
        n if n < 0 => ("figure-trend is-down", Some(Glyph::ArrowDown)),
        _ => ("figure-trend", None),
    };
    let inner = view! {
        <span class="figure-label">{label}</span>
        <span class="figure-value">{value}</span>
        {trend_text.map(|words| view! {
            <span class=class>{glyph.map(|glyph| view! { <Icon glyph/> })}{words}</span>
        })}
    };
    match href {
        Some(href) => view! { <a class="figure card" href=href>{inner}</a> }.into_any(),
        None => view! { <div class="figure card">{inner}</div> }.into_any(),
    }
}
