//! What people can, which words lead to it, and who gets what: the catalogue, the rules, handing out.

use std::collections::BTreeMap;

use db::Tx;
use kernel::id::Kind;
use office::account::{self, Permission};
use office::report::{interval_tenths, tenths};
use serde_json::{Value, json};
use spine::routing::learnt;
use spine::routing::{self, Settings, Take};
use spine::skill::{self, NewRule, Rule, Skill};
use spine::{agent, conversation, inbox};

use super::call::{Act, Answer, Ask, Call, Gives, Job, Takes};
use super::given::{Given, at, at_some, named, named_at};
use super::problem::Problem;
use super::table::{CREATE, DELETE, GET, PATCH, POST, PUT};
use super::{conversations, page};

const SKILLS: Call = Call { path: "/skills", ..GET };
const SKILL: Call = Call { path: "/skills/{id}", ..GET };
const RULES: Call = Call { path: "/skill-rules", ..GET };
const RULE: Call = Call { path: "/skill-rules/{id}", ..GET };
const LEARNT: Call = Call { path: "/skills/learnt", ..GET };
const ROUTING: Call = Call { path: "/routing", ..GET };

/// Calls about skills and about who gets what.
pub(super) static CALLS: &[Call] = &[
    Call {
        about: "The catalogue of skills, with how many people have each and how many of them are there now.",
        gives: Gives::List("Skill"),
        act: Act::Read(skills),
        ..SKILLS
    },
    Call {
        path: SKILLS.path,
        may: Some(Permission::ChangeTeams),
        about: "Adds a skill. Its name stays: another one is another skill.",
        takes: Takes::Json("NewSkill"),
        gives: Gives::One("Skill"),
        act: Act::Write(add_skill),
        ..CREATE
    },
    Call {
        about: "What was learnt from answered conversations: how often it names the right skill, of how many it speaks, what is \
                missing before it can, and what it gave in 28 days. Measured once a day, on conversations of which no rule spoke.",
        gives: Gives::One("LearntSkills"),
        act: Act::Read(learnt_skills),
        ..LEARNT
    },
    Call {
        path: LEARNT.path,
        may: Some(Permission::ChangeTeams),
        about: "Switches it on or off: whether it gives a skill to what waits where no rule spoke and nobody chose.",
        takes: Takes::Json("LearntSkillsChange"),
        gives: Gives::One("LearntSkills"),
        act: Act::Write(switch_learnt),
        ..PATCH
    },
    Call { about: "One skill.", gives: Gives::One("Skill"), act: Act::Read(one_skill), ..SKILL },
    Call {
        path: SKILL.path,
        may: Some(Permission::ChangeTeams),
        about: "Takes a skill out of use, or brings it back. Nobody is asked for a retired one.",
        takes: Takes::Json("SkillChange"),
        gives: Gives::One("Skill"),
        act: Act::Write(change_skill),
        ..PATCH
    },
    Call {
        about: "What leads from what was written to a skill, in the order in which it counts.",
        gives: Gives::One("SkillRules"),
        act: Act::Read(rules),
        ..RULES
    },
    Call {
        path: RULES.path,
        may: Some(Permission::ChangeTeams),
        about: "Makes a rule, the last in the order.",
        takes: Takes::Json("NewSkillRule"),
        gives: Gives::One("SkillRule"),
        act: Act::Write(make_rule),
        ..CREATE
    },
    Call {
        path: RULE.path,
        may: Some(Permission::ChangeTeams),
        about: "Changes a rule; conversations keep what it gave them. With `place` it moves in the order, 1 for the first.",
        takes: Takes::Json("NewSkillRule"),
        gives: Gives::One("SkillRule"),
        act: Act::Write(put_rule),
        ..PUT
    },
    Call {
        path: RULE.path,
        may: Some(Permission::ChangeTeams),
        about: "Throws a rule away.",
        act: Act::Write(drop_rule),
        ..DELETE
    },
    Call {
        path: "/skill-rules/preview",
        may: Some(Permission::ChangeTeams),
        about: "What the rules, with one more at their end if the body has one, would have said of the last 200 conversations.",
        takes: Takes::Json("SkillRuleTrial"),
        gives: Gives::One("SkillRulePreview"),
        act: Act::Write(preview),
        ..POST
    },
    Call {
        may: Some(Permission::SeeSettings),
        about: "How what waits is handed out.",
        gives: Gives::One("Routing"),
        act: Act::Read(settings),
        ..ROUTING
    },
    Call {
        path: ROUTING.path,
        may: Some(Permission::ChangeTeams),
        about: "Says how what waits is handed out: by hand or automatically, for all or for single teams.",
        takes: Takes::Json("RoutingChange"),
        gives: Gives::One("Routing"),
        act: Act::Write(put_settings),
        ..PUT
    },
    Call {
        path: "/conversations/next",
        may: Some(Permission::Answer),
        about: "Gives the token's person, or `agent_id`, the conversation that goes first for them: the nearest promise that can \
                be kept among those they can answer. Null when nothing waits for them; a conflict when their hands are full.",
        takes: Takes::Json("NextAsked"),
        gives: Gives::One("Next"),
        act: Act::Write(next),
        ..POST
    },
    Call {
        path: "/conversations/{id}/send-back",
        may: Some(Permission::Answer),
        about: "Gives back a conversation of the token's person, or of `agent_id`: it waits again as old as it is, and does not \
                come to them for ten minutes.",
        takes: Takes::Json("SendBack"),
        gives: Gives::One("Conversation"),
        act: Act::Write(send_back),
        ..POST
    },
    Call {
        path: "/conversations/{id}/routing",
        about: "Why whoever has it has it; while it waits, what keeps everybody from it.",
        gives: Gives::One("ConversationRouting"),
        act: Act::Read(why),
        ..GET
    },
];

