//! Fees: the market's own people charge a shop that broke the rules, for the market and for the
//! buyer it wronged.

use crate::{
    id::{AccountId, CommandId, OrderId, ShopId},
    money::{
        Currency, Money,
        ledger::{Posting, violation_fee},
    },
    text::{Bilingual, FieldCheck, FieldIssue, FieldIssues},
};
use serde::{Deserialize, Serialize};

/// The most characters of a reason.
pub const REASON_MOST: u32 = 200;

/// Charge a shop a fee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeFee {
    pub command: CommandId,
    pub form: FeeForm,
}

/// The fields of a fee, as they are typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeForm {
    /// The shop's slug.
    pub shop: String,
    /// The number of the order that it is about. Needed where the buyer gets a part.
    pub order: String,
    /// To the platform, and to the order's buyer. Left empty: nothing.
    pub platform: String,
    pub buyer: String,
    /// What the shop and the buyer read.
    pub reason: String,
}

/// A fee whose fields can be taken. At least one part is above nothing, and none below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fee {
    /// The number of the order that it is about.
    pub order: Option<String>,
    pub platform: Money,
    pub buyer: Money,
    pub reason: String,
}

impl FeeForm {
    /// The fee, with its reason on one line.
    ///
    /// # Errors
    /// Names the fields that cannot be taken.
    pub fn checked(&self, currency: Currency) -> Result<Fee, FieldIssues> {
        let mut check = FieldCheck::default();
        if self.shop.trim().is_empty() {
            check.issue("shop", FieldIssue::Missing);
        }
        let platform = part("platform", &self.platform, currency, &mut check);
        let buyer = part("buyer", &self.buyer, currency, &mut check);
        match platform.checked_add(buyer) {
            Ok(total) if total.minor == 0 => check.issue("platform", FieldIssue::Missing),
            Ok(_) => {}
            Err(_) => check.issue("buyer", FieldIssue::NotAnAmount),
        }
        let order = Some(self.order.trim()).filter(|number| !number.is_empty());
        if buyer.minor > 0 && order.is_none() {
            let text = Bilingual::new(
                "Write the number of the buyer's order, so that the buyer's part can be paid.",
                "请填写买家的订单号，才能向买家支付赔付部分。",
            );
            check.issue("order", FieldIssue::Other { text });
        }
        let reason = self.reason.split_whitespace().collect::<Vec<_>>().join(" ");
        let reason = check.text("reason", &reason, 1, REASON_MOST);
        let order = order.map(str::to_owned);
        check.finish().map(|()| Fee {
            order,
            platform,
            buyer,
            reason,
        })
    }
}

/// A part of a fee: nothing where nothing was typed, or nothing that can be taken.
fn part(field: &str, typed: &str, currency: Currency, check: &mut FieldCheck) -> Money {
    let nothing = Money::zero(currency);
    if typed.trim().is_empty() {
        return nothing;
    }
    match Money::parse(typed, currency) {
        Ok(amount) if amount.minor >= 0 => amount,
        _ => {
            check.issue(field, FieldIssue::NotAnAmount);
            nothing
        }
    }
}

impl Fee {
    /// What is taken from the deposit.
    pub fn total(&self) -> Money {
        let minor = self.platform.minor.saturating_add(self.buyer.minor);
        Money::new(minor, self.platform.currency)
    }

    /// Whether a deposit can pay it: no fee makes a deposit owe.
    ///
    /// # Errors
    /// Names the field with which it becomes too much, what fits there, and what else can be done.
    pub fn within(&self, held: Money) -> Result<(), FieldIssues> {
        if self.total().minor <= held.minor {
            return Ok(());
        }
        let (field, most) = if self.platform.minor > held.minor {
            ("platform", held.minor)
        } else {
            ("buyer", held.minor - self.platform.minor)
        };
        let most = Money::new(most, held.currency);
        let text = if most.minor == 0 {
            Bilingual::new(
                format!(
                    "The deposit holds {held}, of which nothing is left for this: charge it once the shop has paid in."
                ),
                format!("保证金余额为 {held}，此处已无可扣金额，请待店铺补缴后再扣。"),
            )
        } else {
            Bilingual::new(
                format!(
                    "The deposit holds {held}: write {most} or less here, or charge it once the shop has paid in."
                ),
                format!("保证金余额为 {held}：此处最多填写 {most}，或待店铺补缴后再扣。"),
            )
        };
        Err(FieldIssues::one(field, FieldIssue::Other { text }))
    }

    /// The postings of it, as one entry. `order` is the order that it names, with its buyer.
    pub fn postings(&self, shop: ShopId, order: Option<(OrderId, AccountId)>) -> Vec<Posting> {
        let (order, buyer) = order.unzip();
        let to_buyer = buyer.map(|buyer| (buyer, self.buyer));
        violation_fee(shop, order, self.platform, to_buyer)
    }
}

/// What is wrong with a number that no paid order of the shop has.
pub fn no_such_order() -> FieldIssues {
    let text = Bilingual::new(
        "No paid order of this shop has this number. Compare it with the order's page.",
        "该店铺没有此编号的已付款订单，请与订单页面核对。",
    );
    FieldIssues::one("order", FieldIssue::Other { text })
}
