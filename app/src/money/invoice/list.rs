//! Documents in lists: a person's own, a shop's, an order's.

use super::{
    api::{load_own_invoices, load_shop_invoices},
    kind_words,
};
use crate::{
    i18n::{t, use_lang},
    money::wallet::page::asked_page,
    platform::page::Loaded,
    trade::catalog::back_office::{Office, loaded},
    ui::*,
};
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use longtail::{
    actor::ShopRole,
    money::invoice::{InvoiceList, InvoiceRef, Kind, ShopInvoices},
    text::Lang,
};

/// `/invoices`: everything with a number that was made out to whoever asks.
#[component]
pub fn InvoicesPage() -> impl IntoView {
    let lang = use_lang();
    let page = asked_page();
    let list = Resource::new_blocking(move || page.get(), load_own_invoices);
    view! {
        <Title text=t::invoice::yours(lang)/>
        <div class="page page-body">
            <PageHead title=t::invoice::yours(lang) lead=t::invoice::yours_lead(lang) crumbs=vec![
                Crumb::link(t::account::account(lang), "/account"),
                Crumb::here(t::invoice::yours(lang)),
            ]/>
            <Loaded of=list view=|list| view! { <Table list of_shop=false base="/invoices".to_owned()/> }/>
        </div>
    }
}

/// `/back-office/{shop}/invoices`: what a shop issued, and what the market issued to it.
#[component]
pub fn ShopInvoicesPage() -> impl IntoView {
    let params = use_params_map();
    let page = asked_page();
    let list = Resource::new_blocking(
        move || {
            let shop = params.with(|params| params.get("shop").unwrap_or_default());
            (shop, page.get())
        },
        |(shop, page)| load_shop_invoices(shop, page),
    );
    loaded(list, |view| view! { <OfShop view/> })
}

#[component]
fn OfShop(view: ShopInvoices) -> impl IntoView {
    let lang = use_lang();
    let base = format!("/back-office/{}", view.shop.slug);
    let settings = format!("{base}/settings#legal");
    let nameless = !view.named && view.shop.role == ShopRole::Owner;
    view! {
        <Title text=t::frame::invoices(lang)/>
        <Office shop=view.shop>
            <PageHead title=t::frame::invoices(lang) lead=t::invoice::shop_lead(lang)/>
            {nameless.then(|| view! {
                <Alert tone=Tone::Warning class="mb-4" title=t::invoice::nameless(lang)>
                    <p>{t::invoice::nameless_hint(lang)}" "<a class="link" href=settings>{t::invoice::legal(lang)}</a></p>
                </Alert>
            })}
            <Table list=view.list of_shop=true base=format!("{base}/invoices")/>
        </Office>
    }
    .into_any()
}

#[component]
fn Table(list: InvoiceList, of_shop: bool, base: String) -> AnyView {
    let lang = use_lang();
    if list.invoices.is_empty() {
        return view! { <EmptyState title=t::invoice::none(lang) text=t::invoice::none_hint(lang)/> }.into_any();
    }
    let columns = vec![
        Column::new(t::invoice::number(lang)),
        Column::new(t::invoice::issued(lang)),
        Column::new(t::invoice::party(lang)),
        Column::new(t::invoice::subject(lang)),
        Column::figures(t::invoice::total(lang)),
    ];
    let rows = list
        .invoices
        .into_iter()
        .map(|invoice| row(lang, invoice, of_shop))
        .collect();
    view! {
        <DataTable caption=t::frame::invoices(lang) columns rows/>
        <Pagination page=list.page pages=list.pages href=move |n| format!("{base}?page={n}")/>
    }
    .into_any()
}

/// The month of an invoice for commission: `2026-11`.
pub fn month_text(month: NaiveDate) -> String {
    month.format("%Y-%m").to_string()
}

fn row(lang: Lang, invoice: InvoiceRef, of_shop: bool) -> TableRow {
    let href = format!("/invoices/{}", invoice.id);
    let words = kind_words(lang, invoice.kind);
    let number = invoice.number.clone();
    let other_side = match invoice.kind {
        Kind::Invoice | Kind::CreditNote if of_shop => invoice.buyer,
        _ => invoice.seller,
    };
    let subject = invoice
        .order
        .map(|(_, number)| t::checkout::order_number(lang, number))
        .or(invoice.month.map(month_text))
        .unwrap_or_default();
    TableRow {
        id: invoice.id.to_string(),
        label: number.clone(),
        cells: vec![
            view! {
                <a class="link" href=href>{number}</a>
                <span class="block text-13 text-muted">{words}</span>
            }
            .into_any(),
            view! { <When at=invoice.issued_at style=WhenStyle::Day/> }.into_any(),
            other_side.into_any(),
            subject.into_any(),
            view! { <Price amount=invoice.total/> }.into_any(),
        ],
    }
}

/// The documents of one order. Nothing before it is paid.
#[component]
pub fn InvoiceCard(invoices: Vec<InvoiceRef>) -> impl IntoView {
    let lang = use_lang();
    (!invoices.is_empty()).then(|| {
        let links = invoices
            .into_iter()
            .map(|invoice| {
                let href = format!("/invoices/{}", invoice.id);
                view! {
                    <li class="flex flex-wrap items-baseline justify-between gap-x-4 py-2">
                        <a class="link" href=href>{kind_words(lang, invoice.kind)}" "{invoice.number}</a>
                        <Price amount=invoice.total/>
                    </li>
                }
            })
            .collect_view();
        view! { <Card title=t::invoice::of_order(lang) class="no-print"><ul class="divided">{links}</ul></Card> }
    })
}
