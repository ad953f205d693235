//! Every setting, from flags, then `RISCONTRO_*` variables, then `riscontro.toml`.

use std::net::SocketAddr;
use std::path::PathBuf;

use db::Db;
use kernel::clock::Clock;

use crate::sockets::web::Allowed;

/// One setting as `config --explain` shows it. `key` is the name in `riscontro.toml`; the flag is `--key-with-dashes`,
/// the variable `RISCONTRO_KEY`.
pub struct Explained {
    pub key: &'static str,
    pub default: &'static str,
    pub unit: &'static str,
    pub meaning: &'static str,
}

impl Explained {
    /// `--http-listen`
    pub fn flag(&self) -> String {
        format!("--{}", self.key.replace('_', "-"))
    }

    /// `RISCONTRO_HTTP_LISTEN`
    pub fn variable(&self) -> String {
        format!("RISCONTRO_{}", self.key.to_ascii_uppercase())
    }
}

/// Every setting there is.
pub const ALL: &[Explained] = &[
    Explained {
        key: "data_dir",
        default: "riscontro-data",
        unit: "path",
        meaning: "where the embedded database, large files and generated certificates live",
    },
    Explained {
        key: "database_url",
        default: "sqlite:DATA_DIR/riscontro.db",
        unit: "URL",
        meaning: "sqlite:PATH or postgres://user:password@host/name?sslmode=…",
    },
    Explained {
        key: "http_listen",
        default: "127.0.0.1:8780",
        unit: "address:port",
        meaning: "console, public pages and API; port 0 takes a free one",
    },
    Explained {
        key: "smtp_listen",
        default: "127.0.0.1:2525",
        unit: "address:port",
        meaning: "inbound SMTP; port 0 takes a free one",
    },
    Explained { key: "lmtp_listen", default: "none", unit: "address:port", meaning: "inbound LMTP (RFC 2033)" },
    Explained {
        key: "public_url",
        default: "http://HTTP_LISTEN",
        unit: "URL",
        meaning: "where customers reach this server; stands in every mail",
    },
    Explained {
        key: "smtp_relay_url",
        default: "none",
        unit: "URL",
        meaning: "what leaves goes through it: smtp://user:password@host:port, smtps://…; ?tls=none for tests",
    },
    Explained {
        key: "dns",
        default: "system",
        unit: "off|system|address",
        meaning: "resolver for SPF, DKIM and DMARC; at most 2 seconds a message",
    },
    Explained {
        key: "tls_cert",
        default: "self-signed",
        unit: "PEM file",
        meaning: "certificate chain for STARTTLS; generated in the data directory when none is given",
    },
    Explained { key: "tls_key", default: "self-signed", unit: "PEM file", meaning: "its private key" },
    Explained {
        key: "trusted_authserv",
        default: "none",
        unit: "host name",
        meaning: "front server whose Authentication-Results and X-Spam-* headers count",
    },
    Explained {
        key: "max_message_bytes",
        default: "36700160",
        unit: "bytes",
        meaning: "largest mail or upload taken in (35 MiB)",
    },
    Explained {
        key: "smtp_idle_seconds",
        default: "300",
        unit: "seconds",
        meaning: "an SMTP session that says nothing for this long is ended",
    },
    Explained {
        key: "smtp_connections_per_address",
        default: "50",
        unit: "connections",
        meaning: "concurrent SMTP sessions one address may hold",
    },
    Explained {
        key: "allow_private_hosts",
        default: "none",
        unit: "hosts, networks or all",
        meaning: "hosts of the own network that may be connected to: mail.lan, 10.1.0.0/16, separated by commas",
    },
    Explained {
        key: "mail_ca",
        default: "none",
        unit: "PEM file",
        meaning: "authorities to trust beside the public ones when mailboxes are connected (a mail server of the house)",
    },
    Explained {
        key: "mailbox_poll_seconds",
        default: "120",
        unit: "seconds",
        meaning: "a connected mailbox is looked into at least this often, whatever its server announces",
    },
    Explained {
        key: "blobs",
        default: "DATA_DIR/blobs",
        unit: "s3://BUCKET/PREFIX",
        meaning: "where contents over 256 KiB are kept; without it, in the data directory",
    },
    Explained {
        key: "blobs_endpoint",
        default: "Amazon's",
        unit: "URL",
        meaning: "server of the bucket, like https://s3.example.it",
    },
    Explained { key: "blobs_region", default: "us-east-1", unit: "name", meaning: "region of the bucket" },
    Explained { key: "blobs_access_key", default: "none", unit: "text", meaning: "who asks the bucket" },
    Explained {
        key: "blobs_secret_key",
        default: "none",
        unit: "text",
        meaning: "what its requests are signed with",
    },
    Explained {
        key: "blobs_cache_bytes",
        default: "1073741824",
        unit: "bytes",
        meaning: "contents of the bucket kept in the data directory for reading again (1 GiB)",
    },
    Explained {
        key: "secret_key_file",
        default: "DATA_DIR/secret.key",
        unit: "file",
        meaning: "key that passwords of mailboxes and signing keys are sealed with; nodes on one database share it",
    },
    Explained { key: "log", default: "text", unit: "json|text", meaning: "form of the log on standard error" },
];

