//! `/back-office/{shop}/stock`: every shelf, what is low on top.

use super::{
    Office, StageBadge,
    api::{SaveCounts, load_stock},
    cell::CellField,
    loaded, refusal,
};
use crate::{
    i18n::{t, use_lang},
    platform::page::encoded,
    trade::stock::marks::ShopMarkForm,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::{
    text::Lang,
    trade::{
        catalog::{ListingStage, StockRow, StockTable},
        stock::low::{Show, is_low},
    },
};

#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    shop: String,
    q: String,
    show: String,
    page: u32,
    counted: Option<i64>,
}

/// The table of stock.
#[component]
pub fn Page() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let refresh = RwSignal::new(0_u32);
    let asked = Memo::new(move |_| {
        let shop = params.with(|p| p.get("shop").unwrap_or_default());
        query.with(|q| Asked {
            shop,
            q: q.get("q").unwrap_or_default(),
            show: q.get("show").unwrap_or_default(),
            page: q.get("page").and_then(|p| p.parse().ok()).unwrap_or(1),
            counted: q.get("counted").and_then(|n| n.parse().ok()),
        })
    });
    let page = Resource::new_blocking(
        move || (asked.get(), refresh.get()),
        |(asked, _)| load_stock(asked.shop, asked.q, asked.show, asked.page),
    );
    loaded(page, move |table| {
        view! { <Table table asked=asked.get_untracked() refresh/> }
    })
}

#[component]
fn Table(table: StockTable, asked: Asked, refresh: RwSignal<u32>) -> impl IntoView {
    let lang = use_lang();
    let count = ServerAction::<SaveCounts>::new();
    let base = format!("/back-office/{}/stock", table.shop.slug);
    let (page, pages, low) = (table.page, table.pages, i64::from(table.low));
    let q = asked.q.clone();
    let show: &str = table.show.into();
    let tabs = tabs(lang, &base, &table);
    let (counts, shop_mark) = (format!("{base}/counts"), table.shop_mark);
    let again = Callback::new(move |()| refresh.update(|n| *n += 1));
    let at = {
        let (base, q) = (base.clone(), encoded(&q));
        move |n: u32| format!("{base}?q={q}&show={show}&page={n}")
    };
    let columns = vec![
        Column::new(t::catalog::listing(lang)),
        Column::figures(t::catalog::available(lang)),
        Column::figures(t::catalog::reserved(lang)),
        Column::figures(t::catalog::on_hand(lang)),
    ];
    let (shop, mark_of) = (table.shop.slug.clone(), table.shop.slug.clone());
    let body = if table.rows.is_empty() {
        view! { <EmptyState title=t::catalog::nothing_found(lang) text=t::catalog::no_goods_hint(lang)/> }.into_any()
    } else {
        // drawn within the form, which knows what is wrong with them
        let of = shop.clone();
        let lines = table.rows.into_iter().enumerate();
        let rows = move || {
            lines
                .map(|(n, row)| line(lang, n, row, &of))
                .collect::<Vec<_>>()
        };
        view! {
            <Form action=count refusal=refusal on_done=again>
                <input type="hidden" name="shop" value=shop.clone()/>
                <input type="hidden" name="show" value=show/>
                <input type="hidden" name="page" value=page.to_string()/>
                <DataTable caption=t::catalog::stock(lang) columns rows=rows()/>
                <div class="flex justify-end py-4"><Submit>{t::catalog::save_counts(lang)}</Submit></div>
            </Form>
            <Pagination page pages href=at/>
        }
        .into_any()
    };
    view! {
        <Title text=t::catalog::stock(lang)/>
        <Office shop=table.shop.clone()>
            <PageHead title=t::catalog::stock(lang) lead=t::catalog::stock_lead(lang) actions=move || view! {
                <ButtonLink href=counts icon=Glyph::List>{t::stock::counts(lang)}</ButtonLink>
            }/>
            <Tabs label=t::stock::show(lang) tabs/>
            {asked.counted.map(|n| view! { <Alert tone=Tone::Jade>{t::catalog::shelves_counted(lang, n)}</Alert> })}
            {(low > 0).then(|| view! { <Alert tone=Tone::Warning class="mt-2">{t::catalog::running_low(lang, low)}</Alert> })}
            <form method="get" action=base class="flex gap-2 py-4" role="search">
                <div class="control grow">
                    <input type="search" name="q" value=q
                        aria-label=t::catalog::search_goods(lang) placeholder=t::catalog::search_goods(lang)/>
                </div>
                <Submit kind=ButtonKind::Plain icon=Glyph::Search label=t::catalog::search(lang)>
                    <span class="hidden sm:inline">{t::catalog::search(lang)}</span>
                </Submit>
                <input type="hidden" name="show" value=show/>
            </form>
            {body}
            <ShopMarkForm shop=mark_of mark=shop_mark done=again/>
        </Office>
    }
    .into_any()
}

