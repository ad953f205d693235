//! Small CSV files from outside: a header with known columns, one record a line. What cannot be is named by line and
//! column, in one sentence.

/// More bytes than this are not read: some ten million slots.
pub const BYTES_MAX: usize = 256 * 1024 * 1024;
/// What is repeated of a value that cannot be.
const SHOWN_MAX: usize = 40;

/// Something that cannot be, where it stands, in one line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    #[error("line {line}, column {column}: {what}")]
    At { line: usize, column: &'static str, what: String },
    /// No single line is to blame.
    #[error("{0}")]
    Whole(String),
}

impl Wrong {
    pub(crate) fn at(line: usize, column: &'static str, what: impl Into<String>) -> Self {
        Self::At { line, column, what: what.into() }
    }
}

/// A value from outside as it is repeated in a message: short, quoted, on one line.
pub(crate) fn shown(value: &str) -> String {
    let mut short: String = value.chars().take(SHOWN_MAX).collect();
    if short.len() < value.len() {
        short.push('…');
    }
    format!("{short:?}")
}

/// A column that is looked for: its name, and whether a file may leave it out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub name: &'static str,
    pub needed: bool,
}

impl Column {
    pub(crate) const fn needed(name: &'static str) -> Self {
        Self { name, needed: true }
    }

    pub(crate) const fn optional(name: &'static str) -> Self {
        Self { name, needed: false }
    }
}

/// One line after the header: its number, and the values of the columns asked for, in their order.
#[derive(Clone, Debug)]
pub(crate) struct Record<'a, const N: usize> {
    pub line: usize,
    pub values: [&'a str; N],
}

/// The records under a header. Empty lines are passed over; columns not asked for are not read; a line that is shorter
/// than the header has empty values. Values may stand in quotes.
pub(crate) fn records<'a, const N: usize>(
    text: &'a str,
    columns: &[Column; N],
) -> Result<Vec<Record<'a, N>>, Wrong> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let names = || columns.iter().filter(|column| column.needed).map(|column| column.name);
    let asked = || names().collect::<Vec<_>>().join(",");
    let Some((first, header)) = lines.next() else {
        return Err(Wrong::at(1, columns[0].name, format!("the file is empty; it begins with {}", asked())));
    };
    let header: Vec<&str> = cells(header).map(str::trim).collect();
    let mut places = [None; N];
    for (column, place) in columns.iter().zip(&mut places) {
        let mut found = (0..header.len()).filter(|&at| header[at].eq_ignore_ascii_case(column.name));
        *place = found.next();
        if place.is_none() && column.needed {
            return Err(Wrong::at(
                first + 1,
                column.name,
                format!("is not in the header; the file begins with {}", asked()),
            ));
        }
        if found.next().is_some() {
            return Err(Wrong::at(first + 1, column.name, "stands twice in the header"));
        }
    }
    lines
        .map(|(index, line)| {
            let cells: Vec<&str> = cells(line).map(str::trim).collect();
            if cells.len() > header.len() {
                let what = format!("{} values under a header of {}", cells.len(), header.len());
                return Err(Wrong::at(index + 1, columns[N - 1].name, what));
            }
            let values = places.map(|place| place.and_then(|at| cells.get(at).copied()).unwrap_or_default());
            Ok(Record { line: index + 1, values })
        })
        .collect()
}

/// Values between commas; a comma inside quotes belongs to the value.
fn cells(line: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    line.split(move |c: char| {
        quoted ^= c == '"';
        c == ',' && !quoted
    })
    .map(|cell| {
        let cell = cell.trim();
        cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')).unwrap_or(cell)
    })
}

/// A count or an amount: a finite number from 0 to `most`.
pub(crate) fn amount(line: usize, column: &'static str, value: &str, most: f64) -> Result<f64, Wrong> {
    let number: f64 =
        value.parse().map_err(|_| Wrong::at(line, column, format!("{} is not a number", shown(value))))?;
    if !number.is_finite() {
        return Err(Wrong::at(line, column, format!("{} is not a finite number", shown(value))));
    }
    if number < 0.0 {
        return Err(Wrong::at(line, column, format!("{} is negative", shown(value))));
    }
    if number > most {
        return Err(Wrong::at(line, column, format!("{} is more than {most}", shown(value))));
    }
    Ok(number)
}

/// A whole number from `least` to `most`.
pub(crate) fn whole(
    line: usize,
    column: &'static str,
    value: &str,
    least: usize,
    most: usize,
) -> Result<usize, Wrong> {
    let fits = value.parse().ok().filter(|number| (least..=most).contains(number));
    fits.ok_or_else(|| {
        Wrong::at(line, column, format!("{} is not a whole number from {least} to {most}", shown(value)))
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::{Column, amount, records, whole};

    const COLUMNS: [Column; 3] = [Column::needed("start"), Column::needed("count"), Column::optional("note")];

    fn read(text: &str) -> Vec<(usize, [String; 3])> {
        let records = records(text, &COLUMNS).unwrap();
        records.into_iter().map(|one| (one.line, one.values.map(str::to_owned))).collect()
    }

    #[test]
    fn columns_are_found_by_name_wherever_they_stand() {
        let text = "\u{feff}Count,other,\"start\"\r\n1,x,\"a, b\"\r\n\r\n,,c\r\n2\r\n";
        let value =
            |line, start: &str, count: &str| (line, [start.to_owned(), count.to_owned(), String::new()]);
        assert_eq!(read(text), [value(2, "a, b", "1"), value(4, "c", ""), value(5, "", "2")]);
    }

    #[test]
    fn a_header_that_does_not_serve_is_named() {
        let said = |text: &str| records(text, &COLUMNS).unwrap_err().to_string();
        assert_eq!(said(" \n"), "line 1, column start: the file is empty; it begins with start,count");
        assert_eq!(
            said("2026-03-02T09:00,4\n"),
            "line 1, column start: is not in the header; the file begins with start,count"
        );
        assert_eq!(said("start,count,count\n"), "line 1, column count: stands twice in the header");
        assert_eq!(said("start,count\na,1,2\n"), "line 2, column note: 3 values under a header of 2");
    }

    #[test]
    fn numbers_are_numbers() {
        let said = |value: &str| amount(3, "count", value, 1e9).unwrap_err().to_string();
        assert_eq!(said("few"), "line 3, column count: \"few\" is not a number");
        assert_eq!(said("-1"), "line 3, column count: \"-1\" is negative");
        assert_eq!(said("NaN"), "line 3, column count: \"NaN\" is not a finite number");
        assert_eq!(said("1e10"), "line 3, column count: \"1e10\" is more than 1000000000");
        assert_eq!(amount(3, "count", "12.5", 1e9).unwrap(), 12.5);
        assert_eq!(
            whole(2, "max", "3.5", 0, 9).unwrap_err().to_string(),
            "line 2, column max: \"3.5\" is not a whole number from 0 to 9"
        );
    }
}
