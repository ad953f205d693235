//! What every page stands on: the shell around it, the components inside it, the files it loads,
//! the headers it leaves with. Pages are functions from finished values to HTML; nothing here reads a store.

pub mod assets;
pub mod form;
pub mod headers;
pub mod problem;
pub mod shell;
pub mod theme;
pub mod ui;
