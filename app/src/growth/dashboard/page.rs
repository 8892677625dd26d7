//! The page `/back-office/{shop}`.

use super::api::load_overview;
use crate::{
    i18n::{t, use_lang},
    platform::page::Loaded,
    trade::order::{stage_tone, stage_words},
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use longtail::{
    growth::dashboard::{ShopOverview, Trend},
    money::{Currency, Money},
    text::Lang,
};

/// What to do today, how it is going, the latest orders.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let lang = use_lang();
    let params = use_params_map();
    let overview = Resource::new_blocking(
        move || params.with(|params| params.get("shop").unwrap_or_default()),
        load_overview,
    );
    view! {
        <Title text=t::dashboard::title(lang)/>
        <Loaded of=overview view=|view| view! { <Body view/> }/>
    }
}

#[component]
fn Body(view: ShopOverview) -> impl IntoView {
    let lang = use_lang();
    let shop = view.shop.clone();
    view! {
        <BackOfficeFrame shop=shop.slug.clone() name=shop.name.pick(lang) mark=shop.mark.clone() role=view.role
            to_ship=u64::from(view.to_ship)>
            <PageHead title=t::dashboard::title(lang)/>
            <div class="grid gap-4">
                <Today view=view.clone()/>
                <Figures view=view.clone()/>
                <HowItGoes view=view.clone()/>
                <Latest view/>
            </div>
        </BackOfficeFrame>
    }
}

/// What waits for somebody.
#[component]
fn Today(view: ShopOverview) -> impl IntoView {
    let lang = use_lang();
    let base = format!("/back-office/{}", view.shop.slug);
    let ship = (view.to_ship > 0).then(|| {
        let late = (view.late > 0).then(|| t::dashboard::late(lang, i64::from(view.late)));
        view! {
            <li class="flex flex-wrap items-center justify-between gap-3 py-3">
                <div>
                    <p class="font-medium">{t::dashboard::orders_to_ship(lang, i64::from(view.to_ship))}</p>
                    {late.map(|late| view! { <p class="text-13 text-warning">{late}</p> })}
                </div>
                <ButtonLink href=format!("{base}/orders?stage=to_ship") kind=ButtonKind::Main size=ButtonSize::Small>
                    {t::dashboard::ship_them(lang)}
                </ButtonLink>
            </li>
        }
    });
    let low = (view.low_stock_count > 0).then(|| {
        let things = view
            .low_stock
            .iter()
            .take(4)
            .map(|thing| {
                let name = [thing.title.pick(lang), thing.options.pick(lang)]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(" · ");
                let left = if thing.available == 0 {
                    t::dashboard::sold_out(lang).to_owned()
                } else {
                    t::dashboard::left(lang, i64::from(thing.available))
                };
                view! { <li class="text-13 text-muted truncate">{name}" — "{left}</li> }
            })
            .collect_view();
        view! {
            <li class="flex flex-wrap items-center justify-between gap-3 py-3">
                <div class="min-w-0">
                    <p class="font-medium">{t::dashboard::low_stock(lang, i64::from(view.low_stock_count))}</p>
                    <ul>{things}</ul>
                </div>
                <ButtonLink href=format!("{base}/stock") size=ButtonSize::Small>{t::dashboard::see_stock(lang)}</ButtonLink>
            </li>
        }
    });
    let deposit = view.deposit_missing.map(|missing| {
        view! {
            <li class="flex flex-wrap items-center justify-between gap-3 py-3">
                <p class="font-medium">{t::deposit::missing_today(lang, missing)}</p>
                <ButtonLink href=format!("{base}/deposit") size=ButtonSize::Small>{t::deposit::see_deposit(lang)}</ButtonLink>
            </li>
        }
    });
    let nothing = ship.is_none() && low.is_none() && deposit.is_none();
    view! {
        <Card title=t::dashboard::today(lang)>
            <ul class="divided">{ship}{low}{deposit}</ul>
            {nothing.then(|| view! { <p class="text-jade">{t::dashboard::all_done(lang)}</p> })}
        </Card>
    }
}

