//! What is read from a request's headers.

use axum::http::{HeaderMap, header};
use longtail::text::Lang;
use longtail_app::ssr::LANG_COOKIE;

/// A cookie's value, where it was sent and is not empty.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get_all(header::COOKIE).iter().find_map(|value| {
        value.to_str().ok()?.split(';').find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name && !value.is_empty()).then(|| value.to_owned())
        })
    })
}

/// A header's text; empty where there is none.
pub fn text(headers: &HeaderMap, name: impl header::AsHeaderName) -> &str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// The language that the address names, as search engines are told of it, else the one
/// chosen, else the browser's.
pub fn lang_asked(headers: &HeaderMap, query: &str) -> Lang {
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("lang="))
        .and_then(Lang::from_tag)
        .unwrap_or_else(|| lang_of(headers))
}

/// The language chosen, else the browser's.
pub fn lang_of(headers: &HeaderMap) -> Lang {
    cookie(headers, LANG_COOKIE)
        .and_then(|tag| Lang::from_tag(&tag))
        .or_else(|| Lang::from_tag(text(headers, header::ACCEPT_LANGUAGE)))
        .unwrap_or_default()
}

/// The browser's network address. A proxy in front of the market writes it into
/// `X-Forwarded-For`; its last entry is the one that our own proxy wrote.
pub fn address(headers: &HeaderMap, peer: Option<std::net::IpAddr>, trust_proxy: bool) -> String {
    let forwarded = text(headers, header::HeaderName::from_static("x-forwarded-for"))
        .rsplit(',')
        .next()
        .and_then(|last| last.trim().parse::<std::net::IpAddr>().ok())
        .filter(|_| trust_proxy);
    forwarded
        .or(peer)
        .map(|ip| ip.to_canonical().to_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    header::HeaderName::from_static(name),
                    header::HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let headers = headers(&[("cookie", "a=1; longtail_lang=zh-CN; empty=")]);
        assert_eq!(cookie(&headers, "a").as_deref(), Some("1"));
        assert_eq!(cookie(&headers, "empty"), None);
        assert_eq!(lang_of(&headers), Lang::Zh);
        assert_eq!(lang_asked(&headers, "o=1&lang=en"), Lang::En);
        assert_eq!(lang_asked(&headers, "lang=fr"), Lang::Zh);
    }

    #[test]
    fn only_our_own_proxy_is_believed() {
        let peer = Some("10.0.0.1".parse().expect("an address"));
        let forged = headers(&[("x-forwarded-for", "1.1.1.1, 203.0.113.7")]);
        assert_eq!(address(&forged, peer, false), "10.0.0.1");
        assert_eq!(address(&forged, peer, true), "203.0.113.7");
        assert_eq!(address(&headers(&[]), peer, true), "10.0.0.1");
        assert_eq!(address(&headers(&[]), None, true), "");
    }
}
