//! The addresses of lists: one list in all its orders, categories and pages.

use crate::platform::page::encoded;
use leptos_router::params::ParamsMap;
use longtail::trade::search::{Narrowing, SearchRequest, Sort, SpecChosen};
use std::borrow::Cow;

/// Where a list stands; what is asked of it is in the rest of the address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ListPlace {
    /// `/search`
    Search,
    /// `/categories/{slug}`
    Category,
    /// `/shops/{slug}`
    Shop,
}

impl ListPlace {
    /// The address of a request in this place. Choosing a category leads to the category's own
    /// page, unless words or a shop are being searched.
    pub fn href(&self, request: &SearchRequest) -> String {
        let mut query: Vec<(Cow<str>, String)> = Vec::new();
        if !request.query.is_empty() {
            query.push(("q".into(), request.query.clone()));
        }
        let category = request.category.clone();
        let path = match self {
            Self::Shop => {
                query.extend(category.map(|slug| ("category".into(), slug)));
                format!("/shops/{}", request.shop.clone().unwrap_or_default())
            }
            Self::Category if request.query.is_empty() => match category {
                Some(slug) => format!("/categories/{slug}"),
                None => "/search".to_owned(),
            },
            Self::Category | Self::Search => {
                query.extend(category.map(|slug| ("category".into(), slug)));
                "/search".to_owned()
            }
        };
        if let Some(tier) = request.tier {
            let tier: &'static str = tier.into();
            query.push(("tier".into(), tier.to_owned()));
        }
        query.extend(narrowing(&request.narrow));
        if request.sort != Sort::default() {
            query.push(("sort".into(), request.sort.key().to_owned()));
        }
        if request.page > 1 {
            query.push(("page".into(), request.page.to_string()));
        }
        if let Some(at) = &request.at {
            query.push(("at".into(), at.clone()));
        }
        if query.is_empty() {
            return path;
        }
        let query: Vec<String> = query
            .into_iter()
            .map(|(key, value)| format!("{key}={}", encoded(&value)))
            .collect();
        format!("{path}?{}", query.join("&"))
    }
}

/// Between several values of one facet.
const AND: char = '.';
/// Between the ends of a range, one of which may be missing.
const UPTO: char = '~';
/// Before the key of a specification.
const SPEC: &str = "spec-";

fn range(from: Option<i64>, to: Option<i64>) -> String {
    let end = |end: Option<i64>| end.map(|n| n.to_string()).unwrap_or_default();
    format!("{}{UPTO}{}", end(from), end(to))
}

fn read_range(text: &str) -> (Option<i64>, Option<i64>) {
    let (from, to) = text.split_once(UPTO).unwrap_or((text, ""));
    (from.parse().ok(), to.parse().ok())
}

/// What a list is narrowed to, as the address says it.
fn narrowing(narrow: &Narrowing) -> Vec<(Cow<'static, str>, String)> {
    let mut query: Vec<(Cow<'static, str>, String)> = Vec::new();
    if narrow.price_from.is_some() || narrow.price_to.is_some() {
        query.push(("price".into(), range(narrow.price_from, narrow.price_to)));
    }
    if narrow.in_stock {
        query.push(("stock".into(), "yes".to_owned()));
    }
    if narrow.postage_free {
        query.push(("postage".into(), "free".to_owned()));
    }
    if !narrow.shops.is_empty() {
        query.push(("shops".into(), narrow.shops.join(&AND.to_string())));
    }
    for spec in &narrow.specs {
        let value = if spec.values.is_empty() {
            range(spec.from, spec.to)
        } else {
            spec.values.join(&AND.to_string())
        };
        query.push((format!("{SPEC}{}", spec.key).into(), value));
    }
    query
}

fn read_narrowing(params: &ParamsMap) -> Narrowing {
    let (price_from, price_to) = read_range(&params.get("price").unwrap_or_default());
    let several = |text: &str| text.split(AND).map(str::to_owned).collect::<Vec<_>>();
    let specs = params.latest_values().filter_map(|(name, value)| {
        let key = name.strip_prefix(SPEC)?.to_owned();
        if value.contains(UPTO) {
            let (from, to) = read_range(value);
            return Some(SpecChosen {
                key,
                from,
                to,
                ..SpecChosen::default()
            });
        }
        Some(SpecChosen {
            key,
            values: several(value),
            ..SpecChosen::default()
        })
    });
    Narrowing {
        price_from,
        price_to,
        in_stock: params.get("stock").is_some_and(|stock| stock == "yes"),
        postage_free: params
            .get("postage")
            .is_some_and(|postage| postage == "free"),
        shops: several(&params.get("shops").unwrap_or_default()),
        specs: specs.collect(),
    }
}

/// What an address asks for. What makes no sense is left out, so that no address breaks.
pub fn read(params: &ParamsMap) -> SearchRequest {
    SearchRequest {
        query: params.get("q").unwrap_or_default(),
        category: params.get("category"),
        shop: None,
        tier: params.get("tier").and_then(|tier| tier.parse().ok()),
        sort: params
            .get("sort")
            .and_then(|sort| sort.parse().ok())
            .unwrap_or_default(),
        narrow: read_narrowing(params),
        at: params.get("at"),
        page: params
            .get("page")
            .and_then(|page| page.parse().ok())
            .unwrap_or(1),
    }
    .tidied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_short_and_escaped() {
        let request = SearchRequest {
            query: "龙井 & tin".into(),
            page: 2,
            ..Default::default()
        };
        assert_eq!(
            ListPlace::Search.href(&request),
            "/search?q=%E9%BE%99%E4%BA%95%20%26%20tin&page=2"
        );
        let browsing = SearchRequest {
            category: Some("tea".into()),
            sort: Sort::PriceUp,
            page: 1,
            ..Default::default()
        };
        assert_eq!(
            ListPlace::Category.href(&browsing),
            "/categories/tea?sort=price_up"
        );
    }

    #[test]
    fn what_an_address_says_comes_back() {
        let request = SearchRequest {
            narrow: Narrowing {
                price_from: Some(1_000),
                in_stock: true,
                postage_free: true,
                shops: vec!["cloud-ridge-tea".into(), "lin-tea".into()],
                specs: vec![
                    SpecChosen {
                        key: "material".into(),
                        values: vec!["oak".into(), "steel".into()],
                        ..Default::default()
                    },
                    SpecChosen {
                        key: "weight".into(),
                        to: Some(500_000),
                        ..Default::default()
                    },
                ],
                ..Default::default()
            },
            page: 1,
            ..Default::default()
        };
        let href = ListPlace::Search.href(&request);
        assert_eq!(
            href,
            "/search?price=1000~&stock=yes&postage=free&shops=cloud-ridge-tea.lin-tea\
             &spec-material=oak.steel&spec-weight=~500000"
        );
        let mut params = ParamsMap::new();
        for pair in href.trim_start_matches("/search?").split('&') {
            let (key, value) = pair.split_once('=').expect("a pair");
            params.insert(key.to_owned(), value.to_owned());
        }
        assert_eq!(read(&params), request);
    }
}
