//! Made-up companies whose figures can be worked out by hand.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::model::{Corpus, Fitted, Measure, Missing, Model, Named, Said, words_of};

const LIGHT: i64 = 7;
const BILLS: i64 = 9;

type Line = (&'static str, i64, Named);

fn fit(lines: &[Line]) -> Fitted {
    let mut corpus = Corpus::default();
    for ((text, skill_id, named), customer_id) in lines.iter().zip(1_000..) {
        corpus.add(customer_id, *skill_id, *named, words_of("", text));
    }
    corpus.fit()
}

fn times(count: usize, text: &'static str, skill_id: i64, named: Named) -> Vec<Line> {
    vec![(text, skill_id, named); count]
}

/// 480 whose words say it, one in twenty of them with the other skill all the same; 300 whose words say nothing.
fn company() -> Vec<Line> {
    let by_hand = |count, text, skill_id| times(count, text, skill_id, Named::Otherwise);
    [
        by_hand(228, "la lampada sfarfalla", LIGHT),
        by_hand(12, "la lampada sfarfalla", BILLS),
        by_hand(228, "una fattura sbagliata", BILLS),
        by_hand(12, "una fattura sbagliata", LIGHT),
        by_hand(150, "buongiorno grazie", LIGHT),
        by_hand(150, "buongiorno grazie", BILLS),
    ]
    .concat()
}

#[test]
fn it_speaks_where_it_is_right_and_is_silent_where_words_say_nothing() {
    let Fitted { measure, model } = fit(&company());
    assert_eq!((measure.labelled, measure.measured, measure.skills_with_enough), (780, 780, 2));
    assert_eq!((measure.spoken, measure.right), (480, 456));
    let by_skill: Vec<_> =
        measure.skills.iter().map(|of| (of.skill_id, of.labelled, of.right, of.wrong)).collect();
    assert_eq!(by_skill, [(LIGHT, 390, 228, 12), (BILLS, 390, 228, 12)]);
    assert_eq!(measure.always_spoken, 780);
    assert!(measure.always_right < 456 + 150, "of a toss-up the other four fifths know the wrong side");
    let model = model.unwrap();
    let says = |text: &str| model.says(&words_of("", text));
    assert!(matches!(says("LAMPADE che sfarfallano"), Some(Said { skill_id: LIGHT, tenths: 900.. })));
    assert!(matches!(says("La fattura è sbagliata"), Some(Said { skill_id: BILLS, .. })));
    assert_eq!(says("buongiorno e grazie"), None);
    assert_eq!(says("qualcosa di mai sentito"), None);
    assert_eq!(says(""), None);
}

#[test]
fn in_whatever_order_it_is_told_it_learns_the_same_and_what_is_kept_says_the_same() {
    let lines = company();
    let mut corpus = Corpus::default();
    // 780 and 7 have nothing in common: every line once.
    for at in (0..lines.len()).map(|n| n * 7 % lines.len()) {
        let (text, skill_id, named) = lines[at];
        corpus.add(1_000 + at as i64, skill_id, named, words_of("", text));
    }
    let (one, other) = (fit(&lines), corpus.fit());
    let kept = one.model.as_ref().unwrap().to_json();
    assert_eq!((&one.measure, &kept), (&other.measure, &other.model.as_ref().unwrap().to_json()));
    let measure = Measure::of_json(&one.measure.to_json());
    assert_eq!(measure, one.measure);
    assert_eq!(Model::of_json(kept, &measure), one.model);
}

#[test]
fn words_that_never_help_leave_it_silent() {
    let noise = |skill_id| times(300, "buongiorno grazie", skill_id, Named::Otherwise);
    let Fitted { measure, model } = fit(&[noise(LIGHT), noise(BILLS)].concat());
    assert!(measure.missing().is_nothing());
    assert_eq!((measure.margin, measure.spoken, model), (None, 0, None));
    assert_eq!(measure.always_spoken, 600);
}

#[test]
fn sure_of_less_than_a_fifth_is_not_sure_enough() {
    let by_hand = |count, text, skill_id| times(count, text, skill_id, Named::Otherwise);
    let company = |clear: usize| {
        let parts = [
            by_hand(clear, "la lampada sfarfalla", LIGHT),
            by_hand(clear, "una fattura sbagliata", BILLS),
            by_hand(400, "buongiorno grazie", LIGHT),
            by_hand(400, "buongiorno grazie", BILLS),
        ];
        fit(&parts.concat()).measure
    };
    // 180 of 980, and 220 of 1,020.
    assert!(!company(90).speaks());
    assert_eq!(company(110).spoken, 220);
}

#[test]
fn what_a_rule_named_teaches_but_is_not_what_it_is_measured_on() {
    let rule = |count, text, skill_id| times(count, text, skill_id, Named::ByRule);
    let ruled = [rule(300, "la lampada sfarfalla", LIGHT), rule(300, "una fattura sbagliata", BILLS)].concat();
    let measure = fit(&ruled).measure;
    assert_eq!(measure.missing(), Missing { labelled: 0, skills: 0, measured: 100 });
    // A hundred no rule named, in words that rules do not know: right as often as a toss-up, whatever rules do.
    let unlike = [LIGHT, BILLS].map(|skill_id| times(50, "buongiorno grazie", skill_id, Named::Otherwise));
    let measure = fit(&[ruled, unlike.concat()].concat()).measure;
    assert_eq!((measure.labelled, measure.measured, measure.speaks()), (700, 100, false));
}

#[test]
fn how_much_is_missing_is_said() {
    let lines = times(30, "la lampada sfarfalla", LIGHT, Named::Otherwise);
    let few = [lines, times(19, "una fattura", BILLS, Named::ByRule)].concat();
    let Fitted { measure, model } = fit(&few);
    assert_eq!(measure.missing(), Missing { labelled: 451, skills: 1, measured: 70 });
    assert_eq!((measure.skills.len(), model), (2, None));
}

#[test]
fn a_word_of_two_customers_is_not_kept() {
    let mut lines = company();
    lines.extend(times(2, "lampada del signor Quaranta", LIGHT, Named::Otherwise));
    let kept = fit(&lines).model.unwrap().to_json();
    assert!(kept["words"]["lampad"].is_array() && kept["words"].get("quarant").is_none(), "{kept}");
    assert!(kept["words"].as_object().unwrap().len() < 10);
}

#[test]
fn a_message_without_end_is_looked_at_as_far_as_its_beginning() {
    let endless: String = (0..100_000_u32).map(|n| format!("{} ", letters(n))).collect();
    assert_eq!(words_of("", &endless).len(), 200);
    assert_eq!(words_of("lampada", "Lampade e lampada").len(), 1);
}

fn letters(mut number: u32) -> String {
    let mut word = String::from("zz");
    while number > 0 {
        word.push(char::from(b'b' + (number % 20) as u8));
        number /= 20;
    }
    word
}
