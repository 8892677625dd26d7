//! Pages of the quarter `growth`.

pub mod dashboard;