/// Settings somebody may look for that stop the start, with one line that says why.
pub const NOT_TAKEN: &[(&str, &str)] = &[("nats_url", NO_NATS)];

/// Why a server for hints between nodes is refused rather than passed over.
const NO_NATS: &str = "RISCONTRO_NATS_URL is not taken in this version: nodes share one database and read its event log \
                       themselves; leave it out";

/// What a node runs with.
#[derive(Clone, Debug)]
pub struct Settings {
    pub data_dir: PathBuf,
    pub database_url: Option<String>,
    pub http_listen: SocketAddr,
    pub smtp_listen: SocketAddr,
    pub lmtp_listen: Option<SocketAddr>,
    pub public_url: Option<String>,
    pub relay_url: Option<String>,
    pub dns: Dns,
    pub tls_cert: Option<PathBuf>,
    pub tls_key: Option<PathBuf>,
    pub trusted_authserv: Option<String>,
    pub max_message_bytes: usize,
    pub smtp_idle_seconds: u64,
    pub smtp_connections_per_address: usize,
    /// Addresses inside the own network that people may name in the console: mailboxes, callbacks.
    pub allow_private_hosts: Allowed,
    pub mail_ca: Option<PathBuf>,
    pub mailbox_poll_seconds: u64,
    /// `s3://BUCKET/PREFIX`, taken apart, in place of the data directory.
    pub blobs: Option<(String, String)>,
    pub blobs_endpoint: Option<String>,
    pub blobs_region: String,
    pub blobs_access_key: String,
    pub blobs_secret_key: Hidden,
    pub blobs_cache_bytes: u64,
    /// File of the key secrets are sealed with; made at the first use.
    pub secret_key_file: Option<PathBuf>,
    pub json_log: bool,
}

/// A setting that is shown nowhere.
#[derive(Clone, Default)]
pub struct Hidden(pub String);

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

/// Who is asked for the records that tell whether a sender is who it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dns {
    Off,
    System,
    At(SocketAddr),
}

impl Default for Settings {
    fn default() -> Self {
        let loopback = |port| SocketAddr::from(([127, 0, 0, 1], port));
        Self {
            data_dir: PathBuf::from("riscontro-data"),
            database_url: None,
            http_listen: loopback(8780),
            smtp_listen: loopback(2525),
            lmtp_listen: None,
            public_url: None,
            relay_url: None,
            dns: Dns::System,
            tls_cert: None,
            tls_key: None,
            trusted_authserv: None,
            max_message_bytes: 35 * 1024 * 1024,
            smtp_idle_seconds: 300,
            smtp_connections_per_address: 50,
            allow_private_hosts: Allowed::default(),
            mail_ca: None,
            mailbox_poll_seconds: 120,
            blobs: None,
            blobs_endpoint: None,
            blobs_region: "us-east-1".to_owned(),
            blobs_access_key: String::new(),
            blobs_secret_key: Hidden::default(),
            blobs_cache_bytes: 1024 * 1024 * 1024,
            secret_key_file: None,
            json_log: false,
        }
    }
}

/// A setting that cannot be: one line that names it and what it takes.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Wrong(String);

