//! What the records of a domain mean for its mail.

use serde::{Deserialize, Serialize};

/// The answer to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asked {
    /// The records, one text each.
    Found(Vec<String>),
    Nothing,
    /// Nobody answered: nothing is known.
    Failed,
}

impl Asked {
    /// Only the records of a kind; none left is nothing.
    pub fn keep(self, wanted: impl Fn(&str) -> bool) -> Self {
        match self {
            Self::Found(records) => {
                let kept: Vec<String> = records.into_iter().filter(|record| wanted(record)).collect();
                if kept.is_empty() { Self::Nothing } else { Self::Found(kept) }
            }
            other => other,
        }
    }

    pub fn records(&self) -> &[String] {
        match self {
            Self::Found(records) => records,
            Self::Nothing | Self::Failed => &[],
        }
    }
}

/// Everything that was asked of one domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub spf: Asked,
    pub dmarc: Asked,
    /// Hosts, the preferred first.
    pub mx: Asked,
    /// By selector.
    pub keys: Vec<(String, Asked)>,
}

/// A domain's records as last asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub asked_at_ms: i64,
    pub checked_at_ms: Option<i64>,
    pub found: Option<Found>,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Mx,
    Spf,
    Dkim,
    Dmarc,
}

impl Subject {
    pub fn name(self) -> &'static str {
        match self {
            Self::Mx => "mx",
            Self::Spf => "spf",
            Self::Dkim => "dkim",
            Self::Dmarc => "dmarc",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Good,
    /// Works, and could be better.
    Better,
    /// Mail is lost or suspected.
    Bad,
    /// Nobody answered.
    Unknown,
}

impl Level {
    pub fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Better => "better",
            Self::Bad => "bad",
            Self::Unknown => "unknown",
        }
    }
}

/// What one record means; `what` is the end of its key in the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub subject: Subject,
    pub level: Level,
    pub what: &'static str,
    /// What stands there, or the selector.
    pub detail: String,
    /// The name and the text to put into the DNS.
    pub paste: Option<(String, String)>,
}

/// What the findings are judged against.
#[derive(Clone, Debug)]
pub struct Judged<'a> {
    pub domain: &'a str,
    /// An address of ours there, for reports.
    pub address: &'a str,
    /// The name of this server.
    pub host: &'a str,
    /// Selector and record of each key that signs.
    pub keys: &'a [(String, String)],
}

/// Terms of an SPF record that cost a question; ten are allowed (RFC 7208 section 4.6.4).
const SPF_QUESTIONS: usize = 10;

/// What the records mean, in the order they are shown.
pub fn findings(found: &Found, judged: &Judged<'_>) -> Vec<Finding> {
    let mut all = vec![mx(found, judged), spf(found, judged)];
    all.extend(dkim(found, judged));
    all.push(dmarc(found, judged));
    all
}

fn finding(subject: Subject, level: Level, what: &'static str, detail: impl Into<String>) -> Finding {
    Finding { subject, level, what, detail: detail.into(), paste: None }
}

fn mx(found: &Found, judged: &Judged<'_>) -> Finding {
    let hosts = found.mx.records();
    let listed = hosts.join(", ");
    match &found.mx {
        Asked::Failed => finding(Subject::Mx, Level::Unknown, "unknown", ""),
        Asked::Nothing => finding(Subject::Mx, Level::Bad, "none", ""),
        Asked::Found(_) if hosts.iter().all(|host| host.is_empty()) => {
            finding(Subject::Mx, Level::Bad, "null", "")
        }
        Asked::Found(_) if hosts.iter().any(|host| host.eq_ignore_ascii_case(judged.host)) => {
            finding(Subject::Mx, Level::Good, "here", listed)
        }
        Asked::Found(_) => finding(Subject::Mx, Level::Good, "elsewhere", listed),
    }
}

