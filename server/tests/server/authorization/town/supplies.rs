//! What calls need that do more than look: money that can move, work that is begun.

use super::{Asker, Goods, Town};
use crate::common::location;
use longtail::{
    id::{AddressId, ImportId, OrderId, PaymentId, TemplateId},
    money::Money,
};
use longtail_backend::{jobs::Job, trade::checkout, trade::import::history};
use uuid::Uuid;

impl Town {
    /// What everybody is refused or given, in both tests.
    pub(super) async fn supply(&mut self, goods: &Goods) {
        let category = self
            .told(
                "select category_id::text from listings where id = $1",
                goods.listing.0,
            )
            .await;
        self.name("category", category);
        self.fill_purses().await;
        self.begin_works().await;
    }

    /// The buyer has money in the wallet that a card paid in, and a bank account; the shop has
    /// been paid for an order, and has left more of it with the market than it needs.
    async fn fill_purses(&mut self) {
        let ctx = self.market.ctx.clone();
        let (owner, buyer) = (self.side.owner, self.side.buyer);
        let payment: PaymentId = ctx.new_id();
        let fields = format!("command={payment}&amount=100&method=card");
        self.does(buyer, "money/wallet/top_up", &fields).await;
        self.capture(payment, Money::new(10_000, ctx.settings.currency))
            .await;
        self.name("payment", payment);
        // As the row says it, so that saying it again holds nothing back.
        let account = "holder=Lin+Xiaoyu&account_number=6222021100001234567&bank=Bank+of+the+Lake";
        self.does(buyer, "money/withdrawal/save_own_account", account)
            .await;
        let confirm = "command={command}&order={earned}";
        self.does(buyer, "trade/order/confirm_receipt", confirm)
            .await;
        let pay = "command={command}&shop={shop}&amount=110";
        self.does(owner, "money/deposit/pay_deposit", pay).await;
        let order: Uuid = self.fill("{order}", owner).parse().expect("an order's id");
        let number = self
            .told("select number from orders where id = $1", order)
            .await;
        self.name("number", number);
    }

    /// A part of an order was sent so long ago that its buyer may call off the rest.
    pub(super) async fn fall_silent(&self, order: OrderId) {
        let line = self
            .told(
                "select id::text from order_lines where order_id = $1",
                order.0,
            )
            .await;
        let parcel = format!(
            "command={{command}}&shop={{shop}}&order={order}&carrier=Swift&tracking=SP3&pieces[line-{line}]=1"
        );
        self.does(self.side.owner, "trade/shipping/ship_parcel", &parcel)
            .await;
        sqlx::query(
            "update orders set first_sent_at = first_sent_at - interval '11 days' where id = $1",
        )
        .bind(order.0)
        .execute(&self.market.ctx.db)
        .await
        .expect("long ago");
    }

    /// The owner has planned a change of many listings, checked a file and brought another in,
    /// and keeps a template of postage.
    async fn begin_works(&mut self) {
        let owner = self.side.owner;
        let begin = "shop={shop}&listings[0]={listing}";
        let bulk = self.does(owner, "trade/catalog/begin_bulk", begin).await;
        self.name("bulk", id_in(&bulk));
        let plan = "shop={shop}&edit={bulk}&what=price&how=up&amount=1";
        self.does(owner, "trade/catalog/plan_bulk", plan).await;
        for name in ["import", "brought_in"] {
            let file = "multipart:shop={shop}&format=shopify&file=@table";
            let checked = self.does(owner, "trade/import/check_file", file).await;
            self.name(name, id_in(&checked));
        }
        let start = "shop={shop}&import={brought_in}";
        self.does(owner, "trade/import/start_import", start).await;
        let import: ImportId = self
            .fill("{brought_in}", owner)
            .parse()
            .expect("an import's id");
        history::run(&self.market.ctx, import)
            .await
            .expect("brought in");
        let template: TemplateId = self.market.ctx.new_id();
        self.name("template", template);
        let save = "shop={shop}&template={template}&name=Light&unit=weight&zones[0][countries]=CN&zones[0][first_units]=1&zones[0][first]=8&zones[0][next_units]=1&zones[0][next]=2";
        self.does(owner, "trade/shipping/save_template", save).await;
    }

    /// A job of the other shop's has failed until it was given up.
    pub(super) async fn bury_a_job(&mut self, clay: &Goods) {
        let ctx = self.market.ctx.clone();
        let mut tx = ctx.transaction().await.expect("a transaction");
        let job = Job::PayShop { shop: clay.shop };
        tx.schedule(&job, ctx.now()).await.expect("scheduled");
        tx.commit().await.expect("kept");
        let dead: i64 = sqlx::query_scalar(
            "update jobs set attempts = 12, last_error = 'the bank is away', dead_at = $2
             where kind = 'pay_shop' and key = $1 returning id",
        )
        .bind(clay.shop.to_string())
        .bind(ctx.now())
        .fetch_one(&ctx.db)
        .await
        .expect("a dead job");
        self.name("job", dead);
    }

    /// What the rows do for each other where they are asked from top to bottom: done for a test
    /// that finds the same town at every row. Somebody has signed up, and all have passwords.
    pub async fn prepare(&mut self) {
        self.furnish().await;
        let rate = "country=CN&class=standard&rate=13&from=2998-01-01";
        self.does(Asker::Staff, "money/tax/add_rate", rate).await;
        let asked = "category=tea&name_en=Season&kind=text";
        self.does(Asker::Staff, "trade/catalog/save_specification", asked)
            .await;
    }

