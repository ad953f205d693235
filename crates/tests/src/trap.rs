//! Two servers of a story that pages must not run into: one that nobody may reach, and one that shows pages of nobody's
//! making to a browser.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Listens and counts who comes. It answers nobody.
pub struct Trap {
    at: SocketAddr,
    touched: Arc<AtomicUsize>,
    closed: Arc<AtomicBool>,
}

impl Trap {
    /// # Panics
    /// When there is no free loopback port.
    pub fn set() -> Self {
        let touched: Arc<AtomicUsize> = Arc::default();
        let counted = touched.clone();
        let (at, closed) = listen(move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
        });
        Self { at, touched, closed }
    }

    pub fn at(&self) -> SocketAddr {
        self.at
    }

    /// How many connections were made to it so far.
    pub fn touched(&self) -> usize {
        self.touched.load(Ordering::Relaxed)
    }
}

impl Drop for Trap {
    fn drop(&mut self) {
        close(self.at, &self.closed);
    }
}

/// Serves pages by number, `/0` and on, each with a header of its own; nothing is taken from the words in them.
pub struct Display {
    at: SocketAddr,
    closed: Arc<AtomicBool>,
}

impl Display {
    /// # Panics
    /// When there is no free loopback port.
    pub fn of(header: &'static str, pages: Vec<String>) -> Self {
        // Who hangs up half-way has seen enough.
        let (at, closed) = listen(move |stream| show(stream, header, &pages).unwrap_or_default());
        Self { at, closed }
    }

    pub fn page(&self, number: usize) -> String {
        format!("http://{}/{number}", self.at)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        close(self.at, &self.closed);
    }
}

fn show(stream: TcpStream, header: &str, pages: &[String]) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut asked = String::new();
    reader.read_line(&mut asked)?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let number = asked.split(' ').nth(1).and_then(|path| path.trim_start_matches('/').parse::<usize>().ok());
    let (status, page) = match number.and_then(|number| pages.get(number)) {
        Some(page) => ("200 OK", page.as_str()),
        None => ("404 Not Found", ""),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\n{header}content-length: {}\r\nconnection: close\r\n\r\n",
        page.len()
    );
    reader.get_mut().write_all(head.as_bytes())?;
    reader.get_mut().write_all(page.as_bytes())
}

/// Gives every connection to `each`, one after the other, until closed.
fn listen(each: impl Fn(TcpStream) + Send + 'static) -> (SocketAddr, Arc<AtomicBool>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
    let at = listener.local_addr().expect("bound");
    let closed: Arc<AtomicBool> = Arc::default();
    let over = closed.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            if over.load(Ordering::Relaxed) {
                return;
            }
            each(stream);
        }
    });
    (at, closed)
}

fn close(at: SocketAddr, closed: &AtomicBool) {
    closed.store(true, Ordering::Relaxed);
    // Wakes the listener so that it sees it is closed.
    drop(TcpStream::connect(at));
}
