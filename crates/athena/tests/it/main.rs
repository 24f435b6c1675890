//! The client through its transport port: recordings, both dialects, hostile answers, budget, sign-in.

mod browser;
mod captures;
mod dialects;
mod errors;
mod feeds;
mod hostile;
mod journey;
mod network;
mod paging;
mod person;
mod provider;
mod rounds;
mod sandbox;
mod stage;
mod throttle;
mod tokens;
mod writes;
