//! Least squares with weights and a penalty a column, solved by Cholesky's factors: some twenty columns, never more.

/// Solves `a x = b` for a symmetric positive definite `a`, row by row; a column without any information gives 0.
pub(crate) fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    // Below this share of its diagonal a column is a combination of those before it.
    const NOTHING: f64 = 1e-12;
    let scale = (0..n).map(|i| a[i][i]).fold(0.0, f64::max);
    let mut empty = vec![false; n];
    for i in 0..n {
        for j in 0..=i {
            let (row, other) = (&a[i], &a[j]);
            let sum = row[j] - row[..j].iter().zip(&other[..j]).map(|(x, y)| x * y).sum::<f64>();
            if i == j {
                empty[i] = sum <= scale * NOTHING;
                a[i][i] = if empty[i] { 1.0 } else { sum.sqrt() };
            } else {
                a[i][j] = if empty[j] { 0.0 } else { sum / a[j][j] };
            }
        }
        if empty[i] {
            a[i][..i].fill(0.0);
        }
    }
    for i in 0..n {
        let known: f64 = a[i][..i].iter().zip(&b[..i]).map(|(x, y)| x * y).sum();
        b[i] = if empty[i] { 0.0 } else { (b[i] - known) / a[i][i] };
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|j| a[j][i] * b[j]).sum();
        b[i] = if empty[i] { 0.0 } else { (b[i] - known) / a[i][i] };
    }
    b
}

/// Sums `w x xᵀ` and `w x y` over rows, with `penalty` on the diagonal.
pub(crate) struct Normal {
    a: Vec<Vec<f64>>,
    b: Vec<f64>,
}

impl Normal {
    pub(crate) fn new(penalty: &[f64]) -> Self {
        let n = penalty.len();
        let mut a = vec![vec![0.0; n]; n];
        for (i, &one) in penalty.iter().enumerate() {
            a[i][i] = one;
        }
        Self { a, b: vec![0.0; n] }
    }

    pub(crate) fn add(&mut self, x: &[f64], y: f64, weight: f64) {
        for (i, &left) in x.iter().enumerate().filter(|(_, left)| **left != 0.0) {
            self.b[i] += weight * left * y;
            for (into, &right) in self.a[i][..=i].iter_mut().zip(x) {
                *into += weight * left * right;
            }
        }
    }

    pub(crate) fn solved(mut self) -> Vec<f64> {
        let n = self.b.len();
        for i in 0..n {
            for j in 0..i {
                self.a[j][i] = self.a[i][j];
            }
        }
        solve(self.a, self.b)
    }
}

pub(crate) fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::{Normal, solve};

    #[test]
    fn a_system_is_solved_and_a_repeated_column_gets_nothing() {
        let x = solve(vec![vec![4.0, 2.0], vec![2.0, 3.0]], vec![10.0, 9.0]);
        assert!((x[0] - 1.5).abs() < 1e-12 && (x[1] - 2.0).abs() < 1e-12, "{x:?}");
        let x = solve(vec![vec![1.0, 1.0], vec![1.0, 1.0]], vec![2.0, 2.0]);
        assert!((x[0] - 2.0).abs() < 1e-9 && x[1] == 0.0, "{x:?}");
    }

    #[test]
    fn a_penalty_draws_towards_nothing() {
        let slope = |penalty| {
            let mut normal = Normal::new(&[penalty]);
            for x in 1..=3 {
                normal.add(&[f64::from(x)], 2.0 * f64::from(x), 1.0);
            }
            normal.solved()[0]
        };
        assert!((slope(0.0) - 2.0).abs() < 1e-12);
        assert!((slope(14.0) - 1.0).abs() < 1e-12);
    }
}