#[component]
fn Figures(view: ShopOverview) -> impl IntoView {
    let lang = use_lang();
    let figures = view.figures;
    let currency = view
        .days
        .first()
        .and_then(|day| day.turnover)
        .map_or_else(Currency::default, |turnover| turnover.currency);
    let count = |label: &str, trend: Trend| figure(lang, label, trend, trend.now.into_any());
    let money = |label: &str, trend: Option<Trend>| {
        trend.map(|trend| {
            let amount = Money::new(trend.now, currency);
            figure(lang, label, trend, view! { <Price amount/> }.into_any())
        })
    };
    view! {
        <section aria-label=t::dashboard::figures(lang)>
            <h2 class="mb-2 text-14 text-muted">{t::dashboard::figures(lang)}</h2>
            <div class="grid grid-cols-2 gap-3 lg:grid-cols-4">
                {count(t::dashboard::orders(lang), figures.orders)}
                {money(t::dashboard::turnover(lang), figures.turnover)}
                {money(t::dashboard::average(lang), figures.average)}
                {count(t::dashboard::buyers(lang), figures.buyers)}
            </div>
        </section>
    }
}

fn figure(lang: Lang, label: &str, trend: Trend, value: AnyView) -> AnyView {
    let (direction, words) = match trend.change_percent() {
        None => (0, t::dashboard::none_before(lang).to_owned()),
        Some(0) => (0, t::dashboard::as_before(lang).to_owned()),
        Some(percent) if percent > 0 => (1, t::dashboard::more_than_before(lang, percent)),
        Some(percent) => (-1, t::dashboard::less_than_before(lang, -percent)),
    };
    view! { <Figure label=label.to_owned() value trend=direction trend_text=words/> }.into_any()
}

/// The one chart: turnover for owners, orders for clerks.
#[component]
fn HowItGoes(view: ShopOverview) -> impl IntoView {
    let lang = use_lang();
    let in_money = view.figures.turnover.is_some();
    let points = view
        .days
        .iter()
        .map(|day| {
            let label = day_text(day.date, lang);
            match day.turnover {
                Some(turnover) => ChartPoint::new(label, turnover.minor, turnover.to_string()),
                None => ChartPoint::new(label, i64::from(day.orders), day.orders.to_string()),
            }
        })
        .collect();
    let (title, value_name) = if in_money {
        (t::dashboard::chart(lang), t::dashboard::turnover(lang))
    } else {
        (t::dashboard::chart_orders(lang), t::dashboard::orders(lang))
    };
    view! {
        <section class="card">
            <Chart title points label_name=t::dashboard::day(lang) value_name/>
        </section>
    }
}

#[component]
fn Latest(view: ShopOverview) -> AnyView {
    let lang = use_lang();
    let base = format!("/back-office/{}/orders", view.shop.slug);
    if view.latest.is_empty() {
        return view! {
            <EmptyState title=t::dashboard::no_orders(lang) text=t::dashboard::no_orders_hint(lang)/>
        }
        .into_any();
    }
    let rows = view
        .latest
        .iter()
        .map(|order| {
            let stage = order.stage.name();
            view! {
                <li class="latest-order">
                    <a class="link" href=format!("{base}/{}", order.id)>{order.number.clone()}</a>
                    <span class="text-13 text-muted truncate">{order.recipient.clone()}</span>
                    <span class="text-13 text-muted"><When at=order.placed_at style=WhenStyle::Short/></span>
                    <Badge tone=stage_tone(stage)>{stage_words(lang, stage)}</Badge>
                    <Price amount=order.total/>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card">
            <SectionHead title=t::dashboard::latest(lang) more_href=base.clone() more=t::dashboard::all_orders(lang)/>
            <ul class="divided">{rows}</ul>
        </section>
    }
    .into_any()
}
