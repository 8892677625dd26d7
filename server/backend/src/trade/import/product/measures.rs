//! Weights and sizes, as every format writes them: turned into whole grams and centimetres,
//! rounded up, for a parcel is no lighter than its goods.

use super::Parsed;
use longtail::trade::{
    import::Trouble,
    shipping::postage::{MOST_SIDE_CM, MOST_WEIGHT_G, Told},
};

/// Names of a unit; so many of ours are so many of it.
type Units = &'static [(&'static [&'static str], u128, u128)];

/// In grams.
const WEIGHTS: Units = &[
    (&["g", "gram", "grams", "克"], 1, 1),
    (&["kg", "kgs", "千克", "公斤"], 1000, 1),
    (&["lb", "lbs", "pound", "pounds"], 45_359_237, 100_000),
    (&["oz", "ounce", "ounces"], 28_349_523_125, 1_000_000_000),
    (&["mg", "毫克"], 1, 1000),
    (&["斤"], 500, 1),
];

/// In centimetres.
const LENGTHS: Units = &[
    (&["cm", "厘米"], 1, 1),
    (&["mm", "毫米"], 1, 10),
    (&["m", "米"], 100, 1),
    (&["in", "inch", "inches", "英寸"], 254, 100),
    (&["ft", "foot", "feet"], 3048, 100),
    (&["yd", "yard", "yards"], 9144, 100),
];

/// A field of a row.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    pub column: &'a str,
    /// A number, perhaps with its unit.
    pub typed: &'a str,
    /// Its unit where it names none; nothing where it must name one.
    pub unit: &'a str,
}

impl<'a> Field<'a> {
    pub fn new(column: &'a str, typed: &'a str, unit: &'a str) -> Self {
        Self {
            column,
            typed,
            unit,
        }
    }

    /// The number and its unit.
    fn parts(self) -> (&'a str, &'a str) {
        let at = self.typed.find(char::is_alphabetic);
        let (number, own) = self.typed.split_at(at.unwrap_or(self.typed.len()));
        let unit = if own.is_empty() { self.unit } else { own };
        (number.trim(), unit.trim())
    }

    /// Nothing, or 0 as many systems write it where nobody has weighed.
    fn says_nothing(self) -> bool {
        let nothing = decimal(self.parts().0).is_some_and(|(digits, _)| digits == 0);
        self.typed.is_empty() || nothing
    }

    /// In whole units of ours, rounded up.
    fn whole(self, units: Units, most: i64) -> Option<i32> {
        let (number, unit) = self.parts();
        let unit = unit.to_lowercase();
        let (_, ours, theirs) = units
            .iter()
            .find(|(names, _, _)| names.contains(&unit.as_str()))?;
        let (digits, parts) = decimal(number)?;
        let whole = (digits * ours).div_ceil(parts * theirs);
        let whole = i64::try_from(whole).ok()?;
        let taken = (1..=most).contains(&whole);
        i32::try_from(whole).ok().filter(|_| taken)
    }
}

