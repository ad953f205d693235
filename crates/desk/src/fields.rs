//! What a form brought, and what is wrong with it: nothing typed is lost.

use spine::error::Field;
use words::Say;

use crate::fault::Fault;

/// Fields one form may have.
const FIELDS_MAX: usize = 2_000;

/// The fields of a form, in the order they were sent; names may repeat.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded`, as in a body or after a `?`.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(form_urlencoded::parse(bytes).into_owned().take(FIELDS_MAX).collect())
    }

    pub fn of_query(query: Option<&str>) -> Self {
        Self::of_bytes(query.unwrap_or_default().as_bytes())
    }

    /// For pages that begin with values of their own.
    pub fn of_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// Empties the value of this name that stands at `place` among its like.
    pub fn blank(&mut self, name: &str, place: usize) {
        if let Some((_, value)) = self.0.iter_mut().filter(|(key, _)| key == name).nth(place) {
            value.clear();
        }
    }

    /// The first value of this name, or nothing written.
    pub fn get(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }
}

/// Which fields are wrong, each with the sentence shown beside it.
#[derive(Clone, Debug, Default)]
pub struct Wrong(Vec<(String, String)>);

impl Wrong {
    /// A sentence of the catalogue beside a field.
    pub fn add(&mut self, say: Say, field: impl Into<String>, key: &str) {
        self.0.push((field.into(), say.say(key)));
    }

    /// A finished sentence beside a field.
    pub fn put(&mut self, field: impl Into<String>, sentence: String) {
        self.0.push((field.into(), sentence));
    }

    /// What an act of a room gave; what it refused stands here, by the field and the sentence that `place` finds for it:
    /// one sentence a field.
    ///
    /// # Errors
    /// Whatever else the act says.
    pub fn take<T, F: Into<String>>(
        &mut self,
        say: Say,
        outcome: Result<T, spine::Error>,
        place: impl Fn(&Field) -> (F, &'static str),
    ) -> Result<Option<T>, Fault> {
        match outcome {
            Ok(done) => Ok(Some(done)),
            Err(spine::Error::Refused(refused)) => {
                for field in &refused {
                    let (name, key) = place(field);
                    let name = name.into();
                    if self.of(&name).is_none() {
                        self.add(say, name, key);
                    }
                }
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with this field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.as_str())
    }

    /// Every sentence with its field, in the order found.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, sentence)| (field.as_str(), sentence.as_str()))
    }
}
