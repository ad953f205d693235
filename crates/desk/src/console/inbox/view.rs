//! What the inbox's pages show, as finished values: no store, no clock.

mod asking;
mod person;
mod place;
mod queue;
mod thread;

pub use super::writing::Writing;
pub use asking::*;
pub use person::*;
pub use place::*;
pub use queue::*;
pub use thread::*;

/// A whole page of the inbox.
#[derive(Clone, Debug)]
pub struct Inbox {
    pub place: Place,
    pub counts: Counts,
    pub queue: Queue,
    pub thread: Option<(Thread, Person)>,
}

#[cfg(test)]
mod tests {
    use super::{Place, View};

    #[test]
    fn the_address_of_a_place_says_all_that_narrows_it() {
        let place =
            Place {
                query: "dov’è & come".to_owned(), inbox: Some("01k".to_owned()), ..Place::of(View::Mine)
            };
        assert_eq!(
            place.with_open("R-4F7K2").href(),
            "/console/inbox/mine/R-4F7K2?inbox=01k&q=dov%E2%80%99%C3%A8%20%26%20come"
        );
        assert_eq!(Place::of_address(&place.with_open("R-4F7K2").href()), place.with_open("R-4F7K2"));
        assert_eq!(Place::of_address("//evil.example/x"), Place::of(View::Mine));
        assert_eq!(
            place.list().fragment(),
            "/console/fragment/inbox/mine?inbox=01k&q=dov%E2%80%99%C3%A8%20%26%20come"
        );
    }
}
