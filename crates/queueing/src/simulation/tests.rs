//! A slice of both protocols that takes seconds, with the exact figures it must give.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::{
    Asks, Channels, Check, Nobody, Predictor, PromiseFigures, Row, Tally, Watch, announce, joint, route,
    run_week, side_by_side,
};
use crate::channel::Channel;
use crate::routing::{Policy, Rules};
use crate::world::{Targets, Week};

fn near(found: f64, documented: f64, places: i32) -> bool {
    (found - documented).abs() <= 0.5 * 10f64.powi(-places) + 1e-12
}

#[test]
fn the_world_is_the_documented_one() {
    let check = Check::now();
    assert_eq!(check.mix_1, 6_238_072_747_940_578_789);
    assert_eq!(check.u_1_1_0, 0.368_189_515_651_669_5);
    assert_eq!(check.u_201_10_0, 0.341_314_088_677_677_8);
    assert_eq!((check.contacts, check.contacts_by_channel), (8_010, [3_845, 2_751, 1_414]));
    let documented = [1.057_482, 1.010_238, 0.981_731, 1.034_976, 1.023_04];
    assert!(check.volume_effects.iter().zip(documented).all(|(&found, documented)| near(found, documented, 6)));
    assert_eq!(check.bursts.len(), 1);
    assert!(check.bursts[0].0 == 3 && near(check.bursts[0].1, 6_530.146, 3));
    let first = check.first_live.unwrap();
    assert_eq!((first.channel, first.skill, first.tier), (Channel::Phone, 1, 2));
    assert!(
        near(first.at_s, 14.3011, 4) && near(first.service_s, 596.274, 3) && near(first.patience_s, 147.032, 3)
    );
    assert!(near(check.service_sum_s, 3_187_424.67, 2));
    assert_eq!(check.contacts_301, 7_958);
}

/// What this router makes of the check weeks. See `docs/decisions/0008-queueing.md` for the documented figures it stays
/// within half a per cent of.
#[test]
fn the_check_weeks_are_served_as_before() {
    let check = Check::now();
    assert_eq!((check.delayed, check.abandoned), ([2_098, 495, 884], [520, 114]));
    let kept: Vec<f64> = check.kept_301.iter().map(|(_, kept)| (kept * 12_782.0).round()).collect();
    assert_eq!(kept[..3], [10_996.0, 11_838.0, 12_051.0]);
    for ((policy, kept), documented) in check.kept_301.iter().zip([0.860_976, 0.932_874, 0.944_297, 0.545_455])
    {
        assert!((kept - documented).abs() < 0.008, "{policy:?}: {kept}");
    }
}

#[test]
fn feasible_promises_first_keeps_more_than_the_other_orders_on_the_same_weeks() {
    let weeks: Vec<u64> = (301..=303).collect();
    let kept = |policy| -> f64 {
        route(&weeks, 0.9, policy, 2).iter().map(Tally::weighted).map(|(kept, all)| kept / all / 3.0).sum()
    };
    let [fifo, edf, fedf, blind] = [Policy::Fifo, Policy::Edf, Policy::Fedf, Policy::Blind].map(kept);
    assert!(fedf > edf && edf > fifo + 0.04 && fifo > blind + 0.2, "{fedf} {edf} {fifo} {blind}");
}

#[test]
fn a_week_is_the_same_whoever_looks_on_and_on_how_many_threads() {
    let week = Week::of(5, 0.5);
    let rules = Rules::bare(Policy::Fedf);
    let once = run_week(&week, rules, &Targets::FIXED, &mut Nobody);
    let mut watch = Watch::new(&week, &Targets::FIXED, Asks { paths: None, oracle: None, handling: 1.0 });
    assert_eq!(run_week(&week, rules, &Targets::FIXED, &mut watch), once);
    assert_eq!(route(&[1, 2, 3, 4], 0.5, Policy::Edf, 1), route(&[1, 2, 3, 4], 0.5, Policy::Edf, 3));
}

fn rows(weeks: &[u64], handling: f64) -> Vec<Vec<Row>> {
    side_by_side(weeks, 2, |&number| {
        let week = Week::of(number, 0.6);
        let asks = Asks { paths: Some(Channels::Live), oracle: None, handling };
        let mut watch = Watch::new(&week, &Targets::TAU, asks);
        run_week(&week, Rules::bare(Policy::Apq), &Targets::TAU, &mut watch);
        watch.rows
    })
}

fn figures(rows: &[Vec<Row>], training: usize, name: &str) -> PromiseFigures {
    PromiseFigures::of(&announce(rows, training, Channel::Phone, Predictor::of_name(name).unwrap()))
}

#[test]
fn the_paths_say_what_they_said_before_and_better_than_any_formula() {
    let rows = rows(&[102, 201], 1.0);
    let paths = figures(&rows, 1, "mc");
    assert_eq!((paths.n, paths.by_week[0].1.kept), SLICE_MC, "{}", paths.pinball);
    assert!(paths.pinball < 0.75 * figures(&rows, 1, "qla").pinball);
    assert!(paths.pinball < 0.3 * figures(&rows, 1, "les").pinball);
    let tracked = figures(&rows, 1, "mc+qt:0.05");
    assert_eq!(tracked.by_week[0].1.kept, SLICE_TRACKED);
    assert_eq!(tracked.pinball_ratio, None);
}

#[test]
fn who_believes_handling_times_too_short_is_put_right_by_the_tracker() {
    let rows = rows(&[102, 201], 0.6);
    let raw = figures(&rows, 1, "mc").coverage;
    let tracked = figures(&rows, 1, "mc+qt:0.05").coverage;
    assert!(raw < 0.87 && (tracked - 0.9).abs() < 0.02, "{raw} {tracked}");
}

#[test]
fn served_by_what_was_told_promises_hold_too() {
    let both = joint(&[102, 201], 1, 0.6, &|_, _| ());
    let told = both.told[0];
    assert!(told.n > 100 && (told.coverage() - 0.9).abs() < 0.05, "{both:?}");
    assert!(both.wpk > 0.9, "{both:?}");
}

/// Of week 201 at volume .6: who waited on the phone, and whom the 90 % quantile of the paths covered.
const SLICE_MC: (usize, usize) = (696, 638);
/// The same, tracked.
const SLICE_TRACKED: usize = 629;
