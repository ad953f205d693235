//! Times, numbers and sizes as people write them: civil phrases on the 24-hour clock of the zone given,
//! in the language of the page.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use kernel::language::Language;

use crate::Say;

const MINUTE_MS: i64 = 60_000;
/// A weekday's name alone is clear up to this many days away.
const WEEKDAY_CLEAR_DAYS: i64 = 6;
const WEEKDAY_CLEAR_SINCE_DAYS: i64 = -WEEKDAY_CLEAR_DAYS;
/// A date so many days away carries its year.
const YEAR_CLEAR_DAYS: i64 = 300;

/// How a moment of the current day is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Today {
    /// "oggi alle 10:40"
    Word,
    /// "lunedì alle 10:40", for what is read on another day than it is written.
    Weekday,
    /// "alle 10:40"
    Hour,
}

/// `10:40`, `9:30`, `0:05`.
pub fn time(at_ms: i64, zone: &TimeZone) -> String {
    let local = local(at_ms, zone);
    format!("{}:{:02}", local.hour(), local.minute())
}

/// `09:30`, for columns.
pub fn time_padded(at_ms: i64, zone: &TimeZone) -> String {
    local(at_ms, zone).strftime("%H:%M").to_string()
}

/// "oggi, entro le 14:30", "lunedì, entro le 10:40" up to six days ahead, "lunedì 30 novembre, entro le 12:00".
/// A due moment between two minutes is told as the later one; midnight as 24:00 of the day it ends.
pub fn by(say: Say, due_ms: i64, now_ms: i64, zone: &TimeZone) -> String {
    let due = Moment::due(due_ms, zone);
    let today = local(now_ms, zone).date();
    match days(today, due.date) {
        0 => say.with("time-by-today", &[("hour", due.hour(say, "time-hour").into())]),
        1..=WEEKDAY_CLEAR_DAYS => say.with(
            "time-by-day",
            &[("day", weekday(say, due.date).into()), ("hour", due.hour(say, "time-hour").into())],
        ),
        _ => by_date(say, due_ms, now_ms, zone),
    }
}

/// As [`by`], with the date written out on any day but today: for letters, which are kept.
pub fn by_date(say: Say, due_ms: i64, now_ms: i64, zone: &TimeZone) -> String {
    let due = Moment::due(due_ms, zone);
    let today = local(now_ms, zone).date();
    if due.date == today {
        return say.with("time-by-today", &[("hour", due.hour(say, "time-hour").into())]);
    }
    let day = format!("{} {}", weekday(say, due.date), date(say, due.date, today));
    say.with("time-by-day", &[("day", day.into()), ("hour", due.hour(say, "time-hour").into())])
}

/// The whole sentence to the customer: "Le rispondiamo oggi, entro le 14:30", without its full stop.
pub fn promise(say: Say, due_ms: i64, now_ms: i64, zone: &TimeZone) -> String {
    say.with("time-promise", &[("by", by(say, due_ms, now_ms, zone).into())])
}

/// As [`promise`], with the date written out on any day but today.
pub fn promise_date(say: Say, due_ms: i64, now_ms: i64, zone: &TimeZone) -> String {
    say.with("time-promise", &[("by", by_date(say, due_ms, now_ms, zone).into())])
}

/// "oggi alle 10:40", "domenica all’1:04" up to six days away, "il 14 ottobre alle 9:12".
pub fn at(say: Say, at_ms: i64, now_ms: i64, zone: &TimeZone, today: Today) -> String {
    let moment = Moment { date: local(at_ms, zone).date(), time: time(at_ms, zone) };
    moment.on(say, local(now_ms, zone).date(), today)
}

/// As [`at`] for a due moment, told as in [`by`]: "alle 10:40" today, else "venerdì alle 18:00".
pub fn due_at(say: Say, due_ms: i64, now_ms: i64, zone: &TimeZone) -> String {
    Moment::due(due_ms, zone).on(say, local(now_ms, zone).date(), Today::Hour)
}

