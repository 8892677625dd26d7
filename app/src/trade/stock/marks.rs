//! The forms that say below how many pieces something is low.

use super::api::{SetLowMark, SetShopLowMark};
use crate::{
    i18n::{t, use_lang},
    ui::*,
};
use leptos::prelude::*;
use longtail::{id::VariantId, trade::stock::low::MOST};

/// For all of a shop that has no mark of its own.
#[component]
pub fn ShopMarkForm(shop: String, mark: u32, done: Callback<()>) -> impl IntoView {
    let lang = use_lang();
    let set = ServerAction::<SetShopLowMark>::new();
    let came_back = set.value().with_untracked(Option::is_some);
    view! {
        <Disclosure title=t::stock::shop_mark(lang) open=came_back>
            <Form action=set on_done=done>
                <input type="hidden" name="shop" value=shop/>
                <NumberField name="low_at" label=t::stock::low_below(lang) hint=t::stock::shop_mark_hint(lang)
                    value=i64::from(mark) min=0_i64 max=MOST required=true/>
                <div><Submit kind=ButtonKind::Plain>{t::stock::save_mark(lang)}</Submit></div>
            </Form>
        </Disclosure>
    }
}

/// For one variant.
#[component]
pub fn MarkForm(
    shop: String,
    variant: VariantId,
    own: Option<u32>,
    shop_mark: u32,
    done: Callback<()>,
) -> impl IntoView {
    let lang = use_lang();
    let set = ServerAction::<SetLowMark>::new();
    view! {
        <Card title=t::stock::mark(lang)>
            <Form action=set on_done=done>
                <input type="hidden" name="shop" value=shop/>
                <input type="hidden" name="variant" value=variant.to_string()/>
                <NumberField name="low_at" label=t::stock::low_below(lang)
                    hint=t::stock::mark_hint(lang, i64::from(shop_mark)) value=own.map(i64::from) min=0_i64 max=MOST/>
                <div><Submit kind=ButtonKind::Plain>{t::stock::save_mark(lang)}</Submit></div>
            </Form>
        </Card>
    }
}
