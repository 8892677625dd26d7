//! The messages of those outside: each arrives, and what was not taken is sent again.

use super::{
    laws,
    world::{Word, World},
};
use crate::{
    failure::{Failure, Incident},
    money::{payment, payout},
    trade::shipping,
};

impl World {
    /// The messages that are due arrive.
    ///
    /// # Errors
    /// An incident when the market cannot be read although nothing disturbs it.
    pub async fn hear(&mut self) -> Result<(), Incident> {
        self.hear_of_money().await;
        self.hear_of_parcels().await
    }

    async fn hear_of_money(&mut self) {
        let ctx = self.ctx.clone();
        for event in self.cards.due() {
            match self
                .attempt(payment::record_gateway_event(&ctx, event.clone()))
                .await
            {
                Word::Done(()) => self.count("messages"),
                Word::Silence => self.cards.send_again(event),
                Word::Refused(why) => self
                    .broken
                    .push(format!("a card's message was refused: {why:?}")),
            }
        }
        for event in self.banks.due() {
            match self
                .attempt(payout::record_bank_event(&ctx, event.clone()))
                .await
            {
                Word::Done(()) => self.count("messages"),
                Word::Silence => self.banks.send_again(event),
                Word::Refused(why) => self
                    .broken
                    .push(format!("a bank's message was refused: {why:?}")),
            }
        }
    }

    /// What is told of a label that no parcel came of is not found, and not told again.
    async fn hear_of_parcels(&mut self) -> Result<(), Incident> {
        let ctx = self.ctx.clone();
        for event in self.carriers.due() {
            match self
                .attempt(shipping::record_carrier_event(&ctx, event.clone()))
                .await
            {
                Word::Done(()) => self.count("scans"),
                Word::Silence => self.carriers.send_again(event),
                Word::Refused(why) => {
                    let is_known = laws::has_label(&ctx.db, event.parcel).await?;
                    if matches!(why, Failure::NotFound) && !is_known {
                        self.count("labels for nothing");
                    } else {
                        self.broken
                            .push(format!("a carrier's message was refused: {why:?}"));
                    }
                }
            }
        }
        Ok(())
    }
}
