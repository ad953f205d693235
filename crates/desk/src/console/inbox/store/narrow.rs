//! Filters as the store takes them: names looked up, days made moments.

use db::{Row, Tx, Value, args};
use jiff::civil::Date;
use jiff::{ToSpan, tz::TimeZone};
use spine::search::{Day, Wanted, Who};
use spine::{agent, inbox};

use super::{Reader, queries};
use crate::console::inbox::view::{Place, Reading};
use crate::fault::Fault;

/// What every list is narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrow {
    pub inbox_id: Option<i64>,
    pub tag: Option<String>,
    pub team_id: Option<i64>,
    /// 0 for those nobody has.
    pub person_id: Option<i64>,
    pub tier: Option<String>,
    pub channel: Option<String>,
    pub since_ms: Option<i64>,
    pub until_ms: Option<i64>,
    pub files: bool,
    pub promise: Option<String>,
    pub status: Option<String>,
    pub unread: bool,
    reader_id: i64,
    now_ms: i64,
}

/// An id no row has: a filter that names nothing finds nothing.
const NOBODY: i64 = -1;

impl Narrow {
    /// What the filters of an address and the words of a search with a meaning of their own come to together.
    ///
    /// # Errors
    /// [`Fault::Missing`] when the address names an inbox that is not there.
    pub fn of(
        tx: &mut Tx<'_>,
        place: &Place,
        wanted: &Wanted,
        reader: Reader,
        reading: &Reading,
    ) -> Result<Self, Fault> {
        let filter = &place.filter;
        let inbox_id = match (&place.inbox, &wanted.inbox) {
            (Some(oid), _) => Some(inbox::by_oid(tx, oid)?.id),
            (None, Some(name)) => {
                Some(tx.find(queries::INBOX_NAMED, args![part(name)], Row::next)?.unwrap_or(NOBODY))
            }
            (None, None) => None,
        };
        let team_id =
            filter.team.as_ref().map(|oid| agent::team_by_oid(tx, oid).map_or(NOBODY, |team| team.id));
        let person_id = match (filter.person.as_deref(), &wanted.assignee) {
            (Some("me"), _) | (None, Some(Who::Me)) => Some(reader.agent_id),
            (Some("none"), _) | (None, Some(Who::Nobody)) => Some(0),
            (Some(oid), _) => Some(agent::by_oid(tx, oid).map_or(NOBODY, |agent| agent.id)),
            (None, Some(Who::Named(name))) => {
                Some(tx.find(queries::AGENT_NAMED, args![part(name)], Row::next)?.unwrap_or(NOBODY))
            }
            (None, None) => None,
        };
        let date = |text: &Option<String>, day: Option<Day>| {
            day.map(|Day(date)| date).or_else(|| text.as_deref().and_then(|text| text.parse().ok()))
        };
        let until = date(&filter.until, wanted.before).and_then(|date| date.checked_add(1.day()).ok());
        Ok(Self {
            inbox_id,
            tag: wanted.tag.clone().or_else(|| place.tag.clone()),
            team_id,
            person_id,
            tier: filter.tier.clone(),
            channel: wanted.channel.clone().or_else(|| filter.channel.clone()),
            since_ms: date(&filter.since, wanted.after).and_then(|date| start_ms(date, &reading.zone)),
            until_ms: until.and_then(|date| start_ms(date, &reading.zone)),
            files: filter.files,
            promise: filter.promise.clone(),
            status: wanted.status.map(str::to_owned).or_else(|| filter.status.clone()),
            unread: filter.unread,
            reader_id: reader.agent_id,
            now_ms: reading.now_ms,
        })
    }

    /// Whether everything passes.
    pub fn is_empty(&self) -> bool {
        *self == Self { reader_id: self.reader_id, now_ms: self.now_ms, ..Self::default() }
    }

    /// Parameters of a list from ?2 on: its first value, where it goes on, how many rows, how many to look through.
    pub(super) fn values(&self, [first, key, id, limit, scan]: [Value; 5]) -> Vec<Value> {
        let mut values = vec![first, self.inbox_id.into(), self.tag.clone().into(), key, id, limit];
        values.extend(self.middle());
        values.push(scan);
        values.push(self.unread.then_some(1_i64).into());
        values
    }

    /// Parameters of the search's list from ?2 on, with 32 conversations where they stand in it.
    pub(super) fn values_among(&self, ids: &[Value]) -> Vec<Value> {
        let at = |place: usize| ids.get(place).cloned().unwrap_or(Value::Null);
        let mut values = self.values([at(0), at(1), at(2), at(3), at(4)]);
        values.extend(ids.iter().skip(5).cloned());
        values
    }

    /// ?8 to ?18.
    fn middle(&self) -> [Value; 11] {
        [
            self.team_id.into(),
            self.person_id.into(),
            self.tier.clone().into(),
            self.channel.clone().into(),
            self.since_ms.into(),
            self.until_ms.into(),
            self.files.then_some(1_i64).into(),
            self.reader_id.into(),
            self.promise.clone().into(),
            self.status.clone().into(),
            self.now_ms.into(),
        ]
    }
}

fn part(name: &str) -> String {
    format!("%{}%", name.replace(['%', '_', '\\'], ""))
}

fn start_ms(date: Date, zone: &TimeZone) -> Option<i64> {
    Some(date.to_zoned(zone.clone()).ok()?.timestamp().as_millisecond())
}
