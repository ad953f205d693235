#![no_main]

#[path = "../entries/forecast.rs"]
mod entries;

libfuzzer_sys::fuzz_target!(|input: &[u8]| entries::forecast_files(input));
