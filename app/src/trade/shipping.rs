//! Shipping: an order's parcels, handed over by its shop and followed by both sides.

pub mod api;
pub mod parcel_form;
pub mod parcels;
pub mod postage;

pub use postage::{MeasuresPage, NewTemplatePage, PostagePage, TemplatePage};

use crate::{i18n::t, ui::Tone};
use longtail::{
    text::Lang,
    trade::shipping::parcel::{ScanKind, Standing},
};

/// Where a parcel stands, in a word or two.
pub fn standing_words(lang: Lang, standing: Standing) -> &'static str {
    match standing {
        Standing::Sent => t::shipping::sent(lang),
        Standing::UnderWay => t::shipping::under_way(lang),
        Standing::Delivered => t::shipping::delivered(lang),
        Standing::Lost => t::shipping::lost(lang),
    }
}

/// What its colour is.
pub fn standing_tone(standing: Standing) -> Tone {
    match standing {
        Standing::Sent => Tone::Plain,
        Standing::UnderWay => Tone::Gold,
        Standing::Delivered => Tone::Jade,
        Standing::Lost => Tone::Danger,
    }
}

/// What a scan tells.
pub fn scan_words(lang: Lang, kind: ScanKind) -> &'static str {
    match kind {
        ScanKind::PickedUp => t::shipping::picked_up(lang),
        ScanKind::Sorted => t::shipping::sorted(lang),
        ScanKind::OutForDelivery => t::shipping::out_for_delivery(lang),
        ScanKind::NotAtHome => t::shipping::not_at_home(lang),
        ScanKind::Lost => t::shipping::was_lost(lang),
        ScanKind::Delivered => t::shipping::was_delivered(lang),
    }
}
