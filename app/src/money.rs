//! Pages of the quarter `money`.
