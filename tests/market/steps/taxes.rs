//! Tax: which shops are registered for it, and whether prices abroad are without it.

use super::{Taken, basket::listing_id};
use crate::model::{Market, THINGS, shop_id};
use chrono::NaiveDate;
use longtail::{
    money::{
        BasisPoints,
        tax::{OnTop, Rate, TaxClass},
    },
    trade::shipping::region::{HOME, Place},
};

/// Where staff say now and then that prices are without tax.
const ABROAD: &str = "CA";
/// Where in it goods are sent, which has rates of its own.
const PROVINCE: &str = "Ontario";
/// What is added there, in the rest of the country, and what prices at home include: of each
/// second thing less.
pub const ADDED_BP: [u16; 2] = [1_300, 825];
const ELSEWHERE_BP: [u16; 2] = [500, 450];
const INCLUDED_BP: [u16; 2] = [1_300, 900];

#[derive(Clone, Copy, Debug)]
pub enum Taxing {
    Register { shop: usize, registered: bool },
    SayOnTop { on_top: bool },
}

pub fn place_abroad() -> Place {
    Place {
        country: ABROAD.to_owned(),
        region: PROVINCE.to_owned(),
    }
}

/// As it is in the beginning.
pub fn on_top() -> OnTop {
    let from = NaiveDate::from_ymd_opt(2020, 1, 1).expect("a day");
    let classes = [TaxClass::Standard, TaxClass::Reduced];
    let rates = |country: &str, region: &str, rates: [u16; 2]| {
        let (country, region) = (country.to_owned(), region.to_owned());
        let of_class = classes.into_iter().zip(rates);
        of_class.map(move |(class, bp)| Rate {
            country: country.clone(),
            region: region.clone(),
            class,
            from,
            rate: BasisPoints(bp),
        })
    };
    let abroad = rates(ABROAD, PROVINCE, ADDED_BP).chain(rates(ABROAD, "", ELSEWHERE_BP));
    let of_things = (0..THINGS).map(|thing| (listing_id(thing), classes[thing % 2]));
    OnTop {
        day: from,
        countries: [ABROAD.to_owned()].into(),
        rates: abroad.chain(rates(HOME, "", INCLUDED_BP)).collect(),
        registered: [shop_id(0)].into(),
        classes: of_things.collect(),
    }
}

impl Market {
    pub fn tax(&mut self, step: Taxing) -> Taken {
        let on_top = &mut self.deals.on_top;
        let changes = match step {
            Taxing::Register {
                shop,
                registered: true,
            } => on_top.registered.insert(shop_id(shop)),
            Taxing::Register { shop, .. } => on_top.registered.remove(&shop_id(shop)),
            Taxing::SayOnTop { on_top: true } => on_top.countries.insert(ABROAD.to_owned()),
            Taxing::SayOnTop { .. } => on_top.countries.remove(ABROAD),
        };
        changes.then_some(())
    }
}