/// Who has what, for the counts of the catalogue.
struct People(Vec<(bool, Vec<skill::Holding>)>);

impl People {
    fn read(tx: &mut Tx<'_>) -> Result<Self, Problem> {
        let people =
            agent::list(tx)?.into_iter().filter(|agent| agent.active && account::is_person(agent.role));
        Ok(Self(people.map(|agent| (agent.presence == "online", skill::held_of(&agent.skills))).collect()))
    }

    fn show(&self, skill: &Skill) -> Value {
        let having = |(_, held): &&(bool, Vec<skill::Holding>)| held.iter().any(|one| one.skill == skill.name);
        let have: Vec<bool> = self.0.iter().filter(having).map(|(online, _)| *online).collect();
        json!({
            "id": Kind::Skill.name(&skill.oid),
            "name": skill.name,
            "retired": skill.is_retired(),
            "retired_at": at_some(skill.retired_at_ms),
            "people": have.len(),
            "online": have.iter().filter(|online| **online).count(),
        })
    }
}

fn skills(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let people = People::read(tx)?;
    let all = skill::list(tx)?;
    page::of_all(ask, all, |skill| skill.id, |skill| Ok(people.show(&skill)))
}

fn one_skill(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let skill = skill::by_oid(tx, ask.oid(Kind::Skill)?)?;
    Ok(Answer::json(People::read(tx)?.show(&skill)))
}

fn add_skill(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let name = given.needed_text("name", skill::NAME_CHARS);
    given.done()?;
    Ok(Box::new(move |tx| {
        let skill = skill::add(tx, &name, ask.actor())?;
        Ok(Answer::json(People::read(tx)?.show(&skill)).created())
    }))
}

fn change_skill(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    given.needs("retired");
    let retired = given.flag("retired").unwrap_or_default();
    given.done()?;
    Ok(Box::new(move |tx| {
        let skill = skill::by_oid(tx, ask.oid(Kind::Skill)?)?;
        let skill = skill::retire(tx, &skill, retired, ask.actor())?;
        Ok(Answer::json(People::read(tx)?.show(&skill)))
    }))
}

fn show_rule(tx: &mut Tx<'_>, rule: &Rule) -> Result<Value, Problem> {
    let inbox_id = match rule.inbox_id {
        Some(inbox_id) => Some(Kind::Inbox.name(&inbox::find(tx, inbox_id)?.oid)),
        None => None,
    };
    let skill = skill::find(tx, rule.skill_id)?;
    Ok(json!({
        "id": Kind::SkillRule.name(&rule.oid),
        "words": rule.words,
        "topics": rule.topics,
        "inbox_id": inbox_id,
        "skill_id": Kind::Skill.name(&skill.oid),
        "skill": skill.name,
        "level": rule.level,
        "active": rule.active,
    }))
}

