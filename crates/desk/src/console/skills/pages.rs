//! The page: people by skill, rules, why one went where it is, who learns, and how things are handed out.

use kernel::id::Kind;
use maud::{Markup, html};
use office::account::Permission;
use office::report::{interval_tenths, tenths};
use serde_json::Value;
use spine::routing::{RETURN_MINUTES, SILENCE_MINUTES, Standing};
use spine::skill::{Held, Holding, LEVELS, Rule, Skill};
use web::form;
use web::shell::{self, Live, Page, Section};
use web::ui::{self, small_icon};
use words::Say;

use super::forms::{held_field, level_field, team_field};
use super::{Able, Asked, Open, Preview, ROOT, View};
use crate::console::inbox::view::Reading;
use crate::session::Agent;

/// Conversations of a preview shown for each rule.
const SHOWN: usize = 5;

pub(super) fn draw(agent: &Agent, view: &View, open: &Open, reading: &Reading) -> Markup {
    let say = agent.say;
    shell::console(&Page {
        title: say.say("skill-title"),
        section: Section::Skills,
        say,
        theme: agent.theme,
        me: &agent.me,
        company: &view.company,
        deck: "wide",
        skip: ("routing", say.say("skill-skip")),
        views_label: String::new(),
        views: html! {},
        body: body(agent, view, open, reading),
        keys: &[],
        more_keys: &[],
        status: None,
        live: Live::No,
        csrf: agent.csrf(),
        now_ms: reading.now_ms,
    })
}

fn body(agent: &Agent, view: &View, open: &Open, reading: &Reading) -> Markup {
    let say = agent.say;
    let may = agent.may(Permission::ChangeTeams);
    let online = if view.now_only { ROOT.to_owned() } else { format!("{ROOT}?now=1") };
    html! {
        main class="office routing" id="routing" {
            header class="bar" {
                h1 { (say.say("skill-title")) }
                span class="muted clip hide-narrow" {
                    (say.with("skill-lead", &[
                        ("people", view.people.len().into()),
                        ("skills", view.in_use().count().into()),
                        ("rules", view.rules.len().into()),
                    ]))
                }
                (crate::console::office_pages(agent, Section::Skills))
                a class="button end" href=(online) aria-current=[view.now_only.then_some("true")] {
                    (small_icon("filter")) " " (say.say(if view.now_only { "skill-everybody" } else { "skill-online" }))
                }
            }
            div class="span-8 column" {
                (matrix(agent, view))
                @if let Some(name) = &open.person { (person_form(agent, view, name, open)) }
                (rules(agent, view, may))
                @if let Some(preview) = &open.preview { (previewed(say, view, preview)) }
                @if may && view.in_use().next().is_some() { (rule_form(agent, view, open)) }
            }
            div class="span-4 column" {
                (why(agent, view, reading))
                (learning(say, view))
                (way(agent, view, open, may))
                (catalogue(agent, view, open, may))
            }
        }
    }
}

/// A level as squares; what is only trained for is dashed.
fn pips(say: Say, holding: &Holding) -> Markup {
    let text = say.with("skill-level-of", &[("level", holding.level.into())]);
    let place = match holding.held {
        Held::First => None,
        held @ (Held::Second | Held::Trained) => Some(say.say(&format!("skill-held-{}", held.name()))),
    };
    html! {
        span class="lev" {
            svg class="pips" viewBox="0 0 50 10" aria-hidden="true" {
                @for level in LEVELS {
                    @let class = match (level <= holding.level, holding.held) {
                        (true, Held::Trained) => "train",
                        (true, _) => "on",
                        (false, _) => "off",
                    };
                    rect class=(class) x=(10 * (level - 1) + 1) y="1" width="8" height="8" rx="2" {}
                }
            }
            span class="sr" { (text) @if place.is_some() { ", " } }
            @if let Some(place) = place { em { (place) } }
        }
    }
}

