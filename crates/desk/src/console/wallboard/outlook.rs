//! What the next half hour will probably miss, beside the rows of the board, and in the API.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use db::Tx;
use maud::{Markup, html};
use spine::routing::{self, Outlook, Risk};
use spine::{agent as people, conversation};
use web::form;
use words::Say;

use crate::console::{live, pass};
use crate::fault::Fault;

/// An outlook counts for so long while nothing happens.
const COUNTS_MS: i64 = 20_000;
/// Accounts remembered.
const KEPT: usize = 256;
/// From these chances on a row is marked, in percent.
const LATE_FROM: i64 = 50;
const SOON_FROM: i64 = 20;

/// What was worked out last, by account: after which event, and what.
#[derive(Default)]
pub struct Outlooks(Mutex<HashMap<i64, (i64, Outlook)>>);

impl Outlooks {
    /// As things stand: from memory while nothing happened since, or worked out.
    pub(crate) fn of(&self, tx: &mut Tx<'_>, account_id: i64) -> Result<Outlook, Fault> {
        let (seq, now_ms) = (live::seq(tx)?, tx.now_ms());
        let known = self.lock().get(&account_id).cloned();
        let is_good =
            |(at, outlook): &(i64, Outlook)| *at == seq && (0..COUNTS_MS).contains(&(now_ms - outlook.at_ms));
        if let Some((_, outlook)) = known.filter(is_good) {
            return Ok(outlook);
        }
        let outlook = routing::outlook(tx)?;
        let mut kept = self.lock();
        if kept.len() >= KEPT && !kept.contains_key(&account_id) {
            kept.clear();
        }
        kept.insert(account_id, (seq, outlook.clone()));
        Ok(outlook)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<i64, (i64, Outlook)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A word in danger, as it is shown and told.
pub(crate) struct Danger {
    pub conversation: String,
    pub due_at_ms: i64,
    pub missed: i64,
    pub remedy: Option<Help>,
}

/// Whom to give it to, by outside name and name, and the chance that it is missed then.
pub(crate) struct Help {
    pub oid: String,
    pub name: String,
    pub missed: i64,
}

/// Everything that falls due within the half hour, by reference; nothing where too little is known.
pub(crate) struct Ahead {
    pub at_ms: i64,
    pub dangers: Option<HashMap<String, Danger>>,
    csrf: String,
}

impl Ahead {
    pub(crate) fn of(tx: &mut Tx<'_>, outlook: &Outlook, csrf: &str) -> Result<Self, Fault> {
        let dangers = match &outlook.risks {
            Some(risks) => Some(risks.iter().map(|risk| named(tx, risk)).collect::<Result<_, _>>()?),
            None => None,
        };
        Ok(Self { at_ms: outlook.at_ms, dangers, csrf: csrf.to_owned() })
    }

    /// Under the list: where the chances come from, or why there are none.
    pub(super) fn source(&self, say: Say) -> Markup {
        html! {
            p class="faint small" {
                @match &self.dangers {
                    Some(dangers) if dangers.is_empty() => {},
                    Some(_) => (say.with("wallboard-odds-how", &[("minutes", (routing::AHEAD_MS / 60_000).into())])),
                    None => (say.with("wallboard-odds-none", &[("least", (routing::ANSWERS_NEEDED as i64).into())])),
                }
            }
        }
    }

    /// What stands at the end of a row: the chance, and what helps; else the usual way to pass it on.
    pub(super) fn row(&self, say: Say, reference: &str, who: &str) -> Markup {
        let danger = self.dangers.as_ref().and_then(|dangers| dangers.get(reference));
        let Some(danger) = danger else { return pass::control(say, reference, who) };
        let class = match danger.missed {
            LATE_FROM.. => "late",
            SOON_FROM.. => "soon",
            _ => "",
        };
        html! {
            div class="ahead" {
                p class="odds" { b class=(class) { (danger.missed) "%" } span { (say.say("wallboard-odds")) } }
                @match &danger.remedy {
                    Some(help) => {
                        @let effect = say.with("wallboard-give-effect", &[("now", danger.missed.into()), ("then", help.missed.into())]);
                        form method="post" action=(pass::address(reference)) data-passing {
                            (form::csrf(&self.csrf))
                            input type="hidden" name="agent" value=(help.oid);
                            button type="submit" class="button" title=(effect) {
                                (say.with("wallboard-give", &[("name", help.name.as_str().into())]))
                                span class="sr" { ": " (effect) }
                            }
                        }
                    }
                    None if danger.missed >= LATE_FROM => {
                        a class="button" data-dialog href={ "/console/inbox/risk/" (reference) "/move" } { (say.say("wallboard-move")) }
                    }
                    None => (pass::control(say, reference, who)),
                }
            }
        }
    }
}

fn named(tx: &mut Tx<'_>, risk: &Risk) -> Result<(String, Danger), Fault> {
    let found = conversation::find(tx, risk.conversation_id)?;
    let remedy = match &risk.remedy {
        Some(remedy) => {
            let agent = people::find(tx, remedy.agent_id)?;
            Some(Help { oid: agent.oid, name: agent.name, missed: remedy.missed })
        }
        None => None,
    };
    let danger = Danger { conversation: found.oid, due_at_ms: risk.due_at_ms, missed: risk.missed, remedy };
    Ok((found.reference, danger))
}
