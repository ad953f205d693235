//! What is known of one conversation, from what happened in it. Pure.

use spine::inbox::{Channel, Tier};

pub(super) const DAY_MS: i64 = 86_400_000;
/// Who gives up on a live channel within so long never waited.
pub(super) const SHORT_MS: i64 = 5_000;
/// An answer on a live channel within so long is at once.
pub(super) const SOON_MS: i64 = 20_000;
/// A customer writes 36 words of six letters a minute (Palin and others, 2019: 36.2 on telephones).
pub(super) const LETTERS_A_MINUTE_WRITTEN: i64 = 36 * 6;
/// And reads 238 (Brysbaert, 2019).
pub(super) const LETTERS_A_MINUTE_READ: i64 = 238 * 6;
/// What is longer than this was not written there.
pub const MINUTES_A_MESSAGE_MAX: i64 = 10;
/// Written again so soon, a message is the rest of the one before.
const SAME_BREATH_MS: i64 = 10 * 60_000;
const COMING_BACK_MS: i64 = 7 * DAY_MS;
const MINUTE_MS: i64 = 60_000;

/// What is known of one conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub conversation_id: i64,
    pub customer_id: i64,
    pub inbox_id: i64,
    pub channel: Channel,
    pub tier: Tier,
    /// Whoever gave the first answer; until somebody did, whoever has it.
    pub person_id: Option<i64>,
    pub topic: Option<String>,
    pub began_at_ms: i64,
    /// A customer began it, and it is not unwanted mail.
    pub counts: bool,
    /// It went into another one.
    pub merged: bool,
    /// By a person.
    pub answered_at_ms: Option<i64>,
    /// Closed by the customer, or for them, before anybody answered.
    pub gave_up_at_ms: Option<i64>,
    /// A call-back was taken instead of waiting.
    pub called_back: bool,
    /// Closed for the first time after a person's answer, or by the customer.
    pub resolved_at_ms: Option<i64>,
    /// The customer's next message on it, or their button that opens it again.
    pub reopened_at_ms: Option<i64>,
    /// The same customer's next request on the same topic.
    pub returned_at_ms: Option<i64>,
    pub returned_by_id: Option<i64>,
    /// It is itself such a request: of this one.
    pub follows_id: Option<i64>,
    /// How often it went from one person to another.
    pub hands: i64,
    /// When a mark was asked for.
    pub asked_at_ms: Option<i64>,
    pub mark: Option<i64>,
    /// How long the customer was busy: waiting on a live channel, writing and reading, writing while the message before
    /// had no answer, and after it was resolved.
    pub waiting_ms: i64,
    pub writing_ms: i64,
    pub repeating_ms: i64,
    pub coming_back_ms: i64,
    /// How long they were busy with what followed it, and with what followed that.
    pub returns_ms: i64,
    /// The customer's messages.
    pub messages: i64,
}

/// The conversation as it stands.
#[derive(Clone, Debug)]
pub struct Standing {
    pub conversation_id: i64,
    pub customer_id: i64,
    pub inbox_id: i64,
    pub channel: Channel,
    pub tier: Tier,
    pub holder_id: Option<i64>,
    pub topic: Option<String>,
    pub began_at_ms: i64,
    pub merged: bool,
    pub unwanted: bool,
    pub called_back: bool,
    pub mark: Option<i64>,
    /// Of the conversation it was merged into, when it was: the first answer there after it began.
    pub answered_elsewhere: Option<(i64, i64)>,
}

/// One message of it, oldest first.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    pub at_ms: i64,
    pub by: By,
    /// Of what is new in it.
    pub letters: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Customer,
    Person(i64),
    /// An automatic mail; another program.
    Machine,
}

/// What the log tells of it, oldest first.
#[derive(Clone, Debug)]
pub enum Turn {
    Closed { at_ms: i64, by_customer: bool },
    Assigned { to: Option<String> },
    Asked { at_ms: i64 },
    Reopened { at_ms: i64, by_customer: bool },
}

