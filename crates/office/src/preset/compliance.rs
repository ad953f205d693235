//! What was measured beside what a preset asks, what is due to whoever waited too long, and the file of a half-year.

use std::collections::BTreeMap;

use db::Tx;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use kernel::calendar::Hours;
use spine::company;
use spine::complaint::{self, Complaint, State, Unit};
use spine::error::Error;
use spine::inbox::{self, Channel};

use super::acts;
use super::model::{Half, Limit, PRESETS, Preset};
use crate::kpi;
use crate::report::{begins_ms, csv_line as write, csv_seconds as seconds, csv_tenths as tenths_text, tenths};

/// What is due to a customer for a late answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compensation {
    /// Its term runs, or the answer was in time.
    None,
    /// It was, or is by now, late: so many days of the term's kind from the beginning, and what is due for that.
    Due { days: i64, cents: i64 },
}

/// What a preset makes due for a complaint whose term runs since a moment, if it makes anything due.
pub fn compensation(
    preset: &Preset,
    complaint: &Complaint,
    since_ms: i64,
    hours: &Hours,
    now_ms: i64,
) -> Option<Compensation> {
    if preset.compensation.is_empty() || !preset.has_term(&complaint.term.key) {
        return None;
    }
    let until_ms = complaint.answered_at_ms.or(complaint.closed_at_ms).unwrap_or(now_ms);
    if is_within(complaint, since_ms, hours, until_ms) {
        return Some(Compensation::None);
    }
    let days = elapsed(hours, since_ms, until_ms, complaint.term.unit);
    let within = |times: Option<i64>| times.is_none_or(|times| days <= times * complaint.term.days);
    let step = preset.compensation.iter().find(|step| within(step.until_times));
    Some(step.map_or(Compensation::None, |step| Compensation::Due { days, cents: step.cents }))
}

/// The same by the preset whose term the complaint has.
pub fn of_complaint(
    tx: &mut Tx<'_>,
    complaint: &Complaint,
) -> Result<Option<(acts::Standing, Compensation)>, Error> {
    let Some(preset) = PRESETS.iter().find(|preset| preset.has_term(&complaint.term.key)) else {
        return Ok(None);
    };
    let hours = inbox::find(tx, complaint.inbox_id)?.hours;
    let now_ms = tx.now_ms();
    let since_ms = complaint::runs_since(tx, complaint)?;
    let Some(due) = compensation(preset, complaint, since_ms, &hours, now_ms) else { return Ok(None) };
    Ok(Some((acts::find(tx, &preset.key)?, due)))
}

/// Whether a moment lies within the term itself: the last day of the law counts to its end, also where the desk's own
/// date comes before it.
fn is_within(complaint: &Complaint, since_ms: i64, hours: &Hours, at_ms: i64) -> bool {
    elapsed(hours, since_ms, at_ms, complaint.term.unit) <= complaint.term.days
}

/// Days of a kind from one moment to another; the first one is not counted.
fn elapsed(hours: &Hours, from_ms: i64, to_ms: i64, unit: Unit) -> i64 {
    let (first, last) = (hours.today(from_ms), hours.today(to_ms));
    match unit {
        Unit::Solar => i64::from(first.until(last).map_or(0, |span| span.get_days())),
        Unit::Working => {
            let days = first.series(1.day()).skip(1).take_while(|day| *day <= last).take(3_660);
            days.filter(|day| is_working(hours, *day)).count() as i64
        }
    }
}

fn is_working(hours: &Hours, day: Date) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    !weekend && hours.holiday(day).is_none_or(|holiday| holiday == kernel::calendar::Holiday::Patron)
}

/// Complaints of one term in a half-year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Row {
    pub opened: i64,
    pub in_time: i64,
    /// Answered after the term.
    pub late: i64,
    /// Closed without an answer: neither in time nor late.
    pub unanswered: i64,
    /// Open, and the term has passed.
    pub overdue: i64,
    /// Open, within the term.
    pub running: i64,
    pub compensation_cents: i64,
}

impl Row {
    /// Those whose answer is known to have been in time or late.
    pub fn n(&self) -> i64 {
        self.in_time + self.late + self.overdue
    }

    fn add(&mut self, more: &Self) {
        self.opened += more.opened;
        self.in_time += more.in_time;
        self.late += more.late;
        self.unanswered += more.unanswered;
        self.overdue += more.overdue;
        self.running += more.running;
        self.compensation_cents += more.compensation_cents;
    }
}

