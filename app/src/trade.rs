//! Pages of the quarter `trade`.
