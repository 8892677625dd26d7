//! Every address the server answers, and what is done around each request.

use crate::{
    crawlers, goods_files, guard,
    live::{self, Bells},
    media, metrics, observe, request, share,
    simulator::{
        bank::{self, BankSimulator},
        carrier::{self, CarrierSimulator},
        gateway::{self, GatewaySimulator},
    },
    webhooks,
};
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use leptos::{prelude::*, reactive::computed::ScopedFuture};
use leptos_axum::{
    AxumRouteListing, LeptosRoutes, generate_route_list, handle_server_fns_with_context,
};
use longtail::money::Currency;
use longtail_app::{
    App, shell,
    ssr::{Bundle, CURRENCY_COOKIE, Caller, Currencies, SESSION_COOKIE},
    ui::ReturnedForm,
};
use longtail_backend::{Ctx, MIGRATIONS, failure::Incident, money::exchange, trust::account};
use std::{
    net::SocketAddr,
    sync::{Arc, LazyLock},
};
use tower::ServiceExt;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
    services::ServeDir,
};

/// What the router is made of.
pub struct Site {
    pub ctx: Ctx,
    /// Where the browser's files lie.
    pub options: LeptosOptions,
    /// What those that wake pages are called.
    pub bundle: Bundle,
    /// The built-in payment gateway, where no real one is used.
    pub gateway: Option<GatewaySimulator>,
    /// The built-in bank, where no real one is used.
    pub bank: Option<BankSimulator>,
    /// The built-in carrier, where no real one is used.
    pub carrier: Option<CarrierSimulator>,
    /// Who listens to their bell.
    pub bells: Bells,
    /// Whether `X-Forwarded-For` is written by a proxy of our own.
    pub trust_proxy: bool,
}

/// Builds the router.
///
/// Pages and server functions learn who asks; files, pictures, figures and other services'
/// addresses do not need to, and so never touch a session.
pub fn router(site: Site) -> Router {
    let Site {
        ctx,
        options,
        bundle,
        gateway,
        bank,
        carrier,
        bells,
        trust_proxy,
    } = site;
    let market = market(&ctx, &options, bundle, bells, trust_proxy);
    let mut outside = Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics::show))
        .route("/media/{id}/{file}", get(media::picture))
        .route("/share/listings/{id}/{file}", get(share::listing))
        .route("/share/shops/{id}/{file}", get(share::shop))
        .route("/robots.txt", get(crawlers::robots))
        .route("/sitemap.xml", get(crawlers::sitemap))
        .route("/sitemaps/{file}", get(crawlers::sitemap_file))
        .route("/webhooks/gateway", post(webhooks::gateway))
        .route("/webhooks/bank", post(webhooks::bank))
        .route("/webhooks/carrier", post(webhooks::carrier))
        .with_state(ctx);
    if let Some(gateway) = gateway {
        outside = outside.nest(gateway::MOUNT, gateway.routes());
    }
    if let Some(bank) = bank {
        outside = outside.nest(bank::MOUNT, bank.routes());
    }
    if let Some(carrier) = carrier {
        outside = outside.nest(carrier::MOUNT, carrier.routes());
    }
    let files = ServeDir::new(options.site_root.as_ref())
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip()
        .call_fallback_on_method_not_allowed(true)
        .fallback(market.clone());
    market
        .merge(outside)
        .fallback_service(tower::service_fn(move |request: Request| {
            file(files.clone(), request)
        }))
        .layer(middleware::from_fn(observe::limit))
        .layer(CompressionLayer::new().compress_when(worth_compressing()))
        .layer(CatchPanicLayer::custom(observe::panicked))
        .layer(middleware::from_fn(guard::policy))
        .layer(middleware::from_fn(observe::protect))
        .layer(middleware::from_fn(observe::observe))
}

/// Pages and server functions; at any other address the page that says so.
fn market(
    ctx: &Ctx,
    options: &LeptosOptions,
    bundle: Bundle,
    bells: Bells,
    trust_proxy: bool,
) -> Router {
    let (for_functions, for_files) = (ctx.clone(), ctx.clone());
    let (for_pages, for_nothing) = (ctx.clone(), ctx.clone());
    let draw_page = {
        let (options, bundle) = (options.clone(), Arc::new(bundle));
        move || shell(options.clone(), bundle.clone())
    };
    let nothing_here = leptos_axum::render_app_async_with_context(
        move || provide_request_context(&for_nothing),
        draw_page.clone(),
    );
    Router::new()
        .route(
            "/api/{*function}",
            get(functions).post(functions).with_state(for_functions),
        )
        .route(
            "/back-office/{shop}/export",
            get(goods_files::all).with_state(for_files.clone()),
        )
        .route(
            "/back-office/{shop}/import/{import}/rejected",
            get(goods_files::rejected).with_state(for_files),
        )
        .route("/notices/stream", get(live::notices).with_state(bells))
        .leptos_routes_with_context(
            options,
            pages(),
            move || provide_request_context(&for_pages),
            draw_page,
        )
        .fallback(nothing_here)
        .with_state(options.clone())
        .layer(middleware::from_fn_with_state(
            (ctx.clone(), trust_proxy),
            identify,
        ))
        .layer(middleware::from_fn_with_state(
            ctx.clone(),
            guard::returned_forms,
        ))
        .layer(middleware::from_fn_with_state(
            ctx.clone(),
            guard::same_origin,
        ))
        .layer(middleware::from_fn(guard::no_nul))
}

