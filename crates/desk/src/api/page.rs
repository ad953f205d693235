//! Lists page by page: keyset cursors that stay right while others write.

use ring::digest;
use serde_json::{Value, json};

use super::call::{Answer, Ask};
use super::problem::Problem;

/// Rows of one page when nothing is asked.
const LIMIT: usize = 50;
/// Rows of one page at most.
pub const LIMIT_MAX: usize = 200;
/// Bytes of a cursor's seal.
const SEAL_BYTES: usize = 6;

/// Which part of a list is asked for.
#[derive(Clone, Debug)]
pub struct Page {
    pub limit: usize,
    /// The cursor as given; read by [`Page::after`].
    cursor: Option<String>,
}

impl Page {
    /// Reads `limit` and `after`.
    pub fn of(limit: Option<&str>, cursor: Option<&str>) -> Result<Self, Problem> {
        let limit = match limit {
            None => LIMIT,
            Some(given) => {
                given.parse().ok().filter(|limit| (1..=LIMIT_MAX).contains(limit)).ok_or_else(|| {
                    Problem::outside_body("query", "limit", "must be a whole number from 1 to 200")
                })?
            }
        };
        Ok(Self { limit, cursor: cursor.map(str::to_owned) })
    }

    /// The keys of the row this page comes after, in a list ordered by `N` of them.
    pub fn after<const N: usize>(&self, list: &str, account_id: i64) -> Result<Option<[i64; N]>, Problem> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        open(cursor, list, account_id)
            .map(Some)
            .ok_or_else(|| Problem::outside_body("query", "after", "is not a cursor of this list"))
    }

    /// The number of the log this page comes after.
    pub fn after_seq(&self) -> Result<i64, Problem> {
        let Some(cursor) = &self.cursor else { return Ok(0) };
        cursor
            .parse()
            .ok()
            .filter(|seq| *seq >= 0)
            .ok_or_else(|| Problem::outside_body("query", "after", "must be the number of an event, or 0"))
    }
}

/// A page of rows as the answer to a list. `rows` holds one more than the limit when the list goes on.
pub fn answer<T, const N: usize>(
    ask: &Ask,
    rows: Vec<T>,
    keys: impl Fn(&T) -> [i64; N],
    show: impl FnMut(T) -> Result<Value, Problem>,
) -> Result<Answer, Problem> {
    answer_of(ask, ask.call.path, rows, keys, show)
}

/// The same for a list whose order has a name of its own, so that cursors of two orders are not mixed up.
pub fn answer_of<T, const N: usize>(
    ask: &Ask,
    list: &str,
    mut rows: Vec<T>,
    keys: impl Fn(&T) -> [i64; N],
    show: impl FnMut(T) -> Result<Value, Problem>,
) -> Result<Answer, Problem> {
    let next = (rows.len() > ask.page.limit).then(|| {
        rows.truncate(ask.page.limit);
        rows.last().map(|last| seal(&keys(last), list, ask.account_id()))
    });
    let data: Vec<Value> = rows.into_iter().map(show).collect::<Result<_, _>>()?;
    Ok(of(ask, data, next.flatten()))
}

/// The same for rows that are shown by their id; `on` is where a list goes on that stopped before its page was full.
pub fn answer_on<T, const N: usize>(
    ask: &Ask,
    list: &str,
    mut rows: Vec<T>,
    keys: impl Fn(&T) -> [i64; N],
    id: impl Fn(T) -> i64,
    on: Option<[i64; N]>,
    mut show: impl FnMut(i64) -> Result<Value, Problem>,
) -> Result<Answer, Problem> {
    let on = match rows.len() > ask.page.limit {
        true => {
            rows.truncate(ask.page.limit);
            rows.last().map(&keys)
        }
        false => on,
    };
    let next = on.map(|keys| seal(&keys, list, ask.account_id()));
    let data: Vec<Value> = rows.into_iter().map(|row| show(id(row))).collect::<Result<_, _>>()?;
    Ok(of(ask, data, next))
}

/// A list everything of which is at hand, newest first.
pub fn of_all<T>(
    ask: &Ask,
    mut all: Vec<T>,
    id: impl Fn(&T) -> i64,
    show: impl FnMut(T) -> Result<Value, Problem>,
) -> Result<Answer, Problem> {
    let before = ask.after_id()?;
    all.retain(|row| id(row) < before);
    all.sort_by_key(|row| std::cmp::Reverse(id(row)));
    all.truncate(ask.page.limit + 1);
    answer(ask, all, |row| [id(row)], show)
}

/// Data with where the list goes on, in the body and in `Link` (RFC 8288).
pub fn of(ask: &Ask, data: Vec<Value>, next: Option<String>) -> Answer {
    let link = next.as_ref().map(|cursor| format!("<{}>; rel=\"next\"", ask.next_url(cursor)));
    let answer = Answer::json(json!({ "data": data, "next": next }));
    match link {
        Some(link) => answer.with_link(&link),
        None => answer,
    }
}

fn seal(keys: &[i64], list: &str, account_id: i64) -> String {
    let bytes: Vec<u8> = keys.iter().flat_map(|key| key.to_be_bytes()).collect();
    let mark = mark(&bytes, list, account_id);
    bytes.iter().chain(&mark).map(|byte| format!("{byte:02x}")).collect()
}

fn open<const N: usize>(cursor: &str, list: &str, account_id: i64) -> Option<[i64; N]> {
    if cursor.len() != 2 * (8 * N + SEAL_BYTES) || !cursor.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let bytes: Vec<u8> = (0..cursor.len() / 2)
        .map(|at| u8::from_str_radix(&cursor[2 * at..2 * at + 2], 16).ok())
        .collect::<Option<_>>()?;
    let (keys, given) = bytes.split_at(8 * N);
    if given != mark(keys, list, account_id) {
        return None;
    }
    let mut read = [0; N];
    for (key, bytes) in read.iter_mut().zip(keys.chunks_exact(8)) {
        *key = i64::from_be_bytes(bytes.try_into().ok()?);
    }
    Some(read)
}

/// Ties a cursor to its list and account, so that a typing error or a cursor of another list is noticed.
fn mark(keys: &[u8], list: &str, account_id: i64) -> [u8; SEAL_BYTES] {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(list.as_bytes());
    context.update(&account_id.to_be_bytes());
    context.update(keys);
    let mut mark = [0; SEAL_BYTES];
    mark.copy_from_slice(&context.finish().as_ref()[..SEAL_BYTES]);
    mark
}

#[cfg(test)]
mod tests {
    use super::{open, seal};

    #[test]
    fn a_cursor_opens_only_in_its_own_list_and_account() {
        let cursor = seal(&[7, -1], "/conversations", 1);
        assert_eq!(open(&cursor, "/conversations", 1), Some([7, -1]));
        assert_eq!(open::<2>(&cursor, "/promises", 1), None);
        assert_eq!(open::<2>(&cursor, "/conversations", 2), None);
        assert_eq!(open::<1>(&cursor, "/conversations", 1), None);
        let mut other = cursor.clone();
        other.replace_range(0..2, "01");
        assert_eq!(open::<2>(&other, "/conversations", 1), None);
        assert_eq!(open::<2>("è".repeat(22).as_str(), "/conversations", 1), None);
    }
}
