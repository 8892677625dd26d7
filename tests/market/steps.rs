//! What each step does with the rules, as the use cases do it, and nothing else. One that the
//! rules refuse changes nothing.

use crate::model::{Line, Market, Order, PRICES, Payment, Payout, buyer_id, cny, shop_id};
use chrono::{DateTime, Duration, TimeZone, Utc};
use longtail::{
    id::{AccountId, OrderId, OrderLineId, PaymentId, PayoutId, ShopId},
    money::{
        BasisPoints, Currency,
        escrow::confirm_by,
        ledger::{
            Holder, Source, order_paid, order_promoted, payout_begun, payout_returned,
            payout_settled, wallet_funded,
        },
        payout::{BankOutcome, Payee, PayoutStage, Standing, Terms},
        refund::{Ask, LineLeft, Phase, Refundable},
    },
    text::FieldCheck,
    trade::{
        order::{Extender, OrderStage},
        stock::StockMove,
    },
};
use uuid::Uuid;

const POSTAGE: i64 = 801;
const COMMISSION: BasisPoints = BasisPoints(250);
pub const CONFIRM_AFTER_DAYS: i64 = 10;

fn terms() -> Terms {
    Terms {
        least: cny(1_000),
        every: Duration::days(1),
        reserve: BasisPoints(1_000),
        reserve_for: Duration::days(90),
        hold_for: Duration::hours(48),
    }
}

/// What was refused, for whatever reason: nothing has changed.
pub type Taken = Option<()>;

impl Market {
    pub fn count(&mut self, thing: usize, on_hand: u32) -> Taken {
        let before = self.shelf[thing].on_hand;
        self.move_stock(thing, StockMove::Counted { on_hand })?;
        self.counted[thing] += i64::from(on_hand) - i64::from(before);
        Some(())
    }

    pub fn place(
        &mut self,
        buyer: usize,
        shop: usize,
        pieces: [u32; 2],
        share: BasisPoints,
    ) -> Taken {
        let wanted = pieces
            .into_iter()
            .enumerate()
            .filter(|(_, pieces)| *pieces > 0);
        let wanted: Vec<_> = wanted.map(|(at, pieces)| (shop * 2 + at, pieces)).collect();
        let enough = |(thing, pieces): &(usize, u32)| self.shelf[*thing].available() >= *pieces;
        if wanted.is_empty() || !wanted.iter().all(enough) {
            return None;
        }
        let number = self.orders.len() as u128;
        let mut lines = Vec::new();
        for (thing, quantity) in wanted {
            self.move_stock(thing, StockMove::Reserved { quantity })?;
            let goods = PRICES[thing] * i64::from(quantity);
            let promoted = share.of(goods).min(goods - 1);
            let commission = COMMISSION.of(goods);
            let left = LineLeft {
                line: OrderLineId(Uuid::from_u128(10_000 + number * 2 + thing as u128 % 2)),
                pieces: quantity,
                packed: 0,
                lost: 0,
                goods_minor: goods,
                promoted_minor: promoted,
                commission_minor: commission,
            };
            lines.push(Line {
                thing,
                quantity,
                goods,
                promoted,
                commission,
                left,
            });
        }
        let to_pay: i64 = lines.iter().map(|line| line.goods - line.promoted).sum();
        self.orders.push(Order {
            id: OrderId(Uuid::from_u128(1_000_000 + number)),
            shop: shop_id(shop),
            buyer: buyer_id(buyer),
            stage: OrderStage::AwaitingPayment,
            placed_at: self.now,
            lines,
            postage_left: POSTAGE,
            total: to_pay + POSTAGE,
        });
        Some(())
    }

    pub fn begin_payment(&mut self, payer: AccountId, order: Option<usize>, amount: i64) -> Taken {
        let id = PaymentId(Uuid::from_u128(2_000_000 + self.payments.len() as u128));
        self.payments.push(Payment {
            id,
            payer,
            order,
            amount,
            captured: false,
        });
        Some(())
    }

    pub fn pay_by_card(&mut self, at: usize) -> Taken {
        let order = self.orders.get(at)?;
        if order.stage != OrderStage::AwaitingPayment {
            return None;
        }
        self.begin_payment(order.buyer, Some(at), order.total)
    }

