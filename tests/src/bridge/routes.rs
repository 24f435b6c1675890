//! The bridge's addresses.

use std::convert::Infallible;
use std::path::PathBuf;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::sse::{Event as Sent, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use console::Console;
use futures_util::stream::{self, Stream};
use ipc::{Access, Call, CommandSpec};
use serde::Serialize;

use super::access::{Hosts, Token, from_this_computer, to_this_bridge, with_token};
use super::files;

pub(super) fn router(console: Console, token: Token, hosts: Hosts, ui: Option<PathBuf>) -> Router {
    let commands = Router::new()
        .route("/commands", get(contract))
        .route("/commands/{name}", post(call))
        .route("/events", get(events))
        .route_layer(from_fn_with_state(token, with_token))
        .with_state(console);
    let pages = match ui {
        Some(folder) => commands.fallback_service(files::pages(folder)),
        None => commands,
    };
    pages.layer(from_fn(from_this_computer)).layer(from_fn_with_state(hosts, to_this_bridge))
}

async fn call(State(console): State<Console>, Path(name): Path<String>, request: Bytes) -> Response {
    let json = [(header::CONTENT_TYPE, "application/json")];
    match console.call(&Call::desktop(), &name, &request).await {
        Some(Ok(response)) => (json, response).into_response(),
        Some(Err(failure)) => (StatusCode::UNPROCESSABLE_ENTITY, Json(failure)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn events(State(console): State<Console>) -> Sse<impl Stream<Item = Result<Sent, Infallible>>> {
    let stream = stream::unfold(console.subscribe(), |mut heard| async move {
        loop {
            let event = console::next_event(&mut heard).await?;
            if let Ok(sent) = Sent::default().json_data(&event) {
                return Some((Ok(sent), heard));
            }
        }
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

/// A command as the list shows it.
#[derive(Serialize)]
struct Declared {
    name: &'static str,
    request: &'static str,
    response: &'static str,
    access: &'static str,
    tags: &'static [ipc::Tag],
    permission: ipc::Permission,
    audit: Option<&'static str>,
}

impl From<&CommandSpec> for Declared {
    fn from(spec: &CommandSpec) -> Self {
        let (access, tags) = match spec.access {
            Access::Reads(tags) => ("reads", tags),
            Access::Writes(tags) => ("writes", tags),
        };
        let CommandSpec { name, request, response, permission, audit, .. } = *spec;
        Self { name, request, response, access, tags, permission, audit: audit.map(|said| said.words) }
    }
}

async fn contract() -> Json<Vec<Declared>> {
    Json(ipc::COMMANDS.iter().map(Declared::from).collect())
}