fn spf(found: &Found, judged: &Judged<'_>) -> Finding {
    let paste =
        |finding: Finding, text: String| Finding { paste: Some((judged.domain.to_owned(), text)), ..finding };
    match &found.spf {
        Asked::Failed => finding(Subject::Spf, Level::Unknown, "unknown", ""),
        Asked::Nothing => {
            paste(finding(Subject::Spf, Level::Bad, "none", ""), format!("v=spf1 mx a:{} ~all", judged.host))
        }
        Asked::Found(records) if records.len() > 1 => {
            finding(Subject::Spf, Level::Bad, "several", records.join("  |  "))
        }
        Asked::Found(records) => {
            let record = records.first().cloned().unwrap_or_default();
            let lower = record.to_ascii_lowercase();
            let terms: Vec<&str> = lower.split_whitespace().skip(1).collect();
            let asks = |term: &&&str| {
                let term = term.trim_start_matches(['+', '-', '~', '?']);
                let name = term.split([':', '/', '=']).next().unwrap_or_default();
                ["include", "a", "mx", "ptr", "exists", "redirect"].contains(&name)
            };
            let (level, what) =
                match terms.iter().find(|term| term.trim_start_matches(['+', '-', '~', '?']) == "all") {
                    Some(&"+all" | &"all") => (Level::Bad, "everybody"),
                    _ if terms.iter().filter(asks).count() > SPF_QUESTIONS => (Level::Bad, "too-many"),
                    Some(&"-all" | &"~all") => (Level::Good, "well"),
                    _ if lower.contains("redirect=") => (Level::Good, "well"),
                    Some(_) | None => (Level::Better, "open"),
                };
            finding(Subject::Spf, level, what, record)
        }
    }
}

fn dkim(found: &Found, judged: &Judged<'_>) -> Vec<Finding> {
    if judged.keys.is_empty() {
        return vec![finding(Subject::Dkim, Level::Better, "no-key", "")];
    }
    judged
        .keys
        .iter()
        .map(|(selector, record)| {
            let asked = found.keys.iter().find(|(name, _)| name == selector).map(|(_, asked)| asked);
            let (level, what) = match asked {
                None | Some(Asked::Failed) => (Level::Unknown, "unknown"),
                Some(Asked::Nothing) => (Level::Bad, "none"),
                Some(Asked::Found(records)) => match records.iter().any(|there| same_key(there, record)) {
                    true => (Level::Good, "well"),
                    false => (Level::Bad, "other"),
                },
            };
            let name = format!("{selector}._domainkey.{}", judged.domain);
            let wanted = matches!(what, "none" | "other").then(|| (name, record.clone()));
            Finding { paste: wanted, ..finding(Subject::Dkim, level, what, selector.clone()) }
        })
        .collect()
}

/// Whether two records carry the same public key, however they are spaced.
fn same_key(one: &str, other: &str) -> bool {
    let key = |record: &str| {
        let compact: String = record.chars().filter(|c| !c.is_whitespace()).collect();
        compact
            .split(';')
            .find_map(|tag| tag.strip_prefix("p=").map(str::to_owned))
            .filter(|key| !key.is_empty())
    };
    key(one).is_some() && key(one) == key(other)
}

