//! The first page of a back office: what to do today, and how it is going.
