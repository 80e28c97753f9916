//! A crawler whose frontier is a database: polite, shared, and safe to kill.
//!
//! It does what the tutorial's crawler was meant to do. [`crawl`](crawl::crawl) is
//! the loop: it claims pages from the [`frontier`], has them [`fetch`]ed and read
//! ([`page`], [`links`]), and commits the outcomes. Which page comes next, how long a host
//! is left alone and what its [`robots`] say is decided where all crawlers see it: in the
//! [`database`].

mod batch;
pub mod crawl;
pub mod database;
pub mod fetch;
pub mod frontier;
pub mod links;
pub mod page;
mod retry;
pub mod robots;
pub mod summary;
pub mod tutorial;
