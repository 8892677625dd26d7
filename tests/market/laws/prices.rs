//! Prices, which are frozen when a checkout is placed: each step is one that its funder made, is
//! spread fairly over both shops' lines, and is paid by that funder. The last one is tax, where
//! prices are without it.

use crate::{
    model::{Checkout, Line, Market, Order, PRICES, SELLER, buyer_id, shop_id},
    steps::{ADDED_BP, COMMISSION, listing_id},
};
use longtail::{
    id::ShopId,
    money::BasisPoints,
    trade::price::{Explained, Funder, LinePrice, Names, Offer, explain},
};

/// A checkout as it was placed at this moment.
struct Placed<'a> {
    market: &'a Market,
    checkout: &'a Checkout,
    /// Over all its orders.
    lines: Vec<(ShopId, &'a Line)>,
}

pub fn broken(market: &Market) -> Option<String> {
    let now = market.checkouts.iter();
    let now = now.filter(|checkout| checkout.placed_at == market.now);
    now.map(|checkout| Placed::of(market, checkout))
        .find_map(|placed| {
            let broken = placed
                .lines()
                .or_else(|| placed.offers())
                .or_else(|| placed.coupons())
                .or_else(|| placed.campaign())
                .or_else(|| placed.funders())
                .or_else(|| placed.postage())
                .or_else(|| placed.tax());
            let lines: Vec<&LinePrice> = placed.lines.iter().map(|(_, l)| &l.price).collect();
            broken.map(|words| format!("{words}: {lines:?}"))
        })
}

impl<'a> Placed<'a> {
    fn of(market: &'a Market, checkout: &'a Checkout) -> Self {
        let orders = market.orders_of(checkout);
        let lines = orders.flat_map(|order| order.lines.iter().map(|line| (order.shop, line)));
        Self {
            market,
            checkout,
            lines: lines.collect(),
        }
    }

    /// The platform pays nothing for what a seller buys of their own shop.
    fn is_own(&self, shop: ShopId) -> bool {
        self.checkout.buyer == buyer_id(SELLER) && shop == shop_id(0)
    }

    fn sum(&self, of: impl Fn(&Line) -> i64) -> i64 {
        self.lines.iter().map(|(_, line)| of(line)).sum()
    }

