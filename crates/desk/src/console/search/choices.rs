//! What a few letters can mean: people, conversations, places, views, and what to do with the open conversation.

use db::{Row, Tx, args};
use office::account::Permission;
use spine::search::{self, Wanted, folded};

use crate::console::inbox::view::{Place, View};
use crate::console::views;
use crate::fault::Fault;
use crate::session::Agent;

/// Choices of one group.
const EACH: usize = 6;
/// Conversations looked at for people.
const LOOKED_AT: usize = 40;

db::queries! {
    "console_search";
    account {
        CONVERSATION = "select c.reference, c.subject, coalesce(k.name, (
                          select d.value from identity d where d.account_id = c.account_id and d.customer_id = c.customer_id
                          order by d.id limit 1)), c.customer_id
                        from conversation c join customer k on k.account_id = c.account_id and k.id = c.customer_id
                        where c.account_id = ?1 and c.id = ?2";
        RECENT = "select s.conversation_id from seen s join conversation c on c.account_id = s.account_id
                    and c.id = s.conversation_id and c.merged_into_id is null
                  where s.account_id = ?1 and s.agent_id = ?2 order by s.seen_at_ms desc limit ?3";
        ADDRESS = "select value from identity where account_id = ?1 and customer_id = ?2 order by id limit 1";
        CANNED = "select title, oid from canned where account_id = ?1 and (agent_id is null or agent_id = ?2)
                    and search like ?3 order by used desc, id limit 6";
    }
}

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub href: String,
    pub icon: &'static str,
    pub text: String,
    pub about: String,
    /// The key that does the same.
    pub key: Option<&'static str>,
    /// It asks something over the page.
    pub asks: bool,
}

/// Choices of one kind, under the key of their title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub title: &'static str,
    pub choices: Vec<Choice>,
}

/// What can be meant by some letters; what was looked at last when there are none.
pub fn of(tx: &mut Tx<'_>, agent: &Agent, query: &str, open: Option<&str>) -> Result<Vec<Group>, Fault> {
    let letters = folded(query.trim());
    let mut groups = Vec::new();
    let mut add = |title, choices: Vec<Choice>| {
        if !choices.is_empty() {
            groups.push(Group { title, choices });
        }
    };
    match letters.is_empty() {
        true => add("lists-palette-recent", recent(tx, agent)?),
        false => {
            add("lists-palette-people", people(tx, &letters)?);
            add("lists-palette-conversations", conversations(tx, query)?);
        }
    }
    add("lists-palette-here", here(agent, &letters, open));
    add("lists-palette-views", saved(tx, agent, &letters)?);
    add("lists-palette-canned", canned(tx, agent, &letters)?);
    add("lists-palette-places", places(agent, &letters));
    Ok(groups)
}

/// Code, subject, customer's name, customer.
type Line = (String, String, String, i64);

fn line(tx: &mut Tx<'_>, id: i64) -> Result<Option<Line>, Fault> {
    Ok(tx.find(CONVERSATION, args![id], |row: &mut Row| {
        let (reference, subject) = (row.next()?, row.next()?);
        Ok((reference, subject, row.next::<Option<String>>()?.unwrap_or_default(), row.next()?))
    })?)
}

fn conversation(line: Line) -> Choice {
    let (reference, subject, customer, _) = line;
    Choice {
        href: Place::of(View::All).with_open(&reference).href(),
        icon: "message-square",
        text: if subject.is_empty() { reference.clone() } else { subject },
        about: format!("{customer} · {reference}"),
        key: None,
        asks: false,
    }
}

fn recent(tx: &mut Tx<'_>, agent: &Agent) -> Result<Vec<Choice>, Fault> {
    let ids: Vec<i64> = tx.list(RECENT, args![agent.id(), EACH], Row::next)?;
    let mut choices = Vec::new();
    for id in ids {
        choices.extend(line(tx, id)?.map(conversation));
    }
    Ok(choices)
}

fn conversations(tx: &mut Tx<'_>, query: &str) -> Result<Vec<Choice>, Fault> {
    let mut choices = Vec::new();
    if let Some(open) = spine::conversation::by_reference(tx, &query.trim().to_ascii_uppercase())? {
        choices.extend(line(tx, open.id)?.map(conversation));
    }
    let hits = search::find(tx, &Wanted::read(query.trim_start()), i64::MAX)?;
    for id in hits.ids.into_iter().take(EACH) {
        choices.extend(line(tx, id)?.map(conversation));
    }
    choices.dedup();
    choices.truncate(EACH);
    Ok(choices)
}

