//! Whose money is where: wallets, shops' balances, deposits, what is on its way to a bank, and
//! what the platform earned and spent.

use crate::{
    model::{
        AFTER_SALES, BUYERS, Market, Order, Payout, SHOPS, buyer_id, deposit_of_tier, shop_id,
    },
    steps::{RESERVE, RESERVE_DAYS, WITHDRAWAL_LEAST, opened_at},
};
use chrono::Duration;
use longtail::{
    id::ShopId,
    money::{
        ledger::{Holder, Posting, Rule},
        payout::{Payee, PayoutStage},
    },
    trade::shop::ShopStage,
};

pub fn broken(market: &Market) -> Option<String> {
    wallets(market)
        .or_else(|| (0..SHOPS).find_map(|shop| of_shop(market, shop)))
        .or_else(|| platform(market))
        .or_else(|| outside(market))
        .or_else(|| market.payouts.iter().find_map(|one| payout(market, one)))
        .or_else(|| fees(market))
}

fn of_orders(market: &Market, wanted: impl Fn(&Order) -> bool, of: fn(&Order) -> i64) -> i64 {
    let orders = market.orders.iter().filter(|order| wanted(order));
    orders.map(of).sum()
}

/// What a member paid at the gateway and was given of fees lies in orders, went to the bank, or is
/// in the wallet.
fn wallets(market: &Market) -> Option<String> {
    (0..BUYERS).map(buyer_id).find_map(|member| {
        let taken = market.payments.iter();
        let taken = taken.filter(|payment| payment.payer == member && payment.captured);
        let taken: i64 = taken.map(|payment| payment.amount).sum();
        let fees = market.charged.iter();
        let fees = fees.filter(|fee| fee.buyer == Some(member));
        let fees: i64 = fees.map(|fee| fee.to_buyer).sum();
        let theirs = |order: &Order| order.stands() && order.buyer == member;
        let spent = of_orders(market, theirs, |o| o.money_left() - o.promoted_left());
        let due = taken + fees - spent - market.paid_out(Payee::Member(member));
        let wallet = market.balance(Holder::Wallet(member));
        (wallet != due).then(|| format!("a wallet holds {wallet}, not {due}"))
    })
}

/// What a shop has earned is in its balance, with the bank, in its deposit, or went for fees.
fn of_shop(market: &Market, shop: usize) -> Option<String> {
    let id = shop_id(shop);
    let (balance, deposit) = (Holder::ShopBalance(id), Holder::Deposit(id));
    let (balance, deposit) = (market.balance(balance), market.balance(deposit));
    let theirs = |order: &Order| order.is_completed() && order.shop == id;
    let earned = of_orders(market, theirs, |o| o.money_left() - o.commission_left());
    let gone = market.paid_out(Payee::Shop(id)) + market.charged_to(id);
    if balance + deposit + gone != earned {
        return Some(format!("{id} has earned {earned}, but holds {balance}"));
    }
    let paid_in = market.deposited.get(&id).copied().unwrap_or_default();
    if deposit != paid_in - market.charged_to(id) {
        return Some(format!("the deposit of {id} holds {deposit}"));
    }
    let last = market.books.last()?;
    let told = |words: &str| Some(format!("{words}: {last:?}"));
    let is_new = market.now < opened_at() + Duration::days(RESERVE_DAYS);
    let drawn = matches!(last.rule, Rule::PayoutBegun | Rule::DepositPaid);
    let kept = (earned * i64::from(RESERVE.0) - 5_000) / 10_000;
    if is_new && drawn && last.debit == Holder::ShopBalance(id) && balance < kept {
        return told("less than the reserve was left");
    }
    let is_taken = last.rule == Rule::DepositReturned && last.debit == Holder::Deposit(id);
    if is_taken && deposit < needed(market, shop) {
        return told("less was left than the shop needs");
    }
    None
}

/// The tier's sum; nothing of who is closed for good, once its last buyers can complain no more.
fn needed(market: &Market, shop: usize) -> i64 {
    let last = market.last_end(shop_id(shop));
    let may_complain = last.is_some_and(|end| market.now < end + AFTER_SALES);
    if market.stages[shop] == ShopStage::Closed && !may_complain {
        return 0;
    }
    deposit_of_tier(shop, market.currency)
}

