//! What narrows a list besides its view, written in the address of the page.

use crate::fields::Fields;

use super::view::escaped;

/// Filters of a list; everything set must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// `open`, `waiting`, `snoozed` or `closed`.
    pub status: Option<String>,
    /// `oid` of a team.
    pub team: Option<String>,
    /// `me`, `none`, or the `oid` of an agent.
    pub person: Option<String>,
    pub tier: Option<String>,
    pub channel: Option<String>,
    /// First and last day it was begun on, as `2026-11-01`.
    pub since: Option<String>,
    pub until: Option<String>,
    /// `late`, `open`, `none`, `kept`, `broken` or `moved`.
    pub promise: Option<String>,
    /// Only with a file.
    pub files: bool,
    /// Only those the reader has not read since the customer wrote.
    pub unread: bool,
}

/// Words a filter takes, in the order they are offered.
pub const STATUSES: [&str; 4] = ["open", "waiting", "snoozed", "closed"];
pub const TIERS: [&str; 3] = ["A", "B", "C"];
pub const CHANNELS: [&str; 9] =
    ["email", "form", "chat", "phone", "messaging", "social", "sms", "pec", "letter"];
pub const PROMISES: [&str; 6] = ["late", "open", "none", "kept", "moved", "broken"];

impl Filter {
    /// Reads the fields of an address; what is no filter's word is nothing.
    pub fn of(fields: &Fields) -> Self {
        let given =
            |name: &str| Some(fields.get(name).trim()).filter(|value| !value.is_empty()).map(str::to_owned);
        let word = |name: &str, known: &[&str]| given(name).filter(|value| known.contains(&value.as_str()));
        let day = |name: &str| given(name).filter(|value| value.parse::<jiff::civil::Date>().is_ok());
        let name = |field: &str| given(field).filter(|value| value.len() <= 40);
        Self {
            status: word("status", &STATUSES),
            team: name("team"),
            person: name("person"),
            tier: word("tier", &TIERS),
            channel: word("channel", &CHANNELS),
            since: day("since"),
            until: day("until"),
            promise: word("promise", &PROMISES),
            files: fields.get("files") == "1",
            unread: fields.get("unread") == "1",
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Names and values as they stand in an address.
    pub fn pairs(&self) -> Vec<(&'static str, &str)> {
        let texts = [
            ("status", &self.status),
            ("team", &self.team),
            ("person", &self.person),
            ("tier", &self.tier),
            ("channel", &self.channel),
            ("since", &self.since),
            ("until", &self.until),
            ("promise", &self.promise),
        ];
        let mut pairs: Vec<_> =
            texts.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?))).collect();
        pairs.extend(self.files.then_some(("files", "1")));
        pairs.extend(self.unread.then_some(("unread", "1")));
        pairs
    }

    /// The same without the filter of that name.
    pub fn without(&self, name: &str) -> Self {
        let kept = self.pairs().into_iter().filter(|(other, _)| *other != name);
        Self::of(&Fields::of_pairs(kept.map(|(name, value)| (name, value.to_owned()))))
    }

    /// As it goes on in an address that has `?` already or not yet.
    pub fn append(&self, address: &mut String) {
        for (name, value) in self.pairs() {
            address.push(if address.contains('?') { '&' } else { '?' });
            address.push_str(&format!("{name}={}", escaped(value)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_survives_the_way_through_an_address_and_nonsense_is_dropped() {
        let address = "status=open&tier=A&since=2026-11-01&files=1&promise=kept&channel=fax&until=never&team=";
        let filter = Filter::of(&Fields::of_query(Some(address)));
        let mut again = "/x".to_owned();
        filter.append(&mut again);
        assert_eq!(again, "/x?status=open&tier=A&since=2026-11-01&promise=kept&files=1");
        assert_eq!(filter.without("tier").pairs().len(), 4);
        assert!(Filter::of(&Fields::of_query(Some("status=%22'--&person="))).is_empty());
    }
}