fn minutes_of(letters: i64, a_minute: i64) -> i64 {
    (letters.max(0) * MINUTE_MS / a_minute).min(MINUTES_A_MESSAGE_MAX * MINUTE_MS)
}

/// Whether customers wait on the spot there.
pub fn is_live(channel: Channel) -> bool {
    match channel {
        Channel::Chat | Channel::Phone => true,
        Channel::Email
        | Channel::Pec
        | Channel::Form
        | Channel::Messaging
        | Channel::Social
        | Channel::Sms
        | Channel::Letter => false,
    }
}

impl Fact {
    /// What a conversation comes to, but for other conversations.
    pub fn of(standing: Standing, lines: &[Line], turns: &[Turn]) -> Self {
        let first = lines.first().map(|line| line.by);
        let answer = lines.iter().find_map(|line| match line.by {
            By::Person(id) if line.at_ms >= standing.began_at_ms => Some((line.at_ms, id)),
            By::Person(_) | By::Customer | By::Machine => None,
        });
        let answer = answer.or(standing.answered_elsewhere);
        let answered_at_ms = answer.map(|(at_ms, _)| at_ms);
        let closings = turns.iter().filter_map(|turn| match turn {
            Turn::Closed { at_ms, by_customer } => Some((*at_ms, *by_customer)),
            Turn::Assigned { .. } | Turn::Asked { .. } | Turn::Reopened { .. } => None,
        });
        let answered_by = |at_ms: i64| answered_at_ms.is_some_and(|answered_ms| answered_ms <= at_ms);
        let live = is_live(standing.channel);
        let resolved_at_ms = closings
            .clone()
            .find(|(at_ms, by_customer)| answered_by(*at_ms) || (*by_customer && !live))
            .map(|(at_ms, _)| at_ms);
        let gave_up_at_ms =
            closings.clone().find(|(at_ms, _)| live && !answered_by(*at_ms)).map(|(at_ms, _)| at_ms);
        let reopened_at_ms = resolved_at_ms.and_then(|resolved_ms| {
            let wrote = lines.iter().find(|line| line.by == By::Customer && line.at_ms > resolved_ms);
            let opened = turns.iter().find_map(|turn| match turn {
                Turn::Reopened { at_ms, by_customer: true } if *at_ms > resolved_ms => Some(*at_ms),
                _ => None,
            });
            wrote.map(|line| line.at_ms).into_iter().chain(opened).min()
        });
        let asked_at_ms = turns.iter().find_map(|turn| match turn {
            Turn::Asked { at_ms } => Some(*at_ms),
            Turn::Closed { .. } | Turn::Assigned { .. } | Turn::Reopened { .. } => None,
        });
        let waiting_ms = match (live, answered_at_ms.or(gave_up_at_ms)) {
            (true, Some(until_ms)) => (until_ms - standing.began_at_ms).max(0),
            _ => 0,
        };
        let busy = busy(lines, resolved_at_ms);
        Self {
            conversation_id: standing.conversation_id,
            customer_id: standing.customer_id,
            inbox_id: standing.inbox_id,
            channel: standing.channel,
            tier: standing.tier,
            person_id: answer.map(|(_, id)| id).or(standing.holder_id),
            topic: standing.topic,
            began_at_ms: standing.began_at_ms,
            counts: (standing.merged || first == Some(By::Customer)) && !standing.unwanted,
            merged: standing.merged,
            answered_at_ms,
            gave_up_at_ms,
            called_back: standing.called_back,
            resolved_at_ms,
            reopened_at_ms,
            returned_at_ms: None,
            returned_by_id: None,
            follows_id: None,
            hands: hands(turns),
            asked_at_ms,
            mark: standing.mark,
            waiting_ms,
            writing_ms: busy.writing_ms,
            repeating_ms: busy.repeating_ms,
            coming_back_ms: busy.coming_back_ms,
            returns_ms: 0,
            messages: lines.iter().filter(|line| line.by == By::Customer).count() as i64,
        }
    }

