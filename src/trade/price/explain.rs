//! A price told step by step.

use super::{Funder, LinePrice};
use crate::{
    id::OfferId,
    money::{Currency, Money},
    text::Bilingual,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What lowers a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    Offer,
    Coupon,
    SpendAndSave,
}

/// One step from the list price to what is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldStep {
    pub what: What,
    pub funder: Funder,
    /// The offer's or campaign's name, or the coupon's code.
    pub name: Bilingual,
    /// Above zero.
    pub off: Money,
}

/// Goods of one shop from their list price to what the buyer pays for them, without tax that is
/// added on top: that is told beside the postage, which it is added to as well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    pub list: Money,
    /// In the order in which they were taken off.
    pub steps: Vec<ToldStep>,
    pub to_pay: Money,
}

/// What the steps are called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    pub offers: BTreeMap<OfferId, Bilingual>,
    pub coupon: String,
    pub platform_coupon: String,
    pub campaign: Bilingual,
}

/// Tells the price of lines together; steps that took nothing off are left out.
pub fn explain(currency: Currency, lines: &[LinePrice], names: &Names) -> Explained {
    let sum = |of: &dyn Fn(&LinePrice) -> i64| lines.iter().map(of).sum::<i64>();
    let mut steps = Vec::new();
    let mut tell = |what, funder, name: Bilingual, off: i64| {
        if off > 0 {
            let off = Money::new(off, currency);
            steps.push(ToldStep {
                what,
                funder,
                name,
                off,
            });
        }
    };
    let code = |code: &str| Bilingual::new(code, code);
    let mut offers: Vec<OfferId> = lines.iter().filter_map(|line| line.offer).collect();
    offers.sort_unstable();
    offers.dedup();
    for offer in offers {
        let off = sum(&|line| match line.offer == Some(offer) {
            true => line.steps.offer,
            false => 0,
        });
        let name = names.offers.get(&offer).cloned().unwrap_or_default();
        tell(What::Offer, Funder::Shop, name, off);
    }
    let (shop, platform) = (Funder::Shop, Funder::Platform);
    tell(
        What::Coupon,
        shop,
        code(&names.coupon),
        sum(&|line| line.steps.coupon),
    );
    let off = sum(&|line| line.steps.platform_coupon);
    tell(What::Coupon, platform, code(&names.platform_coupon), off);
    let off = sum(&|line| line.steps.campaign_shop);
    tell(What::SpendAndSave, shop, names.campaign.clone(), off);
    let off = sum(&|line| line.steps.campaign_platform);
    tell(What::SpendAndSave, platform, names.campaign.clone(), off);
    let money = |minor| Money::new(minor, currency);
    Explained {
        list: money(sum(&|line| line.list)),
        steps,
        to_pay: money(sum(&|line| line.to_pay())),
    }
}