    pub fn pay_by_wallet(&mut self, at: usize) -> Taken {
        let order = self.orders.get(at)?;
        let (buyer, total) = (order.buyer, order.total);
        if self.balance(Holder::Wallet(buyer)) < total {
            return None;
        }
        let id = PaymentId(Uuid::from_u128(2_000_000 + self.payments.len() as u128));
        self.paid(at, Source::Wallet(buyer), id)?;
        // Its money never was at the gateway.
        self.payments.push(Payment {
            id,
            payer: buyer,
            order: Some(at),
            amount: 0,
            captured: true,
        });
        Some(())
    }

    fn paid(&mut self, at: usize, source: Source, payment: PaymentId) -> Taken {
        let order = self.orders.get(at)?;
        let stage = order.stage.clone().pay(self.now).ok()?;
        let mut postings = vec![order_paid(source, payment, order.id, cny(order.total))];
        let promoted = order.promoted_left();
        if promoted > 0 {
            postings.push(order_promoted(order.id, cny(promoted)));
        }
        let goods: Vec<_> = order
            .lines
            .iter()
            .map(|line| (line.thing, line.quantity))
            .collect();
        self.orders[at].stage = stage;
        self.post(postings);
        for (thing, quantity) in goods {
            self.move_stock(thing, StockMove::Allocated { quantity })?;
        }
        Some(())
    }

    pub fn card_says(&mut self, number: usize, captured: bool) -> Taken {
        let at = number % self.payments.len().max(1);
        let payment = self.payments.get(at)?;
        if payment.captured || !captured {
            return None;
        }
        let (id, payer, order, amount) = (payment.id, payment.payer, payment.order, payment.amount);
        self.payments[at].captured = true;
        let paid = order.and_then(|order| self.paid(order, Source::Gateway, id));
        if paid.is_none() {
            self.post(vec![wallet_funded(id, payer, cny(amount))]);
        }
        Some(())
    }

    pub fn call_off(&mut self, at: usize) -> Taken {
        let order = self.orders.get(at)?;
        let unpaid = order.stage == OrderStage::AwaitingPayment;
        let stage = order.stage.clone().cancel(self.now).ok()?;
        let postings = order.held().settle(&stage).ok()?;
        let goods: Vec<_> = order
            .lines
            .iter()
            .map(|line| (line.thing, line.left.pieces))
            .collect();
        self.orders[at].stage = stage;
        self.post(postings);
        for (thing, quantity) in goods {
            if unpaid {
                self.move_stock(thing, StockMove::Released { quantity })?;
            } else {
                self.return_to_shelf(thing, quantity)?;
            }
        }
        Some(())
    }

    fn return_to_shelf(&mut self, thing: usize, quantity: u32) -> Taken {
        self.put_back[thing] += i64::from(quantity);
        self.move_stock(thing, StockMove::Returned { quantity })
    }

    /// All that is left, in one parcel.
    pub fn ship(&mut self, at: usize) -> Taken {
        let by = self.confirm_by();
        let order = self.orders.get_mut(at)?;
        order.stage = order.stage.clone().ship(self.now, by).ok()?;
        for line in &mut order.lines {
            line.left.packed = line.left.pieces;
        }
        Some(())
    }

    /// Some pieces of each line in a parcel; with the last of them the order is sent.
    pub fn pack(&mut self, at: usize, pieces: [u32; 2]) -> Taken {
        let by = self.confirm_by();
        let order = self.orders.get_mut(at)?;
        let part = order.stage.clone().ship_part(self.now).ok()?;
        let wanted = || order.lines.iter().zip(pieces);
        let fits = wanted().all(|(line, pieces)| pieces <= line.unpacked());
        let many: u32 = wanted().map(|(_, pieces)| pieces).sum();
        if !fits || many == 0 {
            return None;
        }
        order.stage = if many == order.lines.iter().map(Line::unpacked).sum::<u32>() {
            order.stage.clone().ship(self.now, by).ok()?
        } else {
            part
        };
        for (line, pieces) in order.lines.iter_mut().zip(pieces) {
            line.left.packed += pieces;
        }
        Some(())
    }

    fn confirm_by(&self) -> DateTime<Utc> {
        confirm_by(self.now, Duration::days(CONFIRM_AFTER_DAYS))
    }

    /// More time to confirm.
    pub fn extend(&mut self, at: usize, by_shop: bool) -> Taken {
        let by = match by_shop {
            true => Extender::Shop,
            false => Extender::Buyer,
        };
        let order = self.orders.get_mut(at)?;
        order.stage = order.stage.clone().extend(by, self.now).ok()?;
        Some(())
    }

