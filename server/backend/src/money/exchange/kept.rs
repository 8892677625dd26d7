//! The rates that pages show prices at, in memory.

use chrono::{DateTime, Utc};
use longtail::money::exchange::ExchangeRate;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The rates that prices are shown at, as they were read a moment ago: pages ask for them without
/// asking Postgres.
#[derive(Clone, Default)]
pub struct Rates(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    /// None: never read.
    rates: Option<Arc<[ExchangeRate]>>,
    /// None: to be read anew.
    good_until: Option<DateTime<Utc>>,
    /// How often rates were changed, so that what was read before a change is not kept after it.
    changes: u64,
}

impl Rates {
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The rates, while they are good.
    pub(super) fn kept(&self, now: DateTime<Utc>) -> Option<Arc<[ExchangeRate]>> {
        let kept = self.lock();
        kept.good_until.filter(|until| now < *until)?;
        kept.rates.clone()
    }

    /// To be asked for before the rates are read, and given back with them.
    pub(super) fn changes(&self) -> u64 {
        self.lock().changes
    }

    /// Keeps what was read, unless the rates were changed meanwhile.
    pub(super) fn keep(&self, changes: u64, rates: Arc<[ExchangeRate]>, good_until: DateTime<Utc>) {
        let mut kept = self.lock();
        if kept.changes == changes {
            kept.rates = Some(rates);
            kept.good_until = Some(good_until);
        }
    }

    /// Lets the last rates serve a little longer, where there are any.
    pub(super) fn keep_on(&self, good_until: DateTime<Utc>) -> Option<Arc<[ExchangeRate]>> {
        let mut kept = self.lock();
        kept.good_until = kept.good_until.max(Some(good_until));
        kept.rates.clone()
    }

    /// The rates were changed: they are read anew.
    pub(super) fn change(&self) {
        let mut kept = self.lock();
        kept.changes += 1;
        kept.good_until = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use longtail::money::Currency::{Cny, Usd};

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + second, 0).expect("a time")
    }

    fn dollars(rate_e8: i64) -> Arc<[ExchangeRate]> {
        Arc::new([ExchangeRate {
            base: Cny,
            quote: Usd,
            day: at(0).date_naive(),
            rate_e8,
        }])
    }

    #[test]
    fn what_was_read_before_a_change_is_not_kept_after_it() {
        let rates = Rates::default();
        let before = rates.changes();
        rates.change();
        rates.keep(before, dollars(1), at(60));
        assert_eq!(rates.kept(at(0)), None);
        rates.keep(rates.changes(), dollars(2), at(60));
        assert_eq!(rates.kept(at(59)), Some(dollars(2)));
        assert_eq!(rates.kept(at(60)), None);
        rates.change();
        assert_eq!(rates.kept(at(0)), None);
    }

    #[test]
    fn the_last_rates_serve_a_little_longer() {
        let rates = Rates::default();
        assert_eq!(rates.keep_on(at(5)), None, "nothing was ever read");
        rates.keep(rates.changes(), dollars(1), at(60));
        assert_eq!(rates.keep_on(at(5)), Some(dollars(1)));
        assert_eq!(rates.kept(at(59)), Some(dollars(1)), "no shorter");
        assert_eq!(rates.keep_on(at(65)), Some(dollars(1)));
        assert_eq!(rates.kept(at(64)), Some(dollars(1)));
        assert_eq!(rates.kept(at(65)), None);
    }
}
