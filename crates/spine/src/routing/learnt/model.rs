//! Counting words by skill, saying a skill, and how often that was right. Pure; in whole numbers, so that the same
//! conversations give the same model in whatever order and on whatever machine.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Map, Value, json};

use crate::search;

/// Conversations with a skill, of all kinds, before anything is learnt.
pub const LABELLED_LEAST: usize = 500;
/// Of these with the same skill, before it is one that can be said; two such skills are needed.
pub const SKILL_LEAST: usize = 20;
/// Of these where no rule spoke, before it is told how often it would have been right.
pub const MEASURED_LEAST: usize = 100;
/// Skills that can be said, those of the most conversations.
const SKILLS_MOST: usize = 50;
const SKILLS_NEEDED: usize = 2;
/// Words that are counted, those of the most conversations.
const WORDS_MOST: usize = 20_000;
/// A word fewer customers used could be somebody's name.
const CUSTOMERS_LEAST: usize = 3;
/// Characters of a message, and different words of a conversation, that are looked at.
const READ_CHARS: usize = 4_000;
const READ_WORDS: usize = 200;
const FOLDS: u64 = 5;
/// What it says is right nine times out of ten, where it is least sure three times out of four, and for a fifth of the
/// conversations it says something: otherwise it is silent.
const RIGHT_TENTHS: i64 = 900;
const LEAST_SURE_TENTHS: i64 = 750;
const SPOKEN_OF: i64 = 5;
/// Conversations from which one step of certainty is read, and steps at most.
const STEP_LEAST: usize = 20;
const STEPS_MOST: usize = 50;
/// A word not seen with a skill counts as a tenth of one that was.
const UNSEEN_OF: i64 = 10;

/// The stems a conversation is known by, each once, in the order in which they stand there.
pub fn words_of(subject: &str, text: &str) -> Vec<String> {
    let text: String = text.chars().take(READ_CHARS).collect();
    let mut seen = HashSet::new();
    let stems = search::stems(subject).into_iter().chain(search::stems(&text));
    stems.filter(|stem| seen.insert(stem.clone())).take(READ_WORDS).collect()
}

/// Who said which skill a conversation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A rule did: it teaches, but nothing is learnt from it about conversations no rule names.
    ByRule,
    /// No rule spoke: a person did, or what was learnt and left standing.
    Otherwise,
}

struct Example {
    customer_id: i64,
    skill_id: i64,
    named: Named,
    words: Vec<u32>,
}

/// Conversations that have their skill.
#[derive(Default)]
pub struct Corpus {
    words: HashMap<String, u32>,
    examples: Vec<Example>,
}

impl Corpus {
    pub fn add(&mut self, customer_id: i64, skill_id: i64, named: Named, words: Vec<String>) {
        let mut places = Vec::with_capacity(words.len());
        for word in words {
            let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
            places.push(*self.words.entry(word).or_insert(next));
        }
        self.examples.push(Example { customer_id, skill_id, named, words: places });
    }

    pub fn len(&self) -> usize {
        self.examples.len()
    }

    pub fn is_empty(&self) -> bool {
        self.examples.is_empty()
    }

    /// The words that are counted, in their order, and for each word of the corpus its place among them.
    fn vocabulary(&self) -> (Vec<&str>, Vec<Option<u32>>) {
        let mut used: Vec<(usize, Vec<i64>)> = vec![Default::default(); self.words.len()];
        for example in &self.examples {
            for word in &example.words {
                let Some((times, customers)) = used.get_mut(*word as usize) else { continue };
                *times += 1;
                if customers.len() < CUSTOMERS_LEAST && !customers.contains(&example.customer_id) {
                    customers.push(example.customer_id);
                }
            }
        }
        let mut kept: Vec<(usize, &str, u32)> = self
            .words
            .iter()
            .filter_map(|(word, at)| {
                let (times, customers) = used.get(*at as usize)?;
                (customers.len() >= CUSTOMERS_LEAST).then_some((*times, word.as_str(), *at))
            })
            .collect();
        kept.sort_unstable_by(|(a, one, _), (b, other, _)| b.cmp(a).then_with(|| one.cmp(other)));
        kept.truncate(WORDS_MOST);
        kept.sort_unstable_by_key(|(_, word, _)| *word);
        let mut places = vec![None; self.words.len()];
        for ((_, _, at), place) in kept.iter().zip(0_u32..) {
            if let Some(known) = places.get_mut(*at as usize) {
                *known = Some(place);
            }
        }
        (kept.into_iter().map(|(_, word, _)| word).collect(), places)
    }

