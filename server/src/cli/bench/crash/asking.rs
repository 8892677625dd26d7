//! One buyer, at a server that is killed meanwhile.

use super::{Purchase, Trouble};
use crate::cli::bench::{
    checkout::goods::{Buyer, Good, order_form},
    load::Connection,
};
use axum::{
    body::{Body, Bytes},
    http::{Request, Response, StatusCode, Uri, header},
};
use longtail::{
    id::{CheckoutId, PaymentId},
    money::payment::{Method, PaymentError},
    trade::checkout::{CheckoutForm, CheckoutStage, CheckoutView},
};
use longtail_app::fault::Fault;
use longtail_backend::ctx::random_bytes;
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

/// Every third pays by card.
const BY_CARD: usize = 3;
/// Every fourth gives up a command that is not answered, with a card or without.
const GIVES_UP: usize = 4;
/// How long an answer is waited for, over all kills in between.
const PATIENCE: Duration = Duration::from_secs(180);
/// The pause before a server that does not answer is asked again.
const PAUSE: Duration = Duration::from_millis(25);
/// What is typed on the gateway's page: the card that is approved.
const CARD: &str = "number=4242+4242+4242+4242&expiry=12%2F34&cvc=123";

pub enum Bought {
    /// As the market has said, or the gateway, which has the payer's word for it.
    Paid(Purchase),
    /// Placed, but not paid in time.
    Unpaid,
    /// The order was refused.
    Nothing,
    /// Not answered, and not sent again: what was to be paid, or not even known to be placed.
    GivenUp(Option<Purchase>),
}

/// A buyer at a connection that is opened anew whenever it breaks.
pub struct Asking {
    at: SocketAddr,
    buyer: Buyer,
    method: Method,
    gives_up: bool,
    connection: Option<Connection>,
    /// Times that the same was sent again.
    pub again: u64,
    /// Times that the buyer was back from the gateway before the market knew that it is paid.
    pub later: u64,
}

impl Asking {
    /// How they buy goes by their number.
    pub fn new(at: SocketAddr, buyer: Buyer, number: usize) -> Self {
        let method = if number.is_multiple_of(BY_CARD) {
            Method::Card
        } else {
            Method::Wallet
        };
        Self {
            at,
            buyer,
            method,
            gives_up: number.is_multiple_of(GIVES_UP),
            connection: None,
            again: 0,
            later: 0,
        }
    }

    pub async fn purchase(&mut self, good: &Good) -> Result<Bought, Trouble> {
        let add = format!("variant={}&quantity=1", good.variant);
        self.answered("/api/trade/cart/add_to_cart", Some(&add))
            .await?;
        let form = self
            .answered("/api/trade/checkout/load_checkout_form", None)
            .await?;
        let form: Option<CheckoutForm> = serde_json::from_slice(form.body())?;
        let form = form.ok_or_else(|| Trouble::new("the server does not know the buyer"))?;
        let total_minor = form.cart.total.minor;
        let place = order_form(form.command, total_minor, &self.buyer.email);
        let placed = self
            .commanded("/api/trade/checkout/place_checkout", &place)
            .await?;
        let Some(placed) = placed else {
            return Ok(Bought::GivenUp(None));
        };
        let checkout: Option<CheckoutId> =
            leads_to(&placed).and_then(|path| path.rsplit('/').next()?.parse().ok());
        let Some(checkout) = checkout else {
            return Ok(Bought::Nothing);
        };
        let payment = PaymentId(uuid::Builder::from_random_bytes(random_bytes()).into_uuid());
        let purchase = Purchase {
            buyer: self.buyer.clone(),
            checkout,
            payment,
            method: self.method,
            total_minor,
        };
        self.pay(purchase).await
    }

    async fn pay(&mut self, purchase: Purchase) -> Result<Bought, Trouble> {
        let pay = format!(
            "command={}&checkout={}&method={}",
            purchase.payment,
            purchase.checkout,
            <&str>::from(purchase.method)
        );
        let begun = self
            .commanded("/api/trade/checkout/pay_checkout", &pay)
            .await?;
        let Some(begun) = begun else {
            return Ok(Bought::GivenUp(Some(purchase)));
        };
        if begun.status().is_client_error() {
            return Ok(Bought::Unpaid);
        }
        if purchase.method == Method::Wallet {
            return Ok(Bought::Paid(purchase));
        }
        let page = leads_to(&begun).ok_or_else(|| Trouble::new("no way to the gateway"))?;
        self.pay_at(&page, purchase).await
    }

