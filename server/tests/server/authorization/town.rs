//! Two shops, a buyer with orders at one of them, and everybody else.

mod prices;
mod sides;
mod supplies;

use crate::common::{Person, Served};
use chrono::Duration;
use longtail::{
    actor::{Actor, Seat, ShopRole},
    id::{
        AddressId, CategoryId, CheckoutId, CommandId, ListingId, NoticeId, OrderId, PaymentId,
        SessionId, ShopId, VariantId,
    },
    money::{
        Money,
        payment::{GatewayOutcome, Method},
    },
    trade::{
        checkout::PlaceCheckout,
        order::ShipOrders,
        shipping::PostalAddress,
        stock::count::{BeginCount, ScopeForm},
    },
};
use longtail_backend::{
    money::{payment, payment::gateway::GatewayEvent},
    trade::{cart, checkout, order, question, shop::layout, stock},
    trust::account,
};
use sides::{OWN, Side};
use sqlx::PgPool;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// Without a session.
    Stranger,
    /// Another guest.
    Guest,
    /// A member who bought nothing here.
    OtherBuyer,
    /// A clerk of the other shop.
    OtherClerk,
    /// The owner of the other shop.
    OtherShop,
    /// The platform's own.
    Staff,
    /// A clerk of the shop.
    Clerk,
    /// The shop's owner.
    Owner,
    /// The member whose orders, addresses and notices are asked for.
    Buyer,
}