    /// Counts everything, and measures it five times on the fifth of the customers that was left out.
    pub fn fit(&self) -> Fitted {
        let mut by_skill: BTreeMap<i64, usize> = BTreeMap::new();
        for example in &self.examples {
            *by_skill.entry(example.skill_id).or_default() += 1;
        }
        let mut sayable: Vec<(usize, i64)> = by_skill
            .iter()
            .filter(|(_, count)| **count >= SKILL_LEAST)
            .map(|(skill_id, count)| (*count, *skill_id))
            .collect();
        let skills_with_enough = sayable.len();
        sayable.sort_unstable_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.cmp(other)));
        sayable.truncate(SKILLS_MOST);
        let mut skills: Vec<i64> = sayable.into_iter().map(|(_, skill_id)| skill_id).collect();
        skills.sort_unstable();
        let measured = self.examples.iter().filter(|example| example.named == Named::Otherwise).count();
        let of_skill = |(skill_id, count): (&i64, &usize)| OfSkill {
            skill_id: *skill_id,
            labelled: whole(*count),
            right: 0,
            wrong: 0,
        };
        let mut measure = Measure {
            labelled: whole(self.examples.len()),
            skills_with_enough: whole(skills_with_enough),
            measured: whole(measured),
            skills: by_skill.iter().map(of_skill).collect(),
            ..Measure::default()
        };
        if !measure.missing().is_nothing() {
            return Fitted { measure, model: None };
        }

        let (vocabulary, places) = self.vocabulary();
        let read: Vec<Read> = self
            .examples
            .iter()
            .map(|example| Read {
                fold: fold_of(example.customer_id),
                skill_id: example.skill_id,
                class: skills.binary_search(&example.skill_id).ok().and_then(|at| u8::try_from(at).ok()),
                measured: example.named == Named::Otherwise,
                words: example.words.iter().filter_map(|at| *places.get(*at as usize)?).collect(),
            })
            .collect();
        let mut tries = Vec::with_capacity(measured);
        for fold in 0..FOLDS {
            let seen = read.iter().filter(|one| one.fold != fold);
            let counts = Counts::of(skills.len(), vocabulary.len(), seen);
            for one in read.iter().filter(|one| one.measured && one.fold == fold) {
                let known = one.words.iter().filter_map(|word| counts.words.get(*word as usize));
                let Some((class, margin)) = counts.says(known) else { continue };
                let Some(skill_id) = skills.get(class).copied() else { continue };
                tries.push(Try { margin, skill_id, right: skill_id == one.skill_id });
            }
        }
        measure.judge(&tries);
        let model = measure.margin.map(|_| {
            let counts = Counts::of(skills.len(), vocabulary.len(), read.iter());
            let words = vocabulary.iter().map(|word| (*word).to_owned()).zip(counts.words.iter().cloned());
            Model {
                words: words.collect(),
                counts: Counts { words: Vec::new(), ..counts },
                skills,
                steps: measure.steps.clone(),
            }
        });
        Fitted { measure, model }
    }
}

/// A conversation as it is counted.
struct Read {
    fold: u64,
    skill_id: i64,
    /// Place of its skill among those that can be said.
    class: Option<u8>,
    measured: bool,
    words: Vec<u32>,
}

