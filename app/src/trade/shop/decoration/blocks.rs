//! The blocks of a layout in the editor: moved, doubled, taken away, unfolded, added.

use super::{
    api::ArrangeBlocks,
    block_form::BlockFields,
    editor_page::{Desk, opened},
    kind_words, refusal,
    sorting::{Sorting, capture},
};
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_query_map;
use longtail::{
    text::Lang,
    trade::shop::layout::{BlockKind, BlockView, LayoutEditor, MOST_BLOCKS},
};

/// All kinds, in the order in which they are offered.
const KINDS: [BlockKind; 6] = [
    BlockKind::Banner,
    BlockKind::Picks,
    BlockKind::Text,
    BlockKind::Categories,
    BlockKind::Countdown,
    BlockKind::Story,
];

/// What a step of the editor needs, wherever it begins.
#[derive(Clone, Copy)]
struct Steps {
    arrange: ServerAction<ArrangeBlocks>,
    sorting: Sorting,
    view: StoredValue<LayoutEditor>,
    desk: Desk,
}

impl Steps {
    /// Sends a step that no form was pressed for.
    fn send(self, change: String) {
        self.view.with_value(|view| {
            self.arrange.dispatch(ArrangeBlocks {
                shop: view.shop.slug.clone(),
                layout: view.layout.id,
                version: view.version,
                change,
            });
        });
    }
}

/// The blocks, and the buttons that add one.
#[component]
pub(super) fn BlockList(view: LayoutEditor, desk: Desk) -> impl IntoView {
    let lang = use_lang();
    let query = use_query_map();
    let unfolded = Memo::new(move |_| query.with(|query| query.get("open")?.parse::<u16>().ok()));
    let numbers = view.blocks.iter().map(|view| view.block.number).collect();
    let steps = Steps {
        arrange: ServerAction::new(),
        sorting: Sorting::new(numbers),
        view: StoredValue::new(view.clone()),
        desk,
    };
    tell_dropped(steps, lang);
    let empty = view.blocks.is_empty();
    let blocks = view
        .blocks
        .iter()
        .cloned()
        .enumerate()
        .map(|(n, block)| view! { <BlockCard n block unfolded steps/> })
        .collect_view();
    let undo = ServerAction::<ArrangeBlocks>::new();
    let can_undo = view.can_undo;
    let fields = opened(&view);
    view! {
        <section aria-labelledby="blocks-title">
            <header class="layout-head">
                <h2 id="blocks-title" tabindex="-1">{t::decoration::blocks(lang)}</h2>
                <Form action=undo refusal=refusal id="undo" on_done=desk.done_at("blocks-title".to_owned())>
                    {fields}
                    <Submit kind=ButtonKind::Quiet size=ButtonSize::Small icon=Glyph::Undo name="change" value="undo"
                        disabled=!can_undo>{t::ui::undo(lang)}</Submit>
                </Form>
            </header>
            <p class="layout-hint needs-js">{t::decoration::sort_hint(lang)}</p>
            {empty.then(|| view! { <p class="text-muted">{t::decoration::no_blocks(lang)}</p> })}
            <ol class="layout-blocks" node_ref=steps.sorting.list>{blocks}</ol>
            <AddBlock view desk/>
        </section>
    }
    .into_any()
}

/// After a block was dropped: the page anew, or a word about why not.
fn tell_dropped(steps: Steps, lang: Lang) {
    let toaster = use_toaster();
    Effect::watch(
        move || steps.arrange.value().get(),
        move |outcome, _, _| match outcome {
            Some(Ok(())) => steps.desk.step(),
            Some(Err(fault)) => {
                steps.sorting.cancel();
                toaster.say(fault.sentence(lang, |refused| refusal(lang, refused)));
            }
            None => {}
        },
        false,
    );
}

/// A block in a word: its kind, and how it is headed.
fn label(lang: Lang, view: &BlockView) -> String {
    let (_, kind) = kind_words(lang, view.block.content.kind());
    match view.block.content.title().pick(lang) {
        "" => kind.to_owned(),
        title => format!("{kind}: {title}"),
    }
}

#[component]
fn BlockCard(
    n: usize,
    block: BlockView,
    unfolded: Memo<Option<u16>>,
    steps: Steps,
) -> impl IntoView {
    let lang = use_lang();
    let number = block.block.number;
    let (glyph, kind) = kind_words(lang, block.block.content.kind());
    let title = block.block.content.title().pick(lang).to_owned();
    let name = label(lang, &block);
    let blank = block.block.content.is_empty();
    let base = steps.view.with_value(|view| {
        format!(
            "/back-office/{}/decoration/{}",
            view.shop.slug, view.layout.id
        )
    });
    let open = Memo::new(move |_| unfolded.get() == Some(number));
    let fold_href = move || {
        if open.get() {
            format!("{base}#block-{number}")
        } else {
            format!("{base}?open={number}#block-{number}")
        }
    };
    let fold_label = name.clone();
    let block = StoredValue::new(block);
    let sorting = steps.sorting;
    view! {
        <li class="layout-block" id=format!("block-{number}") data-block=number.to_string()
            class:is-held=move || sorting.held.get() == Some(number)
            class:is-open=move || open.get()
            style=move || format!("order:{}", sorting.place(number))>
            <div class="layout-block-head">
                <Grip number name=name.clone() steps/>
                <Icon glyph/>
                <span class="layout-block-name">
                    <strong>{kind}</strong>
                    {(!title.is_empty()).then(|| view! { <span>{title}</span> })}
                    {blank.then(|| view! { <span class="layout-block-blank">{t::decoration::blank(lang)}</span> })}
                </span>
                <a class="icon-btn" href=fold_href aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-label=move || format!("{}: {fold_label}", if open.get() { t::decoration::fold(lang) } else { t::decoration::unfold(lang) })>
                    <Icon glyph=Glyph::Edit/>
                </a>
                <Moves n number name steps/>
            </div>
            {move || open.get().then(|| view! {
                <div class="layout-block-body">
                    <BlockFields view=steps.view.get_value() block=block.get_value() desk=steps.desk/>
                </div>
            })}
        </li>
    }
    .into_any()
}

