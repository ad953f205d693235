//! Demand and patterns out of files.

use jiff::civil::{DateTime, Time};

use super::Pattern;
use crate::csv::{Column, Wrong, amount, records, shown, whole};

const WEEK_MINUTES: i64 = 7 * 1_440;
const PEOPLE_MAX: usize = 10_000;
const PATTERNS_MAX: usize = 20_000;
/// A week of minutes.
const SLOTS_MAX: usize = 10_080;
const COST_MAX: f64 = 1e9;

/// People required, slot after slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// The slots as the file calls them.
    pub starts: Vec<String>,
    pub required: Vec<u32>,
    /// Minutes of a slot; nothing when there is only one.
    pub slot_minutes: Option<i64>,
}

/// Reads `start,required`: moments (`2026-03-02T07:00`, or `07:00` of one day), each one slot after the other; whole people.
///
/// # Errors
/// A moment that is none, out of order, twice or a slot apart from where it should be; more than a week; a number of
/// people that is none. With line and column.
pub fn read_demand(text: &str) -> Result<Demand, Wrong> {
    let records = records(text, &[Column::needed("start"), Column::needed("required")])?;
    let mut demand = Demand { starts: Vec::new(), required: Vec::new(), slot_minutes: None };
    let mut begun: Vec<DateTime> = Vec::new();
    for record in &records {
        let (line, [start, required]) = (record.line, record.values);
        let wrong = |what: String| Wrong::at(line, "start", what);
        let at = moment(start)
            .ok_or_else(|| wrong(format!("{} is not a moment, as in 2026-03-02T07:00", shown(start))))?;
        if let Some(&last) = begun.last() {
            let minutes = minutes_between(last, at);
            if minutes == 0 {
                return Err(wrong(format!("{} is there already, on line {}", shown(start), line - 1)));
            }
            if minutes < 0 {
                return Err(wrong(format!("{} comes after a later one", shown(start))));
            }
            let step = *demand.slot_minutes.get_or_insert(minutes);
            if minutes != step {
                return Err(wrong(format!(
                    "{} begins {minutes} minutes after the last slot, not {step}",
                    shown(start)
                )));
            }
            if minutes_between(begun[0], at) + step > WEEK_MINUTES {
                return Err(wrong(format!("{} is more than a week after the first slot", shown(start))));
            }
        }
        begun.push(at);
        demand.starts.push(start.to_owned());
        demand.required.push(whole(line, "required", required, 0, PEOPLE_MAX)? as u32);
    }
    if demand.required.is_empty() {
        return Err(Wrong::at(2, "start", "there is no slot under the header"));
    }
    Ok(demand)
}

fn moment(written: &str) -> Option<DateTime> {
    let time = || written.parse::<Time>().ok().map(|time| jiff::civil::date(2000, 1, 1).to_datetime(time));
    written.parse::<DateTime>().ok().or_else(time)
}

fn minutes_between(from: DateTime, to: DateTime) -> i64 {
    to.since((jiff::Unit::Minute, from)).map_or(i64::MAX, |span| span.get_minutes())
}

/// Reads `name,start_slot,slots,breaks,cost,max` and, where it is there, `group`, for a demand of `demand_slots`.
///
/// `breaks` are slots counted from the shift's own beginning, 0 its first, between blanks or semicolons: `7`, `7;8`, or
/// `7-8` for both. An empty `max` is no limit; an empty `group` is none.
///
/// # Errors
/// A shift outside the demand, a break outside its shift, a name twice, a number that is none. With line and column.
pub fn read_patterns(text: &str, demand_slots: usize) -> Result<Vec<Pattern>, Wrong> {
    let columns = [
        Column::needed("name"),
        Column::needed("start_slot"),
        Column::needed("slots"),
        Column::needed("breaks"),
        Column::needed("cost"),
        Column::needed("max"),
        Column::optional("group"),
    ];
    let mut patterns: Vec<Pattern> = Vec::new();
    let mut lines = std::collections::HashMap::new();
    for record in &records(text, &columns)? {
        let (line, [name, start, slots, breaks, cost, max, group]) = (record.line, record.values);
        if name.is_empty() {
            return Err(Wrong::at(line, "name", "is empty"));
        }
        if let Some(first) = lines.insert(name, line) {
            return Err(Wrong::at(line, "name", format!("{} is there already, on line {first}", shown(name))));
        }
        let start = whole(line, "start_slot", start, 0, demand_slots - 1)?;
        let slots = whole(line, "slots", slots, 1, SLOTS_MAX)?;
        if slots > demand_slots - start {
            let what =
                format!("a shift of {slots} slots from slot {start} ends after the last of {demand_slots}");
            return Err(Wrong::at(line, "slots", what));
        }
        let breaks = read_breaks(line, breaks, slots)?;
        if breaks.len() == slots {
            return Err(Wrong::at(line, "breaks", "leave nothing of the shift"));
        }
        let cost = amount(line, "cost", cost, COST_MAX)?;
        let max = match max {
            "" => None,
            max => Some(whole(line, "max", max, 0, PEOPLE_MAX)? as u32),
        };
        patterns.push(Pattern {
            name: name.to_owned(),
            start,
            slots,
            breaks,
            cost,
            max,
            group: group.to_owned(),
        });
        if patterns.len() > PATTERNS_MAX {
            return Err(Wrong::at(line, "name", format!("more than {PATTERNS_MAX} patterns")));
        }
    }
    if patterns.is_empty() {
        return Err(Wrong::at(2, "name", "there is no pattern under the header"));
    }
    Ok(patterns)
}

