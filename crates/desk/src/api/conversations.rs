//! Conversations: read, listed, handled, begun.

use std::collections::HashMap;

use db::{Actor, Row, Tx, args};
use kernel::address::Address;
use kernel::id::Kind;
use office::account::Permission;
use serde_json::{Value, json};
use spine::conversation::{self, Conversation, Status};
use spine::customer::Customer;
use spine::inbox::{Channel, Inbox, Tier};
use spine::outbox;
use spine::promise::estimate;
use spine::search::Wanted;
use spine::{agent, company, customer, inbox, intake, preference, promise, routing, skill, topic, tracking};

use super::call::{Answer, Ask, Job};
use super::given::{self, Given, at, at_some, name_some, named};
use super::problem::Problem;
use super::understood::Correction;
use super::{customers, listed, messages, page, promises, store};

/// Characters looked for at most.
const WORDS_MAX: usize = 200;

/// A conversation with the outside names of everything around it.
struct Shown {
    id: i64,
    oid: String,
    reference: String,
    track_token: String,
    subject: String,
    status: String,
    channel: String,
    inbox_oid: String,
    tier: String,
    skills: String,
    priority: i64,
    created_at_ms: i64,
    updated_at_ms: i64,
    closed_at_ms: Option<i64>,
    returns_at_ms: Option<i64>,
    next_due_at_ms: Option<i64>,
    message_count: i64,
    trouble: Option<String>,
    customer_id: i64,
    customer_oid: String,
    customer_name: Option<String>,
    customer_tier: String,
    customer_language: Option<String>,
    assignee_oid: Option<String>,
    team_oid: Option<String>,
    linked_oid: Option<String>,
}

fn read(row: &mut Row) -> Result<Shown, db::Error> {
    Ok(Shown {
        id: row.next()?,
        oid: row.next()?,
        reference: row.next()?,
        track_token: row.next()?,
        subject: row.next()?,
        status: row.next()?,
        channel: row.next()?,
        inbox_oid: row.next()?,
        tier: row.next()?,
        skills: row.next()?,
        priority: row.next()?,
        created_at_ms: row.next()?,
        updated_at_ms: row.next()?,
        closed_at_ms: row.next()?,
        returns_at_ms: row.next()?,
        next_due_at_ms: row.next()?,
        message_count: row.next()?,
        trouble: row.next()?,
        customer_id: row.next()?,
        customer_oid: row.next()?,
        customer_name: row.next()?,
        customer_tier: row.next()?,
        customer_language: row.next()?,
        assignee_oid: row.next()?,
        team_oid: row.next()?,
        linked_oid: row.next()?,
    })
}

fn json_of(ask: &Ask, tx: &mut Tx<'_>, shown: &Shown) -> Result<Value, Problem> {
    let snoozed = shown.status == Status::Snoozed.name();
    Ok(json!({
        "id": Kind::Conversation.name(&shown.oid),
        "reference": shown.reference,
        "subject": shown.subject,
        "status": shown.status,
        "channel": shown.channel,
        "inbox_id": Kind::Inbox.name(&shown.inbox_oid),
        "customer": {
            "id": Kind::Customer.name(&shown.customer_oid),
            "name": shown.customer_name,
            "tier": shown.customer_tier,
            "language": shown.customer_language,
            "identities": customers::identities(tx, shown.customer_id)?,
        },
        "assignee": name_some(Kind::Agent, shown.assignee_oid.as_deref()),
        "team": name_some(Kind::Team, shown.team_oid.as_deref()),
        "tags": conversation::tags(tx, shown.id)?,
        "understood": understood(tx, shown.id)?,
        "tier": shown.tier,
        "skills": given::kept(Some(&shown.skills)),
        "priority": shown.priority,
        "promise": promises::of_conversation(tx, shown.id)?,
        "track_url": ask.url(&format!("/r/{}", shown.track_token)),
        "created_at": at(shown.created_at_ms),
        "updated_at": at(shown.updated_at_ms),
        "closed_at": at_some(shown.closed_at_ms),
        "snoozed_until": at_some(shown.returns_at_ms.filter(|_| snoozed)),
        "returns_at": at_some(shown.returns_at_ms),
        "due_at": at_some(shown.next_due_at_ms),
        "message_count": shown.message_count,
        "merged_into": merged_into(tx, shown)?,
        "continues": name_some(Kind::Conversation, shown.linked_oid.as_deref()),
        "trouble": shown.trouble,
        "rating": rating(tx, shown.id)?,
        "wait": Value::Null,
        "answer_way": preference::way_of(tx, shown.id)?.map(preference::Way::name),
    }))
}

