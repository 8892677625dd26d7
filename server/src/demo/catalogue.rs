//! The content of the demo market: categories, shops, listings, buyers and the
//! notes they leave.
//!
//! The data is static. It lies as TOML under `server/demo/` and is compiled into
//! the binary, so that every seeding of a demo market gives the same market.
//! All prices are in fen, the minor unit of CNY.

use serde::Deserialize;

const CATEGORIES: &str = include_str!("../../demo/categories.toml");
const SHOPS: &str = include_str!("../../demo/shops.toml");
const BUYERS: &str = include_str!("../../demo/buyers.toml");
const NOTES: &str = include_str!("../../demo/notes.toml");

/// The listing files, each beside the slug of its top category.
const LISTINGS: [(&str, &str); 12] = [
    ("fresh", include_str!("../../demo/listings/fresh.toml")),
    ("tea", include_str!("../../demo/listings/tea.toml")),
    ("pantry", include_str!("../../demo/listings/pantry.toml")),
    (
        "clothing",
        include_str!("../../demo/listings/clothing.toml"),
    ),
    (
        "shoes-bags",
        include_str!("../../demo/listings/shoes-bags.toml"),
    ),
    (
        "electronics",
        include_str!("../../demo/listings/electronics.toml"),
    ),
    ("home", include_str!("../../demo/listings/home.toml")),
    ("kitchen", include_str!("../../demo/listings/kitchen.toml")),
    ("beauty", include_str!("../../demo/listings/beauty.toml")),
    (
        "children",
        include_str!("../../demo/listings/children.toml"),
    ),
    ("sports", include_str!("../../demo/listings/sports.toml")),
    ("craft", include_str!("../../demo/listings/craft.toml")),
];

/// Everything the demo market is made of.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// The top categories, in the order of the shop window.
    pub categories: Vec<Category>,
    /// The shops; the first belongs to the demo merchant.
    pub shops: Vec<Shop>,
    /// The listings of all files, in the order of the top categories.
    pub listings: Vec<Listing>,
    /// The buyers; the first is the demo shopper.
    pub buyers: Vec<Buyer>,
    /// Notes that buyers leave with an order.
    pub notes: Vec<Note>,
    /// The carriers that bring the parcels. None of them exists.
    pub carriers: Vec<Carrier>,
}

/// A language the demo content is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// Simplified Chinese (zh-CN).
    Zh,
}

/// One text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    pub zh: String,
}

impl Text {
    /// The text in one language.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Zh => &self.zh,
        }
    }
}

/// A category; the top ones have children, the children have none.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Unique among all categories, top and child.
    pub slug: String,
    /// What the shopper reads.
    pub name: Text,
    /// The categories beneath; empty for a child.
    #[serde(default)]
    pub children: Vec<Category>,
}

/// Where a shop stands in the market.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// Open to everybody.
    Bazaar,
    /// Verified companies.
    Mall,
}

/// Somebody who keeps a shop or works in it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name in Latin and in Chinese script.
    pub name: Text,
    /// Always under `longtail.example`, unique in the catalogue.
    pub email: String,
}

/// What a shop asks for sending a parcel, in fen.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Postage {
    /// For the first item.
    pub base: i64,
    /// For each item more.
    pub per_extra_item: i64,
    /// Orders of at least this much travel free.
    pub free_over: Option<i64>,
}

/// A shop.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shop {
    /// Unique among the shops.
    pub slug: String,
    /// The name over the door.
    pub name: Text,
    /// Two or three sentences in the keeper's own voice.
    pub about: Text,
    /// Where the parcels leave from.
    pub city: Text,
    /// Bazaar or mall.
    pub tier: Tier,
    /// Who keeps the shop.
    pub owner: Person,
    /// Who helps, if anybody.
    pub clerk: Option<Person>,
    /// The sign in the shop's emblem.
    pub motif: String,
    /// The emblem's ground, `#RRGGBB`.
    pub main: String,
    /// The emblem's sign, `#RRGGBB`.
    pub accent: String,
    /// What sending costs.
    pub postage: Postage,
}

