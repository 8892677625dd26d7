//! Stored pictures.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;
use longtail::platform::media::Picture;

/// The frame a picture is put into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ratio {
    #[default]
    Square,
    /// 4 : 3
    Landscape,
    /// 16 : 5, for shop banners.
    Banner,
    /// As the picture is.
    Own,
}

/// A stored picture in the width the page needs, its place kept free; a drawn placeholder
/// where there is none. `alt` is empty where the words beside it say the same.
///
/// ```ignore
/// <Photo picture=card.picture alt=name sizes="(width < 768px) 50vw, 240px"/>
/// ```
#[component]
pub fn Photo(
    #[prop(into)] picture: Option<Picture>,
    #[prop(into)] alt: String,
    /// How wide it is shown, as `<img sizes>` takes it.
    #[prop(default = "100vw".into(), into)]
    sizes: String,
    #[prop(optional)] ratio: Ratio,
    /// Loaded at once: for the one picture a page is about.
    #[prop(optional)]
    priority: bool,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let ratio_class = match ratio {
        Ratio::Square => "photo photo-square",
        Ratio::Landscape => "photo photo-landscape",
        Ratio::Banner => "photo photo-banner",
        Ratio::Own => "photo",
    };
    let inner = match picture {
        Some(picture) => view! {
            <img
                src=picture.url(640)
                srcset=picture.srcset()
                sizes=sizes
                width=picture.width
                height=picture.height
                alt=alt
                loading=if priority { "eager" } else { "lazy" }
                fetchpriority=priority.then_some("high")
                decoding="async"
            />
        }
        .into_any(),
        None => {
            let hidden = alt.is_empty().then_some("true");
            let role = (!alt.is_empty()).then_some("img");
            let label = (!alt.is_empty()).then_some(alt);
            view! {
                <span class="photo-none" role=role aria-label=label aria-hidden=hidden>
                    <Icon glyph=Glyph::Image/>
                </span>
            }
            .into_any()
        }
    };
    view! { <span class=format!("{ratio_class} {class}")>{inner}</span> }
}
