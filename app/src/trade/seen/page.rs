//! `/seen`

use super::api::{ClearSeen, RememberSeen, load_seen};
use crate::{
    i18n::{t, use_lang},
    platform::{described::Unlisted, page::Loaded},
    trade::search::GoodsGrid,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use longtail::trade::seen::SeenPage as Seen;

/// What one looked at lately, to find it again, to clear it, or to have it remembered no more.
#[component]
pub fn SeenPage() -> impl IntoView {
    let lang = use_lang();
    let clear = ServerAction::<ClearSeen>::new();
    let remember = ServerAction::<RememberSeen>::new();
    let page = Resource::new_blocking(
        move || (clear.version().get(), remember.version().get()),
        |_| load_seen(),
    );
    view! {
        <Title text=t::seen::title(lang)/>
        <Unlisted/>
        <div class="page page-body">
            <Loaded of=page view=move |page| view! { <Looked page clear remember/> }/>
        </div>
    }
}

#[component]
fn Looked(
    page: Seen,
    clear: ServerAction<ClearSeen>,
    remember: ServerAction<RememberSeen>,
) -> impl IntoView {
    let lang = use_lang();
    let kept = page.kept;
    let empty = page.cards.is_empty();
    let lead = if kept {
        t::seen::lead(lang)
    } else {
        t::seen::off(lang)
    };
    view! {
        <PageHead title=t::seen::title(lang) lead=lead actions=move || view! {
            {(!empty).then(|| view! {
                <Form action=clear>
                    <Submit kind=ButtonKind::Plain size=ButtonSize::Small icon=Glyph::Trash>{t::seen::clear(lang)}</Submit>
                </Form>
            })}
            <Form action=remember>
                <input type="hidden" name="on" value=if kept { "false" } else { "true" }/>
                <Submit kind=ButtonKind::Plain size=ButtonSize::Small>
                    {if kept { t::seen::switch_off(lang) } else { t::seen::switch_on(lang) }}
                </Submit>
            </Form>
        }/>
        {if empty {
            view! {
                <EmptyState picture=EmptyPicture::Search
                    title=if kept { t::seen::empty(lang) } else { t::seen::not_kept(lang) }
                    text=t::seen::empty_hint(lang)>
                    <ButtonLink href="/" kind=ButtonKind::Main>{t::search::to_the_street(lang)}</ButtonLink>
                </EmptyState>
            }.into_any()
        } else {
            view! { <GoodsGrid cards=page.cards level=2 priority=4/> }.into_any()
        }}
    }
    .into_any()
}