fn read_breaks(line: usize, written: &str, slots: usize) -> Result<Vec<usize>, Wrong> {
    let mut breaks = Vec::new();
    for one in written.split([' ', ';', '|', '+']).filter(|one| !one.is_empty()) {
        let (from, to) = one.split_once('-').unwrap_or((one, one));
        let (Ok(from), Ok(to)) = (from.parse::<usize>(), to.parse::<usize>()) else {
            let what = format!("{} is no slot and no run of slots, as in 7 or 7-8", shown(one));
            return Err(Wrong::at(line, "breaks", what));
        };
        if from > to || to >= slots {
            let what = format!(
                "{} lies outside the shift, whose slots are 0 to {} from its own beginning",
                shown(one),
                slots - 1
            );
            return Err(Wrong::at(line, "breaks", what));
        }
        breaks.extend(from..=to);
    }
    breaks.sort_unstable();
    breaks.dedup();
    Ok(breaks)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::{read_demand, read_patterns};

    #[test]
    fn a_demand_is_slots_one_after_the_other() {
        let demand = read_demand("start,required\n07:00,2\n07:15,3\n").unwrap();
        assert_eq!((demand.required, demand.slot_minutes), (vec![2, 3], Some(15)));
        let midnight = "start,required\n2026-03-02T23:30,1\n2026-03-03T00:00,0\n";
        assert_eq!(read_demand(midnight).unwrap().slot_minutes, Some(30));
        let said = |rows: &str| read_demand(&format!("start,required\n{rows}")).unwrap_err().to_string();
        assert_eq!(said(""), "line 2, column start: there is no slot under the header");
        assert_eq!(said("seven,2"), "line 2, column start: \"seven\" is not a moment, as in 2026-03-02T07:00");
        assert_eq!(said("07:00,2\n07:00,3"), "line 3, column start: \"07:00\" is there already, on line 2");
        assert_eq!(said("07:15,2\n07:00,3"), "line 3, column start: \"07:00\" comes after a later one");
        assert_eq!(
            said("07:00,2\n07:15,3\n07:45,3"),
            "line 4, column start: \"07:45\" begins 30 minutes after the last slot, not 15"
        );
        assert_eq!(said("07:00,2.5"), "line 2, column required: \"2.5\" is not a whole number from 0 to 10000");
        assert_eq!(said("07:00,-1"), "line 2, column required: \"-1\" is not a whole number from 0 to 10000");
        let week: String = (2..10).map(|day| format!("2026-03-{day:02}T00:00,1\n")).collect();
        assert_eq!(
            said(&week),
            "line 9, column start: \"2026-03-09T00:00\" is more than a week after the first slot"
        );
    }

    #[test]
    fn patterns_say_their_breaks_from_their_own_beginning() {
        let patterns =
            read_patterns("name,start_slot,slots,breaks,cost,max\nearly,4,8,3;5-6,2,\nlate,0,4,,1.5,7\n", 12)
                .unwrap();
        assert_eq!(patterns[0].works().collect::<Vec<_>>(), [4, 5, 6, 8, 11]);
        assert_eq!((patterns[1].cost, patterns[1].max), (1.5, Some(7)));
        let said = |row: &str| {
            let text = format!("name,start_slot,slots,breaks,cost,max\n{row}\n");
            read_patterns(&text, 12).unwrap_err().to_string()
        };
        for (row, expected) in [
            (
                "a,4,8,8,2,",
                "line 2, column breaks: \"8\" lies outside the shift, whose slots are 0 to 7 from its own beginning",
            ),
            ("a,4,8,x,2,", "line 2, column breaks: \"x\" is no slot and no run of slots, as in 7 or 7-8"),
            ("a,4,2,0-1,2,", "line 2, column breaks: leave nothing of the shift"),
            ("a,4,9,,2,", "line 2, column slots: a shift of 9 slots from slot 4 ends after the last of 12"),
            ("a,12,1,,2,", "line 2, column start_slot: \"12\" is not a whole number from 0 to 11"),
            ("a,0,0,,2,", "line 2, column slots: \"0\" is not a whole number from 1 to 10080"),
            ("a,0,1,,-2,", "line 2, column cost: \"-2\" is negative"),
            ("a,0,1,,free,", "line 2, column cost: \"free\" is not a number"),
            ("a,0,1,,2,many", "line 2, column max: \"many\" is not a whole number from 0 to 10000"),
            (",0,1,,2,", "line 2, column name: is empty"),
            ("a,0,1,,2,\na,0,1,,2,", "line 3, column name: \"a\" is there already, on line 2"),
        ] {
            assert_eq!(said(row), expected);
        }
        assert_eq!(
            read_patterns("name,start_slot,slots,breaks,cost,max\n", 12).unwrap_err().to_string(),
            "line 2, column name: there is no pattern under the header"
        );
    }
}
