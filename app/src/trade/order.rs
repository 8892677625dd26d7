//! Orders: as their buyer follows them, and as their shop packs them.

pub mod api;
pub mod back_office;
pub mod extend_form;
pub mod lines;
pub mod order_page;
pub mod orders_page;
pub mod rest_form;
pub mod ship_form;
pub mod shop_order_page;
pub mod slips_page;
pub mod story;

pub use back_office::ShopOrdersPage;
pub use order_page::OrderPage;
pub use orders_page::OrdersPage;
pub use ship_form::ShipPage;
pub use shop_order_page::ShopOrderPage;
pub use slips_page::SlipsPage;

use crate::{
    i18n::t,
    ui::{Tone, WhenStyle, when_text},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use longtail::{
    id::OrderId,
    text::Lang,
    trade::order::{OrderError, OrderStage, OrderStageName},
};

/// Why an order does not move, with what to do.
pub fn refusal(lang: Lang, refused: &OrderError) -> String {
    match refused {
        OrderError::NotPaid => t::order::not_paid(lang),
        OrderError::AlreadyPaid => t::order::already_paid(lang),
        OrderError::AlreadyShipped => t::order::already_shipped(lang),
        OrderError::PartlyShipped => t::shipping::partly_shipped(lang),
        OrderError::EmptyParcel => t::shipping::empty_parcel(lang),
        OrderError::NoLabel => t::shipping::no_label(lang),
        OrderError::NotShipped => t::order::not_shipped(lang),
        OrderError::Completed => t::order::is_completed(lang),
        OrderError::Cancelled => t::order::is_cancelled(lang),
        OrderError::TooEarly => t::order::too_early(lang),
        OrderError::AlreadyExtended => t::order::already_extended(lang),
        OrderError::TooLate => t::order::too_late(lang),
        OrderError::RestNotYet { from } => {
            let from = when_text(*from, WhenStyle::DayAndTime, lang);
            return t::shipping::rest_not_yet(lang, from);
        }
    }
    .to_owned()
}

/// A stage in a word or two.
pub fn stage_words(lang: Lang, stage: OrderStageName) -> &'static str {
    match stage {
        OrderStageName::AwaitingPayment => t::order::awaiting_payment(lang),
        OrderStageName::ToShip => t::order::to_ship(lang),
        OrderStageName::Shipped => t::order::shipped(lang),
        OrderStageName::Completed => t::order::completed(lang),
        OrderStageName::Cancelled => t::order::cancelled(lang),
    }
}

/// Where an order stands, in a word or two; partly sent, it says so.
pub fn order_words(lang: Lang, stage: &OrderStage) -> &'static str {
    if stage.is_partly_shipped() {
        t::shipping::partly_sent(lang)
    } else {
        stage_words(lang, stage.name())
    }
}

/// What a stage's colour is.
pub fn stage_tone(stage: OrderStageName) -> Tone {
    match stage {
        OrderStageName::AwaitingPayment => Tone::Warning,
        OrderStageName::ToShip => Tone::Persimmon,
        OrderStageName::Shipped => Tone::Gold,
        OrderStageName::Completed => Tone::Jade,
        OrderStageName::Cancelled => Tone::Plain,
    }
}

/// The stage and the page that the address asks for.
fn asked_for() -> Signal<(Option<OrderStageName>, u32)> {
    let query = use_query_map();
    Signal::derive(move || {
        query.with(|query| {
            let stage = query.get("stage").and_then(|stage| stage.parse().ok());
            let page = query.get("page").and_then(|page| page.parse().ok());
            (stage, page.unwrap_or(1))
        })
    })
}

/// The address of a list of orders: `/orders?stage=shipped&page=2`.
fn list_href(base: &str, stage: Option<OrderStageName>, page: u32) -> String {
    let stage = stage.map(|stage| format!("stage={}", <&str>::from(stage)));
    let page = (page > 1).then(|| format!("page={page}"));
    let query = [stage, page]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("&");
    if query.is_empty() {
        base.to_owned()
    } else {
        format!("{base}?{query}")
    }
}

/// The orders named in an address: `?ids=a,b` or `?ids[0]=a&ids[1]=b`, each once.
pub fn chosen_orders(search: &str) -> Vec<OrderId> {
    let mut chosen = Vec::new();
    for pair in search.trim_start_matches('?').split('&') {
        let Some((key, value)) = pair.split_once('=') else {
            continue;
        };
        if key != "ids" && !key.starts_with("ids[") && !key.starts_with("ids%5B") {
            continue;
        }
        for id in value
            .replace("%2C", ",")
            .split(',')
            .filter_map(|id| id.parse().ok())
        {
            if !chosen.contains(&id) {
                chosen.push(id);
            }
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_read_from_either_form_of_address() {
        let (a, b) = (
            "0192f0c1-2b7e-7000-8000-000000000001",
            "0192f0c1-2b7e-7000-8000-000000000002",
        );
        let ids = |search: &str| {
            chosen_orders(search)
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(ids(&format!("?ids={a},{b}")), [a, b]);
        assert_eq!(
            ids(&format!(
                "ids%5B0%5D={b}&stage=to_ship&ids[1]={a}&ids[2]={a}"
            )),
            [b, a]
        );
        assert!(ids("?ids=nonsense&page=2").is_empty());
    }

    #[test]
    fn a_list_without_wishes_has_a_plain_address() {
        assert_eq!(list_href("/orders", None, 1), "/orders");
        assert_eq!(
            list_href("/orders", Some(OrderStageName::ToShip), 3),
            "/orders?stage=to_ship&page=3"
        );
    }
}
