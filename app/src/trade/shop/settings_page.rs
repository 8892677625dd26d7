//! `/back-office/{shop}/settings`

use super::{
    api::{AddPerson, ChangeRole, MoveShop, RemovePerson, SaveShop, load_shop_settings},
    people::People,
    picture_forms::Pictures,
    refusal,
    stage_box::StageBox,
    words_form::{WordFields, Words},
};
use crate::{
    i18n::{t, use_lang},
    money::invoice::{LegalCard, api::SaveLegal},
    platform::page::Loaded,
    ui::*,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use longtail::{actor::ShopRole, trade::shop::ShopSettings};

/// What the forms of this page send.
#[derive(Clone, Copy)]
pub(super) struct Actions {
    pub save: ServerAction<SaveShop>,
    pub go: ServerAction<MoveShop>,
    pub add: ServerAction<AddPerson>,
    pub remove: ServerAction<RemovePerson>,
    pub change: ServerAction<ChangeRole>,
    pub legal: ServerAction<SaveLegal>,
}

/// A shop's stage, words, pictures, postage and people. For its owners.
#[component]
pub fn ShopSettingsPage() -> impl IntoView {
    let params = use_params_map();
    let slug = move || params.with(|params| params.get("shop").unwrap_or_default());
    let actions = Actions {
        save: ServerAction::new(),
        go: ServerAction::new(),
        add: ServerAction::new(),
        remove: ServerAction::new(),
        change: ServerAction::new(),
        legal: ServerAction::new(),
    };
    let [save, go, add, remove, change, legal] = [
        accepted(actions.save),
        accepted(actions.go),
        accepted(actions.add),
        accepted(actions.remove),
        accepted(actions.change),
        accepted(actions.legal),
    ];
    let settings = Resource::new_blocking(
        move || {
            (
                slug(),
                save.get(),
                go.get(),
                add.get(),
                remove.get(),
                change.get(),
                legal.get(),
            )
        },
        |(slug, ..)| load_shop_settings(slug),
    );
    view! { <Loaded of=settings view=move |settings| view! { <Settings settings actions/> }/> }
}

#[component]
fn Settings(settings: ShopSettings, actions: Actions) -> impl IntoView {
    let lang = use_lang();
    let slug = settings.card.slug.clone();
    let words = Words {
        name: settings.card.name.clone(),
        slug: slug.clone(),
        about: settings.about.clone(),
        city: settings.card.city.clone(),
        postage: Some(settings.postage),
    };
    let currency = settings.postage.base.currency;
    let of_shop = slug.clone();
    view! {
        <Title text=t::own_shop::settings(lang)/>
        <BackOfficeFrame
            shop=slug.clone()
            name=settings.card.name.pick(lang).to_owned()
            mark=settings.card.mark.clone()
            role=ShopRole::Owner
        >
            <PageHead title=t::own_shop::settings(lang) lead=t::own_shop::settings_lead(lang)/>
            <div class="grid gap-6">
                <StageBox settings=settings.clone() go=actions.go/>
                <Card>
                    <Form action=actions.save refusal=refusal>
                        <input type="hidden" name="shop" value=of_shop/>
                        <WordFields words currency/>
                        <Submit>{t::own_shop::save(lang)}</Submit>
                    </Form>
                </Card>
                <LegalCard shop=slug legal=settings.legal.clone() save=actions.legal/>
                <Pictures settings=settings.clone()/>
                <People settings actions/>
            </div>
        </BackOfficeFrame>
    }
}