/// A due moment as a thing: "le 10:40" today, else "venerdì alle 18:00", "il 14 ottobre alle 9:12".
pub fn due_named(say: Say, due_ms: i64, now_ms: i64, zone: &TimeZone) -> String {
    let (due, today) = (Moment::due(due_ms, zone), local(now_ms, zone).date());
    let hour = || due.hour(say, "time-at-hour");
    match days(today, due.date) {
        0 => due.hour(say, "time-hour"),
        WEEKDAY_CLEAR_SINCE_DAYS..=WEEKDAY_CLEAR_DAYS => {
            say.with("time-named-weekday", &[("day", weekday(say, due.date).into()), ("hour", hour().into())])
        }
        _ => say.with(
            &with_article("time-named-date", due.date),
            &[("date", date(say, due.date, today).into()), ("hour", hour().into())],
        ),
    }
}

/// From when: "dalle 14:00" today, "da lunedì alle 9:00" up to six days ahead, "dal 7 gennaio alle 9:00".
pub fn from(say: Say, from_ms: i64, now_ms: i64, zone: &TimeZone) -> String {
    let (moment, today) = (local(from_ms, zone).date(), local(now_ms, zone).date());
    let time = time(from_ms, zone);
    let hour = hour(say, "time-at-hour", &time);
    match days(today, moment) {
        0 => self::hour(say, "time-from-hour", &time),
        WEEKDAY_CLEAR_SINCE_DAYS..=WEEKDAY_CLEAR_DAYS => {
            say.with("time-from-weekday", &[("day", weekday(say, moment).into()), ("hour", hour.into())])
        }
        _ => say.with(
            &with_article("time-from-date", moment),
            &[("date", date(say, moment, today).into()), ("hour", hour.into())],
        ),
    }
}

/// "oggi, 10:40", "dom 1:04" up to six days away, "14 ottobre, 9:12".
pub fn day_time(say: Say, at_ms: i64, now_ms: i64, zone: &TimeZone) -> String {
    let (moment, now) = (local(at_ms, zone), local(now_ms, zone));
    let time = time(at_ms, zone);
    match days(now.date(), moment.date()) {
        0 => format!("{}, {time}", say.say("time-today")),
        WEEKDAY_CLEAR_SINCE_DAYS..=WEEKDAY_CLEAR_DAYS => {
            format!("{} {time}", weekday_short(say, moment.date()))
        }
        _ => format!("{}, {time}", date(say, moment.date(), now.date())),
    }
}

/// "oggi", "lunedì 23 novembre": the day of a moment as a heading.
pub fn weekday_day(say: Say, at_ms: i64, now_ms: i64, zone: &TimeZone) -> String {
    let (moment, today) = (local(at_ms, zone).date(), local(now_ms, zone).date());
    match days(today, moment) {
        0 => say.say("time-today"),
        _ => format!("{} {}", weekday(say, moment), date(say, moment, today)),
    }
}

/// "14 ottobre", with the year when it is far from today's.
pub fn day(say: Say, day: Date, today: Date) -> String {
    date(say, day, today)
}

/// How long until a due moment, or since: "18 minuti", "1 ora e 10 minuti", "2 giorni". Whole units, cut, never up.
pub fn left(say: Say, due_ms: i64, now_ms: i64) -> String {
    let minutes = due_ms.abs_diff(now_ms) as i64 / MINUTE_MS;
    let (hours, rest) = (minutes / 60, minutes % 60);
    match minutes {
        ..1 => say.say("time-left-moments"),
        1..60 => say.with("time-left-minutes", &[("count", minutes.into())]),
        60..240 if rest > 0 => {
            let hours = say.with("time-left-hours", &[("count", hours.into())]);
            let minutes = say.with("time-left-minutes", &[("count", rest.into())]);
            say.with("time-left-both", &[("hours", hours.into()), ("minutes", minutes.into())])
        }
        60..2_880 => say.with("time-left-hours", &[("count", hours.into())]),
        _ => say.with("time-left-days", &[("count", (hours / 24).into())]),
    }
}

/// The same inside a ring, as number and unit: ("18", "min"), ("1½", "ore"), late ("−4", "min").
pub fn left_short(say: Say, due_ms: i64, now_ms: i64) -> (String, String) {
    let minutes = due_ms.abs_diff(now_ms) as i64 / MINUTE_MS;
    let sign = if due_ms < now_ms && minutes > 0 { "−" } else { "" };
    let (hours, rest) = (minutes / 60, minutes % 60);
    let (count, half, unit) = match minutes {
        ..60 => (minutes, "", say.say("time-unit-minutes")),
        60..600 if rest >= 30 => (hours, "½", say.with("time-unit-hours", &[("count", 2.into())])),
        60..2_880 => (hours, "", say.with("time-unit-hours", &[("count", hours.into())])),
        _ => (hours / 24, "", say.with("time-unit-days", &[("count", (hours / 24).into())])),
    };
    (format!("{sign}{count}{half}"), unit)
}

