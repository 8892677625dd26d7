//! Postage: by piece, weight or volume, zone by zone.
//!
//! Each thing is sent by the template that its listing names, by its shop's default, or by the
//! shop's plain terms. What one template asks for is spread over its lines by their value
//! (largest remainder); a shop's postage is the sum over its templates.

mod draft;
#[cfg(test)]
mod tests;
mod told;
mod view;

pub use draft::{MeasureDraft, Measures, MeasuresDraft, TemplateDraft, ZoneDraft, zone_field};
pub use told::{Changed, Known, ListingTold, Told};
pub use view::{
    GoodsPostage, ListingMeasures, PostagePage, Preview, PreviewAsk, TemplateEditor, TemplateView,
    TermsOf, VariantMeasures,
};

use super::region::{Place, is_same_region};
use crate::{
    id::TemplateId,
    money::{Currency, Money, MoneyError, split_by_weights},
    trade::shop::Postage,
};
use serde::{Deserialize, Serialize};

/// The most that a variant weighs, in grams: a tonne.
pub const MOST_WEIGHT_G: i64 = 1_000_000;
/// Its longest side, in centimetres.
pub const MOST_SIDE_CM: i64 = 1_000;

/// What a template counts.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Unit {
    #[default]
    Piece,
    /// Grams.
    Weight,
    /// Cubic centimetres.
    Volume,
}

/// What sending to a zone costs, in the smallest unit of the market's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// So many units, begun or not, cost `first_minor`.
    pub first_units: u32,
    pub first_minor: i64,
    /// Every further so many, begun, cost `next_minor`.
    pub next_units: u32,
    pub next_minor: i64,
    /// Nothing is asked from this value of goods on.
    pub free_from_minor: Option<i64>,
}

impl Rate {
    /// What so many units of goods of a value cost.
    ///
    /// # Errors
    /// Refuses amounts beyond 64 bits.
    pub fn price(&self, units: u64, goods_minor: i64) -> Result<i64, MoneyError> {
        if self.free_from_minor.is_some_and(|from| goods_minor >= from) {
            return Ok(0);
        }
        let further = units.saturating_sub(self.first_units.into());
        let further = further.div_ceil(self.next_units.max(1).into());
        let further = i128::from(further) * i128::from(self.next_minor);
        i64::try_from(further + i128::from(self.first_minor)).map_err(|_| MoneyError::Overflow)
    }
}

/// Where a rate holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// Codes; none: everywhere that no other zone names.
    pub countries: Vec<String>,
    /// Within the one country named; none: all of it.
    pub regions: Vec<String>,
    /// None: not sent there.
    pub rate: Option<Rate>,
}

impl Zone {
    /// How closely it names a place: a province before its country before everywhere else.
    fn closeness(&self, place: &Place) -> Option<u8> {
        if self.countries.is_empty() {
            return Some(0);
        }
        if !self.countries.contains(&place.country) {
            return None;
        }
        if self.regions.is_empty() {
            return Some(1);
        }
        let named = |region: &String| is_same_region(region, &place.region);
        self.regions.iter().any(named).then_some(2)
    }
}

/// A shop's terms for some of its goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    pub id: TemplateId,
    pub unit: Unit,
    pub zones: Vec<Zone>,
}

impl Template {
    /// What sending to a place costs; none: it is not sent there.
    pub fn rate(&self, place: &Place) -> Option<&Rate> {
        let named = self.zones.iter();
        let named = named.filter_map(|zone| Some((zone.closeness(place)?, zone)));
        named
            .max_by_key(|(closeness, _)| *closeness)?
            .1
            .rate
            .as_ref()
    }
}

/// What postage asks about a thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Its terms; none: the shop's plain ones.
    pub template: Option<TemplateId>,
    pub weight_g: Option<u32>,
    pub volume_cm3: Option<u32>,
}

