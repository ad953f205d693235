//! What was sent: fields and files, whichever of the three ways they came.

use serde_json::Value;

use super::{base64, multipart};

/// Fields and files of one message at most.
const PARTS_MAX: usize = 200;
/// Bytes of a field's name.
const NAME_BYTES_MAX: usize = 200;

/// One file as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    pub name: String,
    pub content_type: String,
    pub bytes: Vec<u8>,
}

/// What was typed and added, in the order it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Submission {
    pub values: Vec<(String, String)>,
    pub files: Vec<Upload>,
}

/// What is given for one field.
pub type Given<'a> = &'a str;

/// Why bytes are no message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Neither JSON, urlencoded nor multipart.
    Kind,
    /// Not what its content type says.
    Broken,
    /// One value of the JSON that is no text, number or truth, by JSON pointer, and what it must be.
    Field { pointer: String, message: &'static str },
}

impl Submission {
    /// Reads a body.
    ///
    /// # Errors
    /// A body of another kind, or broken.
    pub fn read(content_type: &str, body: &[u8]) -> Result<Self, Unreadable> {
        let plain = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match plain.as_str() {
            "application/x-www-form-urlencoded" => Ok(Self::of_urlencoded(body)),
            "multipart/form-data" => Self::of_multipart(content_type, body),
            _ if plain == "application/json" || plain.ends_with("+json") => Self::of_json(body),
            _ => Err(Unreadable::Kind),
        }
    }

    /// What is whole in the beginning of a body that was cut at its limit.
    pub fn beginning(content_type: &str, head: &[u8]) -> Self {
        let Some(boundary) = multipart::boundary(content_type) else { return Self::default() };
        let parts = multipart::first_parts(head, &boundary, PARTS_MAX);
        let fields = parts.into_iter().filter(|part| part.file_name.is_none());
        Self { values: fields.map(|part| (part.name, text(part.bytes))).collect(), files: Vec::new() }
    }

    fn of_urlencoded(body: &[u8]) -> Self {
        let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).take(PARTS_MAX);
        let values = pairs
            .map(|pair| {
                let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
                (decoded(&pair[..at]), decoded(pair.get(at + 1..).unwrap_or_default()))
            })
            .collect();
        Self { values, files: Vec::new() }
    }

    fn of_multipart(content_type: &str, body: &[u8]) -> Result<Self, Unreadable> {
        let boundary = multipart::boundary(content_type).ok_or(Unreadable::Broken)?;
        let parts = multipart::parts(body, &boundary, PARTS_MAX).ok_or(Unreadable::Broken)?;
        let mut read = Self::default();
        for part in parts {
            if part.name.len() > NAME_BYTES_MAX {
                return Err(Unreadable::Broken);
            }
            match part.file_name {
                // A browser sends an empty file when none was chosen.
                Some(name) if name.is_empty() && part.bytes.is_empty() => {}
                Some(name) => read.files.push(Upload {
                    name,
                    content_type: plain_type(part.content_type.as_deref()),
                    bytes: part.bytes.to_vec(),
                }),
                None => read.values.push((part.name, text(part.bytes))),
            }
        }
        Ok(read)
    }

    fn of_json(body: &[u8]) -> Result<Self, Unreadable> {
        let value: Value = serde_json::from_slice(body).map_err(|_| Unreadable::Broken)?;
        let Value::Object(object) = value else { return Err(Unreadable::Broken) };
        let mut read = Self::default();
        for (name, value) in object.into_iter().take(PARTS_MAX) {
            let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
            match value {
                Value::Null => {}
                Value::Array(files) if name == "files" => {
                    for (at, file) in files.iter().enumerate().take(PARTS_MAX) {
                        read.files.push(file_of(file).ok_or_else(|| Unreadable::Field {
                            pointer: format!("{pointer}/{at}"),
                            message: "must be {\"name\", \"content_type\", \"content_base64\"}",
                        })?);
                    }
                }
                Value::String(value) => read.values.push((name, without_nul(value))),
                Value::Number(number) => read.values.push((name, number.to_string())),
                Value::Bool(true) => read.values.push((name, "yes".to_owned())),
                Value::Bool(false) => {}
                Value::Array(_) | Value::Object(_) => {
                    return Err(Unreadable::Field { pointer, message: "must be a text" });
                }
            }
        }
        Ok(read)
    }

    /// What is given for a field; nothing written when it is not there.
    pub fn get(&self, name: &str) -> Given<'_> {
        self.values.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The same as a body: content type and bytes.
    pub fn to_multipart(&self) -> (String, Vec<u8>) {
        multipart::built(&self.values, &self.files)
    }

    /// Bytes of all files together.
    pub fn file_bytes(&self) -> usize {
        self.files.iter().map(|file| file.bytes.len()).sum()
    }
}

