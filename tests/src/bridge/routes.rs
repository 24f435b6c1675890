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
use ipc::{Access, Call, CommandSpec, Event};
use serde::Serialize;
use tokio::sync::broadcast::Receiver;

use super::access::{Hosts, Token, from_this_computer, to_this_bridge, with_token};
use super::files;
use crate::Pages;

/// What the addresses answer from.
#[derive(Clone)]
struct Served {
    console: Console,
    /// Pages for the browser of whoever listens.
    pages: Pages,
}

pub(super) fn router(
    console: Console,
    pages: Pages,
    token: Token,
    hosts: Hosts,
    ui: Option<PathBuf>,
) -> Router {
    let commands = Router::new()
        .route("/commands", get(contract))
        .route("/commands/{name}", post(call))
        .route("/events", get(events))
        .route_layer(from_fn_with_state(token, with_token))
        .with_state(Served { console, pages });
    let pages = match ui {
        Some(folder) => commands.fallback_service(files::pages(folder)),
        None => commands,
    };
    pages.layer(from_fn(from_this_computer)).layer(from_fn_with_state(hosts, to_this_bridge))
}

async fn call(State(served): State<Served>, Path(name): Path<String>, request: Bytes) -> Response {
    let json = [(header::CONTENT_TYPE, "application/json")];
    match served.console.call(&Call::desktop(), &name, &request).await {
        Some(Ok(response)) => (json, response).into_response(),
        Some(Err(failure)) => (StatusCode::UNPROCESSABLE_ENTITY, Json(failure)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn events(State(served): State<Served>) -> Sse<impl Stream<Item = Result<Sent, Infallible>>> {
    let heard = [served.console.subscribe(), served.pages.subscribe()];
    let stream = stream::unfold(heard, |mut heard| async move {
        loop {
            let event = next(&mut heard).await?;
            if let Ok(sent) = Sent::default().json_data(&event) {
                return Some((Ok(sent), heard));
            }
        }
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

/// The next event of the console, or the next page for a browser.
async fn next([console, pages]: &mut [Receiver<Event>; 2]) -> Option<Event> {
    tokio::select! {
        event = console::next_event(console) => event,
        page = console::next_event(pages) => page,
    }
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

#[cfg(test)]
mod tests {
    use console::{Browser, WebPage};
    use ipc::Event;

    use super::next;
    use crate::Edges;

    #[tokio::test(start_paused = true)]
    async fn whoever_listens_hears_what_is_stale_and_which_page_to_open() {
        let edges = Edges::new().expect("a computer");
        let (console, pages) = (edges.console(), edges.pages.clone());
        let mut heard = [console.subscribe(), pages.subscribe()];
        console.start(false).await;
        assert!(matches!(next(&mut heard).await, Some(Event::Changed { .. })));
        let page = WebPage::parse("http://127.0.0.1:8400/authorize?state=a").expect("a page");
        assert_eq!(pages.open(&page), Ok(()));
        let url = "http://127.0.0.1:8400/authorize?state=a".to_owned();
        assert_eq!(next(&mut heard).await, Some(Event::Browser { url }));
        console.close().await;
    }
}