/// Which fifth a customer belongs to: all of their conversations, so that nobody is known by their signature.
fn fold_of(customer_id: i64) -> u64 {
    // The mixing of SplitMix64: ids of one moment are alike.
    let mut mixed = (customer_id as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)) % FOLDS
}

/// How often each word stands with each skill.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Counts {
    /// By skill: conversations, and words of them.
    conversations: Vec<i64>,
    totals: Vec<i64>,
    vocabulary: usize,
    /// By word: skills it stands with, and in how many conversations of each.
    words: Vec<Vec<(u8, i64)>>,
}

impl Counts {
    fn of<'a>(skills: usize, vocabulary: usize, read: impl Iterator<Item = &'a Read>) -> Self {
        let mut counts = Self {
            conversations: vec![0; skills],
            totals: vec![0; skills],
            vocabulary,
            words: vec![Vec::new(); vocabulary],
        };
        for (one, class) in read.filter_map(|one| Some((one, one.class?))) {
            let place = usize::from(class);
            if let (Some(conversations), Some(total)) =
                (counts.conversations.get_mut(place), counts.totals.get_mut(place))
            {
                *conversations += 1;
                *total += whole(one.words.len());
            }
            for word in &one.words {
                let Some(stands) = counts.words.get_mut(*word as usize) else { continue };
                match stands.binary_search_by_key(&class, |(class, _)| *class) {
                    Ok(at) => stands[at].1 += 1,
                    Err(at) => stands.insert(at, (class, 1)),
                }
            }
        }
        counts
    }

    /// The likeliest skill, and how far it is before the next; nothing where no word is known.
    fn says<'a>(&self, words: impl Iterator<Item = &'a Vec<(u8, i64)>>) -> Option<(usize, i64)> {
        let mut scores: Vec<i64> = self.conversations.iter().map(|count| log(*count)).collect();
        let mut known = 0;
        for stands in words {
            known += 1;
            for (class, count) in stands {
                if let Some(score) = scores.get_mut(usize::from(*class)) {
                    *score += log(UNSEEN_OF * count + 1);
                }
            }
        }
        if known == 0 {
            return None;
        }
        for (score, total) in scores.iter_mut().zip(&self.totals) {
            *score -= known * log(UNSEEN_OF * total + whole(self.vocabulary));
        }
        let in_use = scores.iter().enumerate().filter(|(class, _)| self.conversations.get(*class) > Some(&0));
        let mut order: Vec<(i64, usize)> = in_use.map(|(class, score)| (*score, class)).collect();
        order.sort_unstable_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.cmp(other)));
        match order.as_slice() {
            [(best, class), (next, _), ..] => Some((*class, best - next)),
            _ => None,
        }
    }
}

/// A natural logarithm in millionths.
fn log(count: i64) -> i64 {
    ((count.max(1) as f64).ln() * 1e6).round() as i64
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// What was said of one conversation that was left out.
#[derive(Clone, Copy, Debug)]
struct Try {
    margin: i64,
    skill_id: i64,
    right: bool,
}

/// What is missing before anything is learnt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    pub labelled: i64,
    pub skills: i64,
    pub measured: i64,
}

impl Missing {
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// One skill: conversations that have it, and how often it was rightly and wrongly said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfSkill {
    pub skill_id: i64,
    pub labelled: i64,
    pub right: i64,
    pub wrong: i64,
}

/// From this margin to the next step's: how often that was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub margin: i64,
    pub spoken: i64,
    pub right: i64,
}

impl Step {
    /// In tenths of a percent, rounded down.
    fn tenths(self) -> i64 {
        self.right * 1_000 / self.spoken.max(1)
    }
}

