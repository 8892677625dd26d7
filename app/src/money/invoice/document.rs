//! `/invoices/{id}`: one document on one sheet of paper.

use super::{api::load_invoice, kind_words, list::month_text};
use crate::{
    i18n::{t, use_lang},
    platform::page::Loaded,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use longtail::{
    money::{
        Money,
        invoice::{InvoiceLine, InvoiceView, Kind, Party, What},
        tax::per_cent,
    },
    text::Lang,
    trade::country::country,
};

/// An invoice, a credit note or a receipt, to be read and printed.
#[component]
pub fn InvoicePage() -> impl IntoView {
    let params = use_params_map();
    let page = Resource::new_blocking(
        move || params.with(|params| params.get("id").unwrap_or_default()),
        load_invoice,
    );
    view! {
        <div class="page page-narrow page-body printable">
            <Loaded of=page view=|view| view! { <Document view/> }/>
        </div>
    }
}

#[component]
fn Document(view: InvoiceView) -> impl IntoView {
    let lang = use_lang();
    let title = match view.head.kind {
        Kind::Commission if view.head.total.minor < 0 => t::invoice::commission_credit(lang),
        kind => kind_words(lang, kind),
    };
    let named = format!("{title} {}", view.head.number);
    let print = move |_| {
        #[cfg(feature = "hydrate")]
        let _ = leptos::prelude::window().print();
    };
    let order = view.head.order.clone().map(|(_, number)| number);
    let facts = facts(lang, &view, order);
    let note = note(lang, &view);
    view! {
        <Title text=named.clone()/>
        <div class="no-print mb-4 flex flex-wrap items-center justify-between gap-3">
            <p class="text-14 text-muted">{t::invoice::print_hint(lang)}</p>
            <Button kind=ButtonKind::Main icon=Glyph::Print class="needs-js" on:click=print>
                {t::order::print(lang)}
            </Button>
        </div>
        <article class="card invoice">
            <header class="flex flex-wrap justify-between gap-6">
                <div class="min-w-0">
                    <h1 class="text-24 font-semibold">{named}</h1>
                    <dl class="invoice-facts mt-3">{facts}</dl>
                </div>
                <PartyBox party=view.seller.clone() label=t::invoice::seller(lang)/>
            </header>
            <div class="mt-6"><PartyBox party=view.buyer.clone() label=t::invoice::buyer(lang)/></div>
            <Lines view=view.clone()/>
            <Sums view/>
            {note.map(|note| view! { <p class="mt-6 text-14">{note}</p> })}
        </article>
    }
    .into_any()
}

fn facts(lang: Lang, view: &InvoiceView, order: Option<String>) -> Vec<AnyView> {
    let fact = |name: &'static str, value: AnyView| {
        view! { <div><dt>{name}</dt><dd>{value}</dd></div> }.into_any()
    };
    let day = |at| view! { <When at style=WhenStyle::Day/> }.into_any();
    let mut facts = vec![fact(t::invoice::issued(lang), day(view.head.issued_at))];
    if let Some((id, number)) = &view.cancels {
        let (href, number) = (format!("/invoices/{id}"), number.clone());
        let link = view! { <a class="link" href=href>{number}</a> }.into_any();
        facts.push(fact(t::invoice::gives_back(lang), link));
    }
    if matches!(view.head.kind, Kind::Invoice | Kind::CreditNote) {
        facts.push(fact(t::invoice::paid_on(lang), day(view.supplied_at)));
    }
    if let Some(number) = order {
        facts.push(fact(t::order::order(lang), number.into_any()));
    }
    if let Some(month) = view.head.month {
        facts.push(fact(t::invoice::month(lang), month_text(month).into_any()));
    }
    facts
}