impl Settings {
    /// Reads settings from flags (already taken apart as key and value), the environment and the file beside.
    ///
    /// # Errors
    /// The first wrong one, by name.
    pub fn read(
        flags: &[(String, String)],
        variable: impl Fn(&str) -> Option<String>,
        file: Option<&str>,
    ) -> Result<Self, Wrong> {
        let table: toml::Table = match file {
            None => toml::Table::new(),
            Some(text) => {
                text.parse().map_err(|error| Wrong(format!("riscontro.toml: {}", first_line(&error))))?
            }
        };
        if let Some(unknown) = table.keys().find(|key| !known(key)) {
            return Err(Wrong(format!(
                "riscontro.toml: {unknown} is not a setting (see riscontro config --explain)"
            )));
        }
        // Named by the contract for nodes that hint each other; here they need no third party between them.
        for (key, why) in NOT_TAKEN {
            let name = format!("RISCONTRO_{}", key.to_ascii_uppercase());
            if variable(&name).is_some_and(|value| !value.trim().is_empty()) {
                return Err(Wrong((*why).to_owned()));
            }
        }
        let mut settings = Self::default();
        for explained in ALL {
            let name = explained.variable();
            let flag = flags.iter().rev().find(|(key, _)| key == explained.key);
            let value = flag
                .map(|(_, value)| (explained.flag(), value.clone()))
                .or_else(|| variable(&name).map(|value| (name.clone(), value)))
                .or_else(|| {
                    table
                        .get(explained.key)
                        .map(|value| (format!("riscontro.toml: {}", explained.key), written(value)))
                });
            if let Some((source, value)) = value {
                settings
                    .set(explained.key, value.trim())
                    .map_err(|takes| Wrong(format!("{source} {takes}")))?;
            }
        }
        let keyless = settings.blobs_access_key.is_empty() || settings.blobs_secret_key.0.is_empty();
        if settings.blobs.is_some() && keyless {
            return Err(Wrong(
                "RISCONTRO_BLOBS needs RISCONTRO_BLOBS_ACCESS_KEY and RISCONTRO_BLOBS_SECRET_KEY".to_owned(),
            ));
        }
        if settings.tls_cert.is_some() != settings.tls_key.is_some() {
            return Err(Wrong("RISCONTRO_TLS_CERT and RISCONTRO_TLS_KEY go together".to_owned()));
        }
        Ok(settings)
    }

    /// Opens the store these settings name.
    ///
    /// # Errors
    /// Those of [`Db::open_with`].
    pub fn open_store(&self, clock: Clock) -> Result<Db, db::Error> {
        Db::open_with(self.database_url.as_deref(), &self.data_dir, clock, self.store_options())
    }

    /// What the store keeps elsewhere than in its database.
    pub fn store_options(&self) -> db::Options {
        let bucket = self.blobs.as_ref().map(|(name, prefix)| db::Bucket {
            name: name.clone(),
            prefix: prefix.clone(),
            endpoint: self.blobs_endpoint.clone(),
            region: self.blobs_region.clone(),
            access_key: self.blobs_access_key.clone(),
            secret_key: self.blobs_secret_key.0.clone(),
            cache_bytes: self.blobs_cache_bytes,
        });
        db::Options { secret_key: self.secret_key_file.clone(), bucket }
    }

    /// Sets one; the error says what it takes.
    fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        let none = value.is_empty() || value == "none";
        let text = || (!none).then(|| value.to_owned());
        match key {
            "data_dir" if none => return Err("takes a path".to_owned()),
            "data_dir" => self.data_dir = PathBuf::from(value),
            "database_url" => self.database_url = if none { None } else { Some(database_url(value)?) },
            "http_listen" => self.http_listen = listen(value)?,
            "smtp_listen" => self.smtp_listen = listen(value)?,
            "lmtp_listen" => self.lmtp_listen = if none { None } else { Some(listen(value)?) },
            "public_url" => self.public_url = if none { None } else { Some(public_url(value)?) },
            "smtp_relay_url" => self.relay_url = text(),
            "dns" => {
                self.dns = match value {
                    "off" => Dns::Off,
                    "system" => Dns::System,
                    address => Dns::At(resolver(address)?),
                };
            }
            "tls_cert" => self.tls_cert = text().map(PathBuf::from),
            "tls_key" => self.tls_key = text().map(PathBuf::from),
            "trusted_authserv" => self.trusted_authserv = text(),
            "max_message_bytes" => {
                self.max_message_bytes = number(value, 64 * 1024, 1024 * 1024 * 1024)? as usize
            }
            "smtp_idle_seconds" => self.smtp_idle_seconds = number(value, 1, 3_600)?,
            "smtp_connections_per_address" => {
                self.smtp_connections_per_address = number(value, 1, 10_000)? as usize;
            }
            "mail_ca" => self.mail_ca = text().map(PathBuf::from),
            "mailbox_poll_seconds" => self.mailbox_poll_seconds = number(value, 1, 3_600)?,
            "allow_private_hosts" => self.allow_private_hosts = Allowed::read(value)?,
            "blobs" => self.blobs = if none { None } else { Some(bucket(value)?) },
            "blobs_endpoint" => self.blobs_endpoint = if none { None } else { Some(public_url(value)?) },
            "blobs_region" if none => return Err("takes the name of a region".to_owned()),
            "blobs_region" => self.blobs_region = value.to_owned(),
            "blobs_access_key" => self.blobs_access_key = text().unwrap_or_default(),
            "blobs_secret_key" => self.blobs_secret_key = Hidden(text().unwrap_or_default()),
            "blobs_cache_bytes" => self.blobs_cache_bytes = number(value, 0, 1 << 50)?,
            "secret_key_file" => self.secret_key_file = text().map(PathBuf::from),
            "log" => {
                self.json_log = match value {
                    "json" => true,
                    "text" => false,
                    _ => return Err("takes json or text".to_owned()),
                };
            }
            _ => return Err("is not a setting".to_owned()),
        }
        Ok(())
    }
}

