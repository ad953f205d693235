//! What keeps strangers from asking too often or in somebody else's name: rate limits with bounded memory,
//! the client's address, and where an unsafe request came from.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, header};

/// Keys one generation of a limiter remembers; two generations are kept.
const KEYS_KEPT: usize = 8_192;

/// How often something may be asked: `burst` at once, then `a_second`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    pub burst: u32,
    pub a_second: f64,
}

impl Rate {
    /// So many a second, with a burst of its own.
    pub const fn a_second(times: u32, burst: u32) -> Self {
        Self { burst, a_second: times as f64 }
    }

    /// So many a minute, all of them at once if need be.
    pub const fn a_minute(times: u32) -> Self {
        Self { burst: times, a_second: times as f64 / 60.0 }
    }
}

/// The limits of an installation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Sign-in tries of one address.
    pub sign_in: Rate,
    /// Public pages asked by one address.
    pub public: Rate,
    /// Requests with one API token.
    pub token: Rate,
}

impl Default for Rates {
    /// The contract's: sign-in 10 a minute, public pages 20/s, a token 100/s with a burst of 500.
    fn default() -> Self {
        Self { sign_in: Rate::a_minute(10), public: Rate::a_second(20, 20), token: Rate::a_second(100, 500) }
    }
}

/// One limiter for each of the [`Rates`].
pub struct Limits {
    pub sign_in: Limiter,
    pub public: Limiter,
    pub token: Limiter,
}

impl Limits {
    pub fn new(rates: Rates) -> Self {
        Self {
            sign_in: Limiter::new(rates.sign_in),
            public: Limiter::new(rates.public),
            token: Limiter::new(rates.token),
        }
    }
}

/// A token bucket a key. Remembers at most 16,384 keys, the ones asked for last.
pub struct Limiter {
    rate: Rate,
    buckets: Mutex<Generations>,
}

#[derive(Default)]
struct Generations {
    young: HashMap<String, Bucket>,
    old: HashMap<String, Bucket>,
}

#[derive(Clone, Copy)]
struct Bucket {
    left: f64,
    at_ms: i64,
}

/// Whether one more is allowed, and what the client is told about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    pub limit: u32,
    pub remaining: u32,
    /// Seconds until the bucket is full again.
    pub reset_seconds: u64,
    /// Seconds to wait when this one was not allowed.
    pub retry_after: Option<u64>,
}

impl Limiter {
    pub fn new(rate: Rate) -> Self {
        Self { rate, buckets: Mutex::default() }
    }

    /// Takes one from the bucket of this key.
    pub fn take(&self, key: &str, now_ms: i64) -> Allowance {
        let Rate { burst, a_second } = self.rate;
        let full = f64::from(burst);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let known = buckets.young.get(key).or_else(|| buckets.old.get(key)).copied();
        let mut bucket = known.unwrap_or(Bucket { left: full, at_ms: now_ms });
        let since_seconds = (now_ms - bucket.at_ms).max(0) as f64 / 1_000.0;
        bucket = Bucket { left: (bucket.left + since_seconds * a_second).min(full), at_ms: now_ms };
        let allowed = bucket.left >= 1.0;
        if allowed {
            bucket.left -= 1.0;
        }
        if buckets.young.len() >= KEYS_KEPT && !buckets.young.contains_key(key) {
            buckets.old = std::mem::take(&mut buckets.young);
        }
        buckets.young.insert(key.to_owned(), bucket);
        let seconds = |missing: f64| (missing / a_second).ceil().max(0.0) as u64;
        Allowance {
            limit: burst,
            remaining: bucket.left as u32,
            reset_seconds: seconds(full - bucket.left),
            retry_after: (!allowed).then(|| seconds(1.0 - bucket.left).max(1)),
        }
    }
}

impl Allowance {
    pub fn is_allowed(&self) -> bool {
        self.retry_after.is_none()
    }

    /// Puts `RateLimit-*`, and `Retry-After` when it was not allowed, on an answer.
    pub fn tell(&self, headers: &mut HeaderMap) {
        let mut set = |name: HeaderName, value: u64| headers.insert(name, HeaderValue::from(value));
        set(HeaderName::from_static("ratelimit-limit"), self.limit.into());
        set(HeaderName::from_static("ratelimit-remaining"), self.remaining.into());
        set(HeaderName::from_static("ratelimit-reset"), self.reset_seconds);
        if let Some(wait) = self.retry_after {
            set(header::RETRY_AFTER, wait);
        }
    }
}

