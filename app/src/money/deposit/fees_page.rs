//! The page `/desk/fees`.

use super::api::{ChargeFee, load_fees};
use crate::{
    i18n::{t, use_lang},
    money::wallet::page::asked_page,
    platform::page::Loaded,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use longtail::{
    id::CommandId,
    money::{
        Currency,
        deposit::{
            fee::REASON_MOST,
            view::{FeeView, FeesView, ShopDeposit},
        },
    },
};

/// Charging a shop a fee, and the fees that were charged. For the market's own people.
#[component]
pub fn FeesPage() -> impl IntoView {
    let lang = use_lang();
    let page = asked_page();
    let charge = ServerAction::<ChargeFee>::new();
    let fees = Resource::new_blocking(move || page.get(), load_fees);
    // Only after something was done: what was typed stays where it was refused.
    let done = Callback::new(move |()| fees.refetch());
    let query = use_query_map();
    let charged = move || {
        query.with(|query| query.get("charged").is_some()).then(
            || view! { <Alert tone=Tone::Jade class="mb-4">{t::deposit::charged(lang)}</Alert> },
        )
    };
    view! {
        <Title text=t::deposit::fees(lang)/>
        <div class="page page-body">
            <PageHead
                title=t::deposit::fees(lang)
                lead=t::deposit::fees_lead(lang)
                crumbs=vec![
                    Crumb::link(t::staff::title(lang), "/desk"),
                    Crumb::here(t::deposit::fees(lang)),
                ]
            />
            {charged}
            <Loaded of=fees view=move |view| view! { <Body view charge done/> }/>
        </div>
    }
}

#[component]
fn Body(view: FeesView, charge: ServerAction<ChargeFee>, done: Callback<()>) -> impl IntoView {
    let lang = use_lang();
    view! {
        <div class="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
            <section class="card order-2 lg:order-1 min-w-0">
                <h2 class="card-title">{t::deposit::fees_list(lang)}</h2>
                <FeeList fees=view.fees page=view.page more=view.more/>
            </section>
            <aside class="order-1 lg:order-2 min-w-0">
                <ChargeForm shops=view.shops currency=view.currency command=view.command charge done/>
            </aside>
        </div>
    }
    .into_any()
}

#[component]
fn ChargeForm(
    shops: Vec<ShopDeposit>,
    currency: Currency,
    command: CommandId,
    charge: ServerAction<ChargeFee>,
    done: Callback<()>,
) -> impl IntoView {
    let lang = use_lang();
    let choices = shops
        .into_iter()
        .map(|shop| {
            let label = t::deposit::shop_holds(lang, shop.name.pick(lang), shop.held);
            Choice::new(shop.slug, label)
        })
        .collect::<Vec<_>>();
    view! {
        <Card title=t::deposit::charge(lang)>
            <Form action=charge on_done=done>
                <input type="hidden" name="command" value=command.to_string()/>
                <Select name="shop" label=t::deposit::fee_shop(lang) choices prompt=t::deposit::choose_shop(lang)
                    hint=t::deposit::fee_shop_hint(lang) required=true/>
                <TextField name="order" label=t::deposit::fee_order(lang) hint=t::deposit::fee_order_hint(lang)
                    autocomplete="off"/>
                <MoneyInput name="platform" label=t::deposit::to_platform(lang) currency/>
                <MoneyInput name="buyer" label=t::deposit::to_buyer(lang) currency
                    hint=t::deposit::to_buyer_hint(lang)/>
                <TextArea name="reason" label=t::deposit::reason(lang) hint=t::deposit::reason_hint(lang)
                    rows=3 counter=REASON_MOST required=true/>
                <Submit icon=Glyph::Scale>{t::deposit::charge_now(lang)}</Submit>
            </Form>
        </Card>
    }
}

/// Fees, newest first, with the way to older ones.
#[component]
fn FeeList(fees: Vec<FeeView>, page: u32, more: bool) -> impl IntoView {
    let lang = use_lang();
    if fees.is_empty() {
        return view! {
            <EmptyState title=t::deposit::no_fees(lang) text=t::deposit::no_fees_hint(lang)/>
        }
        .into_any();
    }
    let columns = vec![
        Column::new(t::staff::shop(lang)),
        Column::new(t::deposit::reason(lang)),
        Column::figures(t::deposit::to_platform(lang)),
        Column::figures(t::deposit::to_buyer(lang)),
        Column::new(t::deposit::when(lang)),
    ];
    let rows = fees.into_iter().map(row).collect();
    view! {
        <DataTable caption=t::deposit::fees_list(lang) columns rows/>
        <NewerOlder label=t::deposit::fees_list(lang) base="/desk/fees".to_owned() page more/>
    }
    .into_any()
}

fn row(fee: FeeView) -> TableRow {
    let lang = use_lang();
    let name = fee.shop_name.pick(lang).to_owned();
    let href = format!("/shops/{}", fee.shop_slug);
    let order = fee.order_number.map(|number| {
        view! {
            <span class="block text-13 text-muted tabular whitespace-nowrap">{t::checkout::order_number(lang, number)}</span>
        }
    });
    TableRow {
        id: fee.id.to_string(),
        label: name.clone(),
        cells: vec![
            view! { <div><a class="underline" href=href>{name}</a>{order}</div> }.into_any(),
            view! { <span class="break-words">{fee.reason}</span> }.into_any(),
            view! { <Price amount=fee.platform/> }.into_any(),
            view! { <Price amount=fee.buyer/> }.into_any(),
            view! {
                <div>
                    <When at=fee.at style=WhenStyle::Short/>
                    <span class="block text-13 text-muted">{fee.charged_by}</span>
                </div>
            }
            .into_any(),
        ],
    }
}
