//! What is expected and who is needed, as files for a spreadsheet: one line a half hour.

use std::collections::BTreeMap;

use db::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use office::forecast::{self, Part, SLOTS};
use office::report::csv_line;
use spine::{company, skill};

use crate::fault::Fault;

const ARRIVALS: [&str; 12] =
    ["date", "start", "channel", "skill", "expected", "q05", "q25", "q50", "q75", "q95", "came", "model"];
const PEOPLE: [&str; 6] = ["date", "start", "group", "at_work", "on_roster", "cautious"];

/// The beginning of a half hour on the local clock.
pub(super) fn start(slot: usize) -> String {
    format!("{:02}:{:02}", slot / 2, slot % 2 * 30)
}

fn head(names: &[&str]) -> String {
    let mut text = "\u{feff}".to_owned();
    csv_line(&mut text, &names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    text
}

pub(super) fn arrivals(tx: &mut Tx<'_>, from: Date, days: usize) -> Result<String, Fault> {
    let skills: BTreeMap<i64, String> = skill::list(tx)?.into_iter().map(|one| (one.id, one.name)).collect();
    let came = forecast::arrived(tx, from, days)?;
    let (today, now_ms) = (forecast::today(tx)?, tx.now_ms());
    let zone = TimeZone::get(&company::find(tx)?.timezone).unwrap_or(TimeZone::UTC);
    let mut text = head(&ARRIVALS);
    for one in forecast::expected(tx, from, days)? {
        let skill = match one.part {
            Part::Whole => String::new(),
            Part::Unskilled => "none".to_owned(),
            Part::Skill(id) => skills.get(&id).cloned().unwrap_or_default(),
        };
        let came = came.get(&(one.channel, one.part)).and_then(|counts| counts.get(&one.date));
        // As on the page and in the API: none until now is 0, what lies ahead is nothing.
        let none = [0.0; SLOTS];
        let came = (one.date <= today).then(|| came.unwrap_or(&none));
        for slot in 0..SLOTS {
            let came = came.filter(|_| forecast::begins_ms(one.date, slot, &zone) <= now_ms);
            let expected = &one.slots[slot];
            let mut cells = vec![
                one.date.to_string(),
                start(slot),
                one.channel.name().to_owned(),
                skill.clone(),
                format!("{:.3}", expected.mean),
            ];
            cells.extend(expected.quantiles.map(|count| count.to_string()));
            cells.push(came.map(|came| came[slot].to_string()).unwrap_or_default());
            cells.push(one.model.clone());
            csv_line(&mut text, &cells);
        }
    }
    Ok(text)
}

pub(super) fn people(tx: &mut Tx<'_>, from: Date, days: usize) -> Result<String, Fault> {
    let mut text = head(&PEOPLE);
    for day in forecast::needed(tx, from, days)?.into_iter().filter(|day| day.is_known) {
        let groups = day.groups.iter().map(|(group, people)| (group.name(), people));
        for (name, people) in groups.chain([("together", &day.together)]) {
            for (slot, people) in people.iter().enumerate() {
                csv_line(
                    &mut text,
                    &[
                        day.date.to_string(),
                        start(slot),
                        name.to_owned(),
                        people.net.to_string(),
                        people.scheduled.to_string(),
                        people.cautious.to_string(),
                    ],
                );
            }
        }
    }
    Ok(text)
}
