//! The program dies between two named steps of the spine, at each of them.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;

use super::audit::{self, Copies, IN_HAND};
use super::dice::Dice;
use super::one_at_a_time;
use super::process::{PATIENCE, Process};
use super::traffic::Traffic;

/// Every named point there is.
const POINTS: [&str; 13] = [
    "accept.kept",
    "accept.durable",
    "receive.read",
    "receive.described",
    "receive.threaded",
    "receive.written",
    "receive.promised",
    "receive.routed",
    "receive.acknowledged",
    "receive.settled",
    "send.claimed",
    "send.handed_over",
    "send.settled",
];
/// At which crossings of a point a life ends: at once, and with others under way.
const CROSSINGS: [&str; 2] = ["1", "7"];
/// What `abort` ends a process with.
const SIGABRT: i32 = 6;

#[test]
fn wherever_between_two_steps_it_dies_every_mail_is_answered_once() {
    let _turn = one_at_a_time();
    for point in POINTS {
        eprintln!("it dies at {point}");
        let seed = Dice::seed();
        let mut process = Process::on_sqlite();
        process.kill();
        let traffic = Traffic::begin(&process, seed);
        for crossing in CROSSINGS {
            let armed = format!("{point}:{crossing}");
            match process.try_start(&[("RISCONTRO_FAIL_POINT", &armed)]) {
                Ok(()) => {
                    let ended = process.ended(PATIENCE);
                    assert_eq!(ended.signal(), Some(SIGABRT), "{armed}: {ended}\n{}", process.log_end());
                }
                // What an earlier life left behind may reach the point before the doors are open.
                Err(ended) => assert_eq!(ended.signal(), Some(SIGABRT), "{armed}: {ended}"),
            }
        }
        process.start();
        let told = traffic.end();
        audit::all_is_well(&process, &told, Copies { at_most: CROSSINGS.len() * IN_HAND }, seed);
    }
}

#[test]
fn every_named_point_is_crossed_by_the_story_above() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut named = BTreeSet::new();
    for room in fs::read_dir(&crates).expect("the folder of the wings") {
        collect(&room.expect("a wing").path().join("src"), &mut named);
    }
    let listed: BTreeSet<String> = POINTS.iter().map(|&point| point.to_owned()).collect();
    assert_eq!(listed.len(), POINTS.len(), "a point is listed twice");
    assert_eq!(named, listed, "points in the source, and points in the list");
}

fn collect(folder: &Path, named: &mut BTreeSet<String>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            collect(&path, named);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).expect("source is text");
            let calls = source.split("fail::point(\"").skip(1);
            named.extend(calls.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
        }
    }
}
