//! The whole file is checked before anything of it is written: what would become of each
//! product, and what is wrong with which row.

mod market;

use super::{
    Order,
    pictures::Look,
    product::{Attribute, Parsed, PictureRef, Product},
};
use crate::{Ctx, failure::Failure};
use longtail::{
    id::{CategoryId, ListingId},
    text::FieldIssues,
    trade::{
        catalog::{CatalogError, Limits, ListingDraft, SavedHow},
        import::{Format, ImportError, PlaceRow, Trouble},
        shipping::postage::ListingTold,
    },
};
use market::Market;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};

/// What is to become of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    LeftOut,
    Unchanged(ListingId),
    Create,
    Update(ListingId),
}

impl Fate {
    pub fn how(self) -> Option<SavedHow> {
        match self {
            Self::LeftOut => None,
            Self::Unchanged(_) => Some(SavedHow::Unchanged),
            Self::Create => Some(SavedHow::Created),
            Self::Update(_) => Some(SavedHow::Updated),
        }
    }

    pub fn listing(self) -> Option<ListingId> {
        match self {
            Self::Unchanged(listing) | Self::Update(listing) => Some(listing),
            Self::LeftOut | Self::Create => None,
        }
    }
}

/// A product's fate, with what was found out about it.
pub struct Plan {
    pub fate: Fate,
    pub hash: String,
    pub pictures: u32,
}

/// A checked file.
pub struct Checked {
    pub parsed: Parsed,
    /// One for each product.
    pub plans: Vec<Plan>,
    pub places: Vec<PlaceRow>,
    market: Market,
}

/// Checks a file that was read.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn check(
    ctx: &Ctx,
    order: &Order<'_>,
    format: Format,
    mut parsed: Parsed,
) -> Result<Checked, Failure<ImportError>> {
    let market = Market::load(ctx, order, format, &parsed).await?;
    let mut plans = Vec::with_capacity(parsed.products.len());
    let mut places: BTreeMap<String, PlaceRow> = BTreeMap::new();
    let mut first_rows: HashMap<String, u32> = HashMap::new();
    let mut unanswered: HashMap<&'static str, u32> = HashMap::new();
    for at in 0..parsed.products.len() {
        let product = std::mem::take(&mut parsed.products[at]);
        if let Some(row) = first_rows.get(&product.key) {
            let trouble = Trouble::SameCode { row: *row };
            parsed.error(product.row, None, &product.key, trouble);
        } else {
            first_rows.insert(product.key.clone(), product.row);
        }
        let category = market.category(&product);
        count_place(&mut places, &market, &product, category);
        let asked = market.asked(category);
        for attribute in product
            .attributes
            .iter()
            .filter(|a| !is_kept_besides(a) && a.answer(&asked).is_none())
        {
            *unanswered.entry(attribute.column).or_default() += 1;
        }
        plans.push(plan(ctx, order, format, &market, &mut parsed, &product).await);
        parsed.products[at] = product;
    }
    for (column, left) in unanswered {
        for used in parsed.columns.iter_mut().filter(|used| {
            used.known_as == column
                || column
                    .strip_suffix('*')
                    .is_some_and(|c| used.known_as.starts_with(c))
        }) {
            used.left = left;
        }
    }
    Ok(Checked {
        parsed,
        plans,
        places: places.into_values().collect(),
        market,
    })
}

