//! `/back-office/{shop}/stock/movements/{variant}`: how one level came about.

use super::{api::load_movements, marks::MarkForm, named, reason_words, signed};
use crate::{
    i18n::{t, use_lang},
    trade::catalog::back_office::{Office, loaded},
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::{
    text::Lang,
    trade::stock::{
        StockLevel,
        history::{MovementKind, MovementRow, MovementsPage as View},
    },
};

/// The movements of one variant.
#[component]
pub fn MovementsPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let refresh = RwSignal::new(0_u32);
    let asked = Memo::new(move |_| {
        let param = |name| params.with(|p| p.get(name).unwrap_or_default());
        let page = query.with(|q| q.get("page").and_then(|p| p.parse().ok()).unwrap_or(1));
        (param("shop"), param("variant"), page)
    });
    let page = Resource::new_blocking(
        move || (asked.get(), refresh.get()),
        |((shop, variant, page), _)| load_movements(shop, variant, page),
    );
    let again = Callback::new(move |()| refresh.update(|n| *n += 1));
    loaded(page, move |view| view! { <Body view again/> })
}

#[component]
fn Body(view: View, again: Callback<()>) -> impl IntoView {
    let lang = use_lang();
    let title = named(lang, &view.title, &view.options);
    let slug = view.shop.slug.clone();
    let stock = format!("/back-office/{slug}/stock");
    let here = format!("{stock}/movements/{}", view.variant);
    let listing = format!("/back-office/{slug}/listings/{}", view.listing);
    let (page, pages) = (view.page, view.pages);
    let points = view
        .days
        .iter()
        .map(|(day, level)| ChartPoint::new(day_text(*day, lang), *level, level.to_string()))
        .collect();
    let columns = vec![
        Column::new(t::stock::when(lang)),
        Column::new(t::stock::what(lang)),
        Column::figures(t::catalog::on_hand(lang)),
        Column::figures(t::catalog::reserved(lang)),
        Column::figures(t::stock::after(lang)),
    ];
    let sku = (!view.sku.is_empty()).then_some(view.sku);
    let none = view.rows.is_empty();
    let rows = view
        .rows
        .into_iter()
        .map(|row| line(lang, &slug, row))
        .collect();
    let crumbs = vec![
        Crumb::link(t::catalog::stock(lang), stock),
        Crumb::here(t::stock::movements(lang)),
    ];
    view! {
        <Title text=t::stock::movements_of(lang, &title)/>
        <Office shop=view.shop>
            <PageHead title=title.clone() lead=sku crumbs actions=move || view! {
                <ButtonLink href=listing size=ButtonSize::Small icon=Glyph::Edit>{t::catalog::listing(lang)}</ButtonLink>
            }/>
            <div class="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem] lg:items-start">
                <section class="card min-w-0">
                    <Chart title=t::stock::level_chart(lang) points label_name=t::dashboard::day(lang)
                        value_name=t::catalog::on_hand(lang)/>
                </section>
                <aside class="grid gap-4 min-w-0">
                    <Card><Facts facts=facts(lang, view.level)/></Card>
                    <MarkForm shop=slug variant=view.variant own=view.own_mark shop_mark=view.shop_mark done=again/>
                </aside>
            </div>
            <div class="mt-6">
                <SectionHead title=t::stock::movements(lang)/>
                {if none {
                    view! { <EmptyState title=t::stock::no_movements(lang) text=t::stock::no_movements_hint(lang)/> }
                        .into_any()
                } else {
                    view! { <DataTable caption=t::stock::movements(lang) columns rows/> }.into_any()
                }}
            </div>
            <Pagination page pages href=move |n| format!("{here}?page={n}")/>
        </Office>
    }
    .into_any()
}

fn facts(lang: Lang, level: StockLevel) -> Vec<(String, AnyView)> {
    let fact = |name: &str, pieces: u32| (name.to_owned(), pieces.into_any());
    vec![
        fact(t::catalog::available(lang), level.available()),
        fact(t::catalog::reserved(lang), level.reserved),
        fact(t::catalog::on_hand(lang), level.on_hand),
    ]
}

fn kind_words(lang: Lang, kind: MovementKind) -> &'static str {
    match kind {
        MovementKind::Counted => t::stock::kind_counted(lang),
        MovementKind::Reserved => t::stock::kind_reserved(lang),
        MovementKind::Released => t::stock::kind_released(lang),
        MovementKind::Allocated => t::stock::kind_allocated(lang),
        MovementKind::Returned => t::stock::kind_returned(lang),
    }
}

fn line(lang: Lang, shop: &str, row: MovementRow) -> TableRow {
    let office = format!("/back-office/{shop}");
    let words = kind_words(lang, row.kind);
    let order = row.order.map(|(id, number)| {
        let href = format!("{office}/orders/{id}");
        view! { <a class="link" href=href>{t::checkout::order_number(lang, number)}</a> }
    });
    let count = row.count.map(|id| {
        let href = format!("{office}/stock/counts/{id}");
        view! { <a class="link" href=href>{t::stock::count(lang)}</a> }
    });
    let reason = row
        .reason
        .map(|reason| format!(" · {}", reason_words(lang, reason)));
    let change = |pieces: i32| match pieces {
        0 => String::new(),
        pieces => signed(pieces.into()),
    };
    TableRow {
        id: String::new(),
        label: words.to_owned(),
        cells: vec![
            view! { <When at=row.at style=WhenStyle::Digits/> }.into_any(),
            view! {
                <span class="block">{words}{reason}</span>
                <span class="flex flex-wrap gap-x-3 text-13 text-muted">{row.by}{order}{count}</span>
            }
            .into_any(),
            change(row.on_hand).into_any(),
            change(row.reserved).into_any(),
            row.after.into_any(),
        ],
    }
}
