//! SIGTERM and SIGINT: the first asks for the end, the second does not wait for it. SIGHUP: files are read again.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::runtime::Builder;
use tokio::signal::unix::{Signal, SignalKind, signal};

pub(super) struct Signals {
    heard: Receiver<Heard>,
}

/// What somebody asked of the program.
enum Heard {
    /// The certificate was renewed.
    Reload,
    End,
}

/// Listens from now on.
pub(super) fn listen() -> Result<Signals> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let inside = runtime.enter();
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let mut hangup = signal(SignalKind::hangup())?;
    drop(inside);
    let (tell, heard) = channel();
    std::thread::Builder::new().name("riscontro-signals".to_owned()).spawn(move || {
        runtime.block_on(async {
            let mut ended = false;
            loop {
                // Nobody listens only when the program is at its end anyway.
                tokio::select! {
                    () = either(&mut terminate, &mut interrupt) => match ended {
                        true => std::process::exit(super::FAILED.into()),
                        false => {
                            ended = true;
                            let _ = tell.send(Heard::End);
                        }
                    },
                    _ = hangup.recv() => {
                        let _ = tell.send(Heard::Reload);
                    }
                }
            }
        });
    })?;
    Ok(Signals { heard })
}

impl Signals {
    /// Whether somebody asks for the end within that time. There is nothing to read again yet.
    pub(super) fn end_within(&self, time: Duration) -> bool {
        let until = Instant::now() + time;
        loop {
            match self.heard.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(Heard::Reload) => {}
                Ok(Heard::End) | Err(RecvTimeoutError::Disconnected) => return true,
                Err(RecvTimeoutError::Timeout) => return false,
            }
        }
    }

    /// Waits until somebody asks for the end; `reload` is called whenever files are to be read again.
    pub(super) fn wait(&self, reload: impl Fn()) {
        while let Ok(Heard::Reload) = self.heard.recv() {
            reload();
        }
    }
}

async fn either(terminate: &mut Signal, interrupt: &mut Signal) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
