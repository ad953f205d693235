//! A company with so many conversations behind it: the same ones every time. Whatever the number, 3,000 are open, so
//! that only the history grows.

use std::collections::BTreeSet;

use spine::search::{self, Texts};

use super::loader::{Cell, Loader, Table, row};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Conversations written down together.
const CHUNK: usize = 10_000;
const OPEN: usize = 3_000;
const WAITING: usize = 1_000;
const SNOOZED: usize = 300;
const HOUR_MS: i64 = 3_600_000;
const THREE_YEARS_MS: i64 = 3 * 365 * 24 * HOUR_MS;
/// Words people use, the common ones far more often.
const VOCABULARY: usize = 8_000;
const WORDS_A_MESSAGE: usize = 45;

const CONVERSATION: Table = Table {
    name: "conversation",
    columns: "account_id, id, oid, reference, track_token, subject, status, channel, inbox_id, customer_id, assignee_id,
              tier, skills, priority, created_at_ms, updated_at_ms, last_in_at_ms, last_out_at_ms, closed_at_ms,
              returns_at_ms, next_due_at_ms, message_count, urgent_at_ms",
};
const CUSTOMER: Table =
    Table { name: "customer", columns: "account_id, id, oid, name, tier, language, attributes, created_at_ms" };
const IDENTITY: Table = Table {
    name: "identity",
    columns: "account_id, id, customer_id, kind, value, proof, reach, created_at_ms",
};
const MESSAGE: Table = Table {
    name: "message",
    columns: "account_id, id, oid, conversation_id, direction, channel, author_kind, author_id, author_name,
              author_address, recipients, subject, text, reply_text, automatic, header_id, created_at_ms",
};
const TEXT: Table = Table { name: "search_text", columns: "account_id, message_id, conversation_id, content" };
const TERM: Table = Table { name: "search_term", columns: "account_id, term, conversation_id" };
const PROMISE: Table = Table {
    name: "promise",
    columns: "account_id, id, oid, conversation_id, inbox_id, kind, tier, state, made_at_ms, due_at_ms,
              original_due_at_ms, told_at_ms, told_via, warn_at_ms, warned_at_ms, source, explanation, inputs,
              settled_at_ms",
};
const TOLD: Table =
    Table { name: "promise_told", columns: "account_id, promise_id, told_at_ms, via, recipient, wording" };
const OUTBOX: Table = Table {
    name: "outbox",
    columns: "account_id, id, oid, kind, conversation_id, message_id, inbox_id, automatic, first_recipient, recipients,
              envelope_from, header_id, subject, state, not_before_ms, locked_until_ms, attempts, created_at_ms,
              sent_at_ms",
};
const TAG: Table = Table { name: "conversation_tag", columns: "account_id, conversation_id, tag" };
const EVENT: Table = Table {
    name: "event",
    columns: "account_id, seq, type, at_ms, actor_kind, actor_id, conversation_id, data",
};

/// The company the rows belong to.
pub struct House {
    pub account_id: i64,
    pub inbox_ids: Vec<i64>,
    pub agent_ids: Vec<i64>,
    /// The last number of its log.
    pub seq: i64,
    pub now_ms: i64,
}

/// Words known to be in so many conversations, spread over all of them.
#[must_use]
pub fn marker(matches: usize, turn: usize) -> String {
    let letters: String = turn.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect();
    match matches {
        1_000 => format!("quazzonk{letters}"),
        100 => format!("bredwulk{letters}"),
        _ => format!("frimpaxk{letters}"),
    }
}

/// How many marker words there are of each number of matches.
pub const MARKERS: usize = 10;

/// Makes `count` conversations.
pub fn fill(loader: &mut Loader, house: &House, count: usize) -> Outcome<()> {
    let words = vocabulary();
    let mut seq = house.seq;
    loader.loosen()?;
    let mut at = 0;
    while at < count {
        let end = (at + CHUNK).min(count);
        let mut rows = Rows::default();
        for turn in at..end {
            conversation(&mut rows, house, &words, turn, count, &mut seq);
        }
        for (table, rows) in rows.0 {
            loader.add(table, &rows)?;
        }
        at = end;
        eprint!("\r{at} of {count} conversations");
    }
    eprintln!();
    loader.run(&format!("update account set event_seq = {seq} where account_id = {}", house.account_id))?;
    loader.run(TALLIES)?;
    loader.tighten()
}

/// The counts as the migration makes them.
const TALLIES: &str = "delete from tally;
    insert into tally (account_id, kind, subject, figure)
        select account_id, status, inbox_id, count(*) from conversation group by account_id, status, inbox_id;
    insert into tally (account_id, kind, subject, figure)
        select account_id, 'assignee', coalesce(assignee_id, 0), count(*) from conversation
         where status = 'open' group by account_id, coalesce(assignee_id, 0);
    insert into tally (account_id, kind, subject, figure)
        select account_id, 'team', coalesce(team_id, 0), count(*) from conversation
         where status = 'open' group by account_id, coalesce(team_id, 0);";

