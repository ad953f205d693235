#![no_main]

#[path = "../entries/wire.rs"]
#[expect(dead_code, reason = "each target uses one entry")]
mod entries;

libfuzzer_sys::fuzz_target!(|input: &[u8]| entries::imap_responses(input));
