//! `/guest/{key}`: the link of a guest's letter.

use super::{
    api::{GuestDoor, OpenGuestLink, visit_guest_link},
    next_path, refusal,
};
use crate::{
    i18n::{t, use_lang},
    platform::{page::Loaded, visitor::use_visitor},
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// Lets a guest in; asks first where somebody is signed in here.
#[component]
pub fn GuestPage() -> impl IntoView {
    let lang = use_lang();
    let key = use_params_map().with_untracked(|params| params.get("key").unwrap_or_default());
    let next = next_path();
    let (visited, on) = (key.clone(), next.clone());
    let door = Resource::new_blocking(
        || (),
        move |()| visit_guest_link(visited.clone(), on.clone()),
    );
    let open = ServerAction::<OpenGuestLink>::new();
    let visitor = use_visitor();
    let opened = Callback::new(move |()| visitor.refetch());
    view! {
        <Title text=t::account::guest_title(lang)/>
        <div class="page page-small page-body">
            <Loaded of=door view=move |door| match door {
                GuestDoor::Opened => view! { <Skeleton lines=4/> }.into_any(),
                GuestDoor::Expired => view! {
                    <EmptyState picture=EmptyPicture::Road level=1
                        title=t::account::guest_title(lang) text=t::account::link_expired(lang)>
                        <ButtonLink href="/sign-in" kind=ButtonKind::Main>{t::account::sign_in(lang)}</ButtonLink>
                    </EmptyState>
                }
                .into_any(),
                GuestDoor::Ask { name } => {
                    let (key, next) = (key.clone(), next.clone());
                    view! {
                    <PageHead title=t::account::guest_title(lang) lead=t::account::guest_ask(lang, &name)/>
                    <Form action=open refusal=refusal on_done=opened>
                        <input type="hidden" name="key" value=key/>
                        <input type="hidden" name="next" value=next/>
                        <Submit>{t::account::guest_open(lang)}</Submit>
                    </Form>
                    }
                    .into_any()
                }
            }/>
        </div>
    }
}
