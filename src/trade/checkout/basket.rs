//! Whether a basket can be ordered as it stands: one rule, for a single basket and for many
//! that are judged one after another from the same shelf.

use super::{CheckoutError, PlaceCheckout, PricedOrder, Sold, price_order};
use crate::{
    id::VariantId,
    money::{BasisPoints, Currency, Money},
    text::{FieldCheck, FieldIssues},
    trade::{
        cart::{CartLine, LineTrouble},
        shipping::{PostalAddress, postage::Tariff, region::Place},
        shop::{ShopCard, Tier},
        stock::{StockLevel, StockMove},
    },
};
use std::collections::BTreeMap;

/// What a basket holds of one shop.
pub type ShopPart = (ShopCard, Tariff, Vec<CartLine>);

/// What is left of each thing while baskets are judged. A thing that is not in it is sold out.
#[derive(Clone, Debug, Default)]
pub struct Shelf(BTreeMap<VariantId, StockLevel>);

impl Shelf {
    pub fn new(levels: impl IntoIterator<Item = (VariantId, StockLevel)>) -> Self {
        Self(levels.into_iter().collect())
    }

    /// How the thing stands after what was promised.
    pub fn level(&self, variant: VariantId) -> StockLevel {
        self.0.get(&variant).copied().unwrap_or_default()
    }

    /// The shelf knows better how much is left than the basket, which was looked at before.
    fn can_give(&self, line: &CartLine) -> bool {
        line.trouble != Some(LineTrouble::NotOffered)
            && line.quantity <= self.level(line.variant).available()
    }

    /// Promises all lines, or none of them.
    fn promise(&mut self, lines: &[&CartLine]) -> Result<(), CheckoutError> {
        let mut after = BTreeMap::new();
        for line in lines {
            let (variant, quantity) = (line.variant, line.quantity);
            let before = *after.entry(variant).or_insert_with(|| self.level(variant));
            let (level, _) = before
                .after(StockMove::Reserved { quantity })
                .map_err(|_| CheckoutError::LinesInTrouble {
                    variants: vec![variant],
                })?;
            after.insert(variant, level);
        }
        self.0.extend(after);
        Ok(())
    }
}

/// A basket that can be ordered, with everything frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub email: String,
    pub ship_to: PostalAddress,
    /// One for each shop, in the basket's order.
    pub orders: Vec<PricedOrder>,
    pub goods: Money,
    pub postage: Money,
    pub total: Money,
}

/// Why a basket is not ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAccepted {
    Invalid(FieldIssues),
    Refused(CheckoutError),
}

impl From<CheckoutError> for NotAccepted {
    fn from(refused: CheckoutError) -> Self {
        Self::Refused(refused)
    }
}

/// Judges a basket, and takes what it holds from the shelf where it is accepted.
///
/// # Errors
/// Names the fields that cannot be taken; refuses an empty basket, lines that cannot be had as
/// they stand or are not sent to the address, and a total other than the buyer agreed to. The shelf is then as it was.
pub fn judge(
    cmd: &PlaceCheckout,
    basket: &[ShopPart],
    shelf: &mut Shelf,
    currency: Currency,
    commission: impl Fn(Tier) -> BasisPoints,
) -> Result<Accepted, NotAccepted> {
    let (email, ship_to) = checked_fields(cmd).map_err(NotAccepted::Invalid)?;
    let lines: Vec<&CartLine> = basket.iter().flat_map(|(_, _, lines)| lines).collect();
    if lines.is_empty() {
        return Err(CheckoutError::CartEmpty.into());
    }
    let variants: Vec<VariantId> = lines
        .iter()
        .filter(|line| !shelf.can_give(line))
        .map(|line| line.variant)
        .collect();
    if !variants.is_empty() {
        return Err(CheckoutError::LinesInTrouble { variants }.into());
    }
    let place = Place::of(&ship_to);
    cannot_be_sent(basket, &place)?;
    let orders = basket
        .iter()
        .map(|(shop, tariff, lines)| price(lines, tariff, &place, commission(shop.tier)))
        .collect::<Result<Vec<_>, _>>()?;
    let sum = |of: fn(&PricedOrder) -> Money| {
        orders
            .iter()
            .try_fold(Money::zero(currency), |sum, order| {
                sum.checked_add(of(order))
            })
            .map_err(|_| CheckoutError::TooLarge)
    };
    let (goods, postage, total) = (sum(|o| o.goods)?, sum(|o| o.postage)?, sum(|o| o.total)?);
    if total.minor != cmd.agreed_total_minor {
        return Err(CheckoutError::TotalChanged { now: total }.into());
    }
    shelf.promise(&lines)?;
    Ok(Accepted {
        email,
        ship_to,
        orders,
        goods,
        postage,
        total,
    })
}

