//! A tracking number as bars (Code 39), drawn as SVG.

use std::fmt::Write;

/// Bars and gaps in turn, nine of each digit; `w` is a wide one.
const DIGITS: [&str; 10] = [
    "nnnwwnwnn",
    "wnnwnnnnw",
    "nnwwnnnnw",
    "wnwwnnnnn",
    "nnnwwnnnw",
    "wnnwwnnnn",
    "nnwwwnnnn",
    "nnnwnnwnw",
    "wnnwnnwnn",
    "nnwwnnwnn",
];
/// Begins and ends a code.
const EDGE: &str = "nwnnwnwnn";
const WIDE: u32 = 3;
const HEIGHT: u32 = 48;

/// The digits of a number; whatever else it holds is left out.
pub fn svg(number: &str) -> String {
    let digits = number.chars().filter_map(|c| c.to_digit(10));
    let digits = digits.map(|digit| DIGITS[digit as usize]);
    let mut at = 0;
    let mut bars = String::new();
    for pattern in [EDGE].into_iter().chain(digits).chain([EDGE]) {
        for (n, width) in pattern.chars().enumerate() {
            let width = if width == 'w' { WIDE } else { 1 };
            if n % 2 == 0 {
                // Writing to a text cannot fail.
                let _ = write!(bars, "M{at} 0h{width}v{HEIGHT}h-{width}z");
            }
            at += width;
        }
        at += 1;
    }
    format!(
        r##"<svg viewBox="-10 0 {width} {HEIGHT}" width="100%" height="{HEIGHT}" preserveAspectRatio="none" aria-hidden="true"><rect x="-10" width="{width}" height="{HEIGHT}" fill="#fff"/><path d="{bars}" fill="#000"/></svg>"##,
        width = at + 19,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_digit_has_three_wide_parts_and_is_itself() {
        for (n, pattern) in DIGITS.iter().enumerate() {
            assert_eq!(pattern.len(), 9);
            assert_eq!(pattern.matches('w').count(), 3);
            assert!(DIGITS[n + 1..].iter().all(|other| other != pattern));
        }
        // Five bars for each of the digits and the two edges.
        assert_eq!(svg("70-12").matches('M').count(), 5 * (4 + 2));
    }
}
