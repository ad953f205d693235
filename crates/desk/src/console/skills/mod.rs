//! Skills: who can do what, which words lead to it, how what waits is handed out, and why one went to somebody.

mod forms;
mod pages;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use db::Tx;
use kernel::id::Kind;
use maud::Markup;
use office::account::Permission;
use spine::agent::{self, Agent as Person, Role, Team};
use spine::conversation::{self, Conversation};
use spine::inbox::{self, Inbox};
use spine::routing::learnt::{self, Learnt};
use spine::routing::{self, Given, Need, RuleFigures, Settings, Standing, Tried};
use spine::skill::{self, Holding, Rule, Skill};
use spine::topic::{self, Topic};
use spine::{company, customer};

use super::inbox::store::reading;
use super::inbox::view::Reading;
use super::settings::{refused, shown};
use crate::Desk;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

pub(super) const ROOT: &str = "/console/routing";

/// Addresses of skills, rules and the handing out.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route(ROOT, get(page))
        .route("/console/routing/skills", post(add_skill))
        .route("/console/routing/skills/{oid}", post(retire_skill))
        .route("/console/routing/people/{oid}", get(person).post(change_person))
        .route("/console/routing/rules", post(make_rule))
        .route("/console/routing/rules/{oid}", get(rule).post(change_rule))
        .route("/console/routing/rules/{oid}/move", post(move_rule))
        .route("/console/routing/rules/{oid}/delete", post(drop_rule))
        .route("/console/routing/learnt", post(switch_learnt))
        .route("/console/routing/way", post(change_way))
}

/// Somebody, with what they can.
struct Able {
    person: Person,
    held: Vec<Holding>,
    languages: Vec<String>,
}

impl Able {
    fn of(person: Person) -> Self {
        Self { held: skill::held_of(&person.skills), languages: skill::languages_of(&person.languages), person }
    }

    fn holding(&self, skill: &Skill) -> Option<&Holding> {
        self.held.iter().find(|one| one.skill == skill.name)
    }

    fn is_online(&self) -> bool {
        self.person.presence == "online"
    }
}

/// One conversation, and why it went where it is or to nobody.
struct Asked {
    conversation: Conversation,
    customer: Option<String>,
    need: Need,
    given: Option<Given>,
    /// While it waits: everybody.
    standings: Option<Vec<Standing>>,
}

/// What rules would have said of the last conversations.
struct Preview {
    rules: Vec<Rule>,
    tried: Vec<Tried>,
}

/// Everything the page shows.
struct View {
    company: String,
    skills: Vec<Skill>,
    people: Vec<Able>,
    rules: Vec<Rule>,
    figures: Vec<RuleFigures>,
    learnt: Learnt,
    learnt_figures: Vec<learnt::Figures>,
    inboxes: Vec<Inbox>,
    topics: Vec<Topic>,
    teams: Vec<Team>,
    settings: Settings,
    /// Only who is online.
    now_only: bool,
    why: Option<Asked>,
    /// What was asked for as a code, and is none.
    unknown: Option<String>,
}

impl View {
    fn in_use(&self) -> impl Iterator<Item = &Skill> {
        self.skills.iter().filter(|skill| !skill.is_retired())
    }

    fn skill(&self, skill_id: i64) -> Option<&Skill> {
        self.skills.iter().find(|skill| skill.id == skill_id)
    }

    fn name(&self, agent_id: i64) -> &str {
        let found = self.people.iter().find(|able| able.person.id == agent_id);
        found.map_or("–", |able| able.person.name.as_str())
    }

    fn named(&self, outside: &str) -> Option<&str> {
        let oid = Kind::Agent.oid(outside)?;
        self.people.iter().find(|able| able.person.oid == oid).map(|able| able.person.name.as_str())
    }
}

/// What is being written, and what is wrong with it.
#[derive(Default)]
struct Open {
    person: Option<String>,
    rule: Option<Rule>,
    /// Fields of the form that was sent, or of what is open.
    fields: Fields,
    wrong: Wrong,
    preview: Option<Preview>,
}

