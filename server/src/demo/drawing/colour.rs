//! sRGB colours and the few ways the illustrations vary them.

use std::fmt;

/// An sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// Reads `#rrggbb` (the `#` may be missing).
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        if digits.len() != 6 || !digits.is_ascii() {
            return None;
        }
        let part = |from: usize| u8::from_str_radix(digits.get(from..from + 2)?, 16).ok();
        Some(Self(part(0)?, part(2)?, part(4)?))
    }

    /// Writes `#rrggbb`.
    pub fn to_hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// The colour `share` (0 to 1) of the way to `other`.
    pub fn mix(self, other: Self, share: f32) -> Self {
        let share = share.clamp(0.0, 1.0);
        let part = |a: u8, b: u8| {
            let value = f32::from(a) + (f32::from(b) - f32::from(a)) * share;
            // Clamped to the range of a byte, so the cast cannot wrap.
            value.round().clamp(0.0, 255.0) as u8
        };
        Self(
            part(self.0, other.0),
            part(self.1, other.1),
            part(self.2, other.2),
        )
    }

    /// Towards the warm white of the light.
    pub fn lighter(self, share: f32) -> Self {
        self.mix(Self(255, 252, 244), share)
    }

    /// Towards its own shadow, which is cooler than the colour: that is what keeps
    /// the shaded sides from looking dirty.
    pub fn darker(self, share: f32) -> Self {
        let part = |value: u8, keep: f32| (f32::from(value) * keep).round() as u8;
        let shadow = Self(
            part(self.0, 0.20),
            part(self.1, 0.16),
            part(self.2, 0.30).saturating_add(8),
        );
        self.mix(shadow, share)
    }

    /// How light it looks, 0 to 1.
    pub fn luma(self) -> f32 {
        (0.299 * f32::from(self.0) + 0.587 * f32::from(self.1) + 0.114 * f32::from(self.2)) / 255.0
    }

    /// The colour as a see-through paint.
    pub(super) fn a(self, alpha: f32) -> String {
        format!("rgba({},{},{},{alpha:.2})", self.0, self.1, self.2)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// Colours things have of themselves, whatever the tone of the picture.
pub(super) const WHITE: Colour = Colour(255, 253, 248);
pub(super) const CREAM: Colour = Colour(246, 236, 216);
pub(super) const INK: Colour = Colour(44, 44, 52);
pub(super) const STEEL: Colour = Colour(196, 202, 210);
pub(super) const GOLD: Colour = Colour(214, 170, 92);
pub(super) const WOOD: Colour = Colour(198, 146, 96);
pub(super) const DARK_WOOD: Colour = Colour(122, 80, 54);
pub(super) const BAMBOO: Colour = Colour(222, 188, 128);
pub(super) const LEAF: Colour = Colour(104, 152, 84);
pub(super) const LEATHER: Colour = Colour(160, 104, 66);
pub(super) const RUBBER: Colour = Colour(58, 58, 64);
pub(super) const CLAY: Colour = Colour(190, 112, 82);
