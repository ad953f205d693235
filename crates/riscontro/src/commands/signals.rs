//! SIGTERM and SIGINT: the first asks for the end, the second does not wait for it.

use std::sync::mpsc::{Receiver, channel};

use anyhow::Result;
use tokio::runtime::Builder;
use tokio::signal::unix::{Signal, SignalKind, signal};

pub(super) struct Signals {
    first: Receiver<()>,
}

/// Listens from now on.
pub(super) fn listen() -> Result<Signals> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let inside = runtime.enter();
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    drop(inside);
    let (tell, first) = channel();
    std::thread::Builder::new().name("riscontro-signals".to_owned()).spawn(move || {
        runtime.block_on(async {
            either(&mut terminate, &mut interrupt).await;
            // Nobody listens only when the program is at its end anyway.
            let _ = tell.send(());
            either(&mut terminate, &mut interrupt).await;
            std::process::exit(super::FAILED.into());
        });
    })?;
    Ok(Signals { first })
}

impl Signals {
    /// Waits for the first signal.
    pub(super) fn wait(&self) {
        let _ = self.first.recv();
    }
}

async fn either(terminate: &mut Signal, interrupt: &mut Signal) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
