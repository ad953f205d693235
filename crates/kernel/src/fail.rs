//! Named points between the steps of the spine at which a test can end the process, as a power cut would.
//! `RISCONTRO_FAIL_POINT=receive.promised:3` aborts at the third crossing; without it a crossing costs one load.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

struct Armed {
    name: String,
    left: AtomicU64,
}

/// Crosses a point; ends the process when this is the one and the time.
pub fn point(name: &'static str) {
    static ARMED: OnceLock<Option<Armed>> = OnceLock::new();
    let armed = ARMED.get_or_init(|| read(&std::env::var("RISCONTRO_FAIL_POINT").ok()?));
    if let Some(armed) = armed
        && armed.name == name
        && armed.left.fetch_sub(1, Ordering::SeqCst) == 1
    {
        std::process::abort();
    }
}

fn read(setting: &str) -> Option<Armed> {
    let (name, turn) = setting.split_once(':').unwrap_or((setting, "1"));
    Some(Armed { name: name.to_owned(), left: AtomicU64::new(turn.parse().ok()?) })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_point_is_armed_by_name_and_turn() {
        let armed = super::read("receive.promised:3").expect("well formed");
        assert_eq!(armed.name, "receive.promised");
        assert_eq!(armed.left.into_inner(), 3);
        assert!(super::read("x:y").is_none());
    }
}
