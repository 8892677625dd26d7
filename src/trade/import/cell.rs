//! Fields of a table that a spreadsheet would take for a formula.

const STARTS_FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A text as it is written into a table: one that a spreadsheet would run gets an apostrophe
/// before it, which spreadsheets hide; and so does one that begins with an apostrophe, so that
/// [`unguarded`] gives back exactly what there was.
///
/// ```
/// use longtail::trade::import::{guarded, unguarded};
/// assert_eq!(guarded("=1+1"), "'=1+1");
/// assert_eq!(unguarded("'=1+1"), "=1+1");
/// assert_eq!(guarded("tea"), "tea");
/// ```
pub fn guarded(text: &str) -> String {
    if text.starts_with(STARTS_FORMULA) || text.starts_with('\'') {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// A field as it was meant. An apostrophe before anything else is part of the text.
pub fn unguarded(field: &str) -> &str {
    match field.strip_prefix('\'') {
        Some(text) if text.starts_with(STARTS_FORMULA) || text.starts_with('\'') => text,
        _ => field,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_runs_and_years_stay() {
        assert_eq!(guarded("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        assert_eq!(guarded("@SUM(1)"), "'@SUM(1)");
        assert_eq!(unguarded("'90s cup"), "'90s cup");
        assert_eq!(guarded("'90s cup"), "''90s cup");
        assert_eq!(unguarded("''90s cup"), "'90s cup");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_the_same(text in "[='+@a-z -]{0,8}") {
            let written = guarded(&text);
            prop_assert_eq!(unguarded(&written), text.as_str());
            prop_assert!(!written.starts_with(STARTS_FORMULA));
        }
    }
}
