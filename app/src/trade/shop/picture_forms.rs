//! A shop's mark and banner.

use super::api::UploadShopPicture;
use crate::{
    i18n::{t, use_lang},
    platform::media,
    ui::*,
};
use leptos::prelude::*;
use longtail::{
    platform::media::{MediaError, Picture},
    trade::shop::ShopSettings,
};
use server_fn::ServerFn;

/// A refused file is an issue of the field that it was chosen in.
fn at_picture(_: &MediaError) -> Option<&'static str> {
    Some("picture")
}

/// The two pictures, each with a form for another.
#[component]
pub(super) fn Pictures(settings: ShopSettings) -> impl IntoView {
    let lang = use_lang();
    let slug = settings.card.slug.clone();
    view! {
        <div id="pictures">
            <Card title=t::own_shop::pictures(lang)>
                <div class="grid gap-6 md:grid-cols-2">
                    <Hang slug=slug.clone() place="mark" label=t::own_shop::mark(lang)
                        hint=t::own_shop::mark_hint(lang) picture=settings.card.mark.clone()/>
                    <Hang slug place="banner" label=t::own_shop::banner(lang)
                        hint=t::own_shop::banner_hint(lang) picture=settings.banner.clone()/>
                </div>
            </Card>
        </div>
    }
}

#[component]
fn Hang(
    slug: String,
    place: &'static str,
    label: &'static str,
    hint: &'static str,
    picture: Option<Picture>,
) -> impl IntoView {
    let lang = use_lang();
    let shown = picture.map(|picture| {
        view! {
            <img class="mb-3 rounded-10 border border-line max-h-32" src=picture.url(320) alt=label
                width=picture.width height=picture.height/>
        }
    });
    view! {
        <div>
            {shown}
            <PlainForm path=UploadShopPicture::PATH multipart=true refusal=media::refusal refused_field=at_picture
                id=format!("upload-{place}")>
                <input type="hidden" name="shop" value=slug/>
                <input type="hidden" name="place" value=place/>
                <FileDrop name="picture" label=label hint=hint required=true/>
                <Submit kind=ButtonKind::Plain icon=Glyph::Upload>{t::own_shop::upload(lang)}</Submit>
            </PlainForm>
        </div>
    }
}