/// Customers who wrote and are called so, those who wrote last first.
fn people(tx: &mut Tx<'_>, letters: &str) -> Result<Vec<Choice>, Fault> {
    let first = letters.split(' ').map(|word| format!("da:{word}")).collect::<Vec<_>>().join(" ");
    let hits = search::find(tx, &Wanted::read(&first), i64::MAX)?;
    let mut seen: Vec<i64> = Vec::new();
    let mut choices = Vec::new();
    for id in hits.ids.into_iter().take(LOOKED_AT) {
        let Some((_, subject, name, customer_id)) = line(tx, id)? else { continue };
        let parts = folded(&name);
        let address: String = tx.find(ADDRESS, args![customer_id], Row::next)?.unwrap_or_default();
        // Colleagues write too: only whoever the conversation is with is meant.
        if seen.contains(&customer_id)
            || !letters.split(' ').all(|word| parts.contains(word) || address.contains(word))
        {
            continue;
        }
        seen.push(customer_id);
        let query = if address.is_empty() { name.clone() } else { format!("da:{address} ") };
        choices.push(Choice {
            href: Place { query, ..Place::of(View::All) }.href(),
            icon: "user",
            text: name,
            about: subject,
            key: None,
            asks: false,
        });
        if choices.len() == EACH {
            break;
        }
    }
    Ok(choices)
}

/// What can be done with the open conversation.
fn here(agent: &Agent, letters: &str, open: Option<&str>) -> Vec<Choice> {
    let Some(open) = open.filter(|_| agent.may(Permission::Handle)) else { return Vec::new() };
    let place = Place::of(View::All).with_open(open).href();
    let acts = [
        ("assign", "users", "P", "lists-palette-assign"),
        ("move", "timer", "S", "lists-palette-move"),
        ("snooze", "moon", "Z", "lists-palette-snooze"),
        ("tags", "list-ordered", "", "lists-palette-tags"),
        ("close", "check", "E", "lists-palette-close"),
    ];
    let choices = acts.into_iter().map(|(verb, icon, key, words)| Choice {
        href: format!("{place}/{verb}"),
        icon,
        text: agent.say.say(words),
        about: open.to_owned(),
        key: Some(key).filter(|key| !key.is_empty()),
        asks: true,
    });
    choices.filter(|choice| fits(&choice.text, letters)).collect()
}

fn saved(tx: &mut Tx<'_>, agent: &Agent, letters: &str) -> Result<Vec<Choice>, Fault> {
    let views = views::store::list(tx, agent.id())?;
    let choices = views.into_iter().map(|view| Choice {
        href: view.place,
        icon: "filter",
        text: view.name,
        about: String::new(),
        key: None,
        asks: false,
    });
    Ok(choices.filter(|choice| fits(&choice.text, letters)).take(EACH).collect())
}

/// Answers written once: where they are read and changed.
fn canned(tx: &mut Tx<'_>, agent: &Agent, letters: &str) -> Result<Vec<Choice>, Fault> {
    if letters.is_empty() {
        return Ok(Vec::new());
    }
    let pattern = format!("%{}%", letters.replace(['%', '_', '\\'], ""));
    Ok(tx.list(CANNED, args![agent.id(), pattern], |row| {
        let (text, oid) = (row.next::<String>()?, row.next::<String>()?);
        Ok(Choice {
            href: format!("/console/settings/canned#{}", kernel::id::Kind::Canned.name(&oid)),
            icon: "zap",
            text,
            about: String::new(),
            key: None,
            asks: false,
        })
    })?)
}

/// Pages of the console.
fn places(agent: &Agent, letters: &str) -> Vec<Choice> {
    let list = View::ALL.map(|view| (Place::of(view).href(), "inbox", format!("inbox-view-{}", view.name())));
    let more = [
        ("/console/ledger", "shield-check", "shell-ledger"),
        ("/console/reports", "trending-up", "shell-reports"),
        ("/console/complaints", "message-warning", "shell-complaints"),
        ("/console/settings", "settings", "shell-settings"),
        ("/console/views", "filter", "lists-views-title"),
        ("/console/day", "timer", "day-title"),
        ("/console/new", "send", "inbox-new-long"),
        ("/console/me", "user", "lists-palette-me"),
    ];
    let more = more.map(|(href, icon, key)| (href.to_owned(), icon, key.to_owned()));
    let board = agent.may(Permission::SeeFigures).then_some(("/console/wallboard", "gauge", "shell-wallboard"));
    let board = board.map(|(href, icon, key)| (href.to_owned(), icon, key.to_owned()));
    let choices = list.into_iter().chain(board).chain(more).map(|(href, icon, key)| Choice {
        href,
        icon,
        text: agent.say.say(&key),
        about: String::new(),
        key: None,
        asks: false,
    });
    choices.filter(|choice| fits(&choice.text, letters)).take(EACH).collect()
}

fn fits(text: &str, letters: &str) -> bool {
    let text = folded(text);
    letters.split(' ').all(|word| text.contains(word))
}
