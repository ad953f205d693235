//! `config --explain`: every setting in a table.

use super::Stop;
use crate::settings;

pub(super) fn print() -> Result<u8, Stop> {
    super::help::write(&table())
}

fn table() -> String {
    let mut rows =
        vec![["VARIABLE", "FLAG", "IN riscontro.toml", "DEFAULT", "UNIT", "MEANING"].map(str::to_owned)];
    rows.extend(settings::ALL.iter().map(|explained| {
        [
            explained.variable(),
            explained.flag(),
            explained.key.to_owned(),
            explained.default.to_owned(),
            explained.unit.to_owned(),
            explained.meaning.to_owned(),
        ]
    }));
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..6).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let cells: Vec<String> =
            row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::table;
    use crate::settings;

    #[test]
    fn every_setting_has_its_line_with_all_its_names() {
        let table = table();
        assert_eq!(table.lines().count(), settings::ALL.len() + 1);
        for explained in settings::ALL {
            let line = table.lines().find(|line| line.starts_with(&format!("{} ", explained.variable())));
            let line = line.unwrap_or_else(|| panic!("{} is missing", explained.key));
            for part in
                [&explained.flag()[..], explained.key, explained.default, explained.unit, explained.meaning]
            {
                assert!(line.contains(part), "{part} in {line}");
            }
        }
        assert!(table.contains("RISCONTRO_HTTP_LISTEN") && table.contains("--http-listen"));
    }
}
