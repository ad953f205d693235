//! Pure ground of the house: ids, the clock, languages, addresses, opening hours.
//! Nothing here touches a socket, a file or a database.

pub mod address;
pub mod calendar;
pub mod clock;
pub mod fail;
pub mod id;
pub mod language;
