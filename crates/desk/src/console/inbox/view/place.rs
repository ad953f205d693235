//! Where the reader is: which list, narrowed how, which conversation open.

use jiff::tz::TimeZone;
use words::Say;

use crate::console::inbox::filter::Filter;
use crate::fields::Fields;

/// How the reader reads: language, the moment the page was made, the company's zone.
#[derive(Clone, Debug)]
pub struct Reading {
    pub say: Say,
    pub now_ms: i64,
    pub zone: TimeZone,
}

/// Which conversations the list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Assigned to the reader.
    Mine,
    /// Of the reader's teams, or of nobody's.
    Team,
    /// Late, or due within half an hour, whoever has them.
    Risk,
    /// Whose promise was kept today.
    Kept,
    /// Something did not reach the customer.
    Delivery,
    Waiting,
    Snoozed,
    Closed,
    All,
}

impl View {
    pub const ALL: [Self; 9] = [
        Self::Mine,
        Self::Team,
        Self::Risk,
        Self::Kept,
        Self::Delivery,
        Self::Waiting,
        Self::Snoozed,
        Self::Closed,
        Self::All,
    ];

    /// The word in the address of the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Team => "team",
            Self::Risk => "risk",
            Self::Kept => "kept",
            Self::Delivery => "delivery",
            Self::Waiting => "waiting",
            Self::Snoozed => "snoozed",
            Self::Closed => "closed",
            Self::All => "all",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.name() == name)
    }
}

/// What narrows the list and which conversation is open: the address of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub view: View,
    /// `oid` of the one inbox shown.
    pub inbox: Option<String>,
    /// Words looked for.
    pub query: String,
    pub tag: Option<String>,
    pub filter: Filter,
    /// Where the list goes on, as the last page gave it.
    pub after: Option<String>,
    /// Code of the open conversation.
    pub open: Option<String>,
}

impl Place {
    pub fn of(view: View) -> Self {
        Self {
            view,
            inbox: None,
            query: String::new(),
            tag: None,
            filter: Filter::default(),
            after: None,
            open: None,
        }
    }

    /// The place behind an address of the inbox, as a form brings it back; the reader's own list for any other.
    pub fn of_address(address: &str) -> Self {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let mut parts = path.strip_prefix("/console/inbox/").unwrap_or_default().split('/');
        let view = parts.next().and_then(View::of_name).unwrap_or(View::Mine);
        let open = parts.next().filter(|code| !code.is_empty()).map(str::to_owned);
        Self { open, ..Self::of(view) }.narrowed(&Fields::of_query(Some(query)))
    }

    /// Narrowed by the fields of the address.
    pub fn narrowed(self, fields: &Fields) -> Self {
        let given =
            |name: &str| Some(fields.get(name).trim()).filter(|value| !value.is_empty()).map(str::to_owned);
        let query = given("q").unwrap_or_default().chars().take(200).collect();
        let filter = Filter::of(fields);
        Self { inbox: given("inbox"), query, tag: given("tag"), filter, after: given("after"), ..self }
    }

    /// The same with filters, tag and inbox of another address.
    pub fn narrowed_by(self, fields: &Fields) -> Self {
        let query = self.query.clone();
        Self { query, ..self.narrowed(fields) }
    }

    /// The page's address.
    pub fn href(&self) -> String {
        self.address("/console/inbox")
    }

    /// The address of the same place's changing parts.
    pub fn fragment(&self) -> String {
        self.address("/console/fragment/inbox")
    }

    fn address(&self, root: &str) -> String {
        let mut address = format!("{root}/{}", self.view.name());
        if let Some(open) = &self.open {
            address = format!("{address}/{open}");
        }
        let parameters = [
            ("inbox", self.inbox.as_deref()),
            ("q", Some(self.query.as_str()).filter(|query| !query.is_empty())),
            ("tag", self.tag.as_deref()),
            ("after", self.after.as_deref()),
        ];
        let given = parameters.into_iter().filter_map(|(name, value)| Some((name, value?)));
        for (index, (name, value)) in given.enumerate() {
            address.push(if index == 0 { '?' } else { '&' });
            address.push_str(name);
            address.push('=');
            address.push_str(&escaped(value));
        }
        self.filter.append(&mut address);
        address
    }

    /// The same place with another conversation open.
    pub fn with_open(&self, reference: &str) -> Self {
        Self { open: Some(reference.to_owned()), ..self.clone() }
    }

    /// Whether the list shows less than its view holds.
    pub fn is_narrowed(&self) -> bool {
        !self.query.is_empty() || self.inbox.is_some() || self.tag.is_some() || !self.filter.is_empty()
    }

    /// The same place with none open.
    pub fn list(&self) -> Self {
        Self { open: None, ..self.clone() }
    }
}

/// Percent-encodes a value of a query string.
pub fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