fn dmarc(found: &Found, judged: &Judged<'_>) -> Finding {
    let paste =
        (format!("_dmarc.{}", judged.domain), format!("v=DMARC1; p=none; rua=mailto:{}", judged.address));
    match &found.dmarc {
        Asked::Failed => finding(Subject::Dmarc, Level::Unknown, "unknown", ""),
        Asked::Nothing => Finding { paste: Some(paste), ..finding(Subject::Dmarc, Level::Better, "none", "") },
        Asked::Found(records) if records.len() > 1 => {
            finding(Subject::Dmarc, Level::Bad, "several", records.join("  |  "))
        }
        Asked::Found(records) => {
            let record = records.first().cloned().unwrap_or_default();
            let compact: String = record.to_ascii_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
            let policy = compact.split(';').find_map(|tag| tag.strip_prefix("p="));
            match policy {
                Some("quarantine" | "reject") => finding(Subject::Dmarc, Level::Good, "well", record),
                Some("none") => finding(Subject::Dmarc, Level::Better, "watching", record),
                Some(_) | None => finding(Subject::Dmarc, Level::Bad, "broken", record),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Found, Judged, Level, Subject, findings};

    fn found(spf: &[&str], dmarc: &[&str], mx: &[&str], key: &[&str]) -> Found {
        let asked = |records: &[&str]| match records {
            [] => Asked::Nothing,
            ["?"] => Asked::Failed,
            _ => Asked::Found(records.iter().map(|record| (*record).to_owned()).collect()),
        };
        Found { spf: asked(spf), dmarc: asked(dmarc), mx: asked(mx), keys: vec![("r1".to_owned(), asked(key))] }
    }

    #[track_caller]
    fn check(found: &Found, subject: Subject, level: Level, what: &str) {
        let keys = [("r1".to_owned(), "v=DKIM1; k=rsa; p=AAAB".to_owned())];
        let judged =
            Judged { domain: "example.it", address: "aiuto@example.it", host: "desk.example.it", keys: &keys };
        let all = findings(found, &judged);
        let one = all.iter().find(|finding| finding.subject == subject).expect("a finding");
        assert_eq!((one.level, one.what), (level, what), "{one:?}");
    }

    #[test]
    fn each_record_is_judged_for_what_it_does_to_mail() {
        use Level::{Bad, Better, Good, Unknown};
        let spf =
            |records: &[&str], level, what| check(&found(records, &[], &[], &[]), Subject::Spf, level, what);
        spf(&[], Bad, "none");
        spf(&["?"], Unknown, "unknown");
        spf(&["v=spf1 mx -all"], Good, "well");
        spf(&["v=spf1 redirect=_spf.example.it"], Good, "well");
        spf(&["v=spf1 +all"], Bad, "everybody");
        spf(&["v=spf1 mx ?all"], Better, "open");
        spf(&["v=spf1 mx"], Better, "open");
        spf(&["v=spf1 -all", "v=spf1 mx -all"], Bad, "several");
        spf(&[&format!("v=spf1 {} -all", "include:a.it ".repeat(11))], Bad, "too-many");
        let mx =
            |records: &[&str], level, what| check(&found(&[], &[], records, &[]), Subject::Mx, level, what);
        mx(&[], Bad, "none");
        mx(&[""], Bad, "null");
        mx(&["desk.example.it"], Good, "here");
        mx(&["mx.provider.net"], Good, "elsewhere");
        let key =
            |records: &[&str], level, what| check(&found(&[], &[], &[], records), Subject::Dkim, level, what);
        key(&[], Bad, "none");
        key(&["?"], Unknown, "unknown");
        key(&["v=DKIM1;k=rsa;p=AA AB"], Good, "well");
        key(&["v=DKIM1; p=ZZZZ"], Bad, "other");
        key(&["v=DKIM1; p="], Bad, "other");
        let dmarc =
            |records: &[&str], level, what| check(&found(&[], records, &[], &[]), Subject::Dmarc, level, what);
        dmarc(&[], Better, "none");
        dmarc(&["v=DMARC1; p=none"], Better, "watching");
        dmarc(&["v=DMARC1; p=reject"], Good, "well");
        dmarc(&["v=DMARC1; p=x"], Bad, "broken");
        dmarc(&["v=DMARC1; p=none", "v=DMARC1; p=none"], Bad, "several");
    }

    #[test]
    fn without_a_key_one_is_suggested() {
        let judged = Judged { domain: "example.it", address: "a@example.it", host: "h", keys: &[] };
        let all = findings(&found(&[], &[], &[], &[]), &judged);
        assert!(all.iter().any(|finding| finding.what == "no-key"));
        assert!(
            all.iter()
                .any(|finding| finding.paste.as_ref().is_some_and(|(_, text)| text.starts_with("v=spf1")))
        );
    }
}
