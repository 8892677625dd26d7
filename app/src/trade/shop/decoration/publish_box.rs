//! Publishing a layout, taking it back, and its name.

use super::{
    api::{PublishLayout, RenameLayout, WithdrawLayout},
    editor_page::{Desk, opened},
    refusal,
};
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::trade::shop::layout::{LayoutEditor, LayoutError, LayoutStage, MOST_NAME, Window};

/// The field that a refusal is about.
fn at_field(refused: &LayoutError) -> Option<&'static str> {
    match refused {
        LayoutError::EndsBeforeItBegins => Some("until"),
        LayoutError::AlreadyLive => Some("from"),
        _ => None,
    }
}

/// Now, or by the clock.
#[component]
pub(super) fn PublishBox(view: LayoutEditor, desk: Desk) -> impl IntoView {
    let lang = use_lang();
    let publish = ServerAction::<PublishLayout>::new();
    let withdraw = ServerAction::<WithdrawLayout>::new();
    let window = match view.layout.stage {
        LayoutStage::Scheduled { from, until } => Window {
            from: Some(from),
            until,
        },
        LayoutStage::Live { until, .. } => Window { from: None, until },
        LayoutStage::Draft | LayoutStage::Ended { .. } => Window::default(),
    };
    let live = matches!(view.layout.stage, LayoutStage::Live { .. });
    let (words, back) = match view.layout.stage {
        LayoutStage::Draft => (t::decoration::publish(lang), None),
        LayoutStage::Scheduled { .. } => (
            t::decoration::publish(lang),
            Some(t::decoration::back_to_draft(lang)),
        ),
        LayoutStage::Live { .. } => (
            t::decoration::publish_changes(lang),
            Some(t::decoration::end_now(lang)),
        ),
        LayoutStage::Ended { .. } => {
            return view! {
                <Card title=t::decoration::publishing(lang)>
                    <p class="text-muted">{t::decoration::over(lang)}</p>
                </Card>
            }
            .into_any();
        }
    };
    let fields = opened(&view);
    view! {
        <Card title=t::decoration::publishing(lang)>
            <Form action=publish refusal=refusal refused_field=at_field on_done=desk.done()>
                {fields}
                <p class="text-14 text-muted">{t::decoration::publishing_hint(lang)}</p>
                <div class="grid gap-x-4 sm:grid-cols-2">
                    {(!live).then(|| view! {
                        <TimeField name="from" label=t::decoration::begins(lang) value=window.from
                            hint=t::decoration::begins_hint(lang)/>
                    })}
                    <TimeField name="until" label=t::decoration::ends(lang) value=window.until
                        hint=t::decoration::ends_hint(lang)/>
                </div>
                <div><Submit>{words}</Submit></div>
            </Form>
            {back.map(|words| view! {
                <Form action=withdraw refusal=refusal on_done=desk.done() class="mt-3">
                    {opened(&view)}
                    <div><Submit kind=ButtonKind::Quiet>{words}</Submit></div>
                </Form>
            })}
        </Card>
    }
    .into_any()
}

/// The layout's name, which buyers do not see.
#[component]
pub(super) fn RenameBox(view: LayoutEditor, desk: Desk) -> impl IntoView {
    let lang = use_lang();
    let rename = ServerAction::<RenameLayout>::new();
    view! {
        <Disclosure title=t::decoration::rename(lang)>
            <Form action=rename refusal=refusal on_done=desk.done()>
                {opened(&view)}
                <TextField name="name" label=t::decoration::name(lang) value=view.layout.name.clone()
                    counter=MOST_NAME required=true/>
                <div><Submit kind=ButtonKind::Plain>{t::decoration::rename_it(lang)}</Submit></div>
            </Form>
        </Disclosure>
    }
    .into_any()
}
