//! `/back-office/{shop}/stock/counts/{count}`: the sheet of a count, what differs, and, once it
//! has ended, what it found.

use super::{
    api::{PasteCount, load_count},
    refusal,
    review::{Differences, Review},
    scope_words,
    sheet::Sheet,
    signed, stage_words,
};
use crate::{
    i18n::{t, use_lang},
    trade::catalog::back_office::{Office, loaded},
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::trade::stock::count::{CountError, CountStage, CountView};

#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    shop: String,
    count: String,
    review: bool,
    page: u32,
    pasted: Option<i64>,
}

/// One count.
#[component]
pub fn CountPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| {
        let param = |name| params.with(|p| p.get(name).unwrap_or_default());
        query.with(|q| Asked {
            shop: param("shop"),
            count: param("count"),
            review: q.get("step").as_deref() == Some("review"),
            page: q.get("page").and_then(|p| p.parse().ok()).unwrap_or(1),
            pasted: q.get("pasted").and_then(|n| n.parse().ok()),
        })
    });
    let page = Resource::new_blocking(
        move || asked.get(),
        |asked| load_count(asked.shop, asked.count, asked.review, asked.page),
    );
    loaded(page, move |view| {
        view! { <Body view asked=asked.get_untracked()/> }
    })
}

#[component]
fn Body(view: CountView, asked: Asked) -> impl IntoView {
    let lang = use_lang();
    let summary = view.summary.clone();
    let open = summary.stage == CountStage::Open;
    let title = t::stock::count_of(lang, scope_words(lang, &summary));
    let counts = format!("/back-office/{}/stock/counts", view.shop.slug);
    let base = format!("{counts}/{}", summary.id);
    let crumbs = vec![
        Crumb::link(
            t::catalog::stock(lang),
            format!("/back-office/{}/stock", view.shop.slug),
        ),
        Crumb::link(t::stock::counts(lang), counts),
        Crumb::here(title.clone()),
    ];
    let lead = match summary.stage {
        CountStage::Open if asked.review => t::stock::review_lead(lang),
        CountStage::Open => t::stock::count_lead(lang),
        CountStage::Finished => t::stock::finished_lead(lang),
        CountStage::Discarded => t::stock::discarded_lead(lang),
    };
    let shop = view.shop.clone();
    let (page, pages) = (view.page, view.pages);
    let step = if asked.review { "step=review&" } else { "" };
    let at = move |n: u32| format!("{base}?{step}page={n}");
    let stage = summary.stage;
    let body = match (open, asked.review) {
        (true, true) => view! { <Review view/> }.into_any(),
        (true, false) => {
            let (shop, count) = (view.shop.slug.clone(), summary.id.to_string());
            view! { <Sheet view/> <Paste shop count/> }.into_any()
        }
        (false, _) if view.rows.is_empty() => view! {
            <EmptyState title=t::stock::no_difference(lang) text=t::stock::no_difference_hint(lang)/>
        }
        .into_any(),
        (false, _) => {
            let shop = view.shop.slug.clone();
            view! { <div class="mt-4"><Differences view shop open=false/></div> }.into_any()
        }
    };
    view! {
        <Title text=title.clone()/>
        <Office shop>
            <PageHead title crumbs lead actions=move || view! {
                <Badge tone=if open { Tone::Persimmon } else { Tone::Plain }>{stage_words(lang, stage)}</Badge>
            }/>
            {asked.pasted.map(|n| view! { <Alert tone=Tone::Jade class="mb-4">{t::stock::pasted(lang, n)}</Alert> })}
            <Sums summary/>
            {body}
            <Pagination page pages href=at/>
        </Office>
    }
    .into_any()
}

/// Who counted, and what came of it.
#[component]
fn Sums(summary: longtail::trade::stock::count::CountSummary) -> impl IntoView {
    let lang = use_lang();
    let person = |name: String, at| {
        view! { <span>{name}" · "<When at style=WhenStyle::Short/></span> }.into_any()
    };
    let mut facts = vec![
        (
            t::stock::begun(lang).to_owned(),
            person(summary.begun_by, summary.begun_at),
        ),
        (
            t::stock::lines_counted(lang).to_owned(),
            format!("{} / {}", summary.counted, summary.lines).into_any(),
        ),
        (
            t::stock::differences(lang).to_owned(),
            t::stock::lines_and_pieces(lang, summary.different, signed(summary.pieces)).into_any(),
        ),
    ];
    if let Some((by, at)) = summary.ended_by.zip(summary.ended_at) {
        facts.insert(1, (t::stock::ended(lang).to_owned(), person(by, at)));
    }
    view! { <Card><Facts facts/></Card> }
}

fn at_block(_: &CountError) -> Option<&'static str> {
    Some("block")
}

/// Numbers by code, for those who counted with a scanner or in a table of their own.
#[component]
fn Paste(shop: String, count: String) -> impl IntoView {
    let lang = use_lang();
    let paste = ServerAction::<PasteCount>::new();
    let came_back = paste.value().with_untracked(Option::is_some);
    view! {
        <Disclosure title=t::stock::paste(lang) open=came_back class="mt-6">
            <Form action=paste refusal=refusal refused_field=at_block>
                <input type="hidden" name="shop" value=shop/>
                <input type="hidden" name="count" value=count/>
                <TextArea name="block" label=t::stock::block(lang) hint=t::stock::block_hint(lang) rows=6
                    required=true/>
                <Submit kind=ButtonKind::Plain>{t::stock::paste_now(lang)}</Submit>
            </Form>
        </Disclosure>
    }
}
