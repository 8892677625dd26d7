//! `/categories/{slug}`: what a category holds.

use super::{
    address::{self, ListPlace},
    api::load_category,
    list::GoodsList,
};
use crate::{
    i18n::{t, use_lang},
    platform::page::Loaded,
    ui::{Crumb, PageHead},
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::trade::{catalog::browse::CategoryPage, search::SearchRequest};

/// One category.
#[component]
pub fn Page() -> impl IntoView {
    let (path, params) = (use_params_map(), use_query_map());
    let request = Memo::new(move |_| SearchRequest {
        category: path.with(|path| path.get("slug")),
        ..params.with(address::read)
    });
    let page = Resource::new_blocking(move || request.get(), load_category);
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
    let children = page.children;
    view! {
        <Title text=name.clone()/>
        <Meta name="description" content=description/>
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
        </div>
    }
    .into_any()
}
