//! A desk on a store of its own, asked as a browser asks.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use db::{Actor, Db, Tx};
use kernel::address::Address;
use kernel::calendar::Hours;
use kernel::clock::Clock;
use kernel::language::{Language, Register};
use office::account::{self, NewPerson, Role, SetUp};
use spine::customer;
use spine::inbox::{self, Channel, Inbox, Targets};
use spine::intake::{self, Opened, Opening};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::fault::Fault;
use crate::{Desk, Settings};

/// Thursday 2026-11-19, 10:00 in Rome.
pub const NOW_MS: i64 = 1_795_078_800_000;
pub const PASSWORD: &str = "lampada a sospensione";

/// The company Fioca, with Marta who administers it.
pub struct Shop {
    pub desk: Arc<Desk>,
    pub clock: Clock,
    pub marta: i64,
    folder: PathBuf,
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    /// The cookie the browser would send from now on.
    pub fn cookie(&self) -> String {
        let line = self.headers.get(header::SET_COOKIE).map_or("", |value| value.to_str().unwrap());
        line.split(';').next().unwrap_or_default().to_owned()
    }

    /// The proof inside the page's forms.
    pub fn csrf(&self) -> String {
        let mark = "name=\"csrf\" value=\"";
        let after = self.body.split(mark).nth(1).unwrap_or_default();
        after.split('"').next().unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub fn shows(&self, text: &str) {
        assert!(self.body.contains(text), "{} without {text:?}:\n{}", self.status, self.body);
    }
}

/// Tells a story of Fioca after its first set-up, on SQLite, and on PostgreSQL when the test command started one.
pub async fn on_both_engines(story: impl AsyncFn(Shop)) {
    before_set_up(async |shop| story(shop.set_up()).await).await;
}

/// The same on a store just created.
pub async fn before_set_up(story: impl AsyncFn(Shop)) {
    let (name, folder) = fresh_place();
    story(Shop::fresh(None, folder.clone())).await;
    let Ok(cluster) = std::env::var("RISCONTRO_TEST_POSTGRES") else { return };
    let at_the_cluster = |order: String| {
        let cluster = cluster.clone();
        let ran = std::thread::spawn(move || {
            postgres::Client::connect(&cluster, postgres::NoTls).unwrap().batch_execute(&order).unwrap();
        });
        ran.join().unwrap();
    };
    at_the_cluster(format!("create database {name}"));
    let (base, _) = cluster.rsplit_once('/').unwrap();
    story(Shop::fresh(Some(&format!("{base}/{name}?sslmode=disable")), folder)).await;
    at_the_cluster(format!("drop database {name} with (force)"));
}

fn fresh_place() -> (String, PathBuf) {
    static TURN: AtomicUsize = AtomicUsize::new(0);
    let turn = TURN.fetch_add(1, Ordering::SeqCst);
    let name = format!("desk_{}_{turn}", std::process::id());
    let folder = std::env::temp_dir().join(format!("riscontro-{name}"));
    (name, folder)
}

impl Shop {
    /// A store just created, before the first set-up.
    fn fresh(url: Option<&str>, folder: PathBuf) -> Self {
        let clock = Clock::by_hand(NOW_MS);
        let (url, place, by) = (url.map(str::to_owned), folder.clone(), clock.clone());
        let opened = std::thread::spawn(move || {
            let db = Db::open(url.as_deref(), &place, by).unwrap();
            db.write(1, |tx| account::create(tx, "", Language::It, Register::Lei)).unwrap();
            db
        });
        let settings = Settings {
            public_url: "http://desk.example".to_owned(),
            relay: true,
            max_message_bytes: 35 * 1024 * 1024,
            doors: crate::Doors {
                host: "desk.example".to_owned(),
                smtp: "desk.example:2525".to_owned(),
                lmtp: None,
            },
        };
        let desk = Arc::new(Desk::new(
            opened.join().unwrap(),
            clock.clone(),
            clock.clone(),
            settings,
            Default::default(),
            CancellationToken::new(),
            Arc::new(crate::outside::Told),
        ));
        Self { desk, clock, marta: 0, folder }
    }

    /// The same without a common relay: mail leaves through mailboxes only.
    pub fn without_relay(mut self) -> Self {
        Arc::get_mut(&mut self.desk).unwrap().settings.relay = false;
        self
    }

