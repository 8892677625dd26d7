//! What a file's columns become and where its goods go, to be changed before they come in.

use super::{
    api::ChoosePlaces,
    words::{becomes, refusal},
};
use crate::{
    i18n::{t, use_lang},
    trade::catalog::back_office::category_choices,
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    text::Lang,
    trade::{
        catalog::CategoryNode,
        import::{Aside, Becomes, ColumnUse, Format, ImportView, PlaceRow},
    },
};

/// Category words that a page asks about; a file that has more is told by its own columns.
const MOST_PLACES: usize = 60;

/// One form for both: what is chosen is checked again.
#[component]
pub fn Choices(
    shop: String,
    current: ImportView,
    categories: Vec<CategoryNode>,
    refresh: RwSignal<u32>,
) -> impl IntoView {
    let lang = use_lang();
    let choose = ServerAction::<ChoosePlaces>::new();
    let report = &current.report;
    let chosen = |used: &ColumnUse| {
        current
            .renames
            .iter()
            .any(|(from, _)| *from == used.heading)
    };
    let is_open = |used: &ColumnUse| {
        used.becomes == Becomes::Aside(Aside::Unknown) && used.filled > 0 || chosen(used)
    };
    let asks = report.columns.iter().any(is_open);
    let columns = columns(lang, &current, is_open);
    let places = (report.read_as.format != Format::Stock && !report.places.is_empty())
        .then(|| places(lang, &report.places, &categories));
    let asks = asks || places.is_some();
    view! {
        <Form action=choose refusal=refusal on_done=Callback::new(move |()| refresh.update(|n| *n += 1))>
            <input type="hidden" name="shop" value=shop/>
            <input type="hidden" name="import" value=current.id.to_string()/>
            {columns}
            {places}
            {asks.then(|| view! {
                <div class="pt-4"><Submit kind=ButtonKind::Plain>{t::import::check_again(lang)}</Submit></div>
            })}
        </Form>
    }
    .into_any()
}

fn columns(lang: Lang, current: &ImportView, is_open: impl Fn(&ColumnUse) -> bool) -> AnyView {
    let mut asked = 0;
    let filled = current.report.columns.iter().filter(|used| used.filled > 0);
    // What asks for an answer stands first.
    let (open, known): (Vec<_>, Vec<_>) = filled.partition(|used| is_open(used));
    let rows = open
        .into_iter()
        .chain(known)
        .map(|used| {
            let meaning = if is_open(used) {
                asked += 1;
                choice_of_column(lang, current, used, asked - 1)
            } else {
                view! { <span>{meaning(lang, used)}</span> }.into_any()
            };
            TableRow {
                id: used.heading.clone(),
                label: used.heading.clone(),
                cells: vec![
                    view! { <span class="break-words">{used.heading.clone()}</span> }.into_any(),
                    meaning,
                    view! { <span class="text-muted break-words">{used.examples.join(" · ")}</span> }
                        .into_any(),
                    view! { <span>{used.filled}</span> }.into_any(),
                ],
            }
        })
        .collect();
    let heads = vec![
        Column::new(t::import::heading(lang)),
        Column::new(t::import::becomes(lang)),
        Column::new(t::import::examples(lang)),
        Column::figures(t::import::filled(lang)),
    ];
    view! {
        <Disclosure title=t::import::columns(lang) open={asked > 0}>
            <p class="field-hint pb-3">{t::import::columns_lead(lang)}</p>
            <DataTable caption=t::import::columns(lang) columns=heads rows/>
        </Disclosure>
    }
    .into_any()
}

fn meaning(lang: Lang, used: &ColumnUse) -> String {
    let words = becomes(lang, used.becomes);
    match used.left {
        0 => words.to_owned(),
        left => t::import::left_for(lang, words, left),
    }
}

fn choice_of_column(lang: Lang, current: &ImportView, used: &ColumnUse, n: usize) -> AnyView {
    let now = current
        .renames
        .iter()
        .find(|(from, _)| *from == used.heading);
    let now = now.map(|(_, to)| to.clone()).unwrap_or_default();
    let mut names = current.free_columns.clone();
    if !now.is_empty() {
        names.insert(0, now.clone());
    }
    let options = names
        .into_iter()
        .map(|name| {
            let selected = name == now;
            let words = t::import::known_as(lang, &name);
            view! { <option value=name selected=selected>{words}</option> }
        })
        .collect_view();
    view! {
        <input type="hidden" name=format!("columns[{n}][said]") value=used.heading.clone()/>
        <div class="control control-select">
            <select name=format!("columns[{n}][meant]") aria-label=used.heading.clone()>
                <option value="">{t::import::leave_aside(lang)}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

fn places(lang: Lang, places: &[PlaceRow], categories: &[CategoryNode]) -> AnyView {
    let choices = category_choices(lang, categories);
    let rows = places
        .iter()
        .take(MOST_PLACES)
        .enumerate()
        .map(|(n, place)| {
            let said = match place.said.as_str() {
                "" => t::import::said_nothing(lang).to_owned(),
                said => said.to_owned(),
            };
            let id = place.category.to_string();
            let options = choices
                .iter()
                .map(|choice| {
                    let selected = choice.value == id;
                    let label = choice.label.clone();
                    view! { <option value=choice.value.clone() selected=selected>{label}</option> }
                })
                .collect_view();
            let guessed = (!place.chosen)
                .then(|| view! { <span class="field-hint">{t::import::guessed(lang)}</span> });
            TableRow {
                id: n.to_string(),
                label: said.clone(),
                cells: vec![
                    view! { <span class="break-words">{said.clone()}</span> }.into_any(),
                    view! { <span>{place.products}</span> }.into_any(),
                    view! {
                        <input type="hidden" name=format!("places[{n}][said]") value=place.said.clone()/>
                        <div class="control control-select">
                            <select name=format!("places[{n}][meant]") aria-label=said>{options}</select>
                        </div>
                        {guessed}
                    }
                    .into_any(),
                ],
            }
        })
        .collect();
    let columns = vec![
        Column::new(t::import::said(lang)),
        Column::figures(t::import::goods_count(lang)),
        Column::new(t::import::goes_to(lang)),
    ];
    view! {
        <div class="pt-4">
            <Disclosure title=t::import::places(lang) open=true>
                <p class="field-hint pb-3">{t::import::places_lead(lang)}</p>
                <DataTable caption=t::import::places(lang) columns rows/>
            </Disclosure>
        </div>
    }
    .into_any()
}
