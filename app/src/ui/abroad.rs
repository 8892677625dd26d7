//! Amounts in the currency that the visitor reads prices in, beside the market's own.

use super::optional_text::OptionalText;
use crate::i18n::{t, use_lang};
use leptos::prelude::*;
use longtail::money::{Money, exchange::ExchangeRate};

/// The rate at which this page shows amounts in another currency too, where one was chosen. It is
/// fixed for as long as a document lives: from the request on the server, from `<html data-rate>`
/// in the browser.
pub fn use_rate() -> Option<ExchangeRate> {
    use_context()
}

/// About how much that is, behind a price: `≈ US$9.46`. Nothing where the visitor chose no other
/// currency, and where it is less than that currency's smallest unit.
///
/// ```ignore
/// <Price amount=card.price/><Abroad amount=card.price/>
/// <Price amount=cheapest upto=dearest/><Abroad amount=cheapest upto=dearest/>
/// ```
#[component]
pub fn Abroad(
    amount: Money,
    /// The other end, where it depends on the option.
    #[prop(optional_no_strip, into)]
    upto: Option<Money>,
    /// Told when one points at it: of which day the rate is.
    #[prop(optional, into)]
    note: OptionalText,
) -> impl IntoView {
    let lang = use_lang();
    let note = note.0;
    let about = |amount: Money| {
        let amount = use_rate()?.convert(amount)?;
        (amount.minor != 0).then(|| amount.full(lang))
    };
    about(amount).map(|least| {
        let most = upto.filter(|upto| *upto != amount).and_then(about);
        let words = match most {
            Some(most) if most != least => format!("{least} – {most}"),
            _ => least,
        };
        view! {
            <span class="price-abroad" title=note>
                <span class="sr-only">{t::ui::about(lang)}" "</span>
                <span aria-hidden="true">"≈ "</span>
                {words}
            </span>
        }
    })
}
