//! A body up to its limit.

use std::time::Duration;

use axum::body::Body;
use http_body_util::BodyExt;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// Bytes of fields and of the frame around files.
const FRAME_BYTES: usize = 512 * 1024;
/// Bytes too many that are read and thrown away, so that the answer reaches whoever sent them.
const DRAINED_BYTES: usize = 128 * 1024 * 1024;

/// A body of no more than this needs no place: words never wait behind files.
const SMALL_BYTES: usize = 64 * 1024;
/// Nothing for so long, and whoever sent it is gone.
const SILENT: Duration = Duration::from_secs(30);

/// What came, whole or cut at the limit.
pub(super) struct Collected<'a> {
    pub bytes: Vec<u8>,
    pub cut: bool,
    /// Held as long as the bytes are.
    pub place: Option<SemaphorePermit<'a>>,
}

/// The body with `most` bytes of content and their frame; what comes after is thrown away. A large one waits for one
/// of the places. None when it breaks off or falls silent.
pub(super) async fn body(mut body: Body, most: usize, places: &Semaphore) -> Option<Collected<'_>> {
    let most = most + FRAME_BYTES;
    let mut read = Collected { bytes: Vec::new(), cut: false, place: None };
    let mut thrown = 0;
    while let Some(frame) = timeout(SILENT, body.frame()).await.ok()? {
        let Ok(data) = frame.ok()?.into_data() else { continue };
        if read.cut || read.bytes.len() + data.len() > most {
            if !read.cut {
                // What was typed comes first: it is given back with the refusal.
                let room = most - read.bytes.len();
                read.bytes.extend_from_slice(&data[..room]);
            }
            read.cut = true;
            thrown += data.len();
            if thrown > DRAINED_BYTES {
                break;
            }
            continue;
        }
        if read.place.is_none() && read.bytes.len() + data.len() > SMALL_BYTES {
            read.place = Some(places.acquire().await.ok()?);
        }
        read.bytes.extend_from_slice(&data);
    }
    Some(read)
}
