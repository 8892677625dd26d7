//! What the editor's forms send, and how it changes a draft. A form holds what was typed;
//! nothing is a number before it was read here.

use super::{
    Axis, AxisValue, CatalogError, Choice, Limits, ListingDraft, VariantDraft, combinations,
    read_barcode,
};
use crate::{
    id::{MediaId, VariantId},
    money::{Currency, Money},
    text::{Bilingual, FieldCheck, FieldIssue, FieldIssues},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A listing's words and its place in the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordsForm {
    #[serde(default)]
    pub title_en: String,
    #[serde(default)]
    pub title_zh: String,
    #[serde(default)]
    pub description_en: String,
    #[serde(default)]
    pub description_zh: String,
    #[serde(default)]
    pub category: String,
}

/// One axis as typed. Clearing its name and values takes it away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AxisForm {
    /// Its number among the axes that the page showed; empty for a new one.
    #[serde(default)]
    pub was: String,
    #[serde(default)]
    pub name_en: String,
    #[serde(default)]
    pub name_zh: String,
    #[serde(default)]
    pub values: Vec<ValueForm>,
}

/// One value as typed. Clearing both words takes it away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueForm {
    #[serde(default)]
    pub was: String,
    #[serde(default)]
    pub en: String,
    #[serde(default)]
    pub zh: String,
    /// A picture's id, or empty.
    #[serde(default)]
    pub picture: String,
}

/// One variant of the grid as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridRow {
    pub variant: String,
    #[serde(default)]
    pub price: String,
    #[serde(default)]
    pub was_price: String,
    #[serde(default)]
    pub stock: String,
    /// What the page showed: a shelf that was not touched is not counted again, so that what
    /// was sold meanwhile stays sold.
    #[serde(default)]
    pub stock_was: String,
    #[serde(default)]
    pub sku: String,
    #[serde(default)]
    pub barcode: String,
    /// The picture's number in [`ListingDraft::gallery`], from 1.
    #[serde(default)]
    pub picture: String,
    /// A ticked box sends something, an empty one nothing.
    #[serde(default)]
    pub offered: Option<String>,
}

/// What is written over every line of the grid; an empty field leaves the lines alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridForAll {
    #[serde(default)]
    pub price: String,
    #[serde(default)]
    pub was_price: String,
    #[serde(default)]
    pub stock: String,
    /// `1` offers every line, `0` none.
    #[serde(default)]
    pub offered: String,
}

/// A shelf of the stock table as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedCount {
    pub variant: String,
    /// As [`GridRow::stock_was`].
    #[serde(default)]
    pub was: String,
    #[serde(default)]
    pub on_hand: String,
}

/// What can be done with one of a listing's pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PictureMove {
    First,
    Earlier,
    Later,
    Remove,
}

impl WordsForm {
    /// Puts the words into a draft.
    ///
    /// # Errors
    /// A category that is none.
    pub fn apply(&self, draft: &mut ListingDraft) -> Result<(), FieldIssues> {
        draft.title = Bilingual::new(self.title_en.trim(), self.title_zh.trim());
        draft.description =
            Bilingual::new(lines(&self.description_en), lines(&self.description_zh));
        draft.category = self
            .category
            .parse()
            .map_err(|_| FieldIssues::one("category", FieldIssue::NotAChoice))?;
        Ok(())
    }
}

/// Browsers send line ends as CR LF.
fn lines(typed: &str) -> String {
    typed.replace("\r\n", "\n").trim().to_owned()
}

