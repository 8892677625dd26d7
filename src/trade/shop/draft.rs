//! What a shop's owner writes about it, and what is still missing.

use super::{Postage, ShopCard, ShopStage};
use crate::{
    actor::ShopRole,
    id::AccountId,
    money::{Currency, Money, MoneyError, invoice::Legal},
    platform::media::Picture,
    text::{Bilingual, FieldCheck, FieldIssue, FieldIssues, slugify},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A shop's words and postage, as they are typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShopDraft {
    pub name_en: String,
    pub name_zh: String,
    /// The shop's name in addresses; made from the name where it is left empty.
    pub slug: String,
    pub about_en: String,
    pub about_zh: String,
    pub city_en: String,
    pub city_zh: String,
    /// Amounts such as `12.50`; an empty one is nothing, or in the last case never.
    pub postage_base: String,
    pub postage_extra_item: String,
    pub postage_free_over: String,
}

/// A draft whose fields can all be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledDraft {
    pub name: Bilingual,
    /// Empty where neither it nor the English name gave one.
    pub slug: String,
    /// Whether the owner asked for exactly this slug.
    pub slug_typed: bool,
    pub about: Bilingual,
    pub city: Bilingual,
    pub postage: Postage,
}

impl ShopDraft {
    /// Trims and checks all fields; their names in the form are those of the struct.
    /// A name in one language is enough.
    ///
    /// # Errors
    /// All fields that cannot be taken.
    pub fn checked(&self, currency: Currency) -> Result<SettledDraft, FieldIssues> {
        let mut check = FieldCheck::default();
        let name = Bilingual::new(
            check.text("name_en", &self.name_en, 0, 60),
            check.text("name_zh", &self.name_zh, 0, 60),
        );
        if name.is_empty() {
            check.issue("name_en", FieldIssue::Missing);
        }
        let typed = check.text("slug", &self.slug, 0, 60);
        if !typed.is_empty() && slugify(&typed) != typed {
            check.issue("slug", FieldIssue::NotASlug);
        }
        let slug_typed = !typed.is_empty();
        let postage = Postage {
            base: postage_amount(&mut check, "postage_base", &self.postage_base, currency)
                .unwrap_or(Money::zero(currency)),
            extra_item: postage_amount(
                &mut check,
                "postage_extra_item",
                &self.postage_extra_item,
                currency,
            )
            .unwrap_or(Money::zero(currency)),
            free_over: postage_amount(
                &mut check,
                "postage_free_over",
                &self.postage_free_over,
                currency,
            ),
        };
        let settled = SettledDraft {
            slug: if slug_typed {
                typed
            } else {
                slugify(&name.en).chars().take(60).collect()
            },
            slug_typed,
            about: Bilingual::new(
                check.text("about_en", &self.about_en, 0, 2000),
                check.text("about_zh", &self.about_zh, 0, 2000),
            ),
            city: Bilingual::new(
                check.text("city_en", &self.city_en, 0, 60),
                check.text("city_zh", &self.city_zh, 0, 60),
            ),
            name,
            postage,
        };
        check.finish().map(|()| settled)
    }
}

/// An amount that may be left empty and is not below zero.
pub(crate) fn postage_amount(
    check: &mut FieldCheck,
    field: &str,
    typed: &str,
    currency: Currency,
) -> Option<Money> {
    if typed.trim().is_empty() {
        return None;
    }
    match Money::parse(typed, currency) {
        Ok(amount) if (0..=MOST_POSTAGE_MINOR).contains(&amount.minor) => Some(amount),
        Ok(_) | Err(MoneyError::Overflow) => {
            check.issue(
                field,
                FieldIssue::OutOfRange {
                    least: 0,
                    most: MOST_POSTAGE_MINOR / 10_i64.pow(currency.decimals()),
                },
            );
            None
        }
        Err(_) => {
            check.issue(field, FieldIssue::NotAnAmount);
            None
        }
    }
}

/// The highest amount that postage fields take, in the smallest unit.
const MOST_POSTAGE_MINOR: i64 = 100_000_000;

/// One thing to do before a shop opens, or that would serve it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToDo {
    /// Something to sell. Without it the shop cannot open.
    LiveListing,
    About,
    Mark,
    Banner,
    City,
}

impl ToDo {
    /// Whether the shop stays closed without it.
    pub const fn is_needed(self) -> bool {
        matches!(self, Self::LiveListing)
    }
}

/// One of a shop's people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopPerson {
    pub account: AccountId,
    pub name: String,
    pub email: String,
    pub role: ShopRole,
    pub since: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub you: bool,
}

/// Everything on a shop's page of settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopSettings {
    pub card: ShopCard,
    pub about: Bilingual,
    pub banner: Option<Picture>,
    pub postage: Postage,
    /// Who invoices in its name.
    pub legal: Legal,
    pub live_listings: u32,
    pub open_orders: u32,
    pub people: Vec<ShopPerson>,
}

impl ShopSettings {
    /// What is done, and what is not, in the order in which one does it.
    pub fn checklist(&self) -> Vec<(ToDo, bool)> {
        vec![
            (ToDo::LiveListing, self.live_listings > 0),
            (ToDo::About, !self.about.is_empty()),
            (ToDo::Mark, self.card.mark.is_some()),
            (ToDo::Banner, self.banner.is_some()),
            (ToDo::City, !self.card.city.is_empty()),
        ]
    }

    /// Whether nothing stands in the way of opening.
    pub fn can_open(&self) -> bool {
        matches!(self.card.stage, ShopStage::Preparing | ShopStage::Paused)
            && self
                .checklist()
                .iter()
                .all(|(to_do, done)| *done || !to_do.is_needed())
    }

    /// The draft that would write what stands.
    pub fn draft(&self) -> ShopDraft {
        ShopDraft {
            name_en: self.card.name.en.clone(),
            name_zh: self.card.name.zh.clone(),
            slug: self.card.slug.clone(),
            about_en: self.about.en.clone(),
            about_zh: self.about.zh.clone(),
            city_en: self.card.city.en.clone(),
            city_zh: self.card.city.zh.clone(),
            postage_base: self.postage.base.plain(),
            postage_extra_item: self.postage.extra_item.plain(),
            postage_free_over: self.postage.free_over.map(Money::plain).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency::Cny;

    #[test]
    fn a_name_in_one_language_is_enough() {
        let draft = ShopDraft {
            name_zh: "西湖茶铺".into(),
            postage_base: "8".into(),
            ..ShopDraft::default()
        };
        let settled = draft.checked(Cny).expect("taken");
        assert_eq!(settled.slug, "");
        assert_eq!(settled.postage.base, Money::new(800, Cny));
        assert_eq!(settled.postage.free_over, None);

        let english = ShopDraft {
            name_en: "West Lake Tea".into(),
            ..draft
        };
        assert_eq!(
            english.checked(Cny).map(|settled| settled.slug),
            Ok("west-lake-tea".to_owned())
        );
    }

    #[test]
    fn every_faulty_field_is_named() {
        let draft = ShopDraft {
            slug: "West Lake".into(),
            postage_base: "a little".into(),
            postage_extra_item: "-1".into(),
            ..ShopDraft::default()
        };
        let issues = draft.checked(Cny).expect_err("four issues");
        let names: Vec<_> = issues.0.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            ["name_en", "postage_base", "postage_extra_item", "slug"]
        );
    }
}
