//! What shoppers are shown: the home page, a product, a shop.

mod columns;
#[cfg(test)]
mod tests;

use crate::{
    id::{ListingId, OfferId, VariantId},
    money::{Currency, Money, tax::PriceTax},
    platform::media::Picture,
    text::{Bilingual, Lang},
    trade::{
        catalog::{AxisView, prices::ProductPrices},
        choice::{Offer, chosen_offer, open_offers},
        price::{Off, RunningCampaign},
        question::ProductQuestions,
        search::{CategoryLink, ListingCard, SearchPage},
        shipping::{postage::TermsOf, region::Place},
        shop::{ShopCard, layout::ShownBlock},
        tail::TailPick,
    },
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// From how many pieces on the page says no more about stock.
pub const FEW_LEFT: u32 = 5;

/// A small price in each currency, for “just under …” on the home page.
pub const fn pocket_money(currency: Currency) -> Money {
    use Currency::*;
    let whole = match currency {
        Cny | Brl | Ils | Myr | Pln | Ron | Aed | Dkk => 50,
        Usd | Eur | Gbp | Chf | Sgd => 10,
        Bhd | Kwd => 5,
        Aud | Cad | Nzd => 20,
        Hkd | Mop | Nok | Sek => 100,
        Czk | Mxn => 200,
        Twd | Thb | Php | Try => 300,
        Jpy | Inr => 1_000,
        Huf => 3_000,
        Krw => 10_000,
        Idr | Vnd => 100_000,
    };
    Money::new(whole * 10_i64.pow(currency.decimals()), currency)
}

/// A top category with how much is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryTile {
    pub slug: String,
    pub name: Bilingual,
    pub count: u64,
    /// Of what sells best in it.
    pub picture: Option<Picture>,
}

/// A shop worth a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopTile {
    pub shop: ShopCard,
    pub about: Bilingual,
    pub listing_count: u64,
    pub sold_count: u64,
    pub pictures: Vec<Picture>,
}

/// What is shown to somebody because of a thing they looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Because {
    /// What they looked at.
    pub of: ListingCard,
    pub picks: Vec<TailPick>,
}

/// The start page: the head of the market first, then paths into its tail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomePage {
    pub categories: Vec<CategoryTile>,
    /// The market's spend-and-save, while one runs.
    pub campaign: Option<RunningCampaign>,
    /// At a running offer of their shops, the largest share off first.
    pub reduced: Vec<ListingCard>,
    /// What this visitor looked at, the latest first.
    pub seen: Vec<ListingCard>,
    /// A way into the tail from the latest of them.
    pub because: Option<Because>,
    pub selling_now: Vec<ListingCard>,
    /// Sold a few times to a few people, and never shown on top.
    pub quietly_loved: Vec<ListingCard>,
    pub new_this_week: Vec<ListingCard>,
    pub under: Money,
    pub under_price: Vec<ListingCard>,
    pub shops: Vec<ShopTile>,
    pub shop_count: u64,
    pub listing_count: u64,
}

/// A category's page: a list, and the categories right below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryPage {
    pub category: CategoryLink,
    pub children: Vec<CategoryTile>,
    pub list: SearchPage,
    /// Of what hardly anybody has found in it, a few: others every day. On the first page only.
    pub quiet: Vec<ListingCard>,
}

impl CategoryPage {
    /// The page for a reader of one language: its goods without the other.
    #[must_use]
    pub fn said_in(mut self, lang: Lang) -> Self {
        self.list = self.list.said_in(lang);
        for card in &mut self.quiet {
            card.say_in(lang);
        }
        self
    }
}

/// A variant as a buyer sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownVariant {
    pub id: VariantId,
    pub offer: Offer,
    pub price: Money,
    pub was_price: Option<Money>,
    pub picture: Option<Picture>,
}

impl AsRef<Offer> for ShownVariant {
    fn as_ref(&self) -> &Offer {
        &self.offer
    }
}

/// What the shop says of the goods, under the name of the category that asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecGroup {
    pub category: Bilingual,
    /// Names with answers, units included.
    pub facts: Vec<(Bilingual, Bilingual)>,
}

/// Whether what is shown can be bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnSale {
    Yes,
    /// The shop takes a break: seen, but not sold.
    ShopPaused,
    /// Shown to the shop's own people only: a draft, paused, or the shop is not open yet.
    Preview,
}

/// A shop's offer that lowers what is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownOffer {
    pub id: OfferId,
    pub name: Bilingual,
    pub off: Off,
    pub until: DateTime<Utc>,
}

/// A product's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductPage {
    pub listing: ListingId,
    pub slug: String,
    pub title: Bilingual,
    pub description: Bilingual,
    /// Its category with the ancestors, the top one first.
    pub trail: Vec<CategoryLink>,
    pub shop: ShopCard,
    pub postage: TermsOf,
    /// Where it would go: what is told of tax holds there.
    pub place: Place,
    /// Nothing where none is known.
    pub tax: Option<PriceTax>,
    pub specs: Vec<SpecGroup>,
    /// Of the list prices.
    pub prices: ProductPrices,
    /// The offers that the variants are shown at.
    pub offers: Vec<ShownOffer>,
    /// When the page was asked for.
    pub now: DateTime<Utc>,
    pub axes: Vec<AxisView>,
    /// Sent in columns: there may be hundreds, most of them alike.
    #[serde(with = "columns")]
    pub variants: Vec<ShownVariant>,
    pub pictures: Vec<Picture>,
    pub sold_count: u64,
    pub on_sale: OnSale,
    pub updated_at: DateTime<Utc>,
    pub more_from_shop: Vec<ListingCard>,
    pub similar: Vec<ListingCard>,
    pub questions: ProductQuestions,
    /// Where the market is reached, for the canonical address.
    pub public_url: String,
    /// Like it, and hardly found yet.
    pub down_the_tail: Vec<TailPick>,
    /// What this visitor looked at before, the latest first.
    pub seen: Vec<ListingCard>,
}