/// Gives a draft the axes that were typed and makes its grid anew. A variant whose values
/// are still there keeps everything; a new combination takes the price of the variant it
/// comes closest to and an empty shelf.
///
/// # Errors
/// More axes or combinations than fit.
pub fn regrid(
    draft: &mut ListingDraft,
    typed: &[AxisForm],
    limits: Limits,
) -> Result<(), CatalogError> {
    let axes: Vec<Carried> = typed.iter().filter_map(read_axis).collect();
    let new: Vec<Axis> = axes.iter().map(|(_, _, axis)| axis.clone()).collect();
    limits.check(&new)?;
    let old_axes = draft.axes.len();
    let old = std::mem::take(&mut draft.variants);
    let mut claimed: Vec<VariantId> = Vec::new();
    let grid = combinations(&new);
    draft.variants = grid
        .into_iter()
        .map(|choice| {
            let came_from = origin(old_axes, &axes, &choice);
            let found = came_from
                .as_ref()
                .and_then(|was| old.iter().find(|v| v.choice == *was));
            // An axis that is new gives what was there its first value.
            let is_first = axes
                .iter()
                .zip(&choice)
                .all(|((was, _, _), value)| was.is_some() || *value == 0);
            if let Some(found) = found
                && is_first
                && found.variant.is_none_or(|id| !claimed.contains(&id))
            {
                claimed.extend(found.variant);
                return VariantDraft {
                    choice,
                    ..found.clone()
                };
            }
            let like = found.or_else(|| closest(&old, came_from.as_ref()));
            VariantDraft {
                variant: None,
                choice,
                sku: String::new(),
                barcode: String::new(),
                price: like.map_or(Money::zero(Currency::default()), |v| v.price),
                was_price: like.and_then(|v| v.was_price),
                picture: None,
                // A combination that the shop had left out stays out.
                offered: came_from.is_none() || found.is_some(),
                stock: Some(0),
            }
        })
        .collect();
    draft.axes = new;
    Ok(())
}

fn closest<'a>(old: &'a [VariantDraft], was: Option<&Choice>) -> Option<&'a VariantDraft> {
    let alike = |v: &VariantDraft| {
        was.map_or(0, |was| {
            v.choice.iter().zip(was).filter(|(a, b)| a == b).count()
        })
    };
    // `max_by_key` gives the last of equals; the first reads better in a grid.
    old.iter().rev().max_by_key(|v| alike(v))
}

/// An axis as it is now, with where it and each of its values stood before.
type Carried = (Option<usize>, Vec<Option<usize>>, Axis);

fn read_axis(form: &AxisForm) -> Option<Carried> {
    let values: Vec<&ValueForm> = form
        .values
        .iter()
        .filter(|value| !(value.en.trim().is_empty() && value.zh.trim().is_empty()))
        .collect();
    let name = Bilingual::new(form.name_en.trim(), form.name_zh.trim());
    if name.is_empty() && values.is_empty() {
        return None;
    }
    let were = values.iter().map(|v| v.was.parse().ok()).collect();
    let axis = Axis {
        name,
        values: values
            .into_iter()
            .map(|value| AxisValue {
                label: Bilingual::new(value.en.trim(), value.zh.trim()),
                media: value.picture.parse::<MediaId>().ok(),
            })
            .collect(),
    };
    Some((form.was.parse().ok(), were, axis))
}

/// The choice that a new combination was before, where all its values were there.
/// Of an axis that has gone, the first value is the one that stays.
fn origin(old_axes: usize, axes: &[Carried], choice: &[u16]) -> Option<Choice> {
    (0..old_axes)
        .map(|i| {
            let Some(at) = axes.iter().position(|(was, _, _)| *was == Some(i)) else {
                return Some(0);
            };
            let value = usize::from(*choice.get(at)?);
            axes[at].1.get(value).copied()?.map(|was| was as u16)
        })
        .collect()
}

/// Puts the grid's lines into a draft.
///
/// # Errors
/// Every field that cannot be read, named as the grid does: `rows[3][price]`.
pub fn fill_grid(
    draft: &mut ListingDraft,
    rows: &[GridRow],
    for_all: &GridForAll,
    currency: Currency,
) -> Result<(), FieldIssues> {
    let mut reader = GridReader {
        check: FieldCheck::default(),
        currency,
        gallery: draft.gallery(),
    };
    let for_all = for_all.read(&mut reader);
    let mut by_id: BTreeMap<String, &mut VariantDraft> = draft
        .variants
        .iter_mut()
        .filter_map(|variant| Some((variant.variant?.to_string(), variant)))
        .collect();
    for (i, row) in rows.iter().enumerate() {
        if let Some(variant) = by_id.get_mut(&row.variant) {
            reader.line(i, row, &for_all, variant);
        }
    }
    reader.check.finish()
}

