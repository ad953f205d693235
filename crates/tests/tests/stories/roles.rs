//! The pages of roles, in both languages, and the program say the same.

use office::account::MATRIX;
use spine::agent::Role;

/// Each page, and how it says yes and no.
const PAGES: [(&str, &str, &str); 2] = [
    (include_str!("../../../../docs/en/roles.md"), "yes", "no"),
    (include_str!("../../../../docs/it/ruoli.md"), "sì", "no"),
];
const COLUMNS: [Role; 4] = [Role::Admin, Role::Supervisor, Role::Agent, Role::Integration];

#[test]
fn the_page_of_roles_tells_the_truth() {
    for (page, yes, no) in PAGES {
        tells_the_truth(page, yes, no);
    }
}

#[track_caller]
fn tells_the_truth(page: &str, yes: &str, no: &str) {
    let rows: Vec<(&str, Vec<&str>)> = page
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let mut cells = line.trim_matches('|').split('|').map(str::trim);
            let name = cells.next().and_then(|cell| cell.split('`').nth(1)).expect("a permission's name");
            (name, cells.collect())
        })
        .collect();
    let names: Vec<&str> = rows.iter().map(|(name, _)| *name).collect();
    let expected: Vec<&str> = MATRIX.iter().map(|(permission, _)| permission.name()).collect();
    assert_eq!(names, expected);
    for ((name, cells), (permission, _)) in rows.iter().zip(MATRIX) {
        for (cell, role) in cells.iter().zip(COLUMNS) {
            assert!([yes, no].contains(cell), "{name}: {cell}");
            let allowed = *cell == yes;
            assert_eq!(allowed, permission.allows(role), "{name} for {}", role.name());
        }
        assert_eq!(cells.len(), COLUMNS.len(), "{name}");
    }
}
