//! A listing as its shop writes it: from the editor, an import, or the demo market.

use super::{Axis, CatalogError, Choice, SpecValue, read_barcode};
use crate::{
    id::{CategoryId, ListingId, MediaId, ShopId, VariantId},
    money::{Currency, Money},
    text::{Bilingual, FieldCheck, FieldIssue, FieldIssues},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Everything about one listing. Saving makes the stored listing equal to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingDraft {
    pub shop: ShopId,
    /// The listing to be changed; a new one where there is none (or the one with the same import key).
    pub listing: Option<ListingId>,
    /// The version the writer has seen. A later one refuses the change; `None` overwrites.
    pub version: Option<i32>,
    pub category: CategoryId,
    pub title: Bilingual,
    pub description: Bilingual,
    /// Answers to what its category asks. Those that its category does not ask for are left out
    /// when it is saved; an import that brings none leaves the stored ones alone.
    pub specs: Vec<SpecValue>,
    pub axes: Vec<Axis>,
    /// One per choice that exists; a combination that is not here is not made.
    pub variants: Vec<VariantDraft>,
    /// In the order in which they are shown.
    pub pictures: Vec<MediaId>,
    /// Where an import took it from.
    pub import: Option<ImportMark>,
    /// Also puts a draft or a paused listing on the shelf.
    pub publish: bool,
}

/// Finds an imported listing again, and tells whether its file has changed since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportMark {
    /// `shopify:<handle>`, `vendure:<slug>`.
    pub key: String,
    /// Hash of what the file says. Where it is the same as the last time nothing is written,
    /// so that neither what the shop edited nor what was sold since is undone.
    pub hash: String,
}

/// One variant as its shop writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantDraft {
    /// The variant to be changed. Where there is none, the one with the same options.
    pub variant: Option<VariantId>,
    pub choice: Choice,
    pub sku: String,
    /// As [`read_barcode`] reads it; empty where the package has none.
    pub barcode: String,
    pub price: Money,
    /// Shown crossed out; higher than the price.
    pub was_price: Option<Money>,
    pub picture: Option<MediaId>,
    pub offered: bool,
    /// Pieces counted on the shelf; `None` leaves the count as it is.
    pub stock: Option<u32>,
}

/// How large a listing may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub axes: u32,
    pub variants: u32,
    pub pictures: u32,
}

impl Limits {
    /// Of every listing: carrier × colour × plan × memory × service, 2 × 3 × 7 × 3 × 3.
    pub const LISTING: Self = Self {
        axes: 5,
        variants: 378,
        pictures: 20,
    };

    /// Whether axes are within the limits, before their combinations are made.
    ///
    /// # Errors
    /// Says which limit, and by how much.
    pub fn check(self, axes: &[Axis]) -> Result<(), CatalogError> {
        if axes.len() > self.axes as usize {
            return Err(CatalogError::TooManyAxes { most: self.axes });
        }
        let count = axes.iter().fold(1_u64, |product, axis| {
            product.saturating_mul(axis.values.len() as u64)
        });
        if count > u64::from(self.variants) {
            return Err(CatalogError::TooManyVariants {
                count,
                most: self.variants,
            });
        }
        Ok(())
    }
}

/// The highest price, in smallest units: far beyond any goods, far below what sums can hold.
pub(super) const MOST_PRICE: i64 = 10_000_000_000;
/// The most pieces a count takes.
pub(super) const MOST_STOCK: u32 = 1_000_000;

