//! The client through its transport port: recordings, both dialects, hostile answers, budget, sign-in.

mod browser;
mod captures;
mod desk;
mod dialects;
mod errors;
mod feeds;
mod hostile;
mod journey;
#[cfg(target_os = "linux")]
mod linux;
mod network;
mod paging;
mod person;
mod provider;
mod rivals;
mod rounds;
mod sandbox;
mod schedule;
mod schedule_writes;
mod stage;
mod throttle;
mod tls;
mod tokens;
mod writes;
