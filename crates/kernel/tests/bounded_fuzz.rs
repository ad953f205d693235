//! The calendar's fuzz entry on a few thousand inputs, the same ones every time. The unbounded run is in `fuzz/`.

#[path = "../../../fuzz/entries/kernel.rs"]
mod entries;
#[path = "../../../fuzz/entries/mutation.rs"]
mod mutation;

#[test]
fn any_hours_and_moments_hold_together() {
    // Only noise: every byte means something.
    mutation::run(entries::calendar_arithmetic, &[], &[], 5, 3_000);
}
