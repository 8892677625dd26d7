//! The parcels of an order: what is in each, and where it is.

use super::{scan_words, standing_tone, standing_words};
use crate::{
    i18n::{t, use_lang},
    trade::order::story::Tracking,
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    text::Lang,
    trade::{
        order::{OrderLine, OrderView},
        shipping::parcel::{Parcel, ScanKind, Standing},
    },
};

/// Each parcel with its number, its pieces and its scans.
#[component]
pub fn Parcels(order: OrderView) -> impl IntoView {
    let lines = order.summary.lines;
    let count = order.parcels.len();
    let parcels = (1..)
        .zip(order.parcels)
        .map(|(number, parcel)| view! { <Entry parcel lines=lines.clone() number count/> })
        .collect_view();
    view! { <ul class="divided">{parcels}</ul> }
}

#[component]
fn Entry(parcel: Parcel, lines: Vec<OrderLine>, number: usize, count: usize) -> impl IntoView {
    let lang = use_lang();
    let standing = parcel.standing;
    let pieces = pieces_words(lang, &parcel, &lines);
    let title = t::shipping::parcel_of(lang, number, count);
    // Once it was picked up the label is on it.
    let label = parcel
        .label_url
        .clone()
        .filter(|_| standing == Standing::Sent);
    let scans = scan_steps(lang, &parcel);
    let followed = (!scans.is_empty()).then(|| {
        let name = t::shipping::way_of(lang, &parcel.tracking_number);
        view! { <div class="mt-3"><Timeline label=name steps=scans/></div> }
    });
    view! {
        <li class="py-3">
            <p class="flex flex-wrap items-center gap-x-3 gap-y-1">
                <strong>{title}</strong>
                <Badge tone=standing_tone(standing)>{standing_words(lang, standing)}</Badge>
                <span class="text-13 text-muted"><When at=parcel.shipped_at style=WhenStyle::Day/></span>
            </p>
            <p class="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span class="font-medium">{parcel.carrier.clone()}</span>
                <Tracking number=parcel.tracking_number.clone()/>
            </p>
            <p class="text-14 text-muted break-words">{pieces}</p>
            {label.map(|url| view! {
                <ButtonLink href=url size=ButtonSize::Small icon=Glyph::Print class="mt-2">
                    {t::shipping::print_label(lang)}
                </ButtonLink>
            })}
            {followed}
        </li>
    }
}

fn pieces_words(lang: Lang, parcel: &Parcel, lines: &[OrderLine]) -> String {
    let words = parcel.pieces.iter().filter_map(|(id, count)| {
        let line = lines.iter().find(|line| line.id == *id)?;
        Some(format!("{count} × {}", line.words(lang)))
    });
    words.collect::<Vec<_>>().join(" · ")
}

fn scan_steps(lang: Lang, parcel: &Parcel) -> Vec<TimelineStep> {
    let last = parcel.scans.len().saturating_sub(1);
    let each = parcel.scans.iter().enumerate();
    each.map(|(n, scan)| TimelineStep {
        label: scan_words(lang, scan.kind).to_owned(),
        state: match scan.kind {
            ScanKind::Lost => StepState::Stopped,
            ScanKind::Delivered => StepState::Done,
            _ if n == last && parcel.standing == Standing::UnderWay => StepState::Current,
            _ => StepState::Done,
        },
        at: Some(scan.at),
        detail: (!scan.place.is_empty()).then(|| scan.place.clone().into_any()),
        ..Default::default()
    })
    .collect()
}

/// Says to a shop what of an order is lost, and leads it to the refund.
#[component]
pub fn LostAlert(order: OrderView) -> impl IntoView {
    let lang = use_lang();
    let lost = order.lost_pieces();
    let words = lost.iter().filter_map(|(id, count)| {
        let line = order.summary.lines.iter().find(|line| line.id == *id)?;
        Some(format!("{count} × {}", line.words(lang)))
    });
    let words = words.collect::<Vec<_>>().join(" · ");
    let text = match order.viewer_is_buyer {
        true => t::shipping::lost_of_buyer(lang, &words),
        false => t::shipping::lost_of_shop(lang, &words),
    };
    let leads = order.refundable.is_some();
    let way = leads.then(|| {
        view! { <a class="link" href="#refund-order">{t::shipping::to_refund(lang)}</a> }
    });
    (!lost.is_empty()).then(|| {
        view! {
            <Alert tone=Tone::Warning title=t::shipping::is_lost(lang)>
                <p class="break-words">{text}</p>
                {way}
            </Alert>
        }
    })
}
