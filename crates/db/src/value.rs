//! Values on their way in and out of either engine.

use crate::Error;

/// A bound parameter or a column.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Value {
    #[default]
    Null,
    Int(i64),
    Bool(bool),
    Text(String),
    Bytes(Vec<u8>),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<usize> for Value {
    fn from(value: usize) -> Self {
        Self::Int(value as i64)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::from(value.to_owned())
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::from(value.clone())
    }
}

/// U+0000 does not exist in PostgreSQL's text; it is left out on both engines.
impl From<String> for Value {
    fn from(mut value: String) -> Self {
        if value.contains('\0') {
            value.retain(|c| c != '\0');
        }
        Self::Text(value)
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Parameters after the account: `args![id, &name, None::<i64>]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] };
}

/// One row; columns are taken in order with [`Row::next`].
#[derive(Debug)]
pub struct Row {
    columns: std::vec::IntoIter<Value>,
}

impl Row {
    pub(crate) fn new(columns: Vec<Value>) -> Self {
        Self { columns: columns.into_iter() }
    }

    /// The next column.
    ///
    /// # Errors
    /// [`Error::Broken`] when there is none or it holds another type.
    #[expect(clippy::should_implement_trait, reason = "typed columns, not an iterator of one type")]
    pub fn next<T: FromColumn>(&mut self) -> Result<T, Error> {
        let value = self.columns.next().ok_or_else(|| Error::Broken("a row has fewer columns".to_owned()))?;
        T::from_column(value)
    }

    /// The columns left, as they are.
    pub fn rest(&mut self) -> Vec<Value> {
        self.columns.by_ref().collect()
    }
}

/// A Rust type a column can become.
pub trait FromColumn: Sized {
    fn from_column(value: Value) -> Result<Self, Error>;
}

fn unlike<T>(wanted: &str, value: &Value) -> Result<T, Error> {
    let found = match value {
        Value::Null => "null",
        Value::Int(_) => "a number",
        Value::Bool(_) => "a boolean",
        Value::Text(_) => "text",
        Value::Bytes(_) => "bytes",
    };
    Err(Error::Broken(format!("a column should hold {wanted} and holds {found}")))
}

impl FromColumn for i64 {
    fn from_column(value: Value) -> Result<Self, Error> {
        match value {
            Value::Int(value) => Ok(value),
            other => unlike("a number", &other),
        }
    }
}

impl FromColumn for bool {
    fn from_column(value: Value) -> Result<Self, Error> {
        match value {
            Value::Bool(value) => Ok(value),
            Value::Int(value) => Ok(value != 0),
            other => unlike("a boolean", &other),
        }
    }
}

impl FromColumn for String {
    fn from_column(value: Value) -> Result<Self, Error> {
        match value {
            Value::Text(value) => Ok(value),
            other => unlike("text", &other),
        }
    }
}

impl FromColumn for Vec<u8> {
    fn from_column(value: Value) -> Result<Self, Error> {
        match value {
            Value::Bytes(value) => Ok(value),
            other => unlike("bytes", &other),
        }
    }
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(value: Value) -> Result<Self, Error> {
        match value {
            Value::Null => Ok(None),
            other => T::from_column(other).map(Some),
        }
    }
}
