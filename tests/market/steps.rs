//! What can be done. Each step does with the rules what the use cases do with them, and nothing
//! else; one that the rules refuse changes nothing.

mod basket;
mod buying;
mod card_refunds;
mod deals;
mod deposits;
mod invoices;
mod parcels;
mod payouts;
mod selling;
mod taxes;

pub use basket::listing_id;
pub use buying::{Buying, COMMISSION};
pub use card_refunds::Returning;
pub use deals::{Deal, PLATFORM};
pub use deposits::Keeping;
pub use parcels::CONFIRM_AFTER_DAYS;
pub use payouts::{Banking, RESERVE, RESERVE_DAYS, WITHDRAWAL_LEAST, opened_at};
pub use selling::Selling;
pub use taxes::{ADDED_BP, Taxing, on_top};

use crate::model::Market;
use chrono::Duration;
use longtail::money::Money;

/// What was refused, for whatever reason: nothing has changed.
pub type Taken = Option<()>;

/// What somebody does. Checkouts, orders, parcels, payments, what goes back of them, payouts and
/// deals are named by any number.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    Buy(Buying),
    Deal(Deal),
    Tax(Taxing),
    Sell(Selling),
    GiveBack(Returning),
    Bank(Banking),
    Keep(Keeping),
    Wait { hours: i64 },
}

/// What somebody types where an amount is asked for.
#[derive(Clone, Copy, Debug)]
pub enum Typed {
    /// What the page says there is.
    All,
    Minor(i64),
}

impl Typed {
    fn of(self, all: Money) -> String {
        Money::new(self.minor(all.minor), all.currency).plain()
    }

    fn minor(self, all: i64) -> i64 {
        match self {
            Self::All => all,
            Self::Minor(minor) => minor,
        }
    }
}

impl Market {
    /// Takes a second, and what the step says.
    pub fn take(&mut self, step: Step) {
        self.now += Duration::seconds(1);
        let _: Taken = match step {
            Step::Buy(step) => self.buy(step),
            Step::Deal(step) => self.deal(step),
            Step::Tax(step) => self.tax(step),
            Step::Sell(step) => self.sell(step),
            Step::GiveBack(step) => self.give_back(step),
            Step::Bank(step) => self.bank(step),
            Step::Keep(step) => self.keep(step),
            Step::Wait { hours } => self.wait(hours),
        };
    }
}

/// Three times in four one that the step is meant for, where there is one; else any.
fn pick(number: usize, many: usize, wanted: impl Fn(&usize) -> bool) -> Option<usize> {
    let fitting: Vec<usize> = (0..many).filter(wanted).collect();
    if fitting.is_empty() || number.is_multiple_of(4) {
        return number.checked_rem(many);
    }
    Some(fitting[number % fitting.len()])
}
