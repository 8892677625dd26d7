//! `/back-office/{shop}/stock/counts`: begins a count, and keeps those that were made.

use super::{
    api::{BeginCount, load_counts},
    refusal, scope_words, signed, stage_words,
};
use crate::{
    i18n::{t, use_lang},
    trade::catalog::back_office::{Office, category_choices, loaded},
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::{
    text::Lang,
    trade::stock::count::{CountStage, CountSummary, CountsPage as View, WORDS_MOST},
};

/// A shop's counts.
#[component]
pub fn CountsPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| {
        let shop = params.with(|p| p.get("shop").unwrap_or_default());
        let page = query.with(|q| q.get("page").and_then(|p| p.parse().ok()).unwrap_or(1));
        (shop, page)
    });
    let page = Resource::new_blocking(move || asked.get(), |(shop, page)| load_counts(shop, page));
    loaded(page, |view| view! { <Body view/> })
}

#[component]
fn Body(view: View) -> impl IntoView {
    let lang = use_lang();
    let stock = format!("/back-office/{}/stock", view.shop.slug);
    let base = format!("{stock}/counts");
    let (page, pages, shop) = (view.page, view.pages, view.shop.clone());
    let none = view.counts.is_empty();
    let columns = vec![
        Column::new(t::stock::count(lang)),
        Column::new(t::stock::begun(lang)),
        Column::figures(t::stock::lines_counted(lang)),
        Column::figures(t::stock::differences(lang)),
        Column::new(t::catalog::stage(lang)),
    ];
    let rows = view
        .counts
        .iter()
        .map(|count| row(lang, &base, count))
        .collect();
    let crumbs = vec![
        Crumb::link(t::catalog::stock(lang), stock),
        Crumb::here(t::stock::counts(lang)),
    ];
    view! {
        <Title text=t::stock::counts(lang)/>
        <Office shop>
            <PageHead title=t::stock::counts(lang) lead=t::stock::counts_lead(lang) crumbs/>
            <BeginForm view/>
            <div class="mt-6">
                {if none {
                    view! { <EmptyState title=t::stock::no_counts(lang) text=t::stock::no_counts_hint(lang)/> }
                        .into_any()
                } else {
                    view! { <DataTable caption=t::stock::counts(lang) columns rows/> }.into_any()
                }}
            </div>
            <Pagination page pages href=move |n| format!("{base}?page={n}")/>
        </Office>
    }
    .into_any()
}

/// Which shelves: all, those of a category, or those that a search finds.
#[component]
fn BeginForm(view: View) -> impl IntoView {
    let lang = use_lang();
    let begin = ServerAction::<BeginCount>::new();
    let scopes = vec![
        Choice::new("all", t::stock::of_all(lang)),
        Choice::new("category", t::stock::of_category(lang)),
        Choice::new("search", t::stock::of_words(lang)),
    ];
    let categories = category_choices(lang, &view.categories);
    view! {
        <Card title=t::stock::begin_title(lang)>
            <Form action=begin refusal=refusal>
                <input type="hidden" name="command" value=view.command.to_string()/>
                <input type="hidden" name="shop" value=view.shop.slug/>
                <RadioCards name="scope" legend=t::stock::scope(lang) choices=scopes value="all"/>
                <Select name="category" label=t::catalog::category(lang) choices=categories
                    prompt=t::catalog::choose_category(lang) hint=t::stock::category_hint(lang)/>
                <TextField name="words" label=t::catalog::search_goods(lang) counter=WORDS_MOST
                    hint=t::stock::words_hint(lang)/>
                <div><Submit icon=Glyph::Plus>{t::stock::begin(lang)}</Submit></div>
            </Form>
        </Card>
    }
}

fn row(lang: Lang, base: &str, count: &CountSummary) -> TableRow {
    let words = scope_words(lang, count);
    let href = format!("{base}/{}", count.id);
    let tone = match count.stage {
        CountStage::Open => Tone::Persimmon,
        CountStage::Finished => Tone::Jade,
        CountStage::Discarded => Tone::Plain,
    };
    let found = t::stock::lines_and_pieces(lang, count.different, signed(count.pieces));
    let (begun_by, begun_at) = (count.begun_by.clone(), count.begun_at);
    let stage = stage_words(lang, count.stage);
    TableRow {
        id: count.id.to_string(),
        label: words.clone(),
        cells: vec![
            view! { <a class="link" href=href>{words}</a> }.into_any(),
            view! { <span>{begun_by}" · "<When at=begun_at style=WhenStyle::Digits/></span> }
                .into_any(),
            format!("{} / {}", count.counted, count.lines).into_any(),
            found.into_any(),
            view! { <Badge tone>{stage}</Badge> }.into_any(),
        ],
    }
}
