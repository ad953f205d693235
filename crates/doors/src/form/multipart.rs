//! `multipart/form-data` (RFC 7578) out of bytes, and into them.

use super::submission::Upload;

/// Bytes the head of one part may have.
const HEAD_BYTES: usize = 8 * 1024;

/// One part as it stands.
pub(super) struct Part<'a> {
    pub name: String,
    /// A part with a file name is a file.
    pub file_name: Option<String>,
    pub content_type: Option<String>,
    pub bytes: &'a [u8],
}

/// The boundary a content type names.
pub(super) fn boundary(content_type: &str) -> Option<String> {
    let named = content_type.split(';').skip(1).find_map(|parameter| {
        let (key, value) = parameter.split_once('=')?;
        key.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"').to_owned())
    });
    named.filter(|boundary| (1..=70).contains(&boundary.len()))
}

/// The parts, at most `most`; none when the bytes are not what the boundary says, or end in the middle of a part.
pub(super) fn parts<'a>(body: &'a [u8], boundary: &str, most: usize) -> Option<Vec<Part<'a>>> {
    let mut parts = Vec::new();
    read(body, boundary, most, &mut parts).map(|()| parts)
}

/// The parts that are whole in the beginning of a body.
pub(super) fn first_parts<'a>(body: &'a [u8], boundary: &str, most: usize) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    let _ = read(body, boundary, most, &mut parts);
    parts
}

fn read<'a>(body: &'a [u8], boundary: &str, most: usize, parts: &mut Vec<Part<'a>>) -> Option<()> {
    let line = format!("--{boundary}").into_bytes();
    let inner = [b"\r\n", line.as_slice()].concat();
    let mut rest = match body.starts_with(&line) {
        true => body.get(line.len()..)?,
        false => body.get(find(body, &inner)? + inner.len()..)?,
    };
    loop {
        if rest.starts_with(b"--") {
            return Some(());
        }
        rest = rest.strip_prefix(b"\r\n")?;
        let head_end = find(rest.get(..rest.len().min(HEAD_BYTES))?, b"\r\n\r\n")?;
        let (head, content) = (rest.get(..head_end)?, rest.get(head_end + 4..)?);
        let (end, next) = match content.starts_with(&line) {
            true => (0, line.len()),
            false => find(content, &inner).map(|end| (end, end + inner.len()))?,
        };
        if parts.len() == most {
            return None;
        }
        parts.push(part(head, content.get(..end)?)?);
        rest = content.get(next..)?;
    }
}

fn part<'a>(head: &[u8], bytes: &'a [u8]) -> Option<Part<'a>> {
    let head = String::from_utf8_lossy(head);
    let (mut name, mut file_name, mut content_type) = (None, None, None);
    for line in head.split("\r\n") {
        let Some((key, value)) = line.split_once(':') else { continue };
        match key.trim().to_ascii_lowercase().as_str() {
            "content-disposition" => {
                name = parameter(value, "name");
                file_name = parameter(value, "filename");
            }
            "content-type" => content_type = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    Some(Part { name: name?, file_name, content_type, bytes })
}

/// A quoted parameter as browsers write it: `"`, CR and LF percent-encoded (WHATWG HTML, multipart/form-data).
fn parameter(value: &str, name: &str) -> Option<String> {
    let mut from = 0;
    let mark = format!("{name}=\"");
    let start = loop {
        let at = value.get(from..)?.find(&mark)? + from;
        let before = value.get(..at)?.chars().next_back();
        if before.is_some_and(|c| c == ';' || c.is_whitespace()) {
            break at + mark.len();
        }
        from = at + mark.len();
    };
    let mut text = String::new();
    let mut chars = value.get(start..)?.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return Some(text.replace("%22", "\"").replace("%0D", "").replace("%0A", " ")),
            '\\' if chars.as_str().starts_with(['"', '\\']) => text.extend(chars.next()),
            c => text.push(c),
        }
    }
    None
}

fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut from = 0;
    loop {
        let at = hay.get(from..)?.iter().position(|byte| *byte == first)? + from;
        match hay.get(at..at + needle.len())? == needle {
            true => return Some(at),
            false => from = at + 1,
        }
    }
}

/// Fields and files as `multipart/form-data`: content type and bytes.
pub(super) fn built(values: &[(String, String)], files: &[Upload]) -> (String, Vec<u8>) {
    let boundary = format!("riscontro-{}", kernel::id::secret());
    let quoted = |text: &str| text.replace('"', "%22").replace(['\r', '\n'], " ");
    let mut body = Vec::new();
    for (name, value) in values {
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n", quoted(name));
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(value.as_bytes());
        body.extend_from_slice(b"\r\n");
    }
    for file in files {
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{}\"\r\nContent-Type: {}\r\n\r\n",
            quoted(&file.name),
            quoted(&file.content_type)
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(&file.bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::{Upload, boundary, built, parts};

    #[test]
    fn what_a_browser_sends_comes_apart_again() {
        let values = [("text".to_owned(), "Ciao\r\n--riscontro\r\nfine".to_owned())];
        let files = [Upload {
            name: "foto \"una\".jpg".to_owned(),
            content_type: "image/jpeg".to_owned(),
            bytes: b"\r\n--\x00\xff\r\n".to_vec(),
        }];
        let (kind, body) = built(&values, &files);
        let found = parts(&body, &boundary(&kind).unwrap(), 10).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].name.as_str(), found[0].bytes), ("text", values[0].1.as_bytes()));
        assert_eq!(found[1].file_name.as_deref(), Some("foto \"una\".jpg"));
        assert_eq!(found[1].bytes, files[0].bytes);
    }

    #[test]
    fn a_part_whose_content_is_the_boundary_itself_is_empty() {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n--x\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n2\r\n--x--\r\n";
        let found = parts(body, "x", 10).unwrap();
        let found: Vec<_> = found.iter().map(|part| (part.name.as_str(), part.bytes)).collect();
        assert_eq!(found, [("a", &b""[..]), ("b", &b"2"[..])]);
    }

    #[test]
    fn bytes_that_are_cut_or_too_many_are_no_parts() {
        let (kind, body) = built(&[("a".to_owned(), "1".to_owned()), ("b".to_owned(), "2".to_owned())], &[]);
        let boundary = boundary(&kind).unwrap();
        assert!(parts(&body, &boundary, 1).is_none());
        for cut in 0..body.len() - 4 {
            assert!(parts(&body[..cut], &boundary, 10).is_none(), "{cut}");
        }
        assert!(parts(b"", "x", 10).is_none());
        assert!(parts(b"--x--", "x", 10).unwrap().is_empty());
    }
}