impl ProductPage {
    /// How many values each axis has.
    pub fn values_per_axis(&self) -> Vec<usize> {
        self.axes.iter().map(|axis| axis.values.len()).collect()
    }

    /// The address of the page.
    pub fn path(&self) -> String {
        format!("/shops/{}/{}", self.shop.slug, self.slug)
    }

    /// The variant a complete choice names.
    pub fn chosen(&self, choice: &[Option<u16>]) -> Option<&ShownVariant> {
        chosen_offer(&self.variants, choice).and_then(|i| self.variants.get(i))
    }

    /// Lowest and highest price that a choice leaves open; over everything offered where it
    /// leaves nothing. `None` when the listing offers nothing at all.
    pub fn price_range(&self, choice: &[Option<u16>]) -> Option<(Money, Money)> {
        let open = self.priced(choice);
        let prices = || open.iter().map(|variant| variant.price);
        let least = prices().min_by_key(|price| price.minor)?;
        let most = prices().max_by_key(|price| price.minor)?;
        Some((least, most))
    }

    /// What everything that a choice leaves open cost before, where all of it has one price now
    /// and had one then.
    pub fn price_before(&self, choice: &[Option<u16>]) -> Option<Money> {
        let open = self.priced(choice);
        let (first, others) = open.split_first()?;
        others
            .iter()
            .all(|other| (other.price, other.was_price) == (first.price, first.was_price))
            .then_some(first.was_price)
            .flatten()
    }

    /// What a choice leaves open; all that is offered where it leaves nothing.
    fn priced(&self, choice: &[Option<u16>]) -> Vec<&ShownVariant> {
        let open: Vec<&ShownVariant> = open_offers(&self.variants, choice)
            .map(|i| &self.variants[i])
            .collect();
        if !open.is_empty() {
            return open;
        }
        let variants = self.variants.iter();
        variants.filter(|variant| variant.offer.offered).collect()
    }

    /// Pieces that can be had of everything a choice leaves open.
    pub fn stock(&self, choice: &[Option<u16>]) -> u32 {
        open_offers(&self.variants, choice)
            .map(|i| self.variants[i].offer.stock)
            .fold(0, u32::saturating_add)
    }

    /// The picture that a choice asks for: its variant's own, else that of a chosen value.
    pub fn picture_of(&self, choice: &[Option<u16>]) -> Option<&Picture> {
        self.chosen(choice)
            .and_then(|variant| variant.picture.as_ref())
            .or_else(|| {
                choice.iter().zip(&self.axes).find_map(|(value, axis)| {
                    axis.values.get(usize::from((*value)?))?.picture.as_ref()
                })
            })
            .or_else(|| {
                // half chosen: the picture that all open variants share
                if choice.iter().all(Option::is_none) {
                    return None;
                }
                let mut open =
                    open_offers(&self.variants, choice).map(|i| self.variants[i].picture.as_ref());
                let first = open.next()??;
                open.all(|p| p == Some(first)).then_some(first)
            })
    }

    /// Every picture once, the listing's own first, then those of options and variants.
    pub fn gallery(&self) -> Vec<Picture> {
        let of_values = self
            .axes
            .iter()
            .flat_map(|axis| &axis.values)
            .filter_map(|value| value.picture.as_ref());
        let of_variants = self.variants.iter().filter_map(|v| v.picture.as_ref());
        let mut all: Vec<Picture> = Vec::new();
        for picture in self.pictures.iter().chain(of_values).chain(of_variants) {
            if all.iter().all(|p| p.id != picture.id) {
                all.push(picture.clone());
            }
        }
        all
    }
}

/// A shop's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopPage {
    pub shop: ShopCard,
    pub about: Bilingual,
    pub banner: Option<Picture>,
    pub postage: TermsOf,
    pub opened_at: Option<DateTime<Utc>>,
    pub listing_count: u64,
    pub sold_count: u64,
    pub on_sale: OnSale,
    /// What its owner laid out above the goods; nothing while one searches.
    pub blocks: Vec<ShownBlock>,
    /// Whether the blocks are a draft that only the shop sees.
    pub draft: bool,
    /// Its goods, searched and ordered.
    pub list: SearchPage,
}

impl ShopPage {
    /// The page for a reader of one language: its goods without the other.
    #[must_use]
    pub fn said_in(mut self, lang: Lang) -> Self {
        self.list = self.list.said_in(lang);
        for block in &mut self.blocks {
            if let ShownBlock::Picks { cards, .. } = block {
                for card in cards {
                    card.say_in(lang);
                }
            }
        }
        self
    }
}
