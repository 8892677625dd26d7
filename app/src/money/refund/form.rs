//! The form of a refund: what it comes to while it is typed, and once more before it is done.

use super::{api::RefundOrder, refusal};
use crate::{
    fault::Fault,
    i18n::{t, use_lang},
    money::confirmation::CodeField,
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
    let lost = order.lost_pieces();
    let open = value.with_untracked(Option::is_some) || !lost.is_empty();
    let toaster = use_toaster();
    let done = Callback::new(move |()| {
        toaster.say(t::refund::done(lang));
        page.refetch();
    });
    view! {
        <Disclosure title=t::refund::refund(lang) open>
            <p class="mb-4 text-14 text-muted">{hint(lang, left.phase)}</p>
            <Form action=refund refusal=refusal asks_code=asks_code on_done=done>
                <input type="hidden" name="command" value=order.command.to_string()/>
                <input type="hidden" name="order" value=order.summary.id.to_string()/>
                <Fields lines=order.summary.lines left lost told/>
            </Form>
        </Disclosure>
    }
}

fn asks_code(refused: &RefundError) -> bool {
    matches!(refused, RefundError::Code(_))
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
    /// Pieces of lines that a carrier has lost: they are suggested.
    lost: Vec<(OrderLineId, u32)>,
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
                let typed = before(&piece_field(line.line));
                let typed = typed.or_else(|| suggested(&lost, line.line));
                (line.line, typed.unwrap_or_default())
            })
            .collect(),
        goods: before("goods").unwrap_or_default(),
        postage: before("postage").unwrap_or_default(),
        reason: String::new(),
    });
    let rule = left.clone();
    let sum = Memo::new(move |_| typed.with(|form| form.sum(&rule)));
    let asks_code = use_form().map_or_else(|| Signal::from(false), |form| form.asks_code);
    // Typed on after the sum was told, it is to be told again. What only waits for a code was
    // agreed to before.
    let agreed = Memo::new(move |_| match asks_code.get() {
        true => sum.get(),
        false => told.get().filter(|told| sum.get().as_ref() == Some(told)),
    });
    let rows = lines
        .into_iter()
        .filter_map(|line| {
            let of_line = left.lines.iter().find(|left| left.line == line.id)?;
            let left = of_line.within_reach(left.phase);
            let suggested = suggested(&lost, line.id).and_then(|count| count.parse().ok());
            (left > 0).then(|| view! { <PieceField line left suggested typed/> })
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
        <CodeField/>
        <Submit icon=Glyph::Undo>
            {move || match agreed.get() {
                Some(quote) => t::refund::pay_back(lang, quote.total()),
                None => t::refund::look(lang).to_owned(),
            }}
        </Submit>
    }
}

fn suggested(lost: &[(OrderLineId, u32)], line: OrderLineId) -> Option<String> {
    let of_line = lost.iter().find(|(id, _)| *id == line)?;
    Some(of_line.1.to_string())
}

/// How many pieces of one line.
#[component]
fn PieceField(line: OrderLine, left: u32, suggested: Option<i64>, typed: Typed) -> impl IntoView {
    let lang = use_lang();
    let id = line.id;
    let title = line.words(lang);
    let tell = move |text: String| typed.update(|form| set_pieces(form, id, text));
    view! {
        <NumberField name=piece_field(id) label=t::refund::pieces_of(lang, title) min=0_i64 max=i64::from(left) value=suggested
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
        _ if quote.rest => t::shipping::refund_of_rest(lang).to_owned(),
        Phase::BeforeDispatch if quote.unsent() > 0 => t::refund::back_to_stock(lang).to_owned(),
        Phase::BeforeDispatch | Phase::OnTheWay => t::refund::from_held(lang).to_owned(),
        Phase::Released => t::refund::from_balance(lang, quote.of_shop(), quote.commission()),
    };
    view! {
        <div class="card grid gap-3">
            <input type="hidden" name="agreed_minor" value=quote.total().minor.to_string()/>
            <input type="hidden" name="agreed_unsent" value=quote.unsent().to_string()/>
            <SumLines lines total/>
            <p class="text-14">{follows}</p>
        </div>
    }
}
