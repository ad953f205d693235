//! Named queries. Every SQL text has a name, and every name is run on both engines by a test.

/// Whether a query is bound to one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// `?1` is the account of the transaction, bound by it.
    Account,
    /// Asked before an account is known, or about all of them.
    Everywhere,
}

/// One SQL text of the portable dialect (`?1` … parameters) and its name `room.NAME`.
#[derive(Clone, Copy, Debug)]
pub struct Query {
    pub name: &'static str,
    pub sql: &'static str,
    pub scope: Scope,
}

/// Declares the named queries of a room and the list of them all, `QUERIES`:
/// `queries! { "promise"; account { OVERDUE = "select …"; } everywhere { DUE = "select …"; } }`.
#[macro_export]
macro_rules! queries {
    ($room:literal;
     account { $($(#[$doc:meta])* $name:ident = $sql:expr;)* }
     $(everywhere { $($(#[$edoc:meta])* $ename:ident = $esql:expr;)* })?
    ) => {
        $(
            $(#[$doc])*
            pub(crate) const $name: $crate::Query = $crate::Query {
                name: concat!($room, ".", stringify!($name)),
                sql: $sql,
                scope: $crate::Scope::Account,
            };
        )*
        $($(
            $(#[$edoc])*
            pub(crate) const $ename: $crate::Query = $crate::Query {
                name: concat!($room, ".", stringify!($ename)),
                sql: $esql,
                scope: $crate::Scope::Everywhere,
            };
        )*)?
        /// Every query of this room.
        pub const QUERIES: &[$crate::Query] = &[$($name,)* $($($ename,)*)?];
    };
}
