//! The form that hands one parcel of an order over.

use super::api::ShipParcel;
use crate::{
    i18n::{t, use_lang},
    trade::order::{order_page::OrderResource, refusal},
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    money::refund::piece_field,
    trade::{
        order::{OrderLine, OrderView, ShopOrderView},
        shipping::parcel::Unpacked,
    },
};

const TYPED: &str = "typed";
const LABEL: &str = "label";

/// Carrier and number of a parcel, or a label; all that is left goes along unless told otherwise.
#[component]
pub fn ParcelForm(view: ShopOrderView, order: OrderView, page: OrderResource) -> impl IntoView {
    let lang = use_lang();
    let ship = ServerAction::<ShipParcel>::new();
    let toaster = use_toaster();
    let done = Callback::new(move |()| {
        toaster.say(t::shipping::handed_over(lang));
        page.refetch();
    });
    view! {
        <Form action=ship refusal=refusal on_done=done>
            <input type="hidden" name="command" value=order.command.to_string()/>
            <input type="hidden" name="shop" value=view.shop.slug.clone()/>
            <input type="hidden" name="order" value=order.summary.id.to_string()/>
            <Fields carriers=view.carriers order/>
        </Form>
    }
}

#[component]
fn Fields(carriers: Vec<String>, order: OrderView) -> impl IntoView {
    let lang = use_lang();
    let form = use_form();
    let typed = |field: &str| form.as_ref().and_then(|form| form.typed(field));
    let by = RwSignal::new(typed("by").unwrap_or_else(|| TYPED.to_owned()));
    let unpacked = order.summary.unpacked();
    let pieces: u32 = unpacked.iter().map(|left| left.pieces).sum();
    let choices = vec![
        Choice::new(TYPED, t::shipping::by_hand(lang)).hint(t::shipping::by_hand_hint(lang)),
        Choice::new(LABEL, t::shipping::by_label(lang)).hint(t::shipping::by_label_hint(lang)),
    ];
    let known = carriers
        .iter()
        .map(|carrier| view! { <option value=carrier.clone()></option> })
        .collect_view();
    let hint = (!carriers.is_empty()).then(|| t::order::carrier_hint(lang, carriers.join(", ")));
    let first = carriers.first().cloned().unwrap_or_default();
    let (number, recipient) = (
        order.summary.number.clone(),
        order.summary.recipient.clone(),
    );
    // Unfolded where the form came back, so that an issue of a field in it is seen.
    let open = form.as_ref().is_some_and(FormState::came_back);
    let lines = order.summary.lines;
    view! {
        <RadioCards name="by" legend=t::shipping::bringer(lang) choices value=by.get_untracked() columns=true
            on_choose=Callback::new(move |chosen| by.set(chosen))/>
        <div class="grid gap-4" hidden=move || by.with(|by| by == LABEL)>
            <TextField name="carrier" label=t::order::carrier(lang) value=first hint=hint.unwrap_or_default()
                list="carriers" either=true/>
            <datalist id="carriers">{known}</datalist>
            <TextField name="tracking" label=t::order::tracking_of(lang, number, recipient)
                autocomplete="off" either=true/>
        </div>
        {(pieces > 1).then(|| view! {
            <Disclosure title=t::shipping::only_a_part(lang) open>
                <p class="mb-4 text-14 text-muted">{t::shipping::part_hint(lang)}</p>
                <div class="grid gap-3">{piece_fields(&lines, &unpacked)}</div>
            </Disclosure>
        })}
        <Submit icon=Glyph::Truck>{t::order::ship_count(lang, 1)}</Submit>
    }
}

/// How many pieces of each line go along: all that are left, unless somebody types less.
fn piece_fields(lines: &[OrderLine], unpacked: &[Unpacked]) -> Vec<AnyView> {
    let lang = use_lang();
    let fields = unpacked.iter().filter_map(|left| {
        let line = lines.iter().find(|line| line.id == left.line)?;
        let label = t::shipping::pieces_of(lang, line.words(lang));
        let most = i64::from(left.pieces);
        Some(
            view! {
                <NumberField name=piece_field(line.id) label value=most min=0_i64 max=most
                    hint=t::shipping::pieces_left(lang, most)/>
            }
            .into_any(),
        )
    });
    fields.collect()
}
