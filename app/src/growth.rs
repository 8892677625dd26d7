//! Pages of the quarter `growth`.
