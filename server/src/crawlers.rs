//! What search engines are told: which pages there are, and which to leave alone.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::SecondsFormat;
use longtail_backend::{Ctx, trade::catalog::browse};
use std::fmt::Write as _;

/// `/robots.txt`: pages for everybody may be read, pages of one person may not.
pub async fn robots(State(ctx): State<Ctx>) -> String {
    format!(
        "User-agent: *\n\
         Disallow: /api/\n\
         Disallow: /search\n\
         Disallow: /cart\n\
         Disallow: /checkout\n\
         Disallow: /orders\n\
         Disallow: /account\n\
         Disallow: /back-office\n\
         Disallow: /guest/\n\
         Sitemap: {}/sitemap.xml\n",
        ctx.settings.public_url
    )
}

/// `/sitemap.xml`: everything that everybody can find.
pub async fn sitemap(State(ctx): State<Ctx>) -> Response {
    let map = match browse::sitemap(&ctx).await {
        Ok(map) => map,
        Err(incident) => {
            tracing::error!(%incident, "the sitemap could not be made");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    // slugs are plain ASCII, and the market's own address comes from its operator
    let base = ctx.settings.public_url.replace('&', "&amp;");
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (path, changed) in map.pages {
        let changed = changed
            .map(|at| {
                let at = at.to_rfc3339_opts(SecondsFormat::Secs, true);
                format!("<lastmod>{at}</lastmod>")
            })
            .unwrap_or_default();
        // writing to a String cannot fail
        _ = writeln!(xml, "<url><loc>{base}{path}</loc>{changed}</url>");
    }
    xml.push_str("</urlset>\n");
    (
        [(header::CONTENT_TYPE, "application/xml; charset=utf-8")],
        xml,
    )
        .into_response()
}
