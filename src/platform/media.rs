//! Pictures: what is accepted and in which widths they are kept.

use crate::id::MediaId;
use serde::{Deserialize, Serialize};

/// Widths in pixels that every picture is kept in (a smaller original is kept once, as it is).
pub const WIDTHS: [u32; 3] = [320, 640, 1280];
/// The largest file taken, in bytes.
pub const MOST_BYTES: usize = 12 * 1024 * 1024;
/// The most pixels a picture may unpack to.
pub const MOST_PIXELS: u64 = 50_000_000;

/// A stored picture, as pages show it: `/media/{id}/{width}.webp`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Picture {
    pub id: MediaId,
    /// Size of the original in pixels, so that pages keep its place free.
    pub width: u32,
    pub height: u32,
    /// The widths it is kept in, ascending.
    pub widths: Vec<u32>,
}

impl Picture {
    /// The address of the smallest kept width that is at least `width`, else of the largest.
    pub fn url(&self, width: u32) -> String {
        let kept = self
            .widths
            .iter()
            .find(|w| **w >= width)
            .or(self.widths.last())
            .copied()
            .unwrap_or(width);
        format!("/media/{}/{kept}.webp", self.id)
    }

    /// For `<img srcset>`.
    pub fn srcset(&self) -> String {
        self.widths
            .iter()
            .map(|w| format!("/media/{}/{w}.webp {w}w", self.id))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// Why a file is not taken as a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum MediaError {
    #[error("the file is larger than 12 MB")]
    TooLarge,
    #[error("the picture has more than 50 million pixels")]
    TooManyPixels,
    #[error("the file is not a JPEG, PNG, WebP or GIF picture")]
    NotAPicture,
    #[error("the picture is damaged")]
    Damaged,
}