/// What the law wants to be said.
fn note(lang: Lang, view: &InvoiceView) -> Option<&'static str> {
    match view.head.kind {
        Kind::Receipt => Some(t::invoice::receipt_note(lang)),
        _ if !view.is_taxed() => Some(t::invoice::untaxed_note(lang)),
        Kind::Invoice | Kind::CreditNote | Kind::Commission => None,
    }
}

#[component]
fn PartyBox(party: Party, label: &'static str) -> impl IntoView {
    let lang = use_lang();
    let country = country(&party.country).map(|country| country.name(lang));
    let lines = party
        .lines
        .into_iter()
        .filter(|line| !line.is_empty())
        .map(|line| view! { <span class="block">{line}</span> })
        .collect_view();
    let tax_number =
        (!party.tax_number.is_empty()).then(|| t::invoice::tax_number_is(lang, party.tax_number));
    view! {
        <address class="not-italic text-14 break-words max-w-72">
            <span class="block text-13 text-muted">{label}</span>
            <strong class="block">{party.name}</strong>
            {lines}
            {country.map(|name| view! { <span class="block">{name}</span> })}
            {tax_number.map(|words| view! { <span class="block">{words}</span> })}
            {(!party.email.is_empty()).then(|| view! { <span class="block text-muted">{party.email}</span> })}
        </address>
    }
}

fn line_words(lang: Lang, line: &InvoiceLine) -> String {
    match line.what {
        What::Goods => line.title.pick(lang).to_owned(),
        What::Postage => t::cart::postage(lang).to_owned(),
        What::Commission => t::invoice::commission_line(lang).to_owned(),
        What::TopUp => t::wallet::wallet_funded(lang).to_owned(),
    }
}

#[component]
fn Lines(view: InvoiceView) -> impl IntoView {
    let lang = use_lang();
    let taxed = view.is_taxed();
    let rows = view
        .lines
        .iter()
        .map(|line| {
            let pieces = (line.what == What::Goods && line.quantity > 0).then_some(line.quantity);
            view! {
                <tr>
                    <td>
                        {line_words(lang, line)}
                        <span class="block text-13 text-muted">{line.options.pick(lang).to_owned()}</span>
                    </td>
                    <td class="cell-figures">{pieces}</td>
                    {taxed.then(|| view! { <td class="cell-figures">{per_cent(line.rate)}</td> })}
                    <td class="cell-figures">{line.gross.to_string()}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="invoice-lines mt-6 w-full text-left">
            <caption class="sr-only">{t::invoice::lines(lang)}</caption>
            <thead>
                <tr>
                    <th scope="col">{t::invoice::what(lang)}</th>
                    <th scope="col" class="cell-figures">{t::cart::quantity(lang)}</th>
                    {taxed.then(|| view! { <th scope="col" class="cell-figures">{t::invoice::rate(lang)}</th> })}
                    <th scope="col" class="cell-figures">{t::invoice::gross(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// The tax by rate, and the total that includes it.
#[component]
fn Sums(view: InvoiceView) -> impl IntoView {
    let lang = use_lang();
    let money = |amount: Money| amount.to_string();
    let rates = if view.is_taxed() {
        view.by_rate()
    } else {
        Vec::new()
    };
    let rates = rates
        .into_iter()
        .map(|sum| {
            view! {
                <tr>
                    <th scope="row">{t::invoice::net_at(lang, per_cent(sum.rate))}</th>
                    <td class="cell-figures">{money(sum.net)}</td>
                </tr>
                <tr>
                    <th scope="row">{t::invoice::tax_at(lang, per_cent(sum.rate))}</th>
                    <td class="cell-figures">{money(sum.tax)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="invoice-sums mt-4 ml-auto text-left">
            <caption class="sr-only">{t::invoice::sums(lang)}</caption>
            <tbody>
                {rates}
                <tr class="font-semibold">
                    <th scope="row">{t::invoice::total(lang)}</th>
                    <td class="cell-figures">{money(view.head.total)}</td>
                </tr>
            </tbody>
        </table>
    }
}
