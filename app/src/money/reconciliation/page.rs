//! The page `/desk/statements`.

use super::api::{CheckStatement, load_statements};
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
    money::reconciliation::{
        CheckedDay, EntryState, FoundDifference, Provider, ReconciliationError, Side,
        StatementsView, What,
    },
    text::Lang,
};

/// Days, differences with their cure, and a day to be compared once more.
#[component]
pub fn StatementsPage() -> impl IntoView {
    let lang = use_lang();
    let check = ServerAction::<CheckStatement>::new();
    let statements = Resource::new_blocking(|| (), |()| load_statements());
    let done = Callback::new(move |()| statements.refetch());
    let query = use_query_map();
    let checked = move || {
        query.with(|query| query.get("checked").is_some()).then(|| {
            view! { <Alert tone=Tone::Jade class="mb-4">{t::reconciliation::checked(lang)}</Alert> }
        })
    };
    view! {
        <Title text=t::reconciliation::title(lang)/>
        <div class="page page-body">
            <PageHead
                title=t::reconciliation::title(lang)
                lead=t::reconciliation::lead(lang)
                crumbs=vec![
                    Crumb::link(t::staff::title(lang), "/desk"),
                    Crumb::here(t::reconciliation::title(lang)),
                ]
            />
            {checked}
            <Loaded of=statements view=move |view| view! { <Body view check done/> }/>
        </div>
    }
}

#[component]
fn Body(
    view: StatementsView,
    check: ServerAction<CheckStatement>,
    done: Callback<()>,
) -> impl IntoView {
    let lang = use_lang();
    view! {
        <div class="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
            <div class="grid gap-6 min-w-0">
                <section class="card min-w-0">
                    <h2 class="card-title">{t::reconciliation::differences(lang)}</h2>
                    <Differences found=view.differences/>
                </section>
                <section class="card min-w-0">
                    <h2 class="card-title">{t::reconciliation::days(lang)}</h2>
                    <Days days=view.days/>
                </section>
            </div>
            <aside class="min-w-0">
                <CheckForm choices=view.choices check done/>
            </aside>
        </div>
    }
    .into_any()
}

#[component]
fn CheckForm(
    choices: Vec<NaiveDate>,
    check: ServerAction<CheckStatement>,
    done: Callback<()>,
) -> impl IntoView {
    let lang = use_lang();
    let providers = [Provider::Gateway, Provider::Bank]
        .into_iter()
        .map(|provider| Choice::new(<&str>::from(provider), provider_words(lang, provider)))
        .collect::<Vec<_>>();
    let gateway = <&str>::from(Provider::Gateway);
    let days = choices
        .into_iter()
        .map(|day| Choice::new(day.to_string(), day.to_string()))
        .collect::<Vec<_>>();
    view! {
        <Card title=t::reconciliation::check(lang)>
            <Form action=check refusal=refusal on_done=done>
                <RadioCards name="provider" legend=t::reconciliation::provider(lang) choices=providers
                    value=gateway/>
                <Select name="day" label=t::reconciliation::day(lang) choices=days required=true/>
                <Submit icon=Glyph::Refresh>{t::reconciliation::check_now(lang)}</Submit>
            </Form>
        </Card>
    }
}

fn refusal(lang: Lang, refused: &ReconciliationError) -> String {
    match refused {
        ReconciliationError::Silent => t::reconciliation::silent(lang).to_owned(),
        ReconciliationError::TooEarly => t::reconciliation::too_early(lang).to_owned(),
    }
}

#[component]
fn Differences(found: Vec<FoundDifference>) -> impl IntoView {
    let lang = use_lang();
    if found.is_empty() {
        return view! {
            <EmptyState title=t::reconciliation::none(lang) text=t::reconciliation::none_hint(lang)/>
        }
        .into_any();
    }
    let columns = vec![
        Column::new(t::reconciliation::what(lang)),
        Column::new(t::reconciliation::day(lang)),
        Column::new(t::reconciliation::ours(lang)),
        Column::new(t::reconciliation::theirs(lang)),
    ];
    let rows = found.into_iter().map(difference_row).collect();
    view! { <DataTable caption=t::reconciliation::differences(lang) columns rows/> }.into_any()
}

