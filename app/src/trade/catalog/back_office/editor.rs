//! `/back-office/{shop}/listings/{id}`: a listing, form by form. Each form saves its part and
//! carries the version it has seen, so that nobody writes over another's change unawares.

mod grid;
mod options;
mod pictures;
mod schedule;
mod specs;

pub(crate) use grid::Hands;

use super::{
    Office, StageBadge,
    api::{MoveListing, SaveWords, load_editor},
    category_choices, loaded,
    new::WordFields,
    refusal,
};
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::trade::catalog::{EditorView, ListingMove, ListingStage};

/// Asks for the listing again once a form was saved.
#[derive(Clone, Copy)]
struct Refresh(RwSignal<u32>);

impl Refresh {
    fn done(self) -> Callback<()> {
        Callback::new(move |()| self.0.update(|n| *n += 1))
    }
}

/// The editor.
#[component]
pub fn Page() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let refresh = Refresh(RwSignal::new(0));
    let asked = Memo::new(move |_| {
        params.with(|p| {
            (
                p.get("shop").unwrap_or_default(),
                p.get("listing").unwrap_or_default(),
            )
        })
    });
    let page = Resource::new_blocking(
        move || (asked.get(), refresh.0.get()),
        |((shop, listing), _)| load_editor(shop, listing),
    );
    loaded(page, move |view| {
        let saved = query.with_untracked(|q| q.get("saved").unwrap_or_default());
        view! { <Editor view saved refresh/> }
    })
}

/// The hidden fields that every form of the editor sends.
fn opened(view: &EditorView) -> AnyView {
    view! {
        <input type="hidden" name="shop" value=view.shop.slug.clone()/>
        <input type="hidden" name="listing" value=view.listing.to_string()/>
        <input type="hidden" name="version" value=view.version.to_string()/>
    }
    .into_any()
}

#[component]
fn Editor(view: EditorView, saved: String, refresh: Refresh) -> impl IntoView {
    let lang = use_lang();
    let base = format!("/back-office/{}/listings", view.shop.slug);
    let title = view.title.pick(lang).to_owned();
    let crumbs = vec![
        Crumb::link(t::catalog::listings(lang), base.clone()),
        Crumb::here(title.clone()),
    ];
    let history = format!("{base}/{}/history", view.listing);
    let seen = (view.stage == ListingStage::Live && view.shop.stage.is_public())
        .then(|| format!("/shops/{}/{}", view.shop.slug, view.slug));
    let for_head = view.clone();
    let actions = move || view! { <Stage view=for_head refresh/> };
    let note = match saved.as_str() {
        "" => None,
        "begun" => Some(t::catalog::begun(lang)),
        _ => Some(t::catalog::saved(lang)),
    };
    view! {
        <Title text=title.clone()/>
        <Office shop=view.shop.clone()>
            <PageHead title crumbs actions/>
            <p class="flex flex-wrap items-center gap-3 pb-4">
                <StageBadge stage=view.stage/>
                <a href=history class="underline">{t::history::history(lang)}</a>
                {seen.map(|href| view! { <a href=href class="underline">{t::catalog::see_it(lang)}</a> })}
            </p>
            {note.map(|words| view! { <Alert tone=Tone::Jade class="mb-4">{words}</Alert> })}
            <div class="grid gap-6">
                <schedule::Schedule view=view.clone() refresh/>
                <Words view=view.clone() refresh/>
                <specs::Specs view=view.clone() refresh/>
                <pictures::Pictures view=view.clone() refresh/>
                <options::Options view=view.clone() refresh/>
                <grid::Grid view refresh/>
            </div>
        </Office>
    }
    .into_any()
}

#[component]
fn Stage(view: EditorView, refresh: Refresh) -> impl IntoView {
    let lang = use_lang();
    let act = ServerAction::<MoveListing>::new();
    let offered = view.variants.iter().filter(|v| v.offered).count().max(1);
    let moves = view.stage.moves(offered);
    let button = move |wish: ListingMove| {
        let (words, kind) = match wish {
            ListingMove::Publish => (t::catalog::publish(lang), ButtonKind::Main),
            ListingMove::Pause => (t::catalog::pause(lang), ButtonKind::Plain),
            ListingMove::Remove => (t::catalog::remove(lang), ButtonKind::Quiet),
            ListingMove::Restore => (t::catalog::restore(lang), ButtonKind::Plain),
        };
        let wish: &str = wish.into();
        view! { <Submit kind=kind name="wish" value=wish.to_owned()>{words}</Submit> }
    };
    view! {
        <Form action=act refusal=refusal id="stage" on_done=refresh.done()>
            <input type="hidden" name="shop" value=view.shop.slug/>
            <input type="hidden" name="listing" value=view.listing.to_string()/>
            <div class="flex flex-wrap gap-2">{moves.into_iter().map(button).collect_view()}</div>
        </Form>
    }
    .into_any()
}

#[component]
fn Words(view: EditorView, refresh: Refresh) -> impl IntoView {
    let lang = use_lang();
    let save = ServerAction::<SaveWords>::new();
    let choices = category_choices(lang, &view.categories);
    view! {
        <div id="words">
            <Card title=t::catalog::words(lang)>
                <Form action=save refusal=refusal on_done=refresh.done()>
                    {opened(&view)}
                    <WordFields title=view.title.clone() description=view.description.clone()/>
                    <Select name="category" label=t::catalog::category(lang) choices
                        value=view.category.to_string() required=true/>
                    <div><Submit kind=ButtonKind::Plain>{t::catalog::save_words(lang)}</Submit></div>
                </Form>
            </Card>
        </div>
    }
    .into_any()
}
