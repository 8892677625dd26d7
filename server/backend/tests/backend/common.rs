//! Shops with goods, buyers, and the steps that many tests take.

use longtail::{
    actor::{Actor, Seat, ShopRole},
    id::{AccountId, CommandId, OrderId, PaymentId, ShopId, VariantId},
    money::{
        Money,
        payment::{GatewayOutcome, Method, NextStep},
    },
    trade::{
        checkout::{PlaceCheckout, PlacedCheckout},
        order::{OrderStageName, ShipOrders},
        shipping::PostalAddress,
    },
};
use longtail_backend::{
    Ctx,
    money::{payment, payment::gateway::GatewayEvent},
    platform::audit,
    testing::{self, TestMarket},
    trade::{cart, checkout, order, stock},
    trust::account,
};
use sqlx::PgPool;
use std::{collections::BTreeSet, time::Duration};

/// A market of a test's own.
pub struct Market {
    pub ctx: Ctx,
    pub test: TestMarket,
}

/// A shop with one thing to sell.
pub struct Listing {
    pub shop: ShopId,
    pub owner: Actor,
    pub variant: VariantId,
}

/// Where parcels go.
pub fn address() -> PostalAddress {
    PostalAddress {
        recipient: "Lin Xiaoyu".into(),
        phone: "+86 571 5550 0101".into(),
        country: "CN".into(),
        region: "Zhejiang".into(),
        city: "Hangzhou".into(),
        line: "12 Willow Lane".into(),
        postcode: "310000".into(),
    }
}

impl Market {
    pub async fn new(db: PgPool) -> Self {
        let test = TestMarket::new(db);
        Self {
            ctx: test.ctx.clone(),
            test,
        }
    }

    pub async fn guest(&self) -> Actor {
        account::begin_guest(&self.ctx, &account::Visit::default())
            .await
            .expect("a guest")
            .0
    }

    pub async fn member(&self, name: &str) -> Actor {
        let account: AccountId = self.ctx.new_id();
        sqlx::query(
            "insert into accounts (id, kind, email, name, password_hash, created_at, joined_at)
             values ($1, 'member', $2, $3, 'none', $4, $4)",
        )
        .bind(account.0)
        .bind(format!("{}@longtail.example", name.to_lowercase()))
        .bind(name)
        .bind(self.ctx.now())
        .execute(&self.ctx.db)
        .await
        .expect("a member");
        Actor::Member {
            account,
            seats: Vec::new(),
        }
    }

    /// An open shop with one listing of one variant. Postage is ¥8 and ¥2 for each further piece.
    pub async fn listing(&self, slug: &str, price_minor: i64, on_hand: u32) -> Listing {
        let Actor::Member { account, .. } = self.member(&format!("{slug}-owner")).await else {
            unreachable!("a member")
        };
        let (shop, variant) = testing::open_shop_with_goods(&self.ctx, account, slug, price_minor)
            .await
            .expect("a shop with goods");
        let owner = Actor::Member {
            account,
            seats: vec![Seat {
                shop,
                role: ShopRole::Owner,
            }],
        };
        stock::count(&self.ctx, &owner, variant, on_hand)
            .await
            .expect("counted");
        Listing {
            shop,
            owner,
            variant,
        }
    }

    pub async fn available(&self, variant: VariantId) -> i32 {
        sqlx::query_scalar("select on_hand - reserved from stock_levels where variant_id = $1")
            .bind(variant.0)
            .fetch_one(&self.ctx.db)
            .await
            .expect("a level")
    }

    /// Fills the buyer's cart and answers with the form that would order it.
    pub async fn fill(&self, buyer: &Actor, goods: &[(VariantId, u32)]) -> PlaceCheckout {
        for (variant, quantity) in goods {
            cart::add(&self.ctx, buyer, *variant, *quantity)
                .await
                .expect("in the cart");
        }
        self.form(buyer).await
    }

