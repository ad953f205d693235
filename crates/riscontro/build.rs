//! Relative relocations packed (`DT_RELR`): two megabytes less of the released program. The loader must know them, as
//! glibc does from 2.36 on; a program linked against a newer glibc does not start with an older one anyway.

use std::process::Command;

/// The first release of glibc whose loader reads `DT_RELR`.
const GLIBC_SINCE: (u32, u32) = (2, 36);

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |variable: &str, value: &str| std::env::var(variable).is_ok_and(|found| found == value);
    let is_own_linux = is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && std::env::var("TARGET") == std::env::var("HOST");
    if is("PROFILE", "release") && is_own_linux && glibc().is_some_and(|version| version >= GLIBC_SINCE) {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version here, as in `glibc 2.36`.
fn glibc() -> Option<(u32, u32)> {
    let told = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    let told = String::from_utf8(told.stdout).ok()?;
    let (major, minor) = told.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
