//! Every address the server answers, and what is done around each request.

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, generate_route_list, handle_server_fns_with_context};
use longtail::text::Lang;
use longtail_app::{
    App, shell,
    ssr::{Caller, LANG_COOKIE, SESSION_COOKIE},
};
use longtail_backend::{Ctx, trust::account};
use tower_http::{compression::CompressionLayer, services::ServeDir, trace::TraceLayer};

/// Builds the router. `options` says where the browser's files lie.
pub fn router(ctx: Ctx, options: LeptosOptions) -> Router {
    let routes = generate_route_list(App);
    let site = ServeDir::new(options.site_root.as_ref());
    let for_functions = ctx.clone();
    let for_pages = ctx.clone();
    let shell_options = options.clone();
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready).with_state(ctx.clone()))
        .route(
            "/api/{*function}",
            get(functions).post(functions).with_state(for_functions),
        )
        .leptos_routes_with_context(
            &options,
            routes,
            move || provide_request_context(&for_pages),
            move || shell(shell_options.clone()),
        )
        .with_state(options)
        .fallback_service(site)
        .layer(middleware::from_fn_with_state(ctx, identify))
        .layer(CompressionLayer::new())
        .layer(TraceLayer::new_for_http())
}

async fn ready(State(ctx): State<Ctx>) -> Response {
    match sqlx::query("select 1").execute(&ctx.db).await {
        Ok(_) => "ready".into_response(),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer",
        )
            .into_response(),
    }
}

async fn functions(State(ctx): State<Ctx>, request: Request<Body>) -> impl IntoResponse {
    handle_server_fns_with_context(move || provide_request_context(&ctx), request).await
}

/// What every page and server function finds in its context.
fn provide_request_context(ctx: &Ctx) {
    provide_context(ctx.clone());
    let caller = longtail_app::ssr::caller();
    provide_context(caller.lang);
    provide_context(caller);
}

/// Finds out who asks, once per request.
async fn identify(State(ctx): State<Ctx>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let token = cookie(headers, SESSION_COOKIE);
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
    let text = |name: header::HeaderName| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    };
    let lang = cookie(headers, LANG_COOKIE)
        .and_then(|tag| Lang::from_tag(&tag))
        .or_else(|| Lang::from_tag(&text(header::ACCEPT_LANGUAGE)))
        .unwrap_or_default();
    let caller = Caller {
        actor,
        session: token.map(|token| account::token_hash(&token)),
        lang,
        address: String::new(),
        user_agent: text(header::USER_AGENT),
    };
    request.extensions_mut().insert(caller);
    next.run(request).await
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get_all(header::COOKIE).iter().find_map(|value| {
        value.to_str().ok()?.split(';').find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name && !value.is_empty()).then(|| value.to_owned())
        })
    })
}
