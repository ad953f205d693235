//! A line between a browser and the shop that can be cut and mended, as lines are.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A running line. Dropping it hangs up for good.
pub struct Line {
    at: SocketAddr,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// Both ends of every connection there was.
    open: Vec<TcpStream>,
    /// Nobody gets through.
    cut: bool,
    closed: bool,
}

impl Line {
    /// A free loopback port behind which `to` answers.
    ///
    /// # Panics
    /// When there is none.
    pub fn to(to: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
        let at = listener.local_addr().expect("bound");
        let state: Arc<Mutex<State>> = Arc::default();
        let shared = state.clone();
        std::thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                let mut state = lock(&shared);
                if state.closed {
                    return;
                }
                // A connection that cannot be made is a line that is down.
                if !state.cut {
                    connect(near, to, &mut state).unwrap_or_default();
                }
            }
        });
        Self { at, state }
    }

    pub fn at(&self) -> SocketAddr {
        self.at
    }

    /// Hangs up every connection; new ones get through.
    pub fn hang_up(&self) {
        for end in lock(&self.state).open.drain(..) {
            // It may have hung up by itself.
            end.shutdown(Shutdown::Both).unwrap_or_default();
        }
    }

    /// Hangs up, and lets nobody through.
    pub fn cut(&self) {
        lock(&self.state).cut = true;
        self.hang_up();
    }

    /// Lets everybody through again.
    pub fn mend(&self) {
        lock(&self.state).cut = false;
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        lock(&self.state).closed = true;
        self.hang_up();
        // Wakes the listener so that it sees it is closed.
        drop(TcpStream::connect(self.at));
    }
}

fn connect(near: TcpStream, to: SocketAddr, state: &mut State) -> std::io::Result<()> {
    let far = TcpStream::connect(to)?;
    for (from, into) in [(&near, &far), (&far, &near)] {
        let (from, into) = (from.try_clone()?, into.try_clone()?);
        std::thread::spawn(move || pass_on(from, into));
    }
    state.open.extend([near, far]);
    Ok(())
}

fn pass_on(mut from: TcpStream, mut into: TcpStream) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(count) = from.read(&mut bytes) {
        if count == 0 || into.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    into.shutdown(Shutdown::Both).unwrap_or_default();
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
