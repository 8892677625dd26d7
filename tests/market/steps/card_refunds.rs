//! Back to where it came from: a guest's money goes by itself, a member says when; and the gateway
//! gives it back, or cannot.

use super::{Taken, Typed, pick};
use crate::model::{CardRefund, GUEST, Market, Payment, actor, buyer_id};
use longtail::{
    id::{AccountId, CardRefundId},
    money::{
        card_refund::{CardRefundStage, PaymentLeft, RETURN_WITHIN, RefundOutcome, split},
        ledger::{Holder, card_refund_begun, card_refund_returned, card_refund_settled},
    },
    policy::{Action, permit},
};
use uuid::Uuid;

#[derive(Clone, Copy, Debug)]
pub enum Returning {
    SendBack { payment: usize, typed: Typed },
    GatewaySays { refund: usize, word: u8 },
}

impl Market {
    pub fn give_back(&mut self, step: Returning) -> Taken {
        match step {
            Returning::SendBack { payment, typed } => {
                let some = |at: &usize| self.returnable(&self.payments[*at]) > 0;
                self.send_back(pick(payment, self.payments.len(), some)?, typed)
            }
            Returning::GatewaySays { refund, word } => {
                let open = |at: &usize| self.card_refunds[*at].stage.under_way();
                self.gateway_says(pick(refund, self.card_refunds.len(), open)?, word)
            }
        }
    }

    /// What of a payment can go back now. It is the back end that decides, in
    /// `server/backend/src/money/card_refund.rs`: what is left of it, and in the wallet, of what
    /// was taken at the gateway within half a year.
    fn returnable(&self, payment: &Payment) -> i64 {
        let since = self.now - RETURN_WITHIN;
        let wallet = self.balance(Holder::Wallet(payment.payer));
        match payment.captured_at {
            Some(at) if at > since => payment.left().left_minor.min(wallet).max(0),
            _ => 0,
        }
    }

    /// A member's own.
    fn send_back(&mut self, at: usize, typed: Typed) -> Taken {
        let payment = self.payments.get(at)?;
        permit(&actor(payment.payer), Action::TakeMoneyOut).ok()?;
        let most = self.returnable(payment);
        let amount = typed.minor(most);
        if amount < 1 || amount > most {
            return None;
        }
        self.begin_card_refund(at, amount);
        Some(())
    }

    /// What was paid back of an order goes on to what paid for it.
    pub fn send_order_back(&mut self, at: usize, amount: i64) {
        let mut checkouts = self.checkouts.iter();
        let checkout = checkouts.position(|checkout| checkout.orders.contains(&at));
        let buyer = self.orders[at].buyer;
        self.send_on(buyer, amount, |payment| {
            payment.is_applied && payment.checkout == checkout
        });
    }

    /// What was just put into a wallet goes on, where it is a guest's: as far as it was paid at the
    /// gateway.
    pub fn send_on(&mut self, account: AccountId, amount: i64, paid_by: impl Fn(&Payment) -> bool) {
        if account != buyer_id(GUEST) {
            return;
        }
        let payments = self.payments.iter().filter(|payment| paid_by(payment));
        let left: Vec<PaymentLeft> = payments.map(Payment::left).collect();
        for (id, part) in split(amount, &left) {
            let mut payments = self.payments.iter();
            if let Some(at) = payments.position(|payment| payment.id == id) {
                self.begin_card_refund(at, part);
            }
        }
    }

    /// Set aside; the gateway is asked afterwards.
    fn begin_card_refund(&mut self, at: usize, amount: i64) {
        let number = self.card_refunds.len() as u128;
        let id = CardRefundId(Uuid::from_u128(4_000_000 + number));
        let payer = self.payments[at].payer;
        self.payments[at].returned += amount;
        self.post(vec![card_refund_begun(id, payer, self.money(amount))]);
        self.card_refunds.push(CardRefund {
            id,
            payment: at,
            stage: CardRefundStage::Scheduled,
            amount,
            begun_at: self.now,
        });
    }

    /// Also late, twice, and the other way round. What could not be given back is in the wallet
    /// again, also a guest's, and can go back another time.
    fn gateway_says(&mut self, at: usize, word: u8) -> Taken {
        let refund = self.card_refunds.get_mut(at)?;
        let said = match word {
            0 => RefundOutcome::Pending,
            1 => RefundOutcome::Settled,
            _ => RefundOutcome::Failed {
                reason: "card_closed".to_owned(),
            },
        };
        let next = refund.stage.hear(&said).ok()??;
        refund.stage = next;
        let (id, of, minor) = (refund.id, refund.payment, refund.amount);
        let amount = self.money(minor);
        match next {
            CardRefundStage::Scheduled | CardRefundStage::Sent => {}
            CardRefundStage::Settled => self.post(vec![card_refund_settled(id, amount)]),
            CardRefundStage::Failed => {
                let payer = self.payments[of].payer;
                self.payments[of].returned -= minor;
                self.post(vec![card_refund_returned(id, payer, amount)]);
            }
        }
        Some(())
    }
}
