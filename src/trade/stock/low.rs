//! What runs low: told once when it falls below its mark, and not again before it was above.

use crate::text::{FieldCheck, Lang};
use serde::{Deserialize, Serialize};

/// The highest mark.
pub const MOST: i64 = 1_000_000;

/// What the table of stock is narrowed to.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Show {
    #[default]
    All,
    /// On sale, with fewer than its mark.
    Low,
    /// On sale, with none.
    SoldOut,
}

impl Show {
    /// Every choice, in the order of the tabs.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// What is known of a thing that may run low.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Fewer than this is low; nothing is ever fewer than 0.
    pub mark: u32,
    /// It was not low since its people were told the last time.
    pub armed: bool,
}

/// Whether so many are low.
pub fn is_low(available: u32, mark: u32) -> bool {
    available < mark
}

impl Watch {
    /// After a look at what is available: whether it is armed from now on, and whether it is
    /// time to tell.
    pub fn look(self, available: u32) -> (bool, bool) {
        let low = is_low(available, self.mark);
        (!low, low && self.armed)
    }
}

/// Reads the mark of one thing: left empty, it is the shop's.
pub fn read_mark(check: &mut FieldCheck, typed: &str) -> Option<u32> {
    (!typed.trim().is_empty()).then(|| read_shop_mark(check, typed))
}

/// Reads the mark of a shop.
pub fn read_shop_mark(check: &mut FieldCheck, typed: &str) -> u32 {
    u32::try_from(check.number("low_at", typed, 0, MOST)).unwrap_or_default()
}

/// What runs low, and how many other variants of it do, in one line.
pub fn headline(lang: Lang, title: &str, options: &str, left: u32, more: u32) -> String {
    let what = match (options, lang) {
        ("", _) => title.to_owned(),
        (options, Lang::En) => format!("{title} ({options})"),
        (options, Lang::Zh) => format!("{title}（{options}）"),
    };
    let told = match (left, lang) {
        (0, Lang::En) => format!("Sold out: {what}"),
        (0, Lang::Zh) => format!("已售罄：{what}"),
        (left, Lang::En) => format!("Running low: {what}, {left} left"),
        (left, Lang::Zh) => format!("库存不足：{what}，仅剩 {left} 件"),
    };
    match (more, lang) {
        (0, _) => told,
        (1, Lang::En) => format!("{told}; and 1 more variant of it"),
        (more, Lang::En) => format!("{told}; and {more} more variants of it"),
        (more, Lang::Zh) => format!("{told}；另有 {more} 个规格也不足"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn told_once_until_it_is_above_again() {
        let mut armed = false;
        let mut told = Vec::new();
        for (n, available) in [2, 5, 4, 3, 0, 4, 5, 9, 1, 1].into_iter().enumerate() {
            let (next, tell) = Watch { mark: 5, armed }.look(available);
            armed = next;
            if tell {
                told.push(n);
            }
        }
        assert_eq!(told, [2, 8], "what begins low has not fallen");
    }

    #[test]
    fn a_mark_of_nothing_tells_nothing() {
        let watch = Watch {
            mark: 0,
            armed: true,
        };
        assert_eq!(watch.look(0), (true, false));
    }

    #[test]
    fn an_empty_mark_is_the_shop_s() {
        let mut check = FieldCheck::default();
        assert_eq!(read_mark(&mut check, " "), None);
        assert_eq!(read_mark(&mut check, "12"), Some(12));
        assert!(check.finish().is_ok());
        let mut check = FieldCheck::default();
        read_mark(&mut check, "-1");
        assert!(check.finish().is_err());
    }

    #[test]
    fn a_headline_says_how_much_is_left() {
        let en = |left, more| headline(Lang::En, "Tea", "250 g", left, more);
        assert_eq!(en(3, 0), "Running low: Tea (250 g), 3 left");
        assert_eq!(en(0, 2), "Sold out: Tea (250 g); and 2 more variants of it");
        assert_eq!(
            headline(Lang::Zh, "茶", "", 1, 1),
            "库存不足：茶，仅剩 1 件；另有 1 个规格也不足"
        );
    }

    proptest! {
        /// Between two tellings it was above at least once.
        #[test]
        fn no_two_tellings_without_a_rise(looks in prop::collection::vec(0_u32..12, 0..60), mark in 0_u32..10) {
            let (mut armed, mut risen) = (false, false);
            for available in looks {
                let (next, tell) = Watch { mark, armed }.look(available);
                prop_assert!(!tell || risen);
                risen = if tell { false } else { risen || available >= mark };
                armed = next;
            }
        }
    }
}
