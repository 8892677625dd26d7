//! Invoices of what was paid, and credit notes of what goes back.

use super::basket::listing_id;
use crate::model::{Line, Market};
use longtail::{
    id::ShopId,
    money::{
        BasisPoints,
        invoice::{Bought, GivenBack, all_of, credit, rows_of},
        refund::Quote,
        tax::rate_on,
    },
    trade::shipping::region::Place,
    when::local_day,
};

impl Market {
    /// One for each order of a checkout that was just paid, of what its buyer paid.
    pub fn issue(&mut self, checkout: usize) {
        let checkout = &self.checkouts[checkout];
        for at in checkout.orders.iter().copied() {
            let order = &self.orders[at];
            let lines = order.lines.iter().map(|line| Bought {
                line: line.left.line,
                quantity: line.quantity,
                goods_minor: line.goods - line.promoted,
                postage_minor: line.postage,
                rate: self.rate(order.shop, &checkout.place, line),
            });
            let rows = rows_of(&lines.collect::<Vec<_>>());
            self.orders[at].invoice = rows;
        }
    }

    /// The one that was added to it; else the day's, where the shop is registered. It is the back
    /// end that chooses, in `server/backend/src/money/invoice.rs`.
    fn rate(&self, shop: ShopId, place: &Place, line: &Line) -> BasisPoints {
        let on_top = &self.deals.on_top;
        if let Some(tax) = line.price.tax {
            return tax.rate;
        }
        if !on_top.registered.contains(&shop) {
            return BasisPoints::default();
        }
        let class = on_top.classes.get(&listing_id(line.thing));
        let class = class.copied().unwrap_or_default();
        rate_on(&on_top.rates, place, class, local_day(self.now))
    }

    /// Of what a refund gives back to the buyer.
    pub fn credit_refund(&mut self, at: usize, quote: &Quote) {
        let lines = quote.lines.iter().map(|part| {
            let to_buyer = part.goods_minor - part.promoted_minor;
            (part.line, part.pieces, to_buyer)
        });
        let back = GivenBack {
            lines: lines.collect(),
            postage_minor: quote.postage_minor,
        };
        let note = credit(&self.orders[at].kept(), &back);
        self.orders[at].notes.push(note);
    }

    /// Of all that is left, where an order is called off.
    pub fn credit_rest(&mut self, at: usize) {
        let note = all_of(&self.orders[at].kept());
        self.orders[at].notes.push(note);
    }
}