    /// The shop is paid the list price less what it gives itself, the buyer pays that less what
    /// the platform gives, and something is always left to pay, without the tax on it.
    fn lines(&self) -> Option<&'static str> {
        let wrong = self.lines.iter().any(|(shop, line)| {
            let (price, steps) = (&line.price, &line.price.steps);
            let by_shop = [steps.offer, steps.coupon, steps.campaign_shop];
            let by_platform = [steps.platform_coupon, steps.campaign_platform];
            let promoted: i64 = by_platform.iter().sum();
            price.list != PRICES[line.thing] * i64::from(line.quantity)
                || by_shop.iter().chain(&by_platform).any(|step| *step < 0)
                || untaxed(line) != price.list - by_shop.iter().sum::<i64>()
                || line.promoted != promoted
                || untaxed(line) - promoted < 1
                || (self.is_own(*shop) && promoted + steps.campaign_shop > 0)
        });
        if wrong {
            return Some("a line does not add up");
        }
        let frozen = self.lines.iter().all(|(_, line)| {
            let exact = untaxed(line) * i64::from(COMMISSION.0);
            (line.commission * 10_000 - exact).abs() <= 5_000
        });
        (!frozen).then_some("the commission is no share of what the shop is paid")
    }

    /// The best of the shop's offers of that moment, alone, and 95 % of the price at most.
    fn offers(&self) -> Option<&'static str> {
        let wrong = self.lines.iter().any(|(shop, line)| {
            let unit = PRICES[line.thing];
            let running = self.market.deals.offers.iter().filter(|offer| {
                let span = offer.span;
                offer.shop == *shop
                    && (span.from..span.until).contains(&self.market.now)
                    && covers(offer, line)
            });
            let least = running.clone().map(|offer| offer.unit(unit)).min();
            let off = (unit - least.unwrap_or(unit)) * i64::from(line.quantity);
            let named = running
                .map(|offer| offer.id)
                .any(|id| line.price.offer == Some(id));
            let steps = line.price.steps;
            steps.offer != off
                || named != (off > 0)
                || line.price.offer.is_some() != named
                || steps.offer * 20 > line.price.list * 19 + i64::from(line.quantity) * 20
        });
        wrong.then_some("not the best offer")
    }

    /// What coupons take off is what they say, of what their goods cost by then.
    fn coupons(&self) -> Option<&'static str> {
        let makers = self.lines.iter().map(|(shop, _)| Some(*shop));
        let wrong = makers.chain([None]).any(|maker| !self.is_redeemed(maker));
        wrong.then_some("a coupon takes off something else than it says")
    }

    /// The coupon of a shop, or of the platform.
    fn is_redeemed(&self, maker: Option<ShopId>) -> bool {
        let (costs, parts) = match maker {
            Some(of) => (
                self.those(|shop| shop == of, |line| line.price.at_offer()),
                self.those(|shop| shop == of, |line| line.price.steps.coupon),
            ),
            None => (
                self.those(
                    |shop| !self.is_own(shop),
                    |line| line.price.at_offer() - line.price.steps.coupon,
                ),
                self.those(|_| true, |line| line.price.steps.platform_coupon),
            ),
        };
        let off: i64 = parts.iter().sum();
        let mut used = self.checkout.coupons.iter();
        let Some(used) = used.find(|used| used.shop == maker) else {
            return off == 0;
        };
        let Some(coupon) = self.market.deals.coupons.get(&used.coupon) else {
            return false;
        };
        let spent: i64 = costs.iter().sum();
        let says = coupon.off(self.market.money(spent));
        coupon.shop == maker
            && (coupon.span.from..coupon.span.until).contains(&self.market.now)
            && spent >= coupon.least_minor
            && off <= coupon.cap_minor.unwrap_or(off)
            && off == used.off.minor
            && says.is_ok_and(|says| off == says.min(room(&costs)))
            && is_fair(&parts, &costs)
    }

    /// So much off for every so much that is left, and each side's part of it.
    fn campaign(&self) -> Option<&'static str> {
        let campaign = self.market.deals.campaign.as_ref();
        let running = campaign.filter(|campaign| {
            (campaign.span.from..campaign.span.until).contains(&self.market.now)
        });
        let counts = |shop: ShopId| {
            let takes_part = running.is_some_and(|campaign| {
                campaign.shop_share.0 == 0 || campaign.joined.contains(&shop)
            });
            takes_part && !self.is_own(shop)
        };
        let before = |line: &Line| {
            let steps = line.price.steps;
            line.price.at_offer() - steps.coupon - steps.platform_coupon
        };
        let spent = self.those(counts, before);
        let by_shop = self.those(|_| true, |line| line.price.steps.campaign_shop);
        let by_platform = self.those(|_| true, |line| line.price.steps.campaign_platform);
        let both = by_shop.iter().zip(&by_platform);
        let parts: Vec<i64> = both.map(|(one, other)| one + other).collect();
        let saved: i64 = parts.iter().sum();
        let due = running.map_or(0, |campaign| {
            let times = spent.iter().sum::<i64>() / campaign.every_minor;
            let due = times * campaign.save_minor;
            due.min(campaign.cap_minor.unwrap_or(due)).min(room(&spent))
        });
        let share = running.map_or(0, |campaign| i64::from(campaign.shop_share.0));
        let of_shops = by_shop.iter().sum::<i64>() * 10_000;
        let named = running.filter(|_| saved > 0).map(|campaign| campaign.id);
        let wrong = saved != due
            || self.checkout.campaign != named
            || (of_shops - saved * share).abs() > 5_000
            || !is_fair(&parts, &spent)
            || !is_shared(&by_shop, &parts);
        wrong.then_some("spend-and-save saves something else than it says")
    }

    /// What each funder is said to give is what the shop is paid less, and what the platform pays.
    fn funders(&self) -> Option<&'static str> {
        let prices: Vec<LinePrice> = self.lines.iter().map(|(_, line)| line.price).collect();
        let told = explain(self.market.currency, &prices, &Names::default());
        let (goods, promoted) = (self.sum(untaxed), self.sum(|line| line.promoted));
        let used = self.checkout.coupons.iter().filter(|used| {
            let coupon = self.market.deals.coupons.get(&used.coupon);
            coupon.is_some_and(|coupon| coupon.funder() == Funder::Platform)
        });
        let by_coupons: i64 = used.map(|used| used.off.minor).sum();
        let wrong = told.to_pay.minor != goods - promoted
            || given(&told, Funder::Shop) != told.list.minor - goods
            || given(&told, Funder::Platform) != promoted
            || by_coupons + self.sum(|line| line.price.steps.campaign_platform) != promoted;
        wrong.then_some("a reduction is not paid by its funder")
    }

    /// Each shop asks for it by what its goods cost at its offers: no coupon brings it back. Tax
    /// comes on top, and all together is what the buyer pays.
    fn postage(&self) -> Option<&'static str> {
        let wrong = self.market.orders_of(self.checkout).any(|order| {
            let at_offers = order.lines.iter().map(|line| line.price.at_offer()).sum();
            let pieces = order.lines.iter().map(|line| line.quantity).sum();
            let plain = self.market.tariff(order.shop).plain;
            let asked = plain.quote(self.market.money(at_offers), pieces);
            let paid: i64 = order.lines.iter().map(|l| l.goods - l.promoted).sum();
            let postage: i64 = order.lines.iter().map(|l| l.postage).sum();
            let tax: i64 = order.lines.iter().map(|l| l.price.postage_tax()).sum();
            asked.map(|asked| asked.minor) != Ok(order.postage - tax)
                || order.postage != postage
                || order.total.minor != paid + order.postage
        });
        wrong.then_some("the postage is not what the shop asks for")
    }

    /// It is added where staff say so at that moment, by who is registered for it; by others at a
    /// rate of nothing.
    fn tax(&self) -> Option<&'static str> {
        let on_top = &self.market.deals.on_top;
        let is_added = on_top.countries.contains(&self.checkout.place.country);
        let due = |shop: ShopId, line: &Line| {
            is_added.then(|| match on_top.registered.contains(&shop) {
                true => BasisPoints(ADDED_BP[line.thing % 2]),
                false => BasisPoints(0),
            })
        };
        let mut lines = self.lines.iter();
        let wrong = lines.any(|(shop, line)| {
            let rate = line.price.tax.map(|tax| tax.rate);
            rate != due(*shop, line)
        });
        if wrong {
            return Some("tax at another rate than is due");
        }
        let mut orders = self.market.orders_of(self.checkout);
        let rates = || ADDED_BP.into_iter().chain([0]).map(BasisPoints);
        let fair = orders.all(|order| rates().all(|rate| is_taxed(order, rate)));
        (!fair).then_some("the tax is not its rate of what is paid besides it")
    }

    /// Of each line something, and nothing of those that do not count.
    fn those(&self, counts: impl Fn(ShopId) -> bool, of: impl Fn(&Line) -> i64) -> Vec<i64> {
        let lines = self.lines.iter();
        lines
            .map(|(shop, line)| if counts(*shop) { of(line) } else { 0 })
            .collect()
    }
}

