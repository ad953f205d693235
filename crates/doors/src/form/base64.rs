//! Bytes inside JSON (RFC 4648, sections 4 and 5).

/// The bytes a text stands for; none when it is not base64. White space is passed over.
pub(super) fn decoded(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0);
    let mut ended = false;
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let six = match byte {
            b'=' => {
                ended = true;
                continue;
            }
            _ if ended => return None,
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        held = held << 6 | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    // What is left over must be padding: one lone character stands for nothing.
    (bits < 6).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn bytes_come_back_and_rubbish_does_not() {
        assert_eq!(decoded("Y2lhbw==").as_deref(), Some(&b"ciao"[..]));
        assert_eq!(decoded("Y2lh\nbw").as_deref(), Some(&b"ciao"[..]));
        assert_eq!(decoded("").as_deref(), Some(&b""[..]));
        assert_eq!(decoded("-_8"), Some(vec![0xfb, 0xff]));
        for bad in ["Y", "Y2l*", "Y2==bw"] {
            assert_eq!(decoded(bad), None, "{bad}");
        }
    }
}
