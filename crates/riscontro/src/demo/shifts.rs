//! Who works when at Fioca: patterns and contracts, two weeks that were published and one that is still a draft, and what
//! people asked.

use db::{Actor, Tx};
use jiff::civil::Date;
use office::shift::{
    self, Activity, Asking, Contract, Decision, Doing, Floor, NewPattern, NewRequest, NewShift, Unavailable,
};
use spine::Error;

use super::stage::Stage;

/// Who plans.
const MARTA: &str = "marta@fioca.example";
/// Who has shifts: hours a week and fixed days off.
const CONTRACTS: [(&str, i64, &[i64]); 5] = [
    ("giulia@fioca.example", 40, &[7]),
    ("tommaso@fioca.example", 40, &[7]),
    ("nadia@fioca.example", 30, &[6, 7]),
    ("paolo@fioca.example", 24, &[3, 7]),
    ("elena@fioca.example", 36, &[7]),
];

fn pause(at: i64, minutes: i64, paid: bool) -> Activity {
    Activity { doing: Doing::Break, at, minutes, paid }
}

fn pattern(name: &str, start: i64, end: i64, days: &[i64], activities: Vec<Activity>) -> NewPattern {
    NewPattern {
        name: name.to_owned(),
        start,
        end,
        activities,
        days: days.to_vec(),
        cost_percent: if days == [6] { 125 } else { 100 },
        most: None,
    }
}

fn of_email(tx: &mut Tx<'_>, email: &str) -> Result<i64, Error> {
    spine::agent::by_email(tx, email)?.map(|person| person.id).ok_or(Error::Missing("person"))
}

/// Patterns, contracts and how many there are never fewer than.
pub fn arrange(tx: &mut Tx<'_>) -> Result<(), Error> {
    let marta = Actor::Agent(of_email(tx, MARTA)?);
    const WORK: &[i64] = &[1, 2, 3, 4, 5];
    for new in [
        pattern(
            "Giornata",
            540,
            1_080,
            WORK,
            vec![pause(105, 15, true), pause(240, 60, false), pause(450, 15, true)],
        ),
        pattern("Mattina", 510, 840, WORK, vec![pause(150, 15, true)]),
        pattern("Pomeriggio", 780, 1_110, WORK, vec![pause(165, 15, true)]),
        pattern("Sabato", 600, 780, &[6], Vec::new()),
    ] {
        shift::make_pattern(tx, &new, marta)?;
    }
    for (email, hours, days_off) in CONTRACTS {
        let agent_id = of_email(tx, email)?;
        let evening = Unavailable { weekday: 2, from: 1_080, to: 1_440 };
        let contract = Contract {
            week_minutes: hours * 60,
            days_off: days_off.to_vec(),
            unavailable: if email.starts_with("elena") { vec![evening] } else { Vec::new() },
            ..Contract::usual(agent_id)
        };
        shift::set_contract(tx, &contract, marta)?;
    }
    let mut floors: Vec<Floor> = WORK
        .iter()
        .flat_map(|&weekday| {
            [(540, 1_080, 2), (600, 750, 3), (870, 1_020, 3)].map(|(from, to, people)| Floor {
                weekday,
                from,
                to,
                people,
            })
        })
        .collect();
    floors.push(Floor { weekday: 6, from: 600, to: 780, people: 1 });
    shift::set_floors(tx, &floors, marta)
}

/// Works a week out and plans it.
fn plan(stage: &Stage, monday: Date) -> anyhow::Result<()> {
    let (facts, coming) =
        stage.change(move |tx| Ok((shift::facts(tx, monday)?, shift::coming(tx, monday)?)))?;
    let proposal = shift::propose(&facts, &coming, monday, shift::DEADLINE);
    let planned = proposal.planned(&facts.patterns);
    stage.change(move |tx| {
        let marta = Actor::Agent(of_email(tx, MARTA)?);
        for new in &planned {
            shift::make_shift(tx, new, marta)?;
        }
        Ok(())
    })
}

/// The week of that day and the one after are planned and published; everybody but one has read them.
pub fn publish(stage: &Stage, day: Date) -> anyhow::Result<()> {
    let monday = shift::monday_of(day);
    for week in [monday, shift::plus_days(monday, 7)] {
        plan(stage, week)?;
        stage.change(move |tx| {
            let marta = Actor::Agent(of_email(tx, MARTA)?);
            shift::publish(tx, week, marta).map(drop)
        })?;
    }
    stage.change(|tx| {
        for (email, ..) in &CONTRACTS[1..4] {
            let agent_id = of_email(tx, email)?;
            shift::read_all(tx, agent_id)?;
        }
        Ok(())
    })
}

/// The third week as a draft, a change nobody was told of, leave and a wish that wait, and a swap two agree to.
pub fn leave_open(stage: &Stage, day: Date) -> anyhow::Result<()> {
    let monday = shift::monday_of(day);
    let (next, third) = (shift::plus_days(monday, 7), shift::plus_days(monday, 14));
    plan(stage, third)?;
    stage.change(move |tx| {
        let marta = Actor::Agent(of_email(tx, MARTA)?);
        let asks = [
            ("nadia@fioca.example", Asking::Leave, (2, 3), "Matrimonio di mia sorella"),
            ("paolo@fioca.example", Asking::Wish, (4, 4), "Saggio di danza della bambina"),
            ("elena@fioca.example", Asking::Leave, (0, 0), "Visita medica"),
        ];
        for (email, asking, (first, last), reason) in asks {
            let agent_id = of_email(tx, email)?;
            let new = NewRequest {
                agent_id,
                asking,
                first: shift::plus_days(third, first),
                last: shift::plus_days(third, last),
                hours: None,
                reason: reason.to_owned(),
            };
            let request = shift::ask(tx, &new, Actor::Agent(agent_id))?;
            if email.starts_with("elena") {
                shift::decide_request(tx, &request, Decision::Approve, None, marta)?;
            }
        }
        swap(tx, next)?;
        // One shift of the published week begins half an hour later, and its person does not know yet.
        let asked: Vec<i64> = shift::waiting_swaps(tx)?.into_iter().map(|swap| swap.shift_id).collect();
        let all = shift::shifts(tx, next, third)?;
        let later = all.into_iter().find(|one| one.is.start == 510 && !asked.contains(&one.id));
        if let Some(one) = later {
            let moved: NewShift = one.is.moved(one.is.start + 30, one.is.end + 30);
            shift::change_shift(tx, &one, &moved, marta)?;
        }
        Ok(())
    })
}

/// The first shift of somebody that a colleague can take within the rules: they ask, and the colleague agrees.
fn swap(tx: &mut Tx<'_>, monday: Date) -> Result<(), Error> {
    let facts = shift::facts(tx, monday)?;
    let of_week = facts.shifts.iter().filter(|one| facts.is_of_week(one.is.day));
    let Some((one, other)) = of_week.filter_map(|one| Some((one, facts.taker(one)?))).next() else {
        return Ok(());
    };
    let by = Actor::Agent(one.is.agent_id);
    let swap = shift::ask_swap(tx, one.is.agent_id, one.id, other, None, by)?;
    shift::answer_swap(tx, &swap, true, Actor::Agent(other)).map(drop)
}
