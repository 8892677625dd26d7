//! Tables that sort by link, select rows, and become cards on a phone.

use super::icon::{Glyph, Icon};
use super::optional_text::OptionalText;
use crate::i18n::{t, use_lang};
use leptos::prelude::*;

/// How a column is sorted now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sorted {
    Ascending,
    Descending,
}

/// The head of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    pub label: String,
    /// Where its head leads to sort by it.
    pub sort_href: Option<String>,
    pub sorted: Option<Sorted>,
    /// Figures: set to the end, in figures of one width.
    pub figures: bool,
    /// Read aloud, not shown: for the column of actions.
    pub quiet: bool,
}

impl Column {
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            ..Self::default()
        }
    }

    /// A column of figures.
    pub fn figures(label: impl Into<String>) -> Self {
        Self {
            figures: true,
            ..Self::new(label)
        }
    }

    /// A column of buttons, whose head is read aloud only.
    pub fn actions(label: impl Into<String>) -> Self {
        Self {
            quiet: true,
            ..Self::new(label)
        }
    }

    #[must_use]
    pub fn sort(mut self, href: impl Into<String>, sorted: Option<Sorted>) -> Self {
        self.sort_href = Some(href.into());
        self.sorted = sorted;
        self
    }
}

/// One line. The first cell is its name on a phone's card.
pub struct TableRow {
    /// What its checkbox sends.
    pub id: String,
    /// What its checkbox is called, e.g. the order's number.
    pub label: String,
    /// As many as there are columns: `view! { … }.into_any()`.
    pub cells: Vec<AnyView>,
}

/// A table. With `select`, each row has a checkbox named `{select}[{n}]` that sends the row's
/// id, and `bulk` appears as soon as one is ticked: put the table into a [`super::Form`] and
/// a `Submit` into `bulk`.
///
/// ```ignore
/// <Form action=ship_orders>
///     <DataTable caption="Orders to ship" columns rows select="orders"
///         bulk=move || view! { <Submit>"Ship chosen"</Submit> }/>
/// </Form>
/// ```
#[component]
pub fn DataTable(
    /// Says what the table holds; read aloud.
    #[prop(into)]
    caption: String,
    columns: Vec<Column>,
    rows: Vec<TableRow>,
    #[prop(optional, into)] select: OptionalText,
    #[prop(optional, into)] bulk: ViewFnOnce,
    /// Stays a table on a phone too, and scrolls: where columns are compared.
    #[prop(optional)]
    keep: bool,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let select = select.0;
    let lang = use_lang();
    let ticked = RwSignal::new(0_usize);
    let place = NodeRef::<leptos::html::Div>::new();
    let recount = move || {
        ticked.set(count_ticked(place));
    };
    let selecting = select.is_some();
    let labels: Vec<String> = columns.iter().map(|column| column.label.clone()).collect();
    let figures: Vec<bool> = columns.iter().map(|column| column.figures).collect();
    let heads = columns.into_iter().map(head).collect_view();
    let lines = rows
        .into_iter()
        .enumerate()
        .map(|(n, row)| {
            let tick = select.as_ref().map(|name| {
                let label = t::ui::choose_row(lang, &row.label);
                view! {
                    <td class="cell-tick">
                        <label class="tick-target">
                            <input type="checkbox" name=format!("{name}[{n}]") value=row.id aria-label=label/>
                        </label>
                    </td>
                }
            });
            let cells = row
                .cells
                .into_iter()
                .enumerate()
                .map(|(n, cell)| {
                    let label = labels.get(n).cloned().unwrap_or_default();
                    let class = figures.get(n).copied().unwrap_or_default().then_some("cell-figures");
                    view! { <td class=class data-label=label>{cell}</td> }
                })
                .collect_view();
            view! { <tr>{tick}{cells}</tr> }
        })
        .collect_view();
    view! {
        <div
            class=format!("data-table {class}")
            class:stays-table=keep
            node_ref=place
            on:change=move |_| recount()
        >
            <div class="data-table-scroll">
                <table>
                    <caption class="sr-only">{caption}</caption>
                    <thead>
                        <tr>
                            {selecting.then(|| view! {
                                <th class="cell-tick" scope="col">
                                    <label class="tick-target needs-js">
                                        <input
                                            type="checkbox"
                                            aria-label=t::ui::choose_all(lang)
                                            on:change:target=move |event| {
                                                tick_all(place, event.target().checked());
                                                recount();
                                            }
                                        />
                                    </label>
                                    <span class="sr-only">{t::ui::choose(lang)}</span>
                                </th>
                            })}
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
            {selecting.then(|| view! {
                <div class="bulk-bar">
                    <p class="bulk-count" role="status" hidden=move || ticked.get() == 0>
                        {move || t::ui::chosen_rows(lang, i64::try_from(ticked.get()).unwrap_or_default())}
                    </p>
                    <div class="bulk-actions">{bulk.run()}</div>
                </div>
            })}
        </div>
    }
}

fn head(column: Column) -> impl IntoView {
    let sorted = column.sorted.map(|sorted| match sorted {
        Sorted::Ascending => "ascending",
        Sorted::Descending => "descending",
    });
    let glyph = match column.sorted {
        Some(Sorted::Ascending) => Glyph::ArrowUp,
        Some(Sorted::Descending) => Glyph::ArrowDown,
        None => Glyph::Sort,
    };
    let words = match column.sort_href {
        Some(href) => {
            view! { <a href=href class="sort-link">{column.label}<Icon glyph/></a> }.into_any()
        }
        None if column.quiet => view! { <span class="sr-only">{column.label}</span> }.into_any(),
        None => column.label.into_any(),
    };
    view! {
        <th scope="col" aria-sort=sorted class=column.figures.then_some("cell-figures")>
            {words}
        </th>
    }
}

#[cfg(feature = "hydrate")]
fn row_boxes(place: NodeRef<leptos::html::Div>) -> Vec<leptos::web_sys::HtmlInputElement> {
    use leptos::wasm_bindgen::JsCast;
    let Some(list) = place
        .get_untracked()
        .and_then(|div| div.query_selector_all("tbody input[type=checkbox]").ok())
    else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|n| list.item(n)?.dyn_into().ok())
        .collect()
}

#[cfg(feature = "hydrate")]
fn count_ticked(place: NodeRef<leptos::html::Div>) -> usize {
    row_boxes(place)
        .iter()
        .filter(|tick| tick.checked())
        .count()
}

#[cfg(feature = "hydrate")]
fn tick_all(place: NodeRef<leptos::html::Div>, on: bool) {
    for tick in row_boxes(place) {
        tick.set_checked(on);
    }
}

#[cfg(not(feature = "hydrate"))]
fn count_ticked(_: NodeRef<leptos::html::Div>) -> usize {
    0
}

#[cfg(not(feature = "hydrate"))]
fn tick_all(_: NodeRef<leptos::html::Div>, _: bool) {}