async fn plan(
    ctx: &Ctx,
    order: &Order<'_>,
    format: Format,
    market: &Market,
    parsed: &mut Parsed,
    product: &Product,
) -> Plan {
    let (pictures, digests) = look_at_pictures(order, market, parsed, product).await;
    let mut plan = Plan {
        fate: Fate::LeftOut,
        hash: String::new(),
        pictures,
    };
    let bad = product
        .all_rows
        .iter()
        .copied()
        .find(|row| parsed.is_error(*row));
    if bad.is_none() && product.variants.is_empty() {
        parsed.error(product.row, None, &product.key, Trouble::NoVariants);
    }
    if bad.is_some() || product.variants.is_empty() {
        leave_out(parsed, product, bad.unwrap_or(product.row));
        return plan;
    }
    let draft = market.draft(order, format, product, String::new());
    let checked = draft
        .check_fields()
        .map_err(|issues| tell_fields(parsed, product, issues))
        .and_then(|()| {
            draft
                .check_whole(Limits::LISTING, ctx.settings.currency)
                .map_err(|why| tell_whole(parsed, product, why))
        });
    if let Err(row) = checked {
        leave_out(parsed, product, row);
        return plan;
    }
    if let (Some(name), None) = (&product.template, market.template(product)) {
        let name = name.clone();
        let trouble = Trouble::UnknownTemplate { name };
        parsed.note(product.row, "postage_template", &product.key, trouble);
    }
    plan.hash = fingerprint(product, draft.category, &digests);
    plan.fate = match market.known.get(&import_key(format, &product.key)) {
        Some(known) if known.hash == plan.hash => Fate::Unchanged(known.listing),
        Some(known) => Fate::Update(known.listing),
        None => Fate::Create,
    };
    plan
}

/// Notes the pictures that are not there. Says how many are, and what they hold.
async fn look_at_pictures(
    order: &Order<'_>,
    market: &Market,
    parsed: &mut Parsed,
    product: &Product,
) -> (u32, Vec<String>) {
    let (mut there, mut digests) = (0, Vec::new());
    let most = Limits::LISTING.pictures;
    if let Some(over) = product.pictures.get(most as usize) {
        let why = CatalogError::TooManyPictures { most };
        let trouble = Trouble::Refused { why };
        parsed.note(over.row, over.column, &product.key, trouble);
    }
    for picture in product.all_pictures() {
        let look = order
            .pictures
            .look(&picture.source)
            .and_then(|look| match look {
                Look::Own(id) if !market.media.contains(&id) => Err(Trouble::NoPicture {
                    name: picture.source.clone(),
                }),
                there => Ok(there),
            });
        match look {
            Ok(look) => {
                there += u32::from(product.pictures.contains(picture));
                digests.push(order.pictures.digest(&look).await);
            }
            Err(trouble) => {
                parsed.note(picture.row, picture.column, &product.key, trouble);
                digests.push(format!("missing {}", picture.source));
            }
        }
    }
    (there.min(Limits::LISTING.pictures), digests)
}

/// Keeps every row of a product out, and says so once.
pub fn leave_out(parsed: &mut Parsed, product: &Product, because: u32) {
    let innocent = product.all_rows.iter().find(|row| !parsed.is_error(**row));
    if let Some(row) = innocent {
        parsed.error(*row, None, &product.key, Trouble::HeldBack { row: because });
    }
    parsed.error_rows.extend(&product.all_rows);
}

fn tell_whole(parsed: &mut Parsed, product: &Product, why: CatalogError) -> u32 {
    parsed.error(product.row, None, &product.key, Trouble::Refused { why });
    product.row
}

/// Puts field issues to the rows of the variants they name, else to the first row.
pub fn tell_fields(parsed: &mut Parsed, product: &Product, issues: FieldIssues) -> u32 {
    let mut first = product.row;
    for (i, (field, issue)) in issues.0.into_iter().enumerate() {
        let row = field
            .strip_prefix("variants[")
            .and_then(|rest| rest.split(']').next()?.parse::<usize>().ok())
            .and_then(|at| product.variants.get(at))
            .map_or(product.row, |variant| variant.row);
        if i == 0 {
            first = row;
        }
        parsed.error(row, Some(&field), &product.key, Trouble::Field { issue });
    }
    first
}

