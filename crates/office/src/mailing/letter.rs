//! The mail of a report: its numbers in words, the whole of it as a file.

use kernel::language::Register;
use spine::agent::Agent;
use spine::outbox::{Enclosure, HouseKind, HouseMail};
use words::{Say, when};

use super::model::{Mailing, What};
use crate::report::phrases::{against, ends, key, made_of, percent, value};
use crate::report::{self, Coverage, Line, Measure, Of, Period, Report, Truth, line};

/// A report counted for a mailing, to be written to each of its people in their language.
pub struct Prepared {
    pub mailing: Mailing,
    pub period: Period,
    /// Name and outside name of the inbox it is about.
    about: Option<(String, String)>,
    told: Told,
    pub(super) csv: String,
}

enum Told {
    /// Each measure now and in as many days before.
    Figures {
        received: i64,
        /// Until when the event log was counted, where that is before the end of its days; and the moment it is written.
        until_ms: Option<(i64, i64)>,
        lines: Vec<(Line, Line)>,
    },
    Truth(Box<Truth>),
}

impl Prepared {
    pub(super) fn figures(mailing: Mailing, report: &Report, about: Option<(String, String)>) -> Self {
        let of = |measure| (line(measure, &report.total, Of::Many), line(measure, &report.before, Of::Many));
        let lines = Measure::ALL.into_iter().filter(|one| !one.is_part_of_time()).map(of);
        // What has no case is in the file.
        let lines = lines.filter(|(now, _)| now.n > 0).collect();
        Self {
            mailing,
            period: report.period.clone(),
            about,
            csv: report::csv(report),
            told: Told::Figures {
                received: report.total.received,
                until_ms: report.behind_since_ms().map(|until_ms| (until_ms, report.at_ms)),
                lines,
            },
        }
    }

    pub(super) fn truth(mailing: Mailing, truth: Truth, about: Option<(String, String)>) -> Self {
        Self {
            mailing,
            period: truth.period.clone(),
            about,
            csv: report::truth_csv(&truth),
            told: Told::Truth(Box::new(truth)),
        }
    }
}

/// The mail to one of our people.
pub(super) fn written(prepared: &Prepared, person: &Agent, public_url: &str) -> (HouseMail, Vec<Enclosure>) {
    let say = Say::new(person.language, Register::Tu);
    let (from, to) = (prepared.period.from(), prepared.period.to());
    let days = match from == to {
        true => when::day(say, from, to),
        false => format!("{} – {}", when::day(say, from, to), when::day(say, to, to)),
    };
    let what = prepared.mailing.what.name();
    let subject = say.with(&format!("mailing-subject-{what}"), &[("days", days.as_str().into())]);
    let about = match (&prepared.about, prepared.mailing.tier) {
        (Some((inbox, _)), Some(tier)) => Some(
            say.with("mailing-about-both", &[("inbox", inbox.as_str().into()), ("tier", tier.name().into())]),
        ),
        (Some((inbox, _)), None) => Some(say.with("mailing-about-inbox", &[("inbox", inbox.as_str().into())])),
        (None, Some(tier)) => Some(say.with("mailing-about-tier", &[("tier", tier.name().into())])),
        (None, None) => None,
    };
    let mut paragraphs: Vec<String> = about.into_iter().collect();
    match &prepared.told {
        Told::Figures { received, until_ms, lines } => {
            if let Some((until_ms, now_ms)) = until_ms {
                let moment = when::day_time(say, *until_ms, *now_ms, prepared.period.zone());
                paragraphs.push(say.with("mailing-counted-until", &[("when", moment.into())]));
            }
            if *received == 0 {
                paragraphs.push(say.say("mailing-nothing"));
            }
            paragraphs.extend(lines.iter().map(|(now, before)| figure(say, now, before)));
        }
        Told::Truth(truth) => {
            paragraphs.push(covered(say, &say.say("mailing-all-words"), &truth.total));
            for piece in truth.by("channel") {
                let name = say.say(&format!("inbox-channel-{}", piece.group.name()));
                paragraphs.push(covered(say, &name, &piece.coverage));
            }
        }
    }
    paragraphs.push(say.say("mailing-file"));
    let path = match prepared.mailing.what {
        What::Figures => "reports",
        What::Truth => "truth",
    };
    let mut link = format!("{public_url}/console/{path}?from={from}&to={to}");
    if let Some((_, inbox)) = &prepared.about {
        link.push_str(&format!("&inbox={inbox}"));
    }
    if let Some(tier) = prepared.mailing.tier {
        link.push_str(&format!("&tier={}", tier.name()));
    }
    let mail = HouseMail {
        kind: HouseKind::Report,
        to: person.email.clone(),
        name: Some(person.name.clone()),
        language: person.language,
        subject,
        paragraphs,
        link: Some((say.say("mailing-open"), link)),
    };
    let file = Enclosure {
        name: format!("riscontro-{what}-{from}-{to}.csv"),
        content_type: "text/csv",
        bytes: prepared.csv.clone().into_bytes(),
    };
    (mail, vec![file])
}

/// "Risposta certa: 94,2% (180 / 191), fra 89,9% e 96,8%, rispetto a prima +0,6".
fn figure(say: Say, now: &Line, before: &Line) -> String {
    let mut text =
        format!("{}: {} ({})", say.say(&key(now.measure, "name")), value(say, now), made_of(say, now));
    if let Some((low, high)) = ends(say, now) {
        text.push_str(&say.with("mailing-interval", &[("low", low.into()), ("high", high.into())]));
    }
    if let Some(against) = against(say, now, before).filter(|_| now.measure != Measure::Backlog) {
        text.push_str(&say.with("mailing-against", &[("against", against.into())]));
    }
    if now.complete_from_ms.is_some() {
        text.push_str(&say.say("mailing-growing"));
    }
    text
}

fn covered(say: Say, name: &str, coverage: &Coverage) -> String {
    let share = coverage.share().map_or_else(|| "—".to_owned(), |share| percent(say, share));
    let (kept, n) = (when::number(say, coverage.words.kept), when::number(say, coverage.n()));
    let mut text = format!("{name}: {share} ({kept} / {n})");
    if let Some((low, high)) = coverage.band() {
        let ends = [("low", percent(say, low).into()), ("high", percent(say, high).into())];
        text.push_str(&say.with("mailing-interval", &ends));
    }
    text
}
