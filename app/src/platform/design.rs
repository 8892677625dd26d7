//! `/design`: every component in every state, in both themes side by side.

mod actions;
mod content;
mod fields;
mod lists;

use crate::{
    i18n::{t, use_lang},
    ui::{FormState, Glyph, Icon, PageHead},
};
use leptos::{context::Provider, prelude::*};
use leptos_meta::Title;
use longtail::text::{Bilingual, FieldIssue, FieldIssues};

/// One of the two themes; the ids inside begin with its name.
#[derive(Clone, Copy)]
pub(crate) enum Side {
    Light,
    Dark,
}

impl Side {
    const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// An id that the other side does not have.
    fn id(self, of: &str) -> String {
        format!("{}-{of}", self.name())
    }
}

#[component]
pub fn DesignPage() -> impl IntoView {
    let lang = use_lang();
    view! {
        <Title text=t::design::title(lang)/>
        <div class="page page-body design">
            <PageHead title=t::design::title(lang) lead=t::design::lead(lang)/>
            {both("colours", t::design::colours(lang), colours)}
            {both("type", t::design::type_sizes(lang), letters)}
            {both("icons", t::design::icons(lang), icons)}
            {both("buttons", t::design::buttons(lang), actions::buttons)}
            {both("fields", t::design::fields(lang), fields::fields)}
            {both("choices", t::design::choices(lang), fields::choices)}
            {both("feedback", t::design::feedback(lang), actions::feedback)}
            {both("money", t::design::money(lang), content::money)}
            {both("time", t::design::time(lang), content::time)}
            {both("content", t::design::content(lang), content::boxes)}
            {both("navigation", t::design::navigation(lang), lists::navigation)}
            {both("tables", t::design::tables(lang), lists::table)}
            {both("charts", t::design::charts(lang), content::charts)}
            {both("windows", t::design::windows(lang), actions::windows)}
            {both("empties", t::design::empties(lang), content::empties)}
        </div>
    }
}

/// A section with its components in light and in dark. Each side is a form of its own, so
/// that radio buttons of one name do not meet.
fn both(id: &'static str, title: &'static str, draw: fn(Side) -> AnyView) -> AnyView {
    let lang = use_lang();
    let side = |side: Side| {
        let (class, label) = match side {
            Side::Light => ("design-side is-light", t::design::light(lang)),
            Side::Dark => ("design-side is-dark", t::design::dark(lang)),
        };
        let state = FormState::specimen(side.id(id), issues(lang));
        view! {
            <form class=class aria-label=format!("{title}: {label}") on:submit=|event| event.prevent_default()>
                <Provider value=state>{draw(side)}</Provider>
            </form>
        }
    };
    view! {
        <section class="design-section" id=id>
            <h2>{title}</h2>
            <div class="design-both">{side(Side::Light)}{side(Side::Dark)}</div>
        </section>
    }
    .into_any()
}

/// What the specimens called `wrong` show.
fn issues(lang: longtail::text::Lang) -> FieldIssues {
    let text = t::design::too_small(lang);
    let mut issues = FieldIssues::one(
        "wrong",
        FieldIssue::Other {
            text: Bilingual::new(text, text),
        },
    );
    issues.add("accept", FieldIssue::Missing);
    issues
}

fn colours(_: Side) -> AnyView {
    const COLOURS: [(&str, &str); 16] = [
        ("paper", "bg-paper text-ink"),
        ("card", "bg-card text-ink"),
        ("ink", "bg-ink text-paper"),
        ("muted", "bg-paper text-muted"),
        ("persimmon", "bg-persimmon text-persimmon-ink"),
        ("persimmon-soft", "bg-persimmon-soft text-persimmon"),
        ("jade", "bg-card text-jade"),
        ("jade-soft", "bg-jade-soft text-jade"),
        ("gold", "bg-card text-gold"),
        ("gold-soft", "bg-gold-soft text-gold"),
        ("cinnabar", "bg-card text-cinnabar"),
        ("cinnabar-soft", "bg-cinnabar-soft text-cinnabar"),
        ("warning", "bg-card text-warning"),
        ("warning-soft", "bg-warning-soft text-warning"),
        ("danger", "bg-card text-danger"),
        ("danger-soft", "bg-danger-soft text-danger"),
    ];
    let swatches = COLOURS
        .map(|(name, class)| view! { <li class=format!("swatch {class}")>{name}</li> })
        .collect_view();
    view! { <ul class="swatches">{swatches}</ul> }.into_any()
}

fn letters(_: Side) -> AnyView {
    let lang = use_lang();
    let line = |class: &'static str| view! { <p class=class>{t::design::sample(lang)}</p> };
    view! {
        <div class="grid gap-2">
            {line("text-44 font-bold")}
            {line("text-32 font-bold")}
            {line("text-24 font-bold")}
            {line("text-20 font-semibold")}
            {line("text-16")}
            {line("text-14 text-muted")}
            {line("text-13 text-muted")}
            {line("text-12 text-muted")}
        </div>
    }
    .into_any()
}

fn icons(_: Side) -> AnyView {
    let all = Glyph::ALL
        .iter()
        .map(|glyph| view! { <li title=glyph.name()><Icon glyph=*glyph label=glyph.name()/></li> })
        .collect_view();
    view! { <ul class="icon-grid">{all}</ul> }.into_any()
}
