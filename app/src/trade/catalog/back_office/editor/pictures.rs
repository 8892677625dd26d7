//! The pictures of a listing: sent, ordered, taken away.

use super::{Refresh, opened};
use crate::{
    i18n::{t, use_lang},
    trade::catalog::back_office::{
        api::{AddPictures, ArrangePicture},
        refusal,
    },
    ui::*,
};
use leptos::prelude::*;
use longtail::{platform::media::Picture, trade::catalog::EditorView};
use server_fn::ServerFn;

#[component]
pub fn Pictures(view: EditorView, refresh: Refresh) -> impl IntoView {
    let lang = use_lang();
    let arrange = ServerAction::<ArrangePicture>::new();
    let last = view.pictures.len().saturating_sub(1);
    let tiles = view
        .pictures
        .iter()
        .cloned()
        .enumerate()
        .map(|(n, picture)| tile(&view, arrange, refresh, n, last, picture))
        .collect_view();
    view! {
        <div id="pictures">
            <Card title=t::catalog::pictures(lang)>
                <p class="field-hint">{t::catalog::pictures_hint(lang)}</p>
                <ul class="grid grid-cols-2 gap-3 py-4 sm:grid-cols-3 lg:grid-cols-5">{tiles}</ul>
                <PlainForm path=AddPictures::PATH multipart=true refusal=refusal>
                    {opened(&view)}
                    <FileDrop name="files" label=t::catalog::add_pictures(lang)
                        hint=t::catalog::picture_kinds(lang) multiple=true required=true/>
                    <div><Submit kind=ButtonKind::Plain icon=Glyph::Upload>{t::catalog::upload(lang)}</Submit></div>
                </PlainForm>
            </Card>
        </div>
    }
    .into_any()
}

fn tile(
    view: &EditorView,
    arrange: ServerAction<ArrangePicture>,
    refresh: Refresh,
    n: usize,
    last: usize,
    picture: Picture,
) -> AnyView {
    let lang = use_lang();
    let number = n + 1;
    let hidden = opened(view);
    let id = picture.id.to_string();
    let button = |to: &'static str, words: &'static str, glyph: Glyph| {
        let label = format!("{words}: {}", t::catalog::picture_n(lang, number));
        view! {
            <button type="submit" name="to" value=to class="icon-btn" aria-label=label title=words>
                <Icon glyph/>
            </button>
        }
    };
    let earlier = (n > 0).then(|| button("earlier", t::catalog::earlier(lang), Glyph::ArrowLeft));
    let later = (n < last).then(|| button("later", t::catalog::later(lang), Glyph::ArrowRight));
    let remove = button("remove", t::catalog::remove(lang), Glyph::Trash);
    view! {
        <li class="rounded-10 border border-line p-2">
            <Photo picture=picture alt=t::catalog::picture_n(lang, number) sizes="200px"/>
            {(n == 0).then(|| view! { <Badge tone=Tone::Persimmon>{t::catalog::main_picture(lang)}</Badge> })}
            <Form action=arrange refusal=refusal id=format!("picture-{number}") on_done=refresh.done()>
                {hidden}
                <input type="hidden" name="picture" value=id/>
                <div class="flex justify-between">{earlier}{later}{remove}</div>
            </Form>
        </li>
    }
    .into_any()
}
