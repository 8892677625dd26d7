//! The form for the bank account.

use super::api::SaveBankAccount;
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::money::payout::view::BankAccountView;

/// The account as it is known, and the fields that change it. The number is never shown whole,
/// so its field is empty, and left empty it stays.
#[component]
pub fn AccountForm(
    shop: String,
    account: Option<BankAccountView>,
    hold_hours: i64,
    save: ServerAction<SaveBankAccount>,
) -> impl IntoView {
    let lang = use_lang();
    let hold = t::payout::hold_hint(lang, hold_hours);
    view! {
        <Card title=t::payout::account(lang)>
            <Form action=save>
                <input type="hidden" name="shop" value=shop/>
                <AccountFields account hold/>
                <Submit>{t::payout::save(lang)}</Submit>
            </Form>
        </Card>
    }
    .into_any()
}

/// The fields of a bank account, a shop's or a member's.
#[component]
pub fn AccountFields(
    account: Option<BankAccountView>,
    /// What another number leads to.
    hold: String,
) -> impl IntoView {
    let lang = use_lang();
    let known = account.is_some();
    let number_hint = match &account {
        Some(account) => t::payout::number_keep(lang, masked(&account.last4)),
        None => t::payout::number_hint(lang).to_owned(),
    };
    let hold = known.then_some(hold);
    let (holder, bank) = account
        .map(|account| (account.holder, account.bank))
        .unwrap_or_default();
    view! {
        <TextField name="holder" label=t::payout::holder(lang) value=holder
            hint=t::payout::holder_hint(lang) required=true autocomplete="off"/>
        <TextField name="account_number" label=t::payout::number(lang) hint=number_hint
            required=!known autocomplete="off"/>
        <TextField name="bank" label=t::payout::bank(lang) value=bank required=true autocomplete="off"/>
        {hold.map(|words| view! { <p class="text-13 text-muted">{words}</p> })}
    }
}

/// `•••• 4567`
pub fn masked(last4: &str) -> String {
    format!("•••• {last4}")
}