fn rules(_: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let figures = routing::figures(tx)?;
    let mut shown = Vec::new();
    for (rule, place) in skill::rules(tx)?.iter().zip(1_i64..) {
        let mut one = show_rule(tx, rule)?;
        let of = figures.iter().find(|of| of.rule_id == rule.id);
        one["place"] = place.into();
        one["given"] = of.map_or(0, |of| of.given).into();
        one["changed"] = of.map_or(0, |of| of.changed).into();
        shown.push(one);
    }
    Ok(Answer::json(json!({ "data": shown })))
}

/// A rule as a body has it; skill and inbox are found inside the transaction.
struct Body {
    new: NewRule,
    skill: String,
    inbox: Option<String>,
}

impl Body {
    fn read(given: &mut Given) -> Self {
        let skill = given.needed_oid("skill_id", Kind::Skill);
        let inbox = given.oid("inbox_id", Kind::Inbox);
        let words = given.texts("words", skill::WORDS_MAX, 60).unwrap_or_default();
        let topics = given.texts("topics", skill::WORDS_MAX, 60).unwrap_or_default();
        let level = given.whole("level").unwrap_or(1);
        let active = given.flag("active").unwrap_or(true);
        Self { new: NewRule { words, topics, inbox_id: None, skill_id: 0, level, active }, skill, inbox }
    }

    fn placed(self, tx: &mut Tx<'_>, under: &str) -> Result<NewRule, Problem> {
        let skill_id = named(tx, &format!("{under}/skill_id"), |tx| skill::by_oid(tx, &self.skill))?.id;
        let inbox_id = match &self.inbox {
            Some(oid) => Some(named(tx, &format!("{under}/inbox_id"), |tx| inbox::by_oid(tx, oid))?.id),
            None => None,
        };
        Ok(NewRule { skill_id, inbox_id, ..self.new })
    }
}

fn make_rule(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let body = Body::read(&mut given);
    let place = place(&mut given);
    given.done()?;
    Ok(Box::new(move |tx| {
        let new = body.placed(tx, "")?;
        let rule = skill::make_rule(tx, &new, ask.actor())?;
        if let Some(place) = place {
            skill::move_rule(tx, &rule, place, ask.actor())?;
        }
        Ok(Answer::json(show_rule(tx, &rule)?).created())
    }))
}

fn place(given: &mut Given) -> Option<usize> {
    let place = given.whole("place")?;
    match usize::try_from(place) {
        Ok(place) if (1..=skill::RULES_MAX).contains(&place) => Some(place),
        _ => {
            given.refuse("place", format!("must be from 1 to {}", skill::RULES_MAX));
            None
        }
    }
}

fn put_rule(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let body = Body::read(&mut given);
    let place = place(&mut given);
    given.done()?;
    Ok(Box::new(move |tx| {
        let rule = skill::rule_by_oid(tx, ask.oid(Kind::SkillRule)?)?;
        let new = body.placed(tx, "")?;
        let rule = skill::change_rule(tx, &rule, &new, ask.actor())?;
        if let Some(place) = place {
            skill::move_rule(tx, &rule, place, ask.actor())?;
        }
        Ok(Answer::json(show_rule(tx, &rule)?))
    }))
}

fn drop_rule(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let rule = skill::rule_by_oid(tx, ask.oid(Kind::SkillRule)?)?;
        skill::drop_rule(tx, &rule, ask.actor())?;
        Ok(Answer::nothing())
    }))
}

fn preview(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let tried = given.object("rule").map(|mut inner| {
        let body = Body::read(&mut inner);
        given.back(inner);
        body
    });
    given.done()?;
    Ok(Box::new(move |tx| {
        let mut rules = skill::rules(tx)?;
        if let Some(body) = tried {
            let new = body.placed(tx, "/rule")?;
            let wrong = new.wrong();
            if !wrong.is_empty() {
                return Err(spine::Error::Refused(named_at("/rule", wrong)).into());
            }
            rules.push(new.tried());
        }
        let mut found = vec![0_i64; rules.len()];
        let mut shown = Vec::new();
        for one in routing::preview(tx, &rules)? {
            let rule = one.rule.as_ref().and_then(|(at, _)| rules.get(*at));
            if let Some(count) = one.rule.as_ref().and_then(|(at, _)| found.get_mut(*at)) {
                *count += 1;
            }
            let skill = match rule {
                Some(rule) => Some(skill::find(tx, rule.skill_id)?.name),
                None => None,
            };
            shown.push(json!({
                "conversation_id": Kind::Conversation.name(&one.oid),
                "reference": one.reference,
                "subject": one.subject,
                "skills": one.skills,
                "rule_id": rule.filter(|rule| rule.id != 0).map(|rule| Kind::SkillRule.name(&rule.oid)),
                "skill": skill,
                "found": one.rule.map(|(_, found)| found),
            }));
        }
        Ok(Answer::json(json!({ "data": shown, "found": found })))
    }))
}

