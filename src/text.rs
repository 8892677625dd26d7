//! Words in two languages, and the checks that typed text must pass.

pub mod rich;

use crate::money::Money;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A language the market speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    #[default]
    En,
    Zh,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::En, Self::Zh];

    /// The BCP 47 tag for `<html lang>`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh-CN",
        }
    }

    /// Reads a tag or an `Accept-Language` header; the first language we speak wins.
    pub fn from_tag(text: &str) -> Option<Self> {
        text.split(',').find_map(|part| {
            let tag = part.split(';').next().unwrap_or_default().trim();
            match tag.get(..2)?.to_ascii_lowercase().as_str() {
                "en" => Some(Self::En),
                "zh" => Some(Self::Zh),
                _ => None,
            }
        })
    }
}

/// A text in one or both languages. An empty string means "not written".
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bilingual {
    #[serde(default)]
    pub en: String,
    #[serde(default)]
    pub zh: String,
}

impl Bilingual {
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self {
            en: en.into(),
            zh: zh.into(),
        }
    }

    /// The text in the language asked for, else in the other one.
    pub fn pick(&self, lang: Lang) -> &str {
        let (first, second) = match lang {
            Lang::En => (&self.en, &self.zh),
            Lang::Zh => (&self.zh, &self.en),
        };
        if first.is_empty() { second } else { first }
    }

    /// The language that [`Self::pick`] answers in, for a `lang` attribute.
    pub fn picked(&self, lang: Lang) -> Lang {
        match lang {
            Lang::En if self.en.is_empty() && !self.zh.is_empty() => Lang::Zh,
            Lang::Zh if self.zh.is_empty() && !self.en.is_empty() => Lang::En,
            same => same,
        }
    }

    /// Keeps what [`Self::pick`] gives in this language, and leaves out the other.
    pub fn keep(&mut self, lang: Lang) {
        match self.picked(lang) {
            Lang::En => self.zh.clear(),
            Lang::Zh => self.en.clear(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.en.is_empty() && self.zh.is_empty()
    }
}

/// Why a field was not accepted; pages turn it into a sentence with a cure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldIssue {
    Missing,
    TooShort {
        least: u32,
    },
    TooLong {
        most: u32,
    },
    NotAnEmail,
    NotAnAmount,
    NotANumber,
    OutOfRange {
        least: i64,
        most: i64,
    },
    /// An amount above what there is.
    TooMuch {
        most: Money,
    },
    AlreadyTaken,
    NotAChoice,
    NotAPicture,
    NotASlug,
    /// An address that is neither a page of the market nor `https`.
    NotALink,
    /// Neither a day nor a time.
    NotAMoment,
    /// A day that has begun already.
    TooEarly,
    /// Not as the country writes them, or its check digit is another.
    NotATaxNumber,
    Other {
        text: Bilingual,
    },
}

/// The fields that were not accepted, by their name in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldIssues(pub BTreeMap<String, FieldIssue>);

impl FieldIssues {
    pub fn one(field: &str, issue: FieldIssue) -> Self {
        Self(BTreeMap::from([(field.to_owned(), issue)]))
    }

    pub fn add(&mut self, field: &str, issue: FieldIssue) {
        self.0.entry(field.to_owned()).or_insert(issue);
    }

    pub fn get(&self, field: &str) -> Option<&FieldIssue> {
        self.0.get(field)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Checks fields one after another and keeps every issue, so that a person sees all at once.
///
/// ```
/// use longtail::text::FieldCheck;
/// let mut check = FieldCheck::default();
/// let name = check.text("name", "  Lin ", 1, 80);
/// assert_eq!(name, "Lin");
/// assert!(check.finish().is_ok());
/// ```
#[derive(Debug, Default)]
pub struct FieldCheck(FieldIssues);

impl FieldCheck {
    /// A trimmed text of `least` to `most` characters.
    pub fn text(&mut self, field: &str, typed: &str, least: u32, most: u32) -> String {
        let text = typed.trim();
        let length = text.chars().count() as u32;
        if length == 0 && least > 0 {
            self.0.add(field, FieldIssue::Missing);
        } else if length < least {
            self.0.add(field, FieldIssue::TooShort { least });
        } else if length > most {
            self.0.add(field, FieldIssue::TooLong { most });
        }
        text.to_owned()
    }

    /// An e-mail address, trimmed and in lower case.
    pub fn email(&mut self, field: &str, typed: &str) -> String {
        let email = self.text(field, typed, 1, 254).to_lowercase();
        let plausible = email.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
                && !email.contains(char::is_whitespace)
                && !host.contains('@')
        });
        if !email.is_empty() && !plausible {
            self.0.add(field, FieldIssue::NotAnEmail);
        }
        email
    }

    /// A whole number within bounds.
    pub fn number(&mut self, field: &str, typed: &str, least: i64, most: i64) -> i64 {
        match typed.trim().parse::<i64>() {
            Ok(n) if (least..=most).contains(&n) => n,
            Ok(_) => {
                self.0.add(field, FieldIssue::OutOfRange { least, most });
                least
            }
            Err(_) if typed.trim().is_empty() => {
                self.0.add(field, FieldIssue::Missing);
                least
            }
            Err(_) => {
                self.0.add(field, FieldIssue::NotANumber);
                least
            }
        }
    }

    /// Notes an issue found elsewhere.
    pub fn issue(&mut self, field: &str, issue: FieldIssue) {
        self.0.add(field, issue);
    }

    /// # Errors
    /// All issues together, where there are any.
    pub fn finish(self) -> Result<(), FieldIssues> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.0)
        }
    }
}

/// A name for addresses (`/shops/…`): lower-case ASCII letters, digits and single hyphens.
/// Text without any of these gives an empty string, and the caller makes one up.
pub fn slugify(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
        if slug.len() >= 80 {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_we_speak_wins() {
        assert_eq!(Lang::from_tag("fr-FR,zh;q=0.8,en;q=0.5"), Some(Lang::Zh));
        assert_eq!(Lang::from_tag("en-GB"), Some(Lang::En));
        assert_eq!(Lang::from_tag("fr"), None);
        assert_eq!(Lang::from_tag("*"), None);
    }

    #[test]
    fn every_issue_is_kept() {
        let mut check = FieldCheck::default();
        check.text("name", "", 1, 10);
        check.email("email", "nobody@nowhere");
        check.number("count", "200", 1, 99);
        let issues = check.finish().expect_err("three issues");
        assert_eq!(issues.0.len(), 3);
        assert_eq!(issues.get("email"), Some(&FieldIssue::NotAnEmail));
    }

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slugify("  Grandma's Tea — No. 7 "), "grandma-s-tea-no-7");
        assert_eq!(slugify("龙井"), "");
    }

    #[test]
    fn a_missing_language_falls_back() {
        let text = Bilingual::new("", "茶");
        assert_eq!(text.pick(Lang::En), "茶");
        assert_eq!(text.picked(Lang::En), Lang::Zh);
    }
}
