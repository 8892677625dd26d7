//! The table. One letter an asker, in the order
//! stranger, guest, other buyer, other shop, staff, clerk, owner, buyer:
//!
//! - `o` is answered (or sent on to another page)
//! - `y` gets past the door; the rules may still refuse, as when somebody was there before
//! - `r` is refused
//! - `s` is told to sign in
//! - `n` is told that there is no such thing

pub struct Row {
    /// A function's address, or a page's route.
    pub path: &'static str,
    /// What it is asked with: a form or query; for pages the whole address.
    pub fields: &'static str,
    pub answers: &'static str,
}

const fn row(path: &'static str, fields: &'static str, answers: &'static str) -> Row {
    Row {
        path,
        fields,
        answers,
    }
}

#[rustfmt::skip]
pub const FUNCTIONS: &[Row] = &[
    // Everybody
    row("/api/platform/visitor/load_visitor", "", "oooooooo"),
    row("/api/trade/search/load_home", "", "oooooooo"),
    row("/api/trade/search/find_goods", "request[query]=tea&request[sort]=relevance&request[page]=1", "oooooooo"),
    row("/api/trade/search/load_category", "request[query]=&request[sort]=relevance&request[page]=1&request[category]=tea", "oooooooo"),
    row("/api/trade/catalog/load_product", "shop=tea&listing=tea", "oooooooo"),
    row("/api/trade/shop/load_shop_page", "request[query]=&request[sort]=relevance&request[page]=1&request[shop]=tea", "oooooooo"),
    // A cart
    row("/api/trade/cart/load_cart", "", "oooooooo"),
    row("/api/trade/cart/add_to_cart", "variant={variant}&quantity=1", "oooooooo"),
    row("/api/trade/cart/set_quantity", "variant={variant}&quantity=2", "sooooooo"),
    row("/api/trade/cart/remove_line", "variant={variant}", "sooooooo"),
];

#[rustfmt::skip]
pub const PAGES: &[Row] = &[
    row("/", "/", "oooooooo"),
];
