//! A bucket: a small server that speaks the S3 protocol as far as the product needs it, and checks every signature
//! (AWS Signature Version 4) and every checksum as the real one does.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ring::{digest, hmac};

pub const ACCESS_KEY: &str = "AKRISCONTRO";
pub const SECRET_KEY: &str = "un segreto lungo abbastanza";
pub const REGION: &str = "eu-south-1";

/// A running server with its objects.
pub struct Bucket {
    at: SocketAddr,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Default)]
struct Kept {
    /// By path, as in `/bucket/prefix/aa/bb…`, each with how many were put before it.
    objects: BTreeMap<String, (Vec<u8>, u64)>,
    puts: u64,
    away: bool,
    /// Requests refused because their signature was not good.
    forged: usize,
    reads: usize,
}

struct Asked {
    method: String,
    path: String,
    query: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Bucket {
    /// Listens on a free loopback port.
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
        let at = listener.local_addr().expect("bound");
        let kept: Arc<Mutex<Kept>> = Arc::default();
        let shared = kept.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let kept = shared.clone();
                // A client that hangs up half-way ends its request, nothing else.
                std::thread::spawn(move || serve(stream, &kept).unwrap_or_default());
            }
        });
        Self { at, kept }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.at)
    }

    /// Paths of what it holds.
    pub fn objects(&self) -> Vec<String> {
        lock(&self.kept).objects.keys().filter(|path| !path.ends_with("/trial")).cloned().collect()
    }

    /// Changes a byte of every object.
    pub fn damage(&self) {
        for (bytes, _) in lock(&self.kept).objects.values_mut() {
            if let Some(byte) = bytes.first_mut() {
                *byte ^= 1;
            }
        }
    }

    pub fn forget_all(&self) {
        lock(&self.kept).objects.clear();
    }

    /// Answers nothing but 503 from here on, or works again.
    pub fn set_away(&self, away: bool) {
        lock(&self.kept).away = away;
    }

    pub fn forged(&self) -> usize {
        lock(&self.kept).forged
    }

    /// Objects read so far.
    pub fn reads(&self) -> usize {
        lock(&self.kept).reads
    }
}

fn lock(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

fn serve(stream: TcpStream, kept: &Mutex<Kept>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    while let Some(asked) = read(&mut reader)? {
        let (status, headers, body) = answer(&asked, kept);
        let mut out = stream.try_clone()?;
        write!(out, "HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}\r\n", body.len())?;
        if asked.method != "HEAD" {
            out.write_all(&body)?;
        }
        out.flush()?;
    }
    Ok(())
}

fn read(reader: &mut BufReader<TcpStream>) -> std::io::Result<Option<Asked>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default());
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let (path, query) = (path.to_owned(), query.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Some(Asked { method, path, query, headers, body }))
}

