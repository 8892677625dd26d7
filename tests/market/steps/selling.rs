//! Paid orders are sent, received, called off and paid back; shops count their shelves.

use super::{Taken, Typed, pick};
use crate::model::{Market, Order};
use longtail::{
    money::refund::{Ask, Phase, Quote, Refundable},
    text::FieldCheck,
    trade::{
        order::{Extender, OrderStage},
        shipping::parcel::ScanKind,
        stock::StockMove,
    },
};

#[derive(Clone, Copy, Debug)]
pub enum Selling {
    Count {
        thing: usize,
        on_hand: u32,
    },
    CallOff {
        order: usize,
    },
    Ship {
        order: usize,
    },
    Pack {
        order: usize,
        pieces: [u32; 2],
    },
    Scan {
        parcel: usize,
        kind: ScanKind,
        /// So long ago.
        hours: i64,
    },
    Confirm {
        order: usize,
    },
    Clock {
        order: usize,
        /// It comes when its time is over, else perhaps before.
        in_time: bool,
    },
    Extend {
        order: usize,
        by_shop: bool,
    },
    PayBack {
        order: usize,
        pieces: [u32; 2],
        goods: Typed,
        postage: i64,
    },
    /// What is lost and owed, as the shop is led to.
    PayBackLost {
        order: usize,
    },
}

impl Market {
    pub fn sell(&mut self, step: Selling) -> Taken {
        let one = |number, wanted: fn(&Order) -> bool| {
            pick(number, self.orders.len(), |at| wanted(&self.orders[*at]))
        };
        let to_ship = |number| one(number, Order::is_to_ship);
        let sent = |number| one(number, Order::is_sent);
        match step {
            Selling::Count { thing, on_hand } => self.count(thing, on_hand),
            Selling::CallOff { order } => self.call_off(to_ship(order)?),
            Selling::Ship { order } => self.ship(to_ship(order)?),
            Selling::Pack { order, pieces } => self.pack(to_ship(order)?, pieces),
            Selling::Scan {
                parcel,
                kind,
                hours,
            } => {
                // Rather one of an order of which something is still to be sent.
                let first = |at: &usize| self.orders[self.parcels[*at].order].is_to_ship();
                self.scan(pick(parcel, self.parcels.len(), first)?, kind, hours)
            }
            Selling::Confirm { order } => self.complete(sent(order)?, false),
            Selling::Clock { order, in_time } => self.clock(sent(order)?, in_time),
            Selling::Extend { order, by_shop } => self.extend(sent(order)?, by_shop),
            Selling::PayBack {
                order,
                pieces,
                goods,
                postage,
            } => self.pay_back(one(order, Order::stands)?, pieces, goods, postage),
            Selling::PayBackLost { order } => {
                self.pay_back_lost(one(order, Order::is_lost_and_owed)?)
            }
        }
    }

    pub fn move_stock(&mut self, thing: usize, movement: StockMove) -> Taken {
        let (level, _) = self.shelf[thing].after(movement).ok()?;
        self.shelf[thing] = level;
        Some(())
    }

    fn count(&mut self, thing: usize, on_hand: u32) -> Taken {
        let before = self.shelf[thing].on_hand;
        self.move_stock(thing, StockMove::Counted { on_hand })?;
        self.counted[thing] += i64::from(on_hand) - i64::from(before);
        Some(())
    }

    /// What is paid and not sent.
    fn call_off(&mut self, at: usize) -> Taken {
        let order = self.orders.get(at)?;
        if order.stage == OrderStage::AwaitingPayment {
            return None;
        }
        let stage = order.stage.clone().cancel(self.now).ok()?;
        let held = order.held();
        let postings = held.settle(&stage).ok()?;
        let lines = order.lines.iter();
        let goods: Vec<_> = lines.map(|line| (line.thing, line.left.pieces)).collect();
        self.orders[at].stage = stage;
        self.post(postings);
        for (thing, quantity) in goods {
            self.move_stock(thing, StockMove::Returned { quantity })?;
        }
        self.send_order_back(at, held.of_buyer().minor);
        self.credit_rest(at);
        Some(())
    }