/// `1.578` in Italian, `1,578` in English.
pub fn number(say: Say, number: i64) -> String {
    grouped(number, say.language)
}

/// An amount of money: "176 €", "24,90 €" or "€24.90".
pub fn euros(say: Say, cents: i64) -> String {
    let (whole, rest) = (cents / 100, (cents % 100).abs());
    let whole = number(say, whole);
    match (say.language, rest) {
        (Language::It, 0) => format!("{whole}\u{a0}€"),
        (Language::It, rest) => format!("{whole},{rest:02}\u{a0}€"),
        (Language::En, 0) => format!("€{whole}"),
        (Language::En, rest) => format!("€{whole}.{rest:02}"),
    }
}

/// A share of one as `94,2%`; 100% only when nothing is missing, a dash when there is no share.
pub fn percent(say: Say, share: f64) -> String {
    if !share.is_finite() {
        return "—".to_owned();
    }
    let nearest = (share * 1_000.0).round() as i64;
    let tenths = if nearest == 1_000 && share < 1.0 { 999 } else { nearest };
    format!("{}%", with_tenth(say, tenths))
}

/// `812 B`, `14 kB`, `4,8 MB`: powers of a thousand, one decimal under ten.
pub fn bytes(say: Say, bytes: i64) -> String {
    const UNITS: [&str; 5] = ["kB", "MB", "GB", "TB", "PB"];
    let bytes = bytes.clamp(0, i64::MAX / 2);
    if bytes < 1_000 {
        return format!("{bytes} B");
    }
    let mut tenths = (bytes + 50) / 100;
    let mut unit = UNITS[0];
    for next in &UNITS[1..] {
        if tenths < 9_995 {
            break;
        }
        tenths = (tenths + 500) / 1_000;
        unit = next;
    }
    let shown = if tenths < 100 { with_tenth(say, tenths) } else { grouped((tenths + 5) / 10, say.language) };
    format!("{shown} {unit}")
}

/// A number with its thousands marked.
pub(crate) fn grouped(number: i64, language: Language) -> String {
    let mark = match language {
        Language::It => '.',
        Language::En => ',',
    };
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        grouped.push('−');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(mark);
        }
        grouped.push(digit);
    }
    grouped
}

fn with_tenth(say: Say, tenths: i64) -> String {
    let whole = grouped(tenths / 10, say.language);
    let mark = match say.language {
        Language::It => ',',
        Language::En => '.',
    };
    match tenths % 10 {
        0 => whole,
        tenth => format!("{whole}{mark}{}", tenth.abs()),
    }
}

/// A moment as it is told: day and time, to the minute.
struct Moment {
    date: Date,
    time: String,
}

impl Moment {
    /// A due moment between two minutes is the later one; midnight is 24:00 of the day it ends.
    fn due(due_ms: i64, zone: &TimeZone) -> Self {
        let to_minute_ms = (-due_ms.wrapping_rem(MINUTE_MS)).rem_euclid(MINUTE_MS);
        let told = local(due_ms.saturating_add(to_minute_ms), zone);
        match (told.hour(), told.minute(), told.date().yesterday()) {
            (0, 0, Ok(ended)) => Self { date: ended, time: "24:00".to_owned() },
            (hour, minute, _) => Self { date: told.date(), time: format!("{hour}:{minute:02}") },
        }
    }

    fn hour(&self, say: Say, key: &str) -> String {
        hour(say, key, &self.time)
    }

    fn on(&self, say: Say, today: Date, told: Today) -> String {
        let hour = self.hour(say, "time-at-hour");
        let day = match (days(today, self.date), told) {
            (0, Today::Hour) => return hour,
            (0, Today::Word) => say.say("time-today"),
            (WEEKDAY_CLEAR_SINCE_DAYS..=WEEKDAY_CLEAR_DAYS, _) => {
                say.with("time-on-weekday", &[("day", weekday(say, self.date).into())])
            }
            _ => say.with(
                &with_article("time-on-date", self.date),
                &[("date", date(say, self.date, today).into())],
            ),
        };
        format!("{day} {hour}")
    }
}

