//! Whose money is where: wallets, shops' balances, deposits, what is on its way to a bank or back
//! to a card, and what the platform earned and spent.

use crate::{
    model::{
        AFTER_SALES, BUYERS, CardRefund, GUEST, Market, Order, Payout, SHOPS, buyer_id,
        deposit_of_tier, shop_id,
    },
    steps::{RESERVE, RESERVE_DAYS, WITHDRAWAL_LEAST, opened_at},
};
use chrono::Duration;
use longtail::{
    id::ShopId,
    money::{
        card_refund::{CardRefundStage, RETURN_WITHIN},
        ledger::{Holder, Posting, Rule, on_the_way_back},
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
        .or_else(|| {
            let mut refunds = market.card_refunds.iter();
            refunds.find_map(|one| card_refund(market, one))
        })
        .or_else(|| guest(market))
        .or_else(|| fees(market))
}

fn of_orders(market: &Market, wanted: impl Fn(&Order) -> bool, of: fn(&Order) -> i64) -> i64 {
    let orders = market.orders.iter().filter(|order| wanted(order));
    orders.map(of).sum()
}

/// What a buyer paid at the gateway and was given of fees lies in orders, went to the bank or back
/// to the card, or is in the wallet.
fn wallets(market: &Market) -> Option<String> {
    (0..BUYERS).map(buyer_id).find_map(|member| {
        let taken = market.payments.iter();
        let taken = taken.filter(|payment| payment.payer == member && payment.is_captured());
        let taken: i64 = taken.map(|payment| payment.amount).sum();
        let fees = market.charged.iter();
        let fees = fees.filter(|fee| fee.buyer == Some(member));
        let fees: i64 = fees.map(|fee| fee.to_buyer).sum();
        let theirs = |order: &Order| order.stands() && order.buyer == member;
        let spent = of_orders(market, theirs, |o| o.money_left() - o.promoted_left());
        let gone = market.paid_out(Payee::Member(member)) + market.sent_back(member);
        let due = taken + fees - spent - gone;
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

/// What the gateway took and gave back, and what the bank paid, is what the books say of them.
fn outside(market: &Market) -> Option<String> {
    let taken = market.payments.iter();
    let taken = taken.filter(|payment| payment.is_captured());
    let taken: i64 = taken.map(|payment| payment.amount).sum();
    let given = market.card_refunds.iter();
    let given = given.filter(|refund| refund.stage == CardRefundStage::Settled);
    let given: i64 = given.map(|refund| refund.amount).sum();
    if market.balance(Holder::Gateway) != given - taken {
        return Some(format!("the gateway took {taken} and gave {given} back"));
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
    let is_small = matches!(payout.payee, Payee::Member(_)) && payout.amount < WITHDRAWAL_LEAST;
    let is_early = payout.begun_at == market.now && {
        let account = market.accounts.get(&payout.payee.id());
        let renumbered = account.and_then(|account| account.renumbered_at);
        renumbered.is_some_and(|at| market.now < at + Duration::days(2))
    };
    let astray = astray(market, holder, (whose, end), payout.amount);
    let wrong = astray.is_some() || is_small || is_early;
    wrong.then(|| format!("payout {} is {:?}: {astray:?}", payout.id, payout.stage))
}

/// Filled once, by its payer; emptied once, into the gateway or back to its payer. No payment gives
/// back more than it took, nor when it was made too long ago, where its payer asks for it.
fn card_refund(market: &Market, refund: &CardRefund) -> Option<String> {
    let payment = &market.payments[refund.payment];
    let whose = Holder::Wallet(payment.payer);
    let end = match refund.stage {
        CardRefundStage::Scheduled | CardRefundStage::Sent => None,
        CardRefundStage::Settled => Some(Holder::Gateway),
        CardRefundStage::Failed => Some(whose),
    };
    let of_payment = market.card_refunds.iter();
    let of_payment = of_payment.filter(|one| one.payment == refund.payment);
    let gone = of_payment.filter(|one| one.stage != CardRefundStage::Failed);
    let gone: i64 = gone.map(|one| one.amount).sum();
    let is_asked_for = payment.payer != buyer_id(GUEST);
    let until = payment.captured_at.map(|at| at + RETURN_WITHIN);
    let is_late = until.is_none_or(|until| is_asked_for && refund.begun_at >= until);
    let holder = on_the_way_back(refund.id);
    let astray = astray(market, holder, (whose, end), refund.amount);
    let too_much = gone > payment.amount || gone != payment.returned;
    (astray.is_some() || too_much || is_late).then(|| {
        let (id, stage, amount) = (refund.id, refund.stage, payment.amount);
        format!("refund {id} is {stage:?}, of {gone} of {amount}: {astray:?}")
    })
}

/// What came into an account of money that is set aside and what left it, where that is not the
/// amount, once from whose it is and once to where it ended.
fn astray(
    market: &Market,
    holder: Holder,
    (whose, end): (Holder, Option<Holder>),
    amount: i64,
) -> Option<[Vec<(Holder, i64)>; 2]> {
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
    let ended: Vec<_> = end.map(|end| (end, amount)).into_iter().collect();
    let wrong = filled != [(whose, amount)] || emptied != ended;
    wrong.then_some([filled, emptied])
}

/// What comes into a guest's wallet of what was paid by card goes on to the card by itself, and
/// nothing else does: what could not be given back, came by a fee or was paid by the wallet stays.
fn guest(market: &Market) -> Option<String> {
    let wallet = Holder::Wallet(buyer_id(GUEST));
    let by_card = |leg: &Posting| {
        let mut paid = market.books.iter();
        paid.any(|paid| paid.rule == Rule::OrderPaidByGateway && paid.order == leg.order)
    };
    let came = market.books.iter().filter(|leg| leg.credit == wallet);
    let came = came.filter(|leg| match leg.rule {
        Rule::WalletFunded => true,
        Rule::OrderReturned
        | Rule::OrderRefunded
        | Rule::SaleRefunded
        | Rule::CommissionRefunded => by_card(leg),
        _ => false,
    });
    let came: i64 = came.map(|leg| leg.amount.minor).sum();
    let begun = |leg: &&Posting| leg.rule == Rule::CardRefundBegun && leg.debit == wallet;
    let went = market.books.iter().filter(begun);
    let went: i64 = went.map(|leg| leg.amount.minor).sum();
    (came != went).then(|| format!("of {came} that came back to a guest {went} went on"))
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
