//! What buyers, sellers and the clock do, as the dice say.

use super::world::{Seller, Word, World};
use crate::{
    failure::Incident,
    money::{payment, payout, refund},
    trade::{cart, checkout, order, stock},
};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::{CommandId, OrderId, OrderLineId, PaymentId, ShopId},
    money::{
        payment::{Method, NextStep},
        payout::account::BankAccountDraft,
        refund::{RefundError, RefundForm, RefundOrder},
    },
    trade::{
        checkout::{PlaceCheckout, PlacedCheckout},
        order::{CancelOrder, ConfirmReceipt, ShipOrders},
        shipping::PostalAddress,
    },
};
use uuid::Uuid;

impl World {
    /// Somebody does something.
    ///
    /// # Errors
    /// An incident when the market cannot be read although nothing disturbs it.
    pub async fn step(&mut self) -> Result<(), Incident> {
        // Each on the heap: their futures together are larger than a thread's stack.
        match self.dice.below(32) {
            0..=5 => Box::pin(self.buy()).await,
            6 => Box::pin(self.ask_again()).await,
            7..=12 => Box::pin(self.pay()).await,
            13 => Box::pin(self.top_up()).await,
            14 => Box::pin(self.cancel_checkout()).await,
            15..=18 => Box::pin(self.ship()).await?,
            19..=20 => Box::pin(self.confirm()).await,
            21 => Box::pin(self.cancel_order()).await?,
            22..=24 => Box::pin(self.pay_back()).await?,
            25 => Box::pin(self.count_shelf()).await,
            26 => Box::pin(self.change_account()).await,
            27 => Box::pin(self.lose_a_note()).await?,
            28 => Box::pin(self.hear()).await,
            _ => {
                let minutes = [2, 10, 90, 3_600][self.dice.below(4) as usize];
                let by = Duration::minutes(1 + i64::from(self.dice.below(minutes)));
                Box::pin(self.wait(by)).await?;
            }
        }
        self.rest().await;
        Ok(())
    }

    fn buyer(&mut self) -> Option<Actor> {
        self.dice.pick(&self.buyers).cloned()
    }

    fn seller(&mut self) -> Option<Seller> {
        self.dice.pick(&self.sellers).cloned()
    }

    async fn buy(&mut self) {
        let (ctx, Some(buyer)) = (self.ctx.clone(), self.buyer()) else {
            return;
        };
        for seller in self.sellers.clone() {
            if self.dice.one_in(2) {
                let pieces = 1 + self.dice.below(2);
                let _ = self
                    .attempt(cart::add(&ctx, &buyer, seller.variant, pieces))
                    .await;
            }
        }
        let Ok(form) = checkout::checkout_form(&ctx, &buyer).await else {
            return;
        };
        let cmd = PlaceCheckout {
            command: form.command,
            email: "lin@longtail.example".to_owned(),
            ship_to: address(),
            remember_address: self.dice.one_in(2),
            notes: Vec::new(),
            agreed_total_minor: form.cart.total.minor,
        };
        self.place(buyer, cmd).await;
    }

    /// Sends the command; once more where it was not answered, or only to see.
    async fn place(&mut self, buyer: Actor, cmd: PlaceCheckout) {
        let ctx = self.ctx.clone();
        let mut told: Option<PlacedCheckout> = None;
        for _ in 0..3 {
            match self.attempt(checkout::place(&ctx, &buyer, &cmd)).await {
                Word::Done(placed) => {
                    if told.as_ref().is_some_and(|before| *before != placed) {
                        let command = cmd.command;
                        self.broken
                            .push(format!("{command} was answered in two ways"));
                    }
                    told = Some(placed);
                }
                Word::Refused(_) if told.is_some() => {
                    let command = cmd.command;
                    self.broken
                        .push(format!("{command} was taken, then refused"));
                }
                Word::Refused(_) => return,
                Word::Silence => {}
            }
            if !self.dice.one_in(3) {
                break;
            }
        }
        match told {
            Some(placed) => {
                self.count("checkouts");
                self.placed.push((buyer, cmd, placed));
            }
            None => self.unanswered.push((buyer, cmd)),
        }
    }

