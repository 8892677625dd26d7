//! Server functions of accounts.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::{
    id::{AddressId, SessionId},
    text::Lang,
    trade::shipping::PostalAddress,
    trust::account::{AccountError, AccountView, DemoRole, SavedAddress, SessionView},
};
use serde::{Deserialize, Serialize};

/// Lets a person in, and goes on to `next`.
///
/// Who may: everybody.
#[server(prefix = "/api", endpoint = "trust/account/sign_in")]
pub async fn sign_in(
    email: String,
    password: String,
    #[server(default)] next: String,
) -> Result<(), Fault<AccountError>> {
    use longtail_backend::trust::account;
    let ctx = crate::ssr::ctx();
    let signed_in = account::sign_in(&ctx, &crate::ssr::visit(), &email, &password)
        .await
        .map_err(crate::ssr::fault)?;
    crate::ssr::let_in(&ctx, &signed_in, &next, "/");
    Ok(())
}

/// Makes a member of a stranger or a guest, and goes on to `next`. A guest keeps everything.
///
/// Who may: everybody.
#[server(prefix = "/api", endpoint = "trust/account/sign_up")]
pub async fn sign_up(
    name: String,
    email: String,
    password: String,
    #[server(default)] next: String,
) -> Result<(), Fault<AccountError>> {
    use longtail_backend::trust::account;
    let ctx = crate::ssr::ctx();
    let form = longtail::trust::account::SignUp {
        name,
        email,
        password,
    };
    let signed_in = account::sign_up(&ctx, &crate::ssr::visit(), &form)
        .await
        .map_err(crate::ssr::fault)?;
    crate::ssr::let_in(&ctx, &signed_in, &next, "/account");
    Ok(())
}

/// Lets a visitor of a demo market be one of its people.
///
/// Who may: everybody, where the market is a demo; elsewhere it is not found.
#[server(prefix = "/api", endpoint = "trust/account/demo_sign_in")]
pub async fn demo_sign_in(
    role: DemoRole,
    #[server(default)] next: String,
) -> Result<(), Fault<AccountError>> {
    use longtail_backend::trust::account;
    let ctx = crate::ssr::ctx();
    let signed_in = account::demo_sign_in(&ctx, &crate::ssr::visit(), role)
        .await
        .map_err(crate::ssr::fault)?;
    let home = crate::ssr::home_of(&ctx, &signed_in.actor).await;
    crate::ssr::let_in(&ctx, &signed_in, &next, &home);
    Ok(())
}

/// Ends the session that asks.
///
/// Who may: everybody.
#[server(prefix = "/api", endpoint = "trust/account/sign_out")]
pub async fn sign_out() -> Result<(), Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trust::account::sign_out(&ctx, caller.session.as_deref())
        .await
        .map_err(crate::ssr::plain_fault)?;
    crate::ssr::set_session_cookie(&ctx, None);
    leptos_axum::redirect("/");
    Ok(())
}

/// Ends all sessions of the person who asks.
///
/// Who may: those who have an account.
#[server(prefix = "/api", endpoint = "trust/account/sign_out_everywhere")]
pub async fn sign_out_everywhere() -> Result<(), Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trust::account::sign_out_everywhere(&ctx, &caller.actor)
        .await
        .map_err(crate::ssr::plain_fault)?;
    crate::ssr::set_session_cookie(&ctx, None);
    leptos_axum::redirect("/sign-in");
    Ok(())
}

