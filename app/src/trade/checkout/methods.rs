//! The ways to pay, as choices.

use crate::{i18n::t, ui::*};
use longtail::{money::payment::Method, text::Lang};

/// The ways that lead to the gateway's pages.
pub fn gateway_choices(lang: Lang) -> Vec<Choice> {
    [
        (
            Method::Card,
            Glyph::Card,
            t::checkout::by_card(lang),
            t::checkout::by_card_hint(lang),
        ),
        (
            Method::OnlineBank,
            Glyph::Bank,
            t::checkout::by_online_bank(lang),
            t::checkout::by_online_bank_hint(lang),
        ),
        (
            Method::QuickPay,
            Glyph::Phone,
            t::checkout::by_quick_pay(lang),
            t::checkout::by_quick_pay_hint(lang),
        ),
    ]
    .into_iter()
    .map(|(method, glyph, label, hint)| {
        Choice::new(<&str>::from(method), label)
            .hint(hint)
            .glyph(glyph)
    })
    .collect()
}
