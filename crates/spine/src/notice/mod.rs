//! What each person is told of: mentions, what was given to them, news of what they follow. Made by reading the event
//! log, so that no verb has to know who listens.

mod acts;
mod mention;
mod model;
mod push;
mod reading;
mod store;

pub use acts::{
    by_oid, choices, choose, follow, followers, is_following, list, made_since, read, read_all, read_of,
    unfollow, unread, unread_of,
};
pub use mention::{Spot, mentions};
pub use model::{Choice, Kind, Notice};
pub use push::{
    Key, Parcel, Subscription, claim, drop_subscription, due, give_up, keep_key, key, key_place, postpone,
    sent, subscribe, subscriptions, title, unsubscribe,
};
pub use reading::{behind, catch_up};
pub use store::QUERIES;
