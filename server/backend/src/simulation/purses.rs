//! What people do with their money: pay, fill their wallets, take money out, name their banks,
//! leave deposits; and what is charged against these.

use super::world::{Word, World};
use crate::{
    failure::Incident,
    money::{card_refund, deposit, payment, payout, withdrawal},
};
use longtail::{
    actor::Actor,
    id::{CommandId, PaymentId},
    money::{
        card_refund::ReturnToCard,
        deposit::{
            PayDeposit, TakeDeposit,
            fee::{ChargeFee, FeeForm},
        },
        payment::{Method, NextStep},
        payout::account::BankAccountDraft,
        withdrawal::Withdraw,
    },
};

impl World {
    pub async fn pay(&mut self) {
        let ctx = self.ctx.clone();
        let Some((buyer, _, placed)) = self.latest() else {
            return;
        };
        let method = if self.dice.one_in(3) {
            Method::Wallet
        } else {
            self.method()
        };
        let fresh: CommandId = ctx.new_id();
        let before = self.attempts.get(&placed.checkout).copied();
        let command = before.filter(|_| self.dice.one_in(3)).unwrap_or(fresh);
        self.attempts.insert(placed.checkout, command);
        for _ in 0..2 {
            let paying = payment::pay_checkout(&ctx, &buyer, command, placed.checkout, method);
            match self.attempt(paying).await {
                Word::Done(NextStep::GoTo { .. }) => {
                    self.count("cards");
                    self.cards.visit(PaymentId(command.0));
                }
                Word::Done(NextStep::Paid { .. }) => self.count("wallets"),
                Word::Refused(_) => {}
                Word::Silence => continue,
            }
            break;
        }
    }

    pub async fn top_up(&mut self) {
        let (ctx, Some(buyer)) = (self.ctx.clone(), self.buyer()) else {
            return;
        };
        let command: CommandId = ctx.new_id();
        let amount = 100 + i64::from(self.dice.below(400_000));
        let paying = payment::top_up(&ctx, &buyer, command, amount, self.method());
        if let Word::Done(NextStep::GoTo { .. }) = self.attempt(paying).await {
            self.count("top-ups");
            self.cards.visit(PaymentId(command.0));
        }
    }

    /// One of the ways to pay at the gateway.
    fn method(&mut self) -> Method {
        match self.dice.below(4) {
            0 => Method::OnlineBank,
            1 => Method::QuickPay,
            _ => Method::Card,
        }
    }

    pub async fn change_account(&mut self) {
        let (ctx, Some(seller)) = (self.ctx.clone(), self.seller()) else {
            return;
        };
        let draft = self.bank_account();
        let saving = payout::save_bank_account(&ctx, &seller.owner, seller.slug, &draft);
        let _ = self.attempt(saving).await;
    }

    pub async fn change_own_account(&mut self) {
        let (ctx, Some(buyer)) = (self.ctx.clone(), self.buyer()) else {
            return;
        };
        let draft = self.bank_account();
        let saving = withdrawal::save_account(&ctx, &buyer, &draft);
        let _ = self.attempt(saving).await;
    }

    /// One of two, so that another number is held back now and then.
    fn bank_account(&mut self) -> BankAccountDraft {
        let numbers = ["6222 0211 0000 1234 567", "6222 0211 0000 7654 321"];
        BankAccountDraft {
            holder: "Lin Xiaoyu".to_owned(),
            account_number: numbers[self.dice.below(2) as usize].to_owned(),
            bank: "Bank of the Lake".to_owned(),
        }
    }

    /// Back to the card: all that can go, or half of it.
    async fn one_way_back(&mut self, buyer: &Actor) -> Option<ReturnToCard> {
        let wallet = payment::wallet_page(&self.ctx, buyer, 1).await.ok()?;
        let way = self.dice.pick(&wallet.returnable)?;
        let (command, payment) = (way.command, way.payment);
        let parts = if self.dice.one_in(2) { 1 } else { 2 };
        Some(ReturnToCard {
            command,
            payment,
            amount_minor: (way.amount.minor / parts).max(1),
            code: String::new(),
        })
    }

    pub async fn send_back(&mut self) {
        let (ctx, Some(buyer)) = (self.ctx.clone(), self.buyer()) else {
            return;
        };
        let Some(cmd) = self.one_way_back(&buyer).await else {
            return;
        };
        self.often("sent back", || {
            card_refund::return_to_card(&ctx, &buyer, &cmd)
        })
        .await;
    }

    /// A little, much, or more than is there.
    pub async fn withdraw(&mut self) {
        let (ctx, Some(buyer)) = (self.ctx.clone(), self.buyer()) else {
            return;
        };
        let amount = ["1", "20.05", "700"][self.dice.below(3) as usize];
        let cmd = Withdraw {
            command: ctx.new_id(),
            amount: amount.to_owned(),
            code: String::new(),
        };
        self.often("withdrawn", || withdrawal::withdraw(&ctx, &buyer, &cmd))
            .await;
    }

    /// A shop pays in, or takes out: a little, much, or more than it may.
    pub async fn move_deposit(&mut self) {
        let (ctx, Some(seller)) = (self.ctx.clone(), self.seller()) else {
            return;
        };
        let (command, shop) = (ctx.new_id(), seller.slug.to_owned());
        let amount = ["1", "25.50", "150"][self.dice.below(3) as usize].to_owned();
        if self.dice.one_in(4) {
            let cmd = TakeDeposit {
                command,
                shop,
                amount,
            };
            let take = || deposit::take(&ctx, &seller.owner, &cmd);
            self.often("deposits taken out", take).await;
        } else {
            let cmd = PayDeposit {
                command,
                shop,
                amount,
            };
            let pay = || deposit::pay(&ctx, &seller.owner, &cmd);
            self.often("deposits paid in", pay).await;
        }
    }

    /// Staff charge a shop a fee about an order, most often with a part for its buyer.
    pub async fn charge_fee(&mut self) -> Result<(), Incident> {
        let (ctx, staff) = (self.ctx.clone(), self.staff.clone());
        let paid = ["to_ship", "shipped", "completed"];
        let Some((_, order, seller)) = self.order(&paid).await? else {
            return Ok(());
        };
        let number: String = sqlx::query_scalar("select number from orders where id = $1")
            .bind(order.0)
            .fetch_one(&ctx.db)
            .await?;
        let platform = ["", "2", "7.50"][self.dice.below(3) as usize];
        let buyer = ["", "3", "0.01"][self.dice.below(3) as usize];
        let form = FeeForm {
            shop: seller.slug.to_owned(),
            order: number,
            platform: platform.to_owned(),
            buyer: buyer.to_owned(),
            reason: "It was another thing".to_owned(),
        };
        let cmd = ChargeFee {
            command: ctx.new_id(),
            form,
        };
        let charge = || deposit::charge(&ctx, &staff, &cmd);
        self.often("fees", charge).await;
        Ok(())
    }
}
