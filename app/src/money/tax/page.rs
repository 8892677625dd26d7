//! `/desk/taxes`: rates with the day from which they are in force, countries whose prices are
//! without tax, and reduced categories.

use super::{
    api::{AddRate, DropRate, SetOnTop, SetTaxClass, load_taxes},
    on_top::WithoutTax,
};
use crate::{
    i18n::{t, use_lang},
    platform::page::Loaded,
    trade::catalog::back_office::category_choices,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use longtail::{
    id::CategoryId,
    money::tax::{Rate, RateGap, TaxClass, TaxPage, per_cent},
    text::{Bilingual, Lang},
    trade::country::{COUNTRIES, country},
};

/// What the forms of this page send.
#[derive(Clone, Copy)]
struct Actions {
    add: ServerAction<AddRate>,
    drop: ServerAction<DropRate>,
    class: ServerAction<SetTaxClass>,
    on_top: ServerAction<SetOnTop>,
}

/// For the market's own people.
#[component]
pub fn TaxesPage() -> impl IntoView {
    let lang = use_lang();
    let actions = Actions {
        add: ServerAction::new(),
        drop: ServerAction::new(),
        class: ServerAction::new(),
        on_top: ServerAction::new(),
    };
    let [add, drop, class, on_top] = [
        accepted(actions.add),
        accepted(actions.drop),
        accepted(actions.class),
        accepted(actions.on_top),
    ];
    let page = Resource::new_blocking(
        move || (add.get(), drop.get(), class.get(), on_top.get()),
        |_| load_taxes(),
    );
    view! {
        <Title text=t::tax::title(lang)/>
        <div class="page page-body">
            <Loaded of=page view=move |view| view! { <Body view actions/> }/>
        </div>
    }
}

#[component]
fn Body(view: TaxPage, actions: Actions) -> impl IntoView {
    let lang = use_lang();
    let crumbs = vec![
        Crumb::link(t::staff::title(lang), "/desk"),
        Crumb::here(t::tax::title(lang)),
    ];
    let columns = vec![
        Column::new(t::account::country(lang)),
        Column::new(t::tax::class(lang)),
        Column::new(t::tax::from(lang)),
        Column::figures(t::invoice::rate(lang)),
        Column::actions(t::tax::take_back(lang)),
    ];
    let today = view.today;
    let rows = view
        .rates
        .into_iter()
        .map(|rate| row(lang, rate, today, actions))
        .collect();
    view! {
        <PageHead title=t::tax::title(lang) lead=t::tax::lead(lang) crumbs/>
        {(!view.gaps.is_empty()).then(|| view! { <Gaps gaps=view.gaps/> })}
        <div class="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
            <DataTable caption=t::tax::rates(lang) columns rows/>
            <div class="grid gap-4">
                <AddForm actions/>
                <WithoutTax countries=view.on_top set=actions.on_top/>
                <Classes categories=category_choices(lang, &view.categories) classes=view.classes actions/>
            </div>
        </div>
    }
    .into_any()
}

/// Where a rate is missing, told before all rates.
#[component]
fn Gaps(gaps: Vec<RateGap>) -> impl IntoView {
    let lang = use_lang();
    let names = |wanted: fn(&RateGap) -> bool| {
        let of = gaps.iter().filter(|gap| wanted(gap));
        let names = of.map(|gap| country_name(lang, &gap.country));
        names.collect::<Vec<_>>().join(" · ")
    };
    let sent_to = names(|gap| gap.is_sent_to);
    let sellers = names(|gap| gap.has_sellers);
    view! {
        <Alert tone=Tone::Warning class="mb-6" title=t::tax::gaps(lang)>
            <p>{t::tax::gaps_hint(lang)}</p>
            {(!sent_to.is_empty()).then(|| view! { <p class="mt-2 break-words">{t::tax::gaps_sent_to(lang, &sent_to)}</p> })}
            {(!sellers.is_empty()).then(|| view! { <p class="mt-2 break-words">{t::tax::gaps_sellers(lang, &sellers)}</p> })}
        </Alert>
    }
}

fn country_name(lang: Lang, code: &str) -> String {
    country(code).map_or_else(|| code.to_owned(), |country| country.name(lang).to_owned())
}

/// `Canada`, `Canada: Ontario`.
fn place_name(lang: Lang, rate: &Rate) -> String {
    let country = country_name(lang, &rate.country);
    match rate.region.is_empty() {
        true => country,
        false => format!("{country}: {}", rate.region),
    }
}

fn class_words(lang: Lang, class: TaxClass) -> &'static str {
    match class {
        TaxClass::Standard => t::tax::standard(lang),
        TaxClass::Reduced => t::tax::reduced(lang),
    }
}