/// The most goods that a refusal names.
const MOST_NAMED: usize = 5;

fn cannot_be_sent(basket: &[ShopPart], place: &Place) -> Result<(), CheckoutError> {
    let lines = basket.iter().flat_map(|(_, tariff, lines)| {
        let astray = |line: &&CartLine| !tariff.reaches(&line.measure, place);
        lines.iter().filter(astray)
    });
    let goods: Vec<_> = lines
        .map(|line| line.title.clone())
        .take(MOST_NAMED)
        .collect();
    if goods.is_empty() {
        return Ok(());
    }
    let country = place.country.clone();
    Err(CheckoutError::CannotBeSent { goods, country })
}

fn checked_fields(cmd: &PlaceCheckout) -> Result<(String, PostalAddress), FieldIssues> {
    let mut check = FieldCheck::default();
    let email = check.email("email", &cmd.email);
    for (shop, note) in &cmd.notes {
        check.text(&format!("notes[shop-{shop}]"), note, 0, 300);
    }
    let issues = check.finish().err();
    match (cmd.ship_to.checked(), issues) {
        (Ok(ship_to), None) => Ok((email, ship_to)),
        (Ok(_), Some(issues)) => Err(issues),
        (Err(mut all), issues) => {
            all.0.extend(issues.unwrap_or_default().0);
            Err(all)
        }
    }
}

