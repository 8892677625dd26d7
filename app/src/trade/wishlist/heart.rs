//! The heart on goods.
//!
//! All hearts of a page are buttons of one form, which stands in the frame: they work without
//! scripts, and a page of many cards carries no form for each.

use super::{api::SetWish, refusal};
use crate::{
    i18n::{t, use_lang},
    platform::visitor::use_visitor,
    ui::{Glyph, Icon, use_toaster},
};
use leptos::prelude::*;
use longtail::{id::ListingId, trade::wishlist::WishFor};
use server_fn::ServerFn;

/// The id of the one form.
const FORM: &str = "wish";

/// What is wished for, as all hearts of the page see it.
#[derive(Clone, Copy)]
pub struct Wishes {
    kept: RwSignal<Vec<ListingId>>,
    set: ServerAction<SetWish>,
}

impl Wishes {
    /// Takes in what the visitor wishes for.
    pub fn learn(self, wishes: Vec<ListingId>) {
        self.kept.set(wishes);
    }

    /// How often the market has taken in a press: what depends on it is loaded again.
    pub fn changes(self) -> usize {
        self.set.version().get()
    }

    fn has(self, listing: ListingId) -> bool {
        self.kept.with(|kept| kept.contains(&listing))
    }

    /// The same at this moment, without following it.
    pub fn has_untracked(self, listing: ListingId) -> bool {
        self.kept.with_untracked(|kept| kept.contains(&listing))
    }

    /// Shows the heart at once and tells the market.
    fn press(self, wish: WishFor, on: bool) {
        self.kept.update(|kept| {
            kept.retain(|listing| *listing != wish.listing);
            if on {
                kept.push(wish.listing);
            }
        });
        self.set.dispatch(SetWish {
            wish: on.then_some(wish),
            unwish: (!on).then_some(wish),
        });
    }
}

/// Makes hearts work. Once, in the app, after the visitor.
pub fn provide_wishes() {
    let wishes = Wishes {
        kept: RwSignal::new(Vec::new()),
        set: ServerAction::new(),
    };
    let visitor = use_visitor();
    Effect::new(move |_| {
        if let Some(Ok(visitor)) = visitor.get() {
            wishes.learn(visitor.wishes);
        }
    });
    provide_context(wishes);
}

/// The hearts of this page.
pub fn use_wishes() -> Wishes {
    expect_context()
}

/// The form that all hearts send. Once, in the frame.
#[component]
pub fn WishForm() -> impl IntoView {
    let lang = use_lang();
    let wishes = use_wishes();
    let visitor = use_visitor();
    let toaster = use_toaster();
    Effect::new(move |_| match wishes.set.value().get() {
        Some(Ok(())) => visitor.refetch(),
        Some(Err(fault)) => {
            toaster.say(fault.sentence(lang, |refused| refusal(lang, refused)));
            visitor.refetch();
        }
        None => {}
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        let Some((on, wish)) = pressed(&event) else {
            return;
        };
        event.prevent_default();
        wishes.press(wish, on);
        let words = if on {
            t::wishlist::kept(lang)
        } else {
            t::wishlist::taken_off(lang)
        };
        toaster.say_with_undo(words, Callback::new(move |()| wishes.press(wish, !on)));
    };
    view! { <form id=FORM method="post" action=SetWish::PATH on:submit=send></form> }
}

/// What the heart that was pressed asks for.
fn pressed(event: &leptos::ev::SubmitEvent) -> Option<(bool, WishFor)> {
    let heart = event.submitter()?;
    let wish = heart.get_attribute("value")?.parse().ok()?;
    Some((heart.get_attribute("name")? == "wish", wish))
}

/// Keeps a thing in the wishlist, or takes it off.
#[component]
pub fn Heart(
    #[prop(into)] wish: Signal<WishFor>,
    /// Of the thing, to be read aloud.
    #[prop(into)]
    title: String,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let lang = use_lang();
    let wishes = use_wishes();
    let on = move || wishes.has(wish.get().listing);
    view! {
        <button
            type="submit"
            form=FORM
            name=move || if on() { "unwish" } else { "wish" }
            value=move || wish.get().to_string()
            class=format!("heart {class}")
            aria-pressed=move || if on() { "true" } else { "false" }
            aria-label=t::wishlist::wish_for(lang, title)
            title=t::wishlist::heart(lang)
        >
            <Icon glyph=Glyph::Heart/>
        </button>
    }
}