/// The account of the person who asks.
///
/// Who may: those who have an account, guests too.
#[server(prefix = "/api", endpoint = "trust/account/load_account", input = server_fn::codec::GetUrl)]
pub async fn load_account() -> Result<AccountView, Fault> {
    let caller = crate::ssr::caller();
    longtail_backend::trust::account::account_page(&crate::ssr::ctx(), &caller.actor)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// Chooses the language of letters to the person who asks.
///
/// Who may: those who have an account.
#[server(prefix = "/api", endpoint = "trust/account/choose_language")]
pub async fn choose_language(lang: Lang) -> Result<(), Fault> {
    let caller = crate::ssr::caller();
    longtail_backend::trust::account::choose_language(&crate::ssr::ctx(), &caller.actor, lang)
        .await
        .map_err(crate::ssr::plain_fault)?;
    leptos_axum::redirect("/account");
    Ok(())
}

/// Gives the person who asks another name.
///
/// Who may: members and staff.
#[server(prefix = "/api", endpoint = "trust/account/rename")]
pub async fn rename(#[server(default)] name: String) -> Result<(), Fault> {
    let caller = crate::ssr::caller();
    longtail_backend::trust::account::rename(&crate::ssr::ctx(), &caller.actor, &name)
        .await
        .map_err(crate::ssr::plain_fault)?;
    leptos_axum::redirect("/account");
    Ok(())
}

/// Chooses a new password in place of the current one, and ends every other session.
///
/// Who may: members and staff.
#[server(prefix = "/api", endpoint = "trust/account/change_password")]
pub async fn change_password(
    #[server(default)] current_password: String,
    /// The new one.
    #[server(default)]
    password: String,
) -> Result<(), Fault<AccountError>> {
    let (ctx, visit) = (crate::ssr::ctx(), crate::ssr::visit());
    let signed_in = longtail_backend::trust::account::change_password(
        &ctx,
        &visit,
        &current_password,
        &password,
    )
    .await
    .map_err(crate::ssr::fault)?;
    crate::ssr::let_in(&ctx, &signed_in, "", "/account");
    Ok(())
}

/// Promises a letter with a link for choosing a new password.
///
/// Who may: everybody; the answer does not tell who is a member.
#[server(prefix = "/api", endpoint = "trust/account/ask_for_reset")]
pub async fn ask_for_reset(#[server(default)] email: String) -> Result<(), Fault<AccountError>> {
    let (ctx, visit) = (crate::ssr::ctx(), crate::ssr::visit());
    longtail_backend::trust::account::ask_for_reset(&ctx, &visit, &email)
        .await
        .map_err(crate::ssr::fault)?;
    leptos_axum::redirect("/forgot-password?sent=1");
    Ok(())
}

/// Chooses a new password by the link of a letter, and signs in.
///
/// Who may: everybody who holds the key.
#[server(prefix = "/api", endpoint = "trust/account/reset_password")]
pub async fn reset_password(
    key: String,
    #[server(default)] password: String,
) -> Result<(), Fault<AccountError>> {
    let (ctx, visit) = (crate::ssr::ctx(), crate::ssr::visit());
    let signed_in = longtail_backend::trust::account::reset_password(&ctx, &visit, &key, &password)
        .await
        .map_err(crate::ssr::fault)?;
    crate::ssr::let_in(&ctx, &signed_in, "", "/account");
    Ok(())
}

/// Where the person who asks is signed in.
///
/// Who may: those who have an account.
#[server(prefix = "/api", endpoint = "trust/account/load_sessions", input = server_fn::codec::GetUrl)]
pub async fn load_sessions() -> Result<Vec<SessionView>, Fault> {
    let caller = crate::ssr::caller();
    longtail_backend::trust::account::sessions(
        &crate::ssr::ctx(),
        &caller.actor,
        caller.session.as_deref(),
    )
    .await
    .map_err(crate::ssr::plain_fault)
}

/// Ends one session.
///
/// Who may: the person whose session it is.
#[server(prefix = "/api", endpoint = "trust/account/end_session")]
pub async fn end_session(session: SessionId) -> Result<(), Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    let current = longtail_backend::trust::account::end_session(
        &ctx,
        &caller.actor,
        session,
        caller.session.as_deref(),
    )
    .await
    .map_err(crate::ssr::plain_fault)?;
    if current {
        crate::ssr::set_session_cookie(&ctx, None);
        leptos_axum::redirect("/sign-in");
    } else {
        leptos_axum::redirect("/account/sessions");
    }
    Ok(())
}

