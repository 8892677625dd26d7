//! The mark: the long tail, a curve that falls from the crowd and becomes a street.

use leptos::prelude::*;

/// The mark alone, 32 px. The same drawing as `public/icons/mark.svg`.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect width="32" height="32" rx="8" fill="#dc4a10"></rect>
            <path
                d="M7.5 6.5C7.5 16 11.5 22.5 25.5 23"
                fill="none" stroke="#fff" stroke-width="3.6" stroke-linecap="round"
            ></path>
            <path
                d="M14.5 6.5C14.5 12 17.5 16 25.5 16.3"
                fill="none" stroke="#ffd0ad" stroke-width="3" stroke-linecap="round"
            ></path>
        </svg>
    }
}
