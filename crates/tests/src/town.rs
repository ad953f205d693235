//! The mail servers a customer has: a real Postfix that takes and passes on mail, and a real Dovecot that keeps his
//! mailbox, both with a private configuration on loopback ports.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::imap::Talk;
use crate::letter::Received;
use crate::wait_until;

/// The domain whose mailboxes Dovecot keeps: every user there has one.
pub const CUSTOMERS: &str = "cliente.example";
const PASSWORD: &str = "segreto";

/// The programs, and where in our folder their configuration lies.
const DOVECOT: (&str, &str) = ("/usr/sbin/dovecot", "dovecot.conf");
const POSTFIX: (&str, &str) = ("/usr/sbin/postfix", "postfix");

/// A running pair. Dropping it ends both and removes what they kept.
pub struct Town {
    folder: PathBuf,
    servers: Vec<Child>,
    /// Where Postfix takes mail from anybody for anybody.
    pub smtp: SocketAddr,
    imap: SocketAddr,
}

impl Town {
    /// Starts both. Mail for `domain` is passed on by LMTP to `lmtp`, with TLS where it is offered.
    ///
    /// # Panics
    /// When they do not start: Postfix does so only as root.
    #[track_caller]
    pub fn open(domain: &str, lmtp: SocketAddr) -> Self {
        static TURN: AtomicU32 = AtomicU32::new(0);
        let turn = TURN.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("riscontro-town-{}-{turn}", std::process::id()));
        for inside in ["postfix", "spool", "postfix-data", "dovecot", "mail"] {
            std::fs::create_dir_all(folder.join(inside)).expect("a folder of our own");
        }
        let owned = Command::new("chown").arg("postfix").arg(folder.join("postfix-data")).status();
        assert!(owned.is_ok_and(|ended| ended.success()), "Postfix runs only as root");
        std::fs::set_permissions(folder.join("mail"), PermissionsExt::from_mode(0o777))
            .expect("our own folder");
        let [smtp, imap, store] = free_ports();
        write(&folder.join("dovecot.conf"), &dovecot(&folder, imap, store));
        write(&folder.join("postfix/main.cf"), &postfix(&folder, domain, lmtp, store));
        write(&folder.join("postfix/master.cf"), &postfix_services(smtp));
        let mut town = Self { servers: Vec::new(), smtp, imap, folder };
        town.start(DOVECOT, "-F");
        town.start(POSTFIX, "start-fg");
        for at in [smtp, imap, store] {
            wait_until(&format!("a mail server at {at}\n{}", town.log()), || TcpStream::connect(at).is_ok());
        }
        town
    }

    fn start(&mut self, (program, configuration): (&str, &str), how: &str) {
        let mut command = Command::new(program);
        command.arg("-c").arg(self.folder.join(configuration)).arg(how);
        let output = std::fs::File::create(self.folder.join(format!("{}.out", self.servers.len())))
            .expect("a file of our own");
        command.stdin(Stdio::null()).stderr(output.try_clone().expect("open")).stdout(output);
        self.servers.push(command.spawn().unwrap_or_else(|error| panic!("{program}: {error}")));
    }

    /// What the servers wrote down, for a story that fails.
    pub fn log(&self) -> String {
        ["0.out", "1.out", "maillog", "dovecot/log"]
            .iter()
            .map(|file| std::fs::read_to_string(self.folder.join(file)).unwrap_or_default())
            .collect()
    }

    /// Everything in somebody's mailbox, read by IMAP.
    #[track_caller]
    pub fn mailbox(&self, user: &str) -> Vec<Received> {
        let mut talk = Talk::open(self.imap, &format!("{user}@{CUSTOMERS}"), PASSWORD);
        all(&mut talk).unwrap_or_else(|error| panic!("reading {user}'s mail: {error}"))
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.log());
        }
        // Both end their own children when they are asked to; Postfix's master stands under a shell of its own.
        let master = std::fs::read_to_string(self.folder.join("spool/pid/master.pid")).unwrap_or_default();
        let shells = self.servers.iter().map(|server| server.id().to_string());
        let _ = Command::new("kill").args(shells).args(master.split_whitespace()).status();
        for server in &mut self.servers {
            let _ = server.wait();
        }
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("{}: {error}", self.folder.display());
        }
    }
}

