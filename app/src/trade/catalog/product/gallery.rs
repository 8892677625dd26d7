//! The pictures of a product; they follow the chosen option.

use crate::{
    i18n::{t, use_lang},
    ui::{Photo, Ratio},
};
use leptos::prelude::*;
use longtail::platform::media::Picture;

/// A large picture and the small ones that change it. The small ones are links, which the
/// router follows without loading anything.
#[component]
pub fn Gallery(
    pictures: Vec<Picture>,
    /// The place of the large one.
    #[prop(into)]
    shown: Signal<usize>,
    /// The address that shows a picture.
    href: Callback<usize, String>,
    #[prop(into)] title: String,
) -> impl IntoView {
    let lang = use_lang();
    let count = pictures.len();
    let all = StoredValue::new(pictures.clone());
    let alt = move |n: usize| {
        if count > 1 {
            t::product::picture_of(lang, &title, n + 1, count)
        } else {
            title.clone()
        }
    };
    let large = move || {
        let n = shown.get().min(count.saturating_sub(1));
        let picture = all.with_value(|all| all.get(n).cloned());
        view! {
            <Photo
                picture
                alt=alt(n)
                sizes="(width < 768px) 100vw, 560px"
                ratio=Ratio::Square
                priority=true
                class="gallery-large"
            />
        }
    };
    let thumbs = (count > 1).then(|| {
        pictures
            .into_iter()
            .enumerate()
            .map(|(n, picture)| {
                view! {
                    <li>
                        <a
                            href=move || href.run(n)
                            data-noscroll=""
                            class="gallery-thumb"
                            aria-label=t::product::show_picture(lang, n + 1)
                            aria-current=move || (shown.get() == n).then_some("true")
                        >
                            <Photo picture=Some(picture) alt="" sizes="72px"/>
                        </a>
                    </li>
                }
            })
            .collect_view()
    });
    view! {
        <div class="gallery">
            {large}
            {thumbs.map(|thumbs| view! { <ul class="gallery-thumbs">{thumbs}</ul> })}
        </div>
    }
    .into_any()
}
