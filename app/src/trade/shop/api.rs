//! Server functions of a shop's owner.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::{
    actor::ShopRole,
    id::{AccountId, CommandId},
    money::Currency,
    platform::media::MediaError,
    trade::shop::{ShopDraft, ShopError, ShopMove, ShopSettings},
};
use serde::{Deserialize, Serialize};
use server_fn::codec::{MultipartData, MultipartFormData};

/// What the form for opening a shop begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenShopForm {
    pub command: CommandId,
    pub currency: Currency,
}

/// The form for opening a shop.
///
/// Who may: members.
#[server(prefix = "/api", endpoint = "trade/shop/load_open_shop", input = server_fn::codec::GetUrl)]
pub async fn load_open_shop() -> Result<OpenShopForm, Fault> {
    use longtail::policy::{Action, permit};
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    permit(&caller.actor, Action::UseMembership)
        .map_err(|why| crate::ssr::plain_fault(longtail_backend::failure::denied(why)))?;
    Ok(OpenShopForm {
        command: ctx.new_id(),
        currency: ctx.settings.currency,
    })
}

/// Opens a shop in the bazaar, to be prepared, and goes on to its settings.
///
/// Who may: members.
#[server(prefix = "/api", endpoint = "trade/shop/open_shop")]
pub async fn open_shop(
    command: CommandId,
    #[server(flatten)] draft: ShopDraft,
) -> Result<(), Fault<ShopError>> {
    let caller = crate::ssr::caller();
    let command = longtail_backend::trade::shop::OpenShop { id: command, draft };
    let opened = longtail_backend::trade::shop::open(&crate::ssr::ctx(), &caller.actor, &command)
        .await
        .map_err(crate::ssr::fault)?;
    leptos_axum::redirect(&format!("/back-office/{}/settings", opened.slug));
    Ok(())
}

/// A shop's words, postage, stage and people.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shop/load_shop_settings", input = server_fn::codec::GetUrl)]
pub async fn load_shop_settings(shop: String) -> Result<ShopSettings, Fault> {
    let caller = crate::ssr::caller();
    longtail_backend::trade::shop::settings_page(&crate::ssr::ctx(), &caller.actor, &shop)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// The shop at an address, for its people.
#[cfg(feature = "ssr")]
async fn shop_of<E: std::fmt::Debug>(
    slug: &str,
) -> Result<
    (
        longtail_backend::Ctx,
        longtail::actor::Actor,
        longtail::id::ShopId,
    ),
    Fault<E>,
> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    let shop = longtail_backend::trade::shop::back_office_shop(&ctx, &caller.actor, slug)
        .await
        .map_err(crate::ssr::fault_without_refusal)?;
    Ok((ctx, caller.actor, shop.id()))
}

/// Where the forms of the settings page lead back to.
#[cfg(feature = "ssr")]
fn back_to_settings(slug: &str) {
    leptos_axum::redirect(&format!("/back-office/{slug}/settings"));
}

/// Writes a shop's words and postage anew, and its address where another is typed.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shop/save_shop")]
pub async fn save_shop(
    shop: String,
    #[server(flatten)] draft: ShopDraft,
) -> Result<(), Fault<ShopError>> {
    let (ctx, actor, id) = shop_of(&shop).await?;
    let shop = longtail_backend::trade::shop::edit(&ctx, &actor, id, &draft)
        .await
        .map_err(crate::ssr::fault)?;
    back_to_settings(&shop);
    Ok(())
}

/// Opens, pauses or closes a shop.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shop/move_shop")]
pub async fn move_shop(shop: String, to: ShopMove) -> Result<(), Fault<ShopError>> {
    let (ctx, actor, id) = shop_of(&shop).await?;
    longtail_backend::trade::shop::move_stage(&ctx, &actor, id, to)
        .await
        .map_err(crate::ssr::fault)?;
    back_to_settings(&shop);
    Ok(())
}

/// Gives a member a seat in a shop, by their e-mail address.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shop/add_person")]
pub async fn add_person(
    shop: String,
    email: String,
    role: ShopRole,
) -> Result<(), Fault<ShopError>> {
    let (ctx, actor, id) = shop_of(&shop).await?;
    longtail_backend::trade::shop::add_person(&ctx, &actor, id, &email, role)
        .await
        .map_err(crate::ssr::fault)?;
    back_to_settings(&shop);
    Ok(())
}

/// Takes a person's seat in a shop away.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shop/remove_person")]
pub async fn remove_person(shop: String, person: AccountId) -> Result<(), Fault<ShopError>> {
    let (ctx, actor, id) = shop_of(&shop).await?;
    longtail_backend::trade::shop::remove_person(&ctx, &actor, id, person)
        .await
        .map_err(crate::ssr::fault)?;
    if actor.account() == Some(person) {
        leptos_axum::redirect("/account");
    } else {
        back_to_settings(&shop);
    }
    Ok(())
}

/// Makes a clerk an owner or an owner a clerk.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shop/change_role")]
pub async fn change_role(
    shop: String,
    person: AccountId,
    role: ShopRole,
) -> Result<(), Fault<ShopError>> {
    let (ctx, actor, id) = shop_of(&shop).await?;
    longtail_backend::trade::shop::change_role(&ctx, &actor, id, person, role)
        .await
        .map_err(crate::ssr::fault)?;
    back_to_settings(&shop);
    Ok(())
}

/// Hangs up a shop's mark or banner; the fields are `shop`, `place` and `picture`.
///
/// Who may: the shop's owners.
#[server(prefix = "/api", endpoint = "trade/shop/upload_shop_picture", input = MultipartFormData)]
pub async fn upload_shop_picture(data: MultipartData) -> Result<(), Fault<MediaError>> {
    use longtail::platform::media::MOST_BYTES;
    use longtail_backend::{Failure, trade::shop};
    let mut form = crate::platform::upload::read_all(data, 1, MOST_BYTES).await?;
    let slug = form.text("shop");
    let (ctx, actor, id) = shop_of(&slug).await?;
    let place = match form.text("place").as_str() {
        "banner" => shop::Place::Banner,
        _ => shop::Place::Mark,
    };
    if !form.oversized.is_empty() {
        return Err(crate::ssr::fault(Failure::Refused(MediaError::TooLarge)));
    }
    // Without a file it is one that is no picture.
    let picture = form.take("picture").map(|file| file.bytes);
    shop::upload_picture(&ctx, &actor, id, place, picture.unwrap_or_default())
        .await
        .map_err(crate::ssr::fault)?;
    back_to_settings(&slug);
    Ok(())
}