impl ListingDraft {
    /// Checks the typed fields: words, axes, prices. Names them as the editor does:
    /// `title_en`, `axes[0][name_en]`, `axes[0][values][1][en]`, `variants[2][price]`.
    ///
    /// # Errors
    /// Every field that cannot be taken.
    pub fn check_fields(&self) -> Result<(), FieldIssues> {
        let mut check = FieldCheck::default();
        if self.title.is_empty() {
            check.issue("title_en", FieldIssue::Missing);
        }
        check.text("title_en", &self.title.en, 0, 120);
        check.text("title_zh", &self.title.zh, 0, 120);
        check.text("description_en", &self.description.en, 0, 10_000);
        check.text("description_zh", &self.description.zh, 0, 10_000);
        for (i, axis) in self.axes.iter().enumerate() {
            if axis.name.is_empty() {
                check.issue(&format!("axes[{i}][name_en]"), FieldIssue::Missing);
            }
            check.text(&format!("axes[{i}][name_en]"), &axis.name.en, 0, 40);
            check.text(&format!("axes[{i}][name_zh]"), &axis.name.zh, 0, 40);
            if axis.values.is_empty() {
                check.issue(&format!("axes[{i}][values][0][en]"), FieldIssue::Missing);
            }
            let mut seen = BTreeSet::new();
            for (j, value) in axis.values.iter().enumerate() {
                let field = format!("axes[{i}][values][{j}][en]");
                if value.label.is_empty() {
                    check.issue(&field, FieldIssue::Missing);
                } else if !seen.insert((&value.label.en, &value.label.zh)) {
                    check.issue(&field, FieldIssue::AlreadyTaken);
                }
                check.text(&field, &value.label.en, 0, 60);
                check.text(&field, &value.label.zh, 0, 60);
            }
        }
        for (i, variant) in self.variants.iter().enumerate() {
            variant.check(&mut check, i);
        }
        check.finish()
    }

    /// Checks what concerns the listing as a whole.
    ///
    /// # Errors
    /// Too large, two variants for one choice, a choice beyond the axes, another currency.
    pub fn check_whole(&self, limits: Limits, currency: Currency) -> Result<(), CatalogError> {
        limits.check(&self.axes)?;
        if self.variants.len() > limits.variants as usize {
            return Err(CatalogError::TooManyVariants {
                count: self.variants.len() as u64,
                most: limits.variants,
            });
        }
        if self.pictures.len() > limits.pictures as usize {
            return Err(CatalogError::TooManyPictures {
                most: limits.pictures,
            });
        }
        let mut seen = BTreeSet::new();
        for variant in &self.variants {
            let fits = variant.choice.len() == self.axes.len()
                && variant
                    .choice
                    .iter()
                    .zip(&self.axes)
                    .all(|(value, axis)| usize::from(*value) < axis.values.len());
            if !fits {
                return Err(CatalogError::UnknownOption);
            }
            if !seen.insert(&variant.choice) {
                return Err(CatalogError::SameOptionsTwice);
            }
            let same = variant.price.currency == currency
                && variant.was_price.is_none_or(|was| was.currency == currency);
            if !same {
                return Err(CatalogError::OtherCurrency);
            }
        }
        Ok(())
    }

    /// Every picture once, in the order in which the grid numbers them: the listing's own, then
    /// those of values, then those that only variants have.
    pub fn gallery(&self) -> Vec<MediaId> {
        let of_values = self.axes.iter().flat_map(|axis| &axis.values);
        let all = self
            .pictures
            .iter()
            .copied()
            .chain(of_values.filter_map(|value| value.media))
            .chain(self.variants.iter().filter_map(|v| v.picture));
        let mut seen = BTreeSet::new();
        all.filter(|id| seen.insert(*id)).collect()
    }

    /// How many variants would be offered.
    pub fn offered(&self) -> usize {
        self.variants.iter().filter(|v| v.offered).count()
    }
}

/// What is said of a former price that is not higher.
pub(super) fn was_price_sentence() -> Bilingual {
    Bilingual::new(
        "The price before must be higher than the price.",
        "原价必须高于现价。",
    )
}

/// What is said of a barcode whose digits do not agree.
pub(super) fn not_a_barcode() -> FieldIssue {
    FieldIssue::Other {
        text: Bilingual::new(
            "A barcode has 8, 12, 13 or 14 digits, and the last one proves the others. Compare it with the package.",
            "条码应为 8、12、13 或 14 位数字，最后一位是校验码。请对照包装核对。",
        ),
    }
}