fn matrix(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let may = agent.may(Permission::ChangeTeams);
    let people = view.people.iter().filter(|able| !view.now_only || able.is_online());
    html! {
        section class="tile" aria-labelledby="k1" {
            h2 id="k1" {
                (say.say("skill-who"))
                span class="legend muted normal" { (say.say("skill-legend")) }
            }
            @if view.in_use().next().is_none() {
                (ui::empty(&say.say("skill-none"), &say.say("skill-none-text"), None))
            } @else {
                div class="sideways" tabindex="0" role="group" aria-labelledby="k1" {
                    table class="lanes matrix" {
                        thead {
                            tr {
                                th scope="col" { (say.say("skill-people")) }
                                @for skill in view.in_use() { th scope="col" class="wrap" { (skill.name) } }
                                th scope="col" { (say.say("skill-languages")) }
                            }
                        }
                        tbody {
                            @for able in people { (row(say, view, able, may)) }
                        }
                        tfoot {
                            tr {
                                th scope="row" { (say.say("skill-enough")) span class="sub" { (say.say("skill-enough-text")) } }
                                @for skill in view.in_use() { (enough(say, view, skill)) }
                                td {}
                            }
                        }
                    }
                }
            }
        }
    }
}

fn row(say: Say, view: &View, able: &Able, may: bool) -> Markup {
    let name = &able.person.name;
    let tags = able.languages.iter().map(|tag| tag.to_ascii_uppercase()).collect::<Vec<_>>().join(" ");
    html! {
        tr {
            th scope="row" {
                span class="row" {
                    (ui::avatar(&ui::initials(name), "", Some(&able.person.presence), ""))
                    @if may {
                        a class="clip" href={ (ROOT) "/people/" (Kind::Agent.name(&able.person.oid)) } { (name) }
                    } @else { span class="clip" { (name) } }
                }
            }
            @for skill in view.in_use() {
                @match able.holding(skill) {
                    Some(holding) => td { (pips(say, holding)) },
                    None => td class="none" { span class="sr" { (say.say("skill-untrained")) } },
                }
            }
            td class="small" { @if tags.is_empty() { "—" } @else { (tags) } }
        }
    }
}

/// How many have a skill to be asked for it, and how many of them are there.
fn having(view: &View, skill: &Skill) -> (usize, usize) {
    let have =
        view.people.iter().filter(|able| able.holding(skill).is_some_and(|one| one.held != Held::Trained));
    have.fold((0, 0), |(online, all), able| (online + usize::from(able.is_online()), all + 1))
}

fn enough(say: Say, view: &View, skill: &Skill) -> Markup {
    let (online, all) = having(view, skill);
    let gap = match (online, all) {
        (_, 0) => Some("skill-gap-nobody"),
        (0, _) => Some("skill-gap-offline"),
        (_, 1) => Some("skill-gap-one"),
        _ => None,
    };
    html! {
        td class="n2" {
            b class=(if online == 0 { "late-text" } else if gap.is_some() { "soon" } else { "" }) { (online) }
            span class="faint" { " / " (all) }
            @if let Some(key) = gap { span class="sub" { (say.say(key)) } }
        }
    }
}

fn person_form(agent: &Agent, view: &View, name: &str, open: &Open) -> Markup {
    let say = agent.say;
    let (fields, wrong) = (&open.fields, &open.wrong);
    let who = view.named(name).unwrap_or("–");
    html! {
        section class="tile" aria-labelledby="k5" {
            h2 id="k5" { (say.with("skill-of", &[("name", who.into())])) }
            form method="post" action={ (ROOT) "/people/" (name) } class="fields" novalidate {
                (form::csrf(agent.csrf()))
                fieldset class="skills" {
                    legend class="sr" { (say.say("skill-title")) }
                    @for skill in view.in_use() {
                        @let (level, place) = (level_field(&skill.oid), held_field(&skill.oid));
                        @let fault = wrong.of(&level);
                        div class="row wraps" {
                            label for={ "f-" (level) } { (skill.name) }
                            select class="input" id={ "f-" (level) } name=(level) aria-invalid=[fault.map(|_| "true")] {
                                option value="" { (say.say("skill-untrained")) }
                                @for at in LEVELS {
                                    option value=(at) selected[fields.get(&level) == at.to_string()] {
                                        (say.say(&format!("skill-level-{at}")))
                                    }
                                }
                            }
                            select class="input" name=(place) aria-label=(say.with("skill-place-of", &[("skill", skill.name.as_str().into())])) {
                                @for held in Held::ALL {
                                    option value=(held.name()) selected[fields.get(&place) == held.name()] {
                                        (say.say(&format!("skill-held-{}", held.name())))
                                    }
                                }
                            }
                        }
                        @if let Some(fault) = fault { p class="hint fault" { (fault) } }
                    }
                }
                (ui::field(&ui::Field {
                    name: "languages", label: &say.say("skill-languages"), value: fields.get("languages"),
                    hint: &say.say("skill-languages-hint"), error: wrong.of("languages"), autocomplete: "off", ..ui::Field::default()
                }))
                p class="row" { (ui::submit("primary", &say.say("settings-save"))) (ui::button_link("quiet", ROOT, say.say("skill-back"))) }
            }
        }
    }
}