    /// More time to confirm.
    fn extend(&mut self, at: usize, by_shop: bool) -> Taken {
        let by = match by_shop {
            true => Extender::Shop,
            false => Extender::Buyer,
        };
        let order = self.orders.get_mut(at)?;
        order.stage = order.stage.clone().extend(by, self.now).ok()?;
        Some(())
    }

    /// A job, which may be done early and again.
    fn clock(&mut self, at: usize, in_time: bool) -> Taken {
        let order = self.orders.get(at)?;
        if let OrderStage::Shipped { confirm_by, .. } = order.stage
            && in_time
        {
            self.wait_until(confirm_by);
        }
        self.complete(at, true)
    }

    /// The buyer says that it arrived, or the clock does where nothing is lost and owed. That it
    /// looks for this is the back end's, in `server/backend/src/trade/order.rs`.
    fn complete(&mut self, at: usize, by_clock: bool) -> Taken {
        let order = self.orders.get(at)?;
        let stage = order.stage.clone();
        let stage = if by_clock {
            stage.confirm_by_clock(self.now).ok()?
        } else {
            stage.confirm(self.now).ok()?
        };
        if by_clock && order.is_lost_and_owed() {
            self.orders[at].reminders += 1;
            return self.put_off(at);
        }
        let postings = order.held().settle(&stage).ok()?;
        self.orders[at].stage = stage;
        self.orders[at].confirmed_by_clock = by_clock;
        self.post(postings);
        Some(())
    }

    fn pay_back(&mut self, at: usize, pieces: [u32; 2], goods: Typed, postage: i64) -> Taken {
        let quote = self.quote(at, pieces, goods, postage)?;
        if quote.worth().minor == 0 {
            return None;
        }
        if quote.whole {
            return self.call_off(at);
        }
        let by = self.confirm_by();
        let order = &mut self.orders[at];
        let postings = quote.postings(order.id, order.shop, order.buyer);
        if quote.rest {
            order.stage = order.stage.clone().ship(self.now, by).ok()?;
        }
        order.postage_left -= quote.postage_minor;
        let mut unsent = Vec::new();
        for part in &quote.lines {
            let mut lines = order.lines.iter_mut();
            let line = lines.find(|line| line.left.line == part.line)?;
            line.left.pieces -= part.pieces;
            line.left.goods_minor -= part.goods_minor;
            line.left.promoted_minor -= part.promoted_minor;
            line.left.commission_minor -= part.commission_minor;
            line.unsent += part.unsent;
            unsent.push((line.thing, part.unsent));
        }
        self.recount(at);
        self.post(postings);
        for (thing, quantity) in unsent {
            self.move_stock(thing, StockMove::Returned { quantity })?;
        }
        self.send_order_back(at, quote.total().minor);
        self.credit_refund(at, &quote);
        self.orders[at].refunds.push(quote);
        Some(())
    }

    fn pay_back_lost(&mut self, at: usize) -> Taken {
        let mut pieces = [0; 2];
        for (pieces, line) in pieces.iter_mut().zip(&self.orders.get(at)?.lines) {
            *pieces = line.left.lost;
        }
        self.pay_back(at, pieces, Typed::Minor(0), 0)
    }

    fn quote(&self, at: usize, pieces: [u32; 2], goods: Typed, postage: i64) -> Option<Quote> {
        let order = self.orders.get(at)?;
        let left = Refundable {
            phase: Phase::of(&order.stage).ok()?,
            currency: self.currency,
            lines: order.lines.iter().map(|line| line.left).collect(),
            postage_minor: order.postage_left,
            begun: self.parcels_of(order).next().is_some(),
        };
        let lines = left.lines.iter().map(|line| line.line);
        let ask = Ask {
            pieces: lines.zip(pieces).collect(),
            goods_minor: goods.minor(left.goods().minor),
            postage_minor: postage,
        };
        let mut check = FieldCheck::default();
        let quote = left.quote(&ask, &mut check);
        check.finish().ok()?;
        Some(quote)
    }
}