/// How far what was learnt can be trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measure {
    /// Conversations with exactly one skill.
    pub labelled: i64,
    /// Skills with enough of them.
    pub skills_with_enough: i64,
    /// Of the conversations, those no rule named: what it is measured on.
    pub measured: i64,
    /// If it always spoke: how often it could, and was right.
    pub always_spoken: i64,
    pub always_right: i64,
    /// The margin from which it speaks; nothing when it is never sure enough.
    pub margin: Option<i64>,
    /// From that margin on.
    pub spoken: i64,
    pub right: i64,
    /// Every skill of a conversation, by id.
    pub skills: Vec<OfSkill>,
    /// From that margin on, in its order.
    pub steps: Vec<Step>,
}

impl Measure {
    pub fn missing(&self) -> Missing {
        let short = |least: usize, have: i64| (whole(least) - have).max(0);
        Missing {
            labelled: short(LABELLED_LEAST, self.labelled),
            skills: short(SKILLS_NEEDED, self.skills_with_enough),
            measured: short(MEASURED_LEAST, self.measured),
        }
    }

    /// Whether it says anything.
    pub fn speaks(&self) -> bool {
        self.margin.is_some()
    }

    fn judge(&mut self, tries: &[Try]) {
        self.always_spoken = whole(tries.len());
        self.always_right = whole(tries.iter().filter(|one| one.right).count());
        let steps = steps(tries);
        let from = (0..steps.len()).find(|at| {
            let (spoken, right) = sum(&steps[*at..]);
            steps[*at].tenths() >= LEAST_SURE_TENTHS
                && right * 1_000 >= spoken * RIGHT_TENTHS
                && spoken * SPOKEN_OF >= self.measured
        });
        let Some(steps) = from.and_then(|from| steps.get(from..)) else { return };
        (self.spoken, self.right) = sum(steps);
        self.margin = steps.first().map(|step| step.margin);
        self.steps = steps.to_vec();
        for one in tries.iter().filter(|one| Some(one.margin) >= self.margin) {
            let Some(of) = self.skills.iter_mut().find(|of| of.skill_id == one.skill_id) else { continue };
            *if one.right { &mut of.right } else { &mut of.wrong } += 1;
        }
    }

    pub(super) fn to_json(&self) -> Value {
        let skills = self.skills.iter().map(|of| json!([of.skill_id, of.labelled, of.right, of.wrong]));
        let steps = self.steps.iter().map(|step| json!([step.margin, step.spoken, step.right]));
        json!({
            "labelled": self.labelled,
            "skills_with_enough": self.skills_with_enough,
            "measured": self.measured,
            "always_spoken": self.always_spoken,
            "always_right": self.always_right,
            "margin": self.margin,
            "spoken": self.spoken,
            "right": self.right,
            "skills": skills.collect::<Vec<_>>(),
            "steps": steps.collect::<Vec<_>>(),
        })
    }

    pub(super) fn of_json(value: &Value) -> Self {
        let number = |key: &str| value[key].as_i64().unwrap_or_default();
        let rows = |key: &str| value[key].as_array().cloned().unwrap_or_default();
        let of = |row: &Value, at: usize| row[at].as_i64().unwrap_or_default();
        let skills = rows("skills");
        let steps = rows("steps");
        Self {
            labelled: number("labelled"),
            skills_with_enough: number("skills_with_enough"),
            measured: number("measured"),
            always_spoken: number("always_spoken"),
            always_right: number("always_right"),
            margin: value["margin"].as_i64(),
            spoken: number("spoken"),
            right: number("right"),
            skills: skills
                .iter()
                .map(|row| OfSkill {
                    skill_id: of(row, 0),
                    labelled: of(row, 1),
                    right: of(row, 2),
                    wrong: of(row, 3),
                })
                .collect(),
            steps: steps
                .iter()
                .map(|row| Step { margin: of(row, 0), spoken: of(row, 1), right: of(row, 2) })
                .collect(),
        }
    }
}

fn sum(steps: &[Step]) -> (i64, i64) {
    steps.iter().fold((0, 0), |(spoken, right), step| (spoken + step.spoken, right + step.right))
}

