//! Choosing files by dropping them, with a preview of pictures.

use super::optional_text::OptionalText;
use super::{
    field::{FieldError, FieldParts},
    icon::{Glyph, Icon},
};
use crate::i18n::{t, use_lang};
use leptos::{html, prelude::*};

/// A file input as a place to drop on. Without JavaScript the same input, without preview.
/// Belongs into a [`super::PlainForm`] with `multipart=true`.
///
/// ```ignore
/// <FileDrop name="picture" label="Pictures" hint="JPEG, PNG or WebP up to 12 MB" multiple=true/>
/// ```
#[component]
pub fn FileDrop(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: OptionalText,
    /// As `<input accept>`; pictures unless told otherwise.
    #[prop(default = "image/jpeg,image/png,image/webp,image/gif".into(), into)]
    accept: String,
    #[prop(optional)] multiple: bool,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let hint = hint.0;
    let lang = use_lang();
    let parts = FieldParts::new(&name, None);
    let files = RwSignal::new(Vec::<ChosenFile>::new());
    let input = NodeRef::<html::Input>::new();
    let described_by = parts.described_by(hint.is_some());
    view! {
        <div class=format!("field file-drop {class}")>
            <div class="file-drop-zone">
                <Icon glyph=Glyph::Upload/>
                <label for=parts.id.clone()>{label}</label>
                <p class="file-drop-how">{t::ui::drop_here(lang)}</p>
                {hint.map(|hint| view! { <p class="field-hint" id=parts.hint_id.clone()>{hint}</p> })}
                <input
                    type="file"
                    id=parts.id.clone()
                    name=name
                    accept=accept
                    multiple=multiple
                    required=required
                    node_ref=input
                    aria-invalid=parts.invalid()
                    aria-describedby=described_by
                    on:change=move |_| files.set(chosen_files(input))
                />
            </div>
            <ul class="file-drop-list" aria-live="polite">
                <For
                    each=move || files.get()
                    key=|file| file.clone()
                    children=|file| view! {
                        <li>
                            {match file.preview {
                                Some(url) => view! { <img src=url alt="" width="48" height="48"/> }.into_any(),
                                None => view! { <Icon glyph=Glyph::Receipt/> }.into_any(),
                            }}
                            <span class="file-drop-name">{file.name}</span>
                            <span class="file-drop-size">{size_text(file.bytes)}</span>
                        </li>
                    }
                />
            </ul>
            <FieldError parts/>
        </div>
    }
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct ChosenFile {
    name: String,
    bytes: u64,
    preview: Option<String>,
}

/// `1536` → `2 KB`.
fn size_text(bytes: u64) -> String {
    const KB: u64 = 1024;
    if bytes < KB * KB {
        format!("{} KB", bytes.div_ceil(KB))
    } else {
        format!(
            "{}.{} MB",
            bytes / (KB * KB),
            bytes % (KB * KB) * 10 / (KB * KB)
        )
    }
}

#[cfg(feature = "hydrate")]
fn chosen_files(input: NodeRef<html::Input>) -> Vec<ChosenFile> {
    let Some(list) = input.get_untracked().and_then(|input| input.files()) else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|n| list.item(n))
        .map(|file| {
            let preview = file
                .type_()
                .starts_with("image/")
                .then(|| web_sys::Url::create_object_url_with_blob(&file).ok())
                .flatten();
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let bytes = file.size() as u64;
            ChosenFile {
                name: file.name(),
                bytes,
                preview,
            }
        })
        .collect()
}

#[cfg(not(feature = "hydrate"))]
fn chosen_files(_: NodeRef<html::Input>) -> Vec<ChosenFile> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::size_text;

    #[test]
    fn sizes_of_files() {
        assert_eq!(size_text(1500), "2 KB");
        assert_eq!(size_text(1_600_000), "1.5 MB");
    }
}