fn view(tx: &mut Tx<'_>, asked: &Fields) -> Result<View, Fault> {
    let everybody = agent::list(tx)?;
    let people = everybody.into_iter().filter(|person| person.active && person.role != Role::Integration);
    let code = asked.get("why").trim().chars().take(20).collect::<String>();
    let why = if code.is_empty() { None } else { conversation::by_reference(tx, &code.to_ascii_uppercase())? };
    let unknown = (why.is_none() && !code.is_empty()).then_some(code);
    let why = match why {
        Some(conversation) => Some(Asked {
            customer: customer::find(tx, conversation.customer_id)?.name,
            need: routing::need_of(tx, conversation.id)?,
            given: routing::given(tx, &conversation)?,
            standings: routing::why_not(tx, &conversation)?,
            conversation,
        }),
        None => None,
    };
    Ok(View {
        company: company::find(tx)?.name,
        skills: skill::list(tx)?,
        people: people.map(Able::of).collect(),
        rules: skill::rules(tx)?,
        figures: routing::figures(tx)?,
        learnt: learnt::learnt(tx)?,
        learnt_figures: learnt::figures(tx)?,
        inboxes: inbox::list(tx)?,
        topics: topic::configured(tx)?.topics,
        teams: agent::teams(tx)?,
        settings: routing::settings(tx)?,
        now_only: asked.get("now") == "1",
        why,
        unknown,
    })
}

fn draw(agent: &Agent, tx: &mut Tx<'_>, asked: &Fields, open: &Open) -> Result<Markup, Fault> {
    let reading: Reading = reading(tx, agent.say)?;
    let view = view(tx, asked)?;
    Ok(pages::draw(agent, &view, open, &reading))
}

async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::Read)?;
            let asked = Fields::of_query(query.as_deref());
            let open = Open { fields: forms::usual_rule(), ..Open::default() };
            Ok(shown(draw(agent, tx, &asked, &open)?))
        })
        .await
}

async fn add_skill(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            match skill::add(tx, fields.get("skill-name"), agent.actor()) {
                Ok(_) => Ok(Redirect::to(ROOT).into_response()),
                Err(spine::Error::Refused(_)) => {
                    let mut wrong = Wrong::default();
                    wrong.add(agent.say, "skill-name", "skill-error-name");
                    let mut kept = forms::usual_rule();
                    kept.push("skill-name", fields.get("skill-name"));
                    let open = Open { fields: kept, wrong, ..Open::default() };
                    Ok(refused(draw(agent, tx, &Fields::default(), &open)?))
                }
                Err(error) => Err(error.into()),
            }
        })
        .await
}

async fn retire_skill(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let skill = skill::by_oid(tx, Kind::Skill.oid(&name).ok_or(Fault::Missing)?)?;
            skill::retire(tx, &skill, fields.get("retired") == "yes", agent.actor())?;
            Ok(Redirect::to(ROOT))
        })
        .await
}

fn known_person(tx: &mut Tx<'_>, name: &str) -> Result<Person, Fault> {
    Ok(agent::by_oid(tx, Kind::Agent.oid(name).ok_or(Fault::Missing)?)?)
}

async fn person(State(desk): State<Arc<Desk>>, Path(name): Path<String>, agent: Agent) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let known = known_person(tx, &name)?;
            let fields = forms::of_person(tx, &known)?;
            let open = Open { person: Some(name), fields, ..Open::default() };
            Ok(shown(draw(agent, tx, &Fields::default(), &open)?))
        })
        .await
}

async fn change_person(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let known = known_person(tx, &name)?;
            let mut wrong = Wrong::default();
            let held = forms::held(tx, agent.say, &known, &fields, &mut wrong)?;
            let tags = forms::languages(agent.say, &fields, &mut wrong);
            if wrong.is_empty() {
                skill::set_held(tx, known.id, &held, agent.actor())?;
                skill::set_languages(tx, known.id, &tags, agent.actor())?;
                return Ok(Redirect::to(ROOT).into_response());
            }
            let open = Open { person: Some(name), fields, wrong, ..Open::default() };
            Ok(refused(draw(agent, tx, &Fields::default(), &open)?))
        })
        .await
}

