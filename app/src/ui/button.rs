//! Buttons, and links that look like them.

use super::optional_text::OptionalText;
use super::{
    form::use_form,
    icon::{Glyph, Icon},
};
use leptos::prelude::*;

/// How much a button asks for. One `Main` a view at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one main action: persimmon.
    Main,
    #[default]
    Plain,
    /// Without a frame: for what is seldom wanted.
    Quiet,
    /// For what cannot be taken back.
    Danger,
}

/// 36, 44 or 52 px high. Small ones still take taps on 44 px.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    Small,
    #[default]
    Normal,
    Large,
}

fn classes(kind: ButtonKind, size: ButtonSize, wide: bool, extra: &str) -> String {
    let kind = match kind {
        ButtonKind::Main => "btn btn-main",
        ButtonKind::Plain => "btn btn-plain",
        ButtonKind::Quiet => "btn btn-quiet",
        ButtonKind::Danger => "btn btn-danger",
    };
    let size = match size {
        ButtonSize::Small => " btn-small",
        ButtonSize::Normal => "",
        ButtonSize::Large => " btn-large",
    };
    let wide = if wide { " btn-wide" } else { "" };
    let space = if extra.is_empty() { "" } else { " " };
    format!("{kind}{size}{wide}{space}{extra}")
}

/// A button. `type="button"`: for sending a form use [`Submit`].
///
/// ```ignore
/// <Button kind=ButtonKind::Danger icon=Glyph::Trash on:click=move |_| remove()>"Remove"</Button>
/// ```
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional_no_strip, into)] icon: Option<Glyph>,
    /// Takes the whole width.
    #[prop(optional)]
    wide: bool,
    /// Shows a spinner and takes no further click.
    #[prop(optional, into)]
    pending: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=classes(kind, size, wide, &class)
            class:is-pending=pending
            aria-busy=move || pending.get().then_some("true")
            disabled=move || disabled.get() || pending.get()
        >
            {icon.map(|glyph| view! { <Icon glyph/> })}
            <span class="btn-words">{children()}</span>
            <span class="btn-spinner" aria-hidden="true"></span>
        </button>
    }
}

/// The button that sends the form it stands in. Waits by itself while the form is sent.
///
/// ```ignore
/// <Form action=sign_in><Submit>"Sign in"</Submit></Form>
/// ```
#[component]
pub fn Submit(
    /// `Main` unless told otherwise.
    #[prop(default = ButtonKind::Main)]
    kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional_no_strip, into)] icon: Option<Glyph>,
    #[prop(optional)] wide: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// With `value`: sent along when this button is the one pressed.
    #[prop(optional, into)]
    name: OptionalText,
    #[prop(optional, into)] value: OptionalText,
    /// The id of the form, where the button stands outside it.
    #[prop(optional, into)]
    form: OptionalText,
    /// Says what the button does where its words do not, e.g. “Remove Jasmine tea”.
    #[prop(optional, into)]
    label: OptionalText,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let name = name.0;
    let value = value.0;
    let form = form.0;
    let label = label.0;
    let pending = use_form().map_or_else(|| Signal::from(false), |form| form.pending);
    // Not `disabled` while it waits: that would take the focus away.
    let guard = move |event: leptos::ev::MouseEvent| {
        if pending.get_untracked() {
            event.prevent_default();
        }
    };
    view! {
        <button
            type="submit"
            class=classes(kind, size, wide, &class)
            class:is-pending=pending
            aria-busy=move || pending.get().then_some("true")
            aria-disabled=move || pending.get().then_some("true")
            aria-label=label
            disabled=disabled
            name=name
            value=value
            form=form
            on:click=guard
        >
            {icon.map(|glyph| view! { <Icon glyph/> })}
            <span class="btn-words">{children()}</span>
            <span class="btn-spinner" aria-hidden="true"></span>
        </button>
    }
}

/// A link that looks like a button.
///
/// ```ignore
/// <ButtonLink href="/open-shop" kind=ButtonKind::Main>"Open a shop"</ButtonLink>
/// ```
#[component]
pub fn ButtonLink(
    #[prop(into)] href: String,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional_no_strip, into)] icon: Option<Glyph>,
    #[prop(optional)] wide: bool,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    view! {
        <a href=href class=classes(kind, size, wide, &class)>
            {icon.map(|glyph| view! { <Icon glyph/> })}
            <span class="btn-words">{children()}</span>
        </a>
    }
}

/// A button of one icon, 44 px square. `label` is read aloud and shown as a tip.
///
/// ```ignore
/// <IconButton glyph=Glyph::Close label=t::ui::close(lang) on:click=move |_| open.set(false)/>
/// ```
#[component]
pub fn IconButton(
    glyph: Glyph,
    #[prop(into)] label: String,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let title = label.clone();
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=format!("icon-btn {class}")
            aria-label=label
            title=title
        >
            <Icon glyph/>
        </button>
    }
}
