//! The stream of what is unread: one's own, at once and soon after, until the session or the
//! server ends.

use crate::common::{Person, Served};
use longtail::{
    actor::Actor,
    money::{Currency, Money},
    platform::notification::Notice,
};
use longtail_backend::{platform::notification, trust::account};
use reqwest::{Response, StatusCode};
use sqlx::PgPool;
use std::time::Duration;
use tokio::time::timeout;

const STREAM: &str = "/notices/stream";
/// News that takes longer is late.
const SOON: Duration = Duration::from_secs(2);

/// Somebody who listens.
struct Ear {
    answer: Response,
    heard: String,
}

impl Ear {
    async fn open(market: &Served, person: &Person) -> Self {
        let request = market
            .get(STREAM)
            .header("accept", "text/event-stream")
            .header("accept-encoding", "br, gzip");
        let answer = person.send(request).await;
        assert_eq!(answer.status(), StatusCode::OK);
        Self {
            answer,
            heard: String::new(),
        }
    }

    /// The next count; none when the stream has ended.
    async fn next(&mut self) -> Option<u32> {
        loop {
            if let Some((message, rest)) = self.heard.split_once("\n\n") {
                let count = message.strip_prefix("data:").map(str::trim);
                let count = count.map(|count| count.parse().expect("a count"));
                self.heard = rest.to_owned();
                if count.is_some() {
                    return count;
                }
                // a word that says nothing
                continue;
            }
            let piece = self.answer.chunk().await.ok().flatten()?;
            self.heard.push_str(&String::from_utf8_lossy(&piece));
        }
    }

    async fn hears(&mut self, count: u32) {
        let heard = timeout(SOON, self.next()).await;
        assert_eq!(heard.expect("soon enough"), Some(count));
    }

    async fn hears_nothing(&mut self) {
        let heard = timeout(Duration::from_millis(1_200), self.next()).await;
        assert!(heard.is_err(), "{heard:?}");
    }

    async fn is_cut(&mut self) {
        let heard = timeout(SOON, self.next()).await;
        assert_eq!(heard.expect("soon enough"), None);
    }
}

async fn tell(market: &Served, person: &Person) {
    let notice = Notice::PaidIntoWallet {
        amount: Money::new(1250, Currency::Cny),
    };
    let mut tx = market.ctx.transaction().await.expect("a transaction");
    notification::tell(&mut tx, person.account, &notice, "/wallet")
        .await
        .expect("told");
    tx.commit().await.expect("kept");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn everybody_hears_their_own_bell(db: PgPool) {
    let market = Served::new(db).await;
    let strange = market.get(STREAM).send().await.expect("an answer");
    assert_eq!(strange.status(), StatusCode::UNAUTHORIZED);

    let lin = market.person("member", "lin").await;
    let mo = market.person("member", "mo").await;
    tell(&market, &mo).await;
    let mut of_lin = Ear::open(&market, &lin).await;
    let head = |name: &str| of_lin.answer.headers().get(name).cloned();
    assert_eq!(head("content-type").expect("a type"), "text/event-stream");
    assert_eq!(head("cache-control").expect("a rule"), "no-cache");
    assert_eq!(head("content-encoding"), None, "it would be held back");
    of_lin.hears(0).await;
    let mut of_mo = Ear::open(&market, &mo).await;
    of_mo.hears(1).await;

    tell(&market, &lin).await;
    of_lin.hears(1).await;
    let mut second = Ear::open(&market, &lin).await;
    second.hears(1).await;
    let actor = Actor::Member {
        account: lin.account,
        seats: Vec::new(),
    };
    notification::mark_all_read(&market.ctx, &actor)
        .await
        .expect("read");
    of_lin.hears(0).await;
    second.hears(0).await;
    of_mo.hears_nothing().await;
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn one_account_has_eight_ears(db: PgPool) {
    let market = Served::new(db).await;
    let lin = market.person("member", "lin").await;
    let mut ears = Vec::new();
    for _ in 0..8 {
        ears.push(Ear::open(&market, &lin).await);
    }
    let ninth = lin.send(market.get(STREAM)).await;
    assert_eq!(ninth.status(), StatusCode::TOO_MANY_REQUESTS);
    let mo = market.person("member", "mo").await;
    Ear::open(&market, &mo).await.hears(0).await;

    ears.pop();
    let again = async {
        while lin.send(market.get(STREAM)).await.status() != StatusCode::OK {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(SOON, again).await.expect("a place is free again");
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn a_stream_ends_with_its_session(db: PgPool) {
    let market = Served::new(db).await;
    let lin = market.person("member", "lin").await;
    let mo = market.person("member", "mo").await;
    let mut of_lin = Ear::open(&market, &lin).await;
    let mut of_mo = Ear::open(&market, &mo).await;
    of_lin.hears(0).await;
    of_mo.hears(0).await;
    let session = account::token_hash("token-of-lin");
    account::sign_out(&market.ctx, Some(&session))
        .await
        .expect("signed out");
    of_lin.is_cut().await;
    let again = lin.send(market.get(STREAM)).await;
    assert_eq!(again.status(), StatusCode::UNAUTHORIZED);
    of_mo.hears_nothing().await;
}

#[sqlx::test(migrator = "longtail_backend::MIGRATIONS")]
async fn open_streams_do_not_keep_the_server(db: PgPool) {
    let market = Served::new(db).await;
    let lin = market.person("member", "lin").await;
    let mut ear = Ear::open(&market, &lin).await;
    ear.hears(0).await;
    market.stop.send(true).expect("asked");
    ear.is_cut().await;
    timeout(SOON, market.serving)
        .await
        .expect("soon enough")
        .expect("in good order");
}
