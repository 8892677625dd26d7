//! What the editor's forms send, and how it changes a draft. A form holds what was typed;
//! nothing is a number before it was read here.

use super::{
    Axis, AxisValue, CatalogError, Choice, Limits, ListingDraft, VariantDraft, combinations,
};
use crate::{
    id::{MediaId, VariantId},
    money::{Currency, Money},
    text::{Bilingual, FieldCheck, FieldIssue, FieldIssues},
};
use serde::{Deserialize, Serialize};

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
    pub stock: String,
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
    let mut check = FieldCheck::default();
    let all_price = (!for_all.price.trim().is_empty()).then(|| {
        Money::parse(&for_all.price, currency).unwrap_or_else(|_| {
            check.issue("for_all[price]", FieldIssue::NotAnAmount);
            Money::zero(currency)
        })
    });
    let all_stock = (!for_all.stock.trim().is_empty())
        .then(|| check.number("for_all[stock]", &for_all.stock, 0, 1_000_000) as u32);
    for (i, row) in rows.iter().enumerate() {
        let Some(variant) = draft
            .variants
            .iter_mut()
            .find(|v| v.variant.is_some_and(|id| id.to_string() == row.variant))
        else {
            continue;
        };
        let mut amount = |name: &str, typed: &str| {
            Money::parse(typed, currency).unwrap_or_else(|_| {
                check.issue(&format!("rows[{i}][{name}]"), FieldIssue::NotAnAmount);
                Money::zero(currency)
            })
        };
        variant.price = match all_price {
            Some(price) => price,
            None => amount("price", &row.price),
        };
        variant.was_price = match row.was_price.trim() {
            "" => None,
            typed => Some(amount("was_price", typed)),
        };
        variant.stock = match (all_stock, row.stock.trim()) {
            (Some(pieces), _) => Some(pieces),
            (None, typed) if typed.is_empty() || typed == row.stock_was.trim() => None,
            (None, typed) => {
                Some(check.number(&format!("rows[{i}][stock]"), typed, 0, 1_000_000) as u32)
            }
        };
        variant.sku = check.text(&format!("rows[{i}][sku]"), &row.sku, 0, 60);
        variant.picture = row.picture.parse().ok();
        variant.offered = row.offered.is_some();
        let whole = variant.price.minor > 0
            && variant
                .was_price
                .is_none_or(|was| was.minor > variant.price.minor);
        if !whole && variant.price.minor <= 0 {
            check.issue(&format!("rows[{i}][price]"), FieldIssue::NotAnAmount);
        } else if !whole {
            check.issue(
                &format!("rows[{i}][was_price]"),
                FieldIssue::Other {
                    text: super::draft::was_price_sentence(),
                },
            );
        }
    }
    check.finish()
}

#[cfg(test)]
mod tests;
