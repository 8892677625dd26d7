//! `/account/password`, `/forgot-password` and `/reset-password/{key}`: name and password.

use super::{
    api::{AskForReset, ChangePassword, Rename, ResetPassword, load_account},
    refusal,
};
use crate::{
    i18n::{t, use_lang},
    platform::{page::Loaded, visitor::use_visitor},
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use longtail::{
    text::Lang,
    trust::account::{AccountError, AccountView},
};

/// One's name and password, to be changed.
#[component]
pub fn PasswordPage() -> impl IntoView {
    let lang = use_lang();
    let account = Resource::new_blocking(|| (), |()| load_account());
    view! {
        <Title text=t::account::name_and_password(lang)/>
        <div class="page page-small page-body">
            <PageHead
                title=t::account::name_and_password(lang)
                crumbs=vec![
                    Crumb::link(t::account::account(lang), "/account"),
                    Crumb::here(t::account::name_and_password(lang)),
                ]
            />
            <Loaded of=account view=|account| view! { <Forms account/> }/>
        </div>
    }
}

#[component]
fn Forms(account: AccountView) -> impl IntoView {
    let lang = use_lang();
    let rename = ServerAction::<Rename>::new();
    let change = ServerAction::<ChangePassword>::new();
    let visitor = use_visitor();
    let done = Callback::new(move |()| visitor.refetch());
    view! {
        <div class="grid gap-6">
            <Card title=t::account::name(lang)>
                <Form action=rename on_done=done>
                    <TextField name="name" label=t::account::name(lang) hint=t::account::name_hint(lang)
                        value=account.name autocomplete="name" required=true/>
                    <Submit kind=ButtonKind::Plain>{t::account::save_name(lang)}</Submit>
                </Form>
            </Card>
            <Card title=t::account::password(lang)>
                <Form
                    action=change
                    refusal=current_refusal
                    refused_field=|refused| matches!(refused, AccountError::WrongPassword).then_some("current_password")
                    on_done=done
                >
                    <PasswordField name="current_password" label=t::account::current_password(lang)/>
                    <PasswordField name="password" label=t::account::new_password(lang)
                        hint=t::account::password_hint(lang) autocomplete="new-password"/>
                    <p class="text-13 text-muted">{t::account::change_password_hint(lang)}</p>
                    <Submit>{t::account::change_password(lang)}</Submit>
                </Form>
            </Card>
        </div>
    }
}

fn current_refusal(lang: Lang, refused: &AccountError) -> String {
    match refused {
        AccountError::WrongPassword => t::account::wrong_current(lang).to_owned(),
        other => refusal(lang, other),
    }
}

/// Asks for the letter with the link.
#[component]
pub fn ForgotPasswordPage() -> impl IntoView {
    let lang = use_lang();
    let ask = ServerAction::<AskForReset>::new();
    let query = use_query_map();
    let sent = move || query.with(|query| query.get("sent").is_some());
    view! {
        <Title text=t::account::forgot_title(lang)/>
        <div class="page page-small page-body">
            <PageHead title=t::account::forgot_title(lang) lead=t::account::forgot_lead(lang)/>
            <Show
                when=sent
                fallback=move || view! {
                    <Card>
                        <Form action=ask refusal=refusal>
                            <EmailField name="email" label=t::account::email(lang) autocomplete="username" required=true/>
                            <Submit wide=true>{t::account::send_link(lang)}</Submit>
                        </Form>
                    </Card>
                }
            >
                <Alert tone=Tone::Jade><p role="status">{t::account::link_sent(lang)}</p></Alert>
            </Show>
            <p class="mt-4 text-center text-14">
                <a class="text-persimmon underline" href="/sign-in">{t::account::back_to_sign_in(lang)}</a>
            </p>
        </div>
    }
}

/// Chooses a new password by the link of a letter.
#[component]
pub fn ResetPasswordPage() -> impl IntoView {
    let lang = use_lang();
    let key = use_params_map().with_untracked(|params| params.get("key").unwrap_or_default());
    let reset = ServerAction::<ResetPassword>::new();
    let visitor = use_visitor();
    let done = Callback::new(move |()| visitor.refetch());
    view! {
        <Title text=t::account::new_password(lang)/>
        <div class="page page-small page-body">
            <PageHead title=t::account::new_password(lang) lead=t::account::change_password_hint(lang)/>
            <Card>
                <Form action=reset refusal=reset_refusal on_done=done>
                    <input type="hidden" name="key" value=key/>
                    <PasswordField name="password" label=t::account::new_password(lang)
                        hint=t::account::password_hint(lang) autocomplete="new-password"/>
                    <Submit wide=true>{t::account::save_password(lang)}</Submit>
                </Form>
            </Card>
            <p class="mt-4 text-center text-14">
                <a class="text-persimmon underline" href="/forgot-password">{t::account::another_link(lang)}</a>
            </p>
        </div>
    }
}

fn reset_refusal(lang: Lang, refused: &AccountError) -> String {
    match refused {
        AccountError::LinkExpired => t::account::reset_expired(lang).to_owned(),
        other => refusal(lang, other),
    }
}
