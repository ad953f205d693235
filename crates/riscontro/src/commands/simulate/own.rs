//! `simulate --own`: a company's own requests once more, with what the model would have promised beside what was.

use std::fmt::Write as _;
use std::path::PathBuf;

use db::Db;
use jiff::Timestamp;
use kernel::id::Kind;
use serde_json::{Value, json};
use spine::company;
use spine::inbox::{self, Inbox, Tier};
use spine::promise::estimate::{self, Beside, Hindsight};

use super::page;
use crate::commands::{DONE, Stop, help, kept};
use crate::settings::Settings;

/// Days looked back, unless others are given.
const DAYS: i64 = 56;
const MOST_DAYS: i64 = 365;
/// Promises worked out again for an inbox, the newest.
const PLAYED_MAX: usize = 50_000;

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Own {
    inbox: Option<String>,
    days: i64,
    json: bool,
    html: Option<PathBuf>,
}

/// One inbox of one company.
struct Found {
    company: String,
    inbox: Inbox,
    hindsight: Hindsight,
}

impl Own {
    pub(super) fn of(flags: &[(&'static str, String)]) -> Result<Self, Stop> {
        let given =
            |name: &str| flags.iter().rev().find(|(own, _)| *own == name).map(|(_, value)| value.as_str());
        if let Some((name, _)) =
            flags.iter().find(|(name, _)| !["own", "inbox", "days", "json", "html"].contains(name))
        {
            return Err(Stop::Wrong(format!(
                "--{name} is of the documented world; --own takes --inbox, --days, --json, --html"
            )));
        }
        let days = match given("days") {
            None => DAYS,
            Some(value) => {
                value.parse().ok().filter(|days| (7..=MOST_DAYS).contains(days)).ok_or_else(|| {
                    Stop::Wrong(format!("--days takes a number from 7 to {MOST_DAYS}, not {value:?}"))
                })?
            }
        };
        Ok(Self {
            inbox: given("inbox").map(str::to_owned),
            days,
            json: given("json").is_some(),
            html: given("html").map(PathBuf::from),
        })
    }

    fn means(&self, inbox: &Inbox) -> bool {
        self.inbox.as_deref().is_none_or(|name| {
            name == Kind::Inbox.name(&inbox.oid) || name == inbox.name || inbox.address.as_deref() == Some(name)
        })
    }
}

/// Works it out and tells it.
pub(super) fn run(settings: &Settings, own: &Own) -> Result<u8, Stop> {
    if let Some(path) = &own.html {
        // Before minutes of work, not after.
        std::fs::write(path, "").map_err(|error| Stop::Wrong(format!("--html {}: {error}", path.display())))?;
    }
    let found = look(&kept::open(settings)?, own)?;
    if found.is_empty() {
        return Err(Stop::Failed(match &own.inbox {
            Some(name) => anyhow::anyhow!("there is no inbox {name:?} in this store"),
            None => anyhow::anyhow!("there is no inbox in this store"),
        }));
    }
    if let Some(path) = &own.html {
        let body: String = found.iter().map(html).collect();
        std::fs::write(path, page::whole("what would have been promised", &body))
            .map_err(|error| anyhow::anyhow!("writing {}: {error}", path.display()))?;
    }
    match own.json {
        true => {
            help::write(&format!("{:#}\n", json!({ "inboxes": found.iter().map(told).collect::<Vec<_>>() })))?
        }
        false => help::write(&found.iter().map(text).collect::<String>())?,
    };
    Ok(DONE)
}

fn look(db: &Db, own: &Own) -> Result<Vec<Found>, Stop> {
    let mut found = Vec::new();
    for account_id in db.read_everywhere(company::all)? {
        let of_company = db.read(account_id, |tx| {
            let company = company::find(tx)?.name;
            let mut these = Vec::new();
            for inbox in inbox::list(tx)?.into_iter().filter(|inbox| own.means(inbox)) {
                let hindsight = estimate::hindsight(tx, &inbox, own.days, PLAYED_MAX)?;
                these.push(Found { company: company.clone(), inbox, hindsight });
            }
            Ok::<_, spine::Error>(these)
        });
        found.extend(of_company.map_err(anyhow::Error::from)?);
    }
    Ok(found)
}

fn moment(ms: i64) -> String {
    Timestamp::from_millisecond(ms).unwrap_or_default().to_string()
}

fn told(found: &Found) -> Value {
    let of = |name: &str, key: &str, beside: &Beside| {
        json!({
            key: name,
            "settled": beside.model.settled,
            "would_have_held": beside.model.held,
            "kept": beside.kept,
            "learning": beside.model.learning,
            "would_have_said_ms": beside.model.announced_ms,
            "said_ms": beside.promised_ms,
            "nine_of_ten_ms": beside.model.nine_of_ten_ms,
        })
    };
    let hindsight = &found.hindsight;
    let tiers = Tier::ALL.iter().zip(&hindsight.tiers).map(|(tier, beside)| of(tier.name(), "tier", beside));
    let weeks = hindsight.weeks.iter().map(|(monday, beside)| of(&monday.to_string(), "week", beside));
    json!({
        "company": found.company,
        "inbox_id": Kind::Inbox.name(&found.inbox.oid),
        "inbox": found.inbox.name,
        "since": moment(hindsight.since_ms),
        "cut": hindsight.cut,
        "ready_at": hindsight.ready_ms.map(moment),
        "total": of(&found.inbox.name, "inbox", &hindsight.whole),
        "tiers": tiers.collect::<Vec<_>>(),
        "weeks": weeks.collect::<Vec<_>>(),
    })
}

/// `2 h 10 min` of open time.
fn length(ms: Option<i64>) -> String {
    match ms.map(|ms| ms.div_euclid(60_000)) {
        None => "–".to_owned(),
        Some(minutes) if minutes < 60 => format!("{minutes} min"),
        Some(minutes) => format!("{} h {:02} min", minutes / 60, minutes % 60),
    }
}

fn share(part: i64, whole: i64) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// Every line of the table: what it is about, and its figures.
fn lines(hindsight: &Hindsight) -> Vec<(String, Beside)> {
    let tiers =
        Tier::ALL.iter().zip(&hindsight.tiers).map(|(tier, beside)| (format!("tier {}", tier.name()), *beside));
    let weeks = hindsight.weeks.iter().map(|(monday, beside)| (format!("week of {monday}"), *beside));
    std::iter::once(("all".to_owned(), hindsight.whole)).chain(tiers).chain(weeks).collect()
}

const HEADS: [&str; 6] = ["settled", "would have held", "kept", "would have said", "said", "9 of 10 took"];

fn cells(beside: &Beside) -> [String; 6] {
    let settled = beside.model.settled;
    let percent = |part: i64| match settled {
        0 => "–".to_owned(),
        _ => format!("{:.1} %", 100.0 * share(part, settled)),
    };
    [
        settled.to_string(),
        percent(beside.model.held),
        percent(beside.kept),
        length(beside.model.announced_ms),
        length(beside.promised_ms),
        length(beside.model.nine_of_ten_ms),
    ]
}

fn since(found: &Found) -> String {
    let hindsight = &found.hindsight;
    let ready = hindsight.ready_ms.map_or_else(
        || "too little is known to tell customers yet".to_owned(),
        |at_ms| format!("enough was known from {} on", moment(at_ms)),
    );
    let cut = if hindsight.cut { ", older ones left out" } else { "" };
    format!(
        "since {}{cut}; {ready}; {} learnt from",
        moment(hindsight.since_ms),
        hindsight.whole.model.learning
    )
}

fn text(found: &Found) -> String {
    let mut text = format!("{} · {}\n{}\n", found.company, found.inbox.name, since(found));
    // Writing to a string does not fail.
    let _ = write!(text, "{:<20}", "");
    HEADS.iter().for_each(|head| {
        let _ = write!(text, "{head:>17}");
    });
    text.push('\n');
    for (name, beside) in lines(&found.hindsight) {
        let _ = write!(text, "{name:<20}");
        cells(&beside).iter().for_each(|cell| {
            let _ = write!(text, "{cell:>17}");
        });
        text.push('\n');
    }
    text.push('\n');
    text
}

fn html(found: &Found) -> String {
    let (company, inbox) = (page::escaped(&found.company), page::escaped(&found.inbox.name));
    let mut body = format!("<h1>{inbox}</h1><p class=\"soft\">{company}, {}.</p>", since(found));
    body.push_str("<div class=\"scroll\"><table><caption>The same requests by the model and as they were; times are open time</caption><thead><tr><th scope=\"col\"></th>");
    HEADS.iter().for_each(|head| {
        let _ = write!(body, "<th scope=\"col\">{head}</th>");
    });
    body.push_str("</tr></thead><tbody>");
    for (name, beside) in lines(&found.hindsight) {
        let _ = write!(body, "<tr><th scope=\"row\">{name}</th>");
        cells(&beside).iter().for_each(|cell| {
            let _ = write!(body, "<td>{cell}</td>");
        });
        body.push_str("</tr>");
    }
    body.push_str("</tbody></table></div>");
    let weeks: Vec<(String, f64, usize)> = found
        .hindsight
        .weeks
        .iter()
        .filter(|(_, beside)| beside.model.settled > 0)
        .map(|(monday, beside)| {
            (monday.to_string(), share(beside.model.held, beside.model.settled), beside.model.settled as usize)
        })
        .collect();
    if !weeks.is_empty() {
        page::chart(
            &mut body,
            &format!("{inbox}: share that would have held, by week"),
            "week",
            &weeks,
            Some((0.875, 0.925)),
        );
    }
    body
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::{Own, length};

    fn own(flags: &[(&'static str, &str)]) -> Result<Own, String> {
        let flags: Vec<_> = flags.iter().map(|&(name, value)| (name, value.to_owned())).collect();
        Own::of(&flags).map_err(|stop| stop.to_string())
    }

    #[test]
    fn flags_of_the_other_world_and_days_that_cannot_be_are_named() {
        assert_eq!(own(&[("own", "")]).unwrap().days, 56);
        let all = own(&[("own", ""), ("days", "90"), ("inbox", "Ordini"), ("json", "")]).unwrap();
        assert_eq!((all.days, all.inbox.as_deref(), all.json), (90, Some("Ordini"), true));
        assert!(
            own(&[("own", ""), ("weeks", "1-2")]).unwrap_err().contains("--weeks is of the documented world")
        );
        for days in ["6", "366", "x"] {
            assert!(own(&[("own", ""), ("days", days)]).unwrap_err().contains("from 7 to 365"));
        }
    }

    #[test]
    fn lengths_are_said_in_hours_and_minutes() {
        assert_eq!(length(Some(7_800_000)), "2 h 10 min");
        assert_eq!((length(Some(59 * 60_000)), length(None)), ("59 min".to_owned(), "–".to_owned()));
    }
}
