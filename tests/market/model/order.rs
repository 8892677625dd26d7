//! An order: its lines, what was sent of them, and its documents.

use chrono::{DateTime, Utc};
use longtail::{
    id::{AccountId, OrderId, OrderLineId, ShopId},
    money::{
        Money,
        escrow::Held,
        invoice::{Row, RowLeft},
        refund::{LineLeft, Quote},
    },
    trade::{
        order::OrderStage,
        price::LinePrice,
        shipping::parcel::{Scan, Standing, Unpacked},
    },
};

pub struct Line {
    pub thing: usize,
    pub quantity: u32,
    pub price: LinePrice,
    /// What the shop is paid, with the tax on it, and what the platform pays of that.
    pub goods: i64,
    pub promoted: i64,
    /// Its part of the postage, with the tax on it.
    pub postage: i64,
    pub commission: i64,
    pub left: LineLeft,
    /// Pieces that were paid back before they were sent.
    pub unsent: u32,
}

impl Line {
    /// What is still to be sent and in no parcel.
    pub fn unpacked(&self) -> u32 {
        self.left.pieces.saturating_sub(self.left.packed)
    }

    /// Pieces that were paid back although they were sent.
    pub fn sent_and_paid_back(&self) -> u32 {
        self.quantity - self.left.pieces - self.unsent
    }
}

/// What was handed to a carrier at once, and what the carrier tells of it.
pub struct Parcel {
    pub order: usize,
    /// Of each line that is in it.
    pub pieces: Vec<(OrderLineId, u32)>,
    pub scans: Vec<Scan>,
}

impl Parcel {
    pub fn standing(&self) -> Standing {
        Standing::of(&self.scans)
    }

    pub fn pieces_of(&self, line: OrderLineId) -> u32 {
        let of_line = self.pieces.iter().filter(|(id, _)| *id == line);
        of_line.map(|(_, pieces)| pieces).sum()
    }
}

pub struct Order {
    pub id: OrderId,
    pub shop: ShopId,
    pub buyer: AccountId,
    pub stage: OrderStage,
    pub lines: Vec<Line>,
    pub postage: i64,
    pub postage_left: i64,
    /// What the buyer pays.
    pub total: Money,
    pub refunds: Vec<Quote>,
    /// When its clock was put off, since some of it was lost.
    pub put_off: Vec<DateTime<Utc>>,
    /// How often the clock found pieces that are lost and owed, and confirmed nothing.
    pub reminders: usize,
    pub confirmed_by_clock: bool,
    /// Once it is paid.
    pub invoice: Vec<Row>,
    /// Its credit notes: each row with the place of the one that it gives back.
    pub notes: Vec<Vec<(i32, Row)>>,
}

impl Order {
    pub fn is_paid(&self) -> bool {
        !matches!(
            self.stage,
            OrderStage::AwaitingPayment | OrderStage::Cancelled { paid_at: None, .. }
        )
    }

    /// Paid, and not called off.
    pub fn stands(&self) -> bool {
        self.is_paid() && !matches!(self.stage, OrderStage::Cancelled { .. })
    }

    pub fn is_to_ship(&self) -> bool {
        matches!(self.stage, OrderStage::ToShip { .. })
    }

    pub fn is_sent(&self) -> bool {
        matches!(self.stage, OrderStage::Shipped { .. })
    }

    /// Whether pieces of it are lost that its buyer was not paid back.
    pub fn is_lost_and_owed(&self) -> bool {
        self.lines.iter().any(|line| line.left.lost > 0)
    }

    /// When it was completed or, once paid, called off.
    pub fn ended_at(&self) -> Option<DateTime<Utc>> {
        match self.stage {
            OrderStage::Completed { completed_at, .. } => Some(completed_at),
            OrderStage::Cancelled {
                paid_at: Some(_),
                cancelled_at,
            } => Some(cancelled_at),
            _ => None,
        }
    }

    pub fn is_completed(&self) -> bool {
        matches!(self.stage, OrderStage::Completed { .. })
    }

    /// What of its money was not paid back.
    pub fn money_left(&self) -> i64 {
        let goods: i64 = self.lines.iter().map(|line| line.left.goods_minor).sum();
        goods + self.postage_left
    }

    /// The platform's part of it.
    pub fn promoted_left(&self) -> i64 {
        self.lines.iter().map(|line| line.left.promoted_minor).sum()
    }

    pub fn commission_left(&self) -> i64 {
        let lines = self.lines.iter();
        lines.map(|line| line.left.commission_minor).sum()
    }

    pub fn held(&self) -> Held {
        Held {
            order: self.id,
            shop: self.shop,
            buyer: self.buyer,
            total: Money::new(self.money_left(), self.total.currency),
            promoted_minor: self.promoted_left(),
            commission_minor: self.commission_left(),
        }
    }

    /// What is still to be sent and in no parcel, of each line that has some.
    pub fn unpacked(&self) -> Vec<Unpacked> {
        let lines = self.lines.iter().filter(|line| line.unpacked() > 0);
        lines
            .map(|line| Unpacked {
                line: line.left.line,
                pieces: line.unpacked(),
            })
            .collect()
    }

    /// The tax that was added to its goods and postage.
    pub fn added_tax(&self) -> i64 {
        let lines = self.lines.iter().map(|line| line.price);
        lines
            .map(|price| price.goods_tax() + price.postage_tax())
            .sum()
    }

    /// What of its invoice no credit note gave back.
    pub fn kept(&self) -> Vec<RowLeft> {
        let rows = (0_i32..).zip(&self.invoice);
        rows.map(|(position, row)| {
            let mut left = RowLeft {
                position,
                line: row.line,
                quantity: row.quantity,
                gross_minor: row.gross_minor,
                rate: row.rate,
                tax_minor: row.tax_minor,
            };
            let given = self.notes.iter().flatten();
            for (_, given) in given.filter(|(of, _)| *of == position) {
                // Postage has no pieces: it may be given back in many parts.
                left.quantity = left.quantity.saturating_sub(given.quantity);
                left.gross_minor -= given.gross_minor;
                left.tax_minor -= given.tax_minor;
            }
            left
        })
        .collect()
    }
}