/// `{order}` and what it stands for.
type Names = Vec<(&'static str, String)>;

pub struct Town {
    pub market: Served,
    people: Vec<(Asker, Person)>,
    /// Whose things are being made.
    side: Side,
    names: Names,
    /// What the others have by the same names, where they have as much.
    others: Names,
}

struct Goods {
    shop: ShopId,
    listing: ListingId,
    variant: VariantId,
}

impl Town {
    pub async fn new(db: PgPool) -> Self {
        Self::founded(db).await.0
    }

    /// The town, and the goods of the other shop.
    async fn founded(db: PgPool) -> (Self, Goods) {
        let market = Served::new(db).await;
        let stranger = Person {
            account: market.ctx.new_id(),
            cookie: None,
        };
        let mut people = vec![(Asker::Stranger, stranger)];
        for (asker, kind, name) in [
            (Asker::Guest, "guest", "guest"),
            (Asker::OtherBuyer, "member", "other-buyer"),
            (Asker::OtherClerk, "member", "other-clerk"),
            (Asker::OtherShop, "member", "other-owner"),
            (Asker::Staff, "staff", "staff"),
            (Asker::Clerk, "member", "clerk"),
            (Asker::Owner, "member", "owner"),
            (Asker::Buyer, "member", "buyer"),
        ] {
            people.push((asker, market.person(kind, name).await));
        }
        let mut town = Self {
            market,
            people,
            side: OWN,
            names: Vec::new(),
            others: Vec::new(),
        };
        let tea = town.open("tea", Asker::Owner).await;
        let clay = town.open("clay", Asker::OtherShop).await;
        town.seat(tea.shop, Asker::Clerk, "clerk").await;
        town.seat(clay.shop, Asker::OtherClerk, "clerk").await;
        town.settle(&tea).await;
        town.promote().await;
        town.bury_a_job(&clay).await;
        (town, clay)
    }

    fn name(&mut self, name: &'static str, value: impl ToString) {
        self.names.push((name, value.to_string()));
    }

    pub fn person(&self, asker: Asker) -> &Person {
        &self
            .people
            .iter()
            .find(|(who, _)| *who == asker)
            .expect("everybody is there")
            .1
    }

    fn buyer(&self) -> Actor {
        Actor::Member {
            account: self.person(self.side.buyer).account,
            seats: Vec::new(),
        }
    }

    /// Puts ids into the braces; `{command}` is a new one each time.
    pub fn fill(&self, template: &str, _asker: Asker) -> String {
        let command: CommandId = self.market.ctx.new_id();
        let mut text = template.replace("{command}", &command.to_string());
        for (name, value) in &self.names {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        assert!(!text.contains('{'), "“{text}” names something unknown");
        text
    }

    /// Undoes a sign-out, so that one row does not decide the next.
    pub async fn renew_sessions(&self) {
        let now = self.market.ctx.now();
        for (_, person) in &self.people {
            let Some((_, token)) = person.cookie.as_ref().and_then(|c| c.split_once('=')) else {
                continue;
            };
            let session: SessionId = self.market.ctx.new_id();
            sqlx::query(
                "insert into sessions (id, token_hash, account_id, created_at, seen_at, expires_at)
                 values ($1, $2, $3, $4, $4, $5)
                 on conflict (token_hash) do update
                 set ended_at = null, expires_at = excluded.expires_at, account_id = excluded.account_id",
            )
            .bind(session.0)
            .bind(account::token_hash(token))
            .bind(person.account.0)
            .bind(now)
            .bind(now + Duration::days(30))
            .execute(&self.market.ctx.db)
            .await
            .expect("a session");
        }
    }

    async fn seat(&self, shop: ShopId, asker: Asker, role: &str) {
        sqlx::query(
            "insert into shop_seats (shop_id, account_id, role, since) values ($1, $2, $3, $4)",
        )
        .bind(shop.0)
        .bind(self.person(asker).account.0)
        .bind(role)
        .bind(self.market.ctx.now())
        .execute(&self.market.ctx.db)
        .await
        .expect("a seat");
    }

    /// A shop with one listing of one variant.
    async fn open(&self, slug: &str, owner: Asker) -> Goods {
        let ctx = &self.market.ctx;
        let goods = Goods {
            shop: ctx.new_id(),
            listing: ctx.new_id(),
            variant: ctx.new_id(),
        };
        let category: CategoryId = ctx.new_id();
        sqlx::query(
            "with s as (insert into shops (id, slug, tier, stage, name_en, postage_base_minor,
                                           postage_extra_item_minor, created_at, opened_at)
                        values ($1, $2, 'bazaar', 'open', $2, 800, 200, $6, $6)),
                  c as (insert into categories (id, slug, name_en, name_zh) values ($3, $2, $2, $2)),
                  l as (insert into listings (id, shop_id, category_id, slug, stage, title_en, created_at,
                                              published_at, updated_at)
                        values ($4, $1, $3, $2, 'live', $2, $6, $6, $6))
             insert into variants (id, listing_id, price_minor, sku) values ($5, $4, 2500, 'sku-' || $2)",
        )
        .bind(goods.shop.0)
        .bind(slug)
        .bind(category.0)
        .bind(goods.listing.0)
        .bind(goods.variant.0)
        .bind(ctx.now())
        .execute(&ctx.db)
        .await
        .expect("a shop with goods");
        self.seat(goods.shop, owner, "owner").await;
        let actor = Actor::Member {
            account: self.person(owner).account,
            seats: vec![Seat {
                shop: goods.shop,
                role: ShopRole::Owner,
            }],
        };
        stock::count(ctx, &actor, goods.variant, 50)
            .await
            .expect("counted");
        goods
    }

    /// The buyer buys six times: one to ship, one shipped, one unpaid, one to be called off, one of
    /// which the shop gets enough for a deposit, and one of which it sent a part. And has an address,
    /// a second session and a notice.
    async fn live(&mut self, goods: &Goods) {
        let (paid, to_ship) = self.order(goods, 1, true).await;
        let (_, shipped) = self.order(goods, 1, true).await;
        let (unpaid, _) = self.order(goods, 1, false).await;
        let (_, to_cancel) = self.order(goods, 1, true).await;
        let (_, earned) = self.order(goods, 10, true).await;
        let (_, partly) = self.order(goods, 2, true).await;
        let ctx = self.market.ctx.clone();
        let owner = Actor::Member {
            account: self.person(self.side.owner).account,
            seats: vec![Seat {
                shop: goods.shop,
                role: ShopRole::Owner,
            }],
        };
        let ship = ShipOrders {
            command: ctx.new_id(),
            carrier: "Swift Post".into(),
            parcels: vec![(shipped, "SP123456".into()), (earned, "SP123457".into())],
        };
        order::ship(&ctx, &owner, &ship).await.expect("shipped");
        self.name("checkout", paid);
        self.name("unpaid", unpaid);
        self.name("order", to_ship);
        self.name("to_cancel", to_cancel);
        self.name("earned", earned);
        self.name("partly", partly);
        self.fall_silent(partly).await;
        let invoice: uuid::Uuid = sqlx::query_scalar("select id from invoices where order_id = $1")
            .bind(to_ship.0)
            .fetch_one(&ctx.db)
            .await
            .expect("an invoice");
        self.name("invoice", invoice);
        let line: uuid::Uuid = sqlx::query_scalar("select id from order_lines where order_id = $1")
            .bind(to_ship.0)
            .fetch_one(&ctx.db)
            .await
            .expect("a line");
        self.name("line", line);
        self.name("shipped", shipped);
        let buyer = self.person(self.side.buyer).account;
        self.name("buyer", buyer);
        self.name("clerk", self.person(self.side.clerk).account);
        let (address, session, notice): (AddressId, SessionId, NoticeId) =
            (ctx.new_id(), ctx.new_id(), ctx.new_id());
        for statement in [
            "insert into addresses (id, account_id, recipient, phone, country, region, city, line, postcode, created_at)
             values ($1, $2, 'Lin', '0101', 'CN', 'Zhejiang', 'Hangzhou', 'Willow Lane', '310000', $3)",
            "insert into sessions (id, token_hash, account_id, created_at, seen_at, expires_at)
             values ($1, uuid_send($1), $2, $3, $3, $3 + interval '30 days')",
            "insert into notices (id, account_id, content, link, at)
             select $1, $2, content, link, $3 from notices limit 1",
        ]
        .into_iter()
        .zip([address.0, session.0, notice.0])
        {
            sqlx::query(statement.0)
                .bind(statement.1)
                .bind(buyer.0)
                .bind(ctx.now())
                .execute(&ctx.db)
                .await
                .expect("a thing of the buyer's");
        }
        self.name("address", address);
        self.name("session", session);
        self.name("notice", notice);
        self.ask_and_decorate(goods, &owner).await;
    }

    /// The buyer asks about the goods; the owner begins to lay out the shop's page, and to count.
    async fn ask_and_decorate(&mut self, goods: &Goods, owner: &Actor) {
        let (ctx, shop) = (self.market.ctx.clone(), self.side.shop);
        // a shop's first thing has the shop's name
        question::ask(&ctx, &self.buyer(), shop, shop, "Is it sweet?")
            .await
            .expect("asked");
        let asked: uuid::Uuid =
            sqlx::query_scalar("select id from listing_questions where listing_id = $1")
                .bind(goods.listing.0)
                .fetch_one(&ctx.db)
                .await
                .expect("a question");
        self.name("question", asked);
        let begin = layout::BeginLayout {
            id: ctx.new_id(),
            shop: shop.into(),
            name: "Every day".into(),
            copy_of: None,
        };
        let begun = layout::begin(&ctx, owner, &begin).await.expect("begun");
        self.name("layout", begun);
        let begin = BeginCount {
            command: ctx.new_id(),
            shop: shop.into(),
            form: ScopeForm {
                scope: "all".into(),
                ..ScopeForm::default()
            },
        };
        let begun = stock::count::begin(&ctx, owner, &begin)
            .await
            .expect("begun");
        self.name("stock_count", begun);
        self.lower_prices(owner).await;
    }

    async fn order(&self, goods: &Goods, pieces: u32, pay: bool) -> (CheckoutId, OrderId) {
        let (ctx, buyer) = (&self.market.ctx, self.buyer());
        cart::add(ctx, &buyer, goods.variant, pieces)
            .await
            .expect("in the cart");
        let form = checkout::checkout_form(ctx, &buyer).await.expect("a form");
        let place = PlaceCheckout {
            command: form.command,
            email: "buyer@longtail.example".into(),
            ship_to: PostalAddress {
                recipient: "Lin Xiaoyu".into(),
                phone: "+86 571 5550 0101".into(),
                country: "CN".into(),
                region: "Zhejiang".into(),
                city: "Hangzhou".into(),
                line: "12 Willow Lane".into(),
                postcode: "310000".into(),
            },
            remember_address: false,
            notes: Vec::new(),
            agreed_total_minor: form.cart.total.minor,
            agreed: None,
        };
        let placed = checkout::place(ctx, &buyer, &place).await.expect("placed");
        if pay {
            let command: CommandId = ctx.new_id();
            payment::pay_checkout(ctx, &buyer, command, placed.checkout, Method::Card)
                .await
                .expect("begun");
            self.capture(PaymentId(command.0), placed.total).await;
        }
        (placed.checkout, placed.orders[0])
    }

    async fn capture(&self, payment: PaymentId, amount: Money) {
        let event = GatewayEvent {
            id: format!("evt_{payment}"),
            reference: format!("pi_{payment}"),
            payment,
            outcome: GatewayOutcome::Captured,
            amount,
            payload: serde_json::json!({}),
        };
        payment::record_gateway_event(&self.market.ctx, event)
            .await
            .expect("paid");
    }
}
