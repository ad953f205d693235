//! Which addresses may be connected to at the word of a person in the console: those of the public internet, and
//! those the operator has named.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What the operator allows beside the public internet: the setting `RISCONTRO_ALLOW_PRIVATE_HOSTS`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    all: bool,
    /// Lower case, without a final dot.
    hosts: BTreeSet<String>,
    networks: Vec<Network>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: u128,
    /// Of 128; a network of IPv4 has at least 96.
    bits: u32,
}

/// Entries the setting may have.
const MOST_ENTRIES: usize = 256;

impl Allowed {
    /// `none`, `all`, or host names, addresses and networks (`10.1.0.0/16`) separated by commas or spaces.
    ///
    /// # Errors
    /// What the setting takes.
    pub fn read(text: &str) -> Result<Self, String> {
        let takes = || "takes none, all, or host names and networks like mail.lan, 10.1.0.0/16".to_owned();
        let mut allowed = Self::default();
        for entry in text.split([',', ' ']).filter(|entry| !entry.is_empty()) {
            if allowed.hosts.len() + allowed.networks.len() >= MOST_ENTRIES {
                return Err(takes());
            }
            match (entry, Network::read(entry)) {
                ("none", _) => {}
                ("all", _) => allowed.all = true,
                (_, Some(network)) => allowed.networks.push(network),
                (name, None) if is_host_name(name) => {
                    allowed.hosts.insert(plain(name));
                }
                (_, None) => return Err(takes()),
            }
        }
        Ok(allowed)
    }

    /// Everything: for tests and trials on one machine.
    pub fn all() -> Self {
        Self { all: true, ..Self::default() }
    }

    /// Whether this host was allowed by its name, wherever it is.
    pub fn names(&self, host: &str) -> bool {
        self.hosts.contains(&plain(host))
    }
}

/// Whether a connection to this address may be opened at the word of a person in the console.
pub fn may_connect(address: IpAddr, allowed: &Allowed) -> bool {
    let number = number(address);
    allowed.all || is_public(address) || allowed.networks.iter().any(|network| network.has(number))
}

impl Network {
    fn read(text: &str) -> Option<Self> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length.parse::<u32>().ok()?)),
            None => (text, None),
        };
        let address: IpAddr = address.trim_matches(['[', ']']).parse().ok()?;
        let (longest, before) = if address.is_ipv4() { (32, 96) } else { (128, 0) };
        let length = length.unwrap_or(longest);
        (length <= longest).then(|| Self { address: number(address), bits: before + length })
    }

    fn has(self, number: u128) -> bool {
        let differ = self.address ^ number;
        self.bits == 0 || differ >> (128 - self.bits) == 0
    }
}

/// IPv4 addresses and those mapped into IPv6 are the same numbers.
fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_ipv6_mapped()),
        IpAddr::V6(address) => u128::from(address),
    }
}

fn plain(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}

fn is_host_name(text: &str) -> bool {
    text.len() <= 253 && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'))
}

/// Whether an address belongs to the public internet (IANA's registries of special-purpose addresses, RFC 6890).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocols = (a, b, c) == (192, 0, 0);
    let benchmarks = a == 198 && (18..20).contains(&b);
    let relays = (a, b, c) == (192, 88, 99);
    !(a == 0
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_documentation()
        || shared
        || protocols
        || benchmarks
        || relays
        || a >= 224)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let last = Ipv4Addr::from(u32::from(parts[6]) << 16 | u32::from(parts[7]));
    match parts {
        // Mapped, or the translation prefix of RFC 6052: it goes where the IPv4 address inside goes.
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => is_public_v4(last),
        // 6to4: the IPv4 address stands behind the prefix.
        [0x2002, high, low, ..] => is_public_v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low))),
        // Teredo and the rest of the protocol assignments; documentation.
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => false,
        [0x3fff, second, ..] if second < 0x1000 => false,
        // Everything else that is public begins with the bits 001.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::{Allowed, may_connect};

    #[track_caller]
    fn check(setting: &str, address: &str, may: bool) {
        let allowed = Allowed::read(setting).expect("a setting");
        assert_eq!(
            may_connect(address.parse().expect("an address"), &allowed),
            may,
            "{address} with {setting:?}"
        );
    }

    #[test]
    fn the_public_internet_may_be_called_and_the_own_network_may_not() {
        for address in
            ["8.8.8.8", "151.1.1.1", "2a00:1450:4002:403::200e", "64:ff9b::808:808", "::ffff:8.8.8.8"]
        {
            check("none", address, true);
        }
        for address in [
            "0.0.0.0",
            "127.0.0.1",
            "127.255.0.9",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "fe80::1",
            "fec0::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::1",
            "2002:a00:1::",
            "2001::1",
            "2001:db8::1",
            "100::1",
        ] {
            check("none", address, false);
        }
    }

    #[test]
    fn the_operator_opens_networks_one_by_one_or_all() {
        check("10.1.0.0/16", "10.1.2.3", true);
        check("10.1.0.0/16", "10.2.2.3", false);
        check("10.1.0.0/16", "::ffff:10.1.9.9", true);
        check("192.168.1.7, fd00::/8", "192.168.1.7", true);
        check("192.168.1.7, fd00::/8", "192.168.1.8", false);
        check("192.168.1.7 fd00::/8", "fd99::1", true);
        check("all", "127.0.0.1", true);
        check("0.0.0.0/0", "127.0.0.1", true);
        check("0.0.0.0/0", "::1", false);
        assert!(Allowed::read("Mail.LAN").expect("a name").names("mail.lan."));
        assert!(!Allowed::read("mail.lan").expect("a name").names("evil.mail.lan"));
    }

    #[test]
    fn a_setting_that_cannot_be_says_what_it_takes() {
        for wrong in ["10.0.0.0/33", "fd00::/129", "http://x", "a/b", "10.0.0.0/x"] {
            assert!(Allowed::read(wrong).is_err(), "{wrong}");
        }
    }
}
