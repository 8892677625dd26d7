//! Server functions of wishlists.

use crate::fault::Fault;
use leptos::prelude::*;
use longtail::{
    id::VariantId,
    trade::{
        cart::CartError,
        wishlist::{SharedWishlist, WishError, WishFor, WishSort, Wishlist},
    },
};

/// Keeps a wish, or takes one off the list. The page stays where it is.
///
/// Who may: everybody; a stranger becomes a guest.
#[server(prefix = "/api", endpoint = "trade/wishlist/set_wish")]
pub async fn set_wish(
    #[server(default)] wish: Option<WishFor>,
    #[server(default)] unwish: Option<WishFor>,
) -> Result<(), Fault<WishError>> {
    use longtail_backend::trade::wishlist;
    let (ctx, actor) = crate::ssr::shopper().await?;
    if let Some(wish) = wish {
        wishlist::wish(&ctx, &actor, wish)
            .await
            .map_err(crate::ssr::fault)?;
    }
    if let Some(unwish) = unwish {
        wishlist::unwish(&ctx, &actor, unwish.listing)
            .await
            .map_err(crate::ssr::fault)?;
    }
    Ok(())
}

/// The wishlist of the person who asks; a stranger's is empty.
///
/// Who may: everybody.
#[server(prefix = "/api", endpoint = "trade/wishlist/load_wishlist", input = server_fn::codec::GetUrl)]
pub async fn load_wishlist(#[server(default)] sort: WishSort) -> Result<Wishlist, Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::wishlist::wishlist(&ctx, &caller.actor, sort)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// The wishlist that an address shows.
///
/// Who may: everybody who holds the address.
#[server(prefix = "/api", endpoint = "trade/wishlist/load_shared_wishlist", input = server_fn::codec::GetUrl)]
pub async fn load_shared_wishlist(key: String) -> Result<SharedWishlist, Fault> {
    longtail_backend::trade::wishlist::shared_wishlist(&crate::ssr::ctx(), &key)
        .await
        .map_err(crate::ssr::plain_fault)
}

/// Moves a wish into the cart.
///
/// Who may: the person whose wish it is.
#[server(prefix = "/api", endpoint = "trade/wishlist/move_to_cart")]
pub async fn move_to_cart(wish: WishFor, variant: VariantId) -> Result<(), Fault<CartError>> {
    use longtail_backend::trade::{cart, wishlist};
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    cart::add(&ctx, &caller.actor, variant, 1)
        .await
        .map_err(crate::ssr::fault)?;
    wishlist::unwish(&ctx, &caller.actor, wish.listing)
        .await
        .map_err(|failure| crate::ssr::fault(failure.map_refusal(|_| CartError::NotOffered)))?;
    leptos_axum::redirect("/wishlist");
    Ok(())
}

/// Makes an address that shows the list to others, or takes it away.
///
/// Who may: those who have an account, guests too.
#[server(prefix = "/api", endpoint = "trade/wishlist/share_wishlist")]
pub async fn share_wishlist(on: bool) -> Result<(), Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::wishlist::share(&ctx, &caller.actor, on)
        .await
        .map_err(crate::ssr::plain_fault)?;
    leptos_axum::redirect("/wishlist");
    Ok(())
}

/// Chooses whether news of wishes come by e-mail too.
///
/// Who may: those who have an account, guests too.
#[server(prefix = "/api", endpoint = "trade/wishlist/choose_letters")]
pub async fn choose_letters(on: bool) -> Result<(), Fault> {
    let (ctx, caller) = (crate::ssr::ctx(), crate::ssr::caller());
    longtail_backend::trade::wishlist::choose_letters(&ctx, &caller.actor, on)
        .await
        .map_err(crate::ssr::plain_fault)?;
    leptos_axum::redirect("/wishlist");
    Ok(())
}
