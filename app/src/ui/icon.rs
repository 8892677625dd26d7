//! One outline set on a 24 px grid, 1.5 px strokes, drawn inline.

use super::optional_text::OptionalText;
use leptos::prelude::*;

macro_rules! glyphs {
    ($($name:ident $path:literal),+ $(,)?) => {
        /// The icons there are. Their drawing is one path each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Glyph { $($name),+ }

        impl Glyph {
            /// All of them, for the design page.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its name, for the design page.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),+ }
            }

            const fn path(self) -> &'static str {
                match self { $(Self::$name => $path),+ }
            }
        }
    };
}

glyphs! {
    Search "M11 4a7 7 0 1 0 0 14a7 7 0 0 0 0-14M16 16l4.5 4.5",
    Cart "M3 4h2.2l2.1 11.2h10.4L20 7.5H6M9 19.2a.9.9 0 1 0 0 .1M16.5 19.2a.9.9 0 1 0 0 .1",
    Bell "M6 10a6 6 0 0 1 12 0c0 5 2 6.5 2 6.5H4S6 15 6 10M10 19.5a2.2 2.2 0 0 0 4 0",
    User "M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8M4.5 20.5a7.5 7.5 0 0 1 15 0",
    Users "M9 5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7M2.5 19.5a6.5 6.5 0 0 1 13 0M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 13.9a6.5 6.5 0 0 1 3.5 5.6",
    Shop "M4 10v9.5h16V10M3 9l1.5-4.5h15L21 9a3 3 0 0 1-6 0a3 3 0 0 1-6 0a3 3 0 0 1-6 0M10 19.5v-5h4v5",
    Home "M4 11l8-7l8 7M6 9.5v10h12v-10M10 19.5v-5.5h4v5.5",
    Menu "M4 6.5h16M4 12h16M4 17.5h16",
    Close "M6 6l12 12M18 6L6 18",
    Plus "M12 5v14M5 12h14",
    Minus "M5 12h14",
    Check "M5 12.5l4.5 4.5L19 7.5",
    ChevronDown "M6 9.5l6 6l6-6",
    ChevronUp "M6 14.5l6-6l6 6",
    ChevronLeft "M14.5 6l-6 6l6 6",
    ChevronRight "M9.5 6l6 6l-6 6",
    ArrowLeft "M19 12H5M11 6l-6 6l6 6",
    ArrowRight "M5 12h14M13 6l6 6l-6 6",
    ArrowUp "M12 19V5M6 11l6-6l6 6",
    ArrowDown "M12 5v14M6 13l6 6l6-6",
    Heart "M12 20s-8-4.8-8-10.4A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8 2.6C20 15.2 12 20 12 20",
    Star "M12 4l2.5 5.1l5.6.8l-4 4l.9 5.6l-5-2.7l-5 2.7l.9-5.6l-4-4l5.6-.8z",
    Truck "M3 6.5h11v10H3zM14 10h4l3 3.2v3.3h-7zM7 19a1.8 1.8 0 1 0 0-3.6A1.8 1.8 0 0 0 7 19M17.5 19a1.8 1.8 0 1 0 0-3.6a1.8 1.8 0 0 0 0 3.6",
    Shield "M12 3.5l7.5 2.7v5.3c0 4.6-3.1 7.6-7.5 9c-4.4-1.4-7.5-4.4-7.5-9V6.2zM8.8 12l2.3 2.3l4.2-4.4",
    Clock "M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16M12 8v4.3l2.8 1.7",
    Calendar "M4.5 6.5h15v13h-15zM4.5 10.5h15M8.5 4v4M15.5 4v4",
    Box "M12 3.5l8 4v9l-8 4l-8-4v-9zM4 7.5l8 4l8-4M12 11.5v9M8 5.5l8 4",
    Tag "M4 4.5h7.5l8.5 8.5l-7 7L4.5 11.5zM8.3 8.3v.1",
    Image "M4 5h16v14H4zM4 16l4.5-4.5l3.5 3.5l3-3l5 4.5M15.5 9v.1",
    Upload "M12 15.5V5M7.5 9.5L12 5l4.5 4.5M4.5 15v4.5h15V15",
    Download "M12 5v10.5M7.5 11l4.5 4.5l4.5-4.5M4.5 15v4.5h15V15",
    Edit "M4.5 19.5l1-4L16 5l3 3L8.5 18.5zM14 7l3 3",
    Trash "M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7M10.3 10.5v6M13.7 10.5v6",
    Eye "M2.5 12S6 6 12 6s9.5 6 9.5 6s-3.5 6-9.5 6s-9.5-6-9.5-6M12 9.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5",
    Settings "M12 9a3 3 0 1 0 0 6a3 3 0 0 0 0-6M10.3 3.5h3.4l.5 2.4l2 1.1l2.3-.8l1.7 3l-1.8 1.6v2.4l1.8 1.6l-1.7 3l-2.3-.8l-2 1.1l-.5 2.4h-3.4l-.5-2.4l-2-1.1l-2.3.8l-1.7-3l1.8-1.6v-2.4L3.8 9.2l1.7-3l2.3.8l2-1.1z",
    Globe "M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16M4 12h16M12 4c2.3 2.2 3.4 4.9 3.4 8s-1.1 5.8-3.4 8c-2.3-2.2-3.4-4.9-3.4-8s1.1-5.8 3.4-8",
    Sun "M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8M12 2.5v2.5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3l1.8 1.8M16.9 16.9l1.8 1.8M5.3 18.7l1.8-1.8M16.9 7.1l1.8-1.8",
    Moon "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10",
    Auto "M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16M12 4v16M12 8h6.8M12 12h8M12 16h6.8",
    Filter "M4 6.5h16M7 12h10M10 17.5h4",
    Sort "M8 5v14M4.5 15.5L8 19l3.5-3.5M16 19V5M12.5 8.5L16 5l3.5 3.5",
    Grid "M4.5 4.5h6v6h-6zM13.5 4.5h6v6h-6zM4.5 13.5h6v6h-6zM13.5 13.5h6v6h-6z",
    List "M8.5 6.5H20M8.5 12H20M8.5 17.5H20M4.5 6.5v.1M4.5 12v.1M4.5 17.5v.1",
    Copy "M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4",
    Print "M7 9V4h10v5M7 16.5H4V9h16v7.5h-3M7 13.5h10V20H7z",
    Wallet "M4 7.5h14.5V5H6a2 2 0 0 0-2 2v10.5a2 2 0 0 0 2 2h14V9.5a2 2 0 0 0-1.5-2M20 12h-4a1.8 1.8 0 0 0 0 3.6h4",
    Card "M3.5 6h17v12.5h-17zM3.5 10h17M7 15h3.5",
    Bank "M3.5 9.5L12 4l8.5 5.5zM5.5 9.5v8M10 9.5v8M14 9.5v8M18.5 9.5v8M3.5 20h17",
    Chart "M4 4.5v15h16.5M8 15.5v-4M12 15.5v-8M16 15.5V10",
    Receipt "M6 3.5v17l2-1.5l2 1.5l2-1.5l2 1.5l2-1.5l2 1.5v-17l-2 1.5l-2-1.5l-2 1.5l-2-1.5l-2 1.5zM9 9.5h6M9 13.5h6",
    Scale "M12 4v16M7 20h10M5 7h14M5 7l-2.5 6a2.7 2.7 0 0 0 5 0zM19 7l-2.5 6a2.7 2.7 0 0 0 5 0z",
    Mail "M3.5 6h17v12.5h-17zM3.5 7l8.5 6.5L20.5 7",
    Phone "M7 2.8h10v18.4H7zM10.5 18.3h3",
    Chat "M4 5h16v11.5h-9L7 20v-3.5H4z",
    Pin "M12 21s-6.5-5.8-6.5-11a6.5 6.5 0 0 1 13 0c0 5.2-6.5 11-6.5 11M12 7.7a2.3 2.3 0 1 0 0 4.6a2.3 2.3 0 0 0 0-4.6",
    Info "M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16M12 11v5M12 8v.1",
    Question "M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16M9.7 9.8a2.3 2.3 0 1 1 3.4 2c-.7.4-1.1.9-1.1 1.7M12 16v.1",
    Warning "M12 4.5L21 19.5H3zM12 10v4.5M12 17v.1",
    Blocked "M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16M6.4 6.4l11.2 11.2",
    External "M13.5 4.5h6v6M19.5 4.5L11 13M17 13.5v6H4.5V7h6",
    Link "M10 14l4-4M8.5 11l-2.7 2.7a3.2 3.2 0 0 0 4.5 4.5L13 15.5M11 8.5l2.7-2.7a3.2 3.2 0 0 1 4.5 4.5L15.5 13",
    Share "M12 15V4M8 7.5L12 3.5l4 4M6.5 11h-2v9.5h15V11h-2",
    Logout "M10 4.5H4.5v15H10M9.5 12H20M16 8l4 4l-4 4",
    Login "M14 4.5h5.5v15H14M4 12h10.5M10.5 8l4 4l-4 4",
    Lock "M5.5 10.5h13v9.5h-13zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5M12 14v2.5",
    Refresh "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4.5V9H15",
    Redo "M15.5 5l4 4l-4 4M19.5 9H10a5.5 5.5 0 0 0 0 11h6",
    Undo "M8.5 5L4.5 9l4 4M4.5 9H14a5.5 5.5 0 0 1 0 11H8",
    Gift "M4 9.5h16v4H4zM5.5 13.5v6.5h13v-6.5M12 9.5V20M12 9.5S8 9.5 8 6.8S12 5 12 9.5s4-2.2 4 .0M12 9.5S16 9.5 16 6.8S12 5 12 9.5",
    Leaf "M5 19c0-8.5 4.5-14 14.5-14.5C20 14 15 19 8 17.5M5 20.5C6.5 15.5 9.5 12 14 10",
    Flag "M6 21V4M6 4.5h12.5l-2.5 4l2.5 4H6",
    Book "M12 6.5C10 5 7 4.5 4 5v13.5c3-.5 6 0 8 1.5c2-1.5 5-2 8-1.5V5c-3-.5-6 0-8 1.5M12 6.5V20",
    More "M6 12v.1M12 12v.1M18 12v.1",
    Drag "M9 6v.1M9 12v.1M9 18v.1M15 6v.1M15 12v.1M15 18v.1",
}

/// An icon, as high as the text around it asks (`1.25em`). Decorative unless it has a `label`.
///
/// ```ignore
/// <Icon glyph=Glyph::Truck/>
/// <Icon glyph=Glyph::Star label="4.7 of 5" class="text-gold"/>
/// ```
#[component]
pub fn Icon(
    glyph: Glyph,
    #[prop(optional, into)] label: OptionalText,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let label = label.0;
    let hidden = label.is_none().then_some("true");
    let role = label.is_some().then_some("img");
    view! {
        <svg
            class=format!("icon {class}")
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-width="1.5"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden=hidden
            aria-label=label
            role=role
            focusable="false"
        >
            <path d=glyph.path()></path>
        </svg>
    }
}
