#![no_main]

#[path = "../entries/kernel.rs"]
mod entries;

libfuzzer_sys::fuzz_target!(|input: &[u8]| entries::calendar_arithmetic(input));
