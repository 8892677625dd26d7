//! Shops: the page their buyers see; opening one, decorating it, its people.

pub mod api;
mod badges;
pub mod decoration;
mod front;
mod open_shop_page;
pub mod page;
mod people;
mod picture_forms;
mod settings_page;
mod stage_box;
mod words_form;

pub use badges::{StageBadge, TierBadge};
pub use open_shop_page::OpenShopPage;
pub use settings_page::ShopSettingsPage;

use crate::i18n::t;
use longtail::{text::Lang, trade::shop::ShopError};

/// Why a shop cannot do that, with what to do.
pub fn refusal(lang: Lang, refused: &ShopError) -> String {
    match refused {
        ShopError::NothingToSell => t::own_shop::nothing_to_sell(lang),
        ShopError::ClosedForGood => t::own_shop::closed_for_good(lang),
        ShopError::WrongStage => t::own_shop::wrong_stage(lang),
        ShopError::OrdersUnderWay => t::own_shop::orders_under_way(lang),
        ShopError::LastOwner => t::own_shop::last_owner(lang),
    }
    .to_owned()
}
