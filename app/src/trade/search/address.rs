//! The addresses of lists: one list in all its orders, categories and pages.

use crate::platform::page::encoded;
use leptos_router::params::ParamsMap;
use longtail::trade::search::{SearchRequest, Sort};

/// Where a list stands; what is asked of it is in the rest of the address.
#[derive(Clone, Debug, PartialEq, Eq)]
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
        let mut query: Vec<(&str, String)> = Vec::new();
        if !request.query.is_empty() {
            query.push(("q", request.query.clone()));
        }
        let category = request.category.clone();
        let path = match self {
            Self::Shop => {
                query.extend(category.map(|slug| ("category", slug)));
                format!("/shops/{}", request.shop.clone().unwrap_or_default())
            }
            Self::Category if request.query.is_empty() => match category {
                Some(slug) => format!("/categories/{slug}"),
                None => "/search".to_owned(),
            },
            Self::Category | Self::Search => {
                query.extend(category.map(|slug| ("category", slug)));
                "/search".to_owned()
            }
        };
        if let Some(tier) = request.tier {
            let tier: &'static str = tier.into();
            query.push(("tier", tier.to_owned()));
        }
        if request.sort != Sort::default() {
            query.push(("sort", request.sort.key().to_owned()));
        }
        if request.page > 1 {
            query.push(("page", request.page.to_string()));
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
}
