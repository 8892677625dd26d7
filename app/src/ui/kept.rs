//! Parts of pages that are drawn once and kept: the same card stands in many lists, and to
//! draw it takes the server ten times as long as to copy it.

use leptos::prelude::*;
use std::hash::Hash;

/// Draws a part of a page whose HTML depends on nothing but the language, the rate at which
/// prices are shown in another currency, and what it is `of`. The server keeps it and copies it
/// when the same is asked for again; the browser, which finds what it would have drawn itself,
/// draws it and makes it live.
///
/// It begins and ends with elements, not with text. `name` tells kinds of parts apart.
///
/// ```ignore
/// kept("why", || (&why, sort), || view! { <details>…</details> })
/// ```
pub fn kept<K: Hash, V: IntoView + 'static>(
    name: &'static str,
    of: impl FnOnce() -> K,
    draw: impl FnOnce() -> V,
) -> AnyView {
    #[cfg(feature = "ssr")]
    return drawn::find_or_draw(name, &of(), || draw().into_view().to_html());
    #[cfg(not(feature = "ssr"))]
    {
        _ = (name, of);
        draw().into_any()
    }
}

#[cfg(feature = "ssr")]
mod drawn {
    use crate::{i18n::use_lang, ui::use_rate};
    use leptos::{prelude::*, tachys::html::InertElement};
    use quick_cache::{Weighter, sync::Cache};
    use std::{
        hash::{BuildHasher, Hash, RandomState},
        sync::{Arc, LazyLock},
    };

    /// What is kept at most, in bytes.
    const ROOM: u64 = 8 * 1024 * 1024;
    /// How many parts that will be, about. The cache gives every 32 of them a share of the room
    /// and keeps nothing heavier than its share: a whole list must fit into one.
    const PARTS: usize = 256;

    #[derive(Clone)]
    struct Bytes;

    impl Weighter<u128, Arc<str>> for Bytes {
        fn weight(&self, key: &u128, html: &Arc<str>) -> u64 {
            (size_of_val(key) + html.len()) as u64
        }
    }

    static DRAWN: LazyLock<Cache<u128, Arc<str>, Bytes>> =
        LazyLock::new(|| Cache::with_weighter(PARTS, ROOM, Bytes));

    /// Two hashes under secret keys in place of what was hashed: nobody can make two parts share
    /// them, and chance does not.
    static KEYS: LazyLock<[RandomState; 2]> = LazyLock::new(Default::default);

    fn key(of: &impl Hash) -> u128 {
        let [high, low] = KEYS.each_ref().map(|keys| keys.hash_one(of));
        u128::from(high) << 64 | u128::from(low)
    }

    pub fn find_or_draw(
        name: &'static str,
        of: &impl Hash,
        draw: impl FnOnce() -> String,
    ) -> AnyView {
        let key = key(&(name, use_lang(), use_rate(), of));
        let html = DRAWN.get(&key).unwrap_or_else(|| {
            let html: Arc<str> = draw().into();
            DRAWN.insert(key, html.clone());
            html
        });
        InertElement::new(html.to_string()).into_any()
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use longtail::money::exchange::ExchangeRate;
        use std::cell::Cell;

        #[test]
        fn the_same_is_drawn_once() {
            let drawn = Cell::new(0);
            let ask = |of: &str| {
                let draw = || {
                    drawn.set(drawn.get() + 1);
                    format!("<p>{of}</p>")
                };
                Owner::new().with(|| find_or_draw("a test", &of, draw).to_html())
            };
            assert_eq!([ask("one"), ask("one")], ["<p>one</p>", "<p>one</p>"]);
            assert_eq!((ask("two"), drawn.get()), ("<p>two</p>".to_owned(), 2));
        }

        #[test]
        fn another_rate_is_drawn_anew() {
            let ask = |rate: Option<&str>| {
                Owner::new().with(|| {
                    if let Some(rate) = rate {
                        provide_context(rate.parse::<ExchangeRate>().expect("a rate"));
                    }
                    let shown = || format!("<p>{}</p>", use_rate().map_or(0, |it| it.rate_e8));
                    find_or_draw("a rate's test", &"tea", shown).to_html()
                })
            };
            assert_eq!(ask(None), "<p>0</p>");
            assert_eq!(ask(Some("CNY USD 13910000 739581")), "<p>13910000</p>");
            assert_eq!(ask(Some("CNY USD 13920000 739582")), "<p>13920000</p>");
            assert_eq!(ask(None), "<p>0</p>");
        }
    }
}
