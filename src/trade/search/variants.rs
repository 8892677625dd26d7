//! Which of a listing's variants a query means: by its code, or by the options that it names.

use super::{
    readings::{Written, read},
    words::Piece,
};
use crate::trade::catalog::{Axis, Choice};
use std::collections::BTreeSet;

/// Shorter words within a query are no codes: they would meet others by chance.
const SHORTEST_CODE: usize = 5;

/// A code as it is compared: its letters and digits, in lower case.
pub fn folded_code(code: &str) -> String {
    let kept = code.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// Whether a word of a longer query may be a code.
pub fn may_be_code(word: &str) -> bool {
    word.len() >= SHORTEST_CODE && word.bytes().any(|b| b.is_ascii_digit())
}

/// The terms by which a code is found: written by itself, and as a word of a longer query.
pub fn code_terms(code: &str) -> BTreeSet<String> {
    let mut terms = BTreeSet::from([folded_code(code)]);
    let reads = read(code);
    let whole = 0..reads.written.len();
    let reading = match reads.written.as_slice() {
        [alone] => alone.readings.first(),
        _ => {
            let mut joined = reads.joined.iter();
            joined
                .find(|joined| joined.words == whole)
                .and_then(|joined| joined.readings.first())
        }
    };
    terms.extend(reading.map(|reading| reading.text.clone()));
    terms.remove("");
    terms
}

/// An offered variant by its names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedVariant {
    /// One value per axis.
    pub choice: Choice,
    pub sku: String,
    pub barcode: String,
}

/// A query as it may name variants.
#[derive(Clone, Debug, Default)]
pub struct Naming {
    /// Its words in all their readings.
    terms: BTreeSet<String>,
    /// Its runs of Chinese.
    runs: Vec<String>,
    /// What may be a code, folded.
    codes: BTreeSet<String>,
    may_hold_code: bool,
}

impl Naming {
    /// Reads a query.
    pub fn of(query: &str) -> Self {
        let reads = read(query);
        let runs = reads.written.iter().filter_map(|word| match &word.piece {
            Piece::Han(run) => Some(run.clone()),
            Piece::Word(_) => None,
        });
        let runs = runs.collect();
        let terms: BTreeSet<String> = reads.texts().map(str::to_owned).collect();
        let mut codes: BTreeSet<String> =
            terms.iter().filter(|t| may_be_code(t)).cloned().collect();
        let whole = folded_code(query);
        let one_word = !query.trim().contains(char::is_whitespace);
        let may_hold_code = !codes.is_empty() || one_word || may_be_code(&whole);
        codes.insert(whole);
        codes.remove("");
        Self {
            terms,
            runs,
            codes,
            may_hold_code,
        }
    }

    /// Whether it may mean a variant that is chosen along these axes: it names an option, or
    /// may hold a code.
    pub fn may_mean(&self, axes: &[Axis]) -> bool {
        self.may_hold_code || axes.iter().any(|axis| self.value(axis).is_some())
    }

    /// What it leaves open, where that is one variant only.
    pub fn meant<'a>(&self, axes: &[Axis], offered: &'a [NamedVariant]) -> Option<&'a Choice> {
        let has_code = |variant: &&NamedVariant| {
            [&variant.sku, &variant.barcode]
                .into_iter()
                .any(|code| !code.is_empty() && self.codes.contains(&folded_code(code)))
        };
        only(offered.iter().filter(has_code)).or_else(|| {
            let chosen: Vec<Option<u16>> = axes.iter().map(|axis| self.value(axis)).collect();
            if chosen.iter().all(Option::is_none) {
                return None;
            }
            let agrees = |variant: &&NamedVariant| {
                let mut values = variant.choice.iter().zip(&chosen);
                values.all(|(value, chosen)| chosen.is_none_or(|chosen| chosen == *value))
            };
            only(offered.iter().filter(agrees))
        })
    }

    /// The one value of an axis that is named. *Dark red* does not name *red* as well.
    fn value(&self, axis: &Axis) -> Option<u16> {
        let mut said: Vec<(u16, String)> = Vec::new();
        for (at, value) in (0..).zip(&axis.values) {
            for label in [&value.label.en, &value.label.zh] {
                if self.says(label) {
                    said.push((at, label.to_lowercase()));
                }
            }
        }
        let is_part = |at: u16, label: &str| {
            said.iter().any(|(other, longer)| {
                *other != at && longer.len() > label.len() && longer.contains(label)
            })
        };
        let named: BTreeSet<u16> = said
            .iter()
            .filter(|(at, label)| !is_part(*at, label))
            .map(|(at, _)| *at)
            .collect();
        if named.len() == 1 {
            named.first().copied()
        } else {
            None
        }
    }

    /// Whether it has all the words of a label.
    fn says(&self, label: &str) -> bool {
        let reads = read(label);
        let has = |word: &Written| match &word.piece {
            Piece::Han(run) => self.runs.iter().any(|of| of.contains(run.as_str())),
            Piece::Word(_) => {
                let reading = word.readings.first();
                reading.is_some_and(|reading| self.terms.contains(&reading.text))
            }
        };
        let whole = 0..reads.written.len();
        let as_one = reads
            .joined
            .iter()
            .filter(|joined| joined.words == whole)
            .flat_map(|joined| joined.readings.first())
            .any(|reading| self.terms.contains(&reading.text));
        !reads.written.is_empty() && (as_one || reads.written.iter().all(has))
    }
}