fn count_place(
    places: &mut BTreeMap<String, PlaceRow>,
    market: &Market,
    product: &Product,
    category: CategoryId,
) {
    let said = &product.said.category;
    let row = places
        .entry(said.to_lowercase())
        .or_insert_with(|| PlaceRow {
            said: said.clone(),
            products: 0,
            category,
            chosen: market.places.chosen_for(said).is_some(),
        });
    row.products += 1;
}

/// A weight is kept with the variants besides, but for the one of goods without their packing.
fn is_kept_besides(attribute: &Attribute) -> bool {
    attribute.key == "weight_g" && attribute.column != "product_weight"
}

/// What finds an imported listing again.
pub fn import_key(format: Format, key: &str) -> String {
    let source = match format {
        // The same goods, written in two ways.
        Format::GoogleXml | Format::GoogleTsv => "google",
        other => other.into(),
    };
    format!("{source}:{key}")
}

/// What the file says of a product, where it goes and what its pictures hold, as one number:
/// the same file says the same at any time, whether a sale runs or not. What it does not say of
/// weights, sizes and postage adds nothing to it.
/// The row numbers do not belong to it: a row added above changes nothing below.
fn fingerprint(product: &Product, category: CategoryId, pictures: &[String]) -> String {
    let mut hash = Sha256::new();
    let mut put = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    };
    for words in [&product.title, &product.description] {
        put(&words.en);
        put(&words.zh);
    }
    put(if product.published {
        "published"
    } else {
        "draft"
    });
    put(&category.to_string());
    for axis in &product.axes {
        put(&axis.name.en);
        put(&axis.name.zh);
        for value in &axis.values {
            put(&value.label.en);
            put(&value.label.zh);
        }
    }
    for attribute in &product.attributes {
        put(&attribute.key);
        put(&attribute.value.en);
        put(&attribute.value.zh);
    }
    for variant in &product.variants {
        put(&format!("{:?} {}", variant.choice, variant.offered));
        put(&variant.sku);
        put(&variant.barcode);
        match (variant.sale.as_str(), variant.was_price) {
            ("", was) => {
                put(&variant.price.plain());
                put(&was.map(|was| was.plain()).unwrap_or_default());
            }
            (sale, was) => {
                put(&was.unwrap_or(variant.price).plain());
                put(sale);
            }
        }
        put(&variant
            .stock
            .map(|stock| stock.to_string())
            .unwrap_or_default());
    }
    for (at, variant) in product.variants.iter().enumerate() {
        if let Some(weight) = variant.measures.weight_g {
            put(&format!("{at} weighs {weight:?}"));
        }
        if let Some(size) = variant.measures.size_cm {
            put(&format!("{at} measures {size:?}"));
        }
    }
    if let Some(template) = &product.template {
        put(&format!("sent by {template}"));
    }
    pictures.iter().for_each(|picture| put(picture));
    hex::encode(hash.finalize())
}

impl Product {
    /// The product's own pictures, as many as a listing may have, then its variants', then
    /// its values'.
    pub fn all_pictures(&self) -> impl Iterator<Item = &PictureRef> {
        let of_variants = self.variants.iter().filter_map(|v| v.picture.as_ref());
        let of_values = self.value_pictures.iter().map(|(_, _, picture)| picture);
        let most = Limits::LISTING.pictures as usize;
        let own = self.pictures.iter().take(most);
        own.chain(of_variants).chain(of_values)
    }
}

impl Checked {
    /// What the file says of a product's weights, sizes and template.
    pub fn told(&self, at: usize) -> ListingTold {
        let product = &self.parsed.products[at];
        ListingTold {
            template: self.market.template(product),
            variants: product.variants.iter().map(|v| v.measures).collect(),
        }
    }

    /// A product as it would be written, without its pictures.
    pub fn draft(&self, order: &Order<'_>, format: Format, at: usize) -> ListingDraft {
        let hash = self.plans[at].hash.clone();
        self.market
            .draft(order, format, &self.parsed.products[at], hash)
    }
}
