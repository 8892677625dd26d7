//! A whole server on a port of its own, and the people who use it.

use chrono::Duration;
use leptos::config::LeptosOptions;
use longtail::{
    id::{AccountId, PaymentId},
    money::Money,
};
use longtail_app::ssr::Bundle;
use longtail_backend::{
    Ctx,
    money::{
        payment::gateway::{HttpGateway, Known},
        payout::bank::HttpBank,
    },
    settings::Settings,
    testing::TestMarket,
    trade::shipping::carrier::HttpCarrier,
    trust::account,
};
use longtail_server::{
    live::Bells,
    router::{Site, router},
    simulator::{
        bank::{self, BankSimulator},
        carrier::{self, CarrierSimulator},
        gateway::{self, GatewaySimulator},
    },
    stop::Stop,
};
use reqwest::{RequestBuilder, Response, redirect::Policy};
use sqlx::PgPool;
use std::{net::SocketAddr, sync::Arc, time::Duration as Span};
use tokio::{sync::watch, task::JoinHandle};
use uuid::Uuid;

/// Signs the messages of the test's gateway and bank.
pub const SECRET: &str = "the gateway's secret";

/// A small PNG.
pub const DOT: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x00, 0x08, 0x00, 0x00, 0x00, 0x08, 0x08, 0x02, 0x00, 0x00, 0x00, 0x4b, 0x6d, 0x29,
    0xdc, 0x00, 0x00, 0x00, 0x11, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x38, 0xe4, 0xc8, 0x83,
    0x15, 0x31, 0x0c, 0x2d, 0x09, 0x00, 0xa6, 0xce, 0x43, 0xc1, 0x11, 0xae, 0xd3, 0xbe, 0x00, 0x00,
    0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// A shop's goods as another market's program writes them: one to bring in, one without a handle.
pub const TABLE: &[u8] = b"Handle,Title,Body (HTML),Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price
cup,Cup,,tea,,false,Title,Default Title,0012,7,8.00
,Nameless,,tea,,false,Title,Default Title,0013,1,5.00
";

/// A market that is served.
pub struct Served {
    /// Without a trailing slash.
    pub url: String,
    pub ctx: Ctx,
    pub test: TestMarket,
    pub gateway: GatewaySimulator,
    pub bank: BankSimulator,
    pub carrier: CarrierSimulator,
    /// Asks the server to end in good order.
    pub stop: watch::Sender<bool>,
    /// Ready once it has ended.
    pub serving: JoinHandle<()>,
    client: reqwest::Client,
}

impl Served {
    /// A payment by the gateway's name for it.
    pub async fn known(&self, reference: &str) -> Known {
        let (payment, minor): (Uuid, i64) =
            sqlx::query_as("select id, amount_minor from payments where provider_ref = $1")
                .bind(reference)
                .fetch_one(&self.ctx.db)
                .await
                .expect("a payment");
        Known {
            reference: reference.to_owned(),
            payment: PaymentId(payment),
            amount: Money::new(minor, self.ctx.settings.currency),
        }
    }

    pub async fn new(db: PgPool) -> Self {
        // The browser's files are not built for this; pages name them all the same.
        let options = LeptosOptions::builder()
            .output_name("longtail")
            .site_root("target/no-site")
            .build();
        let bundle = Bundle::read(&options).expect("a bundle's names");
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let test = TestMarket::new(db.clone());
        let to_gateway = HttpGateway::new(
            format!("{url}{}", gateway::MOUNT),
            SECRET.to_owned(),
            format!("{url}/webhooks/gateway"),
        )
        .expect("a gateway");
        let to_bank = HttpBank::new(
            format!("{url}{}", bank::MOUNT),
            SECRET.to_owned(),
            format!("{url}/webhooks/bank"),
        )
        .expect("a bank");
        let to_carrier = HttpCarrier::new(
            format!("{url}{}", carrier::MOUNT),
            SECRET.to_owned(),
            format!("{url}/webhooks/carrier"),
        )
        .expect("a carrier");
        let ctx = Ctx {
            settings: Arc::new(Settings {
                public_url: url.clone(),
                ..(*test.ctx.settings).clone()
            }),
            gateway: Arc::new(to_gateway),
            bank: Arc::new(to_bank),
            carrier: Arc::new(to_carrier),
            ..test.ctx.clone()
        };
        let bank = BankSimulator::new(db.clone(), ctx.clock.clone(), SECRET.to_owned())
            .expect("a bank's simulator");
        let carrier = CarrierSimulator::new(db.clone(), ctx.clock.clone(), SECRET.to_owned(), &url)
            .expect("a carrier's simulator");
        let gateway = GatewaySimulator::new(
            db,
            ctx.clock.clone(),
            SECRET.to_owned(),
            &url,
            "Longtail".to_owned(),
            gateway::HOLD_MINUTES,
        )
        .expect("a gateway's simulator");
        let (stop, asked) = Stop::by_hand();
        let often = Span::from_millis(300);
        let bells = Bells::checking_sessions_every(ctx.clone(), asked.clone(), often);
        let service = router(Site {
            ctx: ctx.clone(),
            options,
            bundle,
            gateway: Some(gateway.clone()),
            bank: Some(bank.clone()),
            carrier: Some(carrier.clone()),
            bells,
            trust_proxy: false,
        })
        .into_make_service_with_connect_info::<SocketAddr>();
        let serving = tokio::spawn(async move {
            axum::serve(listener, service)
                .with_graceful_shutdown(asked.asked())
                .await
                .expect("served");
        });
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .tls_certs_only([])
            .build()
            .expect("a client");
        Self {
            url,
            ctx,
            test,
            gateway,
            bank,
            carrier,
            stop,
            serving,
            client,
        }
    }