/// The address a request comes from. `X-Forwarded-For` counts only when the peer is this machine or a private
/// network: then it is the last address in it that is neither.
pub fn client(headers: &HeaderMap, extensions: &Extensions) -> Option<IpAddr> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    if !peer.is_some_and(is_near) {
        return peer;
    }
    let mut forwarded = headers
        .get_all("x-forwarded-for")
        .iter()
        .rev()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.rsplit(','))
        .map_while(|entry| entry.trim().parse::<IpAddr>().ok())
        .map(|address| address.to_canonical());
    forwarded.find(|address| !is_near(*address)).or(peer)
}

/// The key one client is limited by: an IPv4 address, the /64 network of an IPv6 one.
pub fn client_key(address: Option<IpAddr>) -> String {
    match address {
        None => "unknown".to_owned(),
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

fn is_near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
    }
}

/// Whether a request may change something, as far as its method says.
pub fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
}

/// Whether an unsafe request comes from one of our own pages, as far as the browser says (`Sec-Fetch-Site`,
/// `Origin`). A client that says neither is let through to the proof in the form.
pub fn is_from_here(parts: &Parts, public_url: &str) -> bool {
    let text = |name: HeaderName| parts.headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site"))
        && !matches!(site, "same-origin" | "none")
    {
        return false;
    }
    let Some(origin) = text(header::ORIGIN) else { return true };
    let host = text(header::HOST).or_else(|| parts.uri.authority().map(|authority| authority.as_str()));
    let same_host = origin.split_once("://").is_some_and(|(_, place)| host.is_some_and(|host| place == host));
    same_host || origin == public_url
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    const NOW_MS: i64 = 1_795_000_000_000;

    fn asked(peer: &str, forwarded: &str) -> Option<IpAddr> {
        let mut headers = HeaderMap::new();
        if !forwarded.is_empty() {
            headers.insert("x-forwarded-for", forwarded.parse().expect("a header"));
        }
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().expect("an address"), 1)));
        client(&headers, &extensions)
    }

    fn posted(headers: &[(&str, &str)]) -> bool {
        let mut request = Request::post("/console/x").header("host", "desk.example:8780");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        is_from_here(&parts, "https://aiuto.example")
    }

    #[test]
    fn the_eleventh_try_in_a_minute_waits_six_seconds() {
        let limiter = Limiter::new(Rates::default().sign_in);
        for left in (0..10).rev() {
            let allowance = limiter.take("192.0.2.1", NOW_MS);
            assert_eq!((allowance.is_allowed(), allowance.remaining), (true, left));
        }
        let refused = limiter.take("192.0.2.1", NOW_MS);
        assert_eq!((refused.retry_after, refused.reset_seconds), (Some(6), 60));
        assert!(limiter.take("192.0.2.2", NOW_MS).is_allowed(), "another address has its own bucket");
        assert!(!limiter.take("192.0.2.1", NOW_MS + 5_900).is_allowed());
        assert!(limiter.take("192.0.2.1", NOW_MS + 12_000).is_allowed());
    }

    #[test]
    fn a_flood_of_addresses_takes_bounded_memory_and_forgets_the_oldest() {
        let limiter = Limiter::new(Rate::a_minute(1));
        for n in 0..100_000 {
            limiter.take(&format!("key {n}"), NOW_MS);
        }
        let buckets = limiter.buckets.lock().expect("not poisoned");
        assert!(buckets.young.len() <= KEYS_KEPT && buckets.old.len() <= KEYS_KEPT);
        assert!(buckets.young.contains_key("key 99999"));
    }

    #[test]
    fn a_forwarded_address_counts_only_behind_our_own_proxy() {
        let stranger = Some("198.51.100.7".parse().expect("an address"));
        assert_eq!(asked("198.51.100.7", "203.0.113.9"), stranger);
        assert_eq!(asked("127.0.0.1", "203.0.113.9, 198.51.100.7"), stranger);
        assert_eq!(asked("10.0.0.2", "198.51.100.7, 10.0.0.3"), stranger);
        assert_eq!(
            asked("127.0.0.1", "198.51.100.7, nonsense"),
            Some("127.0.0.1".parse().expect("an address"))
        );
        assert_eq!(asked("127.0.0.1", ""), Some("127.0.0.1".parse().expect("an address")));
        assert_eq!(client_key(asked("2001:db8:1:2:3::4", "")), "2001:db8:1:2::/64");
    }

    #[test]
    fn an_unsafe_request_from_another_site_is_known() {
        assert!(posted(&[]));
        assert!(posted(&[("origin", "http://desk.example:8780"), ("sec-fetch-site", "same-origin")]));
        assert!(posted(&[("origin", "https://aiuto.example")]));
        assert!(!posted(&[("origin", "https://evil.example")]));
        assert!(!posted(&[("origin", "null")]));
        assert!(!posted(&[("sec-fetch-site", "cross-site")]));
        assert!(!posted(&[("sec-fetch-site", "same-site"), ("origin", "http://desk.example:8780")]));
    }
}
