//! Barcodes: the worldwide article numbers (GTIN) that are printed on packages.

/// Reads a barcode as people type and scan it: 8, 12, 13 or 14 digits (EAN-8, UPC-A, EAN-13,
/// GTIN-14), with blanks and hyphens between them. Nothing typed is no barcode, and fine.
/// `None` where the digits are too many or too few, or the last one does not prove the others.
pub fn read_barcode(typed: &str) -> Option<String> {
    let digits: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    let whole = digits.is_empty()
        || (digits.bytes().all(|c| c.is_ascii_digit())
            && matches!(digits.len(), 8 | 12 | 13 | 14)
            && is_proved(digits.as_bytes()));
    whole.then_some(digits)
}

/// Counted from the end, every second digit weighs three times; the sum is a multiple of ten.
fn is_proved(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .zip([1, 3].into_iter().cycle())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_codes_are_read() {
        for (typed, read) in [
            ("", ""),
            ("  ", ""),
            ("96385074", "96385074"),
            ("036000291452", "036000291452"),
            ("4006381333931", "4006381333931"),
            ("69 0123 4567-892", "6901234567892"),
            ("10614141000415", "10614141000415"),
        ] {
            assert_eq!(read_barcode(typed).as_deref(), Some(read), "{typed}");
        }
    }

    #[test]
    fn slips_are_noticed() {
        for typed in [
            "4006381333932",  // a wrong last digit
            "4006381339331",  // two digits that changed places
            "400638133393",   // one too few
            "978316148410",   // the nine digits of an old book number with a prefix
            "40063813339310", // one too many
            "ABC",
            "４００６３８１３３３９３１", // full-width digits
        ] {
            assert_eq!(read_barcode(typed), None, "{typed}");
        }
    }

    #[test]
    fn any_single_wrong_digit_is_noticed() {
        let right = "4006381333931";
        for at in 0..right.len() {
            for digit in '0'..='9' {
                let mut typed: Vec<char> = right.chars().collect();
                typed[at] = digit;
                let typed: String = typed.into_iter().collect();
                assert_eq!(read_barcode(&typed).is_some(), typed == right, "{typed}");
            }
        }
    }
}
