//! The page `/orders/{id}`: where an order stands, what happens next, what can be done.

use super::{
    api::{CancelOrder, ConfirmReceipt, load_order},
    extend_form::Extend,
    lines::{OrderLines, OrderSums},
    order_words,
    orders_page::BuyAgainForm,
    refusal,
    rest_form::CallOff,
    stage_tone,
    story::OrderStory,
};
use crate::{
    fault::Fault,
    i18n::{t, use_lang},
    money::{invoice::InvoiceCard, refund::history::RefundHistory},
    platform::{page::Loaded, visitor::use_visitor},
    trade::{
        shipping::parcels::{LostAlert, Parcels},
        shop_line::ShopLine,
    },
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use longtail::{
    id::OrderId,
    money::card_refund::way_back,
    text::Lang,
    trade::order::{OrderStage, OrderView},
};

/// Asked for again after each change.
pub type OrderResource = Resource<Result<OrderView, Fault>>;

/// One order, for its buyer.
#[component]
pub fn OrderPage() -> impl IntoView {
    let lang = use_lang();
    let params = use_params_map();
    let page: OrderResource = Resource::new_blocking(
        move || params.with(|params| params.get("id").and_then(|id| id.parse::<OrderId>().ok())),
        |id| async move {
            match id {
                Some(id) => load_order(id).await,
                None => Err(Fault::NotFound),
            }
        },
    );
    view! {
        <Title text=t::order::order(lang)/>
        <div class="page page-body printable">
            <Loaded of=page view=move |order| view! { <Body order page/> }/>
        </div>
    }
}

#[component]
fn Body(order: OrderView, page: OrderResource) -> impl IntoView {
    let lang = use_lang();
    let stage = order.summary.stage.name();
    let words = order_words(lang, &order.summary.stage);
    let title = t::checkout::order_number(lang, &order.summary.number);
    let shop = order.summary.shop.clone();
    let parcels = (!order.parcels.is_empty()).then(|| {
        let order = order.clone();
        view! { <Card title=t::order::parcels(lang)><Parcels order/></Card> }
    });
    let refunds = (!order.refunds.is_empty()).then(|| {
        let order = order.clone();
        view! { <Card title=t::refund::title(lang)><RefundHistory order/></Card> }
    });
    let note = (!order.note.is_empty()).then(|| {
        let note = order.note.clone();
        view! { <Card title=t::order::note(lang)><p class="break-words">{note}</p></Card> }
    });
    let lines = order.summary.lines.clone();
    let story = order.clone();
    let sums = order.clone();
    let address = order.clone();
    let invoices = order.invoices.clone();
    view! {
        <PageHead
            title=title.clone()
            crumbs=vec![Crumb::link(t::order::orders(lang), "/orders"), Crumb::here(title)]
            lead=lead(lang, &order)
            actions=move || view! { <Badge tone=stage_tone(stage)>{words}</Badge> }
        />
        <div class="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
            <div class="grid gap-4 min-w-0">
                {(order.held.minor > 0).then(|| {
                    let until = match &order.summary.stage {
                        OrderStage::Shipped { confirm_by, .. } => Some(*confirm_by),
                        _ => None,
                    };
                    match until {
                        Some(until) => view! { <Guarantee held=order.held until=until/> }.into_any(),
                        None => view! { <Guarantee held=order.held/> }.into_any(),
                    }
                })}
                {order.viewer_is_buyer.then(|| view! { <Actions order=order.clone() page/> })}
                <LostAlert order=order.clone()/>
                <Card title=t::order::timeline(lang)><OrderStory order=story/></Card>
                {parcels}
                <section class="card">
                    <ShopLine shop=shop.clone()/>
                    <OrderLines lines shop=shop.slug/>
                    <OrderSums order=sums/>
                </section>
                {refunds}
            </div>
            <aside class="grid gap-4 min-w-0">
                <Card title=t::order::goes_to(lang)><Address order=address/></Card>
                {note}
                <InvoiceCard invoices/>
                <p class="no-print text-13 text-muted">{t::order::print_hint(lang)}</p>
            </aside>
        </div>
    }
}

/// Where a parcel goes.
#[component]
pub fn Address(order: OrderView) -> impl IntoView {
    let lang = use_lang();
    let ship_to = order.ship_to;
    view! {
        <address class="not-italic text-14 break-words">
            <strong class="block">{ship_to.recipient.clone()}</strong>
            <span class="block">{ship_to.one_line(lang)}</span>
            <span class="block">{ship_to.phone.clone()}</span>
            {order.email.map(|email| view! { <span class="block text-muted">{email}</span> })}
        </address>
    }
}

/// What happens next, in one sentence.
fn lead(lang: Lang, order: &OrderView) -> String {
    match &order.summary.stage {
        OrderStage::AwaitingPayment => t::order::lead_awaiting_payment(lang).to_owned(),
        OrderStage::ToShip {
            first_sent_at: Some(_),
            ..
        } => t::shipping::lead_partly(lang).to_owned(),
        OrderStage::ToShip { .. } => t::order::lead_to_ship(lang).to_owned(),
        OrderStage::Shipped { confirm_by, .. } if order.has_all_arrived() => {
            t::shipping::lead_arrived(lang, when_text(*confirm_by, WhenStyle::Day, lang))
        }
        OrderStage::Shipped { confirm_by, .. } => {
            t::order::lead_shipped(lang, when_text(*confirm_by, WhenStyle::Day, lang))
        }
        OrderStage::Completed { .. } => t::order::lead_completed(lang).to_owned(),
        OrderStage::Cancelled {
            paid_at: Some(_), ..
        } => match order.back_to {
            Some(method) if !order.has_failed_to_go_back() => {
                t::card_refund::lead_cancelled(lang, way_back(lang, method))
            }
            _ => t::order::lead_refunded(lang).to_owned(),
        },
        OrderStage::Cancelled { paid_at: None, .. } => t::order::lead_cancelled(lang).to_owned(),
    }
}

/// The one main action of the stage, and what else can be done.
#[component]
fn Actions(order: OrderView, page: OrderResource) -> impl IntoView {
    let lang = use_lang();
    let id = order.summary.id;
    let again = move || view! { <BuyAgainForm order=id/> };
    let actions = match order.summary.stage {
        OrderStage::AwaitingPayment => view! {
            <ButtonLink href=format!("/checkout/{}", order.summary.checkout) kind=ButtonKind::Main>
                {t::order::pay(lang)}
            </ButtonLink>
        }
        .into_any(),
        OrderStage::ToShip {
            first_sent_at: None,
            ..
        } => view! { <Cancel order page/>{again()} }.into_any(),
        OrderStage::Shipped { .. } => view! {
            <Confirm order=order.clone() page/>
            <Extend order=order.clone() page/>
            <CallOff order page/>
            {again()}
        }
        .into_any(),
        OrderStage::ToShip { .. } => view! { <CallOff order page/>{again()} }.into_any(),
        OrderStage::Completed { .. } | OrderStage::Cancelled { .. } => again().into_any(),
    };
    view! { <div class="flex flex-wrap gap-3 no-print">{actions}</div> }
}

/// Asks for the order again, and for what the frame shows of its visitor.
pub(super) fn refreshed(page: OrderResource) -> Callback<()> {
    let visitor = use_visitor();
    Callback::new(move |()| {
        page.refetch();
        visitor.refetch();
    })
}

#[component]
fn Confirm(order: OrderView, page: OrderResource) -> impl IntoView {
    let lang = use_lang();
    let confirm = ServerAction::<ConfirmReceipt>::new();
    view! {
        <Dialog id="confirm-receipt-dialog" title=t::order::confirm_title(lang) trigger=t::order::confirm(lang)
            kind=ButtonKind::Main icon=Glyph::Check>
            <p class="mb-4">{t::order::confirm_hint(lang, order.held, order.summary.shop.name.pick(lang))}</p>
            <Form action=confirm refusal=refusal on_done=refreshed(page)>
                <input type="hidden" name="command" value=order.command.to_string()/>
                <input type="hidden" name="order" value=order.summary.id.to_string()/>
                <Submit wide=true>{t::order::confirm_now(lang)}</Submit>
            </Form>
        </Dialog>
    }
}

/// Calls the order off, after saying where the money goes. For its buyer and its shop.
#[component]
pub fn Cancel(order: OrderView, page: OrderResource) -> impl IntoView {
    let lang = use_lang();
    let cancel = ServerAction::<CancelOrder>::new();
    let by = <&str>::from(order.viewer());
    let amount = order.held_of_buyer();
    let way = order.back_to.map(|method| way_back(lang, method));
    let hint = match (order.viewer_is_buyer, way) {
        (true, Some(way)) => t::card_refund::cancel_hint(lang, amount, way),
        (true, None) => t::order::cancel_hint(lang, amount),
        (false, Some(way)) => t::card_refund::cancel_hint_shop(lang, amount, way),
        (false, None) => t::order::cancel_hint_shop(lang, amount),
    };
    view! {
        <Dialog id="cancel-order-dialog" title=t::order::cancel_title(lang) trigger=t::order::cancel(lang)>
            <p class="mb-4">{hint}</p>
            <Form action=cancel refusal=refusal on_done=refreshed(page)>
                <input type="hidden" name="command" value=order.command.to_string()/>
                <input type="hidden" name="order" value=order.summary.id.to_string()/>
                <input type="hidden" name="by" value=by/>
                <Submit kind=ButtonKind::Danger wide=true>{t::order::cancel_now(lang)}</Submit>
            </Form>
        </Dialog>
    }
}
