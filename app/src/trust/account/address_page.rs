//! `/account/addresses`

use super::{
    AddressFields,
    api::{PreferAddress, RemoveAddress, RestoreAddress, SaveAddress, load_addresses},
    refusal,
};
use crate::{
    i18n::{t, use_lang},
    platform::page::Loaded,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use longtail::{id::AddressId, trust::account::SavedAddress};

#[derive(Clone, Copy)]
struct Actions {
    save: ServerAction<SaveAddress>,
    remove: ServerAction<RemoveAddress>,
    restore: ServerAction<RestoreAddress>,
    prefer: ServerAction<PreferAddress>,
}

/// The address book: `?edit={id}` opens one entry, `?removed={id}` offers the way back.
#[component]
pub fn AddressPage() -> impl IntoView {
    let lang = use_lang();
    let actions = Actions {
        save: ServerAction::new(),
        remove: ServerAction::new(),
        restore: ServerAction::new(),
        prefer: ServerAction::new(),
    };
    let [save, remove, restore, prefer] = [
        accepted(actions.save),
        accepted(actions.remove),
        accepted(actions.restore),
        accepted(actions.prefer),
    ];
    let book = Resource::new_blocking(
        move || (save.get(), remove.get(), restore.get(), prefer.get()),
        |_| load_addresses(),
    );
    let query = use_query_map();
    let asked = move |name: &'static str| {
        query.with(|query| query.get(name).and_then(|id| id.parse::<AddressId>().ok()))
    };
    view! {
        <Title text=t::account::addresses(lang)/>
        <div class="page page-narrow page-body">
            <PageHead
                title=t::account::addresses(lang)
                lead=t::account::addresses_lead(lang)
                crumbs=vec![
                    Crumb::link(t::account::account(lang), "/account"),
                    Crumb::here(t::account::addresses(lang)),
                ]
            />
            {move || asked("removed").map(|id| view! { <WayBack id restore=actions.restore/> })}
            <Loaded of=book view=move |book| {
                let edited = asked("edit").and_then(|id| book.iter().find(|saved| saved.id == id).cloned());
                view! { <Book book=book.clone() actions/><Editor edited actions empty=book.is_empty()/> }
            }/>
        </div>
    }
}

/// Says that an address was removed, and brings it back.
#[component]
fn WayBack(id: AddressId, restore: ServerAction<RestoreAddress>) -> impl IntoView {
    let lang = use_lang();
    view! {
        <Alert tone=Tone::Jade class="mb-4">
            <Form action=restore class="flex flex-wrap items-center gap-3">
                <input type="hidden" name="address" value=id.to_string()/>
                <span>{t::account::removed(lang)}</span>
                <Submit kind=ButtonKind::Plain size=ButtonSize::Small icon=Glyph::Undo>{t::account::undo(lang)}</Submit>
            </Form>
        </Alert>
    }
}

#[component]
fn Book(book: Vec<SavedAddress>, actions: Actions) -> impl IntoView {
    let lang = use_lang();
    if book.is_empty() {
        return view! {
            <EmptyState title=t::account::no_addresses(lang) text=t::account::no_addresses_hint(lang)/>
        }
        .into_any();
    }
    view! {
        <ul class="grid gap-3 md:grid-cols-2">
            {book.into_iter().map(|saved| view! { <Entry saved actions/> }).collect_view()}
        </ul>
    }
    .into_any()
}

#[component]
fn Entry(saved: SavedAddress, actions: Actions) -> impl IntoView {
    let lang = use_lang();
    let id = saved.id;
    let name = saved.address.recipient.clone();
    let edit_label = t::account::edit_address_of(lang, &name);
    let prefer_label = t::account::prefer_address_of(lang, &name);
    let remove_label = t::account::remove_address_of(lang, &name);
    view! {
        <li class="card flex flex-col justify-between gap-3">
            <div>
                <p class="font-semibold">
                    {name}
                    {saved.preferred.then(|| view! { " "<Badge tone=Tone::Jade>{t::account::preferred(lang)}</Badge> })}
                </p>
                <p class="text-14 whitespace-pre-line">{saved.address.lines(lang).join("\n")}</p>
                <p class="text-14 text-muted tabular-nums">{saved.address.phone.clone()}</p>
            </div>
            <div class="flex flex-wrap gap-2">
                <a class="btn btn-plain btn-small" href=format!("/account/addresses?edit={id}#address")
                    aria-label=edit_label>
                    <span class="btn-words">{t::account::edit_address(lang)}</span>
                </a>
                {(!saved.preferred).then(|| view! {
                    <Form action=actions.prefer id=format!("prefer-{id}")>
                        <input type="hidden" name="address" value=id.to_string()/>
                        <Submit kind=ButtonKind::Quiet size=ButtonSize::Small
                            label=prefer_label>{t::account::prefer(lang)}</Submit>
                    </Form>
                })}
                <Form action=actions.remove id=format!("remove-{id}")>
                    <input type="hidden" name="address" value=id.to_string()/>
                    <Submit kind=ButtonKind::Quiet size=ButtonSize::Small
                        label=remove_label>{t::account::remove(lang)}</Submit>
                </Form>
            </div>
        </li>
    }
}

/// A new address, or the one chosen, to be written anew.
#[component]
fn Editor(edited: Option<SavedAddress>, actions: Actions, empty: bool) -> impl IntoView {
    let lang = use_lang();
    let editing = edited.is_some();
    let title = if editing {
        t::account::edit_title(lang)
    } else {
        t::account::add_address(lang)
    };
    let replaces = edited.as_ref().map(|saved| saved.id.to_string());
    let address = edited.map(|saved| saved.address);
    let came_back = actions.save.value().with_untracked(Option::is_some);
    view! {
        <div id="address" class="mt-6">
            <Disclosure title open=editing || empty || came_back>
                <Form action=actions.save refusal=refusal>
                    {replaces.map(|id| view! { <input type="hidden" name="replaces" value=id/> })}
                    <AddressFields address/>
                    <Submit>{t::account::save_address(lang)}</Submit>
                </Form>
            </Disclosure>
        </div>
    }
}