/// All, what is low, what is sold out.
fn tabs(lang: Lang, base: &str, table: &StockTable) -> Vec<TabLink> {
    let tab = |show: Show| {
        let (label, count) = match show {
            Show::All => (t::catalog::all(lang), table.all),
            Show::Low => (t::stock::low(lang), table.low),
            Show::SoldOut => (t::stock::sold_out(lang), table.sold_out),
        };
        let name: &str = show.into();
        TabLink {
            label: label.to_owned(),
            href: format!("{base}?show={name}"),
            count: Some(count.into()),
            current: table.show == show,
        }
    };
    Show::ALL.iter().map(|show| tab(*show)).collect()
}

fn line(lang: Lang, n: usize, row: StockRow, shop: &str) -> TableRow {
    let title = row.title.pick(lang).to_owned();
    let options = row.options.pick(lang).to_owned();
    let href = format!("/back-office/{shop}/listings/{}", row.listing);
    let movements = format!("/back-office/{shop}/stock/movements/{}", row.variant);
    let movements_label = t::stock::movements_of(lang, format!("{title} {options}").trim());
    let label = format!("{} {title} {options}", t::catalog::on_hand(lang));
    let available = row.level.available();
    let selling = row.stage == ListingStage::Live && row.offered;
    let class = if selling && available == 0 {
        "text-danger font-semibold"
    } else if selling && is_low(available, row.mark) {
        "text-warning font-semibold"
    } else {
        ""
    };
    let on_hand = row.level.on_hand.to_string();
    let below = [options.as_str(), row.sku.as_str()]
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let named = title.clone();
    TableRow {
        id: row.variant.to_string(),
        label: title,
        cells: vec![
            view! {
                <div class="grid justify-items-start gap-1">
                    <a href=href class="flex items-center gap-3">
                        <Photo picture=row.picture alt="" sizes="48px" class="w-12 shrink-0 rounded-6"/>
                        <span class="min-w-0">
                            <span class="block font-semibold">{named}</span>
                            <span class="block text-13 text-muted">{below}</span>
                        </span>
                        {(!selling).then(|| view! { <StageBadge stage=row.stage/> })}
                    </a>
                    <a href=movements class="link text-13 inline-flex min-h-6 items-center ml-[60px]" aria-label=movements_label>
                        {t::stock::movements(lang)}
                    </a>
                </div>
            }
            .into_any(),
            view! { <span class=class>{available}</span> }.into_any(),
            view! { <span>{row.level.reserved}</span> }.into_any(),
            view! {
                <input type="hidden" name=format!("rows[{n}][variant]") value=row.variant.to_string()/>
                <input type="hidden" name=format!("rows[{n}][was]") value=on_hand.clone()/>
                <CellField name=format!("rows[{n}][on_hand]") label value=on_hand inputmode="numeric" class="w-24 ml-auto"/>
            }
            .into_any(),
        ],
    }
}