fn difference_row(found: FoundDifference) -> TableRow {
    let lang = use_lang();
    let difference = found.difference;
    let (words, cure) = what_words(lang, difference.what);
    let cured = found.cured_at.is_some();
    let (tone, note) = if cured {
        (Tone::Jade, t::reconciliation::cured(lang))
    } else {
        (Tone::Danger, cure)
    };
    let reference = difference.reference.to_string();
    TableRow {
        id: reference.clone(),
        label: words.to_owned(),
        cells: vec![
            view! {
                <div>
                    <Badge tone>{words}</Badge>
                    <span class="block text-13 text-muted">{note}</span>
                    <code class="block text-12 break-words">{reference}</code>
                </div>
            }
            .into_any(),
            view! { <span>{provider_words(lang, found.provider)}" "<span class="tabular whitespace-nowrap">{found.day.to_string()}</span></span> }
                .into_any(),
            side_view(difference.ours),
            side_view(difference.theirs),
        ],
    }
}

fn side_view(side: Option<Side>) -> AnyView {
    let lang = use_lang();
    match side {
        None => {
            view! { <span class="text-muted">{t::reconciliation::nothing(lang)}</span> }.into_any()
        }
        Some(side) => view! {
            <span><Price amount=side.amount/>" "{state_words(lang, side.state)}</span>
        }
        .into_any(),
    }
}

#[component]
fn Days(days: Vec<CheckedDay>) -> impl IntoView {
    let lang = use_lang();
    if days.is_empty() {
        return view! { <p class="text-muted">{t::reconciliation::no_days(lang)}</p> }.into_any();
    }
    let columns = vec![
        Column::new(t::reconciliation::day(lang)),
        Column::new(t::reconciliation::provider(lang)),
        Column::figures(t::reconciliation::lines(lang)),
        Column::figures(t::reconciliation::open(lang)),
        Column::new(t::reconciliation::checked_at(lang)),
    ];
    let rows = days
        .into_iter()
        .map(|day| {
            let name = day.day.to_string();
            TableRow {
                id: format!("{}-{name}", <&str>::from(day.provider)),
                label: name.clone(),
                cells: vec![
                    view! { <span class="tabular whitespace-nowrap">{name}</span> }.into_any(),
                    provider_words(lang, day.provider).into_any(),
                    day.lines.into_any(),
                    day.open.into_any(),
                    view! { <When at=day.checked_at style=WhenStyle::Short/> }.into_any(),
                ],
            }
        })
        .collect();
    view! { <DataTable caption=t::reconciliation::days(lang) columns rows/> }.into_any()
}

fn provider_words(lang: Lang, provider: Provider) -> &'static str {
    match provider {
        Provider::Gateway => t::reconciliation::gateway(lang),
        Provider::Bank => t::reconciliation::bank(lang),
    }
}

/// What differs, and what to do about it.
fn what_words(lang: Lang, what: What) -> (&'static str, &'static str) {
    match what {
        What::MissingHere => (
            t::reconciliation::missing_here(lang),
            t::reconciliation::missing_here_cure(lang),
        ),
        What::MissingThere => (
            t::reconciliation::missing_there(lang),
            t::reconciliation::missing_there_cure(lang),
        ),
        What::OtherAmount => (
            t::reconciliation::other_amount(lang),
            t::reconciliation::other_amount_cure(lang),
        ),
        What::OtherState => (
            t::reconciliation::other_state(lang),
            t::reconciliation::other_state_cure(lang),
        ),
    }
}

fn state_words(lang: Lang, state: EntryState) -> &'static str {
    match state {
        EntryState::Captured => t::reconciliation::captured(lang),
        EntryState::Refunded => t::reconciliation::refunded(lang),
        EntryState::Settled => t::reconciliation::settled(lang),
        EntryState::Returned => t::reconciliation::returned(lang),
        EntryState::Open => t::reconciliation::state_open(lang),
    }
}
