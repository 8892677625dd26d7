//! Round pictures of people and square marks of shops.

use super::photo::Photo;
use leptos::prelude::*;
use longtail::platform::media::Picture;

/// How large: 28, 40 or 64 px.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarSize {
    Small,
    #[default]
    Normal,
    Large,
}

/// A person's or (`shop`) a shop's picture; the beginning of the name where there is none.
///
/// ```ignore
/// <Avatar name=shop.name.pick(lang) picture=shop.mark.clone() shop=true/>
/// ```
#[component]
pub fn Avatar(
    #[prop(into)] name: String,
    #[prop(optional_no_strip, into)] picture: Option<Picture>,
    #[prop(optional)] size: AvatarSize,
    #[prop(optional)] shop: bool,
) -> impl IntoView {
    let size = match size {
        AvatarSize::Small => "avatar avatar-small",
        AvatarSize::Normal => "avatar",
        AvatarSize::Large => "avatar avatar-large",
    };
    let shape = if shop { "avatar-shop" } else { "" };
    let tint = tint(&name);
    let inner = match picture {
        Some(picture) => view! { <Photo picture=Some(picture) alt="" sizes="64px"/> }.into_any(),
        None => initials(&name).into_any(),
    };
    view! { <span class=format!("{size} {shape} {tint}") aria-hidden="true">{inner}</span> }
}

/// The same colour for the same name, always.
fn tint(name: &str) -> &'static str {
    const TINTS: [&str; 5] = [
        "tint-persimmon",
        "tint-jade",
        "tint-gold",
        "tint-cinnabar",
        "tint-ink",
    ];
    let sum: usize = name.chars().map(|c| c as usize).sum();
    TINTS[sum % TINTS.len()]
}

/// `Lin Mei` → `LM`; `青瓷小馆` → `青`. The style sheet makes them capitals: the table of all
/// capitals would be a part of what every browser downloads.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let second = words.next().and_then(|word| word.chars().next());
    match (first, second) {
        (Some(a), Some(b)) if a.is_ascii() && b.is_ascii() => format!("{a}{b}"),
        (Some(a), _) => a.to_string(),
        _ => "·".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn beginnings_of_names() {
        assert_eq!(initials("Lin Mei"), "LM");
        assert_eq!(initials("青瓷小馆"), "青");
        assert_eq!(initials(""), "·");
    }
}