fn percent(tenths: i64) -> f64 {
    tenths as f64 / 10.0
}

fn show_learnt(tx: &mut Tx<'_>) -> Result<Value, Problem> {
    let learnt = learnt::learnt(tx)?;
    let figures = learnt::figures(tx)?;
    let (measure, missing) = (&learnt.measure, learnt.measure.missing());
    let mut skills = Vec::new();
    for of in &measure.skills {
        let skill = skill::find(tx, of.skill_id)?;
        let lately = figures.iter().find(|figures| figures.skill_id == of.skill_id);
        skills.push(json!({
            "skill_id": Kind::Skill.name(&skill.oid),
            "skill": skill.name,
            "labelled": of.labelled,
            "right": of.right,
            "wrong": of.wrong,
            "given": lately.map_or(0, |figures| figures.given),
            "changed": lately.map_or(0, |figures| figures.changed),
        }));
    }
    let band = interval_tenths(measure.right, measure.spoken);
    Ok(json!({
        "on": learnt.on,
        "learnt_at": at_some(learnt.fitted_at_ms),
        "labelled": measure.labelled,
        "measured": measure.measured,
        "missing": { "labelled": missing.labelled, "skills": missing.skills, "measured": missing.measured },
        "speaks": measure.speaks(),
        "spoken": measure.spoken,
        "right": measure.right,
        "percent": tenths(measure.right, measure.spoken).map(percent),
        "low": band.map(|(low, _)| percent(low)),
        "high": band.map(|(_, high)| percent(high)),
        "always_spoken": measure.always_spoken,
        "always_right": measure.always_right,
        "skills": skills,
    }))
}

fn learnt_skills(_: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    Ok(Answer::json(show_learnt(tx)?))
}

fn switch_learnt(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    given.needs("on");
    let on = given.flag("on").unwrap_or_default();
    given.done()?;
    Ok(Box::new(move |tx| {
        learnt::switch(tx, on, ask.actor())?;
        Ok(Answer::json(show_learnt(tx)?))
    }))
}

fn show_settings(tx: &mut Tx<'_>, settings: &Settings) -> Result<Value, Problem> {
    let teams: Vec<Value> = agent::teams(tx)?
        .iter()
        .filter_map(|team| {
            let automatic = settings.teams.get(&team.id)?;
            Some(json!({ "team_id": Kind::Team.name(&team.oid), "mode": mode(*automatic) }))
        })
        .collect();
    Ok(json!({
        "mode": mode(settings.automatic),
        "teams": teams,
        "silence_minutes": settings.silence_minutes,
        "return_minutes": settings.return_minutes,
    }))
}

fn mode(automatic: bool) -> &'static str {
    if automatic { "automatic" } else { "by_hand" }
}

fn mode_of(word: &str) -> Option<bool> {
    [false, true].into_iter().find(|automatic| mode(*automatic) == word)
}

fn settings(_: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let settings = routing::settings(tx)?;
    Ok(Answer::json(show_settings(tx, &settings)?))
}

