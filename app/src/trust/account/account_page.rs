//! `/account`

use super::api::{ChooseLanguage, SignOut, load_account};
use crate::{
    i18n::{t, use_lang},
    platform::{page::Loaded, visitor::use_visitor},
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use longtail::{
    actor::ShopRole,
    text::Lang,
    trust::account::{AccountKind, AccountView, OwnShop},
};

/// Who one is, and the way to everything that is one's own.
#[component]
pub fn AccountPage() -> impl IntoView {
    let lang = use_lang();
    let choose = ServerAction::<ChooseLanguage>::new();
    let account = Resource::new_blocking(move || choose.version().get(), |_| load_account());
    view! {
        <Title text=t::account::account(lang)/>
        <div class="page page-body">
            <Loaded of=account view=move |account| view! {
                <Person account=account.clone() choose/>
                <Ways account=account.clone()/>
                <Shops kind=account.kind/>
            }/>
        </div>
    }
}

#[component]
fn Person(account: AccountView, choose: ServerAction<ChooseLanguage>) -> impl IntoView {
    let lang = use_lang();
    if account.kind == AccountKind::Guest {
        return view! {
            <PageHead title=t::account::guest_account(lang) lead=t::account::guest_account_hint(lang)
                actions=move || view! {
                    <ButtonLink href="/sign-up?next=/account" kind=ButtonKind::Main>{t::account::sign_up(lang)}</ButtonLink>
                    <ButtonLink href="/sign-in">{t::account::sign_in(lang)}</ButtonLink>
                }/>
        }
        .into_any();
    }
    let sign_out = ServerAction::<SignOut>::new();
    let visitor = use_visitor();
    let out = Callback::new(move |()| visitor.refetch());
    view! {
        <PageHead title=t::account::account(lang) lead=t::account::account_lead(lang) actions=move || view! {
            <Form action=sign_out on_done=out>
                <Submit kind=ButtonKind::Plain icon=Glyph::Logout>{t::account::sign_out(lang)}</Submit>
            </Form>
        }/>
        <Card class="flex flex-wrap items-center gap-4">
            <Avatar name=account.name.clone() size=AvatarSize::Large/>
            <div class="grow">
                <p class="text-20 font-semibold">
                    {account.name.clone()}
                    {(account.kind == AccountKind::Staff).then(|| view! { " "<Badge tone=Tone::Gold>{t::account::staff(lang)}</Badge> })}
                </p>
                <p class="text-14 text-muted">{account.email.clone()}</p>
                {account.joined_at.map(|at| view! {
                    <p class="text-13 text-muted">{t::account::member_since(lang)}" "<When at style=WhenStyle::Day/></p>
                })}
            </div>
            <Language chosen=account.lang choose/>
        </Card>
    }
    .into_any()
}

/// In which language letters come: the other one is one click away.
#[component]
fn Language(chosen: Lang, choose: ServerAction<ChooseLanguage>) -> impl IntoView {
    let lang = use_lang();
    let name = move |which: Lang| match which {
        Lang::En => t::account::english(lang),
        Lang::Zh => t::account::chinese(lang),
    };
    let (other, value) = match chosen {
        Lang::En => (Lang::Zh, "zh"),
        Lang::Zh => (Lang::En, "en"),
    };
    view! {
        <Form action=choose class="text-14">
            <input type="hidden" name="lang" value=value/>
            <p class="text-muted">{t::account::letters_in(lang)}" "<span class="text-ink" lang=chosen.tag()>{name(chosen)}</span></p>
            <Submit kind=ButtonKind::Quiet size=ButtonSize::Small icon=Glyph::Mail>
                {t::account::change(lang)}" → "<span lang=other.tag()>{name(other)}</span>
            </Submit>
        </Form>
    }
}

#[component]
fn Ways(account: AccountView) -> impl IntoView {
    let lang = use_lang();
    let count = i64::from;
    let ways = [
        (
            "/orders",
            Glyph::Receipt,
            t::account::orders(lang),
            t::account::orders_hint(lang, count(account.orders)),
        ),
        (
            "/notices",
            Glyph::Bell,
            t::account::notices(lang),
            t::account::notices_hint(lang).to_owned(),
        ),
        (
            "/account/addresses",
            Glyph::Pin,
            t::account::addresses(lang),
            t::account::addresses_hint(lang, count(account.addresses)),
        ),
        (
            "/wishlist",
            Glyph::Heart,
            t::wishlist::title(lang),
            t::account::wishlist_hint(lang).to_owned(),
        ),
        (
            "/seen",
            Glyph::Clock,
            t::seen::title(lang),
            t::seen::row_lead(lang).to_owned(),
        ),
        (
            "/wallet",
            Glyph::Wallet,
            t::account::wallet(lang),
            t::account::wallet_hint(lang).to_owned(),
        ),
        (
            "/invoices",
            Glyph::Print,
            t::invoice::yours(lang),
            t::invoice::yours_lead(lang).to_owned(),
        ),
        (
            "/account/password",
            Glyph::User,
            t::account::name_and_password(lang),
            t::account::name_and_password_hint(lang).to_owned(),
        ),
        (
            "/account/sessions",
            Glyph::Lock,
            t::account::sessions(lang),
            t::account::sessions_hint(lang, count(account.sessions)),
        ),
    ];
    let guest = account.kind == AccountKind::Guest;
    view! {
        <ul class="grid gap-3 mt-6 sm:grid-cols-2 lg:grid-cols-3">
            {ways
                .into_iter()
                .filter(|(href, ..)| !(guest && ["/wallet", "/account/password"].contains(href)))
                .map(|(href, glyph, title, hint)| view! { <li><Way href glyph title hint/></li> })
                .collect_view()}
            {(account.kind == AccountKind::Staff).then(|| view! {
                <li><Way href="/desk" glyph=Glyph::Shield title=t::account::desk(lang)
                    hint=t::account::demo_staff_hint(lang)/></li>
            })}
        </ul>
    }
}

#[component]
fn Way(
    #[prop(into)] href: String,
    glyph: Glyph,
    #[prop(into)] title: String,
    #[prop(into)] hint: String,
) -> impl IntoView {
    view! {
        <a href=href class="card flex items-center gap-4 h-full hover:border-persimmon transition-colors">
            <span class="text-persimmon"><Icon glyph/></span>
            <span>
                <span class="block font-semibold">{title}</span>
                <span class="block text-13 text-muted">{hint}</span>
            </span>
        </a>
    }
}

/// The shops one has a seat in, and the way to a first or a further one.
#[component]
fn Shops(kind: AccountKind) -> impl IntoView {
    let lang = use_lang();
    let visitor = use_visitor();
    if kind == AccountKind::Staff {
        return ().into_any();
    }
    let shops = awaited(ViewFnOnce::default(), move || async move {
        let shops = visitor
            .await
            .map(|visitor| visitor.shops)
            .unwrap_or_default();
        view! {
            {(!shops.is_empty()).then(|| view! { <SectionHead title=t::account::your_shops(lang)/> })}
            <ul class="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
                {shops.into_iter().map(|shop| view! { <li><Shop shop/></li> }).collect_view()}
                <li>
                    <Way href="/open-shop" glyph=Glyph::Shop title=t::account::become_seller(lang)
                        hint=t::account::become_seller_hint(lang)/>
                </li>
            </ul>
        }
        .into_any()
    });
    view! { <div class="mt-8">{shops}</div> }.into_any()
}

#[component]
fn Shop(shop: OwnShop) -> impl IntoView {
    let lang = use_lang();
    let role = match shop.role {
        ShopRole::Owner => t::account::owner(lang),
        ShopRole::Clerk => t::account::clerk(lang),
    };
    let name = shop.name.pick(lang).to_owned();
    view! {
        <a href=format!("/back-office/{}", shop.slug)
            class="card flex items-center gap-4 h-full hover:border-persimmon transition-colors">
            <Avatar name=name.clone() picture=shop.mark shop=true/>
            <span>
                <span class="block font-semibold" lang=shop.name.picked(lang).tag()>{name}</span>
                <span class="block text-13 text-muted">{t::account::back_office(lang)}" · "{role}</span>
            </span>
        </a>
    }
}
