//! What a product cost before, for everybody to see.

use crate::{
    i18n::{t, use_lang},
    ui::{Chart, ChartPoint, Disclosure, Price, WhenStyle, when_text},
};
use leptos::prelude::*;
use longtail::{
    id::VariantId,
    text::Lang,
    trade::catalog::{
        browse::ProductPage,
        prices::{COMPARED_DAYS, PriceHistory},
    },
};

/// A chart of the chosen variant's price, or of the lowest while nothing is chosen; nothing
/// where the price never changed.
#[component]
pub fn PriceChart(
    product: StoredValue<ProductPage>,
    #[prop(into)] chosen: Signal<Option<VariantId>>,
) -> impl IntoView {
    let lang = use_lang();
    move || {
        let chosen = chosen.get();
        product.with_value(|product| {
            let history = product.prices.of(chosen)?;
            let lowest = history.lowest(product.now)?;
            let points = points(history, product.now, lang);
            let hint = match chosen {
                Some(_) => t::product::price_of_variant(lang),
                None => t::product::price_of_all(lang),
            };
            Some(view! {
                <section class="product-prices" id="prices">
                    <p>
                        {t::product::lowest_in_days(lang, COMPARED_DAYS)}": "<Price amount=lowest/>
                    </p>
                    <Disclosure title=t::product::price_history(lang)>
                        <p class="field-hint">{hint}</p>
                        <Chart title=t::product::price_history(lang) points
                            label_name=t::product::since(lang) value_name=t::catalog::price(lang)/>
                    </Disclosure>
                </section>
            })
        })
    }
}

/// Each price from its day on; the last one once more for today, so that the line reaches it.
fn points(
    history: &PriceHistory,
    now: chrono::DateTime<chrono::Utc>,
    lang: Lang,
) -> Vec<ChartPoint> {
    let point = |label: String, price: longtail::money::Money| {
        ChartPoint::new(label, price.minor, price.to_string())
    };
    let mut points: Vec<ChartPoint> = history
        .points
        .iter()
        .map(|at| point(when_text(at.at, WhenStyle::Day, lang), at.price))
        .collect();
    if let Some(price) = history.at(now) {
        points.push(point(t::product::today(lang).to_owned(), price));
    }
    points
}