    /// The first set-up, done: no inboxes yet.
    fn set_up(mut self) -> Self {
        self.marta = self.write(|tx| {
            let hash = account::hash_password(PASSWORD);
            Ok(account::set_up(
                tx,
                &SetUp {
                    company: "Fioca",
                    register: Register::Tu,
                    language: Language::It,
                    zone_name: "Europe/Rome",
                    admin_name: "Marta Bisi",
                    admin_email: "marta@fioca.example",
                    password_hash: &hash,
                },
            )?)
        });
        self
    }

    pub fn write<R: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Tx<'_>) -> Result<R, Fault> + Send + 'static,
    ) -> R {
        // A test's own thread drives the sockets and may not wait for the writer.
        let done = self.desk.db.submit(1, act);
        std::thread::spawn(|| done.wait().unwrap()).join().unwrap()
    }

    pub fn read<R: Send>(&self, look: impl FnOnce(&mut Tx<'_>) -> Result<R, Fault> + Send) -> R {
        std::thread::scope(|scope| scope.spawn(|| self.desk.db.read(1, look).unwrap()).join().unwrap())
    }

    /// Somebody else of the company, by first name.
    pub fn add(&self, name: &'static str, role: Role) -> i64 {
        self.write(move |tx| {
            let email = format!("{}@fioca.example", name.to_lowercase());
            let hash = account::hash_password(PASSWORD);
            let person =
                NewPerson { name, email: &email, role, language: Language::It, password_hash: Some(&hash) };
            Ok(account::add_person(tx, Actor::System, &person)?)
        })
    }

    /// Whether an API token's secret opens.
    pub fn opens(&self, secret: &str) -> bool {
        let asked = || self.desk.db.read_everywhere(|tx| account::token(tx, secret)).unwrap().is_some();
        std::thread::scope(|scope| scope.spawn(asked).join().unwrap())
    }

    /// The inbox aiuto@fioca.example, Monday to Friday 9–18.
    pub fn inbox(&self) -> Inbox {
        self.write(|tx| {
            let new = inbox::New {
                channel: Channel::Email,
                name: "Fioca, assistenza".to_owned(),
                address: Some("aiuto@fioca.example".to_owned()),
                language: Language::It,
                register: Register::Tu,
                hours: Hours::default(),
                targets: Targets::default(),
                team_id: None,
            };
            Ok(inbox::create(tx, new, Actor::System)?)
        })
    }

    /// Caterina asks something at this inbox: a promise is made, its acknowledgement waits to leave.
    pub fn request(&self, inbox: Inbox, text: &'static str) -> Opened {
        self.write(move |tx| {
            let sender = Address {
                name: Some("Caterina Morandi".to_owned()),
                email: "caterina@posta.example".to_owned(),
            };
            let customer = customer::recognise(tx, &sender, Some(Language::It))?;
            let opening = Opening {
                channel: Channel::Email,
                inbox,
                customer,
                subject: "Le Piuma sfarfallano".to_owned(),
                text: text.to_owned(),
                html: None,
                tier: None,
                skills: Vec::new(),
                language: Some(Language::It),
            };
            Ok(intake::open_by_hand(tx, opening, Actor::System)?)
        })
    }

    /// A session of this person: the cookie and the proof for forms.
    pub fn session(&self, agent_id: i64) -> (String, String) {
        let now_ms = self.clock.now_ms();
        let session = self.write(move |tx| Ok(account::sign_in(tx, agent_id, "Firefox", "127.0.0.1", now_ms)?));
        (format!("riscontro={}", session.token), session.csrf)
    }

    pub fn router(&self) -> Router {
        crate::routes().with_state(self.desk.clone())
    }

    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path)
            .header(header::HOST, "desk.example")
            .header(header::ACCEPT, "text/html")
            .header(header::COOKIE, cookie)
            .body(Body::empty());
        self.ask(request.unwrap()).await
    }

    /// Sends a form as one of our own pages does.
    pub async fn post(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from("http://desk.example", path, cookie, fields).await
    }

    pub async fn post_from(&self, origin: &str, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let body: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path)
            .header(header::HOST, "desk.example")
            .header(header::ORIGIN, origin)
            .header(header::ACCEPT, "text/html")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body));
        self.ask(request.unwrap()).await
    }
}