type Answer = (&'static str, String, Vec<u8>);

fn answer(asked: &Asked, kept: &Mutex<Kept>) -> Answer {
    let mut kept = lock(kept);
    let said = |status, code: &str| {
        (status, String::new(), format!("<Error><Code>{code}</Code></Error>").into_bytes())
    };
    if kept.away {
        return said("503 Slow Down", "SlowDown");
    }
    if !is_signed(asked) {
        kept.forged += 1;
        return said("403 Forbidden", "SignatureDoesNotMatch");
    }
    match asked.method.as_str() {
        "PUT" => {
            let told = asked.headers.get("x-amz-checksum-sha256");
            if told.is_some_and(|told| *told != base64(&sha256(&asked.body))) {
                return said("400 Bad Request", "BadDigest");
            }
            kept.puts += 1;
            let put = (asked.body.clone(), kept.puts);
            kept.objects.insert(asked.path.clone(), put);
            ("200 OK", "etag: \"1\"\r\n".to_owned(), Vec::new())
        }
        "GET" if asked.query.contains("list-type=2") => {
            let bucket = format!("{}/", asked.path);
            let prefix = asked.query.split('&').find_map(|pair| pair.strip_prefix("prefix="));
            let prefix = prefix.unwrap_or_default().replace("%2F", "/");
            let mut list = String::from("<ListBucketResult><IsTruncated>false</IsTruncated>");
            for (path, (bytes, put)) in &kept.objects {
                let Some(key) = path.strip_prefix(&bucket).filter(|key| key.starts_with(&prefix)) else {
                    continue;
                };
                list.push_str(&format!(
                    "<Contents><Key>{key}</Key><LastModified>2026-03-02T09:{}.000Z</LastModified>\
                     <ETag>\"1\"</ETag><Size>{}</Size></Contents>",
                    minute(*put),
                    bytes.len()
                ));
            }
            list.push_str("</ListBucketResult>");
            ("200 OK", "content-type: application/xml\r\n".to_owned(), list.into_bytes())
        }
        "DELETE" => {
            kept.objects.remove(&asked.path);
            ("204 No Content", String::new(), Vec::new())
        }
        "GET" | "HEAD" => match kept.objects.get(&asked.path).cloned() {
            Some((bytes, put)) => {
                kept.reads += 1;
                let headers =
                    format!("etag: \"1\"\r\nlast-modified: Mon, 02 Mar 2026 09:{} GMT\r\n", minute(put));
                ("200 OK", headers, bytes)
            }
            None => said("404 Not Found", "NoSuchKey"),
        },
        _ => said("405 Method Not Allowed", "MethodNotAllowed"),
    }
}

/// Minute and second of an hour: every put has its own.
fn minute(put: u64) -> String {
    format!("{:02}:{:02}", put / 60 % 60, put % 60)
}

/// Whether the request carries the signature its own content gives with our key.
fn is_signed(asked: &Asked) -> bool {
    signature_of(asked).is_some_and(|(told, due)| told == due)
}

/// The signature told, and the one that is due.
fn signature_of(asked: &Asked) -> Option<(String, String)> {
    let header = asked.headers.get("authorization")?.strip_prefix("AWS4-HMAC-SHA256 ")?;
    let field = |name: &str| {
        header.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('=').map(str::to_owned))
    };
    let (credential, signed, told) = (field("Credential")?, field("SignedHeaders")?, field("Signature")?);
    let mut scope = credential.splitn(2, '/');
    if scope.next() != Some(ACCESS_KEY) {
        return None;
    }
    let scope = scope.next()?;
    let parts: Vec<&str> = scope.split('/').collect();
    let [day, REGION, "s3", "aws4_request"] = parts[..] else { return None };
    let payload = asked.headers.get("x-amz-content-sha256")?;
    if payload != "UNSIGNED-PAYLOAD" && *payload != hex(&sha256(&asked.body)) {
        return None;
    }
    let mut canonical = format!("{}\n{}\n{}\n", asked.method, asked.path, asked.query);
    for name in signed.split(';') {
        canonical.push_str(&format!("{name}:{}\n", asked.headers.get(name)?));
    }
    canonical.push_str(&format!("\n{signed}\n{payload}"));
    let moment = asked.headers.get("x-amz-date")?;
    let text = format!("AWS4-HMAC-SHA256\n{moment}\n{scope}\n{}", hex(&sha256(canonical.as_bytes())));
    let mut key = format!("AWS4{SECRET_KEY}").into_bytes();
    for piece in [day, REGION, "s3", "aws4_request"] {
        key = mac(&key, piece.as_bytes());
    }
    Some((told, hex(&mac(&key, text.as_bytes()))))
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, bytes).as_ref().to_vec()
}

fn mac(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), bytes).as_ref().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_usize, |group, byte| group << 8 | usize::from(*byte))
            << (8 * (3 - chunk.len()));
        for digit in 0..4 {
            let sign = if digit <= chunk.len() { DIGITS[group >> (18 - 6 * digit) & 63] } else { b'=' };
            text.push(char::from(sign));
        }
    }
    text
}
