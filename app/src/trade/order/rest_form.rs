//! What a shop neither sends nor pays back, called off by the buyer.

use super::{
    api::CallOffRest,
    order_page::{OrderResource, refreshed},
    refusal,
};
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{money::card_refund::way_back, trade::order::OrderView};

/// Calls off the rest, after saying what comes back; before the time it says from when. Nothing where
/// there is no rest.
#[component]
pub fn CallOff(order: OrderView, page: OrderResource) -> impl IntoView {
    let lang = use_lang();
    let call_off = ServerAction::<CallOffRest>::new();
    let on_done = refreshed(page);
    let Some(rest) = order.rest else {
        return ().into_any();
    };
    if !rest.is_due {
        let from = when_text(rest.from, WhenStyle::DayAndTime, lang);
        let hint = t::shipping::rest_from(lang, from, rest.amount);
        return view! { <p class="w-full text-14 text-muted">{hint}</p> }.into_any();
    }
    let hint = match order.back_to {
        Some(method) => t::shipping::rest_hint_back(lang, rest.amount, way_back(lang, method)),
        None => t::shipping::rest_hint(lang, rest.amount),
    };
    view! {
        <div>
            <Dialog id="call-off-rest-dialog" title=t::shipping::rest_title(lang) trigger=t::shipping::rest(lang)>
                <p class="mb-4">{hint}</p>
                <Form action=call_off refusal=refusal on_done=on_done>
                    <input type="hidden" name="command" value=order.command.to_string()/>
                    <input type="hidden" name="order" value=order.summary.id.to_string()/>
                    <Submit kind=ButtonKind::Danger wide=true>{t::shipping::rest_now(lang)}</Submit>
                </Form>
            </Dialog>
        </div>
    }
    .into_any()
}
