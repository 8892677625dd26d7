//! When a listing goes on the shelf by itself.

use super::{Refresh, opened};
use crate::{
    i18n::{t, use_lang},
    trade::catalog::back_office::{api::ScheduleListing, refusal},
    ui::*,
};
use leptos::prelude::*;
use longtail::trade::catalog::{EditorView, ListingStage};

/// For what is not on the shelf yet, or not now.
#[component]
pub fn Schedule(view: EditorView, refresh: Refresh) -> impl IntoView {
    let lang = use_lang();
    let save = ServerAction::<ScheduleListing>::new();
    if !matches!(view.stage, ListingStage::Draft | ListingStage::Paused) {
        return ().into_any();
    }
    let hidden = opened(&view);
    let told = view.publish_at.map(|at| {
        if at > view.now {
            view! {
                <Alert tone=Tone::Jade>
                    {t::catalog::goes_live_at(lang)}" "<When at/>" · "{t::ui::market_time(lang)}
                </Alert>
            }
            .into_any()
        } else {
            view! {
                <Alert tone=Tone::Warning>
                    {t::catalog::should_have_gone_live(lang)}" "<When at/>". "{t::catalog::nothing_offered(lang)}
                </Alert>
            }
            .into_any()
        }
    });
    let planned = view.publish_at.is_some();
    let set = if planned {
        t::catalog::change_time(lang)
    } else {
        t::catalog::set_time(lang)
    };
    view! {
        <div id="schedule">
            <Card title=t::catalog::publish_later(lang)>
                {told}
                <Form action=save refusal=refusal on_done=refresh.done()>
                    {hidden}
                    <TimeField name="publish_at" label=t::catalog::publish_at(lang) value=view.publish_at
                        hint=t::catalog::publish_at_hint(lang) required=true/>
                    <div class="flex flex-wrap gap-2">
                        <Submit kind=ButtonKind::Plain>{set}</Submit>
                        {planned.then(|| view! {
                            <Submit kind=ButtonKind::Quiet name="call_off" value="true">
                                {t::catalog::call_off(lang)}
                            </Submit>
                        })}
                    </div>
                </Form>
            </Card>
        </div>
    }
    .into_any()
}
