//! Rules from content to a skill: the list, the form, and what they would have said.

use kernel::id::Kind;
use maud::{Markup, html};
use office::report::{interval_tenths, tenths};
use spine::skill::{LEVELS, Rule, Skill};
use web::form;
use web::ui::{self, small_icon};
use words::Say;

use super::super::{Open, Preview, ROOT, View};
use super::choice;
use crate::session::Agent;

/// Conversations of a preview shown for each rule.
const SHOWN: usize = 5;

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

pub(super) fn rules(agent: &Agent, view: &View, may: bool) -> Markup {
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

pub(super) fn share(say: Say, tenths: i64) -> String {
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

pub(super) fn rule_form(agent: &Agent, view: &View, open: &Open) -> Markup {
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

/// What the rules would have said, rule by rule, and what they leave out.
pub(super) fn previewed(say: Say, view: &View, preview: &Preview) -> Markup {
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