fn price(
    lines: &[CartLine],
    tariff: &Tariff,
    place: &Place,
    commission: BasisPoints,
) -> Result<PricedOrder, CheckoutError> {
    let sold = lines
        .iter()
        .map(|line| Sold {
            listing: line.listing,
            variant: line.variant,
            unit_price: line.unit_price,
            quantity: line.quantity,
            measure: line.measure,
        })
        .collect();
    price_order(sold, tariff, place, commission).map_err(|_| CheckoutError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::TemplateId,
        id::{CommandId, ListingId, ShopId},
        money::Currency::Cny,
        text::Bilingual,
        trade::{
            shipping::postage::{Measure, Template, Unit, Zone},
            shop::{Postage, ShopStage},
        },
    };
    use proptest::prelude::*;
    use uuid::Uuid;

    fn variant(n: u8) -> VariantId {
        VariantId(Uuid::from_u128(n.into()))
    }

    fn yuan(minor: i64) -> Money {
        Money::new(minor, Cny)
    }

    /// A basket at one shop, each thing at ¥10 and sent free.
    fn basket(goods: &[(u8, u32)]) -> Vec<ShopPart> {
        let shop = ShopCard {
            id: ShopId(Uuid::nil()),
            slug: "tea".into(),
            name: Bilingual::new("Tea", ""),
            tier: Tier::Bazaar,
            stage: ShopStage::Open,
            city: Bilingual::new("", ""),
            mark: None,
        };
        let tariff = Tariff::plain(Postage {
            base: yuan(0),
            extra_item: yuan(0),
            free_over: None,
        });
        let lines = goods
            .iter()
            .map(|(n, quantity)| CartLine {
                variant: variant(*n),
                listing: ListingId(Uuid::nil()),
                listing_slug: "tea".into(),
                title: Bilingual::new("Tea", ""),
                options: Bilingual::new("", ""),
                picture: None,
                unit_price: yuan(1_000),
                quantity: *quantity,
                available: *quantity,
                trouble: None,
                measure: Measure::default(),
            })
            .collect();
        vec![(shop, tariff, lines)]
    }

    fn ask(pieces: u32) -> PlaceCheckout {
        PlaceCheckout {
            command: CommandId(Uuid::nil()),
            email: "lin@longtail.example".into(),
            ship_to: PostalAddress {
                recipient: "Lin".into(),
                phone: "+86 571 5550 0101".into(),
                country: "CN".into(),
                city: "Hangzhou".into(),
                line: "12 Willow Lane".into(),
                ..PostalAddress::default()
            },
            remember_address: false,
            notes: Vec::new(),
            agreed_total_minor: i64::from(pieces) * 1_000,
        }
    }

    fn judged(
        cmd: &PlaceCheckout,
        basket: &[ShopPart],
        shelf: &mut Shelf,
    ) -> Result<Accepted, NotAccepted> {
        judge(cmd, basket, shelf, Cny, |_| BasisPoints(100))
    }

    fn shelf(goods: &[(u8, u32)]) -> Shelf {
        Shelf::new(goods.iter().map(|(n, on_hand)| {
            let level = StockLevel {
                on_hand: *on_hand,
                reserved: 0,
            };
            (variant(*n), level)
        }))
    }

    #[test]
    fn the_shelf_knows_better_than_the_basket() {
        let mut shelf = shelf(&[(1, 3)]);
        let mut stale = basket(&[(1, 2)]);
        stale[0].2[0].trouble = Some(LineTrouble::SoldOut);
        assert!(judged(&ask(2), &stale, &mut shelf).is_ok());
        let trouble = CheckoutError::LinesInTrouble {
            variants: vec![variant(1)],
        };
        let refused = judged(&ask(2), &basket(&[(1, 2)]), &mut shelf);
        assert_eq!(refused, Err(trouble.clone().into()));
        stale[0].2[0].quantity = 1;
        stale[0].2[0].trouble = Some(LineTrouble::NotOffered);
        assert_eq!(judged(&ask(1), &stale, &mut shelf), Err(trouble.into()));
        assert_eq!(shelf.level(variant(1)).available(), 1);
    }

    #[test]
    fn each_refusal_leaves_the_shelf_as_it_was() {
        let mut shelf = shelf(&[(1, 5)]);
        let goods = basket(&[(1, 2)]);
        assert_eq!(
            judged(&ask(0), &[], &mut shelf),
            Err(CheckoutError::CartEmpty.into())
        );
        assert_eq!(
            judged(&ask(1), &goods, &mut shelf),
            Err(CheckoutError::TotalChanged { now: yuan(2_000) }.into())
        );
        let faulty = PlaceCheckout {
            email: "no".into(),
            ..ask(2)
        };
        let Err(NotAccepted::Invalid(issues)) = judged(&faulty, &goods, &mut shelf) else {
            panic!("the form is faulty");
        };
        assert_eq!(issues.0.keys().collect::<Vec<_>>(), ["email"]);
        assert_eq!(shelf.level(variant(1)).available(), 5);
    }

    #[test]
    fn what_does_not_go_there_is_named_and_takes_nothing_from_the_shelf() {
        let mut shelf = shelf(&[(1, 5)]);
        let mut goods = basket(&[(1, 2)]);
        let id = TemplateId(Uuid::nil());
        goods[0].1.templates = vec![Template {
            id,
            unit: Unit::Piece,
            zones: vec![Zone {
                countries: vec!["CN".into()],
                regions: vec!["Tibet".into()],
                rate: None,
            }],
        }];
        goods[0].2[0].measure.template = Some(id);
        let refused = CheckoutError::CannotBeSent {
            goods: vec![Bilingual::new("Tea", "")],
            country: "CN".into(),
        };
        assert_eq!(judged(&ask(2), &goods, &mut shelf), Err(refused.into()));
        assert_eq!(shelf.level(variant(1)).available(), 5);
        goods[0].2[0].measure.template = None;
        assert!(judged(&ask(2), &goods, &mut shelf).is_ok());
    }

    proptest! {
        /// However baskets follow each other: nothing is promised twice, and who is refused
        /// could not have been served.
        #[test]
        fn baskets_share_a_shelf(
            stock in prop::collection::vec(0_u32..20, 3),
            asked in prop::collection::vec((0_u8..3, 1_u32..6, prop::option::of(1_u32..6)), 0..40),
        ) {
            let goods: Vec<(u8, u32)> = (0..).zip(stock.iter().copied()).collect();
            let mut shelf = shelf(&goods);
            let mut left = stock;
            for (first, quantity, second) in asked {
                let mut wanted = vec![(first, quantity)];
                wanted.extend(second.map(|quantity| ((first + 1) % 3, quantity)));
                let pieces = wanted.iter().map(|(_, quantity)| quantity).sum();
                let fits = wanted.iter().all(|(n, quantity)| left[usize::from(*n)] >= *quantity);
                let outcome = judged(&ask(pieces), &basket(&wanted), &mut shelf);
                prop_assert_eq!(outcome.is_ok(), fits);
                if fits {
                    for (n, quantity) in wanted {
                        left[usize::from(n)] -= quantity;
                    }
                }
            }
            for (n, left) in (0..).zip(left) {
                prop_assert_eq!(shelf.level(variant(n)).available(), left);
            }
        }
    }
}
