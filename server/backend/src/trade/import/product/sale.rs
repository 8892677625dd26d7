//! A sale price counts at its time alone.

use super::{super::sheet::Cells, Parsed};
use chrono::{DateTime, Utc};
use longtail::trade::import::{SaleStands, SaleTime, Trouble, sale_begins, sale_ends};

/// The columns of a sale price and of when it counts.
pub struct SaleColumns {
    pub price: &'static str,
    pub from: &'static str,
    pub until: &'static str,
}

impl SaleColumns {
    /// Whether a row has a sale price that counts now, and what the row says of its time. One
    /// that does not count is told, as is one that will end; a time that cannot be read is an error.
    pub fn counts(
        &self,
        parsed: &mut Parsed,
        cells: Cells<'_>,
        product: &str,
        now: DateTime<Utc>,
    ) -> (bool, String) {
        let price = cells.get(self.price);
        if price.is_empty() {
            return (false, String::new());
        }
        let time = if self.from == self.until {
            self.between(parsed, cells, product)
        } else {
            SaleTime {
                from: moment(parsed, cells, product, self.from, sale_begins),
                until: moment(parsed, cells, product, self.until, sale_ends),
            }
        };
        if time == SaleTime::default() || parsed.is_error(cells.row) {
            return (true, String::new());
        }
        let (from, until) = self.words(cells);
        let said = format!("{price} {from}/{until}");
        let price = price.to_owned();
        let stands = time.at(now);
        let told = match stands {
            SaleStands::Ahead => Some((self.from, Trouble::SaleAhead { price, from })),
            SaleStands::Over => Some((self.until, Trouble::SaleOver { price, until })),
            SaleStands::Running if time.until.is_some() => {
                Some((self.until, Trouble::SaleEnds { price, until }))
            }
            SaleStands::Running => None,
        };
        if let Some((column, trouble)) = told {
            parsed.note(cells.row, column, product, trouble);
        }
        (stands == SaleStands::Running, said)
    }

    /// Both in one column.
    fn between(&self, parsed: &mut Parsed, cells: Cells<'_>, product: &str) -> SaleTime {
        let typed = cells.get(self.from);
        match SaleTime::between(typed) {
            Some(time) => time,
            None if typed.is_empty() => SaleTime::default(),
            None => {
                let typed = typed.to_owned();
                let trouble = Trouble::BadPeriod { typed };
                parsed.error(cells.row, Some(self.from), product, trouble);
                SaleTime::default()
            }
        }
    }

    /// Beginning and end as the file writes them.
    fn words(&self, cells: Cells<'_>) -> (String, String) {
        let (from, until) = (cells.get(self.from), cells.get(self.until));
        let (from, until) = match from.split_once('/') {
            Some(both) if self.from == self.until => both,
            _ => (from, until),
        };
        (from.trim().to_owned(), until.trim().to_owned())
    }
}

fn moment(
    parsed: &mut Parsed,
    cells: Cells<'_>,
    product: &str,
    column: &'static str,
    read: fn(&str) -> Option<DateTime<Utc>>,
) -> Option<DateTime<Utc>> {
    let typed = cells.get(column);
    let moment = read(typed);
    if moment.is_none() && !typed.is_empty() {
        let typed = typed.to_owned();
        parsed.error(cells.row, Some(column), product, Trouble::BadDate { typed });
    }
    moment
}

#[cfg(test)]
mod tests {
    use crate::trade::import::{
        Renames, google,
        product::{Parsed, Variant},
        sheet::Table,
        woocommerce,
    };
    use chrono::{DateTime, Utc};
    use longtail::{
        money::Currency,
        trade::import::{Columns, RowIssue, Trouble},
    };

    fn now() -> DateTime<Utc> {
        "2026-03-01T12:00:00Z".parse().expect("a time")
    }

    fn read(text: &str, delimiter: char, columns: Columns) -> Parsed {
        let renames = Renames::new();
        let table = Table {
            text,
            delimiter,
            columns,
            renames: &renames,
            lines_before: 0,
            exact: false,
            keep: None,
        };
        let parsed = match delimiter {
            ',' => woocommerce::parse(&table, Currency::Cny, now()),
            _ => google::parse(&table, Currency::Cny, now()),
        };
        parsed.expect("a table")
    }

    fn woo(from: &str, until: &str) -> Parsed {
        let text = format!(
            "Type,SKU,Name,Stock,Regular price,Sale price,Date sale price starts,Date sale price ends\n\
             simple,cup,Cup,1,20,15,{from},{until}\n"
        );
        read(&text, ',', woocommerce::COLUMNS)
    }

