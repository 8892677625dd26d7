//! A shop's earlier orders added up: what arrived when, and the months.

use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    text::Lang,
    trade::past::{PastMonth, PastSum},
};

/// Figures and a chart of the orders in one currency: sales for owners, orders for clerks.
#[component]
pub fn Summary(sum: PastSum) -> impl IntoView {
    let lang = use_lang();
    let currency = sum.currency.name(lang);
    let share = sum
        .late_percent()
        .map(|percent| t::past::late_share(lang, percent));
    let days = sum.days_to_deliver.map(|days| {
        view! { <Figure label=t::past::days_to_door(lang) value=days.into_any()/> }
    });
    let sales = sum.sales.map(|sales| {
        let value = sales.full(lang).into_any();
        view! { <Figure label=t::past::sales(lang) value/> }
    });
    let (title, value_name) = if sum.sales.is_some() {
        (
            t::past::sales_by_month(lang, currency),
            t::past::sales(lang),
        )
    } else {
        (
            t::past::orders_by_month(lang).to_owned(),
            t::past::orders(lang),
        )
    };
    let points: Vec<ChartPoint> = sum.months.iter().map(|month| point(lang, month)).collect();
    let chart = (!points.is_empty()).then(|| {
        view! {
            <div class="card">
                <Chart kind=ChartKind::Bars title points label_name=t::past::month(lang) value_name/>
            </div>
        }
    });
    view! {
        <section class="grid gap-4" aria-label=t::past::figures(lang, currency)>
            <div class="grid grid-cols-2 gap-3 lg:grid-cols-4">
                <Figure label=t::past::orders(lang) value=sum.orders.into_any()/>
                {sales}
                <Figure label=t::past::came_late(lang) value=sum.late.into_any() trend_text=share/>
                {days}
            </div>
            {chart}
        </section>
    }
}

fn point(lang: Lang, month: &PastMonth) -> ChartPoint {
    let label = month.month.format("%Y-%m").to_string();
    match month.sales {
        Some(sales) => ChartPoint::new(label, sales.minor, sales.full(lang)),
        None => ChartPoint::new(label, i64::from(month.orders), month.orders.to_string()),
    }
}
