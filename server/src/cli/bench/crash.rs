//! `longtail bench crash`: purchases at a server that somebody kills meanwhile, and its database
//! too. `cargo xtask crash` does the killing.
//!
//! Whoever is not answered sends the same command again, as a browser's reload does, until there
//! is an answer. In the end every order that was acknowledged, at whatever time, has to be there
//! once, paid once, and nothing else may have been charged.

mod books;

use super::{
    Report, Sample, Trouble,
    checkout::goods::{self, Buyer, Good, by_chance, order_form},
    load::Connection,
};
use crate::{
    cli::database::{check_schema, connect},
    config::Config,
    setup,
};
use axum::{
    body::{Body, Bytes},
    http::{Request, Response, header},
};
use clap::Args;
use longtail::{
    id::{CheckoutId, PaymentId},
    trade::checkout::CheckoutForm,
};
use longtail_backend::ctx::random_bytes;
use std::{
    io::Read,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// How long an answer is waited for, over all kills in between.
const PATIENCE: Duration = Duration::from_secs(180);
/// The pause before a server that does not answer is asked again.
const PAUSE: Duration = Duration::from_millis(25);
/// How often it is said how many orders were acknowledged.
const TELL_EVERY: Duration = Duration::from_millis(100);

/// Buys until its standard input ends, in an empty market that it fills first. Says `orders` with
/// their number again and again.
#[derive(Args)]
pub struct Crash {
    /// Where the server answers, and answers again after it was killed.
    #[arg(long)]
    at: SocketAddr,
    /// Buyers, each with a connection of its own.
    #[arg(long, default_value_t = 48, value_parser = clap::value_parser!(u32).range(1..=1_024))]
    buyers: u32,
    /// Things to choose from.
    #[arg(long, default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    variants: u32,
}

/// A purchase that the server has said is done.
pub struct Acknowledged {
    pub buyer: Buyer,
    pub checkout: CheckoutId,
    pub payment: PaymentId,
    pub total_minor: i64,
}

/// What one buyer did.
#[derive(Default)]
struct Done {
    sample: Sample,
    purchases: Vec<Acknowledged>,
    /// Orders that were placed, and whose payment was refused.
    unpaid: u64,
    /// Times that the same command was sent again.
    asked_again: u64,
}

impl Crash {
    /// Every order that is not as it was acknowledged is an error.
    ///
    /// # Errors
    /// When the market is not empty, or the server does not come back.
    pub async fn run(self, config: &Config) -> Result<Report, Trouble> {
        let db = connect(config).await?;
        check_schema(&db).await?;
        let ctx = setup::context(config, db)?;
        books::is_empty(&ctx).await?;
        let goods: Arc<[Good]> = goods::offer(&ctx, self.variants).await?.into();
        let buyers = goods::buyers(&ctx, self.buyers).await?;
        let (ended, orders) = (until_input_ends(), Arc::new(AtomicU64::new(0)));
        let begun = Instant::now();
        let mut buying = JoinSet::new();
        for buyer in buyers {
            let (goods, ended, orders) = (goods.clone(), ended.clone(), orders.clone());
            let asked = Asking::new(self.at, buyer);
            buying.spawn(async move { shop(asked, &goods, &ended, &orders).await });
        }
        let mut all = Done::default();
        let mut telling = tokio::time::interval(TELL_EVERY);
        loop {
            let done = tokio::select! {
                _ = telling.tick() => {
                    println!("orders {}", orders.load(Ordering::Relaxed));
                    continue;
                }
                done = buying.join_next() => done,
            };
            let Some(done) = done else { break };
            let done = done??;
            all.sample.join(done.sample);
            all.purchases.extend(done.purchases);
            all.unpaid += done.unpaid;
            all.asked_again += done.asked_again;
        }
        all.sample.took = begun.elapsed();
        let wrong = books::wrong(&ctx, &all.purchases, all.unpaid).await?;
        for what in &wrong {
            eprintln!("WRONG: {what}");
        }
        let mut report = Report::new("crash", &all.sample);
        report.errors += wrong.len() as u64;
        Ok(report
            .with("acknowledged", all.purchases.len())
            .with("placed_but_not_paid", all.unpaid)
            .with("asked_again", all.asked_again)
            .with("wrong", wrong))
    }
}

/// True once nobody writes to the standard input any more.
fn until_input_ends() -> Arc<AtomicBool> {
    let ended = Arc::new(AtomicBool::new(false));
    let says = ended.clone();
    std::thread::spawn(move || {
        // What is written, and an error, mean nothing: either is the end.
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        says.store(true, Ordering::Relaxed);
    });
    ended
}

async fn shop(
    mut asking: Asking,
    goods: &[Good],
    ended: &AtomicBool,
    orders: &AtomicU64,
) -> Result<Done, Trouble> {
    let mut done = Done::default();
    while !ended.load(Ordering::Relaxed) {
        let begun = Instant::now();
        match asking.purchase(by_chance(goods)).await? {
            Bought::Paid(purchase) => {
                done.purchases.push(purchase);
                done.sample.times.push(begun.elapsed());
                orders.fetch_add(1, Ordering::Relaxed);
            }
            Bought::Unpaid => done.unpaid += 1,
            Bought::Nothing => {}
        }
    }
    done.asked_again = asking.again;
    Ok(done)
}

enum Bought {
    Paid(Acknowledged),
    /// Placed, but not paid in time.
    Unpaid,
    /// The order was refused.
    Nothing,
}

/// A buyer at a connection that is opened anew whenever it breaks.
struct Asking {
    at: SocketAddr,
    buyer: Buyer,
    connection: Option<Connection>,
    again: u64,
}

impl Asking {
    fn new(at: SocketAddr, buyer: Buyer) -> Self {
        Self {
            at,
            buyer,
            connection: None,
            again: 0,
        }
    }

    async fn purchase(&mut self, good: &Good) -> Result<Bought, Trouble> {
        let add = format!("variant={}&quantity=1", good.variant);
        self.answered("cart/add_to_cart", Some(&add)).await?;
        let form = self.answered("checkout/load_checkout_form", None).await?;
        let form: Option<CheckoutForm> = serde_json::from_slice(form.body())?;
        let form = form.ok_or_else(|| Trouble::new("the server does not know the buyer"))?;
        let total_minor = form.cart.total.minor;
        let place = order_form(form.command, total_minor, &self.buyer.email);
        let placed = self
            .answered("checkout/place_checkout", Some(&place))
            .await?;
        let checkout: Option<CheckoutId> = placed
            .headers()
            .get(header::LOCATION)
            .and_then(|to| to.to_str().ok()?.rsplit('/').next()?.parse().ok());
        let Some(checkout) = checkout else {
            return Ok(Bought::Nothing);
        };
        let payment = PaymentId(uuid::Builder::from_random_bytes(random_bytes()).into_uuid());
        let pay = format!("command={payment}&checkout={checkout}&method=wallet");
        let paid = self.answered("checkout/pay_checkout", Some(&pay)).await?;
        if paid.status().is_client_error() {
            return Ok(Bought::Unpaid);
        }
        Ok(Bought::Paid(Acknowledged {
            buyer: self.buyer.clone(),
            checkout,
            payment,
            total_minor,
        }))
    }

    /// Asks until the server says something else than that it is in trouble.
    async fn answered(
        &mut self,
        function: &str,
        form: Option<&str>,
    ) -> Result<Response<Bytes>, Trouble> {
        let begun = Instant::now();
        loop {
            if let Ok(answer) = self.ask(function, form).await
                && !answer.status().is_server_error()
            {
                return Ok(answer);
            }
            if begun.elapsed() > PATIENCE {
                return Err(Trouble::new(format!("{function} was never answered")));
            }
            self.connection = None;
            self.again += 1;
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn ask(
        &mut self,
        function: &str,
        form: Option<&str>,
    ) -> Result<Response<Bytes>, Trouble> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(Connection::open(self.at).await?),
        };
        let path = format!("/api/trade/{function}");
        let request = match form {
            None => Request::get(path),
            Some(_) => Request::post(path)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"),
        };
        let request = request
            .header(header::COOKIE, &self.buyer.cookie)
            .header(header::ACCEPT, "application/json")
            .body(form.map_or_else(Body::empty, |form| Body::from(form.to_owned())))?;
        connection.send(request).await
    }
}