/// What the shop is paid for the goods, without the tax that was added.
fn untaxed(line: &Line) -> i64 {
    line.goods - line.price.goods_tax()
}

/// What a rate adds to an order is reckoned once, of goods and postage together, rounded half up
/// and spread over them.
fn is_taxed(order: &Order, rate: BasisPoints) -> bool {
    let (mut nets, mut taxes) = (Vec::new(), Vec::new());
    for line in &order.lines {
        if let Some(tax) = line.price.tax.filter(|tax| tax.rate == rate) {
            nets.extend([untaxed(line) - line.promoted, line.postage - tax.postage]);
            taxes.extend([tax.goods, tax.postage]);
        }
    }
    let exact = nets.iter().sum::<i64>() * i64::from(rate.0);
    let over = taxes.iter().sum::<i64>() * 10_000 - exact;
    (-4_999..=5_000).contains(&over) && is_shared(&taxes, &nets)
}

fn covers(offer: &Offer, line: &Line) -> bool {
    let listing = listing_id(line.thing);
    let listings = offer.listings.as_ref();
    listings.is_none_or(|listings| listings.contains(&listing))
}

fn given(told: &Explained, funder: Funder) -> i64 {
    let theirs = told.steps.iter().filter(|step| step.funder == funder);
    theirs.map(|step| step.off.minor).sum()
}

/// All but the smallest unit of what each line costs.
fn rooms(costs: &[i64]) -> Vec<i64> {
    costs.iter().map(|cost| (cost - 1).max(0)).collect()
}

fn room(costs: &[i64]) -> i64 {
    rooms(costs).iter().sum()
}

fn is_fair(parts: &[i64], costs: &[i64]) -> bool {
    is_shared(parts, &rooms(costs))
}

/// Each part is its exact share, rounded down or up, and nobody is rounded up before somebody
/// whose remainder is larger.
fn is_shared(parts: &[i64], weights: &[i64]) -> bool {
    let (sum, weight) = (parts.iter().sum::<i64>(), weights.iter().sum::<i64>());
    if weight == 0 {
        return parts.iter().all(|part| *part == 0);
    }
    let over = parts.iter().zip(weights);
    let over: Vec<i64> = over.map(|(part, of)| part * weight - sum * of).collect();
    let in_turn = |up: &i64| {
        // One who is rounded up by so much had the rest of a unit as remainder.
        let mut down = over.iter().filter(|other| **other < 0);
        *up <= 0 || down.all(|down| weight - up >= -down)
    };
    over.iter().all(|over| over.abs() < weight && in_turn(over))
}
