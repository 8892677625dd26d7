//! The part of the wallet's page where money is sent back to what paid it in.

use super::{api::ReturnToCard, refusal};
use crate::{
    i18n::{t, use_lang},
    money::confirmation::CodeField,
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    money::{
        Money,
        card_refund::{CardRefundError, Returnable},
        payment::Method,
    },
    text::Lang,
};

/// One button for each payment that can be given back.
#[component]
pub fn ReturnSection(
    returnable: Vec<Returnable>,
    large: Money,
    done: Callback<()>,
) -> impl IntoView {
    let lang = use_lang();
    let ways = returnable
        .into_iter()
        .map(|way| view! { <li><OneWayBack way done/></li> })
        .collect_view();
    view! {
        <Card title=t::card_refund::title(lang)>
            <p class="text-13 text-muted mb-3">{t::card_refund::hint(lang)}" "{t::confirmation::from(lang, large)}</p>
            <ul class="grid gap-4">{ways}</ul>
        </Card>
    }
}

#[component]
fn OneWayBack(way: Returnable, done: Callback<()>) -> impl IntoView {
    let lang = use_lang();
    // Each its own: what is refused is said where it was asked.
    let back = ServerAction::<ReturnToCard>::new();
    let day = when_text(way.at, WhenStyle::Day, lang);
    let button = button_words(lang, way.method, way.amount);
    view! {
        <Form action=back refusal=refusal asks_code=asks_code on_done=done id=format!("return-{}", way.payment)>
            <input type="hidden" name="command" value=way.command.to_string()/>
            <input type="hidden" name="payment" value=way.payment.to_string()/>
            <input type="hidden" name="amount_minor" value=way.amount.minor.to_string()/>
            <p class="text-13">{t::card_refund::paid_on(lang, way.paid, day)}</p>
            <CodeField/>
            <Submit kind=ButtonKind::Plain size=ButtonSize::Small icon=Glyph::Undo>{button}</Submit>
        </Form>
    }
}

fn button_words(lang: Lang, method: Method, amount: Money) -> String {
    match method {
        Method::Card => t::card_refund::return_card(lang, amount),
        Method::OnlineBank => t::card_refund::return_bank(lang, amount),
        Method::QuickPay | Method::Wallet => t::card_refund::return_app(lang, amount),
    }
}

fn asks_code(refused: &CardRefundError) -> bool {
    matches!(refused, CardRefundError::Code(_))
}
