//! The API as programs meet it: through the router, on a real store of either engine. Every answer is held against
//! the document the server publishes.

#![expect(clippy::unwrap_used, reason = "tests")]

mod borders;
mod calls;
mod complaints;
mod document;
mod forecast;
mod channels;
mod letters;
mod lists;
mod oncall;
mod reports;
mod once;
mod refusals;
mod scheduled;
mod shifts;
mod skills;
mod stream;
mod together;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::Response;
use db::{Actor, Db, Tx};
use kernel::address::Address;
use kernel::clock::Clock;
use kernel::language::{Language, Register};
use office::account::{self, Role, SetUp};
use serde_json::{Value, json};
use spine::inbox::Channel;
use spine::intake::{self, Accept, Class, Inbound};
use tower::ServiceExt;

use super::call::{Call, Gives};
use super::problem::Problem;
use super::{openapi, table};
use crate::security::Rates;
use crate::{Desk, Settings};

/// Thursday 2026-11-19, 10:00 in Rome.
pub const NOW_MS: i64 = 1_795_078_800_000;
const PUBLIC_URL: &str = "https://aiuto.fioca.example";

/// A company with one token of each role.
pub struct House {
    pub desk: Arc<Desk>,
    pub clock: Clock,
    pub account_id: i64,
    tokens: BTreeMap<&'static str, String>,
    /// Calls that were answered with success.
    pub done: Mutex<BTreeSet<(&'static str, &'static str)>>,
    document: Value,
    folder: PathBuf,
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Tells a story on SQLite, and on PostgreSQL when the test command started one.
pub async fn on_both_engines(story: impl AsyncFn(House)) {
    story(House::open(None).await).await;
    if let Ok(cluster) = std::env::var("RISCONTRO_TEST_POSTGRES") {
        let house = House::open(Some(&format!("{cluster}?sslmode=disable"))).await;
        // Its connections may not be closed on a thread that drives sockets.
        std::mem::forget(house.desk.db.clone());
        story(house).await;
    }
}

impl House {
    pub async fn open(url: Option<&str>) -> Self {
        Self::open_with(url, Rates::default()).await
    }

    pub async fn open_with(url: Option<&str>, rates: Rates) -> Self {
        static TURN: AtomicUsize = AtomicUsize::new(0);
        let turn = TURN.fetch_add(1, Ordering::SeqCst);
        let folder = std::env::temp_dir().join(format!("riscontro-api-{}-{turn}", std::process::id()));
        let clock = Clock::by_hand(NOW_MS);
        let settings = Settings {
            public_url: PUBLIC_URL.to_owned(),
            relay: true,
            max_message_bytes: 1024 * 1024,
            doors: Default::default(),
        };
        let (url, place, by) = (url.map(str::to_owned), folder.clone(), clock.clone());
        let opened = std::thread::spawn(move || Db::open(url.as_deref(), &place, by).unwrap()).join();
        let stop = tokio_util::sync::CancellationToken::new();
        let db = opened.unwrap();
        let outside = Arc::new(crate::outside::Told);
        let desk = Arc::new(Desk::new(db, clock.clone(), clock.clone(), settings, rates, stop, outside));
        let mut house = Self {
            desk,
            clock,
            account_id: 0,
            tokens: BTreeMap::new(),
            done: Mutex::default(),
            document: openapi::document(PUBLIC_URL),
            folder,
        };
        house.account_id = house.found().await;
        house.tokens = house.give_tokens().await;
        house
    }

    /// Another company in the same store.
    pub async fn next_door(&self) -> Self {
        let mut house = Self {
            desk: Arc::clone(&self.desk),
            clock: self.clock.clone(),
            account_id: 0,
            tokens: BTreeMap::new(),
            done: Mutex::default(),
            document: self.document.clone(),
            folder: self.folder.join("nothing"),
        };
        house.account_id = house.found().await;
        house.tokens = house.give_tokens().await;
        house
    }

