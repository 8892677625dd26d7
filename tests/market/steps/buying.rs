//! Baskets become checkouts of one shop or of both, which are paid in one go or come to nothing.

use super::{
    Taken,
    basket::{order_form, thing_of, variant_id},
    pick,
    taxes::place_abroad,
};
use crate::model::{Checkout, Line, Market, Order, Payment, SHOPS, THINGS, actor, buyer_id};
use chrono::{DateTime, Duration, Utc};
use longtail::{
    id::{AccountId, OrderId, OrderLineId, PaymentId, ShopId},
    money::{
        BasisPoints,
        ledger::{Holder, Source, order_paid, order_promoted, wallet_funded},
        refund::LineLeft,
    },
    policy::{Action, permit},
    trade::{
        cart::CartView,
        checkout::{
            Agreed, CheckoutError, PricedLine, PricedOrder,
            basket::{Accepted, NotAccepted, ShopPart, judge},
        },
        order::OrderStage,
        shipping::region::Place,
        stock::StockMove,
    },
};
use uuid::Uuid;

pub const COMMISSION: BasisPoints = BasisPoints(250);

#[derive(Clone, Copy, Debug)]
pub enum Buying {
    Place {
        buyer: usize,
        pieces: [u32; THINGS],
        /// Whose newest coupon lies in the cart.
        codes: [bool; SHOPS + 1],
        /// The buyer agrees to the total that was seen last, and not to today's.
        stale: bool,
        /// It goes where prices may be without tax.
        abroad: bool,
    },
    GiveUp {
        checkout: usize,
    },
    PayByCard {
        checkout: usize,
    },
    PayByWallet {
        checkout: usize,
    },
    CardSays {
        payment: usize,
        captured: bool,
    },
    TopUp {
        buyer: usize,
        minor: i64,
    },
}

impl Market {
    pub fn buy(&mut self, step: Buying) -> Taken {
        let unpaid = |number| {
            let awaits = |at: &usize| self.awaits_payment(&self.checkouts[*at]);
            pick(number, self.checkouts.len(), awaits)
        };
        match step {
            Buying::Place {
                buyer,
                pieces,
                codes,
                stale,
                abroad,
            } => {
                let place = if abroad {
                    place_abroad()
                } else {
                    Place::default()
                };
                self.place(buyer, pieces, codes, stale, place)
            }
            Buying::GiveUp { checkout } => self.give_up(unpaid(checkout)?),
            Buying::PayByCard { checkout } => self.pay_by_card(unpaid(checkout)?),
            Buying::PayByWallet { checkout } => self.pay_by_wallet(unpaid(checkout)?),
            Buying::CardSays { payment, captured } => {
                let open = |at: &usize| !self.payments[*at].is_captured();
                let at = pick(payment, self.payments.len(), open)?;
                self.card_says(at, captured)
            }
            Buying::TopUp { buyer, minor } => {
                permit(&actor(buyer_id(buyer)), Action::UseMembership).ok()?;
                self.begin_payment(buyer_id(buyer), None, minor)
            }
        }
    }

    fn place(
        &mut self,
        buyer: usize,
        asked: [u32; THINGS],
        codes: [bool; SHOPS + 1],
        stale: bool,
        place: Place,
    ) -> Taken {
        let account = buyer_id(buyer);
        let basket = self.basket(asked);
        let held = self.newest_coupons(codes);
        let mut counter = self.counter();
        counter.deals.held = [(account, held)].into();
        let cart = basket.clone();
        let shown = CartView::of(cart, &counter.deals, Some(account), place.clone());
        let shown = shown.ok()?;
        let parts = Agreed::of_cart(&shown);
        let shown = shown.total.minor;
        let agreed = if stale { self.seen[buyer] } else { shown };
        self.seen[buyer] = shown;
        let mut form = order_form(&place, agreed);
        form.agreed = (!stale).then_some(parts);
        let judged = judge(&form, account, &basket, &mut counter, |_| COMMISSION);
        // Also where it was refused: then the counter must be as it was.
        self.deals = counter.deals;
        let placed = match judged {
            Ok(accepted) => self.write(account, &basket, accepted, asked, agreed),
            Err(refused) => {
                let changed = matches!(
                    refused,
                    NotAccepted::Refused(CheckoutError::TotalChanged { .. })
                );
                if changed && agreed == shown {
                    self.disagreed = Some(format!("the cart says {shown}, but {refused:?}"));
                }
                None
            }
        };
        let promised = (0..THINGS).map(|thing| counter.shelf.level(variant_id(thing)));
        if !promised.eq(self.shelf.iter().copied()) {
            self.disagreed = Some("the counter promised something else".to_owned());
        }
        placed
    }