    fn feed(period: &str) -> Parsed {
        let text = format!(
            "id\ttitle\tprice\tquantity\tsale_price\tsale_price_effective_date\n\
             cup\tCup\t20 CNY\t1\t15 CNY\t{period}\n"
        );
        read(&text, '\t', google::COLUMNS)
    }

    /// Price and price before of the only variant; none where there is an error.
    fn prices(parsed: &Parsed) -> Option<(i64, Option<i64>)> {
        let of = |variant: &Variant| (variant.price.minor, variant.was_price.map(|was| was.minor));
        parsed.products[0].variants.first().map(of)
    }

    fn told(parsed: &Parsed) -> &RowIssue {
        assert_eq!(parsed.issues.len(), 1, "{:?}", parsed.issues);
        &parsed.issues[0]
    }

    /// The end is told, where there is one.
    fn ends(parsed: &Parsed, until: &str) {
        let told: Vec<_> = parsed.issues.iter().map(|issue| &issue.trouble).collect();
        match told[..] {
            [] => assert_eq!(until, ""),
            [Trouble::SaleEnds { until: end, .. }] => assert_eq!(end, until),
            _ => panic!("{told:?}"),
        }
    }

    #[test]
    fn a_sale_that_runs_or_says_no_time_counts() {
        for (from, until) in [
            ("", ""),
            ("2026-02-28", ""),
            ("", "2026-03-01"),
            ("2026-03-01", "2026-03-01"),
            ("2026-03-01T20:00:00", "2026-03-01 20:00:01"),
        ] {
            let parsed = woo(from, until);
            assert_eq!(prices(&parsed), Some((1500, Some(2000))), "{from} {until}");
            ends(&parsed, until);
        }
        for period in ["", "2026-03-01T13:00+0100/2026-03-02T00:00+0100"] {
            let parsed = feed(period);
            assert_eq!(prices(&parsed), Some((1500, Some(2000))), "{period}");
            ends(&parsed, period.split('/').nth(1).unwrap_or_default());
        }
    }

    #[test]
    fn one_that_is_over_or_ahead_leaves_the_regular_price_and_is_told() {
        let over = woo("2026-01-01", "2026-02-28");
        assert_eq!(prices(&over), Some((2000, None)));
        let trouble = Trouble::SaleOver {
            price: "15".into(),
            until: "2026-02-28".into(),
        };
        assert_eq!((told(&over).error, &told(&over).trouble), (false, &trouble));
        assert_eq!(told(&over).column.as_deref(), Some("Date sale price ends"));

        let ahead = woo("2026-03-01 20:00:01", "");
        assert_eq!(prices(&ahead), Some((2000, None)));
        let trouble = Trouble::SaleAhead {
            price: "15".into(),
            from: "2026-03-01 20:00:01".into(),
        };
        assert_eq!(
            (told(&ahead).error, &told(&ahead).trouble),
            (false, &trouble)
        );

        let over = feed("2026-02-01T00:00Z / 2026-03-01T12:00Z");
        assert_eq!(prices(&over), Some((2000, None)));
        let trouble = Trouble::SaleOver {
            price: "15 CNY".into(),
            until: "2026-03-01T12:00Z".into(),
        };
        assert_eq!((told(&over).error, &told(&over).trouble), (false, &trouble));
        let ahead = feed("2026-04-01/2026-04-30");
        assert_eq!(prices(&ahead), Some((2000, None)));
        assert!(matches!(told(&ahead).trouble, Trouble::SaleAhead { .. }));
    }

    #[test]
    fn a_time_that_cannot_be_read_keeps_the_row_out() {
        let parsed = woo("next week", "2026-03-31");
        assert_eq!(prices(&parsed), None);
        let trouble = Trouble::BadDate {
            typed: "next week".into(),
        };
        assert_eq!(
            (told(&parsed).error, &told(&parsed).trouble),
            (true, &trouble)
        );
        assert_eq!(
            told(&parsed).column.as_deref(),
            Some("Date sale price starts")
        );
        let parsed = feed("2026-03-01");
        assert_eq!(prices(&parsed), None);
        let trouble = Trouble::BadPeriod {
            typed: "2026-03-01".into(),
        };
        assert_eq!(
            (told(&parsed).error, &told(&parsed).trouble),
            (true, &trouble)
        );
    }

    #[test]
    fn without_a_sale_price_its_time_says_nothing() {
        let text = "Type,Name,Stock,Regular price,Sale price,Date sale price ends\nsimple,Cup,1,20,,rubbish\n";
        let parsed = read(text, ',', woocommerce::COLUMNS);
        assert_eq!(prices(&parsed), Some((2000, None)));
        assert!(parsed.issues.is_empty(), "{:?}", parsed.issues);
    }
}