/// The key of a sentence whose article stands before a date; Italian elides it before the 8th and the 11th.
fn with_article(key: &str, date: Date) -> String {
    if matches!(date.day(), 8 | 11) { format!("{key}-elided") } else { key.to_owned() }
}

/// The hour with its article; Italian elides it before one o'clock ("l’1:04").
fn hour(say: Say, key: &str, time: &str) -> String {
    let elided = format!("{key}-one");
    say.with(if time.starts_with("1:") { &elided } else { key }, &[("time", time.into())])
}

fn date(say: Say, date: Date, today: Date) -> String {
    let month = say.say(MONTHS[(date.month() - 1) as usize]);
    let far = days(today, date).abs() > YEAR_CLEAR_DAYS || (date < today && date.year() != today.year());
    let year = if far { format!(" {}", date.year()) } else { String::new() };
    let day = if date.day() == 1 { say.say("time-first") } else { date.day().to_string() };
    format!("{day} {month}{year}")
}

fn weekday(say: Say, date: Date) -> String {
    say.say(match date.weekday() {
        Weekday::Monday => "time-monday",
        Weekday::Tuesday => "time-tuesday",
        Weekday::Wednesday => "time-wednesday",
        Weekday::Thursday => "time-thursday",
        Weekday::Friday => "time-friday",
        Weekday::Saturday => "time-saturday",
        Weekday::Sunday => "time-sunday",
    })
}

/// "lun", "mar": for a column or a scale.
pub fn weekday_short(say: Say, date: Date) -> String {
    weekday(say, date).chars().take(3).collect()
}

const MONTHS: [&str; 12] = [
    "time-january",
    "time-february",
    "time-march",
    "time-april",
    "time-may",
    "time-june",
    "time-july",
    "time-august",
    "time-september",
    "time-october",
    "time-november",
    "time-december",
];

