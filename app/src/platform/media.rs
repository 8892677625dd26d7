//! Why a file is not taken as a picture, in words.

use crate::i18n::t;
use longtail::{platform::media::MediaError, text::Lang};

/// What is wrong with a file, and the cure.
pub fn refusal(lang: Lang, refused: &MediaError) -> String {
    match refused {
        MediaError::TooLarge => t::media::too_large(lang),
        MediaError::TooManyPixels => t::media::too_many_pixels(lang),
        MediaError::NotAPicture => t::media::not_a_picture(lang),
        MediaError::Damaged => t::media::damaged(lang),
    }
    .to_owned()
}

/// What became of several files: the names of those that were refused with the reason, and
/// how many were taken.
#[cfg(feature = "ssr")]
pub fn refused_files(refused: &[(String, MediaError)], taken: usize) -> longtail::text::FieldIssue {
    let words = |lang| {
        let mut lines: Vec<String> = refused
            .iter()
            .map(|(name, why)| format!("{name}: {}", refusal(lang, why)))
            .collect();
        if taken > 0 {
            lines.push(t::media::others_kept(lang, taken as i64));
        }
        lines.join(" ")
    };
    longtail::text::FieldIssue::Other {
        text: longtail::text::Bilingual::new(words(Lang::En), words(Lang::Zh)),
    }
}
