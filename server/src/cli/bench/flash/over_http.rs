//! The same rush over HTTP: members who are signed in, with a piece in the cart each, send the
//! form that places the order.
//!
//! The server is a process of its own, with its worker, and is given no time to get warm.

use super::{Answer, CONNECTIONS, Flash, Rush, crowd, offer, refused};
use crate::{
    cli::{
        Trouble,
        bench::{
            checkout::goods::order_form,
            load::Connection,
            market::own_market,
            server::{Server, free_addr},
        },
    },
    config::Config,
};
use axum::{
    body::{Body, Bytes},
    http::{Request, Response, header},
};
use longtail::{
    id::AccountId,
    trade::checkout::{CheckoutError, PlaceCheckout},
};
use longtail_app::fault::Fault;
use longtail_backend::{Ctx, ctx::random_bytes, trust::account::token_hash};
use sqlx::ConnectOptions;
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{task::JoinSet, time::timeout};
use uuid::Uuid;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A member with a session, and the form that orders what lies in their cart.
struct Buyer {
    cookie: String,
    form: String,
}

impl Flash {
    /// The rush in a market of its own; what is wrong with that market afterwards is among the
    /// errors.
    pub(super) async fn over_http(&self, config: &Config) -> Result<Rush, Trouble> {
        let home = config.home.join(format!("bench-{}", std::process::id()));
        let measured = own_market(config, CONNECTIONS, async |ctx| {
            let home = home.display().to_string();
            self.measure_over_http(&ctx, &home).await
        })
        .await;
        let _ = std::fs::remove_dir_all(&home);
        measured
    }

    async fn measure_over_http(&self, ctx: &Ctx, home: &str) -> Result<Rush, Trouble> {
        let variant = offer(ctx, self.units).await?;
        let crowd = crowd(ctx, variant, self.buyers).await?;
        let buyers: Arc<[Buyer]> = sign_in(ctx, &crowd).await?.into();
        sqlx::query("vacuum analyze").execute(&ctx.db).await?;
        let url = ctx.db.connect_options().to_url_lossy().to_string();
        let settings = [("DATABASE_URL", url.as_str()), ("LONGTAIL_HOME", home)];
        let mut server = Server::start_at(free_addr()?, &["serve"], &settings).await?;
        let mut rush = self.rush_to(server.addr, &buyers).await?;
        server.end().await?;
        rush.placed.errors += self.wrong(ctx, &rush, 0).await?;
        Ok(rush)
    }

    /// As many ask at the same time as without HTTP, each over a connection that stays open.
    async fn rush_to(&self, addr: SocketAddr, buyers: &Arc<[Buyer]>) -> Result<Rush, Trouble> {
        let mut open = Vec::with_capacity(usize::from(self.concurrent));
        for _ in 0..self.concurrent {
            open.push(Connection::open(addr).await?);
        }
        let next = Arc::new(AtomicUsize::new(0));
        let begun = Instant::now();
        let mut buying = JoinSet::new();
        for mut connection in open {
            let (buyers, next) = (buyers.clone(), next.clone());
            buying.spawn(async move {
                let mut rush = Rush::default();
                while let Some(buyer) = buyers.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let asked = Instant::now();
                    match timeout(PATIENCE, order(&mut connection, buyer)).await {
                        Ok(Ok(answer)) => rush.note(answer, asked, begun),
                        // Nothing more can be asked over this connection.
                        Ok(Err(_)) | Err(_) => {
                            rush.note(Answer::Failed, asked, begun);
                            break;
                        }
                    }
                }
                rush
            });
        }
        Rush::of_all(buying, begun).await
    }
}

/// A session for each of the crowd.
async fn sign_in(ctx: &Ctx, crowd: &[(AccountId, PlaceCheckout)]) -> Result<Vec<Buyer>, Trouble> {
    let tokens: Vec<String> = crowd
        .iter()
        .map(|_| format!("bench-{}", hex::encode(random_bytes::<16>())))
        .collect();
    sqlx::query(
        "insert into sessions (id, token_hash, account_id, created_at, seen_at, expires_at)
         select id, token_hash, account, $4, $4, $4 + interval '1 day'
         from unnest($1::uuid[], $2::bytea[], $3::uuid[]) as s (id, token_hash, account)",
    )
    .bind(
        crowd
            .iter()
            .map(|_| ctx.new_id::<Uuid>())
            .collect::<Vec<_>>(),
    )
    .bind(
        tokens
            .iter()
            .map(|token| token_hash(token))
            .collect::<Vec<_>>(),
    )
    .bind(
        crowd
            .iter()
            .map(|(account, _)| account.0)
            .collect::<Vec<_>>(),
    )
    .bind(ctx.now())
    .execute(&ctx.db)
    .await?;
    let with_session = |(token, (_, cmd)): (&String, &(AccountId, PlaceCheckout))| Buyer {
        cookie: format!("longtail_session={token}"),
        form: order_form(cmd.command, cmd.agreed_total_minor, &cmd.email),
    };
    Ok(tokens.iter().zip(crowd).map(with_session).collect())
}

/// Sends the form as a browser with scripts does.
async fn order(connection: &mut Connection, buyer: &Buyer) -> Result<Answer, Trouble> {
    let request = Request::post("/api/trade/checkout/place_checkout")
        .header(header::COOKIE, &buyer.cookie)
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(buyer.form.clone()))?;
    Ok(read(&connection.send(request).await?))
}

/// Whose order is placed is sent on to pay for it.
fn read(answer: &Response<Bytes>) -> Answer {
    let to = answer.headers().get(header::LOCATION);
    if to.is_some_and(|to| to.as_bytes().starts_with(b"/checkout/")) {
        return Answer::Placed;
    }
    match serde_json::from_slice(answer.body()) {
        Ok(Fault::<CheckoutError>::Refused(refusal)) => refused(&refusal),
        _ => Answer::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::response::Builder;
    use longtail::id::VariantId;

    fn told(fault: &Fault<CheckoutError>) -> Result<Answer, Trouble> {
        let body = serde_json::to_vec(fault)?;
        Ok(read(&Builder::new().status(409).body(Bytes::from(body))?))
    }

    #[test]
    fn what_people_are_told_is_counted_apart() -> Result<(), Trouble> {
        let variants = vec![VariantId(Uuid::nil())];
        let sold_out = Fault::Refused(CheckoutError::LinesInTrouble { variants });
        assert_eq!(told(&sold_out)?, Answer::SoldOut);
        let busy = CheckoutError::Busy { ahead: Some(3) };
        assert_eq!(told(&Fault::Refused(busy))?, Answer::Busy);
        assert_eq!(
            told(&Fault::Refused(CheckoutError::CartEmpty))?,
            Answer::Failed
        );
        assert_eq!(told(&Fault::SignIn)?, Answer::Failed);
        Ok(())
    }

    #[test]
    fn only_who_is_sent_on_has_an_order() -> Result<(), Trouble> {
        let sent_to = |path: &str| {
            let answer = Builder::new().header(header::LOCATION, path);
            answer.body(Bytes::from_static(b"null"))
        };
        assert_eq!(read(&sent_to("/checkout/0192")?), Answer::Placed);
        assert_eq!(read(&sent_to("/sign-in")?), Answer::Failed);
        assert_eq!(read(&Response::new(Bytes::new())), Answer::Failed);
        Ok(())
    }
}
