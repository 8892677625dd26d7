//! `longtail bench crash`: purchases at a server that somebody kills meanwhile, and its database
//! too. `cargo xtask crash` does the killing.
//!
//! Whoever is not answered sends the same command again, as a browser's reload does, until there
//! is an answer; every fourth gives up instead. Every third pays by card, at the gateway's simulator,
//! which is killed with the server and has its tables in the same Postgres. In the end every order
//! that was acknowledged, at whatever time, has to be there once, paid once, and nobody may have been
//! charged for anything else than an order that stands.

mod asking;
mod books;

use super::{
    Report, Sample, Trouble,
    checkout::goods::{self, Buyer, Good, by_chance},
    rounded,
};
use crate::{
    cli::database::{check_schema, connect},
    config::Config,
    setup,
};
use asking::{Asking, Bought};
use clap::Args;
use longtail::{
    id::{CheckoutId, PaymentId},
    money::payment::Method,
};
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

/// A purchase that was to be paid.
pub struct Purchase {
    pub buyer: Buyer,
    pub checkout: CheckoutId,
    pub payment: PaymentId,
    pub method: Method,
    pub total_minor: i64,
}

/// What buyers did.
#[derive(Default)]
pub struct Done {
    sample: Sample,
    /// It was said that they are paid.
    acknowledged: Vec<Purchase>,
    /// Their buyers do not know whether they are paid, and did not ask again.
    given_up: Vec<Purchase>,
    /// Orders of which not even that is known whether they were placed.
    perhaps_placed: u64,
    /// Orders that were placed, and whose payment was refused.
    unpaid: u64,
    /// Times that the same command was sent again.
    asked_again: u64,
    /// Cards that were agreed to before the market knew of it.
    captured_later: u64,
}

impl Done {
    fn join(&mut self, other: Self) {
        self.sample.join(other.sample);
        self.acknowledged.extend(other.acknowledged);
        self.given_up.extend(other.given_up);
        self.perhaps_placed += other.perhaps_placed;
        self.unpaid += other.unpaid;
        self.asked_again += other.asked_again;
        self.captured_later += other.captured_later;
    }
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
        for (number, buyer) in buyers.into_iter().enumerate() {
            let (goods, ended, orders) = (goods.clone(), ended.clone(), orders.clone());
            let asking = Asking::new(self.at, buyer, number);
            buying.spawn(async move { shop(asking, &goods, &ended, &orders).await });
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
            all.join(done??);
        }
        all.sample.took = begun.elapsed();
        let bought = Instant::now();
        let under_way = books::settle(&ctx).await?;
        let settled = bought.elapsed();
        let found = books::compare(&ctx, &all, under_way).await?;
        for what in &found.wrong {
            eprintln!("WRONG: {what}");
        }
        let acknowledged = all.acknowledged.iter();
        let by_card = acknowledged.filter(|it| it.method == Method::Card).count();
        let mut report = Report::new("crash", &all.sample);
        report.errors += found.wrong.len() as u64;
        Ok(report
            .with("acknowledged", all.acknowledged.len())
            .with("by_wallet", all.acknowledged.len() - by_card)
            .with("by_card", by_card)
            .with("captured_later", all.captured_later)
            .with("given_up", all.given_up.len() as u64 + all.perhaps_placed)
            .with("given_up_but_paid", found.given_up_but_paid)
            .with("paid_too_late", found.paid_too_late)
            .with("placed_but_not_paid", all.unpaid)
            .with("asked_again", all.asked_again)
            .with("settled_s", rounded(settled.as_secs_f64()))
            .with("wrong", found.wrong))
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
                done.acknowledged.push(purchase);
                done.sample.times.push(begun.elapsed());
                orders.fetch_add(1, Ordering::Relaxed);
            }
            Bought::Unpaid => done.unpaid += 1,
            Bought::Nothing => {}
            Bought::GivenUp(Some(purchase)) => done.given_up.push(purchase),
            Bought::GivenUp(None) => done.perhaps_placed += 1,
        }
    }
    (done.asked_again, done.captured_later) = (asking.again, asking.later);
    Ok(done)
}
