pub const QUERIES: &[db::Query] = &[];
