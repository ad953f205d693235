//! The days a page of figures is about, as its address names them.

use form_urlencoded::Serializer;
use jiff::civil::Date;
use office::report::{Period, REPORT_DAYS_MAX, Unlike};

use crate::console::inbox::view::Reading;
use crate::fields::Fields;

/// Days unless somebody chooses.
const DAYS: i64 = 28;
/// The lengths that are one click away.
pub(in crate::console) const LENGTHS: [i64; 4] = [1, 7, DAYS, REPORT_DAYS_MAX];

/// So many days ending today, unless two days are named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::console) struct Days {
    days: Option<i64>,
    from: Option<Date>,
    to: Option<Date>,
}

impl Days {
    pub fn of(fields: &Fields) -> Self {
        Self {
            days: fields.get("days").parse().ok().filter(|days| LENGTHS.contains(days)),
            from: fields.get("from").parse().ok(),
            to: fields.get("to").parse().ok(),
        }
    }

    pub fn last(days: i64) -> Self {
        Self { days: Some(days), from: None, to: None }
    }

    /// Whether a day is named.
    pub fn is_named(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }

    /// Adds what names these days to an address.
    pub fn add_to(&self, query: &mut Serializer<'_, String>) {
        let mut add = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                query.append_pair(name, &value);
            }
        };
        add("days", self.days.map(|days| days.to_string()));
        add("from", self.from.map(|day| day.to_string()));
        add("to", self.to.map(|day| day.to_string()));
    }

    /// The days meant, or the sentence that says why there are none.
    pub fn period(&self, reading: &Reading) -> Result<Period, &'static str> {
        let zone = reading.zone.clone();
        let usual = Period::last(self.days.unwrap_or(DAYS), reading.now_ms, zone.clone());
        if !self.is_named() {
            return Ok(usual);
        }
        let to = self.to.unwrap_or(usual.to());
        let from = self.from.unwrap_or(to);
        Period::new(from, to, zone).map_err(|unlike| match unlike {
            Unlike::Backwards => "reports-wrong-order",
            Unlike::TooLong => "reports-wrong-long",
        })
    }

    /// The days meant, else the usual ones with the sentence that says why.
    pub fn or_usual(&self, reading: &Reading) -> (Period, Option<&'static str>) {
        match self.period(reading) {
            Ok(period) => (period, None),
            Err(problem) => (Period::last(DAYS, reading.now_ms, reading.zone.clone()), Some(problem)),
        }
    }
}