/// What was measured of one goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measured {
    /// Tenths of a percent of so many.
    Share { tenths: i64, part: i64, n: i64 },
    /// Milliseconds, of so many.
    Mean { ms: i64, n: i64 },
    /// There is no case.
    Nothing,
}

/// One goal of a preset with what was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    pub measure: String,
    pub limit: Limit,
    pub measured: Measured,
    /// Unknown where there is no case.
    pub reached: Option<bool>,
}

/// One complaint of a half-year.
#[derive(Clone, Debug)]
pub struct Case {
    pub complaint: Complaint,
    /// Whether its answer came within the term; unknown until there is one.
    pub in_time: Option<bool>,
    pub due: Compensation,
}

/// How a company stands to a preset in a half-year.
#[derive(Clone, Debug)]
pub struct Compliance {
    pub half: Half,
    pub zone: TimeZone,
    pub goals: Vec<Goal>,
    /// By key of the term, in the preset's order.
    pub terms: Vec<(String, Row)>,
    pub total: Row,
    /// Every complaint of it, oldest first.
    pub complaints: Vec<Case>,
}

/// Measures a half-year against a preset, as things stand now.
///
/// # Errors
/// Refused when there are too many complaints in it.
pub fn compliance(tx: &mut Tx<'_>, preset: &Preset, half: Half) -> Result<Compliance, Error> {
    let zone = TimeZone::get(&company::find(tx)?.timezone).unwrap_or(TimeZone::UTC);
    let after = half.to().tomorrow().unwrap_or(half.to());
    let (from_ms, to_ms) = (begins_ms(half.from(), &zone), begins_ms(after, &zone));
    let now_ms = tx.now_ms();
    let mut clocks: BTreeMap<i64, Hours> = BTreeMap::new();
    let mut by_term: BTreeMap<&str, Row> = BTreeMap::new();
    let mut complaints = Vec::new();
    for complaint in complaint::opened_between(tx, from_ms, to_ms)? {
        let Some(term) = preset.terms.iter().find(|term| term.key == complaint.term.key) else { continue };
        if let std::collections::btree_map::Entry::Vacant(place) = clocks.entry(complaint.inbox_id) {
            place.insert(inbox::find(tx, complaint.inbox_id)?.hours);
        }
        let hours = &clocks[&complaint.inbox_id];
        let since_ms = complaint::runs_since(tx, &complaint)?;
        let due = compensation(preset, &complaint, since_ms, hours, now_ms).unwrap_or(Compensation::None);
        let in_time = complaint.answered_at_ms.map(|at_ms| is_within(&complaint, since_ms, hours, at_ms));
        let late_now = !is_within(&complaint, since_ms, hours, now_ms);
        let case = Case { complaint, in_time, due };
        by_term.entry(&term.key).or_default().add(&counted(&case, late_now));
        complaints.push(case);
    }
    let mut total = Row::default();
    by_term.values().for_each(|row| total.add(row));
    let terms = preset
        .terms
        .iter()
        .map(|term| (term.key.clone(), by_term.get(term.key.as_str()).copied().unwrap_or_default()));
    let terms = terms.collect();
    let mut goals = Vec::with_capacity(preset.goals.len());
    for asked in &preset.goals {
        let measured = match asked.measure.as_str() {
            "complaints_in_time" => share(total.in_time, total.n()),
            "within_20_seconds" => {
                let sum = kpi::Measure::ServiceLevel;
                let (n, part) = kpi::total(tx, sum, half.from(), half.to(), Channel::Phone)?;
                share(part, n)
            }
            _ => match kpi::total(tx, kpi::Measure::AnswerWait, half.from(), half.to(), Channel::Phone)? {
                (0, _) => Measured::Nothing,
                (n, ms) => Measured::Mean { ms: (ms + n / 2) / n, n },
            },
        };
        let reached = match (measured, asked.limit) {
            (Measured::Share { part, n, .. }, Limit::AtLeast(limit)) => Some(part * 1_000 >= limit * n),
            (Measured::Mean { ms, .. }, Limit::AtMost(limit)) => Some(ms <= limit),
            _ => None,
        };
        goals.push(Goal { measure: asked.measure.clone(), limit: asked.limit, measured, reached });
    }
    Ok(Compliance { half, zone, goals, terms, total, complaints })
}

