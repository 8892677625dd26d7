//! Money that does not get back to the card or bank that paid it, on the desk.

use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{money::card_refund::CardRefundStage, platform::staff::DeskCardRefund};

#[component]
pub fn CardRefundTable(refunds: Vec<DeskCardRefund>) -> impl IntoView {
    let lang = use_lang();
    let columns = vec![
        Column::new(t::card_refund::whose(lang)),
        Column::figures(t::staff::amount(lang)),
        Column::new(t::staff::under_way_since(lang)),
        Column::new(t::staff::what_to_do(lang)),
    ];
    let rows = refunds.into_iter().map(row).collect();
    view! { <DataTable caption=t::card_refund::desk(lang) columns rows/> }
}

fn row(refund: DeskCardRefund) -> TableRow {
    let lang = use_lang();
    let whose = match refund.guest {
        true => t::card_refund::guest(lang).to_owned(),
        false => t::staff::member_named(lang, &refund.name),
    };
    let cure = match refund.stage {
        CardRefundStage::Scheduled => t::card_refund::cure_scheduled(lang).to_owned(),
        CardRefundStage::Failed => {
            t::card_refund::cure_failed(lang, refund.reason.unwrap_or_default())
        }
        CardRefundStage::Sent | CardRefundStage::Settled => {
            t::card_refund::cure_sent(lang).to_owned()
        }
    };
    let known_as = refund.refund.to_string();
    TableRow {
        id: known_as.clone(),
        label: whose.clone(),
        cells: vec![
            whose.into_any(),
            view! { <Price amount=refund.amount/> }.into_any(),
            view! { <When at=refund.since style=WhenStyle::Digits/> }.into_any(),
            view! { <div>{cure}<code class="block text-12 break-words">{known_as}</code></div> }
                .into_any(),
        ],
    }
}