/// What was typed above the grid, read.
struct ForAll {
    price: Option<Money>,
    was_price: Option<Money>,
    stock: Option<u32>,
    offered: Option<bool>,
}

impl GridForAll {
    fn read(&self, reader: &mut GridReader) -> ForAll {
        let mut amount = |field: &str, typed: &str| {
            (!typed.trim().is_empty()).then(|| reader.amount(field, typed))
        };
        let price = amount("for_all[price]", &self.price);
        let was_price = amount("for_all[was_price]", &self.was_price);
        let stock =
            (!self.stock.trim().is_empty()).then(|| reader.pieces("for_all[stock]", &self.stock));
        let offered = match self.offered.as_str() {
            "1" => Some(true),
            "0" => Some(false),
            _ => None,
        };
        ForAll {
            price,
            was_price,
            stock,
            offered,
        }
    }
}

struct GridReader {
    check: FieldCheck,
    currency: Currency,
    gallery: Vec<MediaId>,
}

impl GridReader {
    fn amount(&mut self, field: &str, typed: &str) -> Money {
        Money::parse(typed, self.currency).unwrap_or_else(|_| {
            self.check.issue(field, FieldIssue::NotAnAmount);
            Money::zero(self.currency)
        })
    }

    fn pieces(&mut self, field: &str, typed: &str) -> u32 {
        self.check.number(field, typed, 0, 1_000_000) as u32
    }

    fn line(&mut self, i: usize, row: &GridRow, for_all: &ForAll, variant: &mut VariantDraft) {
        let named = |field: &str| format!("rows[{i}][{field}]");
        variant.price = match for_all.price {
            Some(price) => price,
            None => self.amount(&named("price"), &row.price),
        };
        variant.was_price = match (for_all.was_price, row.was_price.trim()) {
            (Some(was), _) => Some(was),
            (None, "") => None,
            (None, typed) => Some(self.amount(&named("was_price"), typed)),
        };
        variant.stock = match (for_all.stock, row.stock.trim()) {
            (Some(pieces), _) => Some(pieces),
            (None, typed) if typed.is_empty() || typed == row.stock_was.trim() => None,
            (None, typed) => Some(self.pieces(&named("stock"), typed)),
        };
        variant.sku = self.check.text(&named("sku"), &row.sku, 0, 60);
        match read_barcode(&row.barcode) {
            Some(barcode) => variant.barcode = barcode,
            None => self
                .check
                .issue(&named("barcode"), super::draft::not_a_barcode()),
        }
        variant.picture = self.picture(&named("picture"), &row.picture);
        variant.offered = for_all.offered.unwrap_or(row.offered.is_some());
        if variant.price.minor <= 0 {
            self.check.issue(&named("price"), FieldIssue::NotAnAmount);
        } else if variant
            .was_price
            .is_some_and(|was| was.minor <= variant.price.minor)
        {
            let text = super::draft::was_price_sentence();
            self.check
                .issue(&named("was_price"), FieldIssue::Other { text });
        }
    }

    /// A picture by its number, from 1.
    fn picture(&mut self, field: &str, typed: &str) -> Option<MediaId> {
        if typed.trim().is_empty() {
            return None;
        }
        let number = typed.trim().parse::<usize>().ok();
        let found = number
            .and_then(|n| self.gallery.get(n.checked_sub(1)?))
            .copied();
        if found.is_none() {
            let most = self.gallery.len() as i64;
            self.check
                .issue(field, FieldIssue::OutOfRange { least: 1, most });
        }
        found
    }
}

#[cfg(test)]
mod tests;
