//! What people are told of a parcel.

use crate::text::{Bilingual, Lang};
use serde::{Deserialize, Serialize};

/// What happened to a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParcelNews {
    /// To the buyer: a part is on its way, and more will follow.
    PartShipped {
        shop_name: Bilingual,
        carrier: String,
        pieces: u32,
    },
    /// To the buyer: look into it, and confirm.
    Delivered,
    /// To the buyer: the carrier has lost it, and the money stays held.
    Lost,
    /// To the buyer: the carrier has lost it, and the shop has its money already, by the clock.
    LostLate,
    /// To the shop: pay back what was in it.
    LostByUs,
}

impl ParcelNews {
    /// One line, for the parcel of an order.
    pub(super) fn headline(&self, lang: Lang, number: &str, tracking: &str) -> String {
        match (self, lang) {
            (
                Self::PartShipped {
                    shop_name, pieces, ..
                },
                Lang::En,
            ) => format!(
                "{} has shipped a part of order {number} (pieces: {pieces}); the rest will follow",
                shop_name.pick(lang)
            ),
            (
                Self::PartShipped {
                    shop_name, pieces, ..
                },
                Lang::Zh,
            ) => format!(
                "{} 已发出订单 {number} 的一部分（{pieces} 件），其余将陆续发出",
                shop_name.pick(lang)
            ),
            (Self::Delivered, Lang::En) => format!(
                "Parcel {tracking} of order {number} was delivered; confirm receipt once everything is there and as it should be"
            ),
            (Self::Delivered, Lang::Zh) => {
                format!("订单 {number} 的包裹 {tracking} 已送达，全部收到且无误后请确认收货")
            }
            (Self::Lost, Lang::En) => format!(
                "The carrier has lost parcel {tracking} of order {number}; your money stays held until the shop has paid it back or the parcel turns up"
            ),
            (Self::Lost, Lang::Zh) => format!(
                "承运商丢失了订单 {number} 的包裹 {tracking}；在店铺退款或包裹找到之前，货款继续由平台保管"
            ),
            (Self::LostLate, Lang::En) => format!(
                "The carrier has lost parcel {tracking} of order {number}, whose receipt was confirmed automatically; the shop is asked to pay you back what was in it"
            ),
            (Self::LostLate, Lang::Zh) => format!(
                "承运商丢失了订单 {number} 的包裹 {tracking}，而该订单已自动确认收货；系统已请店铺将其中商品退款给您"
            ),
            (Self::LostByUs, Lang::En) => format!(
                "The carrier has lost parcel {tracking} of order {number}: pay back what was in it"
            ),
            (Self::LostByUs, Lang::Zh) => {
                format!("承运商丢失了订单 {number} 的包裹 {tracking}，请将其中商品退款给买家")
            }
        }
    }
}
