//! The field that is typed into, and what is offered meanwhile: a combobox by the book, for
//! keys, touch and screen readers. Without scripts it is a field like any other.
//!
//! What finds and draws the offers is a bundle of its own, fetched at the first key.

use super::api::suggest;
use crate::{
    i18n::{t, use_lang},
    platform::page::encoded,
    ui::{Glyph, Icon, Photo},
};
use leptos::{
    ev::KeyboardEvent, leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local,
};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use longtail::{
    platform::media::Picture,
    text::Lang,
    trade::search::suggest::{Suggestions, highlighted},
};
use std::time::Duration;

/// How long to wait for the next key before asking.
const PAUSE: Duration = Duration::from_millis(120);

/// One thing to choose.
#[derive(Clone, Debug, PartialEq)]
struct Offer {
    words: String,
    path: String,
    glyph: Option<Glyph>,
    picture: Option<Picture>,
}

/// Offers of one kind, by its name.
#[derive(Clone, Debug, PartialEq)]
struct Group {
    name: &'static str,
    /// The place of its first offer among all.
    first: usize,
    offers: Vec<Offer>,
}

/// Draws the offers of one kind.
type Draw = fn(Typing, Group, &str) -> AnyView;

/// What is offered for these words, and how it is drawn. None when no answer came.
#[lazy(offers)]
async fn find_offers(typed: String, lang: Lang) -> Option<(Vec<Group>, Draw)> {
    let found = suggest(typed).await.ok()?;
    let draw: Draw = |typing, group, list_id| {
        let list_id = list_id.to_owned();
        view! { <OffersOfKind typing group list_id/> }.into_any()
    };
    Some((groups(lang, found), draw))
}

fn groups(lang: Lang, found: Suggestions) -> Vec<Group> {
    let offer = |words: &str, path: String, glyph| Offer {
        words: words.to_owned(),
        path,
        glyph: Some(glyph),
        picture: None,
    };
    let queries = found.queries.iter().map(|words| {
        let path = format!("/search?q={}", encoded(words));
        offer(words, path, Glyph::Search)
    });
    let categories = found.categories.iter();
    let categories = categories.map(|c| offer(c.name.pick(lang), c.path.clone(), Glyph::Tag));
    let shops = found.shops.iter();
    let shops = shops.map(|s| offer(s.name.pick(lang), s.path.clone(), Glyph::Shop));
    let goods = found.goods.into_iter().map(|goods| Offer {
        words: goods.title.pick(lang).to_owned(),
        path: goods.path,
        glyph: None,
        picture: goods.picture,
    });
    let kinds: [(&'static str, Vec<Offer>); 4] = [
        (t::search::suggested_queries(lang), queries.collect()),
        (t::search::suggested_categories(lang), categories.collect()),
        (t::search::suggested_goods(lang), goods.collect()),
        (t::search::suggested_shops(lang), shops.collect()),
    ];
    let mut first = 0;
    let mut groups = Vec::new();
    for (name, offers) in kinds {
        if !offers.is_empty() {
            let next = first + offers.len();
            groups.push(Group {
                name,
                first,
                offers,
            });
            first = next;
        }
    }
    groups
}

/// What the field knows while somebody types.
#[derive(Clone, Copy)]
struct Typing {
    typed: RwSignal<String>,
    groups: RwSignal<Vec<Group>>,
    draw: StoredValue<Option<Draw>>,
    open: RwSignal<bool>,
    /// The offer that the arrow keys stand on.
    active: RwSignal<Option<usize>>,
    waiting: StoredValue<Option<TimeoutHandle>>,
    /// Which question was asked last: late answers to others are not shown.
    asked: StoredValue<u64>,
}

impl Typing {
    fn new(initial: String) -> Self {
        Self {
            typed: RwSignal::new(initial),
            groups: RwSignal::new(Vec::new()),
            draw: StoredValue::new(None),
            open: RwSignal::new(false),
            active: RwSignal::new(None),
            waiting: StoredValue::new(None),
            asked: StoredValue::new(0),
        }
    }

    fn count(self) -> usize {
        self.groups
            .with(|groups| groups.iter().map(|g| g.offers.len()).sum())
    }

    fn is_open(self) -> bool {
        self.open.get() && self.count() > 0
    }

    fn close(self) {
        self.open.set(false);
        self.active.set(None);
        self.asked.update_value(|asked| *asked += 1);
        if let Some(waiting) = self.waiting.get_value() {
            waiting.clear();
        }
    }

    /// Asks when no key has come for a moment.
    fn ask_soon(self, lang: Lang) {
        self.active.set(None);
        if let Some(waiting) = self.waiting.get_value() {
            waiting.clear();
        }
        let timeout = set_timeout_with_handle(move || self.ask(lang), PAUSE);
        self.waiting.set_value(timeout.ok());
    }

    fn ask(self, lang: Lang) {
        let typed = self.typed.get_untracked();
        self.asked.update_value(|asked| *asked += 1);
        let number = self.asked.get_value();
        if typed.trim().is_empty() {
            self.groups.set(Vec::new());
            return;
        }
        spawn_local(async move {
            // an answer that does not come is no trouble: the field searches without it
            let Some((groups, draw)) = find_offers(typed, lang).await else {
                return;
            };
            if self.asked.try_get_value() == Some(number) {
                self.draw.set_value(Some(draw));
                self.groups.set(groups);
                self.open.set(true);
            }
        });
    }

    fn chosen(self) -> Option<Offer> {
        let at = self.active.get_untracked()?;
        self.groups.with_untracked(|groups| {
            let mut offers = groups.iter().flat_map(|group| &group.offers);
            offers.nth(at).cloned()
        })
    }

    /// Moves one down or up; above the first and below the last lies the field itself.
    fn step(self, down: bool) {
        let count = self
            .groups
            .with_untracked(|groups| groups.iter().map(|group| group.offers.len()).sum::<usize>());
        if count == 0 {
            return;
        }
        self.open.set(true);
        self.active.update(|active| {
            *active = match (*active, down) {
                (None, true) => Some(0),
                (None, false) => Some(count - 1),
                (Some(at), true) => (at + 1 < count).then_some(at + 1),
                (Some(at), false) => at.checked_sub(1),
            };
        });
    }
}

/// The field. Stands in a form that goes to `/search`.
#[component]
pub fn SearchField(
    /// Unlike every other on the page.
    id: String,
    #[prop(into)] label: String,
    #[prop(into)] placeholder: String,
    /// What was asked for, where the page shows an answer.
    #[prop(into)]
    asked: Signal<String>,
    /// Offers nothing, as in a shop's own search.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    let lang = use_lang();
    let typing = Typing::new(asked.get_untracked());
    let navigate = use_navigate();
    Effect::new(move |_| {
        typing.typed.set(asked.get());
        typing.close();
    });
    let list_id = format!("{id}-offers");
    let active_id = {
        let list_id = list_id.clone();
        move |at: usize| option_id(&list_id, at)
    };
    let go = navigate.clone();
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" | "ArrowUp" if !alone => {
            event.prevent_default();
            typing.step(event.key() == "ArrowDown");
        }
        "Enter" => {
            if let Some(offer) = typing.chosen() {
                event.prevent_default();
                go(&offer.path, NavigateOptions::default());
            }
            typing.close();
        }
        "Escape" if typing.open.get_untracked() => {
            event.prevent_default();
            typing.close();
        }
        _ => {}
    };
    let role = (!alone).then_some("combobox");
    view! {
        <input
            type="search"
            id=id.clone()
            name="q"
            aria-label=label
            placeholder=placeholder
            value=asked.get_untracked()
            prop:value=move || typing.typed.get()
            maxlength="120"
            autocomplete="off"
            enterkeyhint="search"
            role=role
            aria-autocomplete=role.map(|_| "list")
            aria-expanded=move || role.map(|_| if typing.is_open() { "true" } else { "false" })
            aria-controls=role.map(|_| list_id.clone())
            aria-activedescendant=move || typing.active.get().map(&active_id)
            on:input=move |event| {
                typing.typed.set(event_target_value(&event));
                if !alone {
                    typing.ask_soon(lang);
                }
            }
            on:keydown=keys
            on:blur=move |_| typing.close()
        />
        {(!alone).then(|| view! { <Offers typing list_id/> })}
    }
}