    pub fn complete(&mut self, at: usize, by_clock: bool) -> Taken {
        let order = self.orders.get(at)?;
        let stage = order.stage.clone();
        let stage = if by_clock {
            stage.confirm_by_clock(self.now).ok()?
        } else {
            stage.confirm(self.now).ok()?
        };
        let postings = order.held().settle(&stage).ok()?;
        self.orders[at].stage = stage;
        self.post(postings);
        Some(())
    }

    pub fn pay_back(&mut self, at: usize, pieces: [u32; 2], goods: i64, postage: i64) -> Taken {
        let order = self.orders.get(at)?;
        let phase = Phase::of(&order.stage).ok()?;
        let left = Refundable {
            phase,
            currency: Currency::Cny,
            lines: order.lines.iter().map(|line| line.left).collect(),
            postage_minor: order.postage_left,
            begun: order.lines.iter().any(|line| line.left.packed > 0),
        };
        let ask = Ask {
            pieces: left
                .lines
                .iter()
                .map(|line| line.line)
                .zip(pieces)
                .collect(),
            goods_minor: goods,
            postage_minor: postage,
        };
        let mut check = FieldCheck::default();
        let quote = left.quote(&ask, &mut check);
        check.finish().ok()?;
        if quote.worth().minor == 0 {
            return None;
        }
        if quote.whole {
            return self.call_off(at);
        }
        let postings = quote.postings(order.id, order.shop, order.buyer);
        let by = self.confirm_by();
        let order = &mut self.orders[at];
        if quote.rest {
            order.stage = order.stage.clone().ship(self.now, by).ok()?;
        }
        order.postage_left -= quote.postage_minor;
        let mut unsent = Vec::new();
        for part in &quote.lines {
            let line = order
                .lines
                .iter_mut()
                .find(|line| line.left.line == part.line)?;
            line.left.pieces -= part.pieces;
            line.left.goods_minor -= part.goods_minor;
            line.left.promoted_minor -= part.promoted_minor;
            line.left.commission_minor -= part.commission_minor;
            unsent.push((line.thing, part.pieces));
        }
        self.post(postings);
        if phase == Phase::BeforeDispatch {
            for (thing, quantity) in unsent {
                self.return_to_shelf(thing, quantity)?;
            }
        }
        Some(())
    }

    pub fn pay_out(&mut self, shop: ShopId) -> Taken {
        let of_shop = || self.payouts.iter().filter(|payout| payout.shop == shop);
        let standing = Standing {
            balance: cny(self.balance(Holder::ShopBalance(shop))),
            paid_out_minor: of_shop()
                .filter(|payout| payout.stage != PayoutStage::Returned)
                .map(|payout| payout.amount)
                .sum(),
            opened_at: Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).single(),
            under_way: of_shop().any(|payout| payout.stage.under_way()),
            account: Some(None),
        };
        let amount = standing.due(&terms(), self.now).ok()?;
        let id = PayoutId(Uuid::from_u128(3_000_000 + self.payouts.len() as u128));
        self.post(vec![payout_begun(id, Payee::Shop(shop), amount)]);
        self.payouts.push(Payout {
            id,
            shop,
            stage: PayoutStage::Scheduled,
            amount: amount.minor,
        });
        Some(())
    }

    pub fn bank_says(&mut self, number: usize, word: u8) -> Taken {
        let at = number % self.payouts.len().max(1);
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
        let (id, amount) = (payout.id, cny(payout.amount));
        let payee = Payee::Shop(payout.shop);
        self.post(match next {
            PayoutStage::Scheduled | PayoutStage::Sent => Vec::new(),
            PayoutStage::Settled => vec![payout_settled(id, payee, amount)],
            PayoutStage::Returned => vec![payout_returned(id, payee, amount)],
        });
        Some(())
    }

    /// Checkouts that nobody paid are given back.
    pub fn wait(&mut self, hours: i64) -> Taken {
        self.now += Duration::hours(hours);
        let late = |order: &Order| {
            order.stage == OrderStage::AwaitingPayment
                && self.now >= order.placed_at + Duration::minutes(15)
        };
        let late: Vec<usize> = (0..self.orders.len())
            .filter(|at| late(&self.orders[*at]))
            .collect();
        for at in late {
            self.call_off(at)?;
        }
        Some(())
    }
}