/// What was said, by margin: each step at least as right as the one below it.
fn steps(tries: &[Try]) -> Vec<Step> {
    let mut order: Vec<Try> = tries.to_vec();
    order.sort_unstable_by_key(|one| one.margin);
    let least = whole(STEP_LEAST.max(tries.len() / STEPS_MOST));
    let mut steps: Vec<Step> = Vec::new();
    // What is as sure stands on the same step.
    for alike in order.chunk_by(|one, other| one.margin == other.margin) {
        let (spoken, right) = (whole(alike.len()), whole(alike.iter().filter(|one| one.right).count()));
        match (steps.last_mut(), alike) {
            // Many alike are a step of their own: a few below them do not stand beside them.
            (Some(step), _) if step.spoken < least && spoken < least => {
                (step.spoken, step.right) = (step.spoken + spoken, step.right + right);
            }
            (_, [one, ..]) => steps.push(Step { margin: one.margin, spoken, right }),
            (_, []) => {}
        }
    }
    let mut even: Vec<Step> = Vec::with_capacity(steps.len());
    for step in steps {
        even.push(step);
        while let [.., below, above] = even.as_mut_slice()
            && (above.right * below.spoken <= below.right * above.spoken || above.spoken < least)
        {
            (below.spoken, below.right) = (below.spoken + above.spoken, below.right + above.right);
            even.pop();
        }
    }
    even
}

/// What came of counting.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    pub measure: Measure,
    /// Only where it speaks.
    pub model: Option<Model>,
}

/// What is said of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    pub skill_id: i64,
    /// How often that was right when it was as sure, in tenths of a percent.
    pub tenths: i64,
}

/// The counted words, and from where on they speak.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    words: HashMap<String, Vec<(u8, i64)>>,
    counts: Counts,
    skills: Vec<i64>,
    steps: Vec<Step>,
}

impl Model {
    /// The skill of a conversation with these words; nothing where it is not sure enough.
    pub fn says(&self, words: &[String]) -> Option<Said> {
        let (class, margin) = self.counts.says(words.iter().filter_map(|word| self.words.get(word)))?;
        let step = self.steps.iter().rev().find(|step| margin >= step.margin)?;
        Some(Said { skill_id: *self.skills.get(class)?, tenths: step.tenths() })
    }

    pub(super) fn to_json(&self) -> Value {
        let rows = self.skills.iter().zip(&self.counts.conversations).zip(&self.counts.totals);
        let mut order: Vec<_> = self.words.iter().collect();
        order.sort_unstable();
        let words: Map<String, Value> = order
            .into_iter()
            .map(|(word, stands)| {
                let flat = stands.iter().flat_map(|(class, count)| [i64::from(*class), *count]);
                (word.clone(), flat.collect())
            })
            .collect();
        json!({
            "skills": rows.map(|((skill_id, count), total)| json!([skill_id, count, total])).collect::<Vec<_>>(),
            "words": words,
        })
    }

    /// What was kept, as it was; nothing where it never spoke.
    pub(super) fn of_json(mut value: Value, measure: &Measure) -> Option<Self> {
        measure.margin?;
        let Value::Object(kept) = value["words"].take() else { return None };
        let number = |value: &Value| value.as_i64().unwrap_or_default();
        let words: HashMap<String, Vec<(u8, i64)>> = kept
            .into_iter()
            .map(|(word, stands)| {
                let flat: Vec<i64> = stands.as_array().into_iter().flatten().map(number).collect();
                let pairs = flat.as_chunks::<2>().0.iter();
                (word, pairs.filter_map(|[class, count]| Some((u8::try_from(*class).ok()?, *count))).collect())
            })
            .collect();
        let rows = value["skills"].as_array()?;
        let column = |at: usize| rows.iter().map(|row| number(&row[at])).collect::<Vec<i64>>();
        Some(Self {
            counts: Counts {
                conversations: column(1),
                totals: column(2),
                vocabulary: words.len(),
                words: Vec::new(),
            },
            skills: column(0),
            words,
            steps: measure.steps.clone(),
        })
    }
}