/// Days from one date to another, negative when it lies before.
fn days(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

fn local(at_ms: i64, zone: &TimeZone) -> Zoned {
    let edge = if at_ms < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millisecond(at_ms).unwrap_or(edge).to_zoned(zone.clone())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use jiff::civil::DateTime;
    use jiff::tz::TimeZone;
    use kernel::language::{Language, Register};

    use super::*;

    const IT: Say = Say { language: Language::It, register: Register::Lei };
    const EN: Say = Say { language: Language::En, register: Register::Lei };

    fn rome() -> TimeZone {
        TimeZone::get("Europe/Rome").unwrap()
    }

    fn ms(written: &str) -> i64 {
        written.parse::<DateTime>().unwrap().to_zoned(rome()).unwrap().timestamp().as_millisecond()
    }

    #[test]
    fn a_promise_is_told_by_day_and_hour() {
        let table = [
            ("2026-11-23T10:22", "2026-11-23T14:30", "oggi, entro le 14:30", "today, by 14:30"),
            ("2026-11-22T01:04", "2026-11-23T10:40", "lunedì, entro le 10:40", "on Monday, by 10:40"),
            ("2026-11-22T01:04", "2026-11-28T09:00", "sabato, entro le 9:00", "on Saturday, by 9:00"),
            (
                "2026-11-23T10:22",
                "2026-11-30T12:00",
                "lunedì 30 novembre, entro le 12:00",
                "on Monday 30 November, by 12:00",
            ),
            (
                "2026-12-23T10:22",
                "2027-01-04T12:00",
                "lunedì 4 gennaio, entro le 12:00",
                "on Monday 4 January, by 12:00",
            ),
            (
                "2026-11-23T10:22",
                "2027-11-24T12:00",
                "mercoledì 24 novembre 2027, entro le 12:00",
                "on Wednesday 24 November 2027, by 12:00",
            ),
            ("2026-11-23T00:10", "2026-11-23T01:15", "oggi, entro l’1:15", "today, by 1:15"),
            ("2026-11-23T23:10", "2026-11-24T00:00", "oggi, entro le 24:00", "today, by 24:00"),
            ("2026-11-23T10:00", "2026-11-23T10:02:30", "oggi, entro le 10:03", "today, by 10:03"),
            (
                "2026-11-23T10:22",
                "2026-11-20T12:00",
                "venerdì 20 novembre, entro le 12:00",
                "on Friday 20 November, by 12:00",
            ),
        ];
        for (now, due, italian, english) in table {
            assert_eq!(by(IT, ms(due), ms(now), &rome()), italian);
            assert_eq!(by(EN, ms(due), ms(now), &rome()), english);
        }
    }

    #[test]
    fn the_sentence_to_the_customer_follows_the_register() {
        let (due, now) = (ms("2026-11-23T10:40"), ms("2026-11-22T01:04"));
        let tu = Say::new(Language::It, Register::Tu);
        assert_eq!(promise(tu, due, now, &rome()), "Ti rispondiamo lunedì, entro le 10:40");
        assert_eq!(promise(IT, due, now, &rome()), "Le rispondiamo lunedì, entro le 10:40");
        assert_eq!(promise(EN, due, now, &rome()), "You’ll have our answer on Monday, by 10:40");
        assert_eq!(promise_date(tu, due, now, &rome()), "Ti rispondiamo lunedì 23 novembre, entro le 10:40");
        assert_eq!(promise_date(tu, due, due, &rome()), "Ti rispondiamo oggi, entro le 10:40");
    }

    #[test]
    fn a_past_moment_is_told_as_far_as_it_needs() {
        let now = ms("2026-11-23T10:22");
        let told = |at_ms, today| at(IT, at_ms, now, &rome(), today);
        assert_eq!(told(ms("2026-11-23T09:05"), Today::Word), "oggi alle 9:05");
        assert_eq!(told(ms("2026-11-23T09:05"), Today::Weekday), "lunedì alle 9:05");
        assert_eq!(told(ms("2026-11-23T09:05"), Today::Hour), "alle 9:05");
        assert_eq!(told(ms("2026-11-22T01:04"), Today::Hour), "domenica all’1:04");
        assert_eq!(told(ms("2026-10-14T09:12"), Today::Word), "il 14 ottobre alle 9:12");
        assert_eq!(told(ms("2025-12-14T09:12"), Today::Word), "il 14 dicembre 2025 alle 9:12");
        assert_eq!(at(EN, ms("2026-11-22T01:04"), now, &rome(), Today::Word), "on Sunday at 1:04");
        assert_eq!(day_time(IT, ms("2026-11-23T10:40"), now, &rome()), "oggi, 10:40");
        assert_eq!(day_time(IT, ms("2026-11-22T01:04"), now, &rome()), "dom 1:04");
        assert_eq!(day_time(EN, ms("2026-11-24T18:00"), now, &rome()), "Tue 18:00");
        assert_eq!(day_time(IT, ms("2026-10-14T09:12"), now, &rome()), "14 ottobre, 9:12");
        assert_eq!(told(ms("2026-10-08T01:12"), Today::Word), "l’8 ottobre all’1:12");
        assert_eq!(told(ms("2026-10-01T11:12"), Today::Word), "il 1º ottobre alle 11:12");
        assert_eq!(time_padded(ms("2026-11-23T09:05"), &rome()), "09:05");
    }

    #[test]
    fn a_due_moment_is_named_as_it_was_promised() {
        let now = ms("2026-11-23T10:22");
        let table = [
            ("2026-11-23T10:48", "le 10:48", "alle 10:48", "10:48", "at 10:48"),
            (
                "2026-11-20T18:00",
                "venerdì alle 18:00",
                "venerdì alle 18:00",
                "Friday at 18:00",
                "on Friday at 18:00",
            ),
            (
                "2026-11-23T00:00",
                "domenica alle 24:00",
                "domenica alle 24:00",
                "Sunday at 24:00",
                "on Sunday at 24:00",
            ),
            (
                "2026-11-11T12:00",
                "l’11 novembre alle 12:00",
                "l’11 novembre alle 12:00",
                "11 November at 12:00",
                "on 11 November at 12:00",
            ),
        ];
        for (due, named, told, named_en, told_en) in table {
            assert_eq!(due_named(IT, ms(due), now, &rome()), named);
            assert_eq!(due_at(IT, ms(due), now, &rome()), told);
            assert_eq!(due_named(EN, ms(due), now, &rome()), named_en);
            assert_eq!(due_at(EN, ms(due), now, &rome()), told_en);
        }
    }

    #[test]
    fn the_opening_is_told_from_when() {
        let now = ms("2026-11-23T08:00");
        let told = |say, moment| from(say, ms(moment), now, &rome());
        assert_eq!(told(IT, "2026-11-23T09:00"), "dalle 9:00");
        assert_eq!(told(IT, "2026-11-24T01:00"), "da martedì all’1:00");
        assert_eq!(told(IT, "2027-01-07T09:00"), "dal 7 gennaio alle 9:00");
        assert_eq!(told(IT, "2027-01-11T09:00"), "dall’11 gennaio alle 9:00");
        assert_eq!(told(EN, "2026-11-23T09:00"), "from 9:00");
        assert_eq!(told(EN, "2026-11-24T09:00"), "from Tuesday at 9:00");
    }

    #[test]
    fn the_day_is_the_one_of_the_zone() {
        let (now, moment) = (ms("2026-11-22T23:30"), ms("2026-11-23T00:30"));
        assert_eq!(day_time(IT, moment, now, &rome()), "lun 0:30");
        assert_eq!(day_time(IT, moment, now, &TimeZone::get("America/New_York").unwrap()), "oggi, 18:30");
    }

    #[test]
    fn what_is_left_is_never_said_longer_than_it_is() {
        let table = [
            (59, "meno di un minuto", ("0", "min")),
            (60, "1 minuto", ("1", "min")),
            (18 * 60 + 59, "18 minuti", ("18", "min")),
            (60 * 60, "1 ora", ("1", "ora")),
            (70 * 60, "1 ora e 10 minuti", ("1", "ora")),
            (90 * 60, "1 ora e 30 minuti", ("1½", "ore")),
            (239 * 60, "3 ore e 59 minuti", ("3½", "ore")),
            (290 * 60, "4 ore", ("4½", "ore")),
            (47 * 3_600, "47 ore", ("47", "ore")),
            (50 * 3_600, "2 giorni", ("2", "giorni")),
        ];
        for (seconds, phrase, (count, unit)) in table {
            assert_eq!(left(IT, seconds * 1_000, 0), phrase);
            assert_eq!(left_short(IT, seconds * 1_000, 0), (count.to_owned(), unit.to_owned()));
        }
        assert_eq!(left(EN, 0, 240_000), "4 minutes");
        assert_eq!(left_short(IT, 0, 240_000), ("−4".to_owned(), "min".to_owned()));
        assert_eq!(left_short(IT, 0, 30_000), ("0".to_owned(), "min".to_owned()));
    }

    #[test]
    fn numbers_shares_and_sizes_follow_the_language() {
        assert_eq!(number(IT, 1_578), "1.578");
        assert_eq!(number(EN, -1_234_567), "−1,234,567");
        assert_eq!(number(IT, 999), "999");
        assert_eq!(percent(IT, 0.942), "94,2%");
        assert_eq!(percent(EN, 0.9), "90%");
        assert_eq!(percent(IT, 0.9999), "99,9%");
        assert_eq!(percent(IT, 1.0), "100%");
        assert_eq!(percent(IT, 0.0), "0%");
        assert_eq!(percent(IT, f64::NAN), "—");
        let sizes = [
            (0, "0 B"),
            (812, "812 B"),
            (1_000, "1 kB"),
            (14_400, "14 kB"),
            (4_800_000, "4,8 MB"),
            (999_949, "1 MB"),
            (25_000_000, "25 MB"),
            (212_400_000, "212 MB"),
            (3_000_000_000, "3 GB"),
        ];
        for (size, written) in sizes {
            assert_eq!(bytes(IT, size), written, "{size}");
        }
        assert_eq!(bytes(EN, 4_800_000), "4.8 MB");
    }

    #[test]
    fn no_moment_from_outside_makes_a_phrase_fail() {
        for edge in [i64::MIN, i64::MIN + 1, -1, 0, i64::MAX] {
            for other in [i64::MIN, 0, i64::MAX] {
                let _ = (by(IT, edge, other, &rome()), at(IT, edge, other, &rome(), Today::Word));
                let _ = (
                    day_time(IT, edge, other, &rome()),
                    due_named(IT, edge, other, &rome()),
                    left(IT, edge, other),
                    left_short(IT, edge, other),
                );
            }
            let _ = (number(IT, edge), bytes(IT, edge));
        }
    }
}
