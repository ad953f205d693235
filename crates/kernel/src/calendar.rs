//! Opening hours, holidays, and the moment a promise falls due.
