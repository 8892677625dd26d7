//! `/sign-up`

use super::{api::SignUp, next_path, refusal, sign_in_page::AlreadyIn, with_next};
use crate::{
    i18n::{t, use_lang},
    platform::visitor::use_visitor,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use longtail::trust::account::{AccountError, AccountKind};

/// Becoming a member. A guest keeps cart, orders and addresses.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let lang = use_lang();
    let next = next_path();
    let other = with_next("/sign-in", &next);
    let sign_up = ServerAction::<SignUp>::new();
    let visitor = use_visitor();
    let entered = Callback::new(move |()| visitor.refetch());
    let guest = awaited(ViewFnOnce::default(), move || async move {
        let is_guest = visitor
            .await
            .is_ok_and(|visitor| visitor.kind == Some(AccountKind::Guest));
        is_guest
            .then(
                || view! { <p class="mb-4 text-14 text-jade">{t::account::guest_keeps(lang)}</p> },
            )
            .into_any()
    });
    view! {
        <Title text=t::account::sign_up(lang)/>
        <div class="page page-small page-body">
            <PageHead title=t::account::sign_up(lang) lead=t::account::sign_up_lead(lang)/>
            {guest}
            <AlreadyIn/>
            <Card>
                <Form
                    action=sign_up
                    refusal=refusal
                    refused_field=|refused| matches!(refused, AccountError::EmailTaken).then_some("email")
                    on_done=entered
                >
                    <input type="hidden" name="next" value=next/>
                    <TextField name="name" label=t::account::name(lang) hint=t::account::name_hint(lang)
                        autocomplete="name" required=true/>
                    <EmailField name="email" label=t::account::email(lang) autocomplete="username" required=true/>
                    <PasswordField name="password" label=t::account::password(lang)
                        hint=t::account::password_hint(lang) autocomplete="new-password"/>
                    <Submit wide=true>{t::account::sign_up(lang)}</Submit>
                </Form>
            </Card>
            <p class="mt-4 text-center text-14 text-muted">
                {t::account::have_account(lang)}" "
                <a class="text-persimmon underline" href=other>
                    {t::account::sign_in(lang)}
                </a>
            </p>
        </div>
    }
}
