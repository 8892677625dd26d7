//! The page of goods as the quickest hand would write it: the same question to the market, and
//! no more than strings for the answer.

use crate::{
    cli::{Trouble, context},
    config::Config,
};
use axum::{
    Router,
    extract::{Query, State},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use longtail::{
    actor::Actor,
    money::Money,
    text::Lang,
    trade::{
        search::{ListingCard, SearchPage, SearchRequest, Sort},
        shop::Tier,
    },
};
use longtail_backend::{Ctx, trade::search};
use serde::Deserialize;
use std::{
    fmt::{self, Write},
    net::SocketAddr,
};

const LANG: Lang = Lang::En;
/// More than a page takes, so that it grows once.
const ROOM: usize = 96 * 1024;

/// Serves until the process ends.
pub async fn serve(config: &Config, addr: SocketAddr) -> Result<(), Trouble> {
    let routes = Router::new()
        .route("/readyz", get(|| async { "ready" }))
        .route("/search", get(goods))
        .with_state(context(config).await?);
    let listener = tokio::net::TcpListener::bind(addr).await?;
    Ok(axum::serve(listener, routes).await?)
}

#[derive(Deserialize)]
struct Asked {
    sort: Sort,
    page: u32,
}

async fn goods(State(ctx): State<Ctx>, Query(asked): Query<Asked>) -> Response {
    let request = SearchRequest {
        sort: asked.sort,
        page: asked.page,
        ..SearchRequest::default()
    };
    match search::find(&ctx, &Actor::Stranger, &request).await {
        Ok(page) => {
            let mut html = String::with_capacity(ROOM);
            // Writing into a string cannot fail.
            let _ = write_page(&mut html, &page);
            Html(html).into_response()
        }
        Err(failure) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{failure:?}")).into_response(),
    }
}

/// Text as it stands between tags and in attributes.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(['&', '<', '>', '"']) {
            f.write_str(&rest[..at])?;
            f.write_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                _ => "&quot;",
            })?;
            rest = &rest[at + 1..];
        }
        f.write_str(rest)
    }
}

fn write_page(html: &mut String, page: &SearchPage) -> fmt::Result {
    html.push_str(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"stylesheet\" href=\"/pkg/longtail.css\"><title>Everything · Longtail</title>\
         </head><body><header class=\"masthead\"><a href=\"/\" class=\"brand\">Longtail</a>\
         <form action=\"/search\" class=\"search\"><input type=\"search\" name=\"q\"></form>\
         <a href=\"/cart\" class=\"tool\">Cart</a><a href=\"/sign-in\" class=\"tool\">Sign in</a>\
         </header><main id=\"content\"><div class=\"page page-body\">",
    );
    write!(
        html,
        "<h1>Everything</h1><p>{} found</p><div class=\"with-facets\">",
        page.total
    )?;
    write_facets(html, page)?;
    html.push_str("<div class=\"stack\"><nav class=\"tabs\"><ul>");
    for sort in ["relevance", "sales", "newness", "price_up", "price_down"] {
        write!(html, "<li><a href=\"/search?sort={sort}\">{sort}</a></li>")?;
    }
    html.push_str("</ul></nav><ul class=\"goods-grid\">");
    for card in &page.hits {
        write_card(html, card)?;
    }
    html.push_str("</ul><nav class=\"pages\"><ul>");
    let sort = page.request.sort.key();
    for number in 1..=page.pages.min(9) {
        write!(
            html,
            "<li><a href=\"/search?sort={sort}&amp;page={number}\">{number}</a></li>"
        )?;
    }
    html.push_str(
        "</ul></nav></div></div></div></main><footer class=\"footer\">\
         <a href=\"/open-shop\">Open a shop</a></footer></body></html>",
    );
    Ok(())
}

fn write_facets(html: &mut String, page: &SearchPage) -> fmt::Result {
    html.push_str("<aside class=\"list-facets\"><h2>Categories</h2><ul>");
    for category in &page.categories {
        write!(
            html,
            "<li><a href=\"/categories/{}\" class=\"facet\"><span>{}</span><span>{}</span></a></li>",
            Escaped(&category.slug),
            Escaped(category.name.pick(LANG)),
            category.count
        )?;
    }
    html.push_str(
        "</ul><h2>Shops</h2><ul><li><a href=\"/search\">All shops</a></li>\
         <li><a href=\"/search?tier=mall\">Mall only</a></li>\
         <li><a href=\"/search?tier=bazaar\">Bazaar only</a></li></ul></aside>",
    );
    Ok(())
}

fn write_card(html: &mut String, card: &ListingCard) -> fmt::Result {
    html.push_str("<li><article class=\"goods\"><div class=\"goods-photo\">");
    if let Some(picture) = &card.picture {
        write!(
            html,
            "<img src=\"{}\" srcset=\"{}\" sizes=\"(width < 768px) 46vw, 240px\" width=\"{}\" \
             height=\"{}\" alt=\"\" loading=\"lazy\">",
            picture.url(640),
            picture.srcset(),
            picture.width,
            picture.height
        )?;
    }
    if card.shop.tier == Tier::Mall {
        html.push_str("<span class=\"goods-mall\">Mall</span>");
    }
    if !card.in_stock {
        html.push_str("<span class=\"goods-gone\">Sold out</span>");
    }
    write!(
        html,
        "</div><div class=\"goods-words\"><h2 class=\"goods-title\"><a href=\"{}\">{}</a></h2>\
         <p class=\"goods-price\">",
        card.path(),
        Escaped(card.title.pick(LANG))
    )?;
    if card.price_to.minor > card.price.minor {
        html.push_str("<span class=\"price-from\">from</span>");
    }
    write_price(html, card.price)?;
    if let Some(was) = card.was_price {
        write!(html, "<del class=\"price-was\">{was}</del>")?;
    }
    html.push_str("</p><p class=\"goods-meta\">");
    if card.sold_count > 0 {
        write!(
            html,
            "<span class=\"goods-sold\">{} sold</span>",
            card.sold_count
        )?;
    }
    write!(
        html,
        "<a href=\"/shops/{}\" class=\"goods-shop\">{}</a></p></div></article></li>",
        card.shop.slug,
        Escaped(card.shop.name.pick(LANG))
    )
}

fn write_price(html: &mut String, price: Money) -> fmt::Result {
    let (_, whole, decimals) = price.parts();
    write!(
        html,
        "<span class=\"price\"><span>{}</span><span>{whole}</span><span>.{decimals}</span></span>",
        price.currency.sign()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_place() {
        assert_eq!(
            Escaped("<b>\"茶\" & tin").to_string(),
            "&lt;b&gt;&quot;茶&quot; &amp; tin"
        );
    }
}
