//! A body up to its limit.

use axum::body::Body;
use http_body_util::BodyExt;

/// Bytes of fields and of the frame around files.
const FRAME_BYTES: usize = 512 * 1024;
/// Bytes too many that are read and thrown away, so that the answer reaches whoever sent them.
const DRAINED_BYTES: usize = 128 * 1024 * 1024;

/// What came, whole or cut at the limit.
pub(super) struct Collected {
    pub bytes: Vec<u8>,
    pub cut: bool,
}

/// The body with `most` bytes of content and their frame; what comes after is thrown away. None when it breaks off.
pub(super) async fn body(mut body: Body, most: usize) -> Option<Collected> {
    let most = most + FRAME_BYTES;
    let mut read = Collected { bytes: Vec::new(), cut: false };
    let mut thrown = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.ok()?.into_data() else { continue };
        if read.cut || read.bytes.len() + data.len() > most {
            read.cut = true;
            thrown += data.len();
            if thrown > DRAINED_BYTES {
                break;
            }
            continue;
        }
        read.bytes.extend_from_slice(&data);
    }
    Some(read)
}
