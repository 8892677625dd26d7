//! What search engines are told of things: schema.org, as JSON-LD.
//!
//! Each function answers with text that is safe inside a `<script>`. In the browser, where
//! nobody reads it, the answer is empty.

use longtail::trade::{
    catalog::browse::{ProductPage, ShopPage},
    search::{CategoryLink, ListingCard},
};

/// One part of what is told.
pub enum Told<'a> {
    /// The market itself, and how it is searched.
    Market,
    /// A list of goods in its order.
    Goods(&'a [ListingCard]),
    /// The way to a page: its categories, and the page itself where it is none of them.
    Way {
        trail: &'a [CategoryLink],
        here: Option<(&'a str, &'a str)>,
    },
    Product(&'a ProductPage),
    Shop(&'a ShopPage),
}

#[cfg(not(feature = "ssr"))]
pub fn json_ld(_: &str, _: longtail::text::Lang, _: &[Told<'_>]) -> String {
    String::new()
}

#[cfg(feature = "ssr")]
pub use on_server::json_ld;

#[cfg(feature = "ssr")]
mod on_server {
    use super::Told;
    use longtail::{
        money::Money,
        text::Lang,
        trade::{
            catalog::browse::{OnSale, ProductPage, ShopPage, ShownVariant},
            search::{CategoryLink, ListingCard},
        },
    };
    use serde_json::{Value, json};

    /// Offers that are listed one by one; of a listing with more only the range is told.
    const MOST_OFFERS: usize = 40;

    /// All of it as one graph. `origin` is where the market is reached.
    pub fn json_ld(origin: &str, lang: Lang, told: &[Told<'_>]) -> String {
        let site = Site { origin, lang };
        let graph: Vec<Value> = told.iter().map(|told| site.node(told)).collect();
        let all = json!({ "@context": "https://schema.org", "@graph": graph });
        // a shop's words must not end the script they stand in
        all.to_string().replace('<', "\\u003c")
    }

    struct Site<'a> {
        origin: &'a str,
        lang: Lang,
    }

    impl Site<'_> {
        fn node(&self, told: &Told<'_>) -> Value {
            match told {
                Told::Market => self.market(),
                Told::Goods(cards) => self.goods(cards),
                Told::Way { trail, here } => self.way(trail, *here),
                Told::Product(product) => self.product(product),
                Told::Shop(shop) => self.shop(shop),
            }
        }

        fn at(&self, path: &str) -> String {
            format!("{}{path}", self.origin)
        }

        fn market(&self) -> Value {
            json!({
                "@type": "WebSite", "name": "Longtail", "url": self.at("/"),
                "inLanguage": ["en", "zh-CN"],
                "publisher": {
                    "@type": "Organization", "name": "Longtail", "url": self.at("/"),
                    "logo": self.at("/icons/icon-512.png"),
                },
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": self.at("/search?q={search_term_string}"),
                    "query-input": "required name=search_term_string",
                },
            })
        }

        fn goods(&self, cards: &[ListingCard]) -> Value {
            let items: Vec<Value> = cards
                .iter()
                .enumerate()
                .map(|(i, card)| {
                    json!({
                        "@type": "ListItem", "position": i + 1,
                        "name": card.title.pick(self.lang), "url": self.at(&card.path()),
                    })
                })
                .collect();
            json!({ "@type": "ItemList", "numberOfItems": items.len(), "itemListElement": items })
        }

        fn way(&self, trail: &[CategoryLink], here: Option<(&str, &str)>) -> Value {
            let steps = trail
                .iter()
                .map(|category| {
                    let path = format!("/categories/{}", category.slug);
                    (category.name.pick(self.lang).to_owned(), path)
                })
                .chain(here.map(|(name, path)| (name.to_owned(), path.to_owned())));
            let items: Vec<Value> = steps
                .enumerate()
                .map(|(i, (name, path))| {
                    json!({
                        "@type": "ListItem", "position": i + 1, "name": name, "item": self.at(&path),
                    })
                })
                .collect();
            json!({ "@type": "BreadcrumbList", "itemListElement": items })
        }

        fn shop(&self, page: &ShopPage) -> Value {
            let mut shop = json!({
                "@type": "Store", "name": page.shop.name.pick(self.lang),
                "url": self.at(&format!("/shops/{}", page.shop.slug)),
                "description": page.about.pick(self.lang),
            });
            if let Some(mark) = &page.shop.mark {
                shop["logo"] = self.at(&mark.url(320)).into();
                shop["image"] = self.at(&mark.url(640)).into();
            }
            if !page.shop.city.is_empty() {
                shop["address"] = json!({
                    "@type": "PostalAddress", "addressLocality": page.shop.city.pick(self.lang),
                });
            }
            shop
        }

        fn product(&self, product: &ProductPage) -> Value {
            let images: Vec<String> = product
                .gallery()
                .iter()
                .take(6)
                .map(|picture| self.at(&picture.url(1280)))
                .collect();
            let mut told = json!({
                "@type": "Product", "name": product.title.pick(self.lang),
                "description": product.description.pick(self.lang),
                "url": self.at(&product.path()), "image": images, "inLanguage": self.lang.tag(),
            });
            if let Some(category) = product.trail.last() {
                told["category"] = category.name.pick(self.lang).into();
            }
            if let Some((least, most)) = product.price_range(&[]) {
                told["offers"] = self.offers(product, least, most);
            }
            told
        }

        fn offers(&self, product: &ProductPage, least: Money, most: Money) -> Value {
            let offered: Vec<&ShownVariant> = product
                .variants
                .iter()
                .filter(|variant| variant.offer.offered)
                .collect();
            if let [only] = &offered[..] {
                return self.offer(product, only);
            }
            let mut all = json!({
                "@type": "AggregateOffer", "url": self.at(&product.path()),
                "lowPrice": least.plain(), "highPrice": most.plain(),
                "priceCurrency": least.currency.code(), "offerCount": offered.len(),
                "availability": availability(product, product.stock(&[])),
                "seller": self.seller(product),
            });
            if offered.len() <= MOST_OFFERS {
                all["offers"] = offered
                    .iter()
                    .map(|variant| self.offer(product, variant))
                    .collect();
            }
            all
        }

        fn offer(&self, product: &ProductPage, variant: &ShownVariant) -> Value {
            let choice: Vec<String> = variant.offer.choice.iter().map(u16::to_string).collect();
            let path = if choice.is_empty() {
                product.path()
            } else {
                format!("{}?o={}", product.path(), choice.join(","))
            };
            let mut offer = json!({
                "@type": "Offer", "url": self.at(&path), "price": variant.price.plain(),
                "priceCurrency": variant.price.currency.code(),
                "availability": availability(product, variant.offer.stock),
                "itemCondition": "https://schema.org/NewCondition",
                "seller": self.seller(product),
            });
            if let Some(rate) = product.postage.least(variant.price) {
                offer["shippingDetails"] = json!({
                    "@type": "OfferShippingDetails",
                    "shippingRate": {
                        "@type": "MonetaryAmount", "value": rate.plain(),
                        "currency": rate.currency.code(),
                    },
                });
            }
            offer
        }

        fn seller(&self, product: &ProductPage) -> Value {
            json!({
                "@type": "Organization", "name": product.shop.name.pick(self.lang),
                "url": self.at(&format!("/shops/{}", product.shop.slug)),
            })
        }
    }

    fn availability(product: &ProductPage, stock: u32) -> &'static str {
        if product.on_sale == OnSale::Yes && stock > 0 {
            "https://schema.org/InStock"
        } else {
            "https://schema.org/OutOfStock"
        }
    }
}
