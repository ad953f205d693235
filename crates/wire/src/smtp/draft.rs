//! The mail being received, as far as it came, and what is wrong with it.

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opening {
    pub(super) from: String,
    pub(super) smtputf8: bool,
}

/// The mail being written.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) from: String,
    pub(super) smtputf8: bool,
    pub(super) recipients: Vec<String>,
    pub(super) tries: usize,
    pub(super) chunked: bool,
    pub(super) body: Vec<u8>,
    pub(super) flaw: Option<Flaw>,
    pub(super) thrown_away: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    TooBig,
    HeaderTooBig,
    BareLineEnd,
    Overload,
}

impl Flaw {
    pub(super) fn reply(self) -> (u16, &'static str, &'static str) {
        match self {
            Flaw::TooBig => (552, "5.3.4", "Message too big"),
            Flaw::HeaderTooBig => (552, "5.3.4", "Header section too big"),
            Flaw::BareLineEnd => (550, "5.6.11", "Bare CR or LF in the message: lines end in CR LF"),
            Flaw::Overload => (451, "4.3.1", "Too much mail at once, try again later"),
        }
    }
}

impl Draft {
    pub(super) fn open(opening: Opening) -> Draft {
        let Opening { from, smtputf8 } = opening;
        Draft {
            from,
            smtputf8,
            recipients: Vec::new(),
            tries: 0,
            chunked: false,
            body: Vec::new(),
            flaw: None,
            thrown_away: 0,
        }
    }

    pub(super) fn spoil(&mut self, flaw: Flaw) {
        self.flaw.get_or_insert(flaw);
        self.body = Vec::new();
    }

    pub(super) fn keep(&mut self, bytes: &[u8], max_bytes: usize) {
        if self.flaw.is_none() && self.body.len() + bytes.len() > max_bytes {
            self.spoil(Flaw::TooBig);
        }
        if self.flaw.is_none() {
            self.body.extend_from_slice(bytes);
        } else {
            self.thrown_away += bytes.len() as u64;
        }
    }

    pub(super) fn header_fits(&self, max_bytes: usize) -> bool {
        if self.body.len() <= max_bytes {
            return true;
        }
        let head = &self.body[..max_bytes];
        head.starts_with(b"\r\n")
            || memchr::memmem::find(head, b"\r\n\r\n").is_some()
            || (self.chunked && memchr::memmem::find(head, b"\n\n").is_some())
    }
}
