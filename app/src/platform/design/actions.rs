//! Buttons, messages, windows.

use super::Side;
use crate::{
    i18n::{t, use_lang},
    ui::{
        Alert, Badge, Button, ButtonKind, ButtonLink, ButtonSize, Dialog, DialogShape, Disclosure,
        Glyph, IconButton, Meter, Progress, Skeleton, SkeletonShape, TextField, ToastSample, Tone,
    },
};
use leptos::prelude::*;

pub fn buttons(_: Side) -> AnyView {
    let lang = use_lang();
    view! {
        <div class="cluster">
            <Button kind=ButtonKind::Main icon=Glyph::Cart>{t::design::main(lang)}</Button>
            <Button>{t::design::plain(lang)}</Button>
            <Button kind=ButtonKind::Quiet>{t::design::quiet(lang)}</Button>
            <Button kind=ButtonKind::Danger icon=Glyph::Trash>{t::design::danger(lang)}</Button>
        </div>
        <div class="cluster">
            <Button kind=ButtonKind::Main pending=true>{t::design::pending(lang)}</Button>
            <Button pending=true>{t::design::pending(lang)}</Button>
            <Button kind=ButtonKind::Main disabled=true>{t::design::disabled(lang)}</Button>
            <Button disabled=true>{t::design::disabled(lang)}</Button>
        </div>
        <div class="cluster">
            <Button size=ButtonSize::Small>{t::design::small(lang)}</Button>
            <ButtonLink href="/design#buttons" icon=Glyph::Print>{t::design::with_icon(lang)}</ButtonLink>
            <ButtonLink href="/design#buttons" kind=ButtonKind::Quiet>{t::design::link(lang)}</ButtonLink>
            <IconButton glyph=Glyph::Heart label=t::design::quiet(lang)/>
        </div>
        <Button kind=ButtonKind::Main size=ButtonSize::Large wide=true>{t::design::large(lang)}</Button>
    }
    .into_any()
}

pub fn feedback(_: Side) -> AnyView {
    let lang = use_lang();
    view! {
        <Alert>{t::design::alert_plain(lang)}</Alert>
        <Alert tone=Tone::Jade title=t::design::alert_good_title(lang)>{t::design::alert_good(lang)}</Alert>
        <Alert tone=Tone::Warning title=t::design::alert_warning_title(lang)>{t::design::alert_warning(lang)}</Alert>
        <Alert tone=Tone::Danger title=t::design::alert_danger_title(lang)>{t::design::alert_danger(lang)}</Alert>
        <div class="cluster">
            <Badge>{t::design::bazaar(lang)}</Badge>
            <Badge tone=Tone::Cinnabar>{t::design::mall(lang)}</Badge>
            <Badge tone=Tone::Persimmon>{t::design::to_ship(lang)}</Badge>
            <Badge tone=Tone::Jade icon=Glyph::Check>{t::design::done(lang)}</Badge>
            <Badge tone=Tone::Gold>{t::design::top(lang)}</Badge>
            <Badge tone=Tone::Warning>{t::design::late(lang)}</Badge>
            <Badge tone=Tone::Danger>{t::design::stopped(lang)}</Badge>
        </div>
        <Progress label=t::design::rows_read(lang) done=120 of=300/>
        <Meter label=t::design::dispatch(lang) value=82 text=t::design::dispatch_text(lang) other=64 other_label=t::design::industry(lang)/>
        <ToastSample text=t::design::toast(lang)/>
        <p class="text-muted">{t::design::skeletons(lang)}</p>
        <div class="design-columns">
            <Skeleton/>
            <Skeleton shape=SkeletonShape::Person/>
            <Skeleton shape=SkeletonShape::Card/>
        </div>
    }
    .into_any()
}

pub fn windows(side: Side) -> AnyView {
    let lang = use_lang();
    view! {
        <div class="cluster">
            <Dialog id=side.id("dialog") title=t::design::dialog_title(lang) trigger=t::design::open_dialog(lang)>
                <div class="stack">
                    <p>{t::design::dialog_text(lang)}</p>
                    <TextField name="tracking" label=t::design::tracking_number(lang)/>
                </div>
            </Dialog>
            <Dialog id=side.id("drawer") title=t::design::category(lang) trigger=t::design::open_drawer(lang)
                shape=DialogShape::DrawerEnd icon=Glyph::Filter>
                <p>{t::design::sample_long(lang)}</p>
            </Dialog>
        </div>
        <div>
            <Disclosure title=t::design::specifications(lang) open=true><p>{t::design::stoneware(lang)}</p></Disclosure>
            <Disclosure title=t::design::origin(lang)><p>{t::design::longquan(lang)}</p></Disclosure>
        </div>
    }
    .into_any()
}
