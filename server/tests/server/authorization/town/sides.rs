//! Whose things the town has: those of a shop and its buyer, and as much of the others'.

use super::{Asker, Goods, Town};
use sqlx::PgPool;
use std::mem;
use uuid::Uuid;

/// A shop with its people, and who buys there.
#[derive(Clone, Copy)]
pub(super) struct Side {
    pub shop: &'static str,
    pub owner: Asker,
    pub clerk: Asker,
    pub buyer: Asker,
    /// The code of its coupon: no two shops have the same.
    pub coupon: &'static str,
}

/// Those whose things are asked for.
pub(super) const OWN: Side = Side {
    shop: "tea",
    owner: Asker::Owner,
    clerk: Asker::Clerk,
    buyer: Asker::Buyer,
    coupon: "coupon",
};
/// Those whose things are somebody else's.
const OTHERS: Side = Side {
    shop: "clay",
    owner: Asker::OtherShop,
    clerk: Asker::OtherClerk,
    buyer: Asker::OtherBuyer,
    coupon: "other-coupon",
};

impl Town {
    /// A town in which the other shop and the other buyer have as much as these: all that is asked
    /// for has its like that is somebody else's.
    pub async fn with_others(db: PgPool) -> Self {
        let (mut town, clay) = Self::founded(db).await;
        let own = mem::take(&mut town.names);
        town.side = OTHERS;
        town.settle(&clay).await;
        town.furnish().await;
        town.side = OWN;
        town.others = mem::replace(&mut town.names, own);
        town
    }

    /// All that a shop, its people and its buyer have.
    pub(super) async fn settle(&mut self, goods: &Goods) {
        self.name("shop", self.side.shop);
        self.name("listing", goods.listing);
        self.name("variant", goods.variant);
        self.live(goods).await;
        self.supply(goods).await;
    }

    /// The ids of what is asked for, each with the others' of the same name.
    pub fn twins(&self) -> Vec<(&str, &str)> {
        let ids = self.names.iter().filter(|(_, id)| is_id(id));
        ids.filter_map(|(name, id)| {
            let twin = self.others.iter().find(|(of, _)| of == name)?;
            Some((id.as_str(), twin.1.as_str()))
        })
        .collect()
    }

    /// What the others have by this name.
    pub fn theirs(&self, name: &str) -> &str {
        let named = self.others.iter().find(|(of, _)| *of == name);
        &named.expect("the others have one").1
    }
}

fn is_id(text: &str) -> bool {
    text.parse::<Uuid>().is_ok()
}
