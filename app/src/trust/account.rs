//! People: signing in, their account, their addresses and devices.

mod account_page;
mod address_fields;
mod address_page;
pub mod api;
mod demo;
mod device;
mod guest_page;
mod password_pages;
mod sessions_page;
mod sign_in_page;
mod sign_up_page;

pub use account_page::AccountPage;
pub use address_fields::AddressFields;
pub use address_page::AddressPage;
pub use demo::DemoSignIn;
pub use guest_page::GuestPage;
pub use password_pages::{ForgotPasswordPage, PasswordPage, ResetPasswordPage};
pub use sessions_page::SessionsPage;
pub use sign_in_page::SignInPage;
pub use sign_up_page::SignUpPage;

use crate::i18n::t;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use longtail::{
    text::Lang,
    trust::account::{AccountError, local_path},
};

/// Why a person is not let in, with what to do.
pub fn refusal(lang: Lang, refused: &AccountError) -> String {
    match refused {
        AccountError::WrongPassword => t::account::wrong_password(lang),
        AccountError::EmailTaken => t::account::email_taken(lang),
        AccountError::LinkExpired => t::account::link_expired(lang),
        AccountError::AddressBookFull => t::account::address_book_full(lang),
    }
    .to_owned()
}

/// Where to go on afterwards, where the address says so and it is a path of this site.
fn next_path() -> String {
    use_query_map()
        .with_untracked(|query| query.get("next"))
        .filter(|next| local_path(next).is_some())
        .unwrap_or_default()
}

/// The address of another page that goes on to the same place.
fn with_next(path: &str, next: &str) -> String {
    if next.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?next={}", crate::platform::page::encoded(next))
    }
}