impl Measure {
    /// Units of one piece. What was not measured counts as nothing, so that it is sent within
    /// the first units; its shop is told.
    pub fn units(&self, unit: Unit) -> u64 {
        match unit {
            Unit::Piece => 1,
            Unit::Weight => self.weight_g.unwrap_or_default().into(),
            Unit::Volume => self.volume_cm3.unwrap_or_default().into(),
        }
    }
}

/// So many of a thing that are sent together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    pub measure: Measure,
    pub quantity: u32,
    /// At the shop's offers, so that no coupon brings postage back.
    pub goods_minor: i64,
}

/// A shop's terms: the plain ones, and the templates of the goods in question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tariff {
    pub plain: Postage,
    pub templates: Vec<Template>,
}

impl Tariff {
    pub fn plain(plain: Postage) -> Self {
        Self {
            plain,
            templates: Vec::new(),
        }
    }

    fn currency(&self) -> Currency {
        self.plain.base.currency
    }

    fn template(&self, measure: &Measure) -> Option<&Template> {
        let id = measure.template?;
        self.templates.iter().find(|template| template.id == id)
    }

    /// Whether a thing is sent to a place.
    pub fn reaches(&self, measure: &Measure, place: &Place) -> bool {
        self.template(measure)
            .is_none_or(|template| template.rate(place).is_some())
    }

    /// Each load's part of the postage. What is not sent to the place costs nothing here:
    /// [`Self::reaches`] has to be asked.
    ///
    /// # Errors
    /// Refuses amounts beyond 64 bits.
    pub fn quote(&self, loads: &[Load], place: &Place) -> Result<Vec<i64>, MoneyError> {
        let mut parts = vec![0; loads.len()];
        let mut terms: Vec<Option<TemplateId>> =
            loads.iter().map(|load| self.terms(load)).collect();
        terms.sort_unstable();
        terms.dedup();
        for of in terms {
            let here: Vec<usize> = (0..loads.len())
                .filter(|at| self.terms(&loads[*at]) == of)
                .collect();
            let together: Vec<Load> = here.iter().map(|at| loads[*at]).collect();
            let price = self.price(&together, place)?;
            let weights: Vec<u64> = together
                .iter()
                .map(|load| load.goods_minor.unsigned_abs())
                .collect();
            for (at, part) in here.into_iter().zip(split_by_weights(price, &weights)) {
                parts[at] = part;
            }
        }
        Ok(parts)
    }

    fn terms(&self, load: &Load) -> Option<TemplateId> {
        self.template(&load.measure).map(|template| template.id)
    }

    /// What loads of the same terms cost together.
    fn price(&self, loads: &[Load], place: &Place) -> Result<i64, MoneyError> {
        let mut goods: i64 = 0;
        let mut pieces: u32 = 0;
        for load in loads {
            goods = goods
                .checked_add(load.goods_minor)
                .ok_or(MoneyError::Overflow)?;
            pieces = pieces.saturating_add(load.quantity);
        }
        let template = loads.first().and_then(|load| self.template(&load.measure));
        let Some(template) = template else {
            let goods = Money::new(goods, self.currency());
            return Ok(self.plain.quote(goods, pieces)?.minor);
        };
        let units = loads
            .iter()
            .map(|load| load.measure.units(template.unit) * u64::from(load.quantity))
            .sum();
        template
            .rate(place)
            .map_or(Ok(0), |rate| rate.price(units, goods))
    }

    /// From which value of goods on nothing is asked, where all loads have the same terms.
    pub fn free_from(&self, loads: &[Load], place: &Place) -> Option<Money> {
        let first = self.terms(loads.first()?);
        if loads.iter().any(|load| self.terms(load) != first) {
            return None;
        }
        match first {
            None => self.plain.free_over,
            Some(_) => {
                let template = self.template(&loads.first()?.measure)?;
                let from = template.rate(place)?.free_from_minor?;
                Some(Money::new(from, self.currency()))
            }
        }
    }
}
