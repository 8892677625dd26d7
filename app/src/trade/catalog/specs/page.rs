//! `/desk/specifications`: what a category asks of its goods, and what is asked above it.

use super::{
    api::{RemoveSpecification, SaveSpecification, load_specifications},
    form::SpecificationForm,
};
use crate::{
    i18n::{t, use_lang},
    platform::page::{Loaded, encoded},
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use longtail::{
    text::Lang,
    trade::catalog::{
        CategoryNode, CategorySpecs, InheritedSpec, OwnSpec, SpecDefinition, SpecKind,
        SpecificationsPage as View, flatten,
    },
};

/// What the forms of this page send.
#[derive(Clone, Copy)]
struct Actions {
    save: ServerAction<SaveSpecification>,
    remove: ServerAction<RemoveSpecification>,
    /// Only after something was done: what was typed stays where it was refused.
    done: Callback<()>,
}

/// The page with a category chosen.
pub fn address(category: &str) -> String {
    format!("/desk/specifications?category={}", encoded(category))
}

/// For the market's own people.
#[component]
pub fn SpecificationsPage() -> impl IntoView {
    let lang = use_lang();
    let query = use_query_map();
    let named = move |name: &'static str| query.with(|query| query.get(name));
    let category = Memo::new(move |_| named("category").unwrap_or_default());
    let change = Memo::new(move |_| named("change"));
    let page = Resource::new_blocking(move || category.get(), load_specifications);
    let actions = Actions {
        save: ServerAction::new(),
        remove: ServerAction::new(),
        done: Callback::new(move |()| page.refetch()),
    };
    // Here and not in the form, which is drawn anew as soon as the address changes.
    on_accepted(actions.save, actions.done);
    let saved = actions.save.value();
    // What was refused of one specification says nothing of another.
    Effect::watch(
        move || change.get(),
        move |_, _, _| {
            if saved.with_untracked(|v| matches!(v, Some(Err(_)))) {
                actions.save.clear();
            }
        },
        false,
    );
    let told = move || {
        let words = match (named("kept"), named("removed")) {
            (Some(_), _) => t::specification::kept(lang),
            (None, Some(_)) => t::specification::removed(lang),
            (None, None) => return None,
        };
        Some(view! { <Alert tone=Tone::Jade class="mb-4">{words}</Alert> })
    };
    view! {
        <Title text=t::specification::title(lang)/>
        <div class="page page-body">
            {told}
            <Loaded of=page view=move |view| view! { <Body view change actions/> }/>
        </div>
    }
}

#[component]
fn Body(view: View, change: Memo<Option<String>>, actions: Actions) -> impl IntoView {
    let lang = use_lang();
    let crumbs = vec![
        Crumb::link(t::staff::title(lang), "/desk"),
        Crumb::here(t::specification::title(lang)),
    ];
    let slug = view.chosen.as_ref().map(|chosen| chosen.slug.clone());
    let choices = categories(lang, &view.categories);
    view! {
        <PageHead title=t::specification::title(lang) lead=t::specification::lead(lang) crumbs/>
        <form method="get" action="/desk/specifications" class="form form-beside mb-6">
            <Select name="category" label=t::catalog::category(lang) choices value=slug.unwrap_or_default()
                prompt=t::catalog::choose_category(lang) required=true/>
            <Submit kind=ButtonKind::Plain>{t::specification::show(lang)}</Submit>
        </form>
        {view.chosen.map(|chosen| view! { <Chosen chosen change actions/> })}
    }
    .into_any()
}

/// The tree as choices by slug; what is deeper stands further in.
fn categories(lang: Lang, tree: &[CategoryNode]) -> Vec<Choice> {
    let indented = |(depth, node): (usize, &CategoryNode)| {
        let indent = "\u{2003}".repeat(depth);
        let label = format!("{indent}{}", node.name.pick(lang));
        Choice::new(node.slug.clone(), label)
    };
    flatten(tree).into_iter().map(indented).collect()
}

/// One category: its own, those from above, and the form.
#[component]
fn Chosen(chosen: CategorySpecs, change: Memo<Option<String>>, actions: Actions) -> impl IntoView {
    let lang = use_lang();
    let name = chosen.name.pick(lang).to_owned();
    let slug = chosen.slug.clone();
    let columns = vec![
        Column::new(t::specification::name(lang)),
        Column::new(t::specification::kind(lang)),
        Column::new(t::specification::facet(lang)),
        Column::figures(t::specification::answers(lang)),
        Column::actions(t::specification::change(lang)),
    ];
    let definitions: Vec<SpecDefinition> = chosen
        .own
        .iter()
        .map(|own| own.definition.clone())
        .collect();
    let rows: Vec<TableRow> = chosen
        .own
        .into_iter()
        .map(|own| own_row(lang, &chosen.slug, own, actions))
        .collect();
    let above: Vec<TableRow> = chosen
        .inherited
        .into_iter()
        .map(|inherited| inherited_row(lang, inherited))
        .collect();
    let from = vec![
        Column::new(t::specification::name(lang)),
        Column::new(t::specification::kind(lang)),
        Column::new(t::specification::facet(lang)),
        Column::new(t::specification::from(lang)),
    ];
    // Which one is changed stands in the address, and needs nothing to be loaded. Each has fields
    // of its own: what was typed for another must not stay in them.
    let form = move |key: Option<String>| {
        let definition = key.and_then(|key| definitions.iter().find(|of| of.key == key).cloned());
        view! {
            <SpecificationForm category=slug.clone() definition save=actions.save/>
        }
    };
    view! {
        <div class="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
            <div class="grid gap-6 min-w-0">
                <section>
                    <SectionHead title=t::specification::own(lang, &name)/>
                    {if rows.is_empty() {
                        view! { <p class="text-muted">{t::specification::none(lang)}</p> }.into_any()
                    } else {
                        view! { <DataTable caption=t::specification::own(lang, &name) columns rows/> }.into_any()
                    }}
                </section>
                {(!above.is_empty()).then(|| view! {
                    <section>
                        <SectionHead title=t::specification::inherited(lang)/>
                        <DataTable caption=t::specification::inherited(lang) columns=from rows=above/>
                    </section>
                })}
            </div>
            <div class="min-w-0">
                <For each=move || [change.get()] key=Clone::clone children=form/>
            </div>
        </div>
    }
    .into_any()
}

fn own_row(lang: Lang, category: &str, own: OwnSpec, actions: Actions) -> TableRow {
    let definition = own.definition;
    let name = definition.name.pick(lang).to_owned();
    let change = format!("{}&change={}", address(category), encoded(&definition.key));
    let remove = (own.answers == 0).then(|| {
        let label = t::specification::remove_of(lang, &name);
        let (category, key) = (category.to_owned(), definition.key.clone());
        let id = format!("remove-{key}");
        view! {
            <Form action=actions.remove id class="form-inline" on_done=actions.done>
                <input type="hidden" name="category" value=category/>
                <input type="hidden" name="key" value=key/>
                <Submit kind=ButtonKind::Quiet size=ButtonSize::Small icon=Glyph::Trash label>
                    {t::specification::remove(lang)}
                </Submit>
            </Form>
        }
    });
    let change_words = t::specification::change_of(lang, &name);
    let actions = view! {
        <div class="cluster">
            <ButtonLink href=change kind=ButtonKind::Quiet size=ButtonSize::Small icon=Glyph::Edit
                attr:aria-label=change_words>
                {t::specification::change(lang)}
            </ButtonLink>
            {remove}
        </div>
    };
    TableRow {
        id: definition.key.clone(),
        label: name.clone(),
        cells: vec![
            name.into_any(),
            kind_words(lang, &definition.kind).into_any(),
            facet_words(lang, definition.facet).into_any(),
            own.answers.to_string().into_any(),
            actions.into_any(),
        ],
    }
}

fn inherited_row(lang: Lang, inherited: InheritedSpec) -> TableRow {
    let definition = inherited.definition;
    let name = definition.name.pick(lang).to_owned();
    let from = inherited.from_name.pick(lang).to_owned();
    let href = address(&inherited.from_slug);
    TableRow {
        id: definition.key.clone(),
        label: name.clone(),
        cells: vec![
            name.into_any(),
            kind_words(lang, &definition.kind).into_any(),
            facet_words(lang, definition.facet).into_any(),
            view! { <a href=href class="underline">{from}</a> }.into_any(),
        ],
    }
}

/// `Number, in g`; choices by their labels.
fn kind_words(lang: Lang, kind: &SpecKind) -> String {
    match kind {
        SpecKind::Text => t::specification::text(lang).to_owned(),
        SpecKind::Number { unit } => match unit.pick(lang) {
            "" => t::specification::number(lang).to_owned(),
            unit => t::specification::number_in(lang, unit),
        },
        SpecKind::Choice { choices } => {
            let labels = choices.iter().map(|choice| choice.label.pick(lang));
            labels.collect::<Vec<_>>().join(" · ")
        }
    }
}

fn facet_words(lang: Lang, facet: bool) -> &'static str {
    if facet {
        t::specification::yes(lang)
    } else {
        t::specification::no(lang)
    }
}
