//! Pages of the inbox: values to HTML.

mod composer;
mod dialogs;
mod later;
mod outgoing;
mod person;
mod narrowing;
mod queue;
mod thread;
mod timeline;

use maud::{Markup, html};
use web::shell::Section;
use web::ui;

use super::view::{Asking, Debt, Inbox, Place, Reading};

pub use composer::{canned_found, file_row, heard, news};
pub use later::scheduled;
pub use outgoing::outgoing;
pub use queue::{kept_today, row as ticket_row, views, window_title};

/// What the shell needs besides the page itself.
pub const SECTION: Section = Section::Inbox;

/// Everything right of the left column: list, conversation, customer, and the dialog that is asked for.
pub fn body(inbox: &Inbox, asking: Option<&Asking>, csrf: &str, reading: &Reading) -> Markup {
    html! {
        (queue::column(inbox, csrf, reading))
        @match &inbox.thread {
            Some((open, customer)) => {
                (thread::column(open, &inbox.place, csrf, reading))
                (person::column(customer, open, &inbox.place, csrf, reading))
                @if let Some(asking) = asking { (dialogs::dialog(asking, open, &inbox.place, csrf, reading)) }
            }
            None => (thread::nothing_open(reading)),
        }
    }
}

/// The parts that change by themselves, for a page already open: the left column and everything of [`body`].
pub fn fragment(inbox: &Inbox, csrf: &str, reading: &Reading) -> Markup {
    html! {
        (views(&inbox.counts, &inbox.place, reading))
        (body(inbox, None, csrf, reading))
        (kept_today(&inbox.counts, &inbox.place, reading))
    }
}

/// Keys of the status line.
pub fn keys(reading: &Reading) -> [(&'static str, String); 5] {
    let say = reading.say;
    [
        ("J K", say.say("inbox-key-walk")),
        ("R", say.say("inbox-key-reply")),
        ("/", say.say("inbox-key-search")),
        ("N", say.say("inbox-key-note")),
        ("E", say.say("inbox-key-close")),
    ]
}

/// Keys only the table shows.
pub fn more_keys(reading: &Reading) -> [(&'static str, String); 10] {
    let say = reading.say;
    [
        ("Ctrl ↵", say.say("inbox-key-send")),
        ("Ctrl ⇧ ↵", say.say("inbox-key-send-wait")),
        ("G", say.say("skill-key-next")),
        ("S", say.say("inbox-key-move")),
        ("A P", say.say("inbox-key-assign")),
        ("U", say.say("together-key-unread")),
        ("@", say.say("together-key-mention")),
        ("Z", say.say("inbox-key-undo")),
        ("Y", say.say("complaint-hint-yes")),
        ("X", say.say("complaint-hint-no")),
    ]
}

/// One dialog alone, for a script that shows it over the page.
pub fn dialog(asking: &Asking, inbox: &Inbox, csrf: &str, reading: &Reading) -> Option<Markup> {
    let (open, _) = inbox.thread.as_ref()?;
    Some(dialogs::dialog(asking, open, &inbox.place, csrf, reading))
}

/// What the customer will read of a moved promise, alone.
pub fn move_preview(moving: &super::view::Moving, reading: &Reading) -> Markup {
    dialogs::preview(moving, reading)
}

/// What gives a text its form, for pages elsewhere that hold one.
pub fn tools(say: words::Say) -> Markup {
    composer::tools(say, composer::Canned::Not)
}

/// Where a form of the conversation sends.
pub fn act(reference: &str, verb: &str) -> String {
    format!("/console/conversation/{reference}/{verb}")
}

/// Fields every form carries: the proof, and the page to come back to.
pub fn carried(csrf: &str, place: &Place) -> Markup {
    html! {
        (web::form::csrf(csrf))
        input type="hidden" name="back" value=(place.href());
    }
}

/// The ring of a debt.
fn ring_of(debt: &Debt, reading: &Reading) -> ui::Ring {
    match debt {
        Debt::Open { made_at_ms, missed_ms: Some(missed_ms), .. } => {
            ui::Ring::open(reading.say, *made_at_ms, *missed_ms, reading.now_ms)
        }
        Debt::Open { made_at_ms, due_at_ms, .. } => {
            ui::Ring::open(reading.say, *made_at_ms, *due_at_ms, reading.now_ms)
        }
        Debt::Kept { .. } => ui::Ring::kept(),
        Debt::Snoozed { .. } | Debt::Waiting { .. } | Debt::Closed { .. } | Debt::Nothing => ui::Ring::quiet(),
    }
}
