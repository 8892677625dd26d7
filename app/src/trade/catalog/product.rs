//! `/shops/{shop}/{listing}`: one product, its options, and the way into the cart.
//!
//! What is chosen stands in the address (`?o=1,0` for the options, `&p=2` for the picture), so
//! that it works without scripts, survives a reload, and can be shared.

pub mod api;
mod buy_box;
mod gallery;
mod page;
mod prices;
mod specs;

pub use page::Page;
