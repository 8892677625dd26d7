//! What goes back of an order whose buyer calls off the rest.

use super::{Ask, LineLeft, Phase, Quote, Refundable, drawn};
use crate::{id::OrderLineId, text::FieldCheck};

impl LineLeft {
    /// Pieces that are not sent, and those that are lost.
    fn rest(&self, phase: Phase) -> u32 {
        match phase {
            Phase::BeforeDispatch => self.within_reach(phase),
            Phase::OnTheWay | Phase::Released => self.lost,
        }
    }
}

impl Refundable {
    /// All that is not sent and all that is lost, with its pieces' part of the postage. Nothing
    /// of what is in other parcels.
    pub fn rest(&self) -> Quote {
        let pieces: Vec<(OrderLineId, u32)> = self
            .lines
            .iter()
            .map(|line| (line.line, line.rest(self.phase)))
            .collect();
        let count: u32 = pieces.iter().map(|(_, count)| count).sum();
        let all: u32 = self.lines.iter().map(|line| line.pieces).sum();
        let ask = Ask {
            pieces,
            goods_minor: 0,
            postage_minor: drawn(self.postage_minor, count.into(), all.max(1).into()),
        };
        let quote = self.quote_of(&ask);
        if quote.worth().minor > 0 || count == 0 {
            return quote;
        }
        // So few pieces are worth nothing; a refund is of something, were it the smallest coin.
        let goods_minor = self.goods().minor.min(1);
        self.quote_of(&Ask {
            goods_minor,
            postage_minor: self.postage_minor.min(1 - goods_minor),
            ..ask
        })
    }

    /// What is asked for is within what is left.
    fn quote_of(&self, ask: &Ask) -> Quote {
        self.quote(ask, &mut FieldCheck::default())
    }
}