    /// Agrees on the gateway's page, and comes back.
    async fn pay_at(&mut self, page: &str, purchase: Purchase) -> Result<Bought, Trouble> {
        let shown = self.answered(page, None).await?;
        if shown.status() != StatusCode::OK {
            let status = shown.status();
            return Err(Trouble::new(format!("the gateway's page answers {status}")));
        }
        let Some(agreed) = self.commanded(page, CARD).await? else {
            return Ok(Bought::GivenUp(Some(purchase)));
        };
        let back = format!("/checkout/{}", purchase.checkout);
        if leads_to(&agreed).as_deref() != Some(back.as_str()) {
            let status = agreed.status();
            return Err(Trouble::new(format!("the gateway answers {status}")));
        }
        let view = format!("/api/trade/checkout/load_checkout?id={}", purchase.checkout);
        let view = self.answered(&view, None).await?;
        let view: CheckoutView = serde_json::from_slice(view.body())?;
        if view.stage != CheckoutStage::Paid {
            self.later += 1;
        }
        Ok(Bought::Paid(purchase))
    }

    /// Sends a command; nothing where it was not answered, and this buyer gives up.
    async fn commanded(
        &mut self,
        path: &str,
        form: &str,
    ) -> Result<Option<Response<Bytes>>, Trouble> {
        if self.gives_up {
            return Ok(self.answered_at_once(path, Some(form)).await);
        }
        self.answered(path, Some(form)).await.map(Some)
    }

    /// Asks until the server says something else than that it is in trouble.
    async fn answered(
        &mut self,
        path: &str,
        form: Option<&str>,
    ) -> Result<Response<Bytes>, Trouble> {
        let begun = Instant::now();
        loop {
            if let Some(answer) = self.answered_at_once(path, form).await {
                return Ok(answer);
            }
            if begun.elapsed() > PATIENCE {
                return Err(Trouble::new(format!("{path} was never answered")));
            }
            self.again += 1;
        }
    }

    /// Asks once. Where there is no answer, the next question waits a little.
    async fn answered_at_once(
        &mut self,
        path: &str,
        form: Option<&str>,
    ) -> Option<Response<Bytes>> {
        if let Ok(answer) = self.ask(path, form).await
            && !is_in_trouble(&answer)
        {
            return Some(answer);
        }
        self.connection = None;
        tokio::time::sleep(PAUSE).await;
        None
    }

    async fn ask(&mut self, path: &str, form: Option<&str>) -> Result<Response<Bytes>, Trouble> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(Connection::open(self.at).await?),
        };
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

/// The server is, or says that the gateway is, which has its tables in the same Postgres.
fn is_in_trouble(answer: &Response<Bytes>) -> bool {
    let silent = Fault::Refused(PaymentError::GatewaySilent);
    answer.status().is_server_error()
        || answer.status() == StatusCode::CONFLICT
            && serde_json::from_slice::<Fault<PaymentError>>(answer.body())
                .is_ok_and(|fault| fault == silent)
}

/// Where an answer leads, by its path: market and gateway are one server.
fn leads_to(answer: &Response<Bytes>) -> Option<String> {
    let to = answer.headers().get(header::LOCATION)?.to_str().ok()?;
    Some(to.parse::<Uri>().ok()?.path().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(why: PaymentError) -> Result<Response<Bytes>, Trouble> {
        let fault = serde_json::to_vec(&Fault::Refused(why))?;
        let answer = Response::builder().status(StatusCode::CONFLICT);
        Ok(answer.body(fault.into())?)
    }

    #[test]
    fn a_silent_gateway_is_asked_again_and_a_closed_checkout_is_not() -> Result<(), Trouble> {
        assert!(is_in_trouble(&refused(PaymentError::GatewaySilent)?));
        assert!(!is_in_trouble(&refused(PaymentError::CheckoutClosed)?));
        Ok(())
    }

    #[test]
    fn the_way_to_the_gateway_is_one_within_the_server() -> Result<(), Trouble> {
        let to = "http://127.0.0.1:3000/checkout/7?payment=8";
        let answer = Response::builder().header(header::LOCATION, to);
        let answer = answer.body(Bytes::new())?;
        assert_eq!(leads_to(&answer).as_deref(), Some("/checkout/7"));
        Ok(())
    }
}
