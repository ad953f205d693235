//! The text of a mail between DATA and its end. Only CRLF.CRLF ends it; a bare LF or CR anywhere in it is a
//! flaw, never an end (the SMTP smuggling class, CVE-2023-51764).

/// What was read of one DATA so far: a position inside the grammar of RFC 5321 section 4.1.1.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextReader {
    /// Right after a CRLF (or after the DATA command itself).
    LineStart,
    /// A dot stood at the start of the line; it is not part of the text.
    Dot,
    /// That dot was followed by CR.
    DotCr,
    /// Inside a line.
    Line,
    /// Inside a line, after CR.
    Cr,
}

/// One finding of the reader, in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// Bytes of the message, dots already unstuffed.
    Bytes(&'a [u8]),
    /// A CR without LF or a LF without CR.
    BareLineEnd,
    /// CRLF.CRLF: the message is complete.
    End,
    /// Nothing more to find in this input.
    Starved,
}

const CRLF: &[u8] = b"\r\n";

impl TextReader {
    pub(super) fn new() -> TextReader {
        TextReader::LineStart
    }

    /// Takes what it can from the head of `input` and says what it was. Every byte is looked at once.
    pub(super) fn next<'a>(&mut self, input: &mut &'a [u8]) -> Found<'a> {
        loop {
            let Some((&byte, rest)) = input.split_first() else { return Found::Starved };
            match (*self, byte) {
                (TextReader::LineStart, b'.') => {
                    *input = rest;
                    *self = TextReader::Dot;
                }
                (TextReader::Dot, b'\r') => {
                    *input = rest;
                    *self = TextReader::DotCr;
                }
                (TextReader::DotCr, b'\n') => {
                    *input = rest;
                    *self = TextReader::LineStart;
                    return Found::End;
                }
                (TextReader::Cr, b'\n') => {
                    *input = rest;
                    *self = TextReader::LineStart;
                    return Found::Bytes(CRLF);
                }
                // The CR was not followed by LF. This byte is looked at again, as the next of the same line.
                (TextReader::DotCr | TextReader::Cr, _) => {
                    *self = TextReader::Line;
                    return Found::BareLineEnd;
                }
                (TextReader::LineStart | TextReader::Line, b'\r') => {
                    *input = rest;
                    *self = TextReader::Cr;
                }
                (TextReader::LineStart | TextReader::Dot | TextReader::Line, b'\n') => {
                    *input = rest;
                    *self = TextReader::Line;
                    return Found::BareLineEnd;
                }
                (TextReader::LineStart | TextReader::Dot | TextReader::Line, _) => {
                    let until = memchr::memchr2(b'\r', b'\n', input).unwrap_or(input.len());
                    let (bytes, rest) = input.split_at(until);
                    *input = rest;
                    *self = TextReader::Line;
                    return Found::Bytes(bytes);
                }
            }
        }
    }
}
