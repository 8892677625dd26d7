//! More time to confirm receipt, for the buyer and for their shop.

use super::{
    api::ExtendReceipt,
    order_page::{OrderResource, refreshed},
    refusal,
};
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::trade::order::{EXTENSION, OrderStage, OrderView};

/// Extends the time to confirm, after saying until when; nothing where that is done already.
#[component]
pub fn Extend(order: OrderView, page: OrderResource) -> impl IntoView {
    let lang = use_lang();
    let extend = ServerAction::<ExtendReceipt>::new();
    let on_done = refreshed(page);
    let stage = &order.summary.stage;
    let (OrderStage::Shipped { confirm_by, .. }, Some(until)) = (stage, stage.extended_until())
    else {
        return ().into_any();
    };
    let days = EXTENSION.num_days();
    let day = |at| when_text(at, WhenStyle::Day, lang);
    let trigger = if order.viewer_is_buyer {
        t::order::extend(lang, days)
    } else {
        t::order::extend_for_buyer(lang, days)
    };
    let hint = t::order::extend_hint(lang, day(until), day(*confirm_by));
    let now = t::order::extend_now(lang, day(until));
    let by = <&str>::from(order.viewer());
    view! {
        <div>
            <Dialog id="extend-receipt-dialog" title=t::order::extend_title(lang) trigger icon=Glyph::Clock>
                <p class="mb-4">{hint}</p>
                <Form action=extend refusal=refusal on_done=on_done>
                    <input type="hidden" name="command" value=order.command.to_string()/>
                    <input type="hidden" name="order" value=order.summary.id.to_string()/>
                    <input type="hidden" name="by" value=by/>
                    <Submit wide=true>{now}</Submit>
                </Form>
            </Dialog>
        </div>
    }
    .into_any()
}
