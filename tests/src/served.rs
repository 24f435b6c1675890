//! A practice over loopback HTTP, for programs in processes of their own.

use std::sync::Arc;

use sandbox::{Clock, Options, Sandbox, Size, System};
use tokio::net::TcpListener;

use crate::Server;

/// Serves a practice of one provider until the server is dropped, and says at which address.
pub async fn served() -> anyhow::Result<(Sandbox, Server, String)> {
    served_by(Arc::new(System)).await
}

/// The same by a clock of its own.
pub async fn served_by(clock: Arc<dyn Clock>) -> anyhow::Result<(Sandbox, Server, String)> {
    let practice = Sandbox::new(Options { size: Size::Solo, ..Options::default() }, clock);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    let served = practice.clone();
    let serving = tokio::spawn(async move { served.serve(listener).await.unwrap_or_default() });
    Ok((practice, Server(serving), address))
}
