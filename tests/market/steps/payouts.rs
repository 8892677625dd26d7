//! Money on its way to a bank, a shop's or a member's: set aside, then settled or sent back.

use super::{Taken, Typed, pick};
use crate::model::{Account, Market, Payout, actor, bank_account, buyer_id, payees, shop_id};
use chrono::{DateTime, Duration, TimeZone, Utc};
use longtail::{
    id::{AccountId, PayoutId, ShopId},
    money::{
        BasisPoints, Money,
        ledger::{Holder, payout_begun, payout_returned, payout_settled},
        payout::{
            BankOutcome, Payee, PayoutStage, Standing, Terms,
            account::{Change, change},
        },
        withdrawal::Purse,
    },
    policy::{Action, permit},
};
use uuid::Uuid;

pub const RESERVE: BasisPoints = BasisPoints(1_000);
pub const RESERVE_DAYS: i64 = 90;
pub const WITHDRAWAL_LEAST: i64 = 100;
const HOLD_HOURS: i64 = 48;

#[derive(Clone, Copy, Debug)]
pub enum Banking {
    PayOut {
        shop: usize,
    },
    Withdraw {
        buyer: usize,
        typed: Typed,
    },
    BankSays {
        payout: usize,
        word: u8,
    },
    /// Shops come before buyers.
    NameAccount {
        payee: usize,
        number: u8,
    },
}

/// When both shops opened.
pub fn opened_at() -> DateTime<Utc> {
    let day = Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).single();
    day.expect("a date")
}

impl Market {
    pub fn bank(&mut self, step: Banking) -> Taken {
        match step {
            Banking::PayOut { shop } => self.pay_out(shop_id(shop)),
            Banking::Withdraw { buyer, typed } => self.withdraw(buyer_id(buyer), typed),
            Banking::BankSays { payout, word } => {
                let open = |at: &usize| self.payouts[*at].stage.under_way();
                self.bank_says(pick(payout, self.payouts.len(), open)?, word)
            }
            Banking::NameAccount { payee, number } => self.name_account(payee, number),
        }
    }

    pub fn terms(&self) -> Terms {
        Terms {
            least: self.money(1_000),
            every: Duration::days(1),
            reserve: RESERVE,
            reserve_for: Duration::days(RESERVE_DAYS),
            hold_for: Duration::hours(HOLD_HOURS),
        }
    }

    /// What it left in its deposit or paid in fees was earned, and counts as paid out.
    pub fn standing(&self, shop: ShopId) -> Standing {
        let payee = Payee::Shop(shop);
        let mut of_shop = self.payouts.iter().filter(|payout| payout.payee == payee);
        let deposit = self.balance(Holder::Deposit(shop));
        Standing {
            balance: self.money(self.balance(Holder::ShopBalance(shop))),
            paid_out_minor: self.paid_out(payee) + deposit + self.charged_to(shop),
            opened_at: Some(opened_at()),
            under_way: of_shop.any(|payout| payout.stage.under_way()),
            account: self.accounts.get(&payee.id()).map(|account| account.hold),
        }
    }

    fn pay_out(&mut self, shop: ShopId) -> Taken {
        let due = self.standing(shop).due(&self.terms(), self.now);
        self.begin_payout(Payee::Shop(shop), due.ok()?)
    }

    fn withdraw(&mut self, member: AccountId, typed: Typed) -> Taken {
        permit(&actor(member), Action::TakeMoneyOut).ok()?;
        let account = self.accounts.get(&member.0);
        let purse = Purse {
            balance: self.money(self.balance(Holder::Wallet(member))),
            account: account.map(|account| account.hold),
        };
        purse.opens(self.now).ok()?;
        let typed = typed.of(purse.balance);
        let amount = purse.amount(&typed, self.money(WITHDRAWAL_LEAST));
        self.begin_payout(Payee::Member(member), amount.ok()?)
    }

    fn begin_payout(&mut self, payee: Payee, amount: Money) -> Taken {
        let id = PayoutId(Uuid::from_u128(3_000_000 + self.payouts.len() as u128));
        self.post(vec![payout_begun(id, payee, amount)]);
        self.payouts.push(Payout {
            id,
            payee,
            stage: PayoutStage::Scheduled,
            amount: amount.minor,
            begun_at: self.now,
        });
        Some(())
    }

    /// Also late, twice, and the other way round.
    fn bank_says(&mut self, at: usize, word: u8) -> Taken {
        let payout = self.payouts.get_mut(at)?;
        let said = match word {
            0 => BankOutcome::Pending,
            1 => BankOutcome::Settled,
            _ => BankOutcome::Returned {
                reason: "account_closed".to_owned(),
            },
        };
        let next = payout.stage.hear(&said).ok()??;
        payout.stage = next;
        let (id, payee) = (payout.id, payout.payee);
        let amount = Money::new(payout.amount, self.currency);
        self.post(match next {
            PayoutStage::Scheduled | PayoutStage::Sent => Vec::new(),
            PayoutStage::Settled => vec![payout_settled(id, payee, amount)],
            PayoutStage::Returned => vec![payout_returned(id, payee, amount)],
        });
        Some(())
    }

    /// Another number waits, so that whoever took over a session is not paid.
    fn name_account(&mut self, payee: usize, number: u8) -> Taken {
        let payee = payees().nth(payee)?;
        let known = self.accounts.get(&payee.id()).map(|account| &account.bank);
        let bank = bank_account(number);
        let hold_for = self.terms().hold_for;
        let Change::Number { held_until } = change(known, &bank, self.now, hold_for) else {
            return None;
        };
        let account = Account {
            bank,
            hold: Some(held_until),
            renumbered_at: Some(self.now),
        };
        self.accounts.insert(payee.id(), account);
        Some(())
    }
}