    fn write(
        &mut self,
        buyer: AccountId,
        basket: &[ShopPart],
        accepted: Accepted,
        asked: [u32; THINGS],
        agreed: i64,
    ) -> Taken {
        for (thing, quantity) in asked.into_iter().enumerate() {
            self.move_stock(thing, StockMove::Reserved { quantity })?;
        }
        let first = self.orders.len();
        for ((shop, _, _), priced) in basket.iter().zip(&accepted.orders) {
            let order = self.order_of(shop.id, buyer, priced);
            self.orders.push(order);
        }
        self.checkouts.push(Checkout {
            buyer,
            placed_at: self.now,
            place: Place::of(&accepted.ship_to),
            orders: (first..self.orders.len()).collect(),
            asked,
            agreed,
            coupons: accepted.coupons,
            campaign: accepted.campaign,
        });
        Some(())
    }

    fn order_of(&self, shop: ShopId, buyer: AccountId, priced: &PricedOrder) -> Order {
        let number = self.orders.len();
        let lines = priced.lines.iter().enumerate();
        Order {
            id: OrderId(Uuid::from_u128(1_000_000 + number as u128)),
            shop,
            buyer,
            stage: OrderStage::AwaitingPayment,
            lines: lines
                .map(|(at, line)| line_of(line, number * THINGS + at))
                .collect(),
            postage: priced.postage.minor,
            postage_left: priced.postage.minor,
            total: priced.total,
            refunds: Vec::new(),
            put_off: Vec::new(),
            reminders: 0,
            confirmed_by_clock: false,
            invoice: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn begin_payment(&mut self, payer: AccountId, checkout: Option<usize>, amount: i64) -> Taken {
        self.payments.push(Payment {
            id: self.next_payment(),
            payer,
            checkout,
            amount,
            captured_at: None,
            is_applied: false,
            returned: 0,
        });
        Some(())
    }

    fn next_payment(&self) -> PaymentId {
        PaymentId(Uuid::from_u128(2_000_000 + self.payments.len() as u128))
    }

    fn pay_by_card(&mut self, at: usize) -> Taken {
        let checkout = self.checkouts.get(at)?;
        if !self.awaits_payment(checkout) {
            return None;
        }
        let total = self.orders_of(checkout).map(|order| order.total.minor);
        self.begin_payment(checkout.buyer, Some(at), total.sum())
    }

    fn pay_by_wallet(&mut self, at: usize) -> Taken {
        let checkout = self.checkouts.get(at)?;
        let buyer = checkout.buyer;
        let total = self.orders_of(checkout).map(|order| order.total.minor);
        if self.balance(Holder::Wallet(buyer)) < total.sum() {
            return None;
        }
        let id = self.next_payment();
        self.paid(at, Source::Wallet(buyer), id)?;
        // Its money never was at the gateway.
        self.payments.push(Payment {
            id,
            payer: buyer,
            checkout: Some(at),
            amount: 0,
            captured_at: Some(self.now),
            is_applied: true,
            returned: 0,
        });
        Some(())
    }

    /// One leg for each order, all or none of them.
    fn paid(&mut self, at: usize, source: Source, payment: PaymentId) -> Taken {
        let checkout = self.checkouts.get(at)?;
        let numbers = checkout.orders.clone();
        let (mut stages, mut postings, mut goods) = (Vec::new(), Vec::new(), Vec::new());
        for order in self.orders_of(checkout) {
            stages.push(order.stage.clone().pay(self.now).ok()?);
            postings.push(order_paid(source, payment, order.id, order.total));
            let promoted = order.promoted_left();
            if promoted > 0 {
                postings.push(order_promoted(order.id, self.money(promoted)));
            }
            goods.extend(order.lines.iter().map(|line| (line.thing, line.quantity)));
        }
        for (number, stage) in numbers.into_iter().zip(stages) {
            self.orders[number].stage = stage;
        }
        self.post(postings);
        self.issue(at);
        for (thing, quantity) in goods {
            self.move_stock(thing, StockMove::Allocated { quantity })?;
        }
        Some(())
    }

    fn card_says(&mut self, at: usize, captured: bool) -> Taken {
        let payment = self.payments.get(at)?;
        if payment.is_captured() || !captured {
            return None;
        }
        let (id, payer, amount) = (payment.id, payment.payer, payment.amount);
        let checkout = payment.checkout;
        let paid = checkout.and_then(|checkout| self.paid(checkout, Source::Gateway, id));
        self.payments[at].captured_at = Some(self.now);
        self.payments[at].is_applied = paid.is_some();
        if paid.is_none() {
            self.post(vec![wallet_funded(id, payer, self.money(amount))]);
            self.send_on(payer, amount, |payment| payment.id == id);
        }
        Some(())
    }

    /// What nobody paid for goes back to the shelf, and coupons can be used again.
    fn give_up(&mut self, at: usize) -> Taken {
        let checkout = self.checkouts.get(at)?;
        if !self.awaits_payment(checkout) {
            return None;
        }
        let (buyer, numbers) = (checkout.buyer, checkout.orders.clone());
        let used: Vec<_> = checkout.coupons.iter().map(|used| used.coupon).collect();
        for number in numbers {
            let order = &mut self.orders[number];
            order.stage = order.stage.clone().cancel(self.now).ok()?;
            let postings = order.held().settle(&order.stage).ok()?;
            let lines = order.lines.iter();
            let goods: Vec<_> = lines.map(|line| (line.thing, line.quantity)).collect();
            self.post(postings);
            for (thing, quantity) in goods {
                self.move_stock(thing, StockMove::Released { quantity })?;
            }
        }
        for coupon in used {
            self.deals.coupons.get_mut(&coupon)?.used -= 1;
            *self.deals.used_by.get_mut(&(coupon, buyer))? -= 1;
        }
        Some(())
    }

    pub fn wait(&mut self, hours: i64) -> Taken {
        self.wait_until(self.now + Duration::hours(hours));
        Some(())
    }

    /// Checkouts that nobody paid for are given up.
    pub fn wait_until(&mut self, moment: DateTime<Utc>) {
        self.now = self.now.max(moment);
        for at in 0..self.checkouts.len() {
            if self.now >= self.checkouts[at].placed_at + Duration::minutes(15) {
                let _: Taken = self.give_up(at);
            }
        }
    }
}

fn line_of(line: &PricedLine, number: usize) -> Line {
    let (goods, commission) = (line.goods.minor, line.commission.minor);
    let price = line.sold.price;
    let promoted = price.steps.by_platform();
    Line {
        thing: thing_of(line.sold.variant),
        quantity: line.sold.quantity,
        price,
        goods,
        promoted,
        postage: line.postage.minor,
        commission,
        unsent: 0,
        left: LineLeft {
            line: OrderLineId(Uuid::from_u128(10_000 + number as u128)),
            pieces: line.sold.quantity,
            packed: 0,
            lost: 0,
            goods_minor: goods,
            promoted_minor: promoted,
            commission_minor: commission,
        },
    }
}