    async fn found(&self) -> i64 {
        let account_id = kernel::id::fresh(self.clock.now_ms());
        let founded = self.desk.db.submit(account_id, move |tx| {
            account::create(tx, "", Language::It, Register::Tu)?;
            let admin = SetUp {
                company: "Fioca",
                register: Register::Tu,
                language: Language::It,
                zone_name: "Europe/Rome",
                admin_name: "Marta Bisi",
                admin_email: "marta@fioca.example",
                password_hash: "$argon2id$none",
            };
            account::set_up(tx, &admin)
        });
        founded.answer().await.unwrap();
        account_id
    }

    async fn give_tokens(&self) -> BTreeMap<&'static str, String> {
        let given = self.desk.db.submit(self.account_id, |tx| {
            let mut tokens = BTreeMap::new();
            for (role, name) in [
                (Role::Admin, "Marta Bisi"),
                (Role::Supervisor, "Sara Fonti"),
                (Role::Agent, "Giulia Ferri"),
                (Role::Integration, "Negozio"),
            ] {
                tokens.insert(role.name(), account::create_token(tx, Actor::System, name, role)?.1);
            }
            Ok::<_, account::Error>(tokens)
        });
        given.answer().await.unwrap()
    }

    pub async fn write<R: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Tx<'_>) -> Result<R, Problem> + Send + 'static,
    ) -> R {
        self.desk.db.submit(self.account_id, act).answer().await.unwrap()
    }

    pub fn token(&self, role: &str) -> &str {
        &self.tokens[role]
    }

    pub async fn send(&self, request: Request<Body>) -> Response {
        crate::routes().with_state(Arc::clone(&self.desk)).oneshot(request).await.unwrap()
    }

    /// Asks as the role's token does, and holds the answer against the document.
    pub async fn ask(&self, role: &str, method: &'static str, path: &str, body: Option<Value>) -> Got {
        self.ask_with(role, method, path, body, &[]).await
    }

    pub async fn ask_with(
        &self,
        role: &str,
        method: &'static str,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Got {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", super::ROOT))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token(role)));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = match body {
            Some(body) => request
                .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
                .body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        };
        let got = Got::of(self.send(request.unwrap()).await).await;
        self.hold_against_the_document(method, path, &got);
        got
    }

    pub fn hold_against_the_document(&self, method: &str, path: &str, got: &Got) {
        for name in ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"] {
            assert!(got.headers.contains_key(name), "{method} {path} without {name}");
        }
        if !got.status.is_success() {
            assert_eq!(got.header("content-type"), "application/problem+json", "{method} {path}: {}", got.body);
            document::holds(&self.document, &json!({"$ref": "#/components/schemas/Problem"}), &got.body);
            assert_eq!(got.body["status"], got.status.as_u16());
            return;
        }
        let Some(call) = call_at(method, path) else { panic!("{method} {path} is not in the table") };
        assert_eq!(got.status, call.status, "{method} {path}");
        match call.gives {
            Gives::One(schema) => {
                let schema = json!({ "$ref": format!("#/components/schemas/{schema}") });
                document::holds(&self.document, &schema, &got.body);
            }
            Gives::List(schema) => {
                let schema = json!({ "$ref": format!("#/components/schemas/{schema}") });
                for row in got.body["data"].as_array().unwrap() {
                    document::holds(&self.document, &schema, row);
                }
                assert!(got.body["next"].is_string() || got.body["next"].is_null());
                assert_eq!(got.headers.contains_key("link"), got.body["next"].is_string());
            }
            Gives::Nothing | Gives::Bytes | Gives::Stream | Gives::Document => {}
        }
        self.done.lock().unwrap().insert((call.method, call.path));
    }

    pub async fn get(&self, path: &str) -> Got {
        self.ask("supervisor", "GET", path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Got {
        self.ask("agent", "POST", path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Got {
        self.ask("agent", "PATCH", path, Some(body)).await
    }

    /// An e-mail inbox; its id.
    pub async fn inbox(&self) -> String {
        let address = format!("aiuto{}@fioca.example", self.account_id);
        let body = json!({"kind": "email", "name": "Assistenza", "address": address});
        self.ask("admin", "POST", "/inboxes", Some(body)).await.expect(201).id()
    }

    /// A conversation somebody opened by writing to the inbox; its id.
    pub async fn conversation(&self, inbox: &str, email: &str, text: &str) -> String {
        let body = json!({
            "direction": "in", "inbox_id": inbox, "subject": "La lampada non si accende", "text": text,
            "customer": {"name": "Ada Neri", "identities": [{"kind": "email", "value": email}]},
        });
        self.post("/conversations", body).await.expect(201).id()
    }

    /// A mail that stands on the doorstep, and what was read of it; its id.
    pub async fn arrival(&self, recipient: &str, inbound: Inbound) -> String {
        let recipient = recipient.to_owned();
        let kept =
            self.desk.db.keep(format!("Subject: {}\r\n\r\nciao\r\n", inbound.subject).as_bytes()).unwrap();
        let oid = self.write(move |tx| {
            let inbox_id = spine::inbox::list(tx)?[0].id;
            let sender = inbound.from.as_ref().map(|from| from.email.clone()).unwrap_or_default();
            let accept = Accept {
                channel: Channel::Email,
                inbox_id,
                sender,
                recipient,
                remote: "192.0.2.1".to_owned(),
                helo: "posta.example".to_owned(),
                kept,
            };
            let arrival_id = intake::accept(tx, accept)?;
            intake::receive(tx, arrival_id, &inbound)?;
            Ok(intake::find(tx, arrival_id)?.oid)
        });
        let oid = oid.await;
        let (db, account_id) = (self.desk.db.clone(), self.account_id);
        let found = tokio::task::spawn_blocking(move || spine::conversation::index_queued(&db, account_id));
        found.await.unwrap().unwrap();
        kernel::id::Kind::Arrival.name(&oid)
    }
}

/// A mail as a door would have read it.
pub fn mail(from: &str, subject: &str, class: Class) -> Inbound {
    Inbound {
        from: Some(Address { name: Some("Ada Neri".to_owned()), email: from.to_owned() }),
        reply_to: None,
        to: vec![Address::new("aiuto@fioca.example")],
        cc: Vec::new(),
        subject: subject.to_owned(),
        text: "La lampada Piuma non si accende.".to_owned(),
        html: Some("<p>La lampada Piuma non si accende.</p>".to_owned()),
        reply_text: "La lampada Piuma non si accende.".to_owned(),
        quoted_text: None,
        forwarded: None,
        language: Some(Language::It),
        header_id: Some(format!("{}@posta.example", kernel::id::secret())),
        answers: Vec::new(),
        reference: None,
        tag: None,
        content_sha256: kernel::id::secret(),
        files: Vec::new(),
        class,
        class_reason: "a test says so".to_owned(),
        bulk_unless_known: false,
        reports: Vec::new(),
        reported_ids: Vec::new(),
        reported_reference: None,
        delivered: false,
        list: false,
        spam: None,
        authentication: Some(r#"{"spf":"pass","dkim":"none","dmarc":null,"source":"own"}"#.to_owned()),
        forged: false,
        oddities: "[]".to_owned(),
        visitor: None,
        probe: None,
    }
}

/// The entry of the table for a path with its id in it.
fn call_at(method: &str, path: &str) -> Option<&'static Call> {
    let path = path.split('?').next().unwrap_or_default();
    let fits = |call: &Call| {
        let (mut theirs, mut ours) = (path.split('/'), call.path.split('/'));
        loop {
            match (theirs.next(), ours.next()) {
                (None, None) => return true,
                (Some(_), Some("{id}")) => {}
                (Some(theirs), Some(ours)) if theirs == ours => {}
                _ => return false,
            }
        }
    };
    table::all().find(|call| call.method == method && fits(call))
}

/// What came back.
#[derive(Debug)]
pub struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
    pub bytes: Vec<u8>,
}

impl Got {
    pub async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        let body = serde_json::from_slice(&bytes).unwrap_or_default();
        Self { status: parts.status, headers: parts.headers, body, bytes }
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self
    }

    pub fn id(&self) -> String {
        self.body["id"].as_str().unwrap().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn rows(&self) -> &[Value] {
        self.body["data"].as_array().unwrap()
    }

    pub fn ids(&self) -> Vec<String> {
        self.rows().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    }

    /// Pointers of the bad fields.
    pub fn places(&self) -> Vec<&str> {
        let errors = self.body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
        errors.iter().map(|error| error["pointer"].as_str().unwrap()).collect()
    }
}
