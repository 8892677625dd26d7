//! Pages of the quarter `trust`.
