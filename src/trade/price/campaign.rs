//! Spend-and-save: so much off for every so much that is spent, over all shops.

use super::Span;
use crate::{
    id::{CampaignId, ShopId},
    money::{BasisPoints, Money},
    text::Bilingual,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The platform's campaign: every 200 save 30.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    pub id: CampaignId,
    pub name: Bilingual,
    pub every_minor: i64,
    pub save_minor: i64,
    /// The most that one checkout saves.
    pub cap_minor: Option<i64>,
    /// The shops' part of what is saved on their goods; the platform pays the rest.
    pub shop_share: BasisPoints,
    /// The shops that take part. Where the platform pays for all of it, every shop does.
    pub joined: BTreeSet<ShopId>,
    pub span: Span,
}

/// The campaign that runs, as everybody is told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningCampaign {
    pub name: Bilingual,
    pub every: Money,
    pub save: Money,
    /// The most that one checkout saves.
    pub cap: Option<Money>,
    /// As [`crate::when::local_text`] writes it: the start page carries no calendar.
    pub until: String,
    /// Slugs of shops that take part, as many as a list can be narrowed to; none where all do.
    pub shops: Vec<String>,
}

/// How far a basket is from saving more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saving {
    pub name: Bilingual,
    pub every: Money,
    pub save: Money,
    pub cap: Option<Money>,
    /// What is missing to the next step; nothing where no more can be saved.
    pub missing: Option<Money>,
}

impl Campaign {
    /// No shop pays for what it did not agree to.
    pub fn includes(&self, shop: ShopId) -> bool {
        self.shop_share.0 == 0 || self.joined.contains(&shop)
    }

    /// What goods that cost so much save.
    pub fn saves(&self, spent_minor: i64) -> i64 {
        let times = spent_minor.max(0) / self.every_minor.max(1);
        let saved = times.saturating_mul(self.save_minor);
        self.cap_minor.map_or(saved, |cap| saved.min(cap))
    }

    pub(super) fn saving(&self, spent: Money) -> Saving {
        let money = |minor| Money::new(minor, spent.currency);
        let every = self.every_minor.max(1);
        let missing = every - spent.minor.max(0) % every;
        let more = self.saves(spent.minor.saturating_add(missing)) > self.saves(spent.minor);
        Saving {
            name: self.name.clone(),
            every: money(self.every_minor),
            save: money(self.save_minor),
            cap: self.cap_minor.map(money),
            missing: more.then(|| money(missing)),
        }
    }
}
