//! The page `/back-office/{shop}/orders/earlier`.

use super::{api::load_past_orders, stage_tone, stage_words, summary::Summary};
use crate::{
    i18n::{t, use_lang},
    platform::page::encoded,
    trade::catalog::back_office::{Office, loaded},
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::{
    text::Lang,
    trade::past::{PastGoods, PastOrderRow, PastOrdersPage},
};

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    shop: String,
    q: String,
    late: bool,
    page: u32,
}

/// A shop's orders of earlier days.
#[component]
pub fn Page() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| {
        let shop = params.with(|p| p.get("shop").unwrap_or_default());
        query.with(|q| Asked {
            shop,
            q: q.get("q").unwrap_or_default(),
            late: q.get("late").is_some_and(|late| late == "true"),
            page: q.get("page").and_then(|p| p.parse().ok()).unwrap_or(1),
        })
    });
    let page = Resource::new_blocking(
        move || asked.get(),
        |asked| load_past_orders(asked.shop, asked.q, asked.late, asked.page),
    );
    loaded(page, move |view| {
        view! { <Body view asked=asked.get_untracked()/> }
    })
}

#[component]
fn Body(view: PastOrdersPage, asked: Asked) -> impl IntoView {
    let lang = use_lang();
    let orders = format!("/back-office/{}/orders", view.shop.slug);
    let base = format!("{orders}/earlier");
    let crumbs = vec![
        Crumb::link(t::order::orders(lang), orders),
        Crumb::here(t::past::title(lang)),
    ];
    let body = if view.orders() == 0 {
        view! { <EmptyState title=t::past::none(lang) text=t::past::none_hint(lang)/> }.into_any()
    } else {
        let tabs = tabs(lang, &base, &asked, &view);
        let sums = view.sums.into_iter();
        let sums = sums.map(|sum| view! { <Summary sum/> }).collect::<Vec<_>>();
        let (q, late) = (encoded(&asked.q), asked.late);
        let at = {
            let base = base.clone();
            move |n: u32| format!("{base}?late={late}&q={q}&page={n}")
        };
        view! {
            <div class="grid gap-4 mb-6">{sums}</div>
            <Tabs label=t::past::which(lang) tabs/>
            <SearchForm base asked/>
            <Rows rows=view.rows/>
            <Pagination page=view.page pages=view.pages href=at/>
        }
        .into_any()
    };
    view! {
        <Title text=t::past::title(lang)/>
        <Office shop=view.shop>
            <PageHead title=t::past::title(lang) lead=t::past::lead(lang) crumbs/>
            {body}
        </Office>
    }
    .into_any()
}

fn tabs(lang: Lang, base: &str, asked: &Asked, view: &PastOrdersPage) -> Vec<TabLink> {
    let tab = |label: &str, late: bool, count: u32| TabLink {
        label: label.to_owned(),
        href: if late {
            format!("{base}?late=true")
        } else {
            base.to_owned()
        },
        count: Some(count.into()),
        current: asked.late == late,
    };
    vec![
        tab(t::past::all(lang), false, view.orders()),
        tab(t::past::came_late(lang), true, view.late()),
    ]
}

#[component]
fn SearchForm(base: String, asked: Asked) -> impl IntoView {
    let lang = use_lang();
    let late = asked
        .late
        .then(|| view! { <input type="hidden" name="late" value="true"/> });
    view! {
        <form method="get" action=base class="flex gap-2 py-4" role="search">
            {late}
            <div class="control grow">
                <input type="search" name="q" value=asked.q
                    aria-label=t::past::search_for(lang) placeholder=t::past::search_for(lang)/>
            </div>
            <Submit kind=ButtonKind::Plain icon=Glyph::Search label=t::past::search(lang)>
                <span class="hidden sm:inline">{t::past::search(lang)}</span>
            </Submit>
        </form>
    }
}

#[component]
fn Rows(rows: Vec<PastOrderRow>) -> AnyView {
    let lang = use_lang();
    if rows.is_empty() {
        return view! {
            <EmptyState picture=EmptyPicture::Search title=t::past::nothing_found(lang)/>
        }
        .into_any();
    }
    let columns = vec![
        Column::new(t::past::order(lang)),
        Column::new(t::past::placed_on(lang)),
        Column::new(t::past::goods(lang)),
        Column::new(t::past::stage(lang)),
        Column::new(t::past::arrived(lang)),
        Column::figures(t::past::total(lang)),
    ];
    let rows = rows.into_iter().map(|order| row(lang, order)).collect();
    view! { <DataTable caption=t::past::title(lang) columns rows/> }.into_any()
}

fn row(lang: Lang, order: PastOrderRow) -> TableRow {
    let times = order.times;
    let shared = order.shared.then(|| t::past::shared(lang));
    let late = times
        .is_late()
        .then(|| view! { <Badge tone=Tone::Warning>{t::past::late(lang)}</Badge> });
    let arrived = times.delivered_at.map(|at| date_text(at.date(), lang));
    let promised = times
        .promised_at
        .map(|at| t::past::promised(lang, date_text(at.date(), lang)));
    let goods = order.goods.iter().map(|goods| {
        let words = goods_words(lang, goods);
        view! { <li class="max-w-72 truncate" title=words.clone()>{words.clone()}</li> }
    });
    let goods = goods.collect::<Vec<_>>();
    let postage = t::past::of_it_postage(lang, order.postage.full(lang));
    TableRow {
        id: String::new(),
        label: order.key.clone(),
        cells: vec![
            view! {
                <span class="block max-w-40 truncate" title=order.key.clone()>{order.key.clone()}</span>
                <span class="block text-13 text-muted">{order.source.name()}</span>
            }
            .into_any(),
            date_text(times.placed_at.date(), lang).into_any(),
            view! {
                <ul>{goods}</ul>
                <span class="text-13 text-muted">{shared}</span>
            }
            .into_any(),
            view! { <Badge tone=stage_tone(order.stage)>{stage_words(lang, order.stage)}</Badge> }
                .into_any(),
            view! {
                <span class="flex flex-wrap gap-2">{arrived}{late}</span>
                <span class="block text-13 text-muted">{promised}</span>
            }
            .into_any(),
            view! {
                <span class="block">{order.total.full(lang)}</span>
                <span class="block text-13 text-muted">{postage}</span>
            }
            .into_any(),
        ],
    }
}

/// `2 × health_beauty (9a12…)`: the source says no more of what it was.
fn goods_words(lang: Lang, goods: &PastGoods) -> String {
    let what = if goods.category.is_empty() {
        goods.product.clone()
    } else {
        format!("{} ({})", goods.category, goods.product)
    };
    t::past::pieces_of(lang, goods.pieces, what)
}
