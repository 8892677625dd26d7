//! Deposits: paid in, taken out, and charged by staff; and shops that close for good.

use super::{Taken, Typed, pick};
use crate::model::{AFTER_SALES, Charged, Market, SHOPS, THINGS, deposit_of_tier, shop_id};
use longtail::{
    id::{AccountId, OrderId, ShopId},
    money::{
        deposit::{Deposit, Trade, amount, fee::FeeForm},
        ledger::{Holder, deposit_paid, deposit_returned},
    },
    trade::{order::OrderStage, shop::ShopMove},
};

#[derive(Clone, Copy, Debug)]
pub enum Keeping {
    PayDeposit {
        shop: usize,
        typed: Typed,
    },
    TakeDeposit {
        shop: usize,
        typed: Typed,
    },
    Charge {
        shop: usize,
        order: Option<usize>,
        to_platform: i64,
        to_buyer: i64,
    },
    CloseShop {
        shop: usize,
    },
}

impl Market {
    pub fn keep(&mut self, step: Keeping) -> Taken {
        match step {
            Keeping::PayDeposit { shop, typed } => self.pay_deposit(shop_id(shop), typed),
            Keeping::TakeDeposit { shop, typed } => self.take_deposit(shop, typed),
            Keeping::Charge {
                shop,
                order,
                to_platform,
                to_buyer,
            } => self.charge(shop_id(shop), order, to_platform, to_buyer),
            Keeping::CloseShop { shop } => self.close_shop(shop),
        }
    }

    fn pay_deposit(&mut self, shop: ShopId, typed: Typed) -> Taken {
        let available = self.standing(shop).available(&self.terms(), self.now);
        let paid = amount(&typed.of(available), available).ok()?;
        self.post(vec![deposit_paid(shop, paid)]);
        *self.deposited.entry(shop).or_default() += paid.minor;
        Some(())
    }

    fn take_deposit(&mut self, shop: usize, typed: Typed) -> Taken {
        let id = shop_id(shop);
        let held = self.money(self.balance(Holder::Deposit(id)));
        let trade = Trade {
            open: false, // with open orders no shop closes
            ended_at: self.last_end(id),
        };
        let wait = trade.wait(AFTER_SALES, self.now);
        let of_tier = self.money(deposit_of_tier(shop, self.currency));
        let spare = Deposit::of(held, of_tier, self.stages[shop], wait).spare();
        let taken = amount(&typed.of(spare), spare).ok()?;
        self.post(vec![deposit_returned(id, taken)]);
        *self.deposited.entry(id).or_default() -= taken.minor;
        Some(())
    }

    /// A fee, for what was done to an order where one is named.
    fn charge(
        &mut self,
        shop: ShopId,
        order: Option<usize>,
        to_platform: i64,
        to_buyer: i64,
    ) -> Taken {
        let of_shop = |at: &usize| self.orders[*at].shop == shop && self.orders[*at].is_paid();
        let number = order.and_then(|order| pick(order, self.orders.len(), of_shop));
        let form = FeeForm {
            shop: shop.to_string(),
            order: number.map(|number| number.to_string()).unwrap_or_default(),
            platform: self.money(to_platform).plain(),
            buyer: self.money(to_buyer).plain(),
            reason: "Sent late".to_owned(),
        };
        let fee = form.checked(self.currency).ok()?;
        let order = match &fee.order {
            Some(number) => Some(self.paid_order(shop, number)?),
            None => None,
        };
        let held = self.balance(Holder::Deposit(shop));
        fee.within(self.money(held)).ok()?;
        self.post(fee.postings(shop, order));
        self.charged.push(Charged {
            shop,
            buyer: order.map(|(_, buyer)| buyer),
            to_platform: fee.platform.minor,
            to_buyer: fee.buyer.minor,
        });
        Some(())
    }

    /// The paid order of a shop that has this number.
    fn paid_order(&self, shop: ShopId, number: &str) -> Option<(OrderId, AccountId)> {
        let order = self.orders.get(number.parse::<usize>().ok()?)?;
        (order.shop == shop && order.is_paid()).then_some((order.id, order.buyer))
    }

    fn close_shop(&mut self, shop: usize) -> Taken {
        let of_shop = self
            .orders
            .iter()
            .filter(|order| order.shop == shop_id(shop));
        let open = of_shop.filter(|order| {
            !matches!(
                order.stage,
                OrderStage::Completed { .. } | OrderStage::Cancelled { .. }
            )
        });
        let live = (THINGS / SHOPS) as u64;
        let moved = self.stages[shop].moved(ShopMove::Close, live, open.count() as u64);
        self.stages[shop] = moved.ok()?;
        Some(())
    }
}