struct Rows(Vec<(Table, Vec<Vec<Cell>>)>);

impl Default for Rows {
    fn default() -> Self {
        let tables = [CUSTOMER, IDENTITY, CONVERSATION, MESSAGE, TEXT, TERM, PROMISE, TOLD, OUTBOX, TAG, EVENT];
        Self(tables.into_iter().map(|table| (table, Vec::new())).collect())
    }
}

impl Rows {
    fn add(&mut self, table: Table, row: Vec<Cell>) {
        if let Some((_, rows)) = self.0.iter_mut().find(|(other, _)| other.name == table.name) {
            rows.push(row);
        }
    }
}

/// Numbers that look like chance and are the same every time (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % most.max(1)
    }

    /// A place among so many, the first ones far more often.
    fn common(&mut self, most: usize) -> usize {
        let half = self.below(most) + 1;
        self.below(half)
    }
}

fn vocabulary() -> Vec<String> {
    const HEADS: [&str; 16] =
        ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo", "tra", "sco"];
    const TAILS: [&str; 8] = ["mento", "zione", "tura", "nale", "rico", "lato", "ppo", "sta"];
    let mut words: Vec<String> =
        ["ordine", "lampada", "spedizione", "rimborso", "fattura", "pacco", "corriere", "resa"]
            .map(str::to_owned)
            .to_vec();
    let mut chance = Chance(7);
    while words.len() < VOCABULARY {
        let heads: String = (0..=chance.below(2)).map(|_| HEADS[chance.below(HEADS.len())]).collect();
        words.push(format!("{heads}{}{}", HEADS[chance.below(HEADS.len())], TAILS[chance.below(TAILS.len())]));
    }
    words
}

fn text(words: &[String], chance: &mut Chance) -> String {
    let said: Vec<&str> = (0..WORDS_A_MESSAGE).map(|_| words[chance.common(words.len())].as_str()).collect();
    format!("Buongiorno, {}. Grazie.", said.join(" "))
}

/// First name and family name of a customer, as they stand in the address.
pub fn name_of(customer: usize) -> String {
    NAMES[customer % 12].to_lowercase()
}

pub fn family_of(customer: usize) -> String {
    FAMILIES[customer / 12 % 12].to_lowercase()
}

const NAMES: [&str; 12] =
    ["Anna", "Bruno", "Carla", "Dario", "Elena", "Fabio", "Gina", "Ivo", "Lucia", "Marco", "Nadia", "Piero"];
const FAMILIES: [&str; 12] = [
    "Rossi", "Bianchi", "Ferrari", "Russo", "Conti", "Greco", "Villa", "Fontana", "Caruso", "Moretti", "Riva",
    "Sala",
];

