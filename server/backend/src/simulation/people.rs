//! What buyers, sellers and the clock do, as the dice say.

use super::world::{Seller, Word, World};
use crate::{
    failure::Incident,
    money::refund,
    trade::{cart, checkout, order, shipping, stock},
};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::{OrderId, OrderLineId, ShopId},
    money::refund::{RefundError, RefundForm, RefundOrder},
    trade::{
        checkout::{PlaceCheckout, PlacedCheckout},
        order::{CancelOrder, ConfirmReceipt, ShipOrders},
        shipping::{
            PostalAddress,
            parcel::{Bringer, ParcelForm, ShipParcel},
        },
    },
};
use std::collections::HashMap;
use uuid::Uuid;

/// An order with its buyer and its seller.
type Chosen = (Actor, OrderId, Seller);

impl World {
    /// Somebody does something.
    ///
    /// # Errors
    /// An incident when the market cannot be read although nothing disturbs it.
    pub async fn step(&mut self) -> Result<(), Incident> {
        // Each on the heap: their futures together are larger than a thread's stack.
        match self.dice.below(37) {
            0..=5 => Box::pin(self.buy()).await,
            6 => Box::pin(self.ask_again()).await,
            7..=12 => Box::pin(self.pay()).await,
            13 => Box::pin(self.top_up()).await,
            14 => Box::pin(self.cancel_checkout()).await,
            15..=18 => Box::pin(self.ship()).await?,
            19..=20 => Box::pin(self.confirm()).await?,
            21 => Box::pin(self.cancel_order()).await?,
            22..=24 => Box::pin(self.pay_back()).await?,
            25 => Box::pin(self.count_shelf()).await,
            26 => Box::pin(self.change_account()).await,
            27 => Box::pin(self.lose_a_note()).await?,
            28 => Box::pin(self.hear()).await,
            29 => Box::pin(self.change_own_account()).await,
            30 => Box::pin(self.withdraw()).await,
            31..=32 => Box::pin(self.pack()).await?,
            33 => Box::pin(self.send_back()).await,
            _ => {
                let minutes = [2, 10, 90, 3_600][self.dice.below(4) as usize];
                let by = Duration::minutes(1 + i64::from(self.dice.below(minutes)));
                Box::pin(self.wait(by)).await?;
            }
        }
        self.rest().await;
        Ok(())
    }

    pub fn buyer(&mut self) -> Option<Actor> {
        self.dice.pick(&self.buyers).cloned()
    }

    pub fn seller(&mut self) -> Option<Seller> {
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
        let Some((_, order, seller)) = self.order(&["to_ship"]).await? else {
            return Ok(());
        };
        let cmd = ShipOrders {
            command: ctx.new_id(),
            carrier: "Swift Post".to_owned(),
            parcels: vec![(order, format!("T{}", self.dice.below(1_000_000)))],
        };
        self.often("parcels", || order::ship(&ctx, &seller.owner, &cmd))
            .await;
        Ok(())
    }

    /// Some pieces of an order go first; more than there are, or none, against the rules.
    async fn pack(&mut self) -> Result<(), Incident> {
        let ctx = self.ctx.clone();
        let Some((_, order, seller)) = self.order(&["to_ship"]).await? else {
            return Ok(());
        };
        let form = ParcelForm {
            pieces: self.some_pieces(order).await?,
            by: Bringer::Typed,
            carrier: "Swift Post".to_owned(),
            tracking: format!("P{}", self.dice.below(1_000_000)),
        };
        let command = ctx.new_id();
        let cmd = ShipParcel {
            command,
            order,
            form,
        };
        self.often("parts", || shipping::ship_parcel(&ctx, &seller.owner, &cmd))
            .await;
        Ok(())
    }

    /// None, one or two of each line, as a person types it.
    async fn some_pieces(
        &mut self,
        order: OrderId,
    ) -> Result<Vec<(OrderLineId, String)>, Incident> {
        let lines: Vec<Uuid> =
            sqlx::query_scalar("select id from order_lines where order_id = $1 order by position")
                .bind(order.0)
                .fetch_all(&self.ctx.db)
                .await?;
        let lines = lines.into_iter().map(OrderLineId);
        Ok(lines
            .map(|line| (line, self.dice.below(3).to_string()))
            .collect())
    }

    async fn confirm(&mut self) -> Result<(), Incident> {
        let ctx = self.ctx.clone();
        let Some((buyer, order, _)) = self.order(&["shipped"]).await? else {
            return Ok(());
        };
        let command = ctx.new_id();
        let cmd = ConfirmReceipt { command, order };
        self.often("confirmed", || order::confirm(&ctx, &buyer, &cmd))
            .await;
        Ok(())
    }

    async fn cancel_order(&mut self) -> Result<(), Incident> {
        let ctx = self.ctx.clone();
        let Some((buyer, order, seller)) = self.order(&["to_ship"]).await? else {
            return Ok(());
        };
        let command = ctx.new_id();
        let cmd = CancelOrder { command, order };
        let by = if self.dice.one_in(2) {
            seller.owner
        } else {
            buyer
        };
        self.often("called off", || order::cancel(&ctx, &by, &cmd))
            .await;
        Ok(())
    }

    async fn pay_back(&mut self) -> Result<(), Incident> {
        let ctx = self.ctx.clone();
        let paid = ["to_ship", "shipped", "completed"];
        let Some((_, order, seller)) = self.order(&paid).await? else {
            return Ok(());
        };
        let pieces = self.some_pieces(order).await?;
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
            code: String::new(),
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
    pub async fn often<T, E, F>(&mut self, what: &'static str, mut send: impl FnMut() -> F)
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
    pub fn latest(&mut self) -> Option<(Actor, PlaceCheckout, PlacedCheckout)> {
        let last = self.placed.len().saturating_sub(8);
        self.dice.pick(&self.placed[last..]).cloned()
    }

    /// An order that its buyer knows of, rather a new one, with its seller: in one of these
    /// stages, but now and then in any, against the rules.
    async fn order(&mut self, stages: &[&str]) -> Result<Option<Chosen>, Incident> {
        let last = self.placed.len().saturating_sub(30);
        let known: Vec<(Actor, OrderId)> = self.placed[last..]
            .iter()
            .flat_map(|(buyer, _, placed)| placed.orders.iter().map(|id| (buyer.clone(), *id)))
            .collect();
        let any_stage = self.dice.one_in(6);
        let rows: Vec<(Uuid, Uuid)> = sqlx::query_as(
            "select id, shop_id from orders where id = any($1) and ($2 or stage = any($3))",
        )
        .bind(known.iter().map(|(_, order)| order.0).collect::<Vec<_>>())
        .bind(any_stage)
        .bind(stages)
        .fetch_all(&self.ctx.db)
        .await?;
        let shops: HashMap<OrderId, ShopId> = rows
            .into_iter()
            .map(|(order, shop)| (OrderId(order), ShopId(shop)))
            .collect();
        let fitting: Vec<Chosen> = known
            .into_iter()
            .filter_map(|(buyer, order)| {
                let shop = shops.get(&order)?;
                let seller = self.sellers.iter().find(|seller| seller.shop == *shop)?;
                Some((buyer, order, seller.clone()))
            })
            .collect();
        Ok(self.dice.pick(&fitting).cloned())
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