fn rule_path(rule: &Rule) -> String {
    format!("{ROOT}/rules/{}", Kind::SkillRule.name(&rule.oid))
}

/// What a rule looks for, in the reader's words, and of what kind that is.
fn looked_for(say: Say, view: &View, rule: &Rule) -> (String, String) {
    let quoted = rule.words.iter().map(|word| say.with("skill-quoted", &[("word", word.as_str().into())]));
    let topics = rule.topics.iter().map(|key| {
        let known = view.topics.iter().find(|topic| topic.key == *key);
        known.map_or_else(|| key.clone(), |topic| topic.label(say.language).to_owned())
    });
    let inbox = rule.inbox_id.and_then(|id| view.inboxes.iter().find(|inbox| inbox.id == id));
    let mut what: Vec<String> = quoted.chain(topics).collect();
    let mut kinds = Vec::new();
    for (is, key) in [
        (!rule.words.is_empty(), "skill-kind-words"),
        (!rule.topics.is_empty(), "skill-kind-topic"),
        (inbox.is_some(), "skill-kind-inbox"),
    ] {
        if is {
            kinds.push(say.say(key));
        }
    }
    if let Some(inbox) = inbox {
        what.push(inbox.name.clone());
    }
    (what.join(", "), kinds.join(", "))
}

fn rules(agent: &Agent, view: &View, may: bool) -> Markup {
    let say = agent.say;
    let heads = [
        "skill-rule-if",
        "skill-rule-to",
        "skill-rule-level",
        "skill-rule-given",
        "skill-rule-right",
        "skill-rule-band",
    ];
    html! {
        section class="tile" aria-labelledby="k3" {
            h2 id="k3" { (say.say("skill-rules")) " " span class="muted normal" { (say.say("skill-rules-lead")) } }
            @if view.rules.is_empty() {
                (ui::empty(&say.say("skill-no-rule"), &say.say("skill-no-rule-text"), None))
            } @else {
                div class="sideways" tabindex="0" role="group" aria-labelledby="k3" {
                    table class="ledger rules" {
                        thead {
                            tr {
                                th scope="col" { span class="sr" { (say.say("skill-rule-order")) } }
                                @for (at, key) in heads.iter().enumerate() {
                                    th scope="col" class=(if at > 1 { "n" } else { "" }) { (say.say(key)) }
                                }
                                @if may { th scope="col" { span class="sr" { (say.say("skill-rule-move")) } } }
                            }
                        }
                        tbody {
                            @for (rule, place) in view.rules.iter().zip(1_usize..) { (rule_row(agent, view, rule, place, may)) }
                        }
                    }
                }
                p class="reading faint" { (say.say("skill-rules-note")) }
            }
        }
    }
}

fn share(say: Say, tenths: i64) -> String {
    say.with("skill-percent", &[("whole", (tenths / 10).into()), ("tenth", (tenths % 10).into())])
}