/// A value of the file as it would be written in a flag; a list or table as nothing any setting takes.
fn written(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Integer(number) => number.to_string(),
        toml::Value::Boolean(yes) => yes.to_string(),
        toml::Value::Float(_) | toml::Value::Datetime(_) | toml::Value::Array(_) | toml::Value::Table(_) => {
            "?".to_owned()
        }
    }
}

/// Whether a setting has this key.
pub fn known(key: &str) -> bool {
    ALL.iter().any(|explained| explained.key == key)
}

fn listen(value: &str) -> Result<SocketAddr, String> {
    value.parse().map_err(|_| "takes an address and a port, like 127.0.0.1:8780".to_owned())
}

fn resolver(value: &str) -> Result<SocketAddr, String> {
    value
        .parse::<SocketAddr>()
        .or_else(|_| value.parse::<std::net::IpAddr>().map(|address| SocketAddr::new(address, 53)))
        .map_err(|_| "takes off, system or the address of a resolver".to_owned())
}

fn database_url(value: &str) -> Result<String, String> {
    let known = ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| value.starts_with(scheme));
    match known {
        true => Ok(value.to_owned()),
        false => Err("takes sqlite:PATH or postgres://user:password@host/name?sslmode=…".to_owned()),
    }
}

/// `s3://BUCKET/PREFIX` as bucket and prefix.
fn bucket(value: &str) -> Result<(String, String), String> {
    let place = value.strip_prefix("s3://").unwrap_or_default();
    let (name, prefix) = place.split_once('/').unwrap_or((place, ""));
    let fits = |text: &str, most: usize| {
        text.len() <= most
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'/'))
    };
    match fits(name, 63) && name.len() >= 3 && fits(prefix, 200) {
        true => Ok((name.to_owned(), prefix.trim_matches('/').to_owned())),
        false => Err("takes s3://BUCKET/PREFIX".to_owned()),
    }
}

fn public_url(value: &str) -> Result<String, String> {
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.is_empty() && !rest.contains(['?', '#', ' ']) => {
            Ok(value.trim_end_matches('/').to_owned())
        }
        _ => Err("takes an address like https://help.example.it".to_owned()),
    }
}

fn number(value: &str, least: u64, most: u64) -> Result<u64, String> {
    value
        .parse::<u64>()
        .ok()
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| format!("takes a whole number from {least} to {most}"))
}

fn first_line(error: &dyn std::fmt::Display) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Dns, Settings};

    fn flag(key: &str, value: &str) -> Vec<(String, String)> {
        vec![(key.to_owned(), value.to_owned())]
    }

    #[test]
    fn a_flag_wins_over_a_variable_and_a_variable_over_the_file() {
        let file = Some("max_message_bytes = 100000\ndns = \"off\"\nlog = \"json\"");
        let variable = |name: &str| (name == "RISCONTRO_MAX_MESSAGE_BYTES").then(|| "200000".to_owned());
        let settings = Settings::read(&flag("log", "text"), variable, file).expect("good settings");
        assert_eq!(settings.max_message_bytes, 200_000);
        assert_eq!(settings.dns, Dns::Off);
        assert!(!settings.json_log);
    }

    #[test]
    fn a_wrong_setting_is_named_with_what_it_takes() {
        let none = |_: &str| None;
        let wrong = |key: &str, value: &str| {
            Settings::read(&flag(key, value), none, None).expect_err("wrong").to_string()
        };
        assert_eq!(
            wrong("http_listen", "8780"),
            "--http-listen takes an address and a port, like 127.0.0.1:8780"
        );
        assert_eq!(
            wrong("max_message_bytes", "1"),
            "--max-message-bytes takes a whole number from 65536 to 1073741824"
        );
        assert_eq!(wrong("log", "xml"), "--log takes json or text");
        assert!(wrong("tls_cert", "/x.pem").contains("go together"));
        let nats = |name: &str| (name == "RISCONTRO_NATS_URL").then(|| "nats://127.0.0.1:4222".to_owned());
        let refused = Settings::read(&[], nats, None).expect_err("no such bus").to_string();
        assert!(refused.starts_with("RISCONTRO_NATS_URL is not taken") && !refused.contains('\n'), "{refused}");
        let empty = |name: &str| (name == "RISCONTRO_NATS_URL").then(String::new);
        assert!(Settings::read(&[], empty, None).is_ok(), "set to nothing is not set");
        let file = Settings::read(&[], none, Some("colour = 1")).expect_err("unknown key").to_string();
        assert!(file.starts_with("riscontro.toml: colour is not a setting"));
    }
}