/// The list below the field. It is there from the beginning, so that the field can name it.
#[component]
fn Offers(typing: Typing, list_id: String) -> impl IntoView {
    let lang = use_lang();
    let id = list_id.clone();
    let drawn = move || {
        let groups = typing.groups.get();
        let draw = typing.draw.get_value();
        draw.map(|draw| {
            groups
                .into_iter()
                .map(|group| draw(typing, group, &list_id))
                .collect_view()
        })
    };
    let told = move || {
        if typing.is_open() {
            t::search::suggested_count(lang, typing.count() as i64)
        } else {
            String::new()
        }
    };
    view! {
        <p class="sr-only" role="status">{told}</p>
        <div
            class="offers"
            id=id
            role="listbox"
            aria-label=t::search::suggestions(lang)
            hidden=move || !typing.is_open()
            // the field keeps the focus while the list is touched
            on:mousedown=|event| event.prevent_default()
        >
            {drawn}
        </div>
    }
}

fn option_id(list_id: &str, at: usize) -> String {
    format!("{list_id}-{at}")
}

#[component]
fn OffersOfKind(typing: Typing, group: Group, list_id: String) -> impl IntoView {
    let navigate = use_navigate();
    let name = group.name;
    let typed = typing.typed.get_untracked();
    let options = group.offers.into_iter().enumerate().map(|(n, offer)| {
        let at = group.first + n;
        let is_active = move || typing.active.get() == Some(at);
        let parts = highlighted(&offer.words, &typed);
        let (go, path) = (navigate.clone(), offer.path.clone());
        view! {
            <div
                class="offer"
                id=option_id(&list_id, at)
                role="option"
                class:is-active=is_active
                aria-selected=move || if is_active() { "true" } else { "false" }
                on:click=move |_| {
                    typing.close();
                    go(&path, NavigateOptions::default());
                }
            >
                {offer.glyph.map(|glyph| view! { <Icon glyph/> })}
                {offer.picture.map(|picture| view! {
                    <span class="offer-photo"><Photo picture=Some(picture) alt="" sizes="40px"/></span>
                })}
                <span class="offer-words">
                    {parts.into_iter().map(|(part, typed)| if typed {
                        view! { <mark>{part}</mark> }.into_any()
                    } else {
                        part.into_any()
                    }).collect_view()}
                </span>
            </div>
        }
    });
    view! {
        <div role="group" aria-label=name>
            <p class="offers-name" aria-hidden="true">{name}</p>
            {options.collect_view()}
        </div>
    }
}
