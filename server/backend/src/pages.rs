//! Long lists, shown a page at a time.

/// Pages needed for so many rows; an empty list still has one.
pub(crate) fn page_count(rows: i64, per_page: i64) -> u32 {
    let pages = (rows + per_page - 1) / per_page;
    u32::try_from(pages.max(1)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::page_count;

    #[test]
    fn a_page_is_full_before_the_next_begins() {
        assert_eq!(
            [0, 1, 20, 21, 41].map(|rows| page_count(rows, 20)),
            [1, 1, 1, 2, 3]
        );
    }
}
