//! What the model would have promised in the weeks that are over, beside what was promised: read before it is let tell
//! customers.

use db::Tx;
use jiff::civil::Date;
use maud::{Markup, html};
use office::report::{AIM_TENTHS, interval_tenths};
use spine::inbox::{self, Inbox, PromisesBy, Tier};
use spine::promise::estimate::{self, Beside, Hindsight};
use web::shell::{self, Live, Page, Section};
use web::ui::{self, small_icon};
use words::{Say, when};

use crate::console::inbox::view::Reading;
use crate::console::reports::span;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::Agent;

const HERE: &str = "/console/truth/hindsight";
/// Days looked back, unless somebody asks for others.
pub(crate) const DAYS: i64 = 56;
pub(crate) const DAYS_RANGE: std::ops::RangeInclusive<i64> = 7..=365;
/// Promises worked out again for one page, the newest.
pub(crate) const PLAYED_MAX: usize = 2_000;
/// Cases from which on a share is shown.
const FEWEST: i64 = 50;
const LENGTHS: [i64; 3] = [28, DAYS, 182];

/// Everything the page shows.
pub(super) struct View {
    inboxes: Vec<Inbox>,
    inbox: Option<(Inbox, Hindsight)>,
    days: i64,
    /// Days were asked for that cannot be.
    pub is_wrong: bool,
    company: String,
}

pub(super) fn view(tx: &mut Tx<'_>, fields: &Fields) -> Result<View, Fault> {
    let inboxes: Vec<Inbox> = inbox::list(tx)?.into_iter().filter(|inbox| inbox.live).collect();
    let chosen = match fields.get("inbox") {
        "" => inboxes.first().cloned(),
        oid => Some(inbox::by_oid(tx, oid)?),
    };
    let asked = match fields.get("days").trim() {
        "" => Some(DAYS),
        written => written.parse().ok().filter(|days| DAYS_RANGE.contains(days)),
    };
    let days = asked.unwrap_or(DAYS);
    let inbox = match chosen {
        Some(inbox) => {
            let hindsight = estimate::hindsight(tx, &inbox, days, PLAYED_MAX)?;
            Some((inbox, hindsight))
        }
        None => None,
    };
    Ok(View { inboxes, inbox, days, is_wrong: asked.is_none(), company: spine::company::find(tx)?.name })
}

pub(super) fn draw(agent: &Agent, view: &View, reading: &Reading) -> Markup {
    let say = agent.say;
    shell::console(&Page {
        title: say.say("hindsight-title"),
        section: Section::Truth,
        say,
        theme: agent.theme,
        me: &agent.me,
        company: &view.company,
        deck: "wide",
        skip: ("truth", say.say("truth-skip")),
        views_label: String::new(),
        views: html! {},
        body: body(agent, view, reading),
        keys: &[],
        more_keys: &[],
        status: None,
        live: Live::No,
        csrf: agent.csrf(),
        now_ms: reading.now_ms,
    })
}

fn body(agent: &Agent, view: &View, reading: &Reading) -> Markup {
    let say = agent.say;
    html! {
        main class="office truth" id="truth" {
            header class="bar" {
                a class="button quiet" href="/console/truth" { (small_icon("chevron-left")) " " (say.say("truth-title")) }
                h1 { (say.say("hindsight-title")) }
            }
            @if view.is_wrong {
                @let ends = [("from", (*DAYS_RANGE.start()).into()), ("to", (*DAYS_RANGE.end()).into())];
                (ui::alert("late", "triangle-alert", &say.say("reports-wrong"), say.with("hindsight-wrong-days", &ends), None))
            }
            @match &view.inbox {
                None => section class="tile span-12" {
                    (ui::empty(&say.say("whatif-no-inbox"), &say.say("whatif-no-inbox-text"), None))
                },
                Some((inbox, hindsight)) => {
                    (filters(say, view, inbox))
                    (verdict(say, inbox, hindsight, reading))
                    (table(say, hindsight))
                    (weeks(say, hindsight, reading))
                    (how(say, hindsight, reading))
                }
            }
        }
    }
}

fn filters(say: Say, view: &View, chosen: &Inbox) -> Markup {
    html! {
        form class="tile span-12 narrow" method="get" action=(HERE) aria-label=(say.say("reports-filter")) {
            div class="field" {
                label for="f-inbox" { (say.say("reports-inbox")) }
                select class="input" id="f-inbox" name="inbox" {
                    @for inbox in &view.inboxes {
                        option value=(inbox.oid) selected[inbox.oid == chosen.oid] { (inbox.address.as_deref().unwrap_or(&inbox.name)) }
                    }
                }
            }
            div class="field" {
                label for="f-days" { (say.say("hindsight-days")) }
                select class="input" id="f-days" name="days" {
                    @for days in LENGTHS {
                        option value=(days) selected[days == view.days] { (say.with("reports-length", &[("count", days.into())])) }
                    }
                }
            }
            button type="submit" class="button" { (small_icon("filter")) " " (say.say("reports-show")) }
        }
    }
}

fn share(part: i64, whole: i64) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn length(say: Say, ms: Option<i64>) -> String {
    ms.map_or_else(|| "–".to_owned(), |ms| span(say, ms))
}