fn put_settings(mut ask: Ask) -> Result<Job, Problem> {
    const TAKES: &str = "by_hand or automatic";
    let mut given = Given::of(ask.body.take())?;
    let automatic = given.needed_word("mode", TAKES, mode_of);
    let mut teams = Vec::new();
    for (at, value) in given.list("teams", 1_000).unwrap_or_default().into_iter().enumerate() {
        let Some(mut inner) = given.object_at("teams", at, value) else { continue };
        let team = inner.needed_oid("team_id", Kind::Team);
        let mode = inner.needed_word("mode", TAKES, mode_of);
        given.back(inner);
        teams.push((team, mode.unwrap_or_default()));
    }
    let usual = Settings::default();
    let silence_minutes = given.whole("silence_minutes").unwrap_or(usual.silence_minutes);
    let return_minutes = given.whole("return_minutes").unwrap_or(usual.return_minutes);
    given.done()?;
    Ok(Box::new(move |tx| {
        let mut own = BTreeMap::new();
        for (at, (team, automatic)) in teams.iter().enumerate() {
            let team = named(tx, &format!("/teams/{at}/team_id"), |tx| agent::team_by_oid(tx, team))?;
            own.insert(team.id, *automatic);
        }
        let automatic = automatic.unwrap_or_default();
        let new = Settings { automatic, teams: own, silence_minutes, return_minutes };
        let settings = routing::change(tx, &new, ask.actor())?;
        Ok(Answer::json(show_settings(tx, &settings)?))
    }))
}

/// Whose hands are meant: those of the token's person, or of whoever is named.
fn whose(ask: &Ask, tx: &mut Tx<'_>, named_oid: Option<&str>) -> Result<i64, Problem> {
    match (named_oid, ask.actor()) {
        (Some(oid), _) => {
            let person = named(tx, "/agent_id", |tx| agent::by_oid(tx, oid))?;
            if person.id != ask.bearer.agent_id {
                ask.must(Permission::ChangeTeams)?;
            }
            Ok(person.id)
        }
        (None, db::Actor::Agent(agent_id)) => Ok(agent_id),
        (None, _) => Err(Problem::field("/agent_id", "must say whose hands: this token is nobody's")),
    }
}

fn next(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let agent_oid = given.oid("agent_id", Kind::Agent);
    given.done()?;
    Ok(Box::new(move |tx| {
        let agent_id = whose(&ask, tx, agent_oid.as_deref())?;
        match routing::next(tx, agent_id, ask.actor())? {
            Take::Taken(taken) => {
                let shown = conversations::show(&ask, tx, taken.id)?;
                Ok(Answer::json(json!({ "conversation": shown })))
            }
            Take::Nothing => Ok(Answer::json(json!({ "conversation": null }))),
            Take::Full => {
                Err(spine::Error::Conflict("they have as many as they take at once".to_owned()).into())
            }
        }
    }))
}

fn send_back(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let reason = given.needed_text("reason", routing::REASON_CHARS);
    let agent_oid = given.oid("agent_id", Kind::Agent);
    given.done()?;
    Ok(Box::new(move |tx| {
        let mut conversation = conversations::asked(&ask, tx)?;
        let agent_id = whose(&ask, tx, agent_oid.as_deref())?;
        routing::send_back(tx, &mut conversation, agent_id, &reason, ask.actor())?;
        Ok(Answer::json(conversations::show(&ask, tx, conversation.id)?))
    }))
}

fn why(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let conversation = conversation::by_oid(tx, ask.oid(Kind::Conversation)?)?;
    let need = routing::need_of(tx, conversation.id)?;
    let rule = skill::rules(tx)?.into_iter().find(|rule| Some(rule.id) == need.rule_id);
    let given = routing::given(tx, &conversation)?.map(|given| {
        let mut shown = given.data;
        shown["at"] = at(given.at_ms);
        shown
    });
    let mut people = Vec::new();
    for standing in routing::why_not(tx, &conversation)?.unwrap_or_default() {
        people.push(json!({
            "agent_id": Kind::Agent.name(&agent::find(tx, standing.agent_id)?.oid),
            "can": standing.no.is_none(),
            "why_not": standing.no.map(routing::No::name),
            "ring": standing.ring,
            "load": standing.load,
            "knows": standing.knows,
        }));
    }
    Ok(Answer::json(json!({
        "skills": skill::names_of(&conversation.skills),
        "level": need.level,
        "set_by": match (need.by_hand, need.rule_id, need.learnt) {
            (true, ..) => Some("person"),
            (false, Some(_), _) => Some("rule"),
            (false, None, Some(_)) => Some("learnt"),
            (false, None, None) => None,
        },
        "rule_id": rule.map(|rule| Kind::SkillRule.name(&rule.oid)),
        "found": need.found,
        "right_percent": need.learnt.map(|said| percent(said.tenths)),
        "given": given,
        "people": people,
    })))
}
