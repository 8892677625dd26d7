//! The motifs of shop marks: simple shapes of nature and craft, drawn around (0, 0)
//! within about 100 to each side.

mod craft;
mod nature;

use super::{colour::Colour, sheet::Sheet};
use craft::*;
use nature::*;

macro_rules! motifs {
    ($($variant:ident $name:literal $draw:ident;)*) => {
        /// What a shop mark shows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Motif {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl Motif {
            /// All of them.
            pub const ALL: &'static [Motif] = &[$(Motif::$variant,)*];

            /// Finds a motif by its snake_case name.
            pub fn from_name(name: &str) -> Option<Motif> {
                match name {
                    $($name => Some(Motif::$variant),)*
                    _ => None,
                }
            }

            /// Its snake_case name.
            pub fn name(self) -> &'static str {
                match self {
                    $(Motif::$variant => $name,)*
                }
            }

            /// Draws it: `ink` for the shape, `second` for the tone inside it.
            pub(super) fn draw(self, s: &mut Sheet, ink: Colour, second: Colour) {
                match self {
                    $(Motif::$variant => $draw(s, ink, second),)*
                }
            }
        }
    };
}

motifs! {
    Leaf "leaf" leaf;
    Mountain "mountain" mountain;
    Wave "wave" wave;
    NeedleThread "needle_thread" needle_thread;
    Gear "gear" gear;
    Fish "fish" fish;
    Cup "cup" cup;
    Bird "bird" bird;
    Star "star" star;
    Blossom "blossom" blossom;
    Key "key" key;
    Sun "sun" sun;
    Moon "moon" moon;
    Tree "tree" tree;
    House "house" house;
    Cloud "cloud" cloud;
    Boat "boat" boat;
    Bamboo "bamboo" bamboo;
    Lantern "lantern" lantern;
    Flame "flame" flame;
    Drop "drop" drop;
    Feather "feather" feather;
    Shell "shell" shell;
    Wheat "wheat" wheat;
    Gourd "gourd" gourd;
    Bridge "bridge" bridge;
    Lotus "lotus" lotus;
    Cat "cat" cat;
    Kite "kite" kite;
    Knot "knot" knot;
    Bolt "bolt" bolt;
    Wheel "wheel" wheel;
}

/// Repeats a drawing around the middle.
fn around(s: &mut Sheet, count: u16, draw: impl Fn(&mut Sheet)) {
    for step in 0..count {
        s.group(
            &format!("rotate({:.1})", f32::from(step) * 360.0 / f32::from(count)),
            &draw,
        );
    }
}