fn known_rule(tx: &mut Tx<'_>, name: &str) -> Result<Rule, Fault> {
    Ok(skill::rule_by_oid(tx, Kind::SkillRule.oid(name).ok_or(Fault::Missing)?)?)
}

async fn rule(State(desk): State<Arc<Desk>>, Path(name): Path<String>, agent: Agent) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let rule = known_rule(tx, &name)?;
            let fields = forms::of_rule(tx, &rule)?;
            let open = Open { rule: Some(rule), fields, ..Open::default() };
            Ok(shown(draw(agent, tx, &Fields::default(), &open)?))
        })
        .await
}

async fn make_rule(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            keep_rule(agent, tx, None, fields)
        })
        .await
}

async fn change_rule(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let rule = known_rule(tx, &name)?;
            keep_rule(agent, tx, Some(rule), fields)
        })
        .await
}

/// Keeps what the form says, or shows what it would have said of the last conversations, or what is wrong with it.
fn keep_rule(agent: &Agent, tx: &mut Tx<'_>, rule: Option<Rule>, fields: Fields) -> Result<Response, Fault> {
    let mut wrong = Wrong::default();
    let mut preview = None;
    if let Some(new) = forms::rule(tx, agent.say, &fields, &mut wrong)? {
        if fields.get("do") == "try" {
            let refused = new.wrong();
            if refused.is_empty() {
                let mut rules = skill::rules(tx)?;
                let tried = new.tried();
                match rule.as_ref().and_then(|rule| rules.iter().position(|one| one.id == rule.id)) {
                    Some(at) => rules[at] = tried,
                    None => rules.push(tried),
                }
                let tried = routing::preview(tx, &rules)?;
                preview = Some(Preview { rules, tried });
            } else {
                forms::told(agent.say, refused, &mut wrong);
            }
        } else {
            let kept = match &rule {
                Some(rule) => skill::change_rule(tx, rule, &new, agent.actor()),
                None => skill::make_rule(tx, &new, agent.actor()),
            };
            match kept {
                Ok(_) => return Ok(Redirect::to(ROOT).into_response()),
                Err(spine::Error::Refused(fields)) => forms::told(agent.say, fields, &mut wrong),
                Err(error) => return Err(error.into()),
            }
        }
    }
    let fine = wrong.is_empty();
    let open = Open { person: None, rule, fields, wrong, preview };
    let drawn = draw(agent, tx, &Fields::default(), &open)?;
    Ok(if fine { shown(drawn) } else { refused(drawn) })
}

async fn move_rule(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let rule = known_rule(tx, &name)?;
            let place = fields.get("place").parse::<usize>().unwrap_or(0);
            match skill::move_rule(tx, &rule, place, agent.actor()) {
                Ok(()) => Ok(Redirect::to(ROOT)),
                // The page offers no such place.
                Err(spine::Error::Refused(_)) => Err(Fault::Missing),
                Err(error) => Err(error.into()),
            }
        })
        .await
}

async fn drop_rule(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, .. }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let rule = known_rule(tx, &name)?;
            skill::drop_rule(tx, &rule, agent.actor())?;
            Ok(Redirect::to(ROOT))
        })
        .await
}

async fn switch_learnt(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            learnt::switch(tx, fields.get("on") == "yes", agent.actor())?;
            Ok(Redirect::to(ROOT))
        })
        .await
}

async fn change_way(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let mut wrong = Wrong::default();
            let settings = forms::way(tx, &fields)?;
            match routing::change(tx, &settings, agent.actor()) {
                Ok(_) => return Ok(Redirect::to(ROOT).into_response()),
                Err(spine::Error::Refused(refused)) => forms::told(agent.say, refused, &mut wrong),
                Err(error) => return Err(error.into()),
            }
            let mut kept = forms::usual_rule();
            for name in ["silence", "return"] {
                kept.push(name, fields.get(name));
            }
            let open = Open { fields: kept, wrong, ..Open::default() };
            Ok(refused(draw(agent, tx, &Fields::default(), &open)?))
        })
        .await
}