/// What the platform earned of completed orders, spent on those that stand, and took as fees.
fn platform(market: &Market) -> Option<String> {
    let commission = of_orders(market, Order::is_completed, Order::commission_left);
    let promoted = of_orders(market, Order::stands, Order::promoted_left);
    let fees: i64 = market.charged.iter().map(|fee| fee.to_platform).sum();
    [
        (Holder::Commission, commission),
        (Holder::Promotion, -promoted),
        (Holder::Fees, fees),
    ]
    .into_iter()
    .find(|(holder, due)| market.balance(*holder) != *due)
    .map(|(holder, due)| format!("{holder:?} is not {due}"))
}

/// What the gateway took and the bank paid is what the books say of them.
fn outside(market: &Market) -> Option<String> {
    let taken = market.payments.iter().filter(|payment| payment.captured);
    let taken: i64 = taken.map(|payment| payment.amount).sum();
    if market.balance(Holder::Gateway) != -taken {
        return Some(format!("the gateway took {taken}"));
    }
    let settled = market.payouts.iter();
    let settled = settled.filter(|payout| payout.stage == PayoutStage::Settled);
    let settled: i64 = settled.map(|payout| payout.amount).sum();
    if market.balance(Holder::Bank) != settled {
        return Some(format!("the bank paid {settled}"));
    }
    let twice = (0..SHOPS).map(shop_id).find(|shop| {
        let payee = Payee::Shop(*shop);
        let of_shop = market.payouts.iter().filter(|one| one.payee == payee);
        of_shop.filter(|payout| payout.stage.under_way()).count() > 1
    });
    twice.map(|shop| format!("{shop} has two payouts under way"))
}

/// Filled once, by its payee; emptied once, into the bank or back to its payee; and begun only
/// where the account has had its number for two days.
fn payout(market: &Market, payout: &Payout) -> Option<String> {
    let holder = Holder::Payout(payout.id);
    let whose = match payout.payee {
        Payee::Shop(shop) => Holder::ShopBalance(shop),
        Payee::Member(member) => Holder::Wallet(member),
    };
    let end = match payout.stage {
        PayoutStage::Scheduled | PayoutStage::Sent => None,
        PayoutStage::Settled => Some(Holder::Bank),
        PayoutStage::Returned => Some(whose),
    };
    let legs = |is_of: fn(&Posting) -> (Holder, Holder)| {
        let legs = market
            .books
            .iter()
            .map(move |posting| (is_of(posting), posting));
        let legs = legs.filter(move |((own, _), _)| *own == holder);
        legs.map(|((_, other), posting)| (other, posting.amount.minor))
            .collect::<Vec<_>>()
    };
    let filled = legs(|posting| (posting.credit, posting.debit));
    let emptied = legs(|posting| (posting.debit, posting.credit));
    let ended: Vec<_> = end.map(|end| (end, payout.amount)).into_iter().collect();
    let is_small = matches!(payout.payee, Payee::Member(_)) && payout.amount < WITHDRAWAL_LEAST;
    let is_early = payout.begun_at == market.now && {
        let account = market.accounts.get(&payout.payee.id());
        let renumbered = account.and_then(|account| account.renumbered_at);
        renumbered.is_some_and(|at| market.now < at + Duration::days(2))
    };
    let wrong = filled != [(whose, payout.amount)] || emptied != ended || is_small || is_early;
    wrong.then(|| {
        format!(
            "payout {} is {:?}: {filled:?} {emptied:?}",
            payout.id, payout.stage
        )
    })
}

/// A fee comes out of the deposit of the order's own shop, and a buyer's part goes to its buyer.
fn fees(market: &Market) -> Option<String> {
    let wrong = market.books.iter().find(|posting| {
        let order = || market.orders.iter().find(|o| Some(o.id) == posting.order);
        let of = |shop: ShopId| posting.debit == Holder::Deposit(shop);
        match posting.rule {
            Rule::ViolationFeePlatform => {
                posting.credit != Holder::Fees || order().is_some_and(|order| !of(order.shop))
            }
            Rule::ViolationFeeBuyer => order().is_none_or(|order| {
                !of(order.shop) || !order.is_paid() || posting.credit != Holder::Wallet(order.buyer)
            }),
            _ => false,
        }
    });
    wrong.map(|posting| format!("a fee goes astray: {posting:?}"))
}
