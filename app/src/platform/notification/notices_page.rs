//! `/notices`

use super::api::{MarkAllRead, OpenNotice, load_notices};
use crate::{
    i18n::{t, use_lang},
    platform::{page::Loaded, visitor::use_visitor},
    ui::*,
};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use longtail::{
    money::deposit::notice::DepositNotice,
    platform::notification::{Notice, NoticeView, ParcelNews},
};

/// What happened, the latest first. Opening a notice marks it as read.
#[component]
pub fn NoticesPage() -> impl IntoView {
    let lang = use_lang();
    let open = ServerAction::<OpenNotice>::new();
    let all = ServerAction::<MarkAllRead>::new();
    let notices = Resource::new_blocking(
        move || (open.version().get(), all.version().get()),
        |_| load_notices(),
    );
    let visitor = use_visitor();
    let read = Callback::new(move |()| visitor.refetch());
    Effect::watch(
        move || open.version().get(),
        move |_, _, _| visitor.refetch(),
        false,
    );
    view! {
        <Title text=t::notification::title(lang)/>
        <div class="page page-narrow page-body">
            <Loaded of=notices view=move |notices| {
                let unread = notices.iter().any(|notice| !notice.read);
                view! {
                    <PageHead title=t::notification::title(lang) crumbs=vec![
                        Crumb::link(t::account::account(lang), "/account"),
                        Crumb::here(t::notification::title(lang)),
                    ] actions=move || unread.then(|| view! {
                        <Form action=all on_done=read>
                            <Submit kind=ButtonKind::Plain icon=Glyph::Check>{t::notification::all_read(lang)}</Submit>
                        </Form>
                    })/>
                    <List notices open/>
                }
            }/>
        </div>
    }
}

#[component]
fn List(notices: Vec<NoticeView>, open: ServerAction<OpenNotice>) -> impl IntoView {
    let lang = use_lang();
    if notices.is_empty() {
        return view! {
            <EmptyState picture=EmptyPicture::Bell title=t::notification::none(lang)
                text=t::notification::none_hint(lang)>
                <ButtonLink href="/" kind=ButtonKind::Main>{t::common::go_home(lang)}</ButtonLink>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <ul class="card p-0 divided overflow-hidden">
            {notices.into_iter().map(|notice| view! { <Row notice open/> }).collect_view()}
        </ul>
    }
    .into_any()
}

#[component]
fn Row(notice: NoticeView, open: ServerAction<OpenNotice>) -> impl IntoView {
    let lang = use_lang();
    let (class, mark) = if notice.read {
        ("text-muted", None)
    } else {
        (
            "font-semibold",
            Some(view! {
                <span class="shrink-0 w-2 h-2 rounded-full bg-persimmon" role="img"
                    aria-label=t::notification::unread(lang)></span>
            }),
        )
    };
    view! {
        <li>
            <ActionForm action=open>
                <input type="hidden" name="notice" value=notice.id.to_string()/>
                <button type="submit" class="flex items-center gap-4 w-full min-h-11 px-4 py-3 text-left hover:bg-paper transition-colors">
                    <span class="shrink-0 text-muted"><Icon glyph=glyph(&notice.notice)/></span>
                    <span class="grow min-w-0">
                        <span class=format!("block {class}")>{notice.notice.headline(lang)}</span>
                        <span class="block text-13 text-muted"><When at=notice.at style=WhenStyle::DayAndTime/></span>
                    </span>
                    {mark}
                </button>
            </ActionForm>
        </li>
    }
}

fn glyph(notice: &Notice) -> Glyph {
    match notice {
        Notice::OrderToShip { .. } | Notice::StockLow { .. } => Glyph::Box,
        Notice::OrderPaid { .. } => Glyph::Shield,
        Notice::OrderShipped { .. } => Glyph::Truck,
        Notice::Parcel { news, .. } => match news {
            ParcelNews::PartShipped { .. } => Glyph::Truck,
            ParcelNews::Delivered => Glyph::Box,
            ParcelNews::Lost | ParcelNews::LostLate | ParcelNews::LostByUs => Glyph::Warning,
        },
        Notice::OrderCompleted { .. } => Glyph::Check,
        Notice::OrderReleased { .. } | Notice::PaidIntoWallet { .. } => Glyph::Wallet,
        Notice::QuestionAsked { .. } | Notice::QuestionAnswered { .. } => Glyph::Chat,
        Notice::PasswordChanged => Glyph::Lock,
        Notice::BankAccountChanged { .. } => Glyph::Card,
        Notice::Withdrawal(_) => Glyph::Wallet,
        Notice::CardRefund(_) => Glyph::Card,
        Notice::Deposit(notice) => match notice {
            DepositNotice::Charged { .. } => Glyph::Warning,
            DepositNotice::Compensated { .. } => Glyph::Wallet,
        },
        Notice::StatementDiffers { .. } => Glyph::Scale,
        Notice::PayoutReturned { .. } => Glyph::Warning,
        Notice::OrderCancelled { .. }
        | Notice::OrderRefunded { .. }
        | Notice::RestCalledOff { .. } => Glyph::Undo,
        Notice::CheckoutExpired { .. } | Notice::OrderExtended { .. } => Glyph::Clock,
        Notice::WishFell { .. } | Notice::WishBack { .. } => Glyph::Heart,
    }
}
