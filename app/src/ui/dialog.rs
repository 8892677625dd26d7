//! Dialogs and drawers: native `<dialog>`, opened by the popover attribute where there is
//! no JavaScript yet.

use super::optional_text::OptionalText;
use super::{
    button::{ButtonKind, ButtonSize},
    icon::{Glyph, Icon},
};
use crate::i18n::{t, use_lang};
use leptos::{html, prelude::*};

/// Where the window comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DialogShape {
    /// In the middle; from below on a phone.
    #[default]
    Centre,
    /// From the end of the line: the cart, details.
    DrawerEnd,
    /// From the start of the line: navigation, facets.
    DrawerStart,
}

/// A window over the page with the button that opens it. Escape, the cross and a click
/// outside close it.
///
/// ```ignore
/// <Dialog id="ship-1" title="Ship the order" trigger="Ship" kind=ButtonKind::Main>
///     <Form action=ship>…</Form>
/// </Dialog>
/// ```
#[component]
pub fn Dialog(
    /// Unlike every other on the page.
    #[prop(into)]
    id: String,
    #[prop(into)] title: String,
    /// The words of the button that opens it; none where `open` alone does.
    #[prop(optional, into)]
    trigger: OptionalText,
    #[prop(optional)] shape: DialogShape,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional_no_strip, into)] icon: Option<Glyph>,
    /// Opens and closes it from elsewhere in the browser.
    #[prop(optional)]
    open: Option<RwSignal<bool>>,
    /// Class of the trigger.
    #[prop(optional, into)]
    trigger_class: String,
    children: Children,
) -> impl IntoView {
    let trigger = trigger.0;
    let lang = use_lang();
    let place = NodeRef::<html::Dialog>::new();
    let open = open.unwrap_or_else(|| RwSignal::new(false));
    Effect::new(move |_| {
        let wanted = open.get();
        if let Some(dialog) = place.get() {
            if wanted && !dialog.open() {
                _ = dialog.show_modal();
            } else if !wanted && dialog.open() {
                dialog.close();
            }
        }
    });
    let class = match shape {
        DialogShape::Centre => "dialog",
        DialogShape::DrawerEnd => "dialog drawer drawer-end",
        DialogShape::DrawerStart => "dialog drawer drawer-start",
    };
    let title_id = format!("{id}-title");
    let trigger = trigger.map(|words| {
        let kind = match kind {
            ButtonKind::Main => "btn btn-main",
            ButtonKind::Plain => "btn btn-plain",
            ButtonKind::Quiet => "btn btn-quiet",
            ButtonKind::Danger => "btn btn-danger",
        };
        let size = match size {
            ButtonSize::Small => "btn-small",
            ButtonSize::Normal => "",
            ButtonSize::Large => "btn-large",
        };
        view! {
            <button
                type="button"
                class=format!("{kind} {size} {trigger_class}")
                popovertarget=id.clone()
                aria-haspopup="dialog"
                on:click=move |event| {
                    event.prevent_default();
                    open.set(true);
                }
            >
                {icon.map(|glyph| view! { <Icon glyph/> })}
                <span class="btn-words">{words}</span>
            </button>
        }
    });
    let outside = move |event: leptos::ev::MouseEvent| {
        let hit_backdrop = event.target().is_some_and(|target| {
            place.get_untracked().is_some_and(|dialog| {
                let dialog: &leptos::web_sys::EventTarget = dialog.as_ref();
                *dialog == target
            })
        });
        if hit_backdrop {
            open.set(false);
        }
    };
    view! {
        {trigger}
        <dialog
            id=id
            class=class
            popover="auto"
            aria-labelledby=title_id
            node_ref=place
            on:close=move |_| open.set(false)
            on:click=outside
        >
            <div class="dialog-sheet">
                <header class="dialog-head">
                    <h2 id=title_id.clone()>{title}</h2>
                    <button
                        type="button"
                        class="icon-btn"
                        aria-label=t::ui::close(lang)
                        popovertarget=id.clone()
                        popovertargetaction="hide"
                        on:click=move |_| open.set(false)
                    >
                        <Icon glyph=Glyph::Close/>
                    </button>
                </header>
                <div class="dialog-body">{children()}</div>
            </div>
        </dialog>
    }
}

/// Text that unfolds: works everywhere.
///
/// ```ignore
/// <Disclosure title="Specifications" open=true>…</Disclosure>
/// ```
#[component]
pub fn Disclosure(
    #[prop(into)] title: String,
    #[prop(optional)] open: bool,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    view! {
        <details class=format!("disclosure {class}") open=open>
            <summary>{title}<Icon glyph=Glyph::ChevronDown/></summary>
            <div class="disclosure-body">{children()}</div>
        </details>
    }
}
