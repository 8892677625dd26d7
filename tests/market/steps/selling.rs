//! Paid orders are sent, received, called off and paid back; shops count their shelves.

use super::{Taken, Typed, pick};
use crate::model::{Line, Market, Order};
use chrono::{DateTime, Duration, Utc};
use longtail::{
    money::{
        escrow::confirm_by,
        refund::{Ask, Phase, Quote, Refundable},
    },
    text::FieldCheck,
    trade::{
        order::{Extender, OrderStage},
        stock::StockMove,
    },
};

pub const CONFIRM_AFTER_DAYS: i64 = 10;

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
    Confirm {
        order: usize,
    },
    Clock {
        order: usize,
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
            Selling::Confirm { order } => self.complete(sent(order)?, false),
            Selling::Clock { order } => self.complete(sent(order)?, true),
            Selling::Extend { order, by_shop } => self.extend(sent(order)?, by_shop),
            Selling::PayBack {
                order,
                pieces,
                goods,
                postage,
            } => self.pay_back(one(order, Order::stands)?, pieces, goods, postage),
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
        let postings = order.held().settle(&stage).ok()?;
        let lines = order.lines.iter();
        let goods: Vec<_> = lines.map(|line| (line.thing, line.left.pieces)).collect();
        self.orders[at].stage = stage;
        self.post(postings);
        for (thing, quantity) in goods {
            self.return_to_shelf(thing, quantity)?;
        }
        Some(())
    }

    fn return_to_shelf(&mut self, thing: usize, quantity: u32) -> Taken {
        self.put_back[thing] += i64::from(quantity);
        self.move_stock(thing, StockMove::Returned { quantity })
    }

    /// All that is left, in one parcel.
    fn ship(&mut self, at: usize) -> Taken {
        let by = self.confirm_by();
        let order = self.orders.get_mut(at)?;
        order.stage = order.stage.clone().ship(self.now, by).ok()?;
        for line in &mut order.lines {
            line.left.packed = line.left.pieces;
        }
        Some(())
    }

    /// Some pieces of each line in a parcel; with the last of them the order is sent.
    fn pack(&mut self, at: usize, pieces: [u32; 2]) -> Taken {
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
    fn extend(&mut self, at: usize, by_shop: bool) -> Taken {
        let by = match by_shop {
            true => Extender::Shop,
            false => Extender::Buyer,
        };
        let order = self.orders.get_mut(at)?;
        order.stage = order.stage.clone().extend(by, self.now).ok()?;
        Some(())
    }

    fn complete(&mut self, at: usize, by_clock: bool) -> Taken {
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
            unsent.push((line.thing, part.unsent));
        }
        self.post(postings);
        for (thing, quantity) in unsent {
            self.return_to_shelf(thing, quantity)?;
        }
        Some(())
    }

    fn quote(&self, at: usize, pieces: [u32; 2], goods: Typed, postage: i64) -> Option<Quote> {
        let order = self.orders.get(at)?;
        let left = Refundable {
            phase: Phase::of(&order.stage).ok()?,
            currency: self.currency,
            lines: order.lines.iter().map(|line| line.left).collect(),
            postage_minor: order.postage_left,
            begun: order.lines.iter().any(|line| line.left.packed > 0),
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
