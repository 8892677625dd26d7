//! What the market tells: alerts, badges, progress, meters, skeletons.

use super::icon::{Glyph, Icon};
use super::optional_text::OptionalText;
use leptos::prelude::*;

/// What a colour means here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    /// What is new or needs doing.
    Persimmon,
    /// Guarantee, money held, success.
    Jade,
    /// Grades.
    Gold,
    /// The mall.
    Cinnabar,
    Warning,
    Danger,
}

impl Tone {
    const fn suffix(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Persimmon => "persimmon",
            Self::Jade => "jade",
            Self::Gold => "gold",
            Self::Cinnabar => "cinnabar",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}

/// A box that says something about the page. Errors and warnings are read aloud at once.
///
/// ```ignore
/// <Alert tone=Tone::Warning title="Only 2 left">"Pay within 15 minutes to keep them."</Alert>
/// ```
#[component]
pub fn Alert(
    #[prop(optional)] tone: Tone,
    #[prop(optional, into)] title: OptionalText,
    #[prop(optional, into)] class: String,
    /// It stands in a region that is read aloud already.
    #[prop(optional)]
    quiet: bool,
    children: Children,
) -> impl IntoView {
    let title = title.0;
    let (glyph, role) = match tone {
        Tone::Danger => (Glyph::Warning, "alert"),
        Tone::Warning => (Glyph::Warning, "status"),
        Tone::Jade => (Glyph::Check, "status"),
        _ => (Glyph::Info, "note"),
    };
    let tone = tone.suffix();
    view! {
        <div class=format!("alert alert-{tone} {class}") role=(!quiet).then_some(role)>
            <Icon glyph/>
            <div>
                {title.map(|title| view! { <p class="alert-title">{title}</p> })}
                {children()}
            </div>
        </div>
    }
}

/// One or two words about a thing: its stage, its tier.
///
/// ```ignore
/// <Badge tone=Tone::Cinnabar>"Mall"</Badge>
/// ```
#[component]
pub fn Badge(
    #[prop(optional)] tone: Tone,
    #[prop(optional_no_strip, into)] icon: Option<Glyph>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let tone = tone.suffix();
    view! {
        <span class=format!("badge badge-{tone} {class}")>
            {icon.map(|glyph| view! { <Icon glyph/> })}
            {children()}
        </span>
    }
}

fn per_mille(value: i64, of: i64) -> i64 {
    if of <= 0 {
        0
    } else {
        (value.clamp(0, of) * 1000) / of
    }
}

/// `width: 62.5%` of a part and its whole.
fn width_style(value: i64, of: i64) -> String {
    let share = per_mille(value, of);
    format!("width:{}.{}%", share / 10, share % 10)
}

/// How far something has come.
///
/// ```ignore
/// <Progress label="Rows read" done=120 of=300/>
/// ```
#[component]
pub fn Progress(
    #[prop(into)] label: String,
    #[prop(into)] done: Signal<i64>,
    #[prop(into)] of: Signal<i64>,
    /// Said instead of `120 / 300`.
    #[prop(optional, into)]
    text: OptionalText,
    #[prop(optional)] tone: Tone,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let text = text.0;
    let tone = tone.suffix();
    let name = label.clone();
    let words = move || {
        text.clone()
            .unwrap_or_else(|| format!("{} / {}", done.get(), of.get()))
    };
    view! {
        <div class=format!("progress progress-{tone} {class}")>
            <div class="progress-words">
                <span>{label}</span>
                <span class="tabular">{words}</span>
            </div>
            <div
                class="progress-track"
                role="progressbar"
                aria-label=name
                aria-valuemin="0"
                aria-valuemax=move || of.get().to_string()
                aria-valuenow=move || done.get().clamp(0, of.get().max(0)).to_string()
            >
                <span style=move || width_style(done.get(), of.get())></span>
            </div>
        </div>
    }
}

/// A value on a scale, with the value of others as a tick to compare with.
///
/// ```ignore
/// <Meter label="Dispatch" value=92 most=100 text="18 hours" other=75 other_label="Industry"/>
/// ```
#[component]
pub fn Meter(
    #[prop(into)] label: String,
    value: i64,
    #[prop(default = 100)] most: i64,
    /// The value in words.
    #[prop(into)]
    text: String,
    #[prop(optional_no_strip, into)] other: Option<i64>,
    #[prop(optional, into)] other_label: OptionalText,
    #[prop(default = Tone::Jade)] tone: Tone,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let other_label = other_label.0;
    let tone = tone.suffix();
    let tick = other.map(|other| {
        let share = per_mille(other, most);
        format!("left:{}.{}%", share / 10, share % 10)
    });
    let (name, spoken) = (label.clone(), text.clone());
    view! {
        <div class=format!("meter progress-{tone} {class}")>
            <div class="progress-words">
                <span>{label}</span>
                <span class="tabular">{text}</span>
            </div>
            <div
                class="progress-track"
                role="meter"
                aria-label=name
                aria-valuemin="0"
                aria-valuemax=most.to_string()
                aria-valuenow=value.clamp(0, most).to_string()
                aria-valuetext=spoken
            >
                <span style=width_style(value, most)></span>
                {tick.map(|style| view! { <i class="meter-tick" style=style></i> })}
            </div>
            {other_label.map(|words| view! { <p class="meter-other">{words}</p> })}
        </div>
    }
}

/// What stands where something is being loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SkeletonShape {
    /// Lines of text.
    #[default]
    Lines,
    /// A picture with two lines: a card in a list.
    Card,
    /// One round picture with a line.
    Person,
}

/// A grey stand-in of the size of what comes.
#[component]
pub fn Skeleton(
    #[prop(optional)] shape: SkeletonShape,
    #[prop(default = 3)] lines: usize,
) -> impl IntoView {
    let class = match shape {
        SkeletonShape::Lines => "skeleton",
        SkeletonShape::Card => "skeleton skeleton-card",
        SkeletonShape::Person => "skeleton skeleton-person",
    };
    let lines = if shape == SkeletonShape::Lines {
        lines
    } else {
        2
    };
    view! {
        <div class=class aria-hidden="true">
            {(shape != SkeletonShape::Lines).then(|| view! { <span class="skeleton-picture"></span> })}
            {(0..lines).map(|_| view! { <span class="skeleton-line"></span> }).collect_view()}
        </div>
    }
}
