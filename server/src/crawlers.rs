//! What search engines are told: which pages there are, and which to leave alone.

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, SecondsFormat, Utc};
use longtail_backend::{Ctx, failure::Incident, trade::catalog::browse};
use std::fmt::Write as _;

/// `/robots.txt`: pages for everybody may be read, pages of one person may not.
pub async fn robots(State(ctx): State<Ctx>) -> String {
    let private = [
        "/api/",
        "/search",
        "/cart",
        "/checkout",
        "/orders",
        "/account",
        "/wallet",
        "/wishlist",
        "/seen",
        "/notices",
        "/back-office",
        "/desk",
        "/guest/",
        "/reset-password/",
        "/sign-in",
    ];
    let mut text = String::from("User-agent: *\n");
    for path in private {
        // writing to a String cannot fail
        _ = writeln!(text, "Disallow: {path}");
    }
    _ = writeln!(text, "Sitemap: {}/sitemap.xml", ctx.settings.public_url);
    text
}

/// `/sitemap.xml`: the files that hold everything everybody can find.
pub async fn sitemap(State(ctx): State<Ctx>) -> Response {
    match browse::sitemap_files(&ctx).await {
        Ok(files) => {
            let files = files
                .into_iter()
                .enumerate()
                .map(|(number, changed)| (format!("/sitemaps/{number}.xml"), changed));
            xml(&ctx, ["sitemapindex", "sitemap"], files)
        }
        Err(incident) => unavailable(&incident),
    }
}

/// `/sitemaps/{number}.xml`: at most fifty thousand addresses.
pub async fn sitemap_file(State(ctx): State<Ctx>, Path(file): Path<String>) -> Response {
    let Some(number) = file.strip_suffix(".xml").and_then(|n| n.parse().ok()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match browse::sitemap_file(&ctx, number).await {
        Ok(Some(entries)) => xml(&ctx, ["urlset", "url"], entries.into_iter()),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(incident) => unavailable(&incident),
    }
}

fn unavailable(incident: &Incident) -> Response {
    tracing::error!(%incident, "the sitemap could not be made");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

/// Addresses in the protocol's words. Slugs are plain ASCII, and the market's own address
/// comes from its operator.
fn xml(
    ctx: &Ctx,
    [all, each]: [&str; 2],
    entries: impl Iterator<Item = (String, Option<DateTime<Utc>>)>,
) -> Response {
    let base = ctx.settings.public_url.replace('&', "&amp;");
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <{all} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    );
    for (path, changed) in entries {
        let changed = changed
            .map(|at| {
                let at = at.to_rfc3339_opts(SecondsFormat::Secs, true);
                format!("<lastmod>{at}</lastmod>")
            })
            .unwrap_or_default();
        _ = writeln!(xml, "<{each}><loc>{base}{path}</loc>{changed}</{each}>");
    }
    _ = writeln!(xml, "</{all}>");
    (
        [(header::CONTENT_TYPE, "application/xml; charset=utf-8")],
        xml,
    )
        .into_response()
}