/// Whether it holds with its whole band, not yet, or nobody can say.
fn verdict(say: Say, inbox: &Inbox, hindsight: &Hindsight, reading: &Reading) -> Markup {
    let whole = &hindsight.whole;
    let (held, settled) = (whole.model.held, whole.model.settled);
    let band = interval_tenths(held, settled).filter(|_| settled >= FEWEST);
    html! {
        section class="tile span-12 verdict" aria-labelledby="h1" {
            h2 id="h1" { (say.say("hindsight-verdict")) }
            @match band {
                None => {
                    (ui::empty(&say.say("hindsight-few"), &say.with("hindsight-few-text", &[("settled", settled.into()), ("least", FEWEST.into()), ("learning", whole.model.learning.into())]), None))
                }
                Some((low, high)) => {
                    p class="headline word" { (when::percent(say, share(held, settled))) }
                    p {
                        (say.with("hindsight-said", &[
                            ("held", held.into()),
                            ("settled", settled.into()),
                            ("low", when::percent(say, low as f64 / 1_000.0).into()),
                            ("high", when::percent(say, high as f64 / 1_000.0).into()),
                            ("announced", length(say, whole.model.announced_ms).into()),
                            ("promised", length(say, whole.promised_ms).into()),
                            ("kept", when::percent(say, share(whole.kept, settled)).into()),
                        ]))
                    }
                    @match (inbox.promises_by, high >= AIM_TENTHS) {
                        (PromisesBy::Model, true) => p { (ui::state("kept", say.say("hindsight-on"))) },
                        (_, true) => p { (ui::state("kept", say.say("hindsight-good"))) },
                        (_, false) => p { (ui::state("late", say.say("hindsight-bad"))) },
                    }
                }
            }
            @if let Some(ready_ms) = hindsight.ready_ms {
                p class="muted" { (say.with("hindsight-ready", &[("when", reading.at(ready_ms).into()), ("learning", whole.model.learning.into())])) }
            }
            p class="row wrap" {
                (ui::button_link("", &format!("/console/settings/inboxes/{}#obiettivi", inbox.oid), say.say("hindsight-choose")))
            }
        }
    }
}

fn cells(say: Say, beside: &Beside) -> Markup {
    let (held, settled) = (beside.model.held, beside.model.settled);
    html! {
        td class="n" { (when::number(say, settled)) }
        @if settled >= FEWEST {
            td class="n word" { (when::percent(say, share(held, settled))) }
            td class="n" { (when::percent(say, share(beside.kept, settled))) }
        } @else {
            td class="n" { (say.with("truth-of", &[("kept", held.into()), ("n", settled.into())])) }
            td class="n" { (say.with("truth-of", &[("kept", beside.kept.into()), ("n", settled.into())])) }
        }
        td class="n word" { (length(say, beside.model.announced_ms)) }
        td class="n" { (length(say, beside.promised_ms)) }
        td class="n faint" { (length(say, beside.model.nine_of_ten_ms)) }
    }
}

fn heads(say: Say, first: &str) -> Markup {
    html! {
        thead {
            tr {
                th scope="col" { (say.say(first)) }
                th scope="col" class="n" { (say.say("hindsight-n")) }
                th scope="col" class="n" { (say.say("hindsight-would-hold")) }
                th scope="col" class="n" { (say.say("hindsight-was-kept")) }
                th scope="col" class="n" { (say.say("hindsight-would-say")) }
                th scope="col" class="n" { (say.say("hindsight-was-said")) }
                th scope="col" class="n" { (say.say("truth-nine")) }
            }
        }
    }
}

fn table(say: Say, hindsight: &Hindsight) -> Markup {
    html! {
        section class="tile span-12" aria-labelledby="h2" {
            h2 id="h2" { (say.say("hindsight-beside")) }
            div class="sideways" tabindex="0" role="group" aria-labelledby="h2" {
                table class="lanes tight sums" {
                    (heads(say, "settings-tier"))
                    tbody {
                        @for (tier, beside) in Tier::ALL.iter().zip(&hindsight.tiers) {
                            tr { th scope="row" { (ui::tier(tier.name(), "")) } (cells(say, beside)) }
                        }
                        tr class="total" { th scope="row" { (say.say("settings-estimates-all")) } (cells(say, &hindsight.whole)) }
                    }
                }
            }
        }
    }
}

fn weeks(say: Say, hindsight: &Hindsight, reading: &Reading) -> Markup {
    let today = office::report::day_of(reading.now_ms, &reading.zone);
    let name = |monday: Date| say.with("truth-week", &[("day", when::day(say, monday, today).into())]);
    html! {
        section class="tile span-12" aria-labelledby="h3" {
            h2 id="h3" { (say.say("hindsight-weeks")) }
            div class="sideways" tabindex="0" role="group" aria-labelledby="h3" {
                table class="lanes tight" {
                    (heads(say, "truth-by-week"))
                    tbody {
                        @for (monday, beside) in &hindsight.weeks {
                            tr { th scope="row" { (name(*monday)) } (cells(say, beside)) }
                        }
                    }
                }
            }
        }
    }
}

fn how(say: Say, hindsight: &Hindsight, reading: &Reading) -> Markup {
    html! {
        section class="tile span-12 how" aria-labelledby="h4" {
            h2 id="h4" { (say.say("hindsight-how")) }
            ul class="leads" {
                li { (say.say("hindsight-how-then")) }
                li { (say.say("hindsight-how-same")) }
                li { (say.say("hindsight-how-today")) }
                @if hindsight.cut {
                    li { (say.with("hindsight-how-cut", &[("when", reading.at(hindsight.since_ms).into())])) }
                }
            }
        }
    }
}
