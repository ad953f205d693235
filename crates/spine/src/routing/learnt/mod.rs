//! What a company's own conversations teach: which skill a new one takes where no rule speaks.
//!
//! Naive Bayes over the stems of subject and first message, counted once a day and outside of the writer. How far it can be
//! trusted is measured on conversations it did not see, by the customer; where it is not sure enough it says nothing.

mod acts;
mod model;
#[cfg(test)]
mod model_tests;
mod store;

pub use acts::{
    Figures, Fresh, Known, Learner, Learnt, Naming, due, figures, gather, is_on, keep, learnt, look, name,
    switch,
};
pub use model::{
    Corpus, Fitted, LABELLED_LEAST, MEASURED_LEAST, Measure, Missing, Model, Named, OfSkill, SKILL_LEAST, Said,
    Step, words_of,
};
pub use store::QUERIES;
