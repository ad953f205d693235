//! When the inboxes of a channel are open, by local half hours, and whose holidays they keep.

use std::collections::BTreeMap;

use ::forecast::working::Holidays;
use db::Tx;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::calendar::{Holiday, Hours};
use spine::error::Error;
use spine::inbox::{self, Channel, Inbox};

use super::model::{Group, SLOT_MS, SLOTS, days_after, slot_begins_ms, slot_of};

/// Half hours of which at least so much is open.
const OPEN_MS: i64 = SLOT_MS / 2;

pub(super) type Open = BTreeMap<Date, [bool; SLOTS]>;

/// The inboxes customers can reach, by channel.
pub(super) struct Doors {
    pub zone: TimeZone,
    pub inboxes: BTreeMap<Channel, Vec<Inbox>>,
}

impl Doors {
    pub fn of(tx: &mut Tx<'_>, zone: TimeZone) -> Result<Self, Error> {
        let mut inboxes: BTreeMap<Channel, Vec<Inbox>> = BTreeMap::new();
        for inbox in inbox::list(tx)?.into_iter().filter(|inbox| inbox.live) {
            inboxes.entry(inbox.channel).or_default().push(inbox);
        }
        Ok(Self { zone, inboxes })
    }

    fn hours(&self, channel: Channel) -> impl Iterator<Item = &Hours> {
        self.inboxes.get(&channel).into_iter().flatten().map(|inbox| &inbox.hours)
    }

    /// Half hours in which at least one of a channel's inboxes is open.
    pub fn open(&self, channel: Channel, from: Date, to: Date) -> Open {
        open(self.hours(channel), from, to, &self.zone)
    }

    /// The same of all channels of a group.
    pub fn open_group(&self, group: Group, from: Date, to: Date) -> Open {
        let of_group = self.inboxes.iter().filter(|(channel, _)| Group::of(**channel) == group);
        open(of_group.flat_map(|(_, inboxes)| inboxes).map(|inbox| &inbox.hours), from, to, &self.zone)
    }

    pub fn open_inbox(&self, inbox: &Inbox, from: Date, to: Date) -> Open {
        open(std::iter::once(&inbox.hours), from, to, &self.zone)
    }

    /// Whose holidays a channel keeps, and the month and day of its town's patron: those any of its inboxes has.
    pub fn holidays(&self, channel: Channel) -> (Holidays, Option<(i8, i8)>) {
        let (mut holidays, mut patron) = (Holidays::None, None);
        for hours in self.hours(channel).map(Hours::to_json) {
            if hours["holidays"] == "IT" {
                holidays = Holidays::Italy;
            }
            let month_day = hours["patron"].as_str().and_then(|written| written.split_once('-'));
            patron =
                patron.or(month_day.and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?))));
        }
        (holidays, patron)
    }

    /// The holiday on which an inbox of any channel is shut.
    pub fn holiday(&self, day: Date) -> Option<Holiday> {
        self.inboxes.values().flatten().find_map(|inbox| inbox.hours.holiday(day))
    }
}

fn open<'a>(hours: impl Iterator<Item = &'a Hours>, from: Date, to: Date, zone: &TimeZone) -> Open {
    let mut open: Open =
        from.series(1.day()).take_while(|day| *day < to).map(|day| (day, [false; SLOTS])).collect();
    for hours in hours {
        // An inbox may keep the clock of another zone.
        for day in days_after(from, -1).series(1.day()).take_while(|day| *day <= to) {
            for (opens_ms, closes_ms) in hours.open_on(day) {
                let mut at_ms = slot_begins_ms(opens_ms, zone);
                while at_ms < closes_ms {
                    if closes_ms.min(at_ms + SLOT_MS) - opens_ms.max(at_ms) >= OPEN_MS {
                        let (day, slot) = slot_of(at_ms, zone);
                        if let Some(slots) = open.get_mut(&day) {
                            slots[slot] = true;
                        }
                    }
                    at_ms += SLOT_MS;
                }
            }
        }
    }
    open
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use jiff::civil::date;
    use jiff::tz::TimeZone;
    use kernel::calendar::Hours;
    use serde_json::json;

    use super::open;

    #[test]
    fn a_half_hour_is_open_when_half_of_it_is_and_a_holiday_is_not() {
        let hours = Hours::from_json(&json!({
            "timezone": "Europe/Rome",
            "week": { "mon": [["08:45", "12:50"]], "tue": [["09:00", "18:00"]] },
            "holidays": "IT",
        }))
        .unwrap();
        let zone = TimeZone::get("Europe/Rome").unwrap();
        // Monday the 7th, Tuesday the 8th is the Immaculate Conception.
        let found = open([&hours].into_iter(), date(2026, 12, 7), date(2026, 12, 10), &zone);
        let slots = |day: i8| -> Vec<usize> {
            found[&date(2026, 12, day)]
                .iter()
                .enumerate()
                .filter(|(_, open)| **open)
                .map(|(slot, _)| slot)
                .collect()
        };
        assert_eq!(slots(7), (17..=25).collect::<Vec<_>>());
        assert_eq!((slots(8), slots(9)), (vec![], vec![]));
        // Seen from London it is an hour earlier.
        let london = TimeZone::get("Europe/London").unwrap();
        let found = open([&hours].into_iter(), date(2026, 12, 7), date(2026, 12, 8), &london);
        assert_eq!(found[&date(2026, 12, 7)].iter().position(|open| *open), Some(15));
    }
}
