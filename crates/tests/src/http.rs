//! A small blocking HTTP/1.1 client: one connection a request, cookies kept, nothing followed by itself.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

use crate::PATIENCE;

/// An answer with its whole body.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case, in the order received.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is not JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("status {}: {error}: {}", self.status, self.text()))
    }

    /// Insists on a status and gives the answer back.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }
}

/// A browser without eyes, or a program with a token.
#[derive(Clone, Debug)]
pub struct Client {
    at: SocketAddr,
    token: Option<String>,
    cookies: BTreeMap<String, String>,
    patience: Duration,
}

impl Client {
    pub fn to(at: SocketAddr) -> Self {
        Self { at, token: None, cookies: BTreeMap::new(), patience: PATIENCE }
    }

    /// The same client, waiting this long for every answer.
    pub fn patient(&self, patience: Duration) -> Self {
        Self { patience, ..self.clone() }
    }

    /// The same client with a bearer token.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The same, with a cookie it was given elsewhere.
    pub fn with_cookie(mut self, name: &str, value: &str) -> Self {
        self.cookies.insert(name.to_owned(), value.to_owned());
        self
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    #[track_caller]
    pub fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, &[], &[])
    }

    #[track_caller]
    pub fn post_json(&mut self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &[("content-type", "application/json")], body.to_string().as_bytes())
    }

    #[track_caller]
    pub fn patch_json(&mut self, path: &str, body: &Value) -> Answer {
        self.send("PATCH", path, &[("content-type", "application/json")], body.to_string().as_bytes())
    }

    #[track_caller]
    pub fn put_json(&mut self, path: &str, body: &Value) -> Answer {
        self.send("PUT", path, &[("content-type", "application/json")], body.to_string().as_bytes())
    }

    /// A form as a page posts it: with the origin a browser would name.
    #[track_caller]
    pub fn post_form(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let origin = format!("http://{}", self.at);
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("origin", &origin),
            ("sec-fetch-site", "same-origin"),
        ];
        self.send("POST", path, &headers, body.join("&").as_bytes())
    }

    /// A file as a form with one field posts it.
    #[track_caller]
    pub fn post_file(&mut self, path: &str, name: &str, content_type: &str, content: &[u8]) -> Answer {
        let mut body = format!(
            "--limite\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {content_type}\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--limite--\r\n");
        self.send("POST", path, &[("content-type", "multipart/form-data; boundary=limite")], &body)
    }

    /// One request, one answer.
    ///
    /// # Panics
    /// When nobody answers, or what comes back is not HTTP.
    #[track_caller]
    pub fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let answer = self
            .try_send(method, path, headers, body)
            .unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let pair = cookie.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                if value.is_empty() {
                    self.cookies.remove(name.trim());
                } else {
                    self.cookies.insert(name.trim().to_owned(), value.trim().to_owned());
                }
            }
        }
        answer
    }

    /// One request, one answer, or why there is none.
    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> std::io::Result<Answer> {
        let mut reader = BufReader::new(self.connect()?);
        let mut head = self.head(method, path, headers);
        head.push_str(&format!("connection: close\r\ncontent-length: {}\r\n\r\n", body.len()));
        reader.get_mut().write_all(head.as_bytes())?;
        // A server that refuses a body early answers and hangs up while we still write.
        let _ = reader.get_mut().write_all(body);
        read_answer(&mut reader)
    }

    /// Opens a server-sent event stream and reads its head.
    ///
    /// # Panics
    /// When the stream is refused.
    #[track_caller]
    pub fn stream(&self, path: &str, headers: &[(&str, &str)]) -> Stream {
        let opened = || {
            let mut reader = BufReader::new(self.connect()?);
            let mut head = self.head("GET", path, headers);
            head.push_str("accept: text/event-stream\r\n\r\n");
            reader.get_mut().write_all(head.as_bytes())?;
            let (status, headers) = read_head(&mut reader)?;
            Ok::<_, std::io::Error>((reader, status, headers))
        };
        let (reader, status, headers) = opened().unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(status, 200, "{path}: {headers:?}");
        Stream { reader, chunked: is_chunked(&headers), left: Vec::new() }
    }

    fn connect(&self) -> std::io::Result<TcpStream> {
        let stream = TcpStream::connect_timeout(&self.at, PATIENCE)?;
        stream.set_read_timeout(Some(self.patience))?;
        stream.set_write_timeout(Some(self.patience))?;
        Ok(stream)
    }

    fn head(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> String {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.at);
        if let Some(token) = &self.token {
            head.push_str(&format!("authorization: Bearer {token}\r\n"));
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            head.push_str(&format!("cookie: {}\r\n", pairs.join("; ")));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head
    }
}

