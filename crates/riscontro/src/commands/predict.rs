//! `forecast`: how many will come, from a file of how many came; and the protocol BANK-15 on a file.

use std::path::PathBuf;

use anyhow::Context;
use forecast::bank15::{self, Report};
use forecast::run::{self, Asked, Forecast};
use forecast::score::Scores;
use forecast::series::{self, Series};
use forecast::working::Holidays;
use forecast::{Model, Wrong};
use serde_json::{Map, Value, json};

use super::{Stop, help};

/// The zone of a file's clock, when nobody says.
const ZONE: &str = "Europe/Rome";

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Words {
    Bank15 { file: PathBuf, json: bool },
    Series(Box<SeriesWords>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SeriesWords {
    file: PathBuf,
    slot_minutes: usize,
    horizon: usize,
    at: Option<String>,
    model: Model,
    zone: String,
    holidays: Holidays,
    patron: Option<(i8, i8)>,
    events: Option<PathBuf>,
    json: bool,
}

impl Words {
    /// Reads the flags of the command; `given` finds the last value of each.
    pub(super) fn read<'a>(given: impl Fn(&str) -> Option<&'a str>) -> Result<Self, Stop> {
        let wrong = |what: &str| Stop::Wrong(what.to_owned());
        let json = given("json").is_some();
        let file = match (given("csv"), given("bank15")) {
            (None, Some(file)) => return Ok(Self::Bank15 { file: PathBuf::from(file), json }),
            (Some(file), None) => PathBuf::from(file),
            (Some(_), Some(_)) => return Err(wrong("forecast takes --csv or --bank15, not both")),
            (None, None) => return Err(wrong("forecast needs --csv FILE or --bank15 FILE")),
        };
        let number = |name: &str| given(name).map(|value| (value, value.parse::<usize>().ok()));
        let slot_minutes = match number("slot-minutes") {
            None => return Err(wrong("forecast needs --slot-minutes N")),
            Some((_, minutes)) => minutes.and_then(series::slot_minutes),
        };
        let slot_minutes = slot_minutes
            .ok_or_else(|| wrong("--slot-minutes takes a number from 5 to 1440 that divides a day, as 15"))?;
        let most = run::AHEAD_DAYS_MAX * 1_440 / slot_minutes;
        let horizon = match number("horizon") {
            None => return Err(wrong("forecast needs --horizon STEPS")),
            Some((_, steps)) => steps.filter(|steps| (1..=most).contains(steps)),
        };
        let horizon = horizon.ok_or_else(|| {
            Stop::Wrong(format!(
                "--horizon takes a number of slots from 1 to {most} ({} days)",
                run::AHEAD_DAYS_MAX
            ))
        })?;
        let model = match given("model") {
            None => Model::Factor,
            Some(name) => Model::of_name(name).ok_or_else(|| {
                let names: Vec<&str> = Model::ALL.into_iter().map(Model::name).collect();
                Stop::Wrong(format!("--model takes {}", names.join(", ")))
            })?,
        };
        let holidays = match given("holidays") {
            None | Some("IT") => Holidays::Italy,
            Some("none") => Holidays::None,
            Some(_) => return Err(wrong("--holidays takes IT or none")),
        };
        let patron = given("patron").map(month_day).transpose()?;
        Ok(Self::Series(Box::new(SeriesWords {
            file,
            slot_minutes,
            horizon,
            at: given("at").map(str::to_owned),
            model,
            zone: given("zone").unwrap_or(ZONE).to_owned(),
            holidays,
            patron,
            events: given("events").map(PathBuf::from),
            json,
        })))
    }
}

fn month_day(written: &str) -> Result<(i8, i8), Stop> {
    let read = || {
        let (month, day) = written.split_once('-')?;
        // A leap year, so that the 29th of February may be one.
        let date = jiff::civil::Date::new(2000, month.parse().ok()?, day.parse().ok()?).ok()?;
        Some((date.month(), date.day()))
    };
    read().ok_or_else(|| Stop::Wrong("--patron takes a month and a day, as 06-24".to_owned()))
}

/// A file as text.
///
/// # Errors
/// It cannot be read, is too long, or is not UTF-8, with the line.
pub(super) fn text(file: &PathBuf) -> Result<String, Stop> {
    let wrong = |what: String| Stop::Wrong(format!("{}: {what}", file.display()));
    let size = std::fs::metadata(file).map_err(|error| wrong(error.to_string()))?.len();
    if size > forecast::csv::BYTES_MAX as u64 {
        return Err(wrong(format!("{size} bytes; at most {} are read", forecast::csv::BYTES_MAX)));
    }
    let bytes = std::fs::read(file).map_err(|error| wrong(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        wrong(format!("line {line} is not UTF-8"))
    })
}

/// What is wrong in a file, with the file's name before it.
pub(super) fn in_file(file: &std::path::Path) -> impl Fn(Wrong) -> Stop {
    move |wrong| Stop::Wrong(format!("{}: {wrong}", file.display()))
}

pub(super) fn print(words: &Words) -> Result<u8, Stop> {
    match words {
        Words::Bank15 { file, json } => {
            let report = bank15::run(bank15::read(&text(file)?).map_err(in_file(file))?, &Model::ALL);
            help::write(&if *json { pretty(&report_json(&report))? } else { report_table(&report) })
        }
        Words::Series(words) => {
            let series = Series::read(&text(&words.file)?, words.slot_minutes, &words.zone)
                .map_err(in_file(&words.file))?;
            let events = match &words.events {
                None => Default::default(),
                Some(file) => run::read_events(&text(file)?).map_err(in_file(file))?,
            };
            let asked = Asked {
                horizon: words.horizon,
                at: words.at.clone(),
                model: Some(words.model),
                holidays: words.holidays,
                patron: words.patron,
                events,
            };
            let forecast = run::forecast(&series, &asked).map_err(in_file(&words.file))?;
            help::write(&if words.json {
                pretty(&forecast_json(&forecast))?
            } else {
                forecast_table(&forecast)
            })
        }
    }
}

pub(super) fn pretty(value: &Value) -> Result<String, Stop> {
    let mut text = serde_json::to_string_pretty(value).context("writing JSON")?;
    text.push('\n');
    Ok(text)
}

/// Six figures after the point are more than any of these numbers deserves.
pub(super) fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

fn forecast_json(forecast: &Forecast) -> Value {
    let slots: Vec<Value> = forecast
        .slots
        .iter()
        .map(|slot| {
            let [q05, q25, q50, q75, q95] = slot.quantiles;
            json!({ "start": slot.start, "mean": rounded(slot.mean), "q05": q05, "q25": q25, "q50": q50, "q75": q75, "q95": q95 })
        })
        .collect();
    json!({ "model": forecast.model.name(), "slots": slots })
}

fn forecast_table(forecast: &Forecast) -> String {
    let mut text = format!(
        "{:<25} {:>9} {:>7} {:>7} {:>7} {:>7} {:>7}\n",
        forecast.model.name(),
        "mean",
        "5 %",
        "25 %",
        "50 %",
        "75 %",
        "95 %"
    );
    for slot in &forecast.slots {
        let [q05, q25, q50, q75, q95] = slot.quantiles;
        text.push_str(&format!(
            "{:<25} {:>9.1} {q05:>7} {q25:>7} {q50:>7} {q75:>7} {q95:>7}\n",
            slot.start, slot.mean
        ));
    }
    text
}

fn scores_json(scores: &Scores) -> Map<String, Value> {
    [
        ("mase", scores.mase),
        ("rmsse", scores.rmsse),
        ("pinball", scores.pinball),
        ("cov90", scores.cov90),
        ("wape", scores.wape),
        ("day_wape", scores.day_wape),
        ("mase_h1", scores.mase_h1),
    ]
    .into_iter()
    .map(|(name, number)| (name.to_owned(), json!(rounded(number))))
    .collect()
}

fn report_json(report: &Report) -> Value {
    let mut all = Map::new();
    let mut baselines = Map::new();
    for (model, scores) in &report.models {
        match model {
            Model::Factor => {
                all.insert("model".to_owned(), json!(model.name()));
                all.extend(scores_json(scores));
            }
            Model::SeasonalNaive | Model::Mean4 | Model::Median6 | Model::Ets | Model::Harmonic => {
                baselines.insert(model.name().to_owned(), Value::Object(scores_json(scores)));
            }
        }
    }
    for rest in &report.intraday {
        all.insert(format!("mase_intraday_{}h", rest.hours), json!(rounded(rest.after)));
    }
    let intraday: Vec<Value> = report
        .intraday
        .iter()
        .map(|rest| {
            json!({ "hours": rest.hours, "before": rounded(rest.before), "after": rounded(rest.after), "beta": rounded(rest.beta) })
        })
        .collect();
    all.insert("intraday".to_owned(), Value::Array(intraday));
    all.insert("baselines".to_owned(), Value::Object(baselines));
    let scales = json!({ "mase": rounded(report.scales.absolute), "rmsse": rounded(report.scales.squared) });
    all.insert("scales".to_owned(), scales);
    all.insert("weekdays".to_owned(), json!(report.weekdays));
    all.insert("closed".to_owned(), report.closed.iter().map(|day| json!(day.to_string())).collect());
    all.insert("counts".to_owned(), json!(report.counts));
    all.insert("origins".to_owned(), json!(report.origins));
    Value::Object(all)
}

fn report_table(report: &Report) -> String {
    let mut text = format!(
        "BANK-15: {} calls on {} weekdays, {} of them shut; {} origins, scales {:.3} and {:.3}\n\n",
        report.counts,
        report.weekdays,
        report.closed.len(),
        report.origins,
        report.scales.absolute,
        report.scales.squared
    );
    text.push_str(&format!(
        "{:<9} {:>7} {:>7} {:>8} {:>8} {:>8} {:>7} {:>9}\n",
        "model", "MASE", "RMSSE", "WAPE", "of days", "pinball", "cov 90", "MASE h=1"
    ));
    for (model, scores) in &report.models {
        text.push_str(&format!(
            "{:<9} {:>7.3} {:>7.3} {:>6.2} % {:>6.2} % {:>8.3} {:>7.3} {:>9.3}\n",
            model.name(),
            scores.mase,
            scores.rmsse,
            100.0 * scores.wape,
            100.0 * scores.day_wape,
            scores.pinball,
            scores.cov90,
            scores.mase_h1
        ));
    }
    text.push_str("\nthe rest of the day, MASE\n");
    for rest in &report.intraday {
        text.push_str(&format!(
            "after {} hours: {:.3} before, {:.3} with what the day has told (by {:.2})\n",
            rest.hours, rest.before, rest.after, rest.beta
        ));
    }
    text
}