fn conversation(rows: &mut Rows, house: &House, words: &[String], turn: usize, count: usize, seq: &mut i64) {
    let mut chance = Chance(turn as u64 * 2_654_435_761 + 1);
    let (account, number) = (house.account_id, turn as i64);
    let age_ms = THREE_YEARS_MS / count as i64 * (count - turn) as i64 + HOUR_MS;
    let made_ms = house.now_ms - age_ms;
    // Ids as the product makes them: the moment, then a number of its own.
    let id = |kind: i64| (made_ms << 21) | ((number * 8 + kind) & 0x1f_ffff);
    let oid = |kind: i64| format!("00{number:020}{kind:04}");
    let customer = turn / 4;
    let (name, family) = (NAMES[customer % 12], FAMILIES[customer / 12 % 12]);
    let address = format!("{}.{}{customer}@posta.example", name.to_lowercase(), family.to_lowercase());
    let customer_id = 1_000 + customer as i64;
    if turn.is_multiple_of(4) {
        let full = format!("{name} {family}");
        rows.add(
            CUSTOMER,
            row![account, customer_id, format!("00{customer:024}"), full, "C", "it", "{}", made_ms],
        );
        rows.add(
            IDENTITY,
            row![account, customer_id, customer_id, "email", address.clone(), "none", "good", made_ms],
        );
    }
    // The live ones stand all over the history's end.
    let from_end = count - 1 - turn;
    let status = match from_end {
        ..OPEN => "open",
        _ if from_end < OPEN + WAITING => "waiting",
        _ if from_end < OPEN + WAITING + SNOOZED => "snoozed",
        _ => "closed",
    };
    let inbox_id = house.inbox_ids[turn % house.inbox_ids.len()];
    let agent_id = house.agent_ids[turn / 7 % house.agent_ids.len()];
    let assignee = (status != "open" || !turn.is_multiple_of(3)).then_some(agent_id);
    let due_ms = house.now_ms + HOUR_MS + (turn % 500) as i64 * HOUR_MS / 4;
    let answered = status != "open";
    let subject =
        format!("Domanda su {} e {}", words[chance.common(words.len())], words[chance.below(words.len())]);
    let reference = format!("R-{number:07}");
    let last_ms = made_ms + if answered { HOUR_MS / 2 } else { 0 };
    rows.add(
        CONVERSATION,
        row![
            account,
            id(0),
            oid(0),
            reference.clone(),
            format!("track{number:026}"),
            subject.clone(),
            status,
            "email",
            inbox_id,
            customer_id,
            assignee,
            "C",
            "[]",
            0_i64,
            made_ms,
            last_ms,
            made_ms,
            answered.then_some(last_ms),
            (status == "closed").then_some(last_ms),
            matches!(status, "waiting" | "snoozed").then_some(due_ms),
            (status == "open").then_some(due_ms),
            if answered { 2_i64 } else { 1 },
            if status == "open" { due_ms } else { 9_000_000_000_000_000_i64 },
        ],
    );
    let mut terms = BTreeSet::new();
    let mut said = text(words, &mut chance);
    for matches in [1_000, 100, 10] {
        let every = (count / matches).max(1);
        for marked in 0..MARKERS {
            if turn % every == (marked * every / MARKERS) && turn / every < matches {
                said.push(' ');
                said.push_str(&marker(matches, marked));
            }
        }
    }
    let full = format!("{name} {family}");
    let first = Texts {
        plain: vec![&reference, &subject, &said],
        writers: vec![&full, &address],
        readers: vec!["assistenza@example.it"],
        files: Vec::new(),
    };
    let mut message = |kind: i64,
                       direction: &str,
                       author: (&str, i64, &str, Option<&str>),
                       said: &str,
                       texts: &Texts<'_>,
                       at_ms: i64| {
        let (content, found) = search::kept(texts);
        terms.extend(found);
        rows.add(
            MESSAGE,
            row![
                account,
                id(kind),
                oid(kind),
                id(0),
                direction,
                "email",
                author.0,
                author.1,
                author.2,
                author.3,
                "{\"to\":[{\"name\":null,\"email\":\"assistenza@example.it\"}],\"cc\":[],\"bcc\":[]}",
                subject.clone(),
                said,
                said,
                false,
                format!("{}.{number}@fioca.example", id(kind)),
                at_ms,
            ],
        );
        rows.add(TEXT, row![account, id(kind), id(0), content]);
    };
    message(1, "in", ("customer", customer_id, &full, Some(&address)), &said, &first, made_ms);
    if answered {
        let reply = text(&words[..2_000], &mut chance);
        let second = Texts {
            plain: vec![&reference, &subject, &reply],
            writers: vec!["Giulia Riva"],
            readers: vec![&full, &address],
            files: Vec::new(),
        };
        message(2, "out", ("agent", agent_id, "Giulia Riva", None), &reply, &second, last_ms);
    }
    if answered {
        rows.add(
            OUTBOX,
            row![
                account,
                id(4),
                oid(4),
                "answer",
                id(0),
                id(2),
                inbox_id,
                false,
                address.clone(),
                format!("[\"{address}\"]"),
                "assistenza@example.it",
                format!("{}.{number}@fioca.example", id(2)),
                subject.clone(),
                "sent",
                last_ms,
                0_i64,
                1_i64,
                last_ms,
                last_ms,
            ],
        );
    }
    for term in terms {
        rows.add(TERM, row![account, term, id(0)]);
    }
    let promised_ms = if answered { made_ms + HOUR_MS } else { due_ms };
    rows.add(
        PROMISE,
        row![
            account,
            id(3),
            oid(3),
            id(0),
            inbox_id,
            "first_reply",
            "C",
            if answered { "kept" } else { "open" },
            made_ms,
            promised_ms,
            promised_ms,
            made_ms,
            "email",
            promised_ms - HOUR_MS / 2,
            None::<i64>,
            "policy",
            "240 open minutes for tier C",
            "{}",
            answered.then_some(last_ms),
        ],
    );
    rows.add(TOLD, row![account, id(3), made_ms, "email", address, "Le rispondiamo."]);
    if turn.is_multiple_of(5) {
        rows.add(TAG, row![account, id(0), ["resa", "fattura", "ritardo", "vip"][turn / 5 % 4]]);
    }
    if turn.is_multiple_of(1_000) {
        rows.add(TAG, row![account, id(0), "rara"]);
    }
    for (kind, data) in [
        ("conversation.opened", format!("{{\"reference\":\"{reference}\"}}")),
        ("promise.told", format!("{{\"due_at_ms\":{promised_ms}}}")),
    ] {
        *seq += 1;
        rows.add(EVENT, row![account, *seq, kind, made_ms, "system", None::<i64>, id(0), data]);
    }
}
