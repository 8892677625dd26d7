//! `/search`: words, a category, an order, a page.

use super::{
    address::{self, ListPlace},
    api::find_goods,
    list::GoodsList,
};
use crate::{
    i18n::{t, use_lang},
    platform::{described::Unlisted, json::Json, page::Loaded},
    ui::{Crumb, PageHead},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use longtail::trade::search::SearchPage;

/// What was found.
#[component]
pub fn Page() -> impl IntoView {
    let lang = use_lang();
    let params = use_query_map();
    let request = Memo::new(move |_| params.with(address::read));
    let page = Resource::<_, Json>::new_with_options(
        move || request.get(),
        move |request| async move { Ok(find_goods(request).await?.said_in(lang)) },
        true,
    );
    view! { <Loaded of=page view=|page| view! { <Found page/> }/> }
}

#[component]
fn Found(page: SearchPage) -> impl IntoView {
    let lang = use_lang();
    let title = match page.request.query.as_str() {
        "" => page.trail.last().map_or_else(
            || t::search::everything(lang).to_owned(),
            |c| c.name.pick(lang).to_owned(),
        ),
        query => t::search::quoted(lang, query),
    };
    let lead = t::search::found(lang, page.total as i64);
    view! {
        <Title text=title.clone()/>
        <Unlisted/>
        <div class="page page-body">
            <PageHead
                title=title.clone()
                lead
                crumbs=vec![Crumb::link(t::search::home(lang), "/"), Crumb::here(title)]
            />
            <GoodsList page place=ListPlace::Search/>
        </div>
    }
    .into_any()
}
