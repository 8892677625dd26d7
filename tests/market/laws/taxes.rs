//! Tax on paper: the invoice of an order states the tax that was added to it, and what is given
//! back takes its part of the tax along.

use crate::model::{Market, Order};

pub fn broken(market: &Market) -> Option<String> {
    let mut paid = market.orders.iter().filter(|order| order.is_paid());
    paid.find_map(|order| {
        let broken = stated(order).or_else(|| given_back(order));
        let papers = (&order.invoice, &order.notes);
        broken.map(|words| format!("{words}: {} {papers:?}", order.id))
    })
}

/// What the buyer paid, and at each rate what was added.
fn stated(order: &Order) -> Option<&'static str> {
    let gross: i64 = order.invoice.iter().map(|row| row.gross_minor).sum();
    if gross != order.total.minor {
        return Some("the invoice is not of what was paid");
    }
    let added = || order.lines.iter().filter_map(|line| line.price.tax);
    let wrong = added().any(|tax| {
        let of_rate = added().filter(|other| other.rate == tax.rate);
        let due: i64 = of_rate.map(|tax| tax.goods + tax.postage).sum();
        let rows = order.invoice.iter().filter(|row| row.rate == tax.rate);
        rows.map(|row| row.tax_minor).sum::<i64>() != due
    });
    wrong.then_some("the invoice states another tax than was added")
}

/// What is left of the invoice is what is left of the order, and has the tax of that: half a unit
/// astray for each credit note at most, besides what the invoice rounded and spread. Where all the
/// money is back, so is the tax.
fn given_back(order: &Order) -> Option<&'static str> {
    let kept = order.kept();
    let gross: i64 = kept.iter().map(|row| row.gross_minor).sum();
    let left = match order.stands() {
        true => order.money_left() - order.promoted_left(),
        false => 0,
    };
    if gross != left {
        return Some("invoice and credit notes are not what is left");
    }
    let notes = order.notes.len() as i64;
    let wrong = kept.iter().any(|row| {
        let rate = i64::from(row.rate.0);
        let whole = 10_000 + rate;
        let astray = row.tax_minor * whole - row.gross_minor * rate;
        !(0..=row.gross_minor).contains(&row.tax_minor) || 2 * astray.abs() >= (3 + notes) * whole
    });
    wrong.then_some("tax does not go back with the money that it is part of")
}
