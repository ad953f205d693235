//! riscontro