/// What we understood of it: a topic of the company's list where we are sure, an order number.
fn understood(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Value, Problem> {
    let understood = topic::of(tx, conversation_id)?;
    Ok(json!({
        "topic": understood.topic,
        "order_number": understood.order_number,
        "corrected_at": at_some(understood.corrected_at_ms),
    }))
}

/// The conversation this one was merged into; only a closed one can have been.
fn merged_into(tx: &mut Tx<'_>, shown: &Shown) -> Result<Value, Problem> {
    if shown.status != Status::Closed.name() {
        return Ok(Value::Null);
    }
    Ok(match conversation::find(tx, shown.id)?.merged_into_id {
        Some(id) => Value::String(Kind::Conversation.name(&conversation::find(tx, id)?.oid)),
        None => Value::Null,
    })
}

/// The mark the customer gave: `{"score","comment","rated_at"}`, or null.
fn rating(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Value, Problem> {
    let rating = tracking::of(tx, conversation_id)?.rating;
    Ok(rating.map_or(Value::Null, |rating| {
        json!({ "score": rating.score, "comment": rating.comment, "rated_at": at(rating.rated_at_ms) })
    }))
}

/// A conversation as the API shows it.
pub(super) fn show(ask: &Ask, tx: &mut Tx<'_>, conversation_id: i64) -> Result<Value, Problem> {
    let shown = given::found(tx.find(store::CONVERSATION, args![conversation_id], read))?;
    let mut json = json_of(ask, tx, &shown)?;
    json["wait"] = wait(tx, &shown)?;
    Ok(json)
}

/// How somebody who looks on while they wait stands in the queue now; null elsewhere.
fn wait(tx: &mut Tx<'_>, shown: &Shown) -> Result<Value, Problem> {
    if shown.status != Status::Open.name() {
        return Ok(Value::Null);
    }
    let inbox = inbox::by_oid(tx, &shown.inbox_oid)?;
    let owed = promise::of_conversation(tx, shown.id)?.into_iter().find(|one| {
        one.state == promise::State::Open
            && matches!(one.kind, promise::Kind::FirstReply | promise::Kind::NextReply)
    });
    let still = match owed {
        Some(promise) => estimate::still(tx, &inbox, &promise)?,
        None => None,
    };
    Ok(still.map_or(Value::Null, |still| json!({ "ahead": still.ahead, "expected_by": at(still.until_ms) })))
}

/// The conversation the path names.
pub(super) fn asked(ask: &Ask, tx: &mut Tx<'_>) -> Result<Conversation, Problem> {
    Ok(conversation::by_oid(tx, ask.oid(Kind::Conversation)?)?)
}

pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let oid = ask.oid(Kind::Conversation)?;
    let shown = given::found(tx.find(store::CONVERSATION_BY_OID, args![oid], read))?;
    Ok(Answer::json(show(ask, tx, shown.id)?))
}

pub(super) fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let inbox = match ask.parameter_oid("inbox", Kind::Inbox)? {
        Some(oid) => Some(filtered("inbox", inbox::by_oid(tx, oid))?.id),
        None => None,
    };
    let assignee = match ask.parameter("assignee") {
        None => None,
        Some("none") => Some(0),
        Some("me") => Some(ask.bearer.agent_id),
        Some(_) => match ask.parameter_oid("assignee", Kind::Agent)? {
            Some(oid) => Some(filtered("assignee", agent::by_oid(tx, oid))?.id),
            None => None,
        },
    };
    let customer = match ask.parameter_oid("customer", Kind::Customer)? {
        Some(oid) => Some(filtered("customer", customer::by_oid(tx, oid))?.id),
        None => None,
    };
    let words = ask.parameter("q").map(searched).transpose()?;
    let said = words.as_ref().and_then(|wanted| wanted.status);
    let status = ask.parameter("status").or(said).map(str::to_owned);
    let words = words.filter(|wanted| wanted.has_words() || wanted.status.is_none());
    let filters = listed::Filters { status, inbox, assignee, customer };
    let (account_id, limit) = (ask.account_id(), ask.limit());
    let by_due = ask.parameter("order") == Some("due");
    let list = if by_due { "/conversations?due" } else { ask.call.path };
    let after = match by_due {
        true => ask.page.after("/conversations?due", account_id)?.unwrap_or([i64::MIN; 2]),
        false => [i64::MAX, ask.after_id()?],
    };
    let found = match (words, by_due) {
        (Some(wanted), _) => listed::searched(tx, &wanted, &filters, by_due, after, limit)?,
        (None, true) => listed::by_due(tx, &filters, after, limit)?,
        (None, false) => listed::newest(tx, &filters, after, limit)?,
    };
    let mut shown = among(tx, &found.rows)?;
    let show = |id| json_of(ask, tx, &given::found(Ok(shown.remove(&id)))?);
    match by_due {
        true => page::answer_on(ask, list, found.rows, |row| *row, |[_, id]| id, found.on, show),
        false => page::answer_on(
            ask,
            list,
            found.rows,
            |[_, id]| [*id],
            |[_, id]| id,
            found.on.map(|[_, id]| [id]),
            show,
        ),
    }
}