fn file_of(value: &Value) -> Option<Upload> {
    let name = value["name"].as_str()?;
    let content = value["content_base64"].as_str().or_else(|| value["data"].as_str())?;
    let content_type = plain_type(value["content_type"].as_str());
    Some(Upload { name: name.to_owned(), content_type, bytes: base64::decoded(content)? })
}

/// The type as given when it looks like one, without parameters.
fn plain_type(given: Option<&str>) -> String {
    let plain = given.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let token = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
    };
    let good = plain.len() <= 127 && plain.split_once('/').is_some_and(|(kind, sub)| token(kind) && token(sub));
    if good { plain } else { "application/octet-stream".to_owned() }
}

fn decoded(bytes: &[u8]) -> String {
    let hex = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        at += 1;
        match byte {
            b'+' => out.push(b' '),
            b'%' => match (bytes.get(at).copied().and_then(hex), bytes.get(at + 1).copied().and_then(hex)) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    at += 2;
                }
                _ => out.push(b'%'),
            },
            byte => out.push(byte),
        }
    }
    text(&out)
}

fn text(bytes: &[u8]) -> String {
    without_nul(String::from_utf8_lossy(bytes).into_owned())
}

/// No store keeps U+0000 in a text; line ends are `\n`.
fn without_nul(text: String) -> String {
    text.replace("\r\n", "\n").replace('\0', "")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::{Submission, Unreadable};

    #[test]
    fn the_three_ways_say_the_same() {
        let json = Submission::read(
            "application/json",
            "{\"email\":\"anna@posta.example\",\"text\":\"Perché?\",\"n\":3}".as_bytes(),
        );
        let urlencoded = Submission::read(
            "application/x-www-form-urlencoded",
            b"email=anna%40posta.example&text=Perch%C3%A9%3F&n=3",
        );
        let (json, urlencoded) = (json.unwrap(), urlencoded.unwrap());
        let (kind, body) = json.to_multipart();
        let multipart = Submission::read(&kind, &body).unwrap();
        for read in [&urlencoded, &multipart] {
            assert_eq!(read.get("text"), "Perché?");
            assert_eq!((read.get("email"), read.get("n")), (json.get("email"), "3"));
        }
    }

    #[test]
    fn a_file_comes_inside_json_too() {
        let body = br#"{"text":"x","files":[{"name":"a.txt","content_type":"text/plain","content_base64":"Y2lhbw=="}]}"#;
        let read = Submission::read("application/json", body).unwrap();
        assert_eq!(read.files[0].bytes, b"ciao");
        let body = br#"{"text":"x","files":[{"name":"a.txt","content_base64":"?"}]}"#;
        let wrong = Submission::read("application/json", body).unwrap_err();
        assert!(matches!(wrong, Unreadable::Field { pointer, .. } if pointer == "/files/0"));
    }

    #[test]
    fn what_is_no_message_says_why() {
        assert_eq!(Submission::read("text/plain", b"ciao"), Err(Unreadable::Kind));
        assert_eq!(Submission::read("application/json", b"[1]"), Err(Unreadable::Broken));
        assert_eq!(Submission::read("multipart/form-data", b"--x--"), Err(Unreadable::Broken));
        let nested = Submission::read("application/json", br#"{"a/b":{"c":1}}"#);
        assert!(matches!(nested, Err(Unreadable::Field { pointer, .. }) if pointer == "/a~1b"));
    }

    const TRICKY: &[u8] = b"--x\r\n%=&{}\":;a\x00\xff";

    #[test]
    fn any_bytes_are_read_without_end_or_panic() {
        for kind in ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
        {
            for seed in 0_u32..2_000 {
                let mut state = seed.wrapping_mul(2_654_435_761) | 1;
                let bytes: Vec<u8> = (0..seed % 97)
                    .map(|_| {
                        state ^= state << 13;
                        state ^= state >> 17;
                        state ^= state << 5;
                        TRICKY[state as usize % TRICKY.len()]
                    })
                    .collect();
                let _ = Submission::read(kind, &bytes);
            }
        }
    }
}
