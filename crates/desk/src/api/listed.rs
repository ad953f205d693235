//! Which conversations a list of the API holds: found along an index, a bounded number of rows at a time.

use db::{Error, Row, Tx, Value, args};
use spine::conversation::Status;
use spine::search::{self, Wanted};

use super::store;

/// Rows looked through at once for those that pass, and how often in one answer.
const SCAN: usize = 4_000;
const SCANS: usize = 5;

/// Filters of the list; what is `None` lets everything pass.
pub struct Filters {
    pub status: Option<String>,
    pub inbox: Option<i64>,
    /// 0 for those nobody has.
    pub assignee: Option<i64>,
    pub customer: Option<i64>,
}

/// Due moment and id of each row: one more than asked for when the list goes on.
pub struct Found {
    pub rows: Vec<[i64; 2]>,
    /// Where to go on when the page is not full and the list not at its end.
    pub on: Option<[i64; 2]>,
}

impl Filters {
    fn values(&self) -> Vec<Value> {
        args![self.status.clone(), self.inbox, self.assignee, self.customer].to_vec()
    }

    fn is_empty(&self) -> bool {
        self.status.is_none() && self.inbox.is_none() && self.assignee.is_none() && self.customer.is_none()
    }
}

fn read(row: &mut Row) -> Result<[i64; 2], Error> {
    let id = row.next()?;
    Ok([row.next()?, id])
}

/// The newest below an id.
pub fn newest(
    tx: &mut Tx<'_>,
    filters: &Filters,
    [_, mut below]: [i64; 2],
    limit: usize,
) -> Result<Found, Error> {
    let of_one = filters.customer.is_some();
    let query = if of_one { store::CONVERSATIONS_OF } else { store::CONVERSATIONS_NEWEST };
    let scan = if filters.is_empty() { limit + 1 } else { SCAN };
    let mut rows = Vec::new();
    for _ in 0..SCANS {
        let mut values = filters.values();
        values.extend(args![below, limit, scan].iter().cloned());
        rows.extend(tx.list(query, &values, read)?);
        let end = match rows.len() < limit && !of_one {
            true => tx.find(store::NEWEST_END, args![below, scan - 1], |row| row.next::<i64>())?,
            false => None,
        };
        match end {
            Some(end) => below = end,
            None => return Ok(Found { rows, on: None }),
        }
    }
    Ok(Found { rows, on: Some([0, below]) })
}

/// Those that fall due first, after a due moment and an id; each status has an order of its own, merged here.
pub fn by_due(tx: &mut Tx<'_>, filters: &Filters, after: [i64; 2], limit: usize) -> Result<Found, Error> {
    let mut rows: Vec<[i64; 2]> = Vec::new();
    let mut on: Option<[i64; 2]> = None;
    for status in [Status::Open, Status::Waiting, Status::Snoozed, Status::Closed] {
        if filters.status.as_deref().is_some_and(|wanted| wanted != status.name()) {
            continue;
        }
        let found = due_in(tx, filters, status, after, limit)?;
        rows.extend(found.rows);
        on = on.into_iter().chain(found.on).min();
    }
    rows.sort_unstable();
    // Beyond where one status stopped, rows of the others would overtake its own.
    if let Some(on) = on {
        rows.retain(|row| *row <= on);
    }
    rows.truncate(limit);
    Ok(Found { rows, on })
}

fn due_in(
    tx: &mut Tx<'_>,
    filters: &Filters,
    status: Status,
    after: [i64; 2],
    limit: usize,
) -> Result<Found, Error> {
    let narrowed = filters.inbox.is_some() || filters.assignee.is_some() || filters.customer.is_some();
    let scan = if narrowed { SCAN } else { limit + 1 };
    let [mut due_ms, mut id] = after;
    let mut rows = Vec::new();
    for _ in 0..SCANS {
        let mut values = filters.values();
        values.extend(args![due_ms, limit, scan, status.name(), id].iter().cloned());
        rows.extend(tx.list(store::CONVERSATIONS_DUE, &values, read)?);
        let end = match rows.len() < limit {
            true => {
                let place = args![status.name(), due_ms, id, scan - 1];
                tx.find(store::DUE_END, place, |row| Ok((row.next::<i64>()?, row.next::<i64>()?)))?
            }
            false => None,
        };
        match end {
            Some(end) => (due_ms, id) = end,
            None => return Ok(Found { rows, on: None }),
        }
    }
    Ok(Found { rows, on: Some([due_ms, id]) })
}

/// Those that hold every word. By due moment only what one look found is put in order.
pub fn searched(
    tx: &mut Tx<'_>,
    wanted: &Wanted,
    filters: &Filters,
    by_due: bool,
    after: [i64; 2],
    limit: usize,
) -> Result<Found, spine::Error> {
    let mut rows = Vec::new();
    let mut below = if by_due { i64::MAX } else { after[1] };
    for _ in 0..SCANS {
        let hits = search::find(tx, wanted, below)?;
        for id in hits.ids {
            let mut values = filters.values();
            values.push(Value::Int(id));
            rows.extend(tx.find(store::CONVERSATION_PASSES, &values, read)?);
            if rows.len() == limit && !by_due {
                return Ok(Found { rows, on: None });
            }
        }
        match hits.more {
            Some(more) if !by_due => below = more,
            _ => {
                if by_due {
                    rows.retain(|row| *row > after);
                    rows.sort_unstable();
                    rows.truncate(limit);
                }
                return Ok(Found { rows, on: None });
            }
        }
    }
    Ok(Found { rows, on: Some([0, below]) })
}