    /// A buyer who heard nothing sends the same form once more, hours or days later.
    async fn ask_again(&mut self) {
        if self.unanswered.is_empty() {
            return;
        }
        let at = self.dice.below(self.unanswered.len() as u32) as usize;
        let (buyer, cmd) = self.unanswered.swap_remove(at);
        self.count("asked again");
        self.place(buyer, cmd).await;
    }

    async fn pay(&mut self) {
        let ctx = self.ctx.clone();
        let Some((buyer, _, placed)) = self.latest() else {
            return;
        };
        let method = if self.dice.one_in(3) {
            Method::Wallet
        } else {
            Method::Card
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

    async fn top_up(&mut self) {
        let (ctx, Some(buyer)) = (self.ctx.clone(), self.buyer()) else {
            return;
        };
        let command: CommandId = ctx.new_id();
        let amount = 100 + i64::from(self.dice.below(400_000));
        let paying = payment::top_up(&ctx, &buyer, command, amount);
        if let Word::Done(NextStep::GoTo { .. }) = self.attempt(paying).await {
            self.count("top-ups");
            self.cards.visit(PaymentId(command.0));
        }
    }

    async fn cancel_checkout(&mut self) {
        let ctx = self.ctx.clone();
        let Some((buyer, _, placed)) = self.latest() else {
            return;
        };
        let closing = checkout::cancel(&ctx, &buyer, placed.checkout);
        if let Word::Done(()) = self.attempt(closing).await {
            self.count("called off unpaid");
        }
    }

    async fn ship(&mut self) -> Result<(), Incident> {
        let ctx = self.ctx.clone();
        for _ in 0..4 {
            let Some((_, order)) = self.order() else {
                return Ok(());
            };
            let Some(seller) = self.seller_of(order).await? else {
                continue;
            };
            let cmd = ShipOrders {
                command: ctx.new_id(),
                carrier: "Swift Post".to_owned(),
                parcels: vec![(order, format!("T{}", self.dice.below(1_000_000)))],
            };
            self.often("parcels", || order::ship(&ctx, &seller.owner, &cmd))
                .await;
        }
        Ok(())
    }

    async fn confirm(&mut self) {
        let ctx = self.ctx.clone();
        for _ in 0..3 {
            let Some((buyer, order)) = self.order() else {
                return;
            };
            let command = ctx.new_id();
            let cmd = ConfirmReceipt { command, order };
            self.often("confirmed", || order::confirm(&ctx, &buyer, &cmd))
                .await;
        }
    }

    async fn cancel_order(&mut self) -> Result<(), Incident> {
        let ctx = self.ctx.clone();
        let Some((buyer, order)) = self.order() else {
            return Ok(());
        };
        let command = ctx.new_id();
        let cmd = CancelOrder { command, order };
        let seller = self.seller_of(order).await?;
        let by = match seller {
            Some(seller) if self.dice.one_in(2) => seller.owner,
            _ => buyer,
        };
        self.often("called off", || order::cancel(&ctx, &by, &cmd))
            .await;
        Ok(())
    }

    async fn pay_back(&mut self) -> Result<(), Incident> {
        let ctx = self.ctx.clone();
        let Some((_, order)) = self.order() else {
            return Ok(());
        };
        let Some(seller) = self.seller_of(order).await? else {
            return Ok(());
        };
        let lines: Vec<Uuid> =
            sqlx::query_scalar("select id from order_lines where order_id = $1 order by position")
                .bind(order.0)
                .fetch_all(&ctx.db)
                .await?;
        let pieces = lines.into_iter().map(OrderLineId);
        let pieces: Vec<_> = pieces
            .map(|line| (line, self.dice.below(3).to_string()))
            .collect();
        let goods = ["", "0.01", "20", "7.77"][self.dice.below(4) as usize];
        let postage = ["", "3", "0.01"][self.dice.below(3) as usize];
        let mut cmd = RefundOrder {
            command: ctx.new_id(),
            order,
            form: RefundForm {
                pieces,
                goods: goods.to_owned(),
                postage: postage.to_owned(),
                reason: "It came late".to_owned(),
            },
            agreed_minor: None,
        };
        // The sum is told first, and agreed to.
        let asked = refund::refund(&ctx, &seller.owner, &cmd).await;
        if let Err(crate::Failure::Refused(RefundError::LookAgain { quote })) = asked {
            cmd.agreed_minor = Some(quote.total().minor);
            self.often("paid back", || refund::refund(&ctx, &seller.owner, &cmd))
                .await;
        }
        Ok(())
    }

    async fn count_shelf(&mut self) {
        let (ctx, Some(seller)) = (self.ctx.clone(), self.seller()) else {
            return;
        };
        let on_hand = 5 + self.dice.below(20);
        let _ = self
            .attempt(stock::count(&ctx, &seller.owner, seller.variant, on_hand))
            .await;
    }

    async fn change_account(&mut self) {
        let (ctx, Some(seller)) = (self.ctx.clone(), self.seller()) else {
            return;
        };
        let numbers = ["6222 0211 0000 1234 567", "6222 0211 0000 7654 321"];
        let draft = BankAccountDraft {
            holder: "Lin Xiaoyu".to_owned(),
            account_number: numbers[self.dice.below(2) as usize].to_owned(),
            bank: "Bank of the Lake".to_owned(),
        };
        let saving = payout::save_bank_account(&ctx, &seller.owner, seller.slug, &draft);
        let _ = self.attempt(saving).await;
    }

    /// The note that a job was done is lost, as when a worker dies right after the work: the job
    /// is done again.
    async fn lose_a_note(&mut self) -> Result<(), Incident> {
        let skip = i64::from(self.dice.below(40));
        let lost = sqlx::query(
            "update jobs j set done_at = null, attempts = 0, run_at = $2
             where id = (select d.id from jobs d where d.done_at is not null order by d.id desc offset $1 limit 1)
               and not exists (select from jobs o where o.kind = j.kind and o.key = j.key
                               and o.done_at is null and o.dead_at is null)",
        )
        .bind(skip)
        .bind(self.ctx.now())
        .execute(&self.ctx.db)
        .await?;
        if lost.rows_affected() > 0 {
            self.count("jobs done again");
            self.work().await;
        }
        Ok(())
    }

    /// Sends a command until it is answered, and sometimes once more.
    async fn often<T, E, F>(&mut self, what: &'static str, mut send: impl FnMut() -> F)
    where
        F: Future<Output = Result<T, crate::Failure<E>>>,
    {
        let mut done = false;
        for _ in 0..3 {
            match self.attempt(send()).await {
                Word::Done(_) => done = true,
                Word::Refused(_) if done => {
                    self.broken
                        .push(format!("{what}: the same command was taken, then refused"));
                }
                Word::Refused(_) => return,
                Word::Silence => continue,
            }
            if !self.dice.one_in(4) {
                break;
            }
        }
        if done {
            self.count(what);
        }
    }

    /// One of the checkouts placed last.
    fn latest(&mut self) -> Option<(Actor, PlaceCheckout, PlacedCheckout)> {
        let last = self.placed.len().saturating_sub(8);
        self.dice.pick(&self.placed[last..]).cloned()
    }

    /// An order that its buyer knows of, rather a new one.
    fn order(&mut self) -> Option<(Actor, OrderId)> {
        let last = self.placed.len().saturating_sub(30);
        let (buyer, _, placed) = self.dice.pick(&self.placed[last..])?;
        let buyer = buyer.clone();
        let orders = placed.orders.clone();
        let order = self.dice.pick(&orders).copied()?;
        Some((buyer, order))
    }

    async fn seller_of(&self, order: OrderId) -> Result<Option<Seller>, Incident> {
        let shop: Option<Uuid> = sqlx::query_scalar("select shop_id from orders where id = $1")
            .bind(order.0)
            .fetch_optional(&self.ctx.db)
            .await?;
        let sells = |seller: &&Seller| Some(seller.shop) == shop.map(ShopId);
        Ok(self.sellers.iter().find(sells).cloned())
    }
}

fn address() -> PostalAddress {
    PostalAddress {
        recipient: "Lin Xiaoyu".to_owned(),
        phone: "+86 571 5550 0101".to_owned(),
        country: "CN".to_owned(),
        region: "Zhejiang".to_owned(),
        city: "Hangzhou".to_owned(),
        line: "12 Willow Lane".to_owned(),
        postcode: "310000".to_owned(),
    }
}
