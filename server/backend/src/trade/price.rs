//! What lowers prices: offers, coupons, and the platform's spend-and-save.

mod desk;
mod guesses;
mod hold;
mod list;
mod load;
mod make;
mod record;
mod running;

pub use desk::{end_campaign, join_campaign, make_campaign, promotions_page};
pub(crate) use guesses::forget_misses;
pub(crate) use hold::merge;
pub use hold::{apply_coupon, remove_coupon};
pub use list::offers_page;
pub(crate) use load::{Asked, for_carts, names_of, offers_of};
pub(crate) use make::turn_offer;
pub use make::{end_coupon, end_offer, make_coupon, make_offer};
pub(crate) use record::{Use, give_back, put_back, take};
pub(crate) use running::{reduced, running_campaign};