/// On one line, also in Chinese, which breaks anywhere.
fn whole(text: impl Into<String>) -> impl IntoView {
    view! { <span class="whitespace-nowrap">{text.into()}</span> }
}

fn row(lang: Lang, rate: Rate, today: chrono::NaiveDate, actions: Actions) -> TableRow {
    let name = place_name(lang, &rate);
    let words = class_words(lang, rate.class);
    let class: &str = rate.class.into();
    let from = rate.from.to_string();
    let region = rate.region.replace(char::is_whitespace, "-");
    let id = format!("{}-{region}-{class}-{from}", rate.country);
    let label = format!("{name} {words} {from}");
    let take_back = t::tax::take_back_of(lang, &label);
    let drop = (rate.from > today).then(|| {
        let (country, region, from) = (rate.country, rate.region, from.clone());
        view! {
            <Form action=actions.drop id=format!("drop-{id}")>
                <input type="hidden" name="country" value=country/>
                <input type="hidden" name="region" value=region/>
                <input type="hidden" name="class" value=class/>
                <input type="hidden" name="from" value=from/>
                <Submit kind=ButtonKind::Quiet size=ButtonSize::Small icon=Glyph::Trash
                    label=take_back>{t::tax::take_back(lang)}</Submit>
            </Form>
        }
    });
    TableRow {
        id,
        label,
        cells: vec![
            name.into_any(),
            whole(words).into_any(),
            whole(from).into_any(),
            per_cent(rate.rate).into_any(),
            drop.into_any(),
        ],
    }
}

#[component]
fn AddForm(actions: Actions) -> impl IntoView {
    let lang = use_lang();
    let countries = COUNTRIES
        .iter()
        .map(|country| Choice::new(country.code, country.name(lang)))
        .collect();
    view! {
        <Card title=t::tax::new_rate(lang)>
            <Form action=actions.add>
                <Select name="country" label=t::account::country(lang) choices=countries value="CN" required=true/>
                <TextField name="region" label=t::account::region(lang) hint=t::tax::region_hint(lang)/>
                <Select name="class" label=t::tax::class(lang) choices=classes(lang) value="standard" required=true/>
                <TextField name="rate" label=t::invoice::rate(lang) after="%" inputmode="decimal" required=true/>
                <TextField name="from" label=t::tax::from(lang) placeholder="2027-01-01" hint=t::tax::from_hint(lang)
                    required=true/>
                <div><Submit>{t::tax::set_rate(lang)}</Submit></div>
            </Form>
        </Card>
    }
}

fn classes(lang: Lang) -> Vec<Choice> {
    [TaxClass::Standard, TaxClass::Reduced]
        .into_iter()
        .map(|class| Choice::new(<&str>::from(class), class_words(lang, class)))
        .collect()
}

/// Which categories are taxed otherwise than those above them.
#[component]
fn Classes(
    categories: Vec<Choice>,
    classes: Vec<(CategoryId, Bilingual, TaxClass)>,
    actions: Actions,
) -> impl IntoView {
    let lang = use_lang();
    let known = classes
        .into_iter()
        .map(|(_, name, class)| {
            let words = class_words(lang, class);
            view! { <li class="py-1 text-14">{name.pick(lang).to_owned()}": "{words}</li> }
        })
        .collect_view();
    let choices = self::classes(lang);
    view! {
        <Card title=t::tax::categories(lang)>
            <p class="mb-3 text-14 text-muted">{t::tax::categories_hint(lang)}</p>
            <ul class="divided mb-4">{known}</ul>
            <Form action=actions.class>
                <Select name="category" label=t::catalog::category(lang) choices=categories
                    prompt=t::catalog::choose_category(lang) required=true/>
                <Select name="class" label=t::tax::class(lang) choices prompt=t::tax::as_parent(lang)/>
                <div><Submit kind=ButtonKind::Plain>{t::tax::set_class(lang)}</Submit></div>
            </Form>
        </Card>
    }
}
