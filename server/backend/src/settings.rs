//! The market's numbers, each with its default; `docs/SETTINGS.md` tells what they mean.

use crate::failure::{Incident, stored};
use chrono::Duration;
use longtail::{
    money::{BasisPoints, Currency, Money, invoice::Legal, payment::TopUpRange, payout::Terms},
    trade::shop::Tier,
};
use sqlx::PgPool;

/// Keeps the currency of a market that first runs. Answers with the one that its prices are in.
///
/// # Errors
/// An incident when the database cannot take it.
pub async fn keep_currency(db: &PgPool, currency: Currency) -> Result<Currency, Incident> {
    sqlx::query!(
        "insert into market_currency (currency) values ($1) on conflict do nothing",
        currency.code()
    )
    .execute(db)
    .await?;
    let kept = sqlx::query_scalar!("select currency from market_currency")
        .fetch_one(db)
        .await?;
    stored("market_currency.currency", &kept)
}

/// What an operator may set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The market's name, in page titles and e-mails.
    pub market_name: String,
    /// Where browsers reach the market, without a trailing slash: `https://market.example`.
    pub public_url: String,
    /// Who invoices in the market's name; without a tax number no tax is shown.
    pub legal: Legal,
    /// All prices are in this currency.
    pub currency: Currency,
    /// How long goods are held for a checkout that is not paid yet.
    pub reserve_for: Duration,
    /// From dispatch to automatic confirmation (E2).
    pub confirm_after: Duration,
    /// The platform's share of the goods' price, frozen on the order line (E7).
    pub commission_bazaar: BasisPoints,
    pub commission_mall: BasisPoints,
    /// How often each shop's balance is paid out, and the least that is worth a transfer, in
    /// whole units of the currency (E9).
    pub payout_every: Duration,
    pub payout_least: u32,
    /// What stays back of a new shop's earnings, and for how long after it opened.
    pub reserve_share: BasisPoints,
    pub reserve_for_new: Duration,
    /// How long another bank account waits before it is paid.
    pub bank_account_hold: Duration,
    /// From this much on, at once or in parts within a day, a payment, a top-up, a withdrawal, money
    /// sent back to a card by a member or a shop's refund is confirmed by a code, in whole units of
    /// the currency (E6).
    pub large_sum: u32,
    /// How much is put into a wallet at once, in whole units of the currency.
    pub top_up_least: u32,
    pub top_up_most: u32,
    /// The least that is taken out of a wallet, in whole units of the currency.
    pub withdrawal_least: u32,
    /// What a shop leaves with the market, in whole units of the currency (X3).
    pub deposit_bazaar: u32,
    pub deposit_mall: u32,
    /// How long buyers may complain after an order has ended: so long a closed shop's deposit stays.
    pub after_sales: Duration,
    /// How long a session lasts without being used.
    pub session_for: Duration,
    /// How long the start page's rows stand before they are read anew.
    pub street_for: Duration,
    /// How long exchange rates stand before they are read anew.
    pub rates_for: Duration,
    /// Failed sign-ins within [`Self::sign_in_window`] before one account, or one address, has to wait.
    pub sign_in_failures_per_account: i64,
    pub sign_in_failures_per_address: i64,
    pub sign_in_window: Duration,
    /// Argon2id memory cost in KiB; lowered only for tests and the demo market.
    pub password_memory_kib: u32,
    /// Offers the demo market's sign-ins on the start page.
    pub demo: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            market_name: "Longtail".to_owned(),
            public_url: "http://127.0.0.1:3000".to_owned(),
            legal: Legal::default(),
            currency: Currency::Cny,
            reserve_for: Duration::minutes(15),
            confirm_after: Duration::days(10),
            commission_bazaar: BasisPoints(100),
            commission_mall: BasisPoints(300),
            payout_every: Duration::days(1),
            payout_least: 10,
            reserve_share: BasisPoints(1_000),
            reserve_for_new: Duration::days(90),
            bank_account_hold: Duration::hours(48),
            large_sum: 5_000,
            top_up_least: 1,
            top_up_most: 50_000,
            withdrawal_least: 1,
            deposit_bazaar: 100,
            deposit_mall: 1_000,
            after_sales: Duration::days(15),
            session_for: Duration::days(60),
            street_for: Duration::seconds(20),
            rates_for: Duration::seconds(60),
            sign_in_failures_per_account: 5,
            sign_in_failures_per_address: 30,
            sign_in_window: Duration::minutes(15),
            password_memory_kib: 19 * 1024,
            demo: false,
        }
    }
}

impl Settings {
    /// The platform's share for a shop of this tier.
    pub fn commission(&self, tier: Tier) -> BasisPoints {
        match tier {
            Tier::Bazaar => self.commission_bazaar,
            Tier::Mall => self.commission_mall,
        }
    }

    /// Where large sums begin.
    pub fn large_sum(&self) -> Money {
        self.units(self.large_sum)
    }

    /// How much is put into a wallet at once.
    pub fn top_up(&self) -> TopUpRange {
        TopUpRange {
            least: self.units(self.top_up_least),
            most: self.units(self.top_up_most),
        }
    }

    /// The least that is taken out of a wallet.
    pub fn withdrawal_least(&self) -> Money {
        self.units(self.withdrawal_least)
    }

    /// What a shop of this tier leaves with the market.
    pub fn deposit(&self, tier: Tier) -> Money {
        self.units(match tier {
            Tier::Bazaar => self.deposit_bazaar,
            Tier::Mall => self.deposit_mall,
        })
    }

    fn units(&self, whole: u32) -> Money {
        let unit = 10_i64.pow(self.currency.decimals());
        Money::new(i64::from(whole) * unit, self.currency)
    }

    /// What is set about payouts.
    pub fn payout_terms(&self) -> Terms {
        Terms {
            least: self.units(self.payout_least),
            every: self.payout_every,
            reserve: self.reserve_share,
            reserve_for: self.reserve_for_new,
            hold_for: self.bank_account_hold,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_units_are_those_of_the_currency() {
        let of = |currency, tier| {
            let settings = Settings {
                currency,
                deposit_bazaar: 3_000_000,
                ..Settings::default()
            };
            settings.deposit(tier)
        };
        let table = [
            (Currency::Cny, Tier::Bazaar, 300_000_000),
            (Currency::Cny, Tier::Mall, 100_000),
            (Currency::Vnd, Tier::Bazaar, 3_000_000),
            (Currency::Vnd, Tier::Mall, 1_000),
        ];
        for (currency, tier, minor) in table {
            assert_eq!(of(currency, tier), Money::new(minor, currency));
        }
    }
}
