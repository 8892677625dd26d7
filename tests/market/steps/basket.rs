//! A basket of the market's few things, as the cart holds it.

use crate::model::{Market, PRICES, SHOPS, THINGS, TIERS, shop_id, shop_of};
use longtail::{
    id::{CommandId, ListingId, ShopId, VariantId},
    text::Bilingual,
    trade::{
        cart::{CartLine, LineTrouble},
        checkout::{
            PlaceCheckout,
            basket::{Counter, Shelf, ShopPart},
        },
        price::LinePrice,
        shipping::{
            PostalAddress,
            postage::{Measure, Tariff},
            region::Place,
        },
        shop::{Postage, ShopCard},
    },
    when::local_day,
};
use uuid::Uuid;

/// What the first piece costs to send, each other one, and from which value on nothing.
const POSTAGE: [(i64, i64, Option<i64>); SHOPS] = [(801, 133, None), (500, 0, Some(150_000))];

pub fn listing_id(thing: usize) -> ListingId {
    ListingId(Uuid::from_u128(200 + thing as u128))
}

pub fn variant_id(thing: usize) -> VariantId {
    VariantId(Uuid::from_u128(300 + thing as u128))
}

pub fn thing_of(variant: VariantId) -> usize {
    let mut things = 0..THINGS;
    let thing = things.find(|thing| variant_id(*thing) == variant);
    thing.expect("one of the things")
}

impl Market {
    /// What a buyer wants, shop by shop.
    pub fn basket(&self, pieces: [u32; THINGS]) -> Vec<ShopPart> {
        let part = |shop: usize| {
            let here = (0..THINGS).filter(|thing| shop_of(*thing) == shop_id(shop));
            let wanted = here.filter(|thing| pieces[*thing] > 0);
            let lines: Vec<CartLine> = wanted
                .map(|thing| self.cart_line(shop, thing, pieces[thing]))
                .collect();
            (self.card(shop), self.tariff(shop_id(shop)), lines)
        };
        let parts = (0..SHOPS).map(part);
        parts.filter(|(_, _, lines)| !lines.is_empty()).collect()
    }

    fn cart_line(&self, shop: usize, thing: usize, quantity: u32) -> CartLine {
        CartLine {
            variant: variant_id(thing),
            listing: listing_id(thing),
            listing_slug: String::new(),
            title: Bilingual::default(),
            options: Bilingual::default(),
            picture: None,
            unit_price: self.money(PRICES[thing]),
            quantity,
            available: self.shelf[thing].available(),
            trouble: (!self.stages[shop].sells()).then_some(LineTrouble::NotOffered),
            price: LinePrice::default(),
            measure: Measure::default(),
        }
    }

    fn card(&self, shop: usize) -> ShopCard {
        ShopCard {
            id: shop_id(shop),
            slug: format!("shop-{shop}"),
            name: Bilingual::default(),
            tier: TIERS[shop],
            stage: self.stages[shop],
            city: Bilingual::default(),
            mark: None,
        }
    }

    pub fn tariff(&self, shop: ShopId) -> Tariff {
        let number = (0..SHOPS).find(|number| shop_id(*number) == shop);
        let (base, extra, free_over) = POSTAGE[number.expect("one of the shops")];
        Tariff::plain(Postage {
            base: self.money(base),
            extra_item: self.money(extra),
            free_over: free_over.map(|minor| self.money(minor)),
        })
    }

    /// The shelf and the deals as they stand.
    pub fn counter(&self) -> Counter {
        let levels = self.shelf.iter().enumerate();
        let mut deals = self.deals.clone();
        deals.now = self.now;
        deals.on_top.day = local_day(self.now);
        Counter {
            shelf: Shelf::new(levels.map(|(thing, level)| (variant_id(thing), *level))),
            deals,
        }
    }
}

/// The order form, filled in well.
pub fn order_form(place: &Place, agreed_total_minor: i64) -> PlaceCheckout {
    PlaceCheckout {
        command: CommandId(Uuid::nil()),
        email: "lin@longtail.example".to_owned(),
        ship_to: PostalAddress {
            recipient: "Lin".to_owned(),
            phone: "+86 571 5550 0101".to_owned(),
            country: place.country.clone(),
            region: place.region.clone(),
            city: "Hangzhou".to_owned(),
            line: "12 Willow Lane".to_owned(),
            ..PostalAddress::default()
        },
        remember_address: false,
        notes: Vec::new(),
        agreed_total_minor,
        agreed: None,
    }
}
