//! What a buyer was shown and agreed to, thing by thing, and what differs from it now. A total
//! alone would not tell: other goods may cost the same, and two changes cancel out.

#[cfg(test)]
mod tests;

use super::{PricedOrder, basket::ShopPart};
use crate::{
    id::{ShopId, VariantId},
    money::{Currency, Money},
    text::{Bilingual, Lang},
    trade::cart::{CartLine, CartView},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt, str::FromStr};
use uuid::Uuid;

/// The longest text that is read: some seven hundred lines. A form that came back before scripts
/// had loaded is kept up to twice that.
const LONGEST: usize = 32 * 1024;

/// The most differences that a refusal tells one by one: without scripts it travels in an address.
const MOST_TOLD: usize = 6;

/// The parts of a total, without names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    lines: BTreeMap<VariantId, AgreedLine>,
    shops: BTreeMap<ShopId, AgreedShop>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct AgreedLine {
    quantity: u32,
    /// What is paid for it after everything that was taken off, without tax that is added.
    sum_minor: i64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct AgreedShop {
    /// Without tax that is added.
    postage_minor: i64,
    /// What is added to goods and postage.
    tax_minor: i64,
}

/// One thing that is not as the buyer agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Difference {
    /// The buyer has not seen it.
    Added {
        what: Bilingual,
        quantity: u32,
        sum: Money,
    },
    /// What it was is not known any more.
    Gone { sum: Money },
    Quantity {
        what: Bilingual,
        seen: u32,
        now: u32,
        /// For all pieces, now.
        sum: Money,
    },
    /// Of all pieces.
    Price {
        what: Bilingual,
        seen: Money,
        now: Money,
    },
    Postage {
        shop: Bilingual,
        seen: Money,
        now: Money,
    },
    Tax {
        shop: Bilingual,
        seen: Money,
        now: Money,
    },
    /// So many others.
    More { count: u32 },
}

impl Difference {
    /// Whether it would be another one if the goods went elsewhere.
    pub fn is_of_the_place(&self) -> bool {
        matches!(self, Self::Postage { .. } | Self::Tax { .. })
    }
}

impl Agreed {
    /// What a page shows.
    pub fn of_cart(cart: &CartView) -> Self {
        let lines = cart.groups.iter().flat_map(|group| &group.lines);
        let lines = lines.map(|line| {
            let agreed = AgreedLine {
                quantity: line.quantity,
                sum_minor: line.price.to_pay(),
            };
            (line.variant, agreed)
        });
        let shops = cart.groups.iter().map(|group| {
            let agreed = AgreedShop {
                postage_minor: group.postage.minor,
                tax_minor: group.taxes.iter().map(|added| added.tax.minor).sum(),
            };
            (group.shop.id, agreed)
        });
        Self {
            lines: lines.collect(),
            shops: shops.collect(),
        }
    }

    /// The goods stay those that were agreed to; postage and tax are those of where they would go
    /// now.
    pub fn send_as(&mut self, there: Self) {
        self.shops = there.shops;
    }

    /// What a basket's orders would come to, one for each shop in its order.
    pub fn of_orders(basket: &[ShopPart], orders: &[PricedOrder]) -> Self {
        let lines = orders.iter().flat_map(|order| &order.lines);
        let lines = lines.map(|line| {
            let agreed = AgreedLine {
                quantity: line.sold.quantity,
                sum_minor: line.sold.price.to_pay(),
            };
            (line.sold.variant, agreed)
        });
        let shops = basket.iter().zip(orders).map(|((shop, _, _), order)| {
            let prices = || order.lines.iter().map(|line| line.sold.price);
            let of_goods: i64 = prices().map(|price| price.goods_tax()).sum();
            let of_postage: i64 = prices().map(|price| price.postage_tax()).sum();
            let agreed = AgreedShop {
                postage_minor: order.postage.minor - of_postage,
                tax_minor: of_goods + of_postage,
            };
            (shop.id, agreed)
        });
        Self {
            lines: lines.collect(),
            shops: shops.collect(),
        }
    }

    /// Reads what [`Display`](fmt::Display) wrote, and nothing else.
    pub fn read(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let (lines, shops) = text.split_once('*')?;
        let lines = entries(lines)?.into_iter();
        let lines = lines.map(|(id, quantity, sum_minor)| {
            let agreed = AgreedLine {
                quantity,
                sum_minor,
            };
            (VariantId(id), agreed)
        });
        let shops = entries(shops)?.into_iter();
        let shops = shops.map(|(id, postage_minor, tax_minor)| {
            let agreed = AgreedShop {
                postage_minor,
                tax_minor,
            };
            (ShopId(id), agreed)
        });
        let agreed = Self {
            lines: lines.collect(),
            shops: shops.collect(),
        };
        (agreed.to_string() == text).then_some(agreed)
    }

