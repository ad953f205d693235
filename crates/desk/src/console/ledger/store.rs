//! The list of arrivals joined with what became of each, and the few counts beside it.

use db::{Error, Row, Tx, args};
use spine::Reason;
use spine::inbox::Channel;
use spine::intake::{Class, Verdict};

macro_rules! line {
    ($filter:literal) => {
        concat!(
            "
    select a.id, a.oid, a.channel, a.received_at_ms, a.sender, a.subject, a.from_name, a.class, a.bounce, a.verdict,
           a.reason, a.attempts, c.reference, c.oid, c.created_at_ms, c.next_due_at_ms, c.status,
           (select max(m.created_at_ms) from message m
             where m.account_id = a.account_id and m.conversation_id = a.conversation_id and m.direction = 'out'
               and m.author_kind = 'agent' and m.automatic = false)
      from arrival a
      left join conversation c on c.account_id = a.account_id and c.id = a.conversation_id
     where a.account_id = ?1",
            $filter
        )
    };
}

db::queries! {
    "ledger";
    account {
        /// Newest first, below the moment and id of the last one shown; every filter may be left out.
        /// The pattern of a search is lower case, with `!` before what `like` would read as its own.
        LIST = line!("
       and (a.received_at_ms < ?2 or (a.received_at_ms = ?2 and a.id < ?3))
       and a.received_at_ms >= ?4 and a.received_at_ms < ?5
       and (cast(?6 as text) is null or a.verdict = ?6)
       and (cast(?7 as text) is null or a.channel = ?7)
       and (cast(?8 as text) is null or lower(a.sender) like ?8 escape '!' or lower(a.subject) like ?8 escape '!'
            or lower(a.from_name) like ?8 escape '!' or lower(a.recipient) like ?8 escape '!'
            or lower(c.reference) like ?8 escape '!')
     order by a.received_at_ms desc, a.id desc
     limit ?9");
        ONE = line!(" and a.oid = ?2");
        STUCK = "
    select cast(count(*) as bigint)
      from arrival
     where account_id = ?1 and verdict = 'stuck'";
        LAST = "
    select max(received_at_ms)
      from arrival
     where account_id = ?1";
        OUTGOING = "
    select state, cast(count(*) as bigint)
      from outbox
     where account_id = ?1 and state in ('queued', 'failed')
     group by state
     limit 10";
        MESSAGE = "
    select reply_text
      from message
     where account_id = ?1 and id = ?2";
        FILES = "
    select name, size_bytes
      from attachment
     where account_id = ?1 and message_id = ?2 and inline = false
     order by id
     limit 100";
    }
}

/// One arrival in the list.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub id: i64,
    pub oid: String,
    pub channel: Channel,
    pub received_at_ms: i64,
    pub sender: String,
    pub subject: Option<String>,
    pub from_name: Option<String>,
    pub class: Option<Class>,
    /// JSON `{"recipient","status_code","reason"}`.
    pub bounce: Option<String>,
    pub verdict: Verdict,
    pub reason: Option<Reason>,
    pub attempts: i64,
    pub conversation: Option<Joined>,
}

/// The conversation an arrival belongs to.
#[derive(Clone, Debug)]
pub(super) struct Joined {
    pub reference: String,
    pub oid: String,
    pub created_at_ms: i64,
    pub next_due_at_ms: Option<i64>,
    pub closed: bool,
    /// When a person last answered.
    pub answered_at_ms: Option<i64>,
}

/// What narrows the list.
pub(super) struct Wanted<'a> {
    /// Below this arrival: moment and id.
    pub before: (i64, i64),
    pub from_ms: i64,
    pub to_ms: i64,
    pub verdict: Option<Verdict>,
    pub channel: Option<Channel>,
    pub search: &'a str,
    pub limit: usize,
}

pub(super) fn list(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<Vec<Line>, Error> {
    let (before_ms, before_id) = wanted.before;
    let pattern = pattern(wanted.search);
    tx.list(
        LIST,
        args![
            before_ms,
            before_id,
            wanted.from_ms,
            wanted.to_ms,
            wanted.verdict.map(Verdict::name),
            wanted.channel.map(Channel::name),
            pattern,
            wanted.limit
        ],
        read,
    )
}

pub(super) fn one(tx: &mut Tx<'_>, oid: &str) -> Result<Option<Line>, Error> {
    tx.find(ONE, args![oid], read)
}

/// Arrivals stuck since ever: none of them is forgotten because its day went by.
pub(in crate::console) fn stuck(tx: &mut Tx<'_>) -> Result<i64, Error> {
    tx.number(STUCK, &[])
}

pub(super) fn last_at_ms(tx: &mut Tx<'_>) -> Result<Option<i64>, Error> {
    tx.find(LAST, &[], |row| row.next::<Option<i64>>()).map(Option::flatten)
}

/// How many mails wait to leave, and how many never will.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::console) struct Outgoing {
    pub queued: i64,
    pub failed: i64,
}

pub(in crate::console) fn outgoing(tx: &mut Tx<'_>) -> Result<Outgoing, Error> {
    let mut outgoing = Outgoing::default();
    for (state, count) in tx.list(OUTGOING, &[], |row| Ok((row.next::<String>()?, row.next::<i64>()?)))? {
        match state.as_str() {
            "queued" => outgoing.queued = count,
            _ => outgoing.failed = count,
        }
    }
    Ok(outgoing)
}

/// What can be read of an arrival.
#[derive(Clone, Debug, Default)]
pub(super) struct Readable {
    pub text: String,
    /// Names and sizes in bytes.
    pub files: Vec<(String, i64)>,
}

/// What a message says, and its files.
pub(super) fn message(tx: &mut Tx<'_>, message_id: i64) -> Result<Option<Readable>, Error> {
    let Some(text) = tx.find(MESSAGE, args![message_id], |row| row.next::<String>())? else { return Ok(None) };
    let files = tx.list(FILES, args![message_id], |row| Ok((row.next()?, row.next()?)))?;
    Ok(Some(Readable { text, files }))
}

fn pattern(search: &str) -> Option<String> {
    let search = search.trim().to_lowercase();
    if search.is_empty() {
        return None;
    }
    let mut pattern = String::from("%");
    for c in search.chars().take(100) {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    Some(pattern)
}

fn read(row: &mut Row) -> Result<Line, Error> {
    let mut line = Line {
        id: row.next()?,
        oid: row.next()?,
        channel: Channel::of_name(&row.next::<String>()?)
            .ok_or_else(|| Error::Broken("arrival.channel cannot be read".to_owned()))?,
        received_at_ms: row.next()?,
        sender: row.next()?,
        subject: row.next()?,
        from_name: row.next()?,
        class: row.next::<Option<String>>()?.as_deref().and_then(Class::of_name),
        bounce: row.next()?,
        verdict: Verdict::of_name(&row.next::<String>()?)
            .ok_or_else(|| Error::Broken("arrival.verdict cannot be read".to_owned()))?,
        reason: row.next::<Option<String>>()?.as_deref().map(Reason::read),
        attempts: row.next()?,
        conversation: None,
    };
    if let Some(reference) = row.next::<Option<String>>()? {
        line.conversation = Some(Joined {
            reference,
            oid: row.next()?,
            created_at_ms: row.next()?,
            next_due_at_ms: row.next()?,
            closed: row.next::<String>()? == "closed",
            answered_at_ms: row.next()?,
        });
    }
    Ok(line)
}
