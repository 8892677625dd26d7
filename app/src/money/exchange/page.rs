//! `/desk/rates`: the newest rate of each currency, and the forms for newer ones.

use super::api::{AddRate, AddRates, load_rates};
use crate::{
    i18n::{t, use_lang},
    platform::page::Loaded,
    ui::*,
};
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use longtail::{
    money::{
        Currency,
        exchange::{ExchangeRate, MOST_DAYS_OLD, RatesPage as View},
    },
    text::Lang,
};

/// What the forms of this page send.
#[derive(Clone, Copy)]
struct Actions {
    one: ServerAction<AddRate>,
    many: ServerAction<AddRates>,
    /// Only after something was kept: what was typed stays where it was refused.
    done: Callback<()>,
}

/// For the market's own people.
#[component]
pub fn RatesPage() -> impl IntoView {
    let lang = use_lang();
    let page = Resource::new_blocking(|| (), |()| load_rates());
    let actions = Actions {
        one: ServerAction::new(),
        many: ServerAction::new(),
        done: Callback::new(move |()| page.refetch()),
    };
    let query = use_query_map();
    let kept = move || {
        let count = query.with(|query| query.get("kept"))?.parse::<i64>().ok()?;
        Some(view! { <Alert tone=Tone::Jade class="mb-4">{t::exchange::kept(lang, count)}</Alert> })
    };
    view! {
        <Title text=t::exchange::title(lang)/>
        <div class="page page-body">
            {kept}
            <Loaded of=page view=move |view| view! { <Body view actions/> }/>
        </div>
    }
}

#[component]
fn Body(view: View, actions: Actions) -> impl IntoView {
    let lang = use_lang();
    let crumbs = vec![
        Crumb::link(t::staff::title(lang), "/desk"),
        Crumb::here(t::exchange::title(lang)),
    ];
    let columns = vec![
        Column::new(t::exchange::currency(lang)),
        Column::figures(t::exchange::rate(lang)),
        Column::new(t::exchange::day(lang)),
        Column::new(t::exchange::state(lang)),
    ];
    let (base, today) = (view.base, view.today);
    let stale = view.currencies.iter().filter(|(_, newest)| {
        newest
            .as_ref()
            .is_some_and(|newest| !newest.is_fresh(today))
    });
    let stale = i64::try_from(stale.count()).unwrap_or(i64::MAX);
    let choices = view
        .currencies
        .iter()
        .map(|(quote, _)| Choice::new(quote.code(), label(lang, *quote)))
        .collect();
    // What is kept comes first: most of the others will never have a rate.
    let (with, without): (Vec<_>, Vec<_>) = view
        .currencies
        .into_iter()
        .partition(|(_, newest)| newest.is_some());
    let rows = with
        .into_iter()
        .chain(without)
        .map(|(quote, newest)| row(lang, quote, newest, today))
        .collect();
    view! {
        <PageHead title=t::exchange::title(lang) lead=t::exchange::lead(lang, base) crumbs/>
        {(stale > 0).then(|| view! {
            <Alert tone=Tone::Warning class="mb-6">{t::exchange::stale_note(lang, stale, MOST_DAYS_OLD)}</Alert>
        })}
        <div class="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
            <div class="min-w-0 order-2 lg:order-1">
                <DataTable caption=t::exchange::rates(lang) columns rows/>
            </div>
            <div class="grid gap-4 min-w-0 order-1 lg:order-2">
                <OneForm base choices today actions/>
                <ManyForm today actions/>
            </div>
        </div>
    }
    .into_any()
}

/// `USD · US dollar`
fn label(lang: Lang, currency: Currency) -> String {
    format!("{currency} · {}", currency.name(lang))
}

fn row(lang: Lang, quote: Currency, newest: Option<ExchangeRate>, today: NaiveDate) -> TableRow {
    let name = label(lang, quote);
    let (rate, day, state) = match newest {
        None => (
            view! { <span class="text-muted">{t::exchange::none(lang)}</span> }.into_any(),
            "–".into_any(),
            "–".into_any(),
        ),
        Some(rate) => {
            let (tone, words) = if rate.is_fresh(today) {
                (Tone::Jade, t::exchange::shown(lang))
            } else {
                (Tone::Warning, t::exchange::stale(lang))
            };
            (
                t::exchange::rate_of(lang, rate.base, rate.plain(), quote).into_any(),
                rate.day.to_string().into_any(),
                view! { <Badge tone>{words}</Badge> }.into_any(),
            )
        }
    };
    TableRow {
        id: quote.code().to_owned(),
        label: name.clone(),
        cells: vec![name.into_any(), rate, day, state],
    }
}

#[component]
fn OneForm(
    base: Currency,
    choices: Vec<Choice>,
    today: NaiveDate,
    actions: Actions,
) -> impl IntoView {
    let lang = use_lang();
    view! {
        <Card title=t::exchange::new_rate(lang)>
            <Form action=actions.one on_done=actions.done>
                <Select name="currency" label=t::exchange::currency(lang) choices
                    prompt=t::exchange::choose(lang) required=true/>
                <TextField name="day" label=t::exchange::day(lang) value=today.to_string()
                    hint=t::exchange::day_hint(lang) autocomplete="off" required=true/>
                <TextField name="rate" label=t::exchange::rate(lang) inputmode="decimal"
                    hint=t::exchange::rate_hint(lang, base) autocomplete="off" required=true/>
                <Sure/>
                <div><Submit>{t::exchange::keep(lang)}</Submit></div>
            </Form>
        </Card>
    }
}

#[component]
fn ManyForm(today: NaiveDate, actions: Actions) -> impl IntoView {
    let lang = use_lang();
    view! {
        <Card title=t::exchange::many(lang)>
            <Form action=actions.many on_done=actions.done>
                <TextField name="day" label=t::exchange::day(lang) value=today.to_string()
                    hint=t::exchange::day_hint(lang) autocomplete="off" required=true/>
                <TextArea name="lines" label=t::exchange::lines(lang) rows=6
                    hint=t::exchange::lines_hint(lang) required=true/>
                <Sure/>
                <div><Submit kind=ButtonKind::Plain>{t::exchange::keep_all(lang)}</Submit></div>
            </Form>
        </Card>
    }
}

/// For what has truly moved far.
#[component]
fn Sure() -> impl IntoView {
    let lang = use_lang();
    view! { <Checkbox name="sure" label=t::exchange::sure(lang) hint=t::exchange::sure_hint(lang)/> }
}