/// Every page's address.
///
/// Found out once, before the first router stands: while Leptos looks for them, no resource of
/// the whole process loads, and a page that was being drawn then would wait for ever.
pub fn pages() -> Vec<AxumRouteListing> {
    static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));
    PAGES.clone()
}

/// A file of the site. Files named after their content never change; the others are asked for again.
async fn file<F>(files: F, request: Request) -> Result<Response, std::convert::Infallible>
where
    F: tower::Service<Request, Error = std::convert::Infallible> + Send,
    F::Response: IntoResponse,
    F::Future: Send,
{
    let keep = if named_by_content(request.uri().path()) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut response = files.oneshot(request).await?.into_response();
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        response
            .headers_mut()
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static(keep));
    }
    Ok(response)
}

/// Not WASM: a release's lies compressed on the disk, and a development one would be compressed
/// at every request, for a browser on the same machine.
fn worth_compressing() -> impl Predicate {
    DefaultPredicate::new().and(NotForContentType::const_new("application/wasm"))
}

/// `/pkg/longtail.0123456789abcdef012345.js`: a part of the name is a hash.
fn named_by_content(path: &str) -> bool {
    path.strip_prefix("/pkg/").is_some_and(|name| {
        name.split(['.', '/']).any(|part| {
            part.len() >= 16
                && part.bytes().all(|b| b.is_ascii_alphanumeric())
                && part.bytes().any(|b| b.is_ascii_digit())
        })
    })
}

/// Whether requests can be served: the database answers and has this version's schema.
async fn ready(State(ctx): State<Ctx>) -> Response {
    match schema_is_current(&ctx).await {
        Ok(true) => "ready".into_response(),
        Ok(false) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the schema is not up to date; run `longtail migrate`",
        )
            .into_response(),
        Err(incident) => {
            tracing::warn!(%incident, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer, or was never migrated",
            )
                .into_response()
        }
    }
}

/// Whether every migration of this version has been applied.
///
/// # Errors
/// An incident when the database cannot be read.
pub async fn schema_is_current(ctx: &Ctx) -> Result<bool, Incident> {
    let applied: Vec<i64> =
        sqlx::query_scalar("select version from _sqlx_migrations where success")
            .fetch_all(&ctx.db)
            .await?;
    Ok(MIGRATIONS
        .iter()
        .all(|migration| applied.contains(&migration.version)))
}

async fn functions(State(ctx): State<Ctx>, request: Request<Body>) -> impl IntoResponse {
    // A page that is being drawn leaves its owner on the thread. A function that began under it
    // would find the page's visitor and typed form in its context; so it has a root of its own.
    let root = Owner::new_root(None);
    let answer = handle_server_fns_with_context(move || provide_request_context(&ctx), request);
    root.with(|| ScopedFuture::new(answer)).await
}

/// What every page and server function finds in its context, all of it from the request itself.
fn provide_request_context(ctx: &Ctx) {
    let parts = expect_context::<Parts>();
    let caller = Caller::of(&parts);
    provide_context(ctx.clone());
    provide_context(caller.lang);
    provide_context(caller);
    if let Some(currencies) = parts.extensions.get::<Currencies>() {
        if let Some(rate) = currencies.chosen {
            provide_context(rate);
        }
        provide_context(currencies.clone());
    }
    if let Some(form) = parts.extensions.get::<ReturnedForm>() {
        provide_context(form.clone());
    }
}

/// Finds out who asks, once per request.
async fn identify(
    State((ctx, trust_proxy)): State<(Ctx, bool)>,
    mut request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    let token = request::cookie(headers, SESSION_COOKIE);
    let actor = match &token {
        None => longtail::actor::Actor::Stranger,
        Some(token) => match account::actor_of(&ctx, token).await {
            Ok(actor) => actor,
            Err(failure) => {
                tracing::error!(?failure, "a session could not be read");
                return (
                    StatusCode::SERVICE_UNAVAILABLE,
                    "the market is not available; try again soon",
                )
                    .into_response();
            }
        },
    };
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|ConnectInfo(peer)| peer.ip());
    let caller = Caller {
        actor,
        session: token.map(|token| account::token_hash(&token)),
        lang: request::lang_asked(headers, request.uri().query().unwrap_or_default()),
        address: request::address(headers, peer, trust_proxy),
        user_agent: request::text(headers, header::USER_AGENT).to_owned(),
    };
    let currencies = currencies(&ctx, headers).await;
    request.extensions_mut().insert(caller);
    request.extensions_mut().insert(currencies);
    next.run(request).await
}

/// In which currencies prices can be read, and which was chosen. They are kept in memory, so that
/// a page costs no query more.
async fn currencies(ctx: &Ctx, headers: &HeaderMap) -> Currencies {
    let rates = exchange::shown(ctx).await.unwrap_or_else(|incident| {
        // Prices are shown in the market's own currency all the same.
        tracing::warn!(%incident, "exchange rates could not be read");
        Arc::default()
    });
    let chosen = request::cookie(headers, CURRENCY_COOKIE)
        .and_then(|code| code.parse::<Currency>().ok())
        .and_then(|quote| rates.iter().find(|rate| rate.quote == quote).copied());
    Currencies {
        own: ctx.settings.currency,
        rates,
        chosen,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        assert!(named_by_content("/pkg/longtail.0123456789abcdef012345.js"));
        assert!(!named_by_content("/pkg/longtail.js"));
        assert!(!named_by_content("/icons/0123456789abcdef012345.png"));
        assert!(!named_by_content("/pkg/a-very-long-chunk-name.wasm"));
    }
}
