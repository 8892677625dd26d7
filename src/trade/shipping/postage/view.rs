//! What shops and shoppers see of postage.

use super::{Rate, Template, TemplateDraft, Unit};
use crate::{
    actor::ShopRole,
    id::{ListingId, TemplateId, VariantId},
    money::{Currency, Money},
    text::Bilingual,
    trade::{
        shipping::region::Place,
        shop::{Postage, ShopCard},
    },
};
use serde::{Deserialize, Serialize};

/// What a shop asks for a thing, for whoever looks at it and has not said where it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TermsOf {
    Plain {
        postage: Postage,
    },
    /// By a template, to the market's own country; none: it is not sent there.
    Template {
        unit: Unit,
        rate: Option<Rate>,
        currency: Currency,
    },
}

impl TermsOf {
    /// What sending one piece at a price costs at least.
    pub fn least(&self, price: Money) -> Option<Money> {
        match self {
            Self::Plain { postage } => postage.quote(price, 1).ok(),
            Self::Template { rate, currency, .. } => {
                let minor = rate.as_ref()?.price(1, price.minor).ok()?;
                Some(Money::new(minor, *currency))
            }
        }
    }
}

/// A template in its shop's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateView {
    pub name: String,
    pub is_default: bool,
    pub template: Template,
    /// Listings that are sent by it, named or by default.
    pub listings: u32,
    /// Of these, those with a variant of which it does not know what it counts.
    pub unmeasured: u32,
}

/// The list of a shop's templates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostagePage {
    pub shop: ShopCard,
    pub role: ShopRole,
    pub plain: Postage,
    pub templates: Vec<TemplateView>,
    pub goods: Vec<GoodsPostage>,
    pub page: u32,
    pub pages: u32,
    pub ask: PreviewAsk,
    /// Nothing where nothing was asked.
    pub previews: Vec<Preview>,
}

/// A listing with the terms that it is sent by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoodsPostage {
    pub listing: ListingId,
    pub title: Bilingual,
    /// None: the plain terms.
    pub template: Option<String>,
    pub unmeasured: bool,
}

/// A basket that a shop wants to know the postage of, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PreviewAsk {
    pub country: String,
    pub region: String,
    pub pieces: String,
    pub weight_g: String,
    pub volume_cm3: String,
    pub goods: String,
}

impl PreviewAsk {
    /// What the basket would cost by each of a shop's terms; nothing where no country is named.
    pub fn previews(&self, plain: &Postage, templates: &[TemplateView]) -> Vec<Preview> {
        if self.country.is_empty() {
            return Vec::new();
        }
        let currency = plain.base.currency;
        let number = |typed: &str| typed.trim().parse::<u32>().unwrap_or_default();
        let goods = Money::parse(&self.goods, currency).unwrap_or(Money::zero(currency));
        let pieces = number(&self.pieces).max(1);
        let place = Place {
            country: self.country.clone(),
            region: self.region.clone(),
        };
        let by_template = templates.iter().map(|view| {
            let units = match view.template.unit {
                Unit::Piece => pieces,
                Unit::Weight => number(&self.weight_g),
                Unit::Volume => number(&self.volume_cm3),
            };
            let rate = view.template.rate(&place);
            let minor = rate.and_then(|rate| rate.price(units.into(), goods.minor).ok());
            Preview {
                template: Some(view.name.clone()),
                postage: minor.map(|minor| Money::new(minor, currency)),
            }
        });
        let by_plain = Preview {
            template: None,
            postage: plain.quote(goods, pieces).ok(),
        };
        by_template.chain([by_plain]).collect()
    }
}

/// What it would cost by one of the shop's terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// None: the plain terms.
    pub template: Option<String>,
    /// None: it is not sent there.
    pub postage: Option<Money>,
}

/// A template to be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateEditor {
    pub shop: ShopCard,
    pub role: ShopRole,
    pub currency: Currency,
    /// Made with the page: a double click writes one template.
    pub template: TemplateId,
    pub is_new: bool,
    pub draft: TemplateDraft,
    pub listings: u32,
}

/// Weights and sizes of a listing's variants, and what it is sent by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingMeasures {
    pub shop: ShopCard,
    pub role: ShopRole,
    pub listing: ListingId,
    pub title: Bilingual,
    /// What it names; none: the shop's default.
    pub template: Option<TemplateId>,
    pub templates: Vec<(TemplateId, String)>,
    pub variants: Vec<VariantMeasures>,
}

/// What is known of one variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantMeasures {
    pub variant: VariantId,
    pub options: Bilingual,
    pub weight_g: Option<u32>,
    /// Length, width and height.
    pub size_cm: Option<[u32; 3]>,
}