fn only<'a>(mut variants: impl Iterator<Item = &'a NamedVariant>) -> Option<&'a Choice> {
    let first = variants.next()?;
    variants.next().is_none().then_some(&first.choice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{text::Bilingual, trade::catalog::AxisValue};

    fn axis(values: &[(&str, &str)]) -> Axis {
        let value = |(en, zh): &(&str, &str)| AxisValue {
            label: Bilingual::new(*en, *zh),
            media: None,
        };
        Axis {
            name: Bilingual::default(),
            values: values.iter().map(value).collect(),
        }
    }

    fn phone() -> (Vec<Axis>, Vec<NamedVariant>) {
        let axes = vec![
            axis(&[("Moss", "苔绿"), ("Dark moss", "深苔绿"), ("Ink", "墨黑")]),
            axis(&[("128 GB", ""), ("256 GB", "")]),
        ];
        let offered = crate::trade::catalog::combinations(&axes)
            .into_iter()
            .zip(1..)
            .map(|(choice, n)| NamedVariant {
                choice,
                sku: format!("FOLD-{n:02}"),
                barcode: String::new(),
            });
        let offered = offered.collect();
        (axes, offered)
    }

    fn meant(query: &str) -> Option<Choice> {
        let (axes, offered) = phone();
        Naming::of(query).meant(&axes, &offered).cloned()
    }

    #[test]
    fn options_name_one_variant_where_all_are_named() {
        assert_eq!(meant("moss 256 GB"), Some(vec![0, 1]));
        assert_eq!(meant("fold phone moss 256gb"), Some(vec![0, 1]));
        assert_eq!(meant("dark moss 128 gb"), Some(vec![1, 0]));
        assert_eq!(meant("深苔绿手机 256GB"), Some(vec![1, 1]));
        assert_eq!(meant("moss"), None, "two sizes are left");
        assert_eq!(meant("moss or ink 256 gb"), None);
        assert_eq!(meant("phone"), None);
    }

    #[test]
    fn what_is_left_open_may_be_one() {
        let (axes, offered) = phone();
        let naming = Naming::of("moss");
        assert_eq!(naming.meant(&axes, &offered[1..]), Some(&vec![0, 1]));
        let may_mean = |query: &str| Naming::of(query).may_mean(&axes);
        assert!(may_mean("moss phone") && may_mean("moss-phone"));
        assert!(may_mean("phone fold-03") && !may_mean("fold phone"));
    }

    #[test]
    fn a_code_names_its_variant() {
        assert_eq!(meant("fold-03"), Some(vec![1, 0]));
        assert_eq!(meant("phone FOLD-03"), Some(vec![1, 0]));
        assert_eq!(meant("FOLD 03"), Some(vec![1, 0]));
        assert_eq!(meant("fold-0"), None);
    }

    #[test]
    fn codes_are_found_alone_and_in_a_query() {
        let terms = |code: &str| code_terms(code).into_iter().collect::<Vec<_>>();
        assert_eq!(terms("Fold-03"), ["fold03"]);
        assert_eq!(terms("SHOES-42"), ["shoe42", "shoes42"]);
        assert_eq!(terms("4006381333931"), ["4006381333931"]);
        assert_eq!(terms("红-1"), ["红1"]);
        assert_eq!(terms("--"), Vec::<String>::new());
    }
}
