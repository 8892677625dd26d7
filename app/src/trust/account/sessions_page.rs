//! `/account/sessions`

use super::{
    api::{EndSession, SignOutEverywhere, load_sessions},
    device::device_name,
};
use crate::{
    i18n::{t, use_lang},
    platform::{page::Loaded, visitor::use_visitor},
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use longtail::trust::account::SessionView;

/// Where one is signed in, and ending it.
#[component]
pub fn SessionsPage() -> impl IntoView {
    let lang = use_lang();
    let end = ServerAction::<EndSession>::new();
    let everywhere = ServerAction::<SignOutEverywhere>::new();
    let sessions = Resource::new_blocking(move || end.version().get(), |_| load_sessions());
    let visitor = use_visitor();
    let ended = Callback::new(move |()| visitor.refetch());
    view! {
        <Title text=t::account::sessions(lang)/>
        <div class="page page-narrow page-body">
            <PageHead
                title=t::account::sessions(lang)
                lead=t::account::sessions_lead(lang)
                crumbs=vec![
                    Crumb::link(t::account::account(lang), "/account"),
                    Crumb::here(t::account::sessions(lang)),
                ]
            />
            <Loaded of=sessions view=move |sessions| view! {
                <ul class="grid gap-3">
                    {sessions.into_iter().map(|session| view! { <Session session end/> }).collect_view()}
                </ul>
                <div class="mt-6">
                    <Form action=everywhere on_done=ended>
                        <Submit kind=ButtonKind::Danger icon=Glyph::Logout>{t::account::everywhere(lang)}</Submit>
                        <p class="text-13 text-muted">{t::account::everywhere_hint(lang)}</p>
                    </Form>
                </div>
            }/>
        </div>
    }
}

#[component]
fn Session(session: SessionView, end: ServerAction<EndSession>) -> impl IntoView {
    let lang = use_lang();
    let visitor = use_visitor();
    let ended = Callback::new(move |()| visitor.refetch());
    let device = device_name(&session.user_agent, lang);
    let label = t::account::end_session_of(lang, &device);
    view! {
        <li class="card flex flex-wrap items-center justify-between gap-3">
            <div>
                <p class="font-semibold">
                    {device}
                    {session.current.then(|| view! { " "<Badge tone=Tone::Jade>{t::account::this_device(lang)}</Badge> })}
                </p>
                <p class="text-13 text-muted">
                    {session.address}{(!session.user_agent.is_empty()).then_some(" · ")}
                    {t::account::last_seen(lang)}" "<When at=session.seen_at style=WhenStyle::DayAndTime/>
                    " · "{t::account::since(lang)}" "<When at=session.created_at style=WhenStyle::Day/>
                </p>
            </div>
            <Form action=end id=format!("end-{}", session.id) on_done=ended>
                <input type="hidden" name="session" value=session.id.to_string()/>
                <Submit kind=ButtonKind::Plain size=ButtonSize::Small label=label>{t::account::end_session(lang)}</Submit>
            </Form>
        </li>
    }
}
