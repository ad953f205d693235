//! One running Riscontro: the store, the doors, the workers and the desk, started and stopped together.

use std::fs::File;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use db::Db;
use desk::security::Rates;
use doors::email::authenticity::Resolver;
use kernel::clock::Clock;
use kernel::language::{Language, Register};
use office::account;
use spine::{company, intake, mailbox, outbox};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::mailroom;
use crate::outside::World;
use crate::settings::{Dns, Settings};
use crate::sockets::dial::Dialler;
use crate::sockets::relay::Relay;
use crate::sockets::smtp;
use crate::sockets::tls::Tls;
use crate::sockets::web::Web;
use crate::workers::mailboxes::{Pulling, tokens::Tokens};
use crate::workers::outbox::Ways;
use crate::workers::{self, intake::Reading};

/// The account of an installation that serves one company.
pub const ACCOUNT: i64 = 1;
/// Everything that was accepted is finished within this time.
const GRACE: Duration = Duration::from_secs(9);

/// A database server takes no longer than this to notice that an earlier process died.
const LAST_MOMENTS: Duration = Duration::from_secs(3);

/// A running node. Dropping it stops it without waiting; use [`Node::stop`].
pub struct Node {
    runtime: Option<Runtime>,
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
    db: Db,
    http: SocketAddr,
    smtp: SocketAddr,
    lmtp: Option<SocketAddr>,
    public_url: String,
    tls: Option<Tls>,
    /// Held while this process serves an embedded store: a second one would send everything twice.
    _lock: Option<File>,
}

impl Node {
    /// Opens the store, binds the sockets, starts everything.
    ///
    /// # Errors
    /// A store that cannot be opened, an address that cannot be bound, a certificate or relay that cannot be read.
    pub fn start(settings: Settings, clock: Clock) -> Result<Self> {
        let db = settings.open_store(clock.clone())?;
        Self::start_on(settings, clock, db, None)
    }

