//! Navigation and tables.

use super::{Side, content::moment};
use crate::{
    i18n::{t, use_lang},
    ui::{
        Badge, Breadcrumb, Button, ButtonKind, Chip, Column, Crumb, DataTable, FacetLink,
        FacetList, Pagination, Price, Sorted, TabLink, TableRow, Tabs, Tone, When, WhenStyle,
    },
};
use leptos::prelude::*;
use longtail::money::{Currency, Money};

const HERE: &str = "/design#navigation";

pub fn navigation(side: Side) -> AnyView {
    let lang = use_lang();
    let tab = |label: &str, count, current| TabLink {
        label: label.to_owned(),
        href: HERE.to_owned(),
        count,
        current,
    };
    let facet = |label: &str, count, chosen| FacetLink {
        label: label.to_owned(),
        count: Some(count),
        href: HERE.to_owned(),
        chosen,
    };
    let tabs = vec![
        tab(t::design::tab_all(lang), None, false),
        tab(t::design::to_ship(lang), Some(3), true),
        tab(t::design::done(lang), Some(128), false),
    ];
    let links = vec![
        facet(t::design::tea(lang), 64, true),
        facet(t::design::pottery(lang), 88, false),
        facet(t::design::textiles(lang), 37, false),
        facet(t::design::tools(lang), 12, false),
    ];
    let crumbs = vec![
        Crumb::link(t::frame::home(lang), "/"),
        Crumb::link(t::design::pottery(lang), HERE),
        Crumb::here(t::design::sample(lang)),
    ];
    let name = |of: &str| format!("{of} ({})", side.name());
    view! {
        <Breadcrumb crumbs label=name(t::ui::breadcrumb(lang))/>
        <Tabs label=name(t::design::tabs(lang)) tabs/>
        <div class="cluster">
            <Chip label=t::design::tea(lang) remove=HERE/>
            <Chip label=t::design::celadon(lang) remove=HERE/>
        </div>
        <FacetList title=t::design::category(lang) links shown=3/>
        <Pagination page=4 pages=12 href=|_| HERE.to_owned() label=name(t::ui::pages(lang))/>
    }
    .into_any()
}

pub fn table(_: Side) -> AnyView {
    let lang = use_lang();
    let columns = vec![
        Column::new(t::design::order(lang)),
        Column::new(t::design::stage(lang)),
        Column::new(t::design::placed(lang)).sort(HERE, Some(Sorted::Descending)),
        Column::figures(t::design::amount(lang)).sort(HERE, None),
    ];
    let rows = [
        (1042, true, 12_800),
        (1041, true, 3_990),
        (1040, false, 1_259_900),
    ]
    .into_iter()
    .map(|(number, open, fen)| {
        let badge = if open {
            view! { <Badge tone=Tone::Persimmon>{t::design::to_ship(lang)}</Badge> }.into_any()
        } else {
            view! { <Badge tone=Tone::Jade>{t::design::done(lang)}</Badge> }.into_any()
        };
        TableRow {
            id: number.to_string(),
            label: format!("{} {number}", t::design::order(lang)),
            cells: vec![
                view! { <a href=HERE>{format!("LT-{number}")}</a> }.into_any(),
                badge,
                view! { <When at=moment(number - 1042) style=WhenStyle::Short/> }.into_any(),
                view! { <Price amount=Money::new(fen, Currency::Cny)/> }.into_any(),
            ],
        }
    })
    .collect();
    view! {
        <DataTable caption=t::design::orders(lang) columns rows select="orders"
            bulk=move || view! { <Button kind=ButtonKind::Main>{t::design::ship_chosen(lang)}</Button> }/>
    }
    .into_any()
}
