//! What was learnt: how often it is right, of how much it speaks, what is missing, and the switch.

use maud::{Markup, html};
use office::report::{interval_tenths, tenths};
use spine::routing::learnt::{LABELLED_LEAST, MEASURED_LEAST, Missing, OfSkill, SKILL_LEAST};
use web::form;
use web::ui;
use words::Say;

use super::super::{ROOT, View};
use super::rules::share;
use crate::console::inbox::view::Reading;
use crate::session::Agent;

pub(super) fn learnt(agent: &Agent, view: &View, reading: &Reading, may: bool) -> Markup {
    let say = agent.say;
    let learnt = &view.learnt;
    let missing = learnt.measure.missing();
    let on = learnt.on;
    html! {
        section class="tile" aria-labelledby="k10" {
            h2 id="k10" {
                (say.say("skill-learnt")) " "
                (ui::chip("", say.say(if on { "skill-learnt-on" } else { "skill-learnt-off" })))
            }
            @if missing.is_nothing() {
                p class="muted small" { (say.say("skill-learnt-text")) }
                (measured(say, view))
                p class="reading faint" {
                    (say.say("skill-learnt-note"))
                    @if let Some(at_ms) = learnt.fitted_at_ms {
                        " " (say.with("skill-learnt-at", &[("when", reading.at(at_ms).into())]))
                    }
                }
            } @else {
                (ui::empty(&say.say("skill-learnt-none"), &say.say("skill-learnt-none-text"), None))
                (lacking(say, missing))
            }
            // Nothing to switch on before something was learnt; what is on can always be switched off.
            @if may && (on || missing.is_nothing()) {
                form method="post" action={ (ROOT) "/learnt" } {
                    (form::csrf(agent.csrf()))
                    input type="hidden" name="on" value=(if on { "no" } else { "yes" });
                    p { (ui::submit("", &say.say(if on { "skill-learnt-switch-off" } else { "skill-learnt-switch-on" }))) }
                }
            }
        }
    }
}

fn lacking(say: Say, missing: Missing) -> Markup {
    let lines = [
        ("skill-learnt-lacks-labelled", missing.labelled, LABELLED_LEAST),
        ("skill-learnt-lacks-skills", missing.skills, SKILL_LEAST),
        ("skill-learnt-lacks-measured", missing.measured, MEASURED_LEAST),
    ];
    html! {
        h3 class="eyebrow" { (say.say("skill-learnt-lacks")) }
        ul class="leads" {
            @for (key, count, least) in lines {
                @if count > 0 { li { (say.with(key, &[("count", count.into()), ("least", least.into())])) } }
            }
        }
    }
}

fn measured(say: Say, view: &View) -> Markup {
    let measure = &view.learnt.measure;
    let spoken = tenths(measure.spoken, measure.measured);
    html! {
        ul class="lines" {
            li { span { (say.say("skill-learnt-labelled")) } b class="end" { (measure.labelled) } }
            li { span { (say.say("skill-learnt-measured")) } b class="end" { (measure.measured) } }
            @if let (Some(right), Some((low, high)), true) =
                (tenths(measure.right, measure.spoken), interval_tenths(measure.right, measure.spoken), measure.speaks())
            {
                li {
                    span { (say.say("skill-learnt-right")) }
                    span class="end" {
                        b { (share(say, right)) } " "
                        span class="faint" {
                            (say.with("skill-learnt-band", &[("low", share(say, low).into()), ("high", share(say, high).into())]))
                        }
                    }
                }
                @if let Some(spoken) = spoken {
                    li { span { (say.say("skill-learnt-spoken")) } b class="end" { (share(say, spoken)) } }
                }
            }
        }
        @if measure.speaks() { (by_skill(say, view)) } @else {
            p class="reading soon" {
                (say.say("skill-learnt-silent")) " "
                (say.with("skill-learnt-silent-always", &[
                    ("right", measure.always_right.into()),
                    ("spoken", measure.always_spoken.into()),
                ]))
            }
        }
    }
}

fn by_skill(say: Say, view: &View) -> Markup {
    let heads = [
        "skill-learnt-had",
        "skill-learnt-rightly",
        "skill-learnt-wrongly",
        "skill-learnt-given",
        "skill-learnt-changed",
    ];
    html! {
        div class="sideways" tabindex="0" role="group" aria-labelledby="k10" {
            table class="ledger" {
                thead {
                    tr {
                        th scope="col" { (say.say("skill-learnt-skill")) }
                        @for (at, key) in heads.into_iter().enumerate() {
                            th scope="col" class="n" {
                                (say.say(key))
                                @if at > 2 { span class="sub" { (say.say("skill-learnt-given-text")) } }
                            }
                        }
                    }
                }
                tbody { @for of in &view.learnt.measure.skills { (row(view, of)) } }
            }
        }
    }
}

fn row(view: &View, of: &OfSkill) -> Markup {
    let lately = view.learnt_figures.iter().find(|figures| figures.skill_id == of.skill_id);
    let (given, changed) = lately.map_or((0, 0), |figures| (figures.given, figures.changed));
    html! {
        tr {
            th scope="row" { (view.skill(of.skill_id).map_or("–", |skill| skill.name.as_str())) }
            @for number in [of.labelled, of.right, of.wrong, given, changed] { td class="n" { (number) } }
        }
    }
}