fn rule_row(agent: &Agent, view: &View, rule: &Rule, place: usize, may: bool) -> Markup {
    let say = agent.say;
    let (what, kind) = looked_for(say, view, rule);
    let figures = view.figures.iter().find(|of| of.rule_id == rule.id);
    let (given, right) = figures.map_or((0, 0), |of| (of.given, of.given - of.changed));
    let off = !rule.active || view.skill(rule.skill_id).is_none_or(Skill::is_retired);
    html! {
        tr {
            td class="faint" { (place) }
            th scope="row" {
                @if may { a href=(rule_path(rule)) { (what) } } @else { (what) }
                span class="sub" { (kind) }
                @if off { " " (ui::chip("", say.say("skill-rule-off"))) }
            }
            td { (view.skill(rule.skill_id).map_or("–", |skill| skill.name.as_str())) }
            td class="n" { (rule.level) }
            td class="n" { (given) }
            td class="n" { @if let Some(share_of) = tenths(right, given) { (share(say, share_of)) } @else { "—" } }
            td class="n faint" {
                @if let Some((low, high)) = interval_tenths(right, given) { (share(say, low)) "–" (share(say, high)) } @else { "—" }
            }
            @if may {
                td class="n" {
                    span class="row end" {
                        @for (to, icon, key) in [(place.saturating_sub(1), "chevron-up", "skill-rule-up"), (place + 1, "chevron-down", "skill-rule-down")] {
                            @if (1..=view.rules.len()).contains(&to) {
                                form method="post" action={ (rule_path(rule)) "/move" } {
                                    (form::csrf(agent.csrf()))
                                    input type="hidden" name="place" value=(to);
                                    button class="button quiet square" type="submit" title=(say.with(key, &[("place", place.into())])) {
                                        (small_icon(icon)) span class="sr" { (say.with(key, &[("place", place.into())])) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn rule_form(agent: &Agent, view: &View, open: &Open) -> Markup {
    let say = agent.say;
    let (fields, wrong) = (&open.fields, &open.wrong);
    let action = open.rule.as_ref().map_or_else(|| format!("{ROOT}/rules"), rule_path);
    let skills: Vec<(String, String)> =
        view.in_use().map(|skill| (Kind::Skill.name(&skill.oid), skill.name.clone())).collect();
    let mut inboxes = vec![(String::new(), say.say("skill-every-inbox"))];
    inboxes.extend(view.inboxes.iter().map(|inbox| (Kind::Inbox.name(&inbox.oid), inbox.name.clone())));
    let levels: Vec<(String, String)> =
        LEVELS.map(|level| (level.to_string(), say.say(&format!("skill-level-{level}")))).collect();
    html! {
        section class="tile" aria-labelledby="k6" {
            h2 id="k6" { (say.say(if open.rule.is_some() { "skill-rule-change" } else { "skill-rule-new" })) }
            form method="post" action=(action) class="fields" novalidate {
                (form::csrf(agent.csrf()))
                div class=(if wrong.of("words").is_some() { "field error" } else { "field" }) {
                    label for="f-words" { (say.say("skill-words")) }
                    textarea class="input" id="f-words" name="words" rows="3" maxlength="7000" aria-describedby="f-words-hint" { (fields.get("words")) }
                    p class="hint" id="f-words-hint" { (wrong.of("words").map_or_else(|| say.say("skill-words-hint"), str::to_owned)) }
                }
                @if !view.topics.is_empty() {
                    fieldset class=(if wrong.of("topic").is_some() { "ticks error" } else { "ticks" }) {
                        legend { (say.say("skill-topics")) }
                        div class="row wraps" {
                            @for topic in &view.topics {
                                label class="tick" {
                                    input type="checkbox" name="topic" value=(topic.key) checked[fields.all("topic").any(|key| key == topic.key)];
                                    span { (topic.label(say.language)) }
                                }
                            }
                        }
                        @if let Some(error) = wrong.of("topic") { p class="hint" { (error) } }
                    }
                }
                div class="narrow" {
                    (choice("inbox", &say.say("skill-inbox"), &inboxes, fields.get("inbox"), wrong.of("inbox")))
                    (choice("skill", &say.say("skill-rule-to"), &skills, fields.get("skill"), wrong.of("skill")))
                    (choice("level", &say.say("skill-rule-level"), &levels, fields.get("level"), wrong.of("level")))
                    label class="tick" { input type="checkbox" name="active" value="yes" checked[fields.get("active") == "yes"]; span { (say.say("skill-rule-on")) } }
                }
                p class="row wraps" {
                    button class="button primary" type="submit" name="do" value="keep" { (say.say("settings-save")) }
                    button class="button" type="submit" name="do" value="try" { (say.say("skill-try")) }
                    @if open.rule.is_some() { (ui::button_link("quiet", ROOT, say.say("skill-back"))) }
                }
            }
            @if let Some(rule) = &open.rule {
                form method="post" action={ (rule_path(rule)) "/delete" } {
                    (form::csrf(agent.csrf()))
                    p { button class="button quiet" type="submit" { (say.say("skill-rule-drop")) } }
                }
            }
        }
    }
}

fn choice(name: &str, label: &str, choices: &[(String, String)], chosen: &str, error: Option<&str>) -> Markup {
    let id = format!("f-{name}");
    html! {
        div class=(if error.is_some() { "field error" } else { "field" }) {
            label for=(id) { (label) }
            select class="input" id=(id) name=(name) {
                @for (value, text) in choices { option value=(value) selected[value == chosen] { (text) } }
            }
            @if let Some(error) = error { p class="hint" { (error) } }
        }
    }
}

/// What the rules would have said, rule by rule, and what they leave out.
fn previewed(say: Say, view: &View, preview: &Preview) -> Markup {
    let of = |at: Option<usize>| {
        preview.tried.iter().filter(move |one| one.rule.as_ref().map(|(rule, _)| *rule) == at)
    };
    let lines = preview.rules.iter().enumerate().map(|(at, rule)| (Some(at), Some(rule))).chain([(None, None)]);
    html! {
        section class="tile" aria-labelledby="k7" role="status" {
            h2 id="k7" { (say.with("skill-preview", &[("count", preview.tried.len().into())])) }
            ul class="leads" {
                @for (at, rule) in lines {
                    @let count = of(at).count();
                    li {
                        b {
                            @match rule {
                                Some(rule) => { (looked_for(say, view, rule).0) " → " (view.skill(rule.skill_id).map_or("–", |skill| skill.name.as_str())) }
                                None => (say.say("skill-preview-rest")),
                            }
                        }
                        ": " (count)
                        @for one in of(at).take(SHOWN) {
                            span class="sub" { (one.reference) " " (one.subject) }
                        }
                    }
                }
            }
        }
    }
}

fn why(agent: &Agent, view: &View, reading: &Reading) -> Markup {
    let say = agent.say;
    html! {
        section class="tile" aria-labelledby="k2" {
            h2 id="k2" { (say.say("skill-why")) }
            form method="get" action=(ROOT) class="row" {
                label class="sr" for="f-why" { (say.say("skill-why-code")) }
                input class="input slim" id="f-why" name="why" maxlength="20" autocomplete="off" placeholder="R-4F7K2"
                    value=[view.why.as_ref().map(|why| why.conversation.reference.as_str()).or(view.unknown.as_deref())];
                button class="button" type="submit" { (say.say("skill-why-ask")) }
            }
            @if let Some(unknown) = &view.unknown {
                p class="hint late-text" role="alert" { (say.with("skill-why-unknown", &[("code", unknown.as_str().into())])) }
            }
            @match &view.why {
                Some(why) => (explained(say, view, why, reading)),
                None => p class="muted small" { (say.say("skill-why-text")) }
            }
        }
    }
}

fn explained(say: Say, view: &View, why: &Asked, reading: &Reading) -> Markup {
    let conversation = &why.conversation;
    let needs = spine::skill::names_of(&conversation.skills);
    let rule = view.rules.iter().zip(1_usize..).find(|(rule, _)| Some(rule.id) == why.need.rule_id);
    html! {
        p class="row wraps" {
            b { (why.customer.clone().unwrap_or_else(|| say.say("oncall-somebody"))) }
            (ui::tier(conversation.tier.name(), ""))
            a href={ "/console/conversation/" (conversation.reference) } { (conversation.reference) }
            @if let Some(due_ms) = conversation.next_due_at_ms { span class="word end" { (reading.by(due_ms)) } }
        }
        ol class="steps" {
            li {
                b { (say.say("skill-step-what")) }
                span {
                    @if needs.is_empty() { (say.say("skill-needs-nothing")) } @else {
                        (say.with("skill-needs", &[("skills", needs.join(", ").into()), ("level", why.need.level.into())]))
                    }
                    @match (why.need.by_hand, rule) {
                        (true, _) => { " " (say.say("skill-needs-by-hand")) }
                        (false, Some((_, place))) => {
                            " "
                            @match why.need.found.as_deref() {
                                None | Some("") => (say.with("skill-needs-rule-inbox", &[("place", place.into())])),
                                Some(found) => (say.with("skill-needs-rule", &[("place", place.into()), ("found", found.into())])),
                            }
                        }
                        (false, None) => {}
                    }
                }
            }
            @match (&why.standings, &why.given) {
                (None, Some(given)) => (assigned(say, view, given.by_id, &given.data, reading.at(given.at_ms))),
                _ => {}
            }
        }
        @if let Some(standings) = &why.standings { (bars(say, view, standings)) }
    }
}

/// Why whoever has it has it.
fn assigned(say: Say, view: &View, by_id: Option<i64>, data: &Value, at: String) -> Markup {
    let text = |key: &str| data[key].as_str().unwrap_or_default();
    let who = view.named(text("assignee")).map_or_else(|| say.say("skill-nobody"), str::to_owned);
    let by = by_id.map_or_else(|| say.say("inbox-system"), |id| view.name(id).to_owned());
    let whole = |key: &str| data[key].as_i64();
    let minutes = whole("slack_seconds").map(|seconds| seconds / 60);
    let free: Vec<&str> = data["also_free_agents"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|name| view.named(name.as_str()?))
        .collect();
    html! {
        li {
            b { (say.with("skill-step-who", &[("name", who.into()), ("when", at.into())])) }
            span { (said_why(say, text("why"), &by, text("reason"))) }
        }
        @if let Some(minutes) = minutes {
            li {
                b { (say.say("skill-step-when")) }
                span {
                    (say.with(if minutes < 0 { "skill-slack-late" } else { "skill-slack" }, &[("minutes", minutes.abs().into())]))
                    @if let Some(yielded) = whole("older_that_yielded").filter(|count| *count > 0) {
                        " " (say.with("skill-yielded", &[("count", yielded.into())]))
                    }
                }
            }
            li {
                b { (say.say("skill-step-whom")) }
                span {
                    @let ring = match text("ring") { ring @ ("second" | "trained") => ring, _ => "first" };
                    (say.say(&format!("skill-ring-{ring}")))
                    @if data["knows"] == true { " " (say.say("skill-knows")) }
                    @if !free.is_empty() { " " (say.with("skill-also-free", &[("names", free.join(", ").into())])) }
                    @for (no, count) in data["barred"].as_object().into_iter().flatten() {
                        @if NOS.contains(&no.as_str()) {
                            br; (say.say(&format!("skill-no-{}", no.replace('_', "-")))) ": " (count.as_i64().unwrap_or_default())
                        }
                    }
                }
            }
        }
    }
}

/// Words of what keeps somebody away that have a sentence.
const NOS: [&str; 12] = [
    "off_duty",
    "silent",
    "channel",
    "full",
    "resting",
    "skill",
    "language",
    "held",
    "sent_back",
    "reserved",
    "elsewhere",
    "tier",
];

/// How it came to somebody, in one sentence.
fn said_why(say: Say, why: &str, by: &str, reason: &str) -> String {
    match why {
        "routed" => say.say("skill-why-routed"),
        "next" => say.say("skill-why-next"),
        "answered_before" => say.say("skill-why-answered-before"),
        "vanished" => say.say("skill-why-vanished"),
        "left" => say.say("skill-why-left"),
        "sent_back" => say.with("skill-why-sent-back", &[("reason", reason.into())]),
        _ => say.with("skill-why-by-hand", &[("name", by.into())]),
    }
}

/// Everybody, and what keeps each from what waits.
fn bars(say: Say, view: &View, standings: &[Standing]) -> Markup {
    let mut standings: Vec<&Standing> = standings.iter().collect();
    standings.sort_by_key(|one| (one.no.is_some(), one.no, one.load));
    html! {
        p class="reading" {
            @if standings.iter().all(|one| one.no.is_some()) { (say.say("skill-waits-nobody")) } @else { (say.say("skill-waits")) }
        }
        table class="ledger whys" {
            caption class="sr" { (say.say("skill-why")) }
            thead { tr { th scope="col" { (say.say("skill-person")) } th scope="col" { (say.say("skill-yes-no")) } } }
            tbody {
                @for one in standings {
                    tr {
                        th scope="row" { (view.name(one.agent_id)) }
                        td {
                            b {
                                @match one.no {
                                    Some(no) => (say.say(&format!("skill-no-{}", no.name().replace('_', "-")))),
                                    None => (say.say("skill-could")),
                                }
                            }
                            span class="sub" {
                                (say.with("skill-load", &[("count", one.load.into())]))
                                @if let Some(ring) = one.ring { ", " (say.say(&format!("skill-circle-{ring}"))) }
                                @if one.knows { ", " (say.say("skill-knows")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Who is trained for what and not asked first yet, and skills that rest on one person.
fn learning(say: Say, view: &View) -> Markup {
    let learns: Vec<(&str, &str)> = view
        .people
        .iter()
        .flat_map(|able| {
            let trained = able.held.iter().filter(|one| one.held == Held::Trained);
            trained.map(|one| (able.person.name.as_str(), one.skill.as_str()))
        })
        .collect();
    html! {
        section class="tile" aria-labelledby="k4" {
            h2 id="k4" { (say.say("skill-learning")) " " span class="count" { (learns.len()) } }
            @if learns.is_empty() { p class="muted small" { (say.say("skill-learning-none")) } }
            ul class="leads learn" {
                @for (name, skill) in &learns { li { b { (name) } ": " (skill) } }
            }
            @for skill in view.in_use() {
                @let (online, all) = having(view, skill);
                @let key = match (online, all) {
                    (_, 0) => Some("skill-warn-nobody"),
                    (0, _) => Some("skill-warn-offline"),
                    (_, 1) => Some("skill-warn-one"),
                    _ => None,
                };
                @if let Some(key) = key {
                    p class="reading soon" { (small_icon("triangle-alert")) span { b { (skill.name) } ": " (say.say(key)) } }
                }
            }
            h3 class="eyebrow" { (say.say("skill-escape")) }
            p class="muted small" { (say.say("skill-escape-text")) }
        }
    }
}

fn way(agent: &Agent, view: &View, open: &Open, may: bool) -> Markup {
    let say = agent.say;
    let settings = &view.settings;
    let modes = [("by_hand", "skill-way-by-hand"), ("automatic", "skill-way-automatic")];
    let modes: Vec<(String, String)> = modes.map(|(name, key)| (name.to_owned(), say.say(key))).to_vec();
    let mode = |automatic: bool| if automatic { "automatic" } else { "by_hand" };
    let mut own = vec![(String::new(), say.say("skill-way-same"))];
    own.extend(modes.iter().cloned());
    let number = |name: &'static str, key: &str, value: i64, bounds: std::ops::RangeInclusive<i64>| {
        let value = if open.fields.has(name) { open.fields.get(name).to_owned() } else { value.to_string() };
        let hint = say.with(
            "skill-minutes-bounds",
            &[("least", (*bounds.start()).into()), ("most", (*bounds.end()).into())],
        );
        ui::field(&ui::Field {
            name,
            kind: "number",
            label: &say.say(key),
            value: &value,
            hint: &hint,
            error: open.wrong.of(name),
            required: true,
            ..ui::Field::default()
        })
    };
    html! {
        section class="tile" aria-labelledby="k8" {
            h2 id="k8" { (say.say("skill-way")) }
            p class="muted small" { (say.say("skill-way-text")) }
            form method="post" action={ (ROOT) "/way" } class="fields" novalidate {
                (form::csrf(agent.csrf()))
                fieldset class="bare fields" disabled[!may] {
                    (choice("mode", &say.say("skill-way-company"), &modes, mode(settings.automatic), None))
                    @for team in &view.teams {
                        @let chosen = settings.teams.get(&team.id).map_or("", |automatic| mode(*automatic));
                        (choice(&team_field(&team.oid), &team.name, &own, chosen, None))
                    }
                    (number("silence", "skill-silence", settings.silence_minutes, SILENCE_MINUTES))
                    (number("return", "skill-return", settings.return_minutes, RETURN_MINUTES))
                    @if may { p { (ui::submit("", &say.say("settings-save"))) } }
                }
            }
        }
    }
}

fn catalogue(agent: &Agent, view: &View, open: &Open, may: bool) -> Markup {
    let say = agent.say;
    html! {
        section class="tile" aria-labelledby="k9" {
            h2 id="k9" { (say.say("skill-catalogue")) }
            ul class="lines" {
                @for skill in &view.skills {
                    li {
                        span class="clip" { (skill.name) @if skill.is_retired() { " " (ui::chip("", say.say("skill-retired"))) } }
                        @if may {
                            form method="post" action={ (ROOT) "/skills/" (Kind::Skill.name(&skill.oid)) } {
                                (form::csrf(agent.csrf()))
                                input type="hidden" name="retired" value=(if skill.is_retired() { "no" } else { "yes" });
                                button class="button quiet" type="submit" {
                                    (say.say(if skill.is_retired() { "skill-restore" } else { "skill-retire" }))
                                    span class="sr" { " " (skill.name) }
                                }
                            }
                        }
                    }
                }
            }
            @if may {
                form method="post" action={ (ROOT) "/skills" } class="fields" novalidate {
                    (form::csrf(agent.csrf()))
                    (ui::field(&ui::Field {
                        name: "skill-name", label: &say.say("skill-new"), value: open.fields.get("skill-name"),
                        error: open.wrong.of("skill-name"), autocomplete: "off", required: true, ..ui::Field::default()
                    }))
                    p { (ui::submit("", &say.say("skill-add"))) }
                }
            }
        }
    }
}
