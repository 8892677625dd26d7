//! What search engines are told of a product: schema.org Product with its offers.

use longtail::{text::Lang, trade::catalog::browse::ProductPage};

/// JSON-LD of a product, safe inside a `<script>`. Only the server draws it: nobody else reads it.
#[cfg(feature = "ssr")]
pub fn json_ld(product: &ProductPage, lang: Lang) -> String {
    use longtail::trade::catalog::browse::OnSale;
    use serde_json::{Value, json};
    let address = |path: &str| format!("{}{path}", product.public_url);
    let images: Vec<String> = product
        .gallery()
        .iter()
        .take(6)
        .map(|picture| address(&picture.url(1280)))
        .collect();
    let in_stock = product.on_sale == OnSale::Yes && product.stock(&[]) > 0;
    let availability = if in_stock {
        "https://schema.org/InStock"
    } else {
        "https://schema.org/OutOfStock"
    };
    let offers = product.price_range(&[]).map(|(least, most)| {
        let seller = json!({ "@type": "Organization", "name": product.shop.name.pick(lang) });
        let url = address(&product.path());
        if least == most {
            json!({
                "@type": "Offer", "url": url, "price": least.plain(),
                "priceCurrency": least.currency.code(), "availability": availability,
                "itemCondition": "https://schema.org/NewCondition", "seller": seller,
            })
        } else {
            json!({
                "@type": "AggregateOffer", "url": url, "lowPrice": least.plain(),
                "highPrice": most.plain(), "priceCurrency": least.currency.code(),
                "offerCount": product.variants.iter().filter(|v| v.offer.offered).count(),
                "availability": availability, "seller": seller,
            })
        }
    });
    let trail: Vec<Value> = product
        .trail
        .iter()
        .enumerate()
        .map(|(i, category)| {
            json!({
                "@type": "ListItem", "position": i + 1, "name": category.name.pick(lang),
                "item": address(&format!("/categories/{}", category.slug)),
            })
        })
        .collect();
    let all = json!([
        {
            "@context": "https://schema.org", "@type": "Product",
            "name": product.title.pick(lang), "description": product.description.pick(lang),
            "image": images, "offers": offers, "inLanguage": lang.tag(),
            "category": product.trail.last().map(|c| c.name.pick(lang)),
        },
        { "@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": trail },
    ]);
    // a shop's words must not end the script they stand in
    all.to_string().replace('<', "\\u003c")
}

/// In the browser: nothing.
#[cfg(not(feature = "ssr"))]
pub fn json_ld(_: &ProductPage, _: Lang) -> String {
    String::new()
}