    /// What a shop and its buyer do for themselves.
    pub(super) async fn furnish(&mut self) {
        self.fill_the_cart().await;
        self.lay_out().await;
        self.write_and_count().await;
    }

    /// The buyer has put something into the cart, shares a wishlist, and has removed an address.
    async fn fill_the_cart(&mut self) {
        let (ctx, buyer) = (self.market.ctx.clone(), self.side.buyer);
        let add = "variant={variant}&quantity=1";
        self.does(buyer, "trade/cart/add_to_cart", add).await;
        let form = checkout::checkout_form(&ctx, &self.buyer())
            .await
            .expect("a form");
        self.name("total", form.cart.total.minor);
        self.does(buyer, "trade/wishlist/share_wishlist", "on=true")
            .await;
        let buyer = self.person(buyer).account;
        let key = self
            .told(
                "select share_key from wishlists where account_id = $1",
                buyer.0,
            )
            .await;
        self.name("wishlist", key);
        let address: AddressId = ctx.new_id();
        sqlx::query(
            "insert into addresses (id, account_id, recipient, phone, country, region, city, line, postcode, created_at,
                                    removed_at)
             values ($1, $2, 'Lin', '0101', 'CN', 'Zhejiang', 'Hangzhou', 'Old Lane', '310000', $3, $3)",
        )
        .bind(address.0)
        .bind(buyer.0)
        .bind(ctx.now())
        .execute(&ctx.db)
        .await
        .expect("an address");
        self.name("removed_address", address);
    }

    /// One layout is live, another has a place for a picture.
    async fn lay_out(&mut self) {
        let owner = self.side.owner;
        for (name, version, path, fields) in [
            ("hung", "hung_version", "trade/shop/publish_layout", ""),
            (
                "pictured",
                "pictured_version",
                "trade/shop/arrange_blocks",
                "&change=add:banner",
            ),
        ] {
            let begin = format!("command={{command}}&shop={{shop}}&name={name}");
            self.does(owner, "trade/shop/begin_layout", &begin).await;
            let layout: Uuid = sqlx::query_scalar(
                "select l.id from shop_layouts l join shops s on s.id = l.shop_id
                 where l.name = $1 and s.slug = $2",
            )
            .bind(name)
            .bind(self.side.shop)
            .fetch_one(&self.market.ctx.db)
            .await
            .expect("a layout");
            self.name(name, layout);
            let change = format!("shop={{shop}}&layout={layout}&version=1{fields}");
            self.does(owner, path, &change).await;
            let now = self
                .told(
                    "select version::text from shop_layouts where id = $1",
                    layout,
                )
                .await;
            self.name(version, now);
        }
    }

    /// The owner has written a listing twice, and has counted what stands on the shelf.
    async fn write_and_count(&mut self) {
        let owner = self.side.owner;
        let begin =
            "command={command}&shop={shop}&title_en=Sencha&price=9&stock=1&category={category}";
        self.does(owner, "trade/catalog/begin_listing", begin).await;
        let draft: Uuid = sqlx::query_scalar(
            "select l.id from listings l join shops s on s.id = l.shop_id
             where l.title_en = 'Sencha' and s.slug = $1",
        )
        .bind(self.side.shop)
        .fetch_one(&self.market.ctx.db)
        .await
        .expect("a listing");
        let version = "select version::text from listings where id = $1";
        self.name("draft", draft);
        let before = self.told(version, draft).await;
        self.name("draft_before", before);
        let save = "shop={shop}&listing={draft}&version={draft_before}&title_en=Gyokuro&category={category}";
        self.does(owner, "trade/catalog/save_words", save).await;
        let now = self.told(version, draft).await;
        self.name("draft_now", now);
        let variant: Uuid = self
            .fill("{variant}", owner)
            .parse()
            .expect("a variant's id");
        let there = self
            .told(
                "select on_hand::text from stock_levels where variant_id = $1",
                variant,
            )
            .await;
        let count = format!("shop={{shop}}&count={{stock_count}}&counted[v-{variant}]={there}");
        self.does(owner, "trade/stock/save_count", &count).await;
    }

    /// Does something as a browser would ask for it. Answers where that leads.
    async fn does(&self, asker: Asker, function: &str, fields: &str) -> String {
        let path = format!("/api/{function}");
        let fields = self.fill(fields, asker);
        let request = match fields.strip_prefix("multipart:") {
            Some(parts) => self.market.upload(&path, parts),
            None => self.market.post(&path, &fields),
        };
        let request = request.header("accept", "application/json");
        let answer = self.person(asker).send(request).await;
        let (status, to) = (answer.status(), location(&answer));
        let body = answer.text().await.unwrap_or_default();
        let done = status.is_success() || status.is_redirection();
        assert!(done, "{path} with {fields}: {status} {body}");
        to
    }

    /// A column of one row, as text.
    async fn told(&self, sql: &'static str, id: Uuid) -> String {
        sqlx::query_scalar(sql)
            .bind(id)
            .fetch_one(&self.market.ctx.db)
            .await
            .expect("a row")
    }
}

/// The id at the end of an address.
fn id_in(address: &str) -> Uuid {
    let last = address.rsplit(['/', '=']).next().unwrap_or_default();
    last.parse()
        .unwrap_or_else(|_| panic!("{address} ends with no id"))
}