/// Rows read together.
const AMONG: usize = 32;

/// The conversations of a page, by id.
fn among(tx: &mut Tx<'_>, rows: &[[i64; 2]]) -> Result<HashMap<i64, Shown>, Problem> {
    let mut shown = HashMap::with_capacity(rows.len());
    for some in rows.chunks(AMONG) {
        let mut ids: Vec<db::Value> = some.iter().map(|[_, id]| db::Value::Int(*id)).collect();
        ids.resize(AMONG, db::Value::Int(some[0][1]));
        let found = tx.list(store::CONVERSATIONS_AMONG, &ids, read)?;
        shown.extend(found.into_iter().map(|row| (row.id, row)));
    }
    Ok(shown)
}

/// What a filter names has to be there.
fn filtered<T>(name: &'static str, found: Result<T, spine::Error>) -> Result<T, Problem> {
    found.map_err(|error| match error {
        spine::Error::Missing(what) => {
            Problem::outside_body("query", name, format!("names no {what} of this account"))
        }
        other => other.into(),
    })
}

/// What somebody looks for: words, "phrases", and words with a meaning of their own.
fn searched(words: &str) -> Result<Wanted, Problem> {
    if words.chars().count() > WORDS_MAX {
        let message = format!("can have {WORDS_MAX} characters at most");
        return Err(Problem::outside_body("query", "q", message));
    }
    Ok(Wanted::read(words))
}

/// What becomes of the status.
enum Next {
    Open,
    Waiting,
    Snoozed(i64),
    Closed(Option<String>),
}

pub(super) fn patch(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let assignee = nullable_oid(&mut given, "assignee", Kind::Agent);
    let team = nullable_oid(&mut given, "team", Kind::Team);
    let tags = given.texts("tags", 50, 60);
    let priority = given.whole("priority");
    let skills = given.texts("skills", 20, 60);
    let level = given.whole("skill_level");
    let correction = Correction::read(&mut given);
    let status = given.word("status", "open, waiting, snoozed or closed", Status::of_name);
    let wakes = given.take("snoozed_until").map(|value| {
        let moment = value.as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
        if moment.is_none() && !value.is_null() {
            given.refuse("snoozed_until", "must be a moment, as in \"2026-11-20T15:30:00Z\", or null");
        }
        moment.map(jiff::Timestamp::as_millisecond)
    });
    let reason = given.text("close_reason", 300);
    if reason.is_some() && status != Some(Status::Closed) {
        given.refuse("close_reason", "goes only with the status closed");
    }
    let next = match (status, wakes.flatten()) {
        (Some(Status::Snoozed) | None, Some(until_ms)) => Some(Next::Snoozed(until_ms)),
        (Some(Status::Snoozed), None) => {
            given.refuse("snoozed_until", "is needed to snooze");
            None
        }
        (Some(_), Some(_)) => {
            given.refuse("snoozed_until", "goes only with the status snoozed");
            None
        }
        (Some(Status::Open), None) => Some(Next::Open),
        (Some(Status::Waiting), None) => Some(Next::Waiting),
        (Some(Status::Closed), None) => Some(Next::Closed(reason)),
        (None, None) => None,
    };
    let wake_up = status.is_none() && wakes == Some(None);
    given.done()?;
    Ok(Box::new(move |tx| {
        let actor = ask.actor();
        let mut conversation = asked(&ask, tx)?;
        if let Some(assignee) = assignee {
            assign(tx, &mut conversation, assignee.as_deref(), actor)?;
        }
        if let Some(team) = team {
            let team = match team {
                Some(oid) => Some(named(tx, "/team", |tx| agent::team_by_oid(tx, &oid))?),
                None => None,
            };
            conversation::team(tx, &mut conversation, team.as_ref(), actor)?;
        }
        if let Some(tags) = tags {
            conversation::retag(tx, &conversation, &tags, actor)?;
        }
        if let Some(priority) = priority {
            conversation::prioritise(tx, &mut conversation, priority, actor)?;
        }
        if skills.is_some() || level.is_some() {
            let names = skills.unwrap_or_else(|| skill::names_of(&conversation.skills));
            routing::set_by_hand(tx, &mut conversation, &names, level, actor)?;
        }
        if let Some(correction) = correction {
            correction.apply(tx, conversation.id, actor)?;
        }
        let next = match wake_up && conversation.status == Status::Snoozed {
            true => Some(Next::Open),
            false => next,
        };
        if let Some(next) = next {
            change_status(tx, &mut conversation, next, actor)?;
        }
        Ok(Answer::json(show(&ask, tx, conversation.id)?))
    }))
}