fn share(part: i64, n: i64) -> Measured {
    tenths(part, n).map_or(Measured::Nothing, |tenths| Measured::Share { tenths, part, n })
}

fn counted(case: &Case, late_now: bool) -> Row {
    let mut row = Row { opened: 1, ..Row::default() };
    match case.in_time {
        Some(true) => row.in_time = 1,
        Some(false) => row.late = 1,
        None if case.complaint.state == State::Closed => row.unanswered = 1,
        None if late_now => row.overdue = 1,
        None => row.running = 1,
    }
    if let Compensation::Due { cents, .. } = case.due {
        row.compensation_cents = cents;
    }
    row
}

/// The half-year as a file: where its rules come from and since when somebody of the company has verified them (nothing: they
/// are to be verified), one complaint a line, then the totals of every term and what was measured of every goal. Moments
/// stand on the company's clock, with its distance from UTC.
pub fn csv(standing: &acts::Standing, compliance: &Compliance) -> String {
    const HEAD: [&str; 18] = [
        "row",
        "code",
        "term",
        "days",
        "unit",
        "opened_at",
        "due_at",
        "answered_at",
        "in_time",
        "cause",
        "founded",
        "compensation_euros",
        "opened",
        "settled",
        "value",
        "goal",
        "source",
        "verified_at",
    ];
    let mut text = "\u{feff}".to_owned();
    write(&mut text, &HEAD.map(str::to_owned));
    let preset = standing.preset;
    let moment = |at_ms: i64| {
        let at = Timestamp::from_millisecond(at_ms).unwrap_or_default().to_zoned(compliance.zone.clone());
        at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    };
    let mut cells: [String; 18] = Default::default();
    (cells[0], cells[1]) = ("preset".to_owned(), preset.key.clone());
    cells[16].clone_from(&preset.source);
    let confirmed = standing.chosen.as_ref().and_then(|chosen| chosen.confirmed);
    cells[17] = confirmed.map(|(at_ms, _)| moment(at_ms)).unwrap_or_default();
    write(&mut text, &cells);
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let euros = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
    for Case { complaint, in_time, due } in &compliance.complaints {
        let mut cells: [String; 18] = Default::default();
        cells[0] = "complaint".to_owned();
        cells[1] = complaint.code();
        cells[2].clone_from(&complaint.term.key);
        cells[3] = complaint.term.days.to_string();
        cells[4] = complaint.term.unit.name().to_owned();
        cells[5] = moment(complaint.opened_at_ms);
        cells[6] = moment(complaint.due_at_ms);
        cells[7] = complaint.answered_at_ms.map(moment).unwrap_or_default();
        cells[8] = in_time.map(yes).unwrap_or_default();
        cells[9] = complaint.cause.clone().unwrap_or_default();
        cells[10] = complaint.founded.map(yes).unwrap_or_default();
        if let Compensation::Due { cents, .. } = due {
            cells[11] = euros(*cents);
        }
        write(&mut text, &cells);
    }
    for (key, row) in &compliance.terms {
        let mut cells: [String; 18] = Default::default();
        cells[0] = "term".to_owned();
        cells[2].clone_from(key);
        let term = preset.terms.iter().find(|term| term.key == *key);
        cells[3] = term.map(|term| term.days.to_string()).unwrap_or_default();
        cells[4] = term.map(|term| term.unit.name().to_owned()).unwrap_or_default();
        cells[11] = euros(row.compensation_cents);
        cells[12] = row.opened.to_string();
        cells[13] = row.n().to_string();
        cells[14] = tenths(row.in_time, row.n()).map(tenths_text).unwrap_or_default();
        write(&mut text, &cells);
    }
    for goal in &compliance.goals {
        let mut cells: [String; 18] = Default::default();
        cells[0] = "goal".to_owned();
        cells[1].clone_from(&goal.measure);
        (cells[13], cells[14]) = match goal.measured {
            Measured::Share { tenths, n, .. } => (n.to_string(), tenths_text(tenths)),
            Measured::Mean { ms, n } => (n.to_string(), seconds(ms)),
            Measured::Nothing => Default::default(),
        };
        cells[15] = match goal.limit {
            Limit::AtLeast(limit) => format!(">= {}", tenths_text(limit)),
            Limit::AtMost(limit) => format!("<= {}", seconds(limit)),
        };
        write(&mut text, &cells);
    }
    text
}
