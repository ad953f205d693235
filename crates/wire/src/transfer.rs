//! Transfer encodings (RFC 2045 section 6), undone as far as the bytes allow.

/// What base64 gave, and whether it was cut or held other characters.
pub(crate) struct Base64 {
    pub bytes: Vec<u8>,
    pub bad: bool,
}

/// Decodes what can be decoded: other characters are skipped, a cut end is kept as far as it goes.
pub(crate) fn base64(coded: &[u8]) -> Base64 {
    let mut out = Base64 { bytes: Vec::with_capacity(coded.len() / 4 * 3 + 3), bad: false };
    let (mut group, mut digits) = (0u32, 0u8);
    for byte in coded {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                out.bad |= digits == 1;
                end_group(&mut out.bytes, group, digits);
                digits = 0;
                continue;
            }
            b' ' | b'\t' | b'\r' | b'\n' => continue,
            _ => {
                out.bad = true;
                continue;
            }
        };
        group = group << 6 | u32::from(digit);
        digits += 1;
        if digits == 4 {
            out.bytes.extend_from_slice(&group.to_be_bytes()[1..]);
            digits = 0;
        }
    }
    out.bad |= digits != 0;
    end_group(&mut out.bytes, group, digits);
    out
}

fn end_group(bytes: &mut Vec<u8>, group: u32, digits: u8) {
    match digits {
        2 => bytes.push((group >> 4) as u8),
        3 => bytes.extend_from_slice(&[(group >> 10) as u8, (group >> 2) as u8]),
        _ => {}
    }
}

/// Decodes quoted-printable; what is none stays as it is.
pub(crate) fn quoted_printable(coded: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(coded.len());
    let mut at = 0;
    while at < coded.len() {
        let byte = coded[at];
        at += 1;
        match byte {
            b'=' => {
                let hex = |n: usize| coded.get(at + n).and_then(|b| (*b as char).to_digit(16));
                if let (Some(high), Some(low)) = (hex(0), hex(1)) {
                    out.push((high << 4 | low) as u8);
                    at += 2;
                } else if let Some(blanks) =
                    coded[at..].iter().take(200).position(|b| !matches!(b, b' ' | b'\t' | b'\r'))
                    && coded[at + blanks] == b'\n'
                {
                    at += blanks + 1;
                } else if at < coded.len() {
                    out.push(b'=');
                }
            }
            _ => out.push(byte),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{base64, quoted_printable};

    #[track_caller]
    fn check(coded: &str, plain: &str, bad: bool) {
        let out = base64(coded.as_bytes());
        assert_eq!((String::from_utf8_lossy(&out.bytes).as_ref(), out.bad), (plain, bad));
    }

    #[test]
    fn base64_gives_what_is_there() {
        check("Q2lhbw==\r\n", "Ciao", false);
        check("Q2lh\r\nbyBt\r\nYW1tYQ==", "Ciao mamma", false);
        check("Q2lhbyBtYW", "Ciao ma", true);
        check("Q2l!hb*w==", "Ciao", true);
        check("Q2lhbw==Q2lhbw==", "CiaoCiao", false);
        check("", "", false);
        check("=", "", false);
        check("Q", "", true);
    }

    #[test]
    fn quoted_printable_gives_what_is_there() {
        assert_eq!(
            quoted_printable(b"perch=C3=A9 no=\r\nn =3d x=zz=  \n=").as_slice(),
            "perché non = x=zz".as_bytes()
        );
        assert_eq!(quoted_printable(b"=4"), b"=4");
    }
}