/// One event of a stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StreamEvent {
    pub id: String,
    pub kind: String,
    pub data: String,
}

/// An open stream of server-sent events.
pub struct Stream {
    reader: BufReader<TcpStream>,
    chunked: bool,
    left: Vec<u8>,
}

impl Stream {
    /// The next event that carries data; comments and retry times are passed over.
    ///
    /// # Panics
    /// When none comes in time.
    #[track_caller]
    pub fn next_event(&mut self) -> StreamEvent {
        let mut event = StreamEvent::default();
        loop {
            let line = self.line().unwrap_or_else(|error| panic!("waiting for an event: {error}"));
            if let Some(value) = line.strip_prefix("id:") {
                event.id = value.trim().to_owned();
            } else if let Some(value) = line.strip_prefix("event:") {
                event.kind = value.trim().to_owned();
            } else if let Some(value) = line.strip_prefix("data:") {
                event.data.push_str(value.trim());
            } else if line.is_empty() && !event.data.is_empty() {
                return event;
            }
        }
    }

    fn line(&mut self) -> std::io::Result<String> {
        loop {
            if let Some(end) = self.left.iter().position(|&byte| byte == b'\n') {
                let line: Vec<u8> = self.left.drain(..=end).collect();
                return Ok(String::from_utf8_lossy(&line).trim_end().to_owned());
            }
            if self.chunked {
                let chunk = read_chunk(&mut self.reader)?;
                if chunk.is_empty() {
                    return Err(std::io::ErrorKind::UnexpectedEof.into());
                }
                self.left.extend_from_slice(&chunk);
            } else if self.reader.read_until(b'\n', &mut self.left)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

type Headers = Vec<(String, String)>;

fn read_answer(reader: &mut impl BufRead) -> std::io::Result<Answer> {
    let (status, headers) = read_head(reader)?;
    let mut body = Vec::new();
    if is_chunked(&headers) {
        loop {
            let chunk = read_chunk(reader)?;
            if chunk.is_empty() {
                break;
            }
            body.extend_from_slice(&chunk);
        }
    } else {
        let length = headers.iter().find(|(name, _)| name == "content-length");
        match length.and_then(|(_, value)| value.parse().ok()) {
            Some(length) => {
                body.resize(length, 0);
                reader.read_exact(&mut body)?;
            }
            None => {
                reader.read_to_end(&mut body)?;
            }
        }
    }
    Ok(Answer { status, headers, body })
}

fn read_head(reader: &mut impl BufRead) -> std::io::Result<(u16, Headers)> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .ok_or_else(|| std::io::Error::other(format!("not a status line: {line:?}")))?;
    let mut headers = Vec::new();
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        match line.trim_end().split_once(':') {
            Some((name, value)) => headers.push((name.to_ascii_lowercase(), value.trim().to_owned())),
            None => return Ok((status, headers)),
        }
    }
}

fn is_chunked(headers: &Headers) -> bool {
    headers.iter().any(|(name, value)| name == "transfer-encoding" && value.eq_ignore_ascii_case("chunked"))
}

/// One chunk; empty at the end of the body.
fn read_chunk(reader: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut size = String::new();
    reader.read_line(&mut size)?;
    let length = usize::from_str_radix(size.trim(), 16)
        .map_err(|_| std::io::Error::other(format!("not a chunk size: {size:?}")))?;
    let mut chunk = vec![0; length + 2];
    reader.read_exact(&mut chunk)?;
    chunk.truncate(length);
    Ok(chunk)
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => (byte as char).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