    /// `path` may be a whole address.
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(self.address(path))
    }

    /// Sends a form as a browser without scripts does.
    pub fn post(&self, path: &str, form: &str) -> RequestBuilder {
        self.client
            .post(self.address(path))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.to_owned())
    }

    /// Sends `a=b&c=d` as the parts of a form with files; `@` as a value is a small picture,
    /// `@table` a table of goods.
    pub fn upload(&self, path: &str, parts: &str) -> RequestBuilder {
        let parts = parts.split('&').filter_map(|part| part.split_once('='));
        let parts: Vec<_> = parts
            .map(|(name, value)| (name, value.as_bytes()))
            .collect();
        self.upload_parts(path, &parts)
    }

    /// As [`Self::upload`], with any bytes.
    pub fn upload_parts(&self, path: &str, parts: &[(&str, &[u8])]) -> RequestBuilder {
        let boundary = "a-line-between-parts";
        let mut body = Vec::new();
        for (name, value) in parts {
            let (file, content): (&str, &[u8]) = match *value {
                b"@" => ("; filename=\"dot.png\"\r\nContent-Type: image/png", DOT),
                b"@table" => ("; filename=\"goods.csv\"\r\nContent-Type: text/csv", TABLE),
                text => ("", text),
            };
            body.extend_from_slice(
                format!(
                    "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n"
                )
                .as_bytes(),
            );
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        self.client
            .post(self.address(path))
            .header(
                "content-type",
                format!("multipart/form-data; boundary={boundary}"),
            )
            .body(body)
    }

    fn address(&self, path: &str) -> String {
        if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.url)
        }
    }

    /// Time passes; the gateway works alone.
    pub async fn gateway_works_after(&self, by: Duration) {
        self.test.clock.advance(by);
        let soon = tokio::time::sleep(Span::from_millis(400));
        self.gateway.work_until(soon).await;
    }

    /// Somebody with an account of this kind, by a session's cookie.
    pub async fn person(&self, kind: &str, name: &str) -> Person {
        let account: AccountId = self.ctx.new_id();
        let now = self.ctx.now();
        let known = kind != "guest";
        sqlx::query(
            "insert into accounts (id, kind, email, name, password_hash, created_at, joined_at)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(account.0)
        .bind(kind)
        .bind(known.then(|| format!("{name}@longtail.example")))
        .bind(name)
        .bind(known.then_some("none"))
        .bind(now)
        .bind(known.then_some(now))
        .execute(&self.ctx.db)
        .await
        .expect("an account");
        let token = format!("token-of-{name}");
        let session: Uuid = self.ctx.new_id();
        sqlx::query(
            "insert into sessions (id, token_hash, account_id, created_at, seen_at, expires_at)
             values ($1, $2, $3, $4, $4, $5)",
        )
        .bind(session)
        .bind(account::token_hash(&token))
        .bind(account.0)
        .bind(now)
        .bind(now + Duration::days(30))
        .execute(&self.ctx.db)
        .await
        .expect("a session");
        Person {
            account,
            cookie: Some(format!("longtail_session={token}")),
        }
    }
}

/// Who asks.
#[derive(Clone, Debug)]
pub struct Person {
    pub account: AccountId,
    pub cookie: Option<String>,
}

impl Person {
    /// Asks with the session's cookie.
    pub async fn send(&self, request: RequestBuilder) -> Response {
        let request = match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        };
        request.send().await.expect("an answer")
    }
}

/// Where an answer sends the browser.
pub fn location(response: &Response) -> String {
    response
        .headers()
        .get("location")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}
