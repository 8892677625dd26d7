//! `/categories/{slug}`: what a category holds.

use super::{
    GoodsRow,
    address::{self, ListPlace},
    api::load_category,
    list::GoodsList,
};
use crate::{
    i18n::{t, use_lang},
    platform::{
        described::{Described, JsonLd, use_origin},
        json::Json,
        page::Loaded,
        structured::{Told, json_ld},
    },
    ui::{Crumb, PageHead, SectionHead},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::trade::{catalog::browse::CategoryPage, search::SearchRequest};

/// One category.
#[component]
pub fn Page() -> impl IntoView {
    let lang = use_lang();
    let (path, params) = (use_params_map(), use_query_map());
    let request = Memo::new(move |_| SearchRequest {
        category: path.with(|path| path.get("slug")),
        ..params.with(address::read)
    });
    let page = Resource::<_, Json>::new_with_options(
        move || request.get(),
        move |request| async move { Ok(load_category(request).await?.said_in(lang)) },
        true,
    );
    view! { <Loaded of=page view=|page| view! { <Category page/> }/> }
}

#[component]
fn Category(page: CategoryPage) -> impl IntoView {
    let lang = use_lang();
    let name = page.category.name.pick(lang).to_owned();
    let mut crumbs = vec![Crumb::link(t::search::home(lang), "/")];
    let above = page.list.trail.len().saturating_sub(1);
    crumbs.extend(page.list.trail.iter().take(above).map(|category| {
        Crumb::link(
            category.name.pick(lang),
            format!("/categories/{}", category.slug),
        )
    }));
    crumbs.push(Crumb::here(name.clone()));
    let lead = t::search::found(lang, page.list.total as i64);
    let description = t::search::category_description(lang, &name);
    // all orders and facets are one list; its further pages are pages of their own
    let canonical = ListPlace::Category.href(&SearchRequest {
        category: Some(page.category.slug.clone()),
        page: page.list.request.page,
        ..SearchRequest::default()
    });
    let told = json_ld(
        &use_origin(),
        lang,
        &[
            Told::Way {
                trail: &page.list.trail,
                here: None,
            },
            Told::Goods(&page.list.hits),
        ],
    );
    let children = page.children;
    view! {
        <Title text=name.clone()/>
        <Described title=name.clone() description path=canonical/>
        <JsonLd data=told/>
        <div class="page page-body">
            <PageHead title=name lead crumbs/>
            {(!children.is_empty()).then(|| view! {
                <nav class="cluster mb-6" aria-label=t::search::within(lang)>
                    {children.into_iter().map(|child| view! {
                        <a class="pill" href=format!("/categories/{}", child.slug)>
                            {child.name.pick(lang).to_owned()}
                            <span class="pill-count">{child.count}</span>
                        </a>
                    }).collect_view()}
                </nav>
            })}
            <GoodsList page=page.list place=ListPlace::Category/>
            {(!page.quiet.is_empty()).then(|| view! {
                <section class="product-more">
                    <SectionHead title=t::tail::further_down(lang) lead=t::tail::of_the_day_lead(lang)/>
                    <GoodsRow cards=page.quiet label=t::tail::further_down(lang)/>
                </section>
            })}
        </div>
    }
    .into_any()
}
