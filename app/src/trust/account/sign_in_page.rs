//! `/sign-in`

use super::{DemoSignIn, api::SignIn, next_path, refusal, with_next};
use crate::{
    i18n::{t, use_lang},
    platform::visitor::use_visitor,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use longtail::trust::account::AccountKind;

/// Signing in, with the way to signing up, and the demo market's people.
#[component]
pub fn SignInPage() -> impl IntoView {
    let lang = use_lang();
    let next = next_path();
    let on = next.clone();
    let other = with_next("/sign-up", &next);
    let sign_in = ServerAction::<SignIn>::new();
    let visitor = use_visitor();
    let entered = Callback::new(move |()| visitor.refetch());
    view! {
        <Title text=t::account::sign_in(lang)/>
        <div class="page page-small page-body">
            <PageHead title=t::account::sign_in(lang) lead=t::account::sign_in_lead(lang)/>
            <AlreadyIn/>
            <Card>
                <Form action=sign_in refusal=refusal on_done=entered>
                    <input type="hidden" name="next" value=next/>
                    <EmailField name="email" label=t::account::email(lang) autocomplete="username" required=true/>
                    <PasswordField name="password" label=t::account::password(lang)/>
                    <p class="text-14">
                        <a class="underline" href="/forgot-password">{t::account::forgot_password(lang)}</a>
                    </p>
                    <Submit wide=true>{t::account::sign_in(lang)}</Submit>
                </Form>
            </Card>
            <p class="mt-4 text-center text-14 text-muted">
                {t::account::new_here(lang)}" "
                <a class="text-persimmon underline" href=other>
                    {t::account::sign_up(lang)}
                </a>
            </p>
            <div class="mt-8"><DemoSignIn next=on/></div>
        </div>
    }
}

/// Says so where somebody is signed in already.
#[component]
pub(super) fn AlreadyIn() -> impl IntoView {
    let lang = use_lang();
    let visitor = use_visitor();
    awaited(ViewFnOnce::default(), move || async move {
        let known = visitor.await.ok().filter(|visitor| {
            matches!(visitor.kind, Some(AccountKind::Member | AccountKind::Staff))
        });
        known
            .map(|visitor| {
                view! {
                    <Alert class="mb-4">
                        <p>
                            {t::account::signed_in_as(lang, &visitor.name)}" "
                            <a class="underline" href="/account">{t::account::to_account(lang)}</a>
                        </p>
                    </Alert>
                }
            })
            .into_any()
    })
}
