//! The window's calls and the console's events.

use console::Console;
use ipc::{Call, Failure};
use tauri::ipc::{Invoke, InvokeBody, InvokeError, InvokeResponseBody};
use tauri::{AppHandle, Emitter, Manager};

use crate::window;

/// The name under which the window hears the console.
const EVENT: &str = "console";

/// Hands the console to the window, opens its profile and passes its events on.
pub fn serve(app: &AppHandle, console: Console, demo: bool) {
    app.manage(console.clone());
    let (handle, mut events) = (app.clone(), console.subscribe());
    let (clearing, mut cleared) = (console.clone(), console.cleared());
    tauri::async_runtime::spawn(async move {
        while let Some(event) = console::next_event(&mut events).await {
            if std::mem::replace(&mut cleared, clearing.cleared()) != cleared {
                window::begin_anew(&handle);
            }
            let _ = handle.emit(EVENT, event);
        }
    });
    tauri::async_runtime::spawn(async move { console.start(demo).await });
}

/// Answers one call of the window through the contract's dispatch.
pub fn answer(invoke: Invoke) -> bool {
    let console = invoke.message.webview_ref().state::<Console>().inner().clone();
    let name = invoke.message.command().to_owned();
    let request = match invoke.message.payload() {
        InvokeBody::Json(json) => json.to_string().into_bytes(),
        InvokeBody::Raw(bytes) => bytes.clone(),
    };
    invoke.resolver.respond_async_serialized(async move {
        match console.call(&Call::desktop(), &name, &request).await {
            Some(Ok(json)) => String::from_utf8(json)
                .map(InvokeResponseBody::Json)
                .map_err(|_| rejection(&Failure::Unexpected { reference: "response-not-text".to_owned() })),
            Some(Err(failure)) => Err(rejection(&failure)),
            None => Err(rejection(&Failure::Invalid { field: ipc::Field::Request })),
        }
    });
    true
}

fn rejection(failure: &Failure) -> InvokeError {
    InvokeError(serde_json::to_value(failure).unwrap_or_default())
}
