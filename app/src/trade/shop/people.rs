//! Who works in a shop.

use super::{refusal, settings_page::Actions};
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    actor::ShopRole,
    text::Lang,
    trade::shop::{ShopPerson, ShopSettings},
};

fn role_words(lang: Lang, role: ShopRole) -> &'static str {
    match role {
        ShopRole::Owner => t::account::owner(lang),
        ShopRole::Clerk => t::account::clerk(lang),
    }
}

/// A shop's people, and the form for one more.
#[component]
pub(super) fn People(settings: ShopSettings, actions: Actions) -> impl IntoView {
    let lang = use_lang();
    let slug = settings.card.slug.clone();
    let roles = vec![
        Choice::new("clerk", role_words(lang, ShopRole::Clerk)).hint(t::own_shop::clerk_hint(lang)),
        Choice::new("owner", role_words(lang, ShopRole::Owner)).hint(t::own_shop::owner_hint(lang)),
    ];
    let people = settings
        .people
        .into_iter()
        .map(|person| view! { <Person person slug=slug.clone() actions/> })
        .collect_view();
    view! {
        <Card title=t::own_shop::people(lang)>
            <ul class="divided">{people}</ul>
            <div class="mt-4">
                <Form action=actions.add refusal=refusal>
                    <input type="hidden" name="shop" value=slug/>
                    <EmailField name="email" label=t::own_shop::person_email(lang)
                        hint=t::own_shop::person_email_hint(lang) autocomplete="off" required=true/>
                    <RadioCards name="role" legend=t::own_shop::role(lang) choices=roles value="clerk" columns=true/>
                    <Submit kind=ButtonKind::Plain icon=Glyph::Plus>{t::own_shop::add_person(lang)}</Submit>
                </Form>
            </div>
        </Card>
    }
}

#[component]
fn Person(person: ShopPerson, slug: String, actions: Actions) -> impl IntoView {
    let lang = use_lang();
    let id = person.account;
    let (other, words) = match person.role {
        ShopRole::Owner => ("clerk", t::own_shop::make_clerk(lang)),
        ShopRole::Clerk => ("owner", t::own_shop::make_owner(lang)),
    };
    let remove = if person.you {
        t::own_shop::leave(lang)
    } else {
        t::account::remove(lang)
    };
    let name = person.name;
    let (role_label, remove_label) = (format!("{words}: {name}"), format!("{remove}: {name}"));
    let shop = slug.clone();
    view! {
        <li class="flex flex-wrap items-center gap-3 py-3">
            <Avatar name=name.clone()/>
            <div class="grow">
                <p class="font-semibold">
                    {name}" "<Badge>{role_words(lang, person.role)}</Badge>
                </p>
                <p class="text-13 text-muted">
                    {person.email}" · "{t::own_shop::member_since(lang)}" "<When at=person.since style=WhenStyle::Day/>
                </p>
            </div>
            <Form action=actions.change refusal=refusal id=format!("role-{id}")>
                <input type="hidden" name="shop" value=shop/>
                <input type="hidden" name="person" value=id.to_string()/>
                <input type="hidden" name="role" value=other/>
                <Submit kind=ButtonKind::Quiet size=ButtonSize::Small label=role_label>{words}</Submit>
            </Form>
            <Form action=actions.remove refusal=refusal id=format!("unseat-{id}")>
                <input type="hidden" name="shop" value=slug/>
                <input type="hidden" name="person" value=id.to_string()/>
                <Submit kind=ButtonKind::Quiet size=ButtonSize::Small label=remove_label>{remove}</Submit>
            </Form>
        </li>
    }
}