/// The address book of the person who asks, the preferred address first.
///
/// Who may: those who have an account, guests too.
#[server(prefix = "/api", endpoint = "trust/account/load_addresses", input = server_fn::codec::GetUrl)]
pub async fn load_addresses() -> Result<Vec<SavedAddress>, Fault> {
    let caller = crate::ssr::caller();
    longtail_backend::trust::account::address_book(&crate::ssr::ctx(), &caller.actor)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// Writes a new address into the book, or one in place of `replaces`.
///
/// Who may: those who have an account, guests too; `replaces` must be theirs.
#[server(prefix = "/api", endpoint = "trust/account/save_address")]
pub async fn save_address(
    #[server(default)] replaces: Option<AddressId>,
    #[server(flatten)] address: PostalAddress,
) -> Result<(), Fault<AccountError>> {
    let caller = crate::ssr::caller();
    longtail_backend::trust::account::save_address(
        &crate::ssr::ctx(),
        &caller.actor,
        replaces,
        &address,
    )
    .await
    .map_err(crate::ssr::fault)?;
    leptos_axum::redirect("/account/addresses");
    Ok(())
}

/// Takes an address out of the book; for an hour it can be brought back.
///
/// Who may: the person whose address it is.
#[server(prefix = "/api", endpoint = "trust/account/remove_address")]
pub async fn remove_address(address: AddressId) -> Result<(), Fault> {
    let caller = crate::ssr::caller();
    longtail_backend::trust::account::remove_address(&crate::ssr::ctx(), &caller.actor, address)
        .await
        .map_err(crate::ssr::plain_fault)?;
    leptos_axum::redirect(&format!("/account/addresses?removed={address}"));
    Ok(())
}

/// Brings a removed address back.
///
/// Who may: the person whose address it is.
#[server(prefix = "/api", endpoint = "trust/account/restore_address")]
pub async fn restore_address(address: AddressId) -> Result<(), Fault> {
    let caller = crate::ssr::caller();
    longtail_backend::trust::account::restore_address(&crate::ssr::ctx(), &caller.actor, address)
        .await
        .map_err(crate::ssr::plain_fault)?;
    leptos_axum::redirect("/account/addresses");
    Ok(())
}

/// Makes an address the one that checkouts begin with.
///
/// Who may: the person whose address it is.
#[server(prefix = "/api", endpoint = "trust/account/prefer_address")]
pub async fn prefer_address(address: AddressId) -> Result<(), Fault> {
    let caller = crate::ssr::caller();
    longtail_backend::trust::account::prefer_address(&crate::ssr::ctx(), &caller.actor, address)
        .await
        .map_err(crate::ssr::plain_fault)?;
    leptos_axum::redirect("/account/addresses");
    Ok(())
}

/// What happens at the door of a guest's link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GuestDoor {
    /// The guest was let in and is on their way.
    Opened,
    /// Somebody is signed in here: they are asked first.
    Ask {
        name: String,
    },
    Expired,
}

/// Lets a guest in who comes by the link of a letter; asks first where somebody is signed in.
///
/// Who may: everybody who holds the key.
#[server(prefix = "/api", endpoint = "trust/account/visit_guest_link", input = server_fn::codec::GetUrl)]
pub async fn visit_guest_link(
    key: String,
    #[server(default)] next: String,
) -> Result<GuestDoor, Fault> {
    use longtail::actor::Actor;
    use longtail_backend::{Failure, trust::account};
    let (ctx, visit) = (crate::ssr::ctx(), crate::ssr::visit());
    if let Actor::Member { .. } | Actor::Staff { .. } = visit.actor {
        let visitor = account::visitor(&ctx, &visit.actor, visit.lang)
            .await
            .map_err(crate::ssr::plain_fault)?;
        return Ok(GuestDoor::Ask { name: visitor.name });
    }
    match account::open_guest_link(&ctx, &visit, &key).await {
        Ok(signed_in) => {
            crate::ssr::let_in(&ctx, &signed_in, &next, "/orders");
            Ok(GuestDoor::Opened)
        }
        Err(Failure::Refused(_)) => Ok(GuestDoor::Expired),
        Err(Failure::Incident(incident)) => {
            Err(crate::ssr::plain_fault(Failure::Incident(incident)))
        }
        Err(_) => Err(crate::ssr::answer(Fault::NotFound)),
    }
}

/// Lets a guest in by the link of a letter, in place of whoever is signed in.
///
/// Who may: everybody who holds the key.
#[server(prefix = "/api", endpoint = "trust/account/open_guest_link")]
pub async fn open_guest_link(
    key: String,
    #[server(default)] next: String,
) -> Result<(), Fault<AccountError>> {
    let ctx = crate::ssr::ctx();
    let signed_in =
        longtail_backend::trust::account::open_guest_link(&ctx, &crate::ssr::visit(), &key)
            .await
            .map_err(crate::ssr::fault)?;
    crate::ssr::let_in(&ctx, &signed_in, &next, "/orders");
    Ok(())
}
