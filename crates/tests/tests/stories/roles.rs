//! The page of roles and the program say the same.

use office::account::MATRIX;
use spine::agent::Role;

const PAGE: &str = include_str!("../../../../docs/roles.md");
const COLUMNS: [Role; 4] = [Role::Admin, Role::Supervisor, Role::Agent, Role::Integration];

#[test]
fn the_page_of_roles_tells_the_truth() {
    let rows: Vec<(&str, Vec<&str>)> = PAGE
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
            let allowed = match *cell {
                "yes" => true,
                "no" => false,
                other => panic!("{name}: {other}"),
            };
            assert_eq!(allowed, permission.allows(role), "{name} for {}", role.name());
        }
        assert_eq!(cells.len(), COLUMNS.len(), "{name}");
    }
}
