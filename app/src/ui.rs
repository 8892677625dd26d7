//! The design system: everything pages are put together from. See it at `/design`.
//!
//! `use crate::ui::*;` brings all of it. Words are plain strings in the visitor's language;
//! where a property is a `Signal`, a plain value does as well. Every component draws the
//! same on server and browser and does its work without JavaScript, except where it says so.

pub mod abroad;
pub mod accepted;
pub mod avatar;
pub mod awaited;
pub mod back_office;
pub mod brand;
pub mod button;
pub mod chart;
pub mod choice;
#[cfg(test)]
mod contrast;
pub mod dialog;
pub mod empty;
pub mod feedback;
pub mod field;
pub mod file_drop;
pub mod form;
pub mod grade;
pub mod icon;
pub mod kept;
pub mod layout;
pub mod look_again;
pub mod money;
pub mod nav;
pub mod optional_text;
pub mod photo;
pub mod stepper;
pub mod table;
pub mod theme;
pub mod timeline;
pub mod toast;
pub mod when;

pub use abroad::{Abroad, use_rate};
pub use accepted::{accepted, on_accepted};
pub use avatar::{Avatar, AvatarSize};
pub use awaited::awaited;
pub use back_office::{BackOfficeFrame, BackOfficePage};
pub use brand::Mark;
pub use button::{Button, ButtonKind, ButtonLink, ButtonSize, IconButton, Submit};
pub use chart::{Chart, ChartKind, ChartPoint};
pub use choice::{Checkbox, Choice, OptionButtons, RadioCards, Select};
pub use dialog::{Dialog, DialogShape, Disclosure};
pub use empty::{EmptyPicture, EmptyState};
pub use feedback::{Alert, Badge, Meter, Progress, Skeleton, SkeletonShape, Tone};
pub use field::{
    EmailField, MoneyInput, NumberField, PasswordField, TextArea, TextField, TimeField,
};
pub use file_drop::FileDrop;
pub use form::{
    Form, FormState, PlainForm, ReturnedForm, no_refusal, provide_returned_form, returned_fields,
    use_form,
};
pub use grade::{Grade, StarsField};
pub use icon::{Glyph, Icon};
pub use kept::kept;
pub use layout::{Card, Facts, Figure, PageHead, SectionHead, SumLines};
pub use look_again::LookAgain;
pub use money::{Guarantee, Price, PriceSize};
pub use nav::{
    Breadcrumb, Chip, Crumb, FacetLink, FacetList, NewerOlder, Pagination, TabLink, Tabs,
};
pub use optional_text::OptionalText;
pub use photo::{Photo, Ratio};
pub use stepper::Stepper;
pub use table::{Column, DataTable, Sorted, TableRow};
pub use theme::Theme;
pub use timeline::{StepState, Timeline, TimelineStep};
pub use toast::{ToastRegion, ToastSample, Toaster, provide_toaster, use_toaster};
pub use when::{Countdown, When, WhenStyle, date_text, day_text, when_text};