/// `None` when it is not there, `Some(None)` when it is null.
fn nullable_oid(given: &mut Given, name: &str, kind: Kind) -> Option<Option<String>> {
    match given.has(name) {
        true => given.oid(name, kind).map(Some),
        false => given.take(name).map(|_| None),
    }
}

fn assign(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    assignee: Option<&str>,
    actor: Actor,
) -> Result<(), Problem> {
    let agent = match assignee {
        Some(oid) => Some(named(tx, "/assignee", |tx| agent::by_oid(tx, oid))?),
        None => None,
    };
    if agent.as_ref().is_some_and(|agent| agent.role == agent::Role::Integration) {
        return Err(Problem::field("/assignee", "must be a person"));
    }
    Ok(conversation::assign(tx, conversation, agent.as_ref(), "by_hand", actor)?)
}

fn change_status(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    next: Next,
    actor: Actor,
) -> Result<(), Problem> {
    match next {
        Next::Open => {
            conversation::reopen(tx, conversation, "by_hand", actor)?;
            promise::owe_again(tx, conversation)?;
        }
        Next::Waiting => {
            let returns_at_ms = tx.now_ms() + company::find(tx)?.waiting_ms();
            conversation::wait_on_customer(tx, conversation, returns_at_ms, actor)?;
        }
        Next::Snoozed(until_ms) => conversation::snooze(tx, conversation, until_ms, actor)?,
        Next::Closed(reason) => promise::close(tx, conversation, reason.as_deref(), actor)?,
    }
    Ok(())
}

/// Who a new conversation is with.
enum Whom {
    Known(String),
    Named { name: Option<String>, identities: Vec<(String, String)> },
}

pub(super) fn create(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let direction = given.needed_word("direction", "in or out", |word| match word {
        "in" => Some(false),
        "out" => Some(true),
        _ => None,
    });
    let outward = direction.unwrap_or(false);
    ask.must(if outward { Permission::Answer } else { Permission::Handle })?;
    let inbox_oid = given.needed_oid("inbox_id", Kind::Inbox);
    let channel = given.word("channel", "the name of a channel", Channel::of_name);
    let whom = read_whom(&mut given);
    let subject = given.text("subject", 300).unwrap_or_default();
    let skills = given.texts("skills", 20, 60).unwrap_or_default();
    let tier = given.word("tier", "A, B or C", Tier::of_name);
    let words = messages::Words::read(&mut given);
    match outward {
        true if subject.trim().is_empty() => given.refuse("subject", "is needed"),
        true => {}
        false => words.refuse_for_inward(&mut given),
    }
    given.done()?;
    Ok(Box::new(move |tx| {
        let inbox = named(tx, "/inbox_id", |tx| inbox::by_oid(tx, &inbox_oid))?;
        let customer = find_or_create(tx, whom, ask.actor())?;
        let channel = channel.unwrap_or(inbox.channel);
        let started = match outward {
            true => {
                let new = New { inbox, channel, customer, subject, skills, tier };
                write_first(&ask, tx, new, words)?
            }
            false => {
                let opening = intake::Opening {
                    inbox,
                    channel,
                    customer,
                    subject,
                    text: words.text.clone(),
                    html: words.html.clone(),
                    tier,
                    skills,
                    language: None,
                };
                let opened = intake::open_by_hand(tx, opening, ask.actor())?;
                for (people, place) in [(&words.to, "to"), (&words.cc, "cc")] {
                    note_participants(tx, opened.conversation.id, people, place)?;
                }
                (opened.conversation.id, messages::show(&ask, tx, &opened.message)?)
            }
        };
        let (conversation_id, message) = started;
        let mut body = show(&ask, tx, conversation_id)?;
        body["message"] = message;
        Ok(Answer::json(body).created())
    }))
}

