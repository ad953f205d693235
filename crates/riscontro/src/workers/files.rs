//! Takes away contents no row names any more: what a sweep of uploads, a withdrawn message or the keeping of raw arrivals
//! left behind in files or in the bucket.
//!
//! A content goes only when it was found unnamed twice, [`SEEN_FOR_MS`] apart, and nobody kept it in between: a
//! transaction that is about to name one kept it minutes ago at most, a backup that reads an older snapshot has hours.

use std::collections::HashMap;

use db::{Db, Filed};
use spine::{conversation, intake};
use tokio_util::sync::CancellationToken;

use super::blocking;

/// Between two walks along the shelves: 6 hours.
const ROUND_MS: i64 = 6 * 3_600_000;
/// How long a content stays after it was first found unnamed: 6 hours.
const SEEN_FOR_MS: i64 = 6 * 3_600_000;
/// Unnamed contents remembered from one walk to the next.
const MOST_NOTED: usize = 100_000;

/// What was found unnamed, and when first.
type Noted = HashMap<Filed, i64>;

pub async fn work(db: Db, stop: CancellationToken) {
    let (mut walk_at_ms, mut noted) = (0, Noted::new());
    loop {
        let now_ms = db.clock().now_ms();
        if now_ms >= walk_at_ms {
            walk_at_ms = now_ms + ROUND_MS;
            noted = walk(&db, noted, &stop).await;
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(super::PULSE) => {}
        }
    }
}

/// Looks at one shelf after the other; what stays to be looked at again.
async fn walk(db: &Db, mut noted: Noted, stop: &CancellationToken) -> Noted {
    let (mut left, mut gone) = (Noted::new(), 0);
    for shelf in 0..=u8::MAX {
        if stop.is_cancelled() {
            break;
        }
        let here = format!("{shelf:02x}");
        let before: Noted = noted.extract_if(|filed, _| filed.sha256.starts_with(&here)).collect();
        let looked = blocking(db, move |db| {
            let found = look(db, shelf, &before);
            found.map_err(|error| (error, before))
        });
        match looked.await {
            Some(Ok((still, taken))) => {
                left.extend(still.into_iter().take(MOST_NOTED.saturating_sub(left.len())));
                gone += taken;
            }
            Some(Err((error, before))) => {
                tracing::warn!(%error, "contents nobody names could not be looked for");
                left.extend(before);
            }
            None => {}
        }
    }
    if gone > 0 {
        tracing::info!(gone, "contents nobody names any more were taken away");
    }
    left
}

/// One shelf: what is unnamed and still stays, and how many went.
fn look(db: &Db, shelf: u8, before: &Noted) -> Result<(Noted, usize), db::Error> {
    let filed = db.filed(shelf)?;
    if filed.is_empty() || !db.is_only_node()? {
        return Ok((Noted::new(), 0));
    }
    let now_ms = db.clock().now_ms();
    let unnamed = db.read_everywhere(|tx| {
        let mut unnamed = Vec::new();
        for filed in filed {
            if !conversation::names_file(tx, &filed.sha256)? && !intake::names_file(tx, &filed.sha256)? {
                unnamed.push(filed);
            }
        }
        Ok::<_, db::Error>(unnamed)
    })?;
    let (mut still, mut gone) = (Noted::new(), 0);
    for filed in unnamed {
        // One that was kept again since bears another stamp: it counts as not seen yet.
        let first_ms = before.get(&filed).copied().unwrap_or(now_ms);
        if now_ms - first_ms >= SEEN_FOR_MS && db.remove(&filed)? {
            gone += 1;
        } else {
            still.insert(filed, first_ms);
        }
    }
    Ok((still, gone))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use kernel::clock::Clock;
    use spine::conversation::{self, Attachment};

    use super::{Noted, ROUND_MS, look};
    use crate::node;

    #[test]
    fn none_goes_that_a_transaction_is_about_to_name() {
        let folder = std::env::temp_dir().join(format!("riscontro-files-{}", std::process::id()));
        let clock = Clock::by_hand(1_772_442_000_000);
        let db = db::Db::open(None, &folder, clock.clone()).unwrap();
        node::found_account(&db).unwrap();
        let large = vec![5_u8; db::INLINE_BYTES + 1];
        let first = db.keep(&large).unwrap();
        let shelf = u8::from_str_radix(&first.sha256[..2], 16).unwrap();
        let round = |noted: &Noted| {
            clock.advance(ROUND_MS);
            look(&db, shelf, noted).unwrap()
        };
        // Seen unnamed once; then the same content comes again, and its transaction is still open.
        let (noted, gone) = round(&Noted::new());
        assert_eq!((noted.len(), gone), (1, 0));
        let second = db.keep(&large).unwrap();
        let (noted, gone) = round(&noted);
        assert_eq!((noted.len(), gone), (1, 0), "it was kept again: it counts as not seen yet");
        let file = Attachment::named("foto.png", "image/png", None, false);
        db.write(1, move |tx| conversation::upload(tx, file, second)).unwrap();
        let (noted, gone) = round(&noted);
        assert_eq!((noted.len(), gone), (0, 0), "it is named now");
        assert_eq!(db.fetch(None, &first.sha256).unwrap(), large);
        clock.advance(25 * 3_600_000);
        assert_eq!(db.write(1, conversation::sweep_uploads).unwrap(), 1);
        let (noted, gone) = round(&Noted::new());
        assert_eq!((noted.len(), gone), (1, 0));
        assert_eq!(round(&noted).1, 1, "twice unnamed, and nobody kept it: it goes");
        assert!(db.fetch(None, &first.sha256).is_err());
        drop(db);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