fn all(talk: &mut Talk) -> std::io::Result<Vec<Received>> {
    talk.ask("select inbox")?;
    let found = talk.ask("uid search all")?;
    let line = found.iter().find_map(|(line, _)| line.strip_prefix("* SEARCH")).unwrap_or_default().to_owned();
    let mut mails = Vec::new();
    for uid in line.split_whitespace() {
        for (_, literal) in talk.ask(&format!("uid fetch {uid} body.peek[]"))? {
            if let Some(raw) = literal {
                mails.push(Received { from: String::new(), to: Vec::new(), raw });
            }
        }
    }
    Ok(mails)
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// Ports nobody has: all held at once, so that no two are the same.
fn free_ports() -> [SocketAddr; 3] {
    [(); 3]
        .map(|()| TcpListener::bind("127.0.0.1:0").expect("a loopback port"))
        .map(|listener| listener.local_addr().expect("bound"))
}

fn dovecot(folder: &Path, imap: SocketAddr, store: SocketAddr) -> String {
    let folder = folder.display();
    let (imap, store) = (imap.port(), store.port());
    format!(
        "base_dir = {folder}/dovecot
log_path = {folder}/dovecot/log
listen = 127.0.0.1
protocols = imap lmtp
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{folder}/mail/%n
postmaster_address = postmaster@{CUSTOMERS}
first_valid_uid = 1
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={folder}/mail/%n allow_all_users=yes
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {store}
  }}
}}
"
    )
}

fn postfix(folder: &Path, domain: &str, lmtp: SocketAddr, store: SocketAddr) -> String {
    let folder = folder.display();
    let (lmtp, store) = (lmtp.port(), store.port());
    format!(
        "compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/postfix-data
maillog_file = {folder}/maillog
maillog_file_prefixes = {folder}
myhostname = posta.{CUSTOMERS}
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
local_recipient_maps =
smtpd_tls_security_level = none
lmtp_tls_security_level = may
lmtp_tls_loglevel = 1
relay_domains = {domain}
transport_maps = inline:{{ {{ {domain} = lmtp:inet:127.0.0.1:{lmtp} }} }}
virtual_mailbox_domains = {CUSTOMERS}
virtual_mailbox_maps =
virtual_transport = lmtp:inet:127.0.0.1:{store}
smtpd_relay_restrictions = permit_mynetworks, reject
in_flow_delay = 0
queue_run_delay = 5s
minimal_backoff_time = 5s
maximal_backoff_time = 5s
"
    )
}

/// Postfix's own programs: which of them are called from outside their queue, and which must be alone.
fn postfix_services(smtp: SocketAddr) -> String {
    let mut text = format!(
        "{smtp} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
qmgr unix n - n 5 1 qmgr
cleanup unix n - n - 0 cleanup
flush unix n - n - 0 flush
postlog unix-dgram n - n - 1 postlogd
"
    );
    for (name, program, most) in [
        ("tlsmgr", "tlsmgr", 1),
        ("rewrite", "trivial-rewrite", 0),
        ("bounce", "bounce", 0),
        ("defer", "bounce", 0),
        ("trace", "bounce", 0),
        ("verify", "verify", 1),
        ("proxymap", "proxymap", 0),
        ("smtp", "smtp", 0),
        ("relay", "smtp", 0),
        ("error", "error", 0),
        ("retry", "error", 0),
        ("discard", "discard", 0),
        ("lmtp", "lmtp", 0),
        ("anvil", "anvil", 1),
        ("scache", "scache", 1),
    ] {
        text.push_str(&format!("{name} unix - - n - {most} {program}\n"));
    }
    text
}