    pub async fn form(&self, buyer: &Actor) -> PlaceCheckout {
        let form = checkout::checkout_form(&self.ctx, buyer)
            .await
            .expect("a form");
        PlaceCheckout {
            command: form.command,
            email: "lin@longtail.example".into(),
            ship_to: address(),
            remember_address: true,
            notes: Vec::new(),
            agreed_total_minor: form.cart.total.minor,
            agreed: None,
        }
    }

    pub async fn place(&self, buyer: &Actor, goods: &[(VariantId, u32)]) -> PlacedCheckout {
        let form = self.fill(buyer, goods).await;
        checkout::place(&self.ctx, buyer, &form)
            .await
            .expect("placed")
    }

    pub fn event(
        &self,
        payment: PaymentId,
        amount: Money,
        outcome: GatewayOutcome,
    ) -> GatewayEvent {
        GatewayEvent {
            id: format!("event_{payment}_{outcome:?}"),
            reference: format!("test_{payment}"),
            payment,
            outcome,
            amount,
            payload: serde_json::json!({}),
        }
    }

    pub async fn pay_by_card(&self, buyer: &Actor, placed: &PlacedCheckout) {
        let command: CommandId = self.ctx.new_id();
        let step =
            payment::pay_checkout(&self.ctx, buyer, command, placed.checkout, Method::Card).await;
        assert!(matches!(step, Ok(NextStep::GoTo { .. })), "{step:?}");
        let event = self.event(PaymentId(command.0), placed.total, GatewayOutcome::Captured);
        payment::record_gateway_event(&self.ctx, event)
            .await
            .expect("paid");
    }

    pub async fn order_at(&self, placed: &PlacedCheckout, shop: ShopId) -> OrderId {
        let ids: Vec<uuid::Uuid> = placed.orders.iter().map(|order| order.0).collect();
        OrderId(
            sqlx::query_scalar("select id from orders where id = any($1) and shop_id = $2")
                .bind(ids)
                .bind(shop.0)
                .fetch_one(&self.ctx.db)
                .await
                .expect("an order at the shop"),
        )
    }

    pub async fn ship(&self, seller: &Actor, order: OrderId) {
        let ship = ShipOrders {
            command: self.ctx.new_id(),
            carrier: "Swift Post".into(),
            parcels: vec![(order, "SP123456".into())],
        };
        order::ship(&self.ctx, seller, &ship)
            .await
            .expect("shipped");
    }

    pub async fn stage(&self, buyer: &Actor, order: OrderId) -> OrderStageName {
        order::order_page(&self.ctx, buyer, order)
            .await
            .expect("a page")
            .summary
            .stage
            .name()
    }

    pub async fn audit_is_clean(&self) {
        let report = audit::run(&self.ctx).await.expect("a report");
        assert!(report.is_clean(), "{:#?}", report.findings);
    }

    /// The proofs that the audit finds broken, each once, by name.
    pub async fn broken_proofs(&self) -> Vec<String> {
        let report = audit::run(&self.ctx).await.expect("a report");
        let proofs: BTreeSet<String> = report.findings.into_iter().map(|f| f.proof).collect();
        proofs.into_iter().collect()
    }

    /// Whether nothing that these tables hold can be taken back.
    pub async fn are_append_only(&self, tables: &[&str]) {
        for table in tables {
            let edit = sqlx::query(sqlx::AssertSqlSafe(format!("delete from {table}")))
                .execute(&self.ctx.db)
                .await;
            assert!(edit.is_err(), "{table} is append-only");
        }
    }
}

/// Ready once so many wait for a lock in a test's database.
pub async fn until_waiting(db: &PgPool, many: i64) {
    let all = async {
        loop {
            let waiting: i64 = sqlx::query_scalar(
                "select count(*) from pg_stat_activity
                 where datname = current_database() and wait_event_type = 'Lock'",
            )
            .fetch_one(db)
            .await
            .expect("a count");
            if waiting >= many {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), all)
        .await
        .expect("they wait");
}

/// Chance that a seed decides (xorshift), so that a failing day can be lived again.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}
