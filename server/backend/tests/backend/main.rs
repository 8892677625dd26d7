//! The use cases on a real Postgres. One program: each more would be linked on its own, which
//! takes longer than most of its tests.

mod account;
mod addresses;
mod books;
mod bulk_edit;
mod catalog;
mod common;
mod decoration;
mod export;
mod goods;
mod import;
mod import_formats;
mod listing_history;
mod notification;
mod password;
mod payouts;
mod pictures;
mod prices;
mod purchase;
mod questions;
mod refunds;
mod rush;
mod search;
mod search_follows;
mod search_lists;
mod seen;
mod shop;
mod specs;
mod street;
mod wishlist;