impl VariantDraft {
    fn check(&self, check: &mut FieldCheck, i: usize) {
        let out_of_range = FieldIssue::OutOfRange {
            least: 1,
            most: MOST_PRICE,
        };
        if self.price.minor <= 0 {
            check.issue(&format!("variants[{i}][price]"), FieldIssue::NotAnAmount);
        } else if self.price.minor > MOST_PRICE {
            check.issue(&format!("variants[{i}][price]"), out_of_range);
        }
        if self
            .was_price
            .is_some_and(|was| was.minor <= self.price.minor || was.minor > MOST_PRICE)
        {
            check.issue(
                &format!("variants[{i}][was_price]"),
                FieldIssue::Other {
                    text: was_price_sentence(),
                },
            );
        }
        check.text(&format!("variants[{i}][sku]"), &self.sku, 0, 60);
        if read_barcode(&self.barcode).as_ref() != Some(&self.barcode) {
            check.issue(&format!("variants[{i}][barcode]"), not_a_barcode());
        }
        if self.stock.is_some_and(|pieces| pieces > MOST_STOCK) {
            check.issue(
                &format!("variants[{i}][stock]"),
                FieldIssue::OutOfRange {
                    least: 0,
                    most: MOST_STOCK.into(),
                },
            );
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::{super::AxisValue, *};
    use uuid::Uuid;

    fn price(minor: i64) -> Money {
        Money::new(minor, Currency::Cny)
    }

    fn variant(choice: &[u16], minor: i64) -> VariantDraft {
        VariantDraft {
            variant: None,
            choice: choice.to_vec(),
            sku: String::new(),
            barcode: String::new(),
            price: price(minor),
            was_price: None,
            picture: None,
            offered: true,
            stock: None,
        }
    }

    fn axis(values: usize) -> Axis {
        Axis {
            name: Bilingual::new("Size", "尺码"),
            values: (0..values)
                .map(|i| AxisValue {
                    label: Bilingual::new(i.to_string(), ""),
                    media: None,
                })
                .collect(),
        }
    }

    pub(in crate::trade::catalog) fn tea() -> ListingDraft {
        ListingDraft {
            shop: ShopId(Uuid::from_u128(1)),
            listing: None,
            version: None,
            category: CategoryId(Uuid::from_u128(2)),
            title: Bilingual::new("Tea", ""),
            description: Bilingual::default(),
            specs: Vec::new(),
            axes: vec![axis(2)],
            variants: vec![variant(&[0], 100), variant(&[1], 100)],
            pictures: vec![],
            import: None,
            publish: false,
        }
    }

    #[test]
    fn limits_are_told_with_their_numbers() {
        assert_eq!(
            Limits::LISTING.check(&[axis(2), axis(2), axis(2), axis(2), axis(2), axis(2)]),
            Err(CatalogError::TooManyAxes { most: 5 })
        );
        assert_eq!(
            Limits::LISTING.check(&[axis(19), axis(20)]),
            Err(CatalogError::TooManyVariants {
                count: 380,
                most: 378
            })
        );
        let phone = [axis(2), axis(3), axis(7), axis(3), axis(3)];
        assert_eq!(Limits::LISTING.check(&phone), Ok(()));
    }

    #[test]
    fn a_draft_is_checked_as_a_whole() {
        let whole = |draft: ListingDraft| draft.check_whole(Limits::LISTING, Currency::Cny);
        assert_eq!(whole(tea()), Ok(()));
        let mut twice = tea();
        twice.variants[1].choice = vec![0];
        assert_eq!(whole(twice), Err(CatalogError::SameOptionsTwice));
        let mut unknown = tea();
        unknown.variants[1].choice = vec![2];
        assert_eq!(whole(unknown), Err(CatalogError::UnknownOption));
        let mut dollars = tea();
        dollars.variants[0].price.currency = Currency::Usd;
        assert_eq!(whole(dollars), Err(CatalogError::OtherCurrency));
    }

    #[test]
    fn every_bad_field_is_named() {
        let mut draft = tea();
        draft.title = Bilingual::default();
        draft.variants[0].price = price(0);
        draft.variants[0].barcode = "4006381333932".into();
        draft.variants[1].was_price = Some(price(100));
        draft.axes[0].values[1].label = draft.axes[0].values[0].label.clone();
        let issues = draft.check_fields().expect_err("five issues");
        assert_eq!(
            issues.0.keys().collect::<Vec<_>>(),
            [
                "axes[0][values][1][en]",
                "title_en",
                "variants[0][barcode]",
                "variants[0][price]",
                "variants[1][was_price]"
            ]
        );
    }
}
