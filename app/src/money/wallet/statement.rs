//! The entries of an account, newest first.

use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    money::ledger::{Rule, Statement, StatementLine},
    text::Lang,
};

/// What moved the money, in words.
pub fn rule_words(lang: Lang, rule: Rule) -> &'static str {
    match rule {
        Rule::OrderPaidByGateway => t::wallet::order_paid_by_gateway(lang),
        Rule::OrderPaidByWallet => t::wallet::order_paid_by_wallet(lang),
        Rule::OrderReleased => t::wallet::order_released(lang),
        Rule::CommissionEarned => t::wallet::commission_earned(lang),
        Rule::OrderReturned => t::wallet::order_returned(lang),
        Rule::OrderRefunded => t::wallet::order_refunded(lang),
        Rule::SaleRefunded => t::wallet::sale_refunded(lang),
        Rule::CommissionRefunded => t::wallet::commission_refunded(lang),
        Rule::WalletFunded => t::wallet::wallet_funded(lang),
        Rule::PayoutBegun => t::wallet::payout_begun(lang),
        Rule::PayoutSettled => t::wallet::payout_settled(lang),
        Rule::PayoutReturned => t::wallet::payout_returned(lang),
        Rule::OrderPromoted => t::wallet::order_promoted(lang),
        Rule::PromotionReturned => t::wallet::promotion_returned(lang),
        Rule::PromotionRefunded => t::wallet::promotion_refunded(lang),
        Rule::SalePromotionRefunded => t::wallet::sale_promotion_refunded(lang),
        Rule::CommissionPromotionRefunded => t::wallet::commission_promotion_refunded(lang),
        Rule::WithdrawalBegun => t::wallet::withdrawal_begun(lang),
        Rule::WithdrawalSettled => t::wallet::withdrawal_settled(lang),
        Rule::WithdrawalReturned => t::wallet::withdrawal_returned(lang),
        Rule::CardRefundBegun => t::wallet::card_refund_begun(lang),
        Rule::CardRefundSettled => t::wallet::card_refund_settled(lang),
        Rule::CardRefundReturned => t::wallet::card_refund_returned(lang),
        Rule::DepositPaid => t::wallet::deposit_paid(lang),
        Rule::DepositReturned => t::wallet::deposit_returned(lang),
        Rule::ViolationFeePlatform => t::wallet::violation_fee_platform(lang),
        Rule::ViolationFeeBuyer => t::wallet::violation_fee_buyer(lang),
    }
}

/// Entries with links to their orders, and to older and newer ones.
#[component]
pub fn Entries(
    statement: Statement,
    page: u32,
    /// Where this page is: `/wallet`.
    #[prop(into)]
    base: String,
    /// What an order's id is put after: `/orders/`.
    #[prop(into)]
    orders: String,
    #[prop(into)] none_hint: String,
    /// Where payouts or withdrawals are told of.
    #[prop(optional, into)]
    payouts: OptionalText,
) -> AnyView {
    let lang = use_lang();
    if statement.lines.is_empty() {
        return view! { <EmptyState title=t::wallet::none(lang) text=none_hint/> }.into_any();
    }
    let columns = vec![
        Column::new(t::wallet::what(lang)),
        Column::new(t::wallet::when(lang)),
        Column::figures(t::wallet::change(lang)),
        Column::figures(t::wallet::after(lang)),
    ];
    let rows = statement
        .lines
        .iter()
        .map(|line| row(line, &orders, payouts.0.as_deref()))
        .collect();
    view! {
        <DataTable caption=t::wallet::entries(lang) columns rows/>
        <NewerOlder label=t::wallet::entries(lang) base page more=statement.more/>
    }
    .into_any()
}

fn row(line: &StatementLine, orders: &str, payouts: Option<&str>) -> TableRow {
    let lang = use_lang();
    let words = rule_words(lang, line.rule);
    let tone = if line.change.minor > 0 {
        "text-jade"
    } else {
        ""
    };
    let order = line.order.zip(line.order_number.clone()).map(|(id, number)| {
        view! {
            " "<a class="link" href=format!("{orders}{id}")>{t::checkout::order_number(lang, number)}</a>
        }
    });
    let of_payout = matches!(
        line.rule,
        Rule::PayoutBegun
            | Rule::PayoutSettled
            | Rule::PayoutReturned
            | Rule::WithdrawalBegun
            | Rule::WithdrawalReturned
    );
    let what = match payouts.filter(|_| of_payout) {
        Some(href) => view! { <a class="link" href=href.to_owned()>{words}</a> }.into_any(),
        None => view! { <span>{words}{order}</span> }.into_any(),
    };
    TableRow {
        id: line.transfer.to_string(),
        label: words.to_owned(),
        cells: vec![
            what,
            view! { <When at=line.at style=WhenStyle::Short/> }.into_any(),
            view! { <Price amount=line.change signed=true class=tone/> }.into_any(),
            view! { <Price amount=line.balance/> }.into_any(),
        ],
    }
}