/// A listing: one thing for sale, in all its variants.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listing {
    /// Unique among the listings.
    pub slug: String,
    /// Slug of the shop that sells it.
    pub shop: String,
    /// Slug of a child category.
    pub category: String,
    /// The seller's headline.
    pub title: Text,
    /// Two to four sentences.
    pub description: Text,
    /// Name of the drawing that pictures it.
    pub subject: String,
    /// The picture's chief colour, `#RRGGBB`.
    pub main: String,
    /// The picture's second colour, `#RRGGBB`.
    pub accent: String,
    /// The colour behind it, `#RRGGBB`.
    pub backdrop: String,
    /// The price of the plainest variant, in fen.
    pub price: i64,
    /// What it cost before, in fen; always more than `price`.
    pub was_price: Option<i64>,
    /// How many of each variant lie in the store, before any spread.
    pub stock: i64,
    /// How much it is bought and looked at: 0 (hardly) to 1000.
    pub popularity: u16,
    /// How many pictures it has, 1 to 3.
    pub pictures: u8,
    /// What the buyer chooses, at most three things.
    #[serde(default)]
    pub axes: Vec<Axis>,
    /// Combinations that are not made: one value index for each axis.
    #[serde(default)]
    pub off: Vec<Vec<usize>>,
}

/// One thing the buyer chooses, such as a colour.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Axis {
    /// What is chosen.
    pub name: Text,
    /// What there is to choose from.
    pub values: Vec<Choice>,
}

/// One value of an [`Axis`].
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// English.
    pub en: String,
    /// Simplified Chinese; sizes may be the same in both.
    pub zh: String,
    /// The picture's chief colour for this value, `#RRGGBB`.
    pub main: Option<String>,
    /// What it costs more, in fen.
    #[serde(default)]
    pub add: i64,
}

impl Listing {
    /// Every variant on sale as one value index for each axis, in the order of the
    /// axes; one empty combination if there is nothing to choose.
    #[must_use]
    pub fn variants(&self) -> Vec<Vec<usize>> {
        let mut all = vec![Vec::new()];
        for axis in &self.axes {
            let longer = |head: &Vec<usize>| {
                let head = head.clone();
                (0..axis.values.len()).map(move |value| {
                    let mut combination = head.clone();
                    combination.push(value);
                    combination
                })
            };
            all = all.iter().flat_map(longer).collect();
        }
        all.retain(|combination| !self.off.contains(combination));
        all
    }

    /// The price of one variant in fen, its surcharges included.
    #[must_use]
    pub fn price_of(&self, combination: &[usize]) -> i64 {
        let chosen = self.axes.iter().zip(combination);
        let extra = chosen.filter_map(|(axis, value)| axis.values.get(*value));
        self.price + extra.map(|choice| choice.add).sum::<i64>()
    }
}

/// A buyer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Buyer {
    /// The name in Latin and in Chinese script.
    pub name: Text,
    /// Always under `longtail.example`, unique in the catalogue.
    pub email: String,
    /// The language the buyer reads and writes.
    pub language: Language,
    /// One or two; the first is the default.
    pub addresses: Vec<Address>,
}

/// Where a buyer wants parcels to go.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Who takes the parcel.
    pub recipient: String,
    /// A number that belongs to nobody.
    pub phone: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Province, state or county.
    pub region: String,
    /// City.
    pub city: String,
    /// District, street, house.
    pub line: String,
    /// Postal code.
    pub postcode: String,
}

/// A note left with an order.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The language it is written in.
    pub language: Language,
    /// What it says.
    pub text: String,
}

/// A carrier.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carrier {
    /// Short and unique.
    pub code: String,
    /// What people call it.
    pub name: Text,
    /// The shape of its tracking numbers: `#` stands for any digit, everything
    /// else for itself.
    pub tracking: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryFile {
    category: Vec<Category>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShopFile {
    shop: Vec<Shop>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListingFile {
    listing: Vec<Listing>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BuyerFile {
    buyer: Vec<Buyer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoteFile {
    note: Vec<Note>,
    carrier: Vec<Carrier>,
}

/// Reads the catalogue that is compiled into the binary.
///
/// # Errors
///
/// If one of the files does not parse. The tests read them all, so this happens
/// only to somebody in the midst of editing them.
pub fn load() -> Result<Catalogue, toml::de::Error> {
    let mut listings = Vec::new();
    for (_, text) in LISTINGS {
        listings.extend(toml::from_str::<ListingFile>(text)?.listing);
    }
    let notes: NoteFile = toml::from_str(NOTES)?;
    Ok(Catalogue {
        categories: toml::from_str::<CategoryFile>(CATEGORIES)?.category,
        shops: toml::from_str::<ShopFile>(SHOPS)?.shop,
        listings,
        buyers: toml::from_str::<BuyerFile>(BUYERS)?.buyer,
        notes: notes.note,
        carriers: notes.carrier,
    })
}

#[cfg(test)]
mod tests;