fn read_whom(given: &mut Given) -> Whom {
    let nobody = Whom::Named { name: None, identities: Vec::new() };
    if !given.needs("customer") {
        return nobody;
    }
    let Some(mut inner) = given.object("customer") else { return nobody };
    let whom = match inner.oid("id", Kind::Customer) {
        Some(oid) => Whom::Known(oid),
        None => {
            let name = inner.text("name", 200);
            let identities = customers::read_identities(&mut inner);
            Whom::Named { name, identities }
        }
    };
    given.back(inner);
    whom
}

/// The customer named, the one known by an identity, or a new one. Identities nobody has become theirs.
fn find_or_create(tx: &mut Tx<'_>, whom: Whom, actor: Actor) -> Result<Customer, Problem> {
    let (name, identities) = match whom {
        Whom::Known(oid) => return named(tx, "/customer/id", |tx| customer::by_oid(tx, &oid)),
        Whom::Named { name, identities } => (name, identities),
    };
    let mut known: Option<Customer> = None;
    for (at, (kind, value)) in identities.iter().enumerate() {
        let Some(found) = customer::known_as(tx, kind, value)? else { continue };
        if known.as_ref().is_some_and(|known| known.id != found.id) {
            let place = format!("/customer/identities/{at}");
            return Err(Problem::field(place, "belongs to another customer than one before it"));
        }
        known = Some(found);
    }
    let Some(known) = known else { return Ok(customer::create(tx, name, None, &identities, actor)?) };
    for (kind, value) in &identities {
        customer::add_identity(tx, known.id, kind, value, "claimed")?;
    }
    match (&known.name, name) {
        (None, Some(name)) => {
            let edit = customer::Edit { name: Some(name), ..customer::Edit::default() };
            Ok(customer::edit(tx, known.id, edit, actor)?)
        }
        _ => Ok(known),
    }
}

/// Everybody but our own inboxes.
fn note_participants(
    tx: &mut Tx<'_>,
    conversation_id: i64,
    people: &[Address],
    place: &str,
) -> Result<(), Problem> {
    let ours: Vec<String> = inbox::list(tx)?.into_iter().filter_map(|inbox| inbox.address).collect();
    for person in people {
        if !ours.contains(&kernel::address::without_tag(&person.email).0) {
            conversation::add_participant(tx, conversation_id, person, place)?;
        }
    }
    Ok(())
}

/// What a conversation we begin is made of.
struct New {
    inbox: Inbox,
    channel: Channel,
    customer: Customer,
    subject: String,
    skills: Vec<String>,
    tier: Option<Tier>,
}

fn write_first(ask: &Ask, tx: &mut Tx<'_>, new: New, words: messages::Words) -> Result<(i64, Value), Problem> {
    if new.channel != Channel::Email {
        return Err(Problem::field("/channel", "has no way out yet: only email has"));
    }
    let tier = new.tier.unwrap_or(new.customer.tier);
    let opening = conversation::Opening {
        subject: new.subject,
        channel: new.channel,
        inbox_id: new.inbox.id,
        customer_id: new.customer.id,
        team_id: new.inbox.team_id,
        tier,
        skills: json!(skill::check_names(tx, &new.skills, ask.actor())?).to_string(),
        linked_id: None,
    };
    let mut conversation = conversation::open(tx, opening, ask.actor())?;
    let author = words.author(ask, tx)?;
    if let conversation::Author::Agent { id, .. } = &author {
        let owner = agent::find(tx, *id)?;
        conversation::assign(tx, &mut conversation, Some(&owner), "wrote_first", ask.actor())?;
    }
    let written = outbox::write_first(tx, &mut conversation, words.into_reply(author))?;
    Ok((conversation.id, messages::show(ask, tx, &written.message)?))
}