    /// What is not as it was agreed to, in the basket's order and by its names; then what is gone,
    /// which has none any more. Nothing where all is as it was.
    pub fn differences(
        &self,
        now: &Self,
        basket: &[ShopPart],
        currency: Currency,
    ) -> Vec<Difference> {
        let mut told = self.all_differences(now, basket, currency);
        let left = told.len().saturating_sub(MOST_TOLD);
        if left > 0 {
            told.truncate(MOST_TOLD);
            let count = u32::try_from(left).unwrap_or(u32::MAX);
            told.push(Difference::More { count });
        }
        told
    }

    fn all_differences(
        &self,
        now: &Self,
        basket: &[ShopPart],
        currency: Currency,
    ) -> Vec<Difference> {
        let money = |minor| Money::new(minor, currency);
        let mut told = Vec::new();
        for (shop, _, lines) in basket {
            for line in lines {
                let seen = self.lines.get(&line.variant).copied();
                if let Some(now) = now.lines.get(&line.variant) {
                    told.extend(of_line(line, seen, *now, currency));
                }
            }
            let (seen, now) = (self.of_shop(shop.id), now.of_shop(shop.id));
            if seen.postage_minor != now.postage_minor {
                told.push(Difference::Postage {
                    shop: shop.name.clone(),
                    seen: money(seen.postage_minor),
                    now: money(now.postage_minor),
                });
            }
            if seen.tax_minor != now.tax_minor {
                told.push(Difference::Tax {
                    shop: shop.name.clone(),
                    seen: money(seen.tax_minor),
                    now: money(now.tax_minor),
                });
            }
        }
        let gone = self.lines.iter();
        let gone = gone.filter(|(variant, _)| !now.lines.contains_key(*variant));
        told.extend(gone.map(|(_, line)| Difference::Gone {
            sum: money(line.sum_minor),
        }));
        told
    }

    /// A shop that sends nothing asks for nothing.
    fn of_shop(&self, shop: ShopId) -> AgreedShop {
        self.shops.get(&shop).copied().unwrap_or_default()
    }
}

/// Made of what needs no escape in a form: `line_line*shop_shop`, where a line is
/// `variant.quantity.sum` and a shop is `shop.postage.tax`, each sorted by id.
impl fmt::Display for Agreed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self
            .lines
            .iter()
            .map(|(id, line)| format!("{}.{}.{}", id.0.simple(), line.quantity, line.sum_minor))
            .collect();
        let shops: Vec<String> = self
            .shops
            .iter()
            .map(|(id, shop)| {
                let (postage, tax) = (shop.postage_minor, shop.tax_minor);
                format!("{}.{postage}.{tax}", id.0.simple())
            })
            .collect();
        write!(f, "{}*{}", lines.join("_"), shops.join("_"))
    }
}

fn entries<A: FromStr>(text: &str) -> Option<Vec<(Uuid, A, i64)>> {
    let written = text.split('_').filter(|entry| !entry.is_empty());
    written
        .map(|entry| {
            let mut parts = entry.splitn(3, '.');
            let id: Uuid = parts.next()?.parse().ok()?;
            let first: A = parts.next()?.parse().ok()?;
            let second: i64 = parts.next()?.parse().ok()?;
            Some((id, first, second))
        })
        .collect()
}

fn of_line(
    line: &CartLine,
    seen: Option<AgreedLine>,
    now: AgreedLine,
    currency: Currency,
) -> Option<Difference> {
    if seen == Some(now) {
        return None;
    }
    let what = name_of(line);
    let (quantity, sum) = (now.quantity, Money::new(now.sum_minor, currency));
    match seen {
        Some(seen) if seen.quantity != quantity => Some(Difference::Quantity {
            what,
            seen: seen.quantity,
            now: quantity,
            sum,
        }),
        Some(seen) => Some(Difference::Price {
            what,
            seen: Money::new(seen.sum_minor, currency),
            now: sum,
        }),
        None => Some(Difference::Added {
            what,
            quantity,
            sum,
        }),
    }
}

/// The title, with the chosen options where there are any.
fn name_of(line: &CartLine) -> Bilingual {
    if line.options.is_empty() {
        return line.title.clone();
    }
    // in the languages that it is told in, and in no other: what differs travels in an address
    let name = |title: &str, lang| match title {
        "" => String::new(),
        title => format!("{title} · {}", line.options.pick(lang)),
    };
    Bilingual::new(
        name(&line.title.en, Lang::En),
        name(&line.title.zh, Lang::Zh),
    )
}