    /// Whether other requests of its customer stand to both in the same way.
    pub fn is_seen_as(&self, other: &Self) -> bool {
        let seen = |fact: &Self| {
            let Self { customer_id, began_at_ms, counts, merged, resolved_at_ms, .. } = *fact;
            (customer_id, began_at_ms, counts, merged, resolved_at_ms)
        };
        seen(self) == seen(other) && self.topic == other.topic
    }

    /// How long the customer was busy with it, and with whatever followed it.
    pub fn busy_ms(&self) -> i64 {
        self.waiting_ms + self.writing_ms + self.repeating_ms + self.coming_back_ms + self.returns_ms
    }

    /// How long somebody waited on a live channel until it was answered or given up; nothing elsewhere, or as long as
    /// they wait.
    pub fn live_wait_ms(&self) -> Option<i64> {
        let until_ms = self.answered_at_ms.or(self.gave_up_at_ms)?;
        is_live(self.channel).then(|| (until_ms - self.began_at_ms).max(0))
    }
}

#[derive(Default)]
struct Busy {
    writing_ms: i64,
    repeating_ms: i64,
    coming_back_ms: i64,
}

fn busy(lines: &[Line], resolved_at_ms: Option<i64>) -> Busy {
    let mut busy = Busy::default();
    // When the customer last wrote without an answer since.
    let mut waits_since_ms: Option<i64> = None;
    for line in lines {
        let after = resolved_at_ms.is_some_and(|resolved_ms| line.at_ms > resolved_ms);
        if resolved_at_ms.is_some_and(|resolved_ms| line.at_ms > resolved_ms + COMING_BACK_MS) {
            break;
        }
        let spent_ms = match line.by {
            By::Customer => minutes_of(line.letters, LETTERS_A_MINUTE_WRITTEN),
            By::Person(_) => minutes_of(line.letters, LETTERS_A_MINUTE_READ),
            By::Machine => continue,
        };
        let again = waits_since_ms.is_some_and(|since_ms| line.at_ms - since_ms > SAME_BREATH_MS);
        match line.by {
            _ if after => busy.coming_back_ms += spent_ms,
            By::Customer if again => busy.repeating_ms += spent_ms,
            By::Customer | By::Person(_) | By::Machine => busy.writing_ms += spent_ms,
        }
        waits_since_ms = (line.by == By::Customer).then_some(line.at_ms);
    }
    busy
}

/// From one person to another; the way through the queue is the same way.
fn hands(turns: &[Turn]) -> i64 {
    let mut last: Option<&str> = None;
    let mut hands = 0;
    for turn in turns {
        if let Turn::Assigned { to: Some(to) } = turn {
            hands += i64::from(last.is_some_and(|last| last != to));
            last = Some(to);
        }
    }
    hands
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = MINUTE_MS;

    fn line(minute: i64, by: By, letters: i64) -> Line {
        Line { at_ms: minute * MINUTE, by, letters }
    }

    #[test]
    fn a_customer_is_busy_writing_reading_repeating_and_coming_back() {
        let lines = [
            line(0, By::Customer, 216),
            // The rest of the same message, and the same asked again.
            line(5, By::Customer, 108),
            line(60, By::Customer, 432),
            line(90, By::Machine, 5_000),
            line(120, By::Person(7), 1_428),
            line(200, By::Customer, 216),
            // Nobody writes forty minutes into one message.
            line(300, By::Customer, 216 * 40),
            line(200 + 8 * 1_440, By::Customer, 216),
        ];
        let busy = busy(&lines, Some(150 * MINUTE));
        assert_eq!(busy.writing_ms, MINUTE + MINUTE / 2 + MINUTE);
        assert_eq!(busy.repeating_ms, 2 * MINUTE);
        assert_eq!(busy.coming_back_ms, MINUTE + 10 * MINUTE);
    }

    #[test]
    fn the_way_through_the_queue_is_one_hand_on() {
        let to = |name: Option<&str>| Turn::Assigned { to: name.map(str::to_owned) };
        assert_eq!(hands(&[to(Some("a")), to(None), to(Some("a"))]), 0);
        assert_eq!(hands(&[to(Some("a")), to(None), to(Some("b")), to(Some("a"))]), 2);
        assert_eq!(hands(&[]), 0);
    }
}