/// Up, down, double, take away.
#[component]
fn Moves(n: usize, number: u16, name: String, steps: Steps) -> impl IntoView {
    let lang = use_lang();
    let arrange = ServerAction::<ArrangeBlocks>::new();
    let last = steps.sorting.count().saturating_sub(1);
    let fields = steps.view.with_value(opened);
    let full = last + 1 >= MOST_BLOCKS;
    let button = move |verb: &str, glyph: Glyph, words: &'static str, off: bool| {
        let label = format!("{words}: {name}");
        view! {
            <button type="submit" name="change" value=format!("{verb}:{number}") class="icon-btn"
                aria-label=label title=words disabled=off>
                <Icon glyph/>
            </button>
        }
    };
    view! {
        <Form action=arrange refusal=refusal id=format!("arrange-{number}") class="layout-moves"
            on_done=steps.desk.done_at(format!("grip-{number}"))>
            {fields}
            {button("up", Glyph::ArrowUp, t::decoration::up(lang), n == 0)}
            {button("down", Glyph::ArrowDown, t::decoration::down(lang), n == last)}
            {button("duplicate", Glyph::Copy, t::decoration::duplicate(lang), full)}
            {button("remove", Glyph::Trash, t::decoration::remove(lang), false)}
        </Form>
    }
    .into_any()
}

/// What a block is taken hold of by: dragged with a pointer; with the keyboard, space takes
/// and drops it, the arrows move it, escape puts it back.
#[component]
fn Grip(number: u16, name: String, steps: Steps) -> impl IntoView {
    let lang = use_lang();
    let (sorting, said) = (steps.sorting, steps.desk.said);
    let name = StoredValue::new(name);
    let held = move || sorting.held.get_untracked() == Some(number);
    let say_place = move || {
        let place = sorting.place(number) + 1;
        said.set(t::decoration::at_place(
            lang,
            name.get_value(),
            place,
            sorting.count(),
        ));
    };
    let drop_it = move || match sorting.drop_it() {
        Some((number, place)) => {
            steps.desk.focus.set(Some(format!("grip-{number}")));
            said.set(t::decoration::dropped(lang, name.get_value(), place + 1));
            steps.send(format!("move:{number}:{place}"));
        }
        None => said.set(t::decoration::left(lang, name.get_value())),
    };
    let cancel = move || {
        sorting.cancel();
        said.set(t::decoration::put_back(lang, name.get_value()));
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let key = event.key();
        match (key.as_str(), held()) {
            (" " | "Enter", false) => {
                sorting.grab(number);
                let place = sorting.place(number) + 1;
                said.set(t::decoration::grabbed(
                    lang,
                    name.get_value(),
                    place,
                    sorting.count(),
                ));
            }
            (" " | "Enter", true) => drop_it(),
            ("ArrowUp", true) => {
                sorting.show_at(sorting.place(number).saturating_sub(1));
                say_place();
            }
            ("ArrowDown", true) => {
                sorting.show_at(sorting.place(number) + 1);
                say_place();
            }
            ("Escape", true) => cancel(),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <button type="button" class="icon-btn layout-grip needs-js" id=format!("grip-{number}")
            aria-label=move || t::decoration::grip(lang, name.get_value())
            aria-pressed=move || if sorting.held.get() == Some(number) { "true" } else { "false" }
            on:keydown=on_key
            on:blur=move |_| { if held() { cancel() } }
            on:pointerdown=move |event: ev::PointerEvent| {
                capture(&event);
                sorting.grab(number);
            }
            on:pointermove=move |event: ev::PointerEvent| {
                if held() && let Some(place) = sorting.place_under(f64::from(event.client_y())) {
                    sorting.show_at(place);
                }
            }
            on:pointerup=move |_| { if held() { drop_it() } }
            on:pointercancel=move |_| { if held() { cancel() } }>
            <Icon glyph=Glyph::Drag/>
        </button>
    }
    .into_any()
}

#[component]
fn AddBlock(view: LayoutEditor, desk: Desk) -> impl IntoView {
    let lang = use_lang();
    let add = ServerAction::<ArrangeBlocks>::new();
    let full = view.blocks.len() >= MOST_BLOCKS;
    let button = move |kind: BlockKind| {
        let (glyph, words) = kind_words(lang, kind);
        let name: &'static str = kind.into();
        view! {
            <Submit kind=ButtonKind::Plain size=ButtonSize::Small icon=glyph name="change"
                value=format!("add:{name}") disabled=full
                label=t::decoration::add_kind(lang, words)>{words}</Submit>
        }
    };
    view! {
        <Form action=add refusal=refusal id="add-block" class="layout-add" on_done=desk.done()>
            {opened(&view)}
            <p class="text-14 font-semibold">{t::decoration::add_block(lang)}</p>
            <div class="flex flex-wrap gap-2">{KINDS.into_iter().map(button).collect_view()}</div>
        </Form>
    }
    .into_any()
}