/// A number without a sign: its digits, and what they are to be divided by. What stands behind
/// the sixth decimal are leavings of a machine.
fn decimal(typed: &str) -> Option<(u128, u128)> {
    let (whole, part) = typed.split_once('.').unwrap_or((typed, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let whole = ungrouped(whole)?;
    let sound = digits(&whole)
        && digits(part)
        && whole.len() <= 12
        && !(whole.is_empty() && part.is_empty());
    if !sound {
        return None;
    }
    let part = &part[..part.len().min(6)];
    let read = format!("{whole}{part}").parse().unwrap_or_default();
    Some((read, 10_u128.pow(part.len() as u32)))
}

/// `1,200` is 1200. A comma that parts no thousands is none of ours: in half of the world it
/// is a point, as in `0,250`.
fn ungrouped(whole: &str) -> Option<String> {
    let groups: Vec<&str> = whole.split(',').collect();
    let (first, rest) = groups.split_first()?;
    let sound = rest.is_empty()
        || ((1..=3).contains(&first.len())
            && !first.starts_with('0')
            && rest.iter().all(|group| group.len() == 3));
    sound.then(|| groups.concat())
}

/// Reads a weight in grams. What is none, or is out of range, is an error.
pub fn weight(parsed: &mut Parsed, row: u32, product: &str, field: Field<'_>) -> Option<i32> {
    let bad = |typed| Trouble::BadWeight { typed };
    or_error(
        parsed,
        row,
        product,
        field,
        (field.whole(WEIGHTS, MOST_WEIGHT_G), bad),
    )
}

/// Reads a length in centimetres. What is none, or is out of range, is an error.
pub fn length(parsed: &mut Parsed, row: u32, product: &str, field: Field<'_>) -> Option<i32> {
    let bad = |typed| Trouble::BadLength { typed };
    or_error(
        parsed,
        row,
        product,
        field,
        (field.whole(LENGTHS, MOST_SIDE_CM), bad),
    )
}

fn or_error(
    parsed: &mut Parsed,
    row: u32,
    product: &str,
    field: Field<'_>,
    (read, bad): (Option<i32>, impl Fn(String) -> Trouble),
) -> Option<i32> {
    if read.is_none() {
        let trouble = bad(field.typed.to_owned());
        parsed.error(row, Some(field.column), product, trouble);
    }
    read
}

/// What a row of another system says; 0 says nothing.
pub fn told(
    parsed: &mut Parsed,
    row: u32,
    product: &str,
    weighs: Option<Field<'_>>,
    sides: [Field<'_>; 3],
) -> Told {
    let weighs = weighs.filter(|field| !field.says_nothing());
    let weight_g = weighs.and_then(|field| weight(parsed, row, product, field));
    let read = sides.map(|side| {
        if side.says_nothing() {
            None
        } else {
            length(parsed, row, product, side)
        }
    });
    Told {
        weight_g: weight_g.map(Some),
        size_cm: whole_size(parsed, row, product, sides, read).map(Some),
    }
}

/// All three sides or none; what is between is left out with a note.
pub fn whole_size(
    parsed: &mut Parsed,
    row: u32,
    product: &str,
    sides: [Field<'_>; 3],
    read: [Option<i32>; 3],
) -> Option<[i32; 3]> {
    if let [Some(length), Some(width), Some(height)] = read {
        return Some([length, width, height]);
    }
    let missing = sides.iter().zip(read).find(|(_, side)| side.is_none());
    if let Some((field, _)) = missing
        && read.iter().any(Option::is_some)
        && !parsed.is_error(row)
    {
        parsed.note(row, field.column, product, Trouble::HalfSize);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grams(typed: &str, unit: &str) -> Option<i32> {
        Field::new("weight", typed, unit).whole(WEIGHTS, MOST_WEIGHT_G)
    }

    fn centimetres(typed: &str, unit: &str) -> Option<i32> {
        Field::new("length", typed, unit).whole(LENGTHS, MOST_SIDE_CM)
    }

    #[test]
    fn weights_become_whole_grams_and_are_rounded_up() {
        for (typed, unit, read) in [
            ("250", "g", Some(250)),
            ("250.1", "g", Some(251)),
            ("1,200", "g", Some(1200)),
            ("0,250", "kg", None),
            ("1.2", "kg", Some(1200)),
            ("0.30000000000000004", "kg", Some(300)),
            ("0.5", "lbs", Some(227)),
            ("1", "oz", Some(29)),
            ("1 lb", "", Some(454)),
            ("2kg", "g", Some(2000)),
            ("3 斤", "", Some(1500)),
            ("1", "mg", Some(1)),
            ("1000", "kg", Some(1_000_000)),
            ("1000.001", "kg", None),
            ("0", "g", None),
            ("-5", "g", None),
            ("2,5", "kg", None),
            ("5", "", None),
            ("5 stone", "g", None),
            ("", "g", None),
            (".", "g", None),
            ("999999999999999999999999999999999999999999", "g", None),
        ] {
            assert_eq!(grams(typed, unit), read, "{typed} {unit}");
        }
    }

    #[test]
    fn lengths_become_whole_centimetres_and_are_rounded_up() {
        for (typed, unit, read) in [
            ("12", "cm", Some(12)),
            ("12.01", "cm", Some(13)),
            ("125", "mm", Some(13)),
            ("0.4", "m", Some(40)),
            ("10 in", "", Some(26)),
            ("1 FT", "", Some(31)),
            ("1", "yd", Some(92)),
            ("10", "m", Some(1000)),
            ("10.01", "m", None),
            ("12\"", "cm", None),
            ("wide", "cm", None),
        ] {
            assert_eq!(centimetres(typed, unit), read, "{typed} {unit}");
        }
    }

    fn row(weight: &str, sides: [&str; 3]) -> (Told, Parsed) {
        let mut parsed = Parsed::default();
        let [length, width, height] = sides;
        let sides = [
            Field::new("length", length, "cm"),
            Field::new("width", width, "cm"),
            Field::new("height", height, "cm"),
        ];
        let weight = Some(Field::new("weight", weight, "kg"));
        let told = told(&mut parsed, 2, "cup", weight, sides);
        (told, parsed)
    }

    #[test]
    fn nothing_and_nought_say_nothing() {
        for (weight, side) in [("", ""), ("0", "0"), ("0.00", "0")] {
            let (told, parsed) = row(weight, [side; 3]);
            assert_eq!((told, parsed.issues.len()), (Told::default(), 0));
        }
        let (told, _) = row("0.25", ["12", "8", "4"]);
        assert_eq!(told.weight_g, Some(Some(250)));
        assert_eq!(told.size_cm, Some(Some([12, 8, 4])));
    }

    #[test]
    fn a_bad_field_is_an_error_and_half_a_size_a_note() {
        let (told, parsed) = row("heavy", ["12", "8", "11 m"]);
        assert_eq!(told, Told::default());
        let told: Vec<_> = parsed
            .issues
            .iter()
            .map(|issue| (issue.column.as_deref(), issue.error, issue.trouble.clone()))
            .collect();
        let typed = |typed: &str| typed.to_owned();
        assert_eq!(
            told,
            [
                (
                    Some("weight"),
                    true,
                    Trouble::BadWeight {
                        typed: typed("heavy")
                    }
                ),
                (
                    Some("height"),
                    true,
                    Trouble::BadLength {
                        typed: typed("11 m")
                    }
                ),
            ]
        );
        let (told, parsed) = row("1", ["12", "8", ""]);
        assert_eq!((told.weight_g, told.size_cm), (Some(Some(1000)), None));
        assert_eq!(parsed.issues[0].column.as_deref(), Some("height"));
        assert!(!parsed.issues[0].error);
        assert_eq!(parsed.issues[0].trouble, Trouble::HalfSize);
    }
}
