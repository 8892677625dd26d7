//! Charts: SVG drawn on the server, with their figures as a table beneath.

use crate::i18n::{t, use_lang};
use leptos::prelude::*;

/// One point, bar or step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartPoint {
    pub label: String,
    pub value: i64,
    /// The value as it is read: `¥1,250.00`.
    pub text: String,
}

impl ChartPoint {
    pub fn new(label: impl Into<String>, value: i64, text: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value,
            text: text.into(),
        }
    }
}

/// How the points are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChartKind {
    /// Over time.
    #[default]
    Line,
    /// Side by side.
    Bars,
    /// How often each value was given; lying bars with their share.
    Distribution,
    /// How many are left at each step; lying bars with the share of the first.
    Funnel,
}

/// A chart that answers one question: its title.
///
/// ```ignore
/// <Chart kind=ChartKind::Line title="Sales of the last 30 days" points label_name="Day" value_name="Sales"/>
/// ```
#[component]
pub fn Chart(
    #[prop(optional)] kind: ChartKind,
    #[prop(into)] title: String,
    points: Vec<ChartPoint>,
    /// Heads of the table.
    #[prop(into)]
    label_name: String,
    #[prop(into)] value_name: String,
) -> impl IntoView {
    let lang = use_lang();
    let drawn = match kind {
        ChartKind::Line => line(&points, &title),
        ChartKind::Bars => bars(&points, &title),
        ChartKind::Distribution => lying(&points, total(&points)),
        ChartKind::Funnel => lying(&points, points.first().map_or(0, |p| p.value)),
    };
    let rows = points
        .into_iter()
        .map(|point| view! { <tr><th scope="row">{point.label}</th><td class="cell-figures">{point.text}</td></tr> })
        .collect_view();
    view! {
        <figure class="chart">
            <figcaption>{title}</figcaption>
            {drawn}
            <details class="chart-table">
                <summary>{t::ui::as_table(lang)}</summary>
                <table>
                    <thead><tr><th scope="col">{label_name}</th><th scope="col" class="cell-figures">{value_name}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </figure>
    }
}

const WIDTH: i64 = 640;
const HEIGHT: i64 = 200;
const TOP: i64 = 22;
const BOTTOM: i64 = 24;

fn total(points: &[ChartPoint]) -> i64 {
    points.iter().map(|point| point.value.max(0)).sum()
}

fn highest(points: &[ChartPoint]) -> i64 {
    points
        .iter()
        .map(|point| point.value)
        .max()
        .unwrap_or(0)
        .max(1)
}

fn height_of(value: i64, most: i64) -> i64 {
    i64::try_from(i128::from(value.max(0)) * i128::from(HEIGHT - TOP - BOTTOM) / i128::from(most))
        .unwrap_or_default()
}

/// The labels that fit below: the first, the middle, the last.
fn axis_labels(points: &[ChartPoint], x: impl Fn(usize) -> i64) -> Vec<AnyView> {
    let last = points.len().saturating_sub(1);
    let mut shown = vec![0, last / 2, last];
    shown.dedup();
    shown
        .into_iter()
        .filter_map(|n| {
            let point = points.get(n)?;
            let anchor = match n {
                0 => "start",
                n if n == last => "end",
                _ => "middle",
            };
            Some(view! {
                <text class="chart-label" x=x(n) y=HEIGHT - 6 text-anchor=anchor>{point.label.clone()}</text>
            }.into_any())
        })
        .collect()
}

/// Four lines; above the uppermost stands the highest value, which it marks.
fn grid(points: &[ChartPoint]) -> impl IntoView {
    let lines = (0..4)
        .map(|n| {
            let y = TOP + (HEIGHT - TOP - BOTTOM) * n / 3;
            view! { <line class="chart-grid" x1="0" x2=WIDTH y1=y y2=y></line> }
        })
        .collect_view();
    let highest = points.iter().max_by_key(|point| point.value).map(
        |point| view! { <text class="chart-label" x="0" y=TOP - 6>{point.text.clone()}</text> },
    );
    view! { {lines} {highest} }
}

fn line(points: &[ChartPoint], title: &str) -> AnyView {
    let most = highest(points);
    let steps = i64::try_from(points.len().saturating_sub(1))
        .unwrap_or(1)
        .max(1);
    let x = |n: usize| 4 + (WIDTH - 8) * i64::try_from(n).unwrap_or(0) / steps;
    let y = |value: i64| HEIGHT - BOTTOM - height_of(value, most);
    let path: Vec<String> = points
        .iter()
        .enumerate()
        .map(|(n, point)| format!("{} {}", x(n), y(point.value)))
        .collect();
    let floor = HEIGHT - BOTTOM;
    let stroke = format!("M{}", path.join("L"));
    let area = format!(
        "{stroke}L{} {floor}L4 {floor}z",
        x(points.len().saturating_sub(1))
    );
    let dots = points
        .iter()
        .enumerate()
        .map(|(n, point)| {
            view! {
                <circle class="chart-dot" cx=x(n) cy=y(point.value) r="9">
                    <title>{format!("{}: {}", point.label, point.text)}</title>
                </circle>
            }
        })
        .collect_view();
    view! {
        <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=title.to_owned()>
            {grid(points)}
            <path class="chart-area" d=area></path>
            <path class="chart-line" d=stroke></path>
            {dots}
            {axis_labels(points, x)}
        </svg>
    }
    .into_any()
}

fn bars(points: &[ChartPoint], title: &str) -> AnyView {
    let most = highest(points);
    let count = i64::try_from(points.len()).unwrap_or(1).max(1);
    let slot = WIDTH / count;
    let width = (slot * 3 / 5).max(2);
    let drawn = points
        .iter()
        .zip(0_i64..)
        .map(|(point, n)| {
            let height = height_of(point.value, most).max(1);
            let x = n * slot + (slot - width) / 2;
            view! {
                <rect class="chart-bar" x=x y=HEIGHT - BOTTOM - height width=width height=height rx="3">
                    <title>{format!("{}: {}", point.label, point.text)}</title>
                </rect>
                {(slot >= 48).then(|| view! {
                    <text class="chart-label" x=x + width / 2 y=HEIGHT - 6 text-anchor="middle">{point.label.clone()}</text>
                })}
            }
        })
        .collect_view();
    let few = (slot < 48)
        .then(|| axis_labels(points, |n| i64::try_from(n).unwrap_or(0) * slot + slot / 2));
    view! {
        <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=title.to_owned()>
            {grid(points)}
            {drawn}
            {few}
        </svg>
    }
    .into_any()
}

/// Lying bars: text, so that they need no picture's label.
fn lying(points: &[ChartPoint], whole: i64) -> AnyView {
    let rows = points
        .iter()
        .map(|point| {
            let share = if whole > 0 {
                point.value.max(0) * 100 / whole
            } else {
                0
            };
            view! {
                <li>
                    <span class="chart-row-label">{point.label.clone()}</span>
                    <span class="chart-row-track" aria-hidden="true">
                        <span style=format!("width:{share}%")></span>
                    </span>
                    <span class="chart-row-text">{point.text.clone()}" "<small>{share}"%"</small></span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="chart-rows">{rows}</ul> }.into_any()
}
