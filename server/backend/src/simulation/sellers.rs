//! What shops do with their orders: send them, whole or in parts, and pay back.

use super::world::{Seller, World};
use crate::{
    failure::{Failure, Incident},
    money::refund,
    trade::{order, shipping, stock},
};
use longtail::{
    id::{OrderId, OrderLineId},
    money::refund::{RefundError, RefundForm, RefundOrder},
    trade::{
        order::ShipOrders,
        shipping::parcel::{Bringer, ParcelForm, ShipParcel},
    },
};
use uuid::Uuid;

/// The most pieces that are paid back at once: more of the dearest would ask for a code.
const AT_ONCE: i32 = 3;

/// Pieces as a person types them.
type Pieces = Vec<(OrderLineId, String)>;

impl World {
    /// All that is left of an order, in one parcel.
    pub async fn ship(&mut self) -> Result<(), Incident> {
        let ctx = self.ctx.clone();
        let Some((_, order, seller)) = self.order(&["to_ship"]).await? else {
            return Ok(());
        };
        if self.dice.one_in(2) {
            let all = Vec::new();
            self.hand_over("parcels", &seller, order, all, Bringer::Label)
                .await;
            return Ok(());
        }
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
    pub async fn pack(&mut self) -> Result<(), Incident> {
        let Some((_, order, seller)) = self.order(&["to_ship"]).await? else {
            return Ok(());
        };
        let pieces = self.some_pieces(order).await?;
        let by = match self.dice.below(3) {
            0 => Bringer::Typed,
            _ => Bringer::Label,
        };
        self.hand_over("parts", &seller, order, pieces, by).await;
        Ok(())
    }

    /// A parcel is handed over. Where the carrier made no label, it is asked once more under the
    /// same command.
    async fn hand_over(
        &mut self,
        what: &'static str,
        seller: &Seller,
        order: OrderId,
        pieces: Pieces,
        by: Bringer,
    ) {
        let ctx = self.ctx.clone();
        let form = ParcelForm {
            pieces,
            by,
            carrier: "Swift Post".to_owned(),
            tracking: format!("P{}", self.dice.below(1_000_000)),
        };
        let cmd = ShipParcel {
            command: ctx.new_id(),
            order,
            form,
        };
        let tries = if by == Bringer::Label { 2 } else { 1 };
        for _ in 0..tries {
            let sent = self
                .often(what, || shipping::ship_parcel(&ctx, &seller.owner, &cmd))
                .await;
            if sent.is_some() {
                break;
            }
        }
    }

    /// None, one or two of each line.
    async fn some_pieces(&mut self, order: OrderId) -> Result<Pieces, Incident> {
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

    pub async fn pay_back(&mut self) -> Result<(), Incident> {
        let paid = ["to_ship", "shipped", "completed"];
        let Some((_, order, seller)) = self.order(&paid).await? else {
            return Ok(());
        };
        let pieces = self.some_pieces(order).await?;
        let goods = ["", "0.01", "20", "7.77"][self.dice.below(4) as usize];
        let postage = ["", "3", "0.01"][self.dice.below(3) as usize];
        let form = RefundForm {
            pieces,
            goods: goods.to_owned(),
            postage: postage.to_owned(),
            reason: "It came late".to_owned(),
        };
        self.refund("paid back", &seller, order, form).await;
        Ok(())
    }

    /// Whether it was paid back. The sum is told first, and agreed to.
    async fn refund(
        &mut self,
        what: &'static str,
        seller: &Seller,
        order: OrderId,
        form: RefundForm,
    ) -> bool {
        let ctx = self.ctx.clone();
        let mut cmd = RefundOrder {
            command: ctx.new_id(),
            order,
            form,
            agreed_minor: None,
            agreed_unsent: 0,
            code: String::new(),
        };
        let asked = refund::refund(&ctx, &seller.owner, &cmd).await;
        let Err(Failure::Refused(RefundError::LookAgain { quote })) = asked else {
            return false;
        };
        cmd.agreed_minor = Some(quote.total().minor);
        cmd.agreed_unsent = quote.unsent();
        let done = self
            .often(what, || refund::refund(&ctx, &seller.owner, &cmd))
            .await;
        done.is_some()
    }

    /// A shop pays back what the carrier has lost of an order, or all shops of all orders.
    pub async fn pay_back_lost(&mut self, of_all: bool) -> Result<(), Incident> {
        let mut owed: Vec<(Uuid, Uuid, Uuid, i32)> = sqlx::query_as(
            "select o.id, o.shop_id, n.id, (lost.pieces - n.refunded_quantity + n.unsent_quantity)::int
             from orders o
             join order_lines n on n.order_id = o.id
             join lateral (select sum(l.quantity) as pieces
                           from parcel_lines l join parcels p on p.id = l.parcel_id
                           where l.line_id = n.id and p.standing = 'lost') lost
               on lost.pieces > n.refunded_quantity - n.unsent_quantity
             where o.stage in ('to_ship', 'shipped') and n.refunded_goods_minor < n.goods_minor
             order by o.placed_at, o.total_minor, o.id, n.position",
        )
        .fetch_all(&self.ctx.db)
        .await?;
        if !of_all {
            owed = self.dice.pick(&owed).copied().into_iter().collect();
        }
        for (order, shop, line, pieces) in owed {
            let Some(seller) = self.seller_of(shop) else {
                continue;
            };
            // Where so few pieces are worth nothing any more, a little goes along.
            for goods in ["", "0.01"] {
                let form = RefundForm {
                    pieces: vec![(OrderLineId(line), pieces.min(AT_ONCE).to_string())],
                    goods: goods.to_owned(),
                    postage: String::new(),
                    reason: "The carrier has lost it".to_owned(),
                };
                let order = OrderId(order);
                if self
                    .refund("lost and paid back", &seller, order, form)
                    .await
                {
                    break;
                }
            }
        }
        Ok(())
    }

    fn seller_of(&self, shop: Uuid) -> Option<Seller> {
        let mut sellers = self.sellers.iter();
        sellers.find(|seller| seller.shop.0 == shop).cloned()
    }

    /// Shops leave nothing undone: what is still to be sent is sent, what is lost is paid back.
    ///
    /// # Errors
    /// An incident when the market cannot be read although nothing disturbs it.
    pub async fn wind_up(&mut self) -> Result<(), Incident> {
        let ctx = self.ctx.clone();
        let left: Vec<(Uuid, Uuid)> = sqlx::query_as(
            "select id, shop_id from orders where stage = 'to_ship' order by placed_at, id",
        )
        .fetch_all(&ctx.db)
        .await?;
        for seller in self.sellers.clone() {
            let own = left.iter().filter(|(_, shop)| *shop == seller.shop.0);
            let parcels: Vec<(OrderId, String)> = own
                .map(|(order, _)| (OrderId(*order), "L1".to_owned()))
                .collect();
            if parcels.is_empty() {
                continue;
            }
            let cmd = ShipOrders {
                command: ctx.new_id(),
                carrier: "Swift Post".to_owned(),
                parcels,
            };
            self.often("sent at last", || order::ship(&ctx, &seller.owner, &cmd))
                .await;
        }
        self.pay_back_lost(true).await
    }

    pub async fn count_shelf(&mut self) {
        let (ctx, Some(seller)) = (self.ctx.clone(), self.seller()) else {
            return;
        };
        let on_hand = 5 + self.dice.below(20);
        let _ = self
            .attempt(stock::count(&ctx, &seller.owner, seller.variant, on_hand))
            .await;
    }
}
