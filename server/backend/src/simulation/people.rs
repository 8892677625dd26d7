//! What somebody does, as the dice say; what buyers do of it, and the clock.

use super::{
    founding::ABROAD,
    world::{Seller, Word, World},
};
use crate::{
    failure::{Failure, Incident},
    trade::{cart, checkout, order},
};
use chrono::Duration;
use longtail::{
    actor::Actor,
    id::{OrderId, ShopId},
    money::Money,
    trade::{
        checkout::{Agreed, CheckoutError, PlaceCheckout, PlacedCheckout},
        order::{CallOffRest, CancelOrder, ConfirmReceipt, Party},
        shipping::{PostalAddress, region::Place},
    },
};
use std::collections::HashMap;
use uuid::Uuid;

/// An order with its buyer and its seller.
pub type Chosen = (Actor, OrderId, Seller);

impl World {
    /// Somebody does something.
    ///
    /// # Errors
    /// An incident when the market cannot be read although nothing disturbs it.
    pub async fn step(&mut self) -> Result<(), Incident> {
        // Each on the heap: their futures together are larger than a thread's stack.
        match self.dice.below(50) {
            0..=5 => {
                Box::pin(self.buy()).await;
                // few think it over for days
                if self.dice.one_in(2) {
                    Box::pin(self.pay()).await;
                }
            }
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
            28 => Box::pin(self.hear()).await?,
            29 => Box::pin(self.change_own_account()).await,
            30 => Box::pin(self.withdraw()).await,
            31..=32 => Box::pin(self.pack()).await?,
            33..=34 => Box::pin(self.change_prices()).await,
            35..=36 => Box::pin(self.move_deposit()).await,
            37 => Box::pin(self.charge_fee()).await?,
            38 => Box::pin(self.pay_back_lost(false)).await?,
            39 => Box::pin(self.send_back()).await,
            40 => Box::pin(self.lose_a_job()).await?,
            41 => Box::pin(self.sweep()).await,
            42..=43 => Box::pin(self.follow()).await,
            44 => Box::pin(self.wish()).await?,
            45 => Box::pin(self.call_off_rest()).await?,
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
        Box::pin(self.type_codes(&buyer)).await;
        let ship_to = address(if self.dice.one_in(3) { ABROAD } else { "CN" });
        // Where nobody has said where it goes, the total is told for the place of the last time.
        let told_for = self.dice.one_in(2).then(|| Place::of(&ship_to));
        let Ok(form) = checkout::checkout_form_to(&ctx, &buyer, told_for).await else {
            return;
        };
        if self.dice.one_in(4) {
            // While the buyer looks at it.
            Box::pin(self.change_prices()).await;
        }
        let cmd = PlaceCheckout {
            command: form.command,
            email: "lin@longtail.example".to_owned(),
            ship_to,
            remember_address: self.dice.one_in(2),
            notes: Vec::new(),
            agreed_total_minor: form.cart.total.minor,
            agreed: Some(Agreed::of_cart(&form.cart)),
        };
        self.agree(buyer, cmd).await;
    }

    /// Sends the form. Where it has become another, its buyer is asked, and most agree: to the
    /// new total, whatever it is made of.
    async fn agree(&mut self, buyer: Actor, mut cmd: PlaceCheckout) {
        for _ in 0..3 {
            let Some(now) = self.place(&buyer, &cmd).await else {
                return;
            };
            self.count("totals changed");
            if self.dice.one_in(6) {
                return;
            }
            cmd.command = self.ctx.new_id();
            cmd.agreed_total_minor = now.minor;
            cmd.agreed = None;
        }
    }

    /// Sends the command; once more where it was not answered, or only to see. Answers with the
    /// total where it has become another.
    async fn place(&mut self, buyer: &Actor, cmd: &PlaceCheckout) -> Option<Money> {
        let ctx = self.ctx.clone();
        let mut told: Option<PlacedCheckout> = None;
        for _ in 0..3 {
            match self.attempt(checkout::place(&ctx, buyer, cmd)).await {
                Word::Done(placed) => {
                    let (agreed, total) = (cmd.agreed_total_minor, placed.total.minor);
                    if agreed != total {
                        self.broken
                            .push(format!("{total} was ordered for, {agreed} was agreed to"));
                    }
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
                Word::Refused(Failure::Refused(CheckoutError::TotalChanged { now, .. })) => {
                    return Some(now);
                }
                Word::Refused(_) => return None,
                Word::Silence => {}
            }
            if !self.dice.one_in(3) {
                break;
            }
        }
        match told {
            Some(placed) => {
                self.count("checkouts");
                self.placed.push((buyer.clone(), cmd.clone(), placed));
            }
            None => self.unanswered.push((buyer.clone(), cmd.clone())),
        }
        None
    }

    /// A buyer who heard nothing sends the same form once more, hours or days later.
    async fn ask_again(&mut self) {
        if self.unanswered.is_empty() {
            return;
        }
        let at = self.dice.below(self.unanswered.len() as u32) as usize;
        let (buyer, cmd) = self.unanswered.swap_remove(at);
        self.count("asked again");
        self.agree(buyer, cmd).await;
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
        let (actor, by) = if self.dice.one_in(2) {
            (seller.owner, Party::Shop)
        } else {
            (buyer, Party::Buyer)
        };
        let cmd = CancelOrder { command, order, by };
        self.often("called off", || order::cancel(&ctx, &actor, &cmd))
            .await;
        Ok(())
    }

    /// A buyer calls off what is not sent or lost; mostly too early.
    async fn call_off_rest(&mut self) -> Result<(), Incident> {
        let ctx = self.ctx.clone();
        let Some((buyer, order, _)) = self.order(&["to_ship", "shipped"]).await? else {
            return Ok(());
        };
        let command = ctx.new_id();
        let cmd = CallOffRest { command, order };
        self.often("rests called off", || {
            order::call_off_rest(&ctx, &buyer, &cmd)
        })
        .await;
        Ok(())
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

    /// Sends a command until it is answered, and sometimes once more. None where it was refused,
    /// or nobody knows.
    pub async fn often<T, E, F>(
        &mut self,
        what: &'static str,
        mut send: impl FnMut() -> F,
    ) -> Option<T>
    where
        F: Future<Output = Result<T, Failure<E>>>,
    {
        let mut done = None;
        for _ in 0..3 {
            match self.attempt(send()).await {
                Word::Done(answer) => done = Some(answer),
                Word::Refused(_) if done.is_some() => {
                    self.broken
                        .push(format!("{what}: the same command was taken, then refused"));
                }
                Word::Refused(_) => return None,
                Word::Silence => continue,
            }
            if !self.dice.one_in(4) {
                break;
            }
        }
        if done.is_some() {
            self.count(what);
        }
        done
    }

    /// One of the checkouts placed last.
    pub fn latest(&mut self) -> Option<(Actor, PlaceCheckout, PlacedCheckout)> {
        let last = self.placed.len().saturating_sub(8);
        self.dice.pick(&self.placed[last..]).cloned()
    }

    /// An order that its buyer knows of, rather a new one, with its seller: in one of these
    /// stages, but now and then in any, against the rules.
    pub async fn order(&mut self, stages: &[&str]) -> Result<Option<Chosen>, Incident> {
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

fn address(country: &str) -> PostalAddress {
    PostalAddress {
        recipient: "Lin Xiaoyu".to_owned(),
        phone: "+86 571 5550 0101".to_owned(),
        country: country.to_owned(),
        region: "Zhejiang".to_owned(),
        city: "Hangzhou".to_owned(),
        line: "12 Willow Lane".to_owned(),
        postcode: "310000".to_owned(),
    }
}
