//! Escrow.