    /// The same on a store that is open already, at an address that may be taken already.
    ///
    /// # Errors
    /// As [`Node::start`].
    pub fn start_on(
        settings: Settings,
        clock: Clock,
        db: Db,
        http: Option<std::net::TcpListener>,
    ) -> Result<Self> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let lock = db.is_embedded().then(|| lock_for_serving(&settings.data_dir)).transpose()?;
        let alone = lock.is_some() || db.found_alone(LAST_MOMENTS)?;
        found_account(&db)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(std::thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 8)))
            .max_blocking_threads(64)
            .thread_name("riscontro")
            .enable_all()
            .build()?;
        let bind = |address: SocketAddr, what: &str| {
            runtime
                .block_on(TcpListener::bind(address))
                .with_context(|| format!("{what}: cannot listen on {address}"))
        };
        let http = match http {
            Some(taken) => {
                let _inside = runtime.enter();
                TcpListener::from_std(taken)?
            }
            None => bind(settings.http_listen, "http_listen")?,
        };
        let smtp_door = bind(settings.smtp_listen, "smtp_listen")?;
        let lmtp_door = settings.lmtp_listen.map(|address| bind(address, "lmtp_listen")).transpose()?;
        let http_addr = http.local_addr()?;
        let public_url = settings.public_url.clone().unwrap_or_else(|| format!("http://{http_addr}"));
        write_public_url(&db, &public_url)?;
        let relay = settings.relay_url.as_deref().map(Relay::from_url).transpose()?.map(Arc::new);
        let mut node = Self {
            stop: CancellationToken::new(),
            tasks: Vec::new(),
            http: http_addr,
            smtp: smtp_door.local_addr()?,
            lmtp: lmtp_door.as_ref().map(TcpListener::local_addr).transpose()?,
            public_url,
            tls: None,
            db,
            runtime: Some(runtime),
            _lock: lock,
        };
        match alone {
            true => node.release_leases()?,
            false => tracing::info!("other nodes work on this store"),
        }
        node.open_mail_doors(&settings, smtp_door, lmtp_door)?;
        let dialler = Dialler::new(settings.allow_private_hosts.clone(), settings.mail_ca.as_deref())?;
        let web = Web::new(settings.allow_private_hosts.clone())?;
        let contact = contact(&node.public_url);
        node.spawn(workers::push::work(node.db.clone(), web.clone(), contact, node.stop.clone()));
        let tokens = Arc::new(Tokens::new(web));
        node.start_workers(&settings, relay.clone(), &dialler, &tokens);
        let outside = Arc::new(World { dialler, tokens });
        node.open_desk(&settings, http, clock, relay.is_some(), outside);
        Ok(node)
    }

    fn spawn(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        if let Some(runtime) = &self.runtime {
            self.tasks.push(runtime.spawn(task));
        }
    }

    /// A node that has just started alone on its store knows that nobody works: what an earlier process held is free.
    fn release_leases(&self) -> Result<()> {
        self.db.write(0, |tx| {
            intake::release_all(tx)?;
            mailbox::release_all(tx)?;
            outbox::release_all(tx)
        })?;
        Ok(())
    }

    fn open_mail_doors(
        &mut self,
        settings: &Settings,
        smtp_door: TcpListener,
        lmtp_door: Option<TcpListener>,
    ) -> Result<()> {
        let hostname = host_name(&self.public_url);
        let tls = Tls::open(
            settings.tls_cert.as_deref().zip(settings.tls_key.as_deref()),
            &settings.data_dir,
            &hostname,
        )?;
        let listener = smtp::ListenerSettings {
            hostname,
            max_message_bytes: settings.max_message_bytes,
            max_connections_per_address: settings.smtp_connections_per_address,
            idle: Duration::from_secs(settings.smtp_idle_seconds),
            tls: Some(tls.config()),
            ..smtp::ListenerSettings::default()
        };
        let mailroom = Arc::new(mailroom::Desk::of(self.db.clone()));
        if let Some(door) = lmtp_door {
            let lmtp = smtp::ListenerSettings { lmtp: true, ..listener.clone() };
            self.spawn(smtp::serve(door, lmtp, Arc::clone(&mailroom), self.stop.clone()));
        }
        self.spawn(smtp::serve(smtp_door, listener, mailroom, self.stop.clone()));
        self.tls = Some(tls);
        Ok(())
    }

    fn start_workers(
        &mut self,
        settings: &Settings,
        relay: Option<Arc<Relay>>,
        dialler: &Dialler,
        tokens: &Arc<Tokens>,
    ) {
        let resolver = match settings.dns {
            Dns::Off => Resolver::off(),
            Dns::System => Resolver::system(),
            Dns::At(address) => Resolver::at(address),
        };
        self.spawn(workers::signing::work(self.db.clone(), Arc::new(resolver.clone()), self.stop.clone()));
        let reading = Arc::new(Reading { resolver, trusted_authserv: settings.trusted_authserv.clone() });
        self.spawn(workers::intake::work(self.db.clone(), reading, self.stop.clone()));
        self.spawn(workers::timers::work(self.db.clone(), self.stop.clone()));
        self.spawn(workers::writing::work(self.db.clone(), self.stop.clone()));
        self.spawn(workers::files::work(self.db.clone(), self.stop.clone()));
        self.spawn(workers::health::work(self.db.clone(), self.stop.clone()));
        self.spawn(workers::search::work(self.db.clone(), self.stop.clone()));
        self.spawn(workers::notices::work(self.db.clone(), self.stop.clone()));
        self.spawn(workers::oncall::work(self.db.clone(), self.stop.clone()));
        self.spawn(workers::shifts::work(self.db.clone(), self.stop.clone()));
        self.spawn(workers::forecast::work(self.db.clone(), self.stop.clone()));
        self.spawn(workers::kpi::work(self.db.clone(), self.stop.clone()));
        self.spawn(workers::mailings::work(self.db.clone(), self.stop.clone()));
        self.spawn(workers::estimates::work(self.db.clone(), self.stop.clone()));
        self.spawn(workers::learnt::work(self.db.clone(), self.stop.clone()));
        self.spawn(workers::routing::work(self.db.clone(), self.stop.clone()));
        let ways = Arc::new(Ways::new(relay, dialler.clone(), Arc::clone(tokens)));
        self.spawn(workers::outbox::work(self.db.clone(), ways, self.stop.clone()));
        let pulling = Arc::new(Pulling {
            dialler: dialler.clone(),
            tokens: Arc::clone(tokens),
            poll: Duration::from_secs(settings.mailbox_poll_seconds),
            max_message_bytes: settings.max_message_bytes,
        });
        self.spawn(workers::mailboxes::work(self.db.clone(), pulling, self.stop.clone()));
    }

    fn open_desk(
        &mut self,
        settings: &Settings,
        http: TcpListener,
        clock: Clock,
        relay: bool,
        outside: Arc<World>,
    ) {
        let about = desk::Settings {
            public_url: self.public_url.clone(),
            relay,
            max_message_bytes: settings.max_message_bytes,
            doors: desk::Doors {
                host: host_name(&self.public_url),
                smtp: self.smtp.to_string(),
                lmtp: self.lmtp.map(|door| door.to_string()),
            },
        };
        let shared = Arc::new(desk::Desk::new(
            self.db.clone(),
            clock,
            Clock::system(),
            about,
            Rates::default(),
            self.stop.clone(),
            outside,
        ));
        let routes = crate::http::routes(self.db.clone(), shared);
        let stop = self.stop.clone();
        self.spawn(async move {
            let served = axum::serve(http, routes.into_make_service_with_connect_info::<SocketAddr>())
                .with_graceful_shutdown(async move { stop.cancelled().await })
                .await;
            if let Err(error) = served {
                tracing::error!(%error, "http ended");
            }
        });
    }

    pub fn http_addr(&self) -> SocketAddr {
        self.http
    }

    pub fn smtp_addr(&self) -> SocketAddr {
        self.smtp
    }

    pub fn lmtp_addr(&self) -> Option<SocketAddr> {
        self.lmtp
    }

    /// Where people reach this node, without a slash at its end.
    pub fn public_url(&self) -> &str {
        &self.public_url
    }

    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Reads the certificate's files again; connections there are go on with the one they began with.
    ///
    /// # Errors
    /// Files that cannot be read or do not belong together: the certificate there was stays.
    pub fn reload_certificate(&self) -> Result<()> {
        Ok(self.tls.as_ref().map_or(Ok(()), Tls::reload)?)
    }

    /// A one-time set-up link when nobody was ever let in, for the console's first administrator.
    pub fn setup_link(&self) -> Result<Option<String>> {
        let now_ms = Clock::system().now_ms();
        let secret = self.db.write(ACCOUNT, move |tx| match account::needs_setup(tx)? {
            true => account::setup_link(tx, now_ms).map(Some),
            false => Ok(None),
        })?;
        Ok(secret.map(|secret| format!("{}/setup/{secret}", self.public_url)))
    }

    /// Stops accepting, finishes what was accepted, ends streams; at most some nine seconds.
    pub fn stop(mut self) {
        self.stop.cancel();
        let tasks = std::mem::take(&mut self.tasks);
        if let Some(runtime) = self.runtime.take() {
            runtime.block_on(async {
                let all = async {
                    for task in tasks {
                        let _ = task.await;
                    }
                };
                if tokio::time::timeout(GRACE, all).await.is_err() {
                    tracing::warn!("some work did not end in time");
                }
            });
            runtime.shutdown_timeout(Duration::from_millis(500));
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.stop.cancel();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Held by whoever serves a data directory, or must be sure that nobody does.
pub(crate) fn lock_for_serving(data_dir: &Path) -> Result<File> {
    let path = data_dir.join("serving.lock");
    let file = File::create(&path).with_context(|| format!("{}", path.display()))?;
    file.try_lock()
        .map_err(|_| anyhow!("another Riscontro already serves the data directory {}", data_dir.display()))?;
    Ok(file)
}

/// Sees to it that there is an account to serve.
pub fn found_account(db: &Db) -> Result<()> {
    let there = |db: &Db| db.read_everywhere(account::first).map(|first| first.is_some());
    if there(db)? {
        return Ok(());
    }
    let founded = db.write(ACCOUNT, |tx| account::create(tx, "Riscontro", Language::It, Register::Lei));
    match founded {
        // Another process was faster.
        Err(_) if there(db)? => Ok(()),
        founded => Ok(founded?),
    }
}

/// Mails name the address customers reach us at; every account learns it.
fn write_public_url(db: &Db, public_url: &str) -> Result<()> {
    for account_id in db.read_everywhere(company::all)? {
        let public_url = public_url.to_owned();
        db.write(account_id, move |tx| {
            let mut company = company::find(tx)?;
            if company.public_url != public_url {
                company.public_url = public_url;
                company::save(tx, &company)?;
            }
            Ok::<_, spine::Error>(())
        })?;
    }
    Ok(())
}

/// Where a push service reaches whoever runs this installation (RFC 8292, section 2.1).
fn contact(public_url: &str) -> String {
    match public_url.starts_with("https://") {
        true => public_url.to_owned(),
        false => format!("mailto:postmaster@{}", host_name(public_url)),
    }
}

/// The name this server greets with: the host of its public address.
fn host_name(public_url: &str) -> String {
    let host = public_url.split("://").nth(1).unwrap_or(public_url);
    let host = host.split(['/', ':']).next().unwrap_or_default();
    let is_name = !host.is_empty() && !host.starts_with('[') && host.parse::<std::net::IpAddr>().is_err();
    if is_name { host.to_owned() } else { "localhost".to_owned() }
}
