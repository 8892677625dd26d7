//! The first page of a shop's back office.
