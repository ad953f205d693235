//! How a due moment is rounded, so that people are told "by 10:40" and not "by 10:37 and 12 seconds".
//! Source of the grid: the outer contract, section E-mail.

/// What a due moment is rounded up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grid {
    /// The next whole multiple of this many milliseconds on the local clock.
    Step(i64),
    /// The next 12:00, 18:00 or closing time.
    Landmarks,
}

/// Minutes of the local day at which half a day's promise may fall due, beside closing time.
pub(super) const LANDMARKS_MINUTES: [u16; 2] = [12 * 60, 18 * 60];

impl Grid {
    /// The grid for something promised within so much open time: the shorter the wait, the finer the word.
    pub(super) fn of(open_minutes: i64) -> Self {
        match open_minutes {
            ..5 => Self::Step(30_000),
            5..15 => Self::Step(60_000),
            15..60 => Self::Step(5 * 60_000),
            60..=240 => Self::Step(15 * 60_000),
            241.. => Self::Landmarks,
        }
    }
}

/// The next multiple of `step_ms` at or after `at_ms`.
pub(super) fn up(at_ms: i64, step_ms: i64) -> i64 {
    at_ms + (-at_ms).rem_euclid(step_ms)
}

#[cfg(test)]
mod tests {
    use super::{Grid, up};

    #[test]
    fn the_longer_the_wait_the_coarser_the_grid() {
        let table = [
            (0, Grid::Step(30_000)),
            (4, Grid::Step(30_000)),
            (5, Grid::Step(60_000)),
            (14, Grid::Step(60_000)),
            (15, Grid::Step(300_000)),
            (59, Grid::Step(300_000)),
            (60, Grid::Step(900_000)),
            (240, Grid::Step(900_000)),
            (241, Grid::Landmarks),
        ];
        for (open_minutes, grid) in table {
            assert_eq!(Grid::of(open_minutes), grid, "{open_minutes} minutes");
        }
    }

    #[test]
    fn a_moment_on_the_grid_stays_and_any_other_moves_forward() {
        assert_eq!(up(60_000, 30_000), 60_000);
        assert_eq!(up(60_001, 30_000), 90_000);
        assert_eq!(up(-1, 30_000), 0);
        assert_eq!(up(-30_001, 30_000), -30_000);
    }
}
