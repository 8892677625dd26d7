//! The form of a refund: what it comes to while it is typed, and once more before it is done.

use super::{api::RefundOrder, refusal};
use crate::{
    fault::Fault,
    i18n::{t, use_lang},
    trade::order::order_page::OrderResource,
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    id::OrderLineId,
    money::{
        Money,
        refund::{Phase, Quote, REASON_MOST, RefundError, RefundForm, Refundable, piece_field},
    },
    text::Lang,
    trade::order::{OrderLine, OrderView},
};

/// Where the fields are kept while they are typed.
type Typed = RwSignal<RefundForm>;

/// Pays back part of an order. Opened by hand, and open where it came back.
#[component]
pub fn RefundOrderForm(order: OrderView, left: Refundable, page: OrderResource) -> impl IntoView {
    let lang = use_lang();
    let refund = ServerAction::<RefundOrder>::new();
    let value = refund.value();
    let told = Signal::derive(move || {
        value.with(|value| match value {
            Some(Err(Fault::Refused(RefundError::LookAgain { quote }))) => Some(quote.clone()),
            _ => None,
        })
    });
    let came_back = value.with_untracked(Option::is_some);
    let toaster = use_toaster();
    let done = Callback::new(move |()| {
        toaster.say(t::refund::done(lang));
        page.refetch();
    });
    view! {
        <Disclosure title=t::refund::refund(lang) open=came_back>
            <p class="mb-4 text-14 text-muted">{hint(lang, left.phase)}</p>
            <Form action=refund refusal=refusal on_done=done>
                <input type="hidden" name="command" value=order.command.to_string()/>
                <input type="hidden" name="order" value=order.summary.id.to_string()/>
                <Fields lines=order.summary.lines left told/>
            </Form>
        </Disclosure>
    }
}

fn hint(lang: Lang, phase: Phase) -> &'static str {
    match phase {
        Phase::BeforeDispatch => t::refund::hint_before_dispatch(lang),
        Phase::OnTheWay => t::refund::hint_on_the_way(lang),
        Phase::Released => t::refund::hint_released(lang),
    }
}

#[component]
fn Fields(
    lines: Vec<OrderLine>,
    left: Refundable,
    /// What the server told of the sum.
    told: Signal<Option<Quote>>,
) -> impl IntoView {
    let lang = use_lang();
    let form = use_form();
    let before = |field: &str| form.as_ref().and_then(|form| form.typed(field));
    let typed: Typed = RwSignal::new(RefundForm {
        pieces: left
            .lines
            .iter()
            .map(|line| {
                let typed = before(&piece_field(line.line)).unwrap_or_default();
                (line.line, typed)
            })
            .collect(),
        goods: before("goods").unwrap_or_default(),
        postage: before("postage").unwrap_or_default(),
        reason: String::new(),
    });
    let rule = left.clone();
    let sum = Memo::new(move |_| typed.with(|form| form.sum(&rule)));
    // Typed on after the sum was told, it is to be told again.
    let agreed = Memo::new(move |_| told.get().filter(|told| sum.get().as_ref() == Some(told)));
    let rows = lines
        .into_iter()
        .filter_map(|line| {
            let left = left.lines.iter().find(|left| left.line == line.id)?.pieces;
            (left > 0).then(|| view! { <PieceField line left typed/> })
        })
        .collect::<Vec<_>>();
    let (goods, postage) = (left.goods(), left.postage());
    let on_goods = move |text: String| typed.update(|form| form.goods = text);
    let on_postage = move |text: String| typed.update(|form| form.postage = text);
    view! {
        {(!rows.is_empty()).then(|| view! {
            <fieldset class="grid gap-3">
                <legend class="font-medium mb-2">{t::refund::pieces(lang)}</legend>
                {rows}
            </fieldset>
        })}
        <MoneyInput name="goods" label=t::refund::goods(lang) currency=left.currency
            hint=t::refund::goods_hint(lang, goods) on_input=Callback::new(on_goods)/>
        {(postage.minor > 0).then(|| view! {
            <MoneyInput name="postage" label=t::refund::postage(lang) currency=left.currency
                hint=t::refund::left(lang, postage) on_input=Callback::new(on_postage)/>
        })}
        <TextField name="reason" label=t::refund::reason(lang) hint=t::refund::reason_hint(lang)
            counter=REASON_MOST required=true/>
        <p class="needs-js text-14" aria-live="polite">
            {move || sum.get().filter(|sum| sum.total().minor > 0).map(|sum| t::refund::comes_to(lang, sum.total()))}
        </p>
        {move || agreed.get().map(|quote| view! { <SecondLook quote/> })}
        <Submit icon=Glyph::Undo>
            {move || match agreed.get() {
                Some(quote) => t::refund::pay_back(lang, quote.total()),
                None => t::refund::look(lang).to_owned(),
            }}
        </Submit>
    }
}

/// How many pieces of one line.
#[component]
fn PieceField(line: OrderLine, left: u32, typed: Typed) -> impl IntoView {
    let lang = use_lang();
    let id = line.id;
    let title = line.title.pick(lang).to_owned();
    let options = line.options.pick(lang);
    let title = if options.is_empty() {
        title
    } else {
        format!("{title} ({options})")
    };
    let tell = move |text: String| typed.update(|form| set_pieces(form, id, text));
    view! {
        <NumberField name=piece_field(id) label=t::refund::pieces_of(lang, title) min=0_i64 max=i64::from(left)
            hint=t::refund::pieces_left(lang, i64::from(left)) on_input=Callback::new(tell)/>
    }
}

fn set_pieces(form: &mut RefundForm, line: OrderLineId, text: String) {
    for (_, typed) in form.pieces.iter_mut().filter(|(id, _)| *id == line) {
        typed.clone_from(&text);
    }
}

/// The sum with its parts and what follows from it. Sent along, it is what was agreed to.
#[component]
fn SecondLook(quote: Quote) -> impl IntoView {
    let lang = use_lang();
    let lines = [
        (t::cart::goods(lang), quote.goods()),
        (t::cart::postage(lang), quote.postage()),
    ]
    .into_iter()
    .filter(|(_, amount)| amount.minor > 0)
    .chain((quote.promoted_minor > 0).then(|| {
        let back = Money::new(-quote.promoted_minor, quote.currency);
        (t::price::back_to_market(lang), back)
    }))
    .map(|(name, amount)| (name.to_owned(), view! { <Price amount/> }.into_any()))
    .collect::<Vec<_>>();
    let total = (
        t::refund::to_wallet(lang).to_owned(),
        view! { <Price amount=quote.total()/> }.into_any(),
    );
    let follows = match quote.phase {
        _ if quote.whole => t::refund::whole(lang).to_owned(),
        Phase::BeforeDispatch => t::refund::back_to_stock(lang).to_owned(),
        Phase::OnTheWay => t::refund::from_held(lang).to_owned(),
        Phase::Released => t::refund::from_balance(lang, quote.of_shop(), quote.commission()),
    };
    view! {
        <div class="card grid gap-3">
            <input type="hidden" name="agreed_minor" value=quote.total().minor.to_string()/>
            <SumLines lines total/>
            <p class="text-14">{follows}</p>
        </div>
    }
}
