//! What goes wrong at Fioca: complaints with what became of them, and the night somebody was called out.

use anyhow::{Context, Result};
use db::Actor;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use office::oncall;
use spine::complaint::{self, Proposal, RemedyKind};
use spine::conversation::{self, Conversation, Direction};
use spine::task::{self, Ask, Whom};
use spine::{agent, inbox, promise};

use super::{HOUR_MS, MINUTE_MS, Next, Player};
use crate::demo::plan::moment;
use crate::demo::post::Letter;
use crate::demo::stage::Colleague;
use crate::demo::world::{FAULTS, HELP};

/// Somebody who complains, and how it goes.
struct Case {
    /// Days before the end of the history, and the minute of that day: when they write.
    days_back: i64,
    minute: i64,
    name: &'static str,
    email: &'static str,
    subject: &'static str,
    mail: &'static str,
    /// Said on the page of the request, not in the mail.
    on_page: Option<&'static str>,
    /// Key of the cause, as the settings have it.
    cause: &'static str,
    /// Index of its owner among the agents.
    owner: usize,
    /// What its owner writes first, within the promise of every mail.
    begun: &'static str,
    course: Course,
}

enum Course {
    /// The words sound like a complaint; nobody has said yet whether they are one.
    Unsaid,
    /// Its answer is owed; somebody of the address book, by its place there, was asked for something and is late.
    Stuck {
        whom: usize,
        title: &'static str,
    },
    /// Its answer is owed and there is time.
    Running,
    /// More than its owner may give: it waits for a supervisor's yes. A supplier was asked, and answered.
    Above {
        cents: i64,
        remedy: &'static str,
        whom: usize,
        title: &'static str,
        answer: &'static str,
    },
    Answered(Answer),
}

struct Answer {
    after_hours: i64,
    text: &'static str,
    given: (RemedyKind, i64, &'static str),
    /// What the customer says when asked whether it is solved; nobody has asked yet where none.
    said: Option<Said>,
}

enum Said {
    Solved,
    NotSolved(&'static str),
}

/// What still happens, at a later moment.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Write(usize),
    Begin {
        case: usize,
        conversation_id: i64,
    },
    Answer {
        case: usize,
        conversation_id: i64,
    },
    Say {
        case: usize,
        conversation_id: i64,
    },
    /// Whoever was asked answers on the page of their task.
    Supply {
        case: usize,
        task_id: i64,
    },
    /// Whoever answers for a cause that recurs writes down what is done about it.
    Mend,
    /// Smoke in the night.
    Fire,
    /// The second one called has it.
    Come {
        conversation_id: i64,
    },
}

const CASES: [Case; 8] = [
    Case {
        days_back: 47,
        minute: 620,
        name: "Silvano Prati",
        email: "silvano.prati@posta.example",
        subject: "Reclamo: consegna saltata due volte",
        mail: "Buongiorno,\nsporgo reclamo: il corriere non si è presentato né lunedì né martedì e ho perso due mattine di lavoro ad aspettare la Vela, ordine F-20177. Voglio una data certa e il rimborso della spedizione.\nSilvano Prati",
        on_page: None,
        cause: "delivery",
        owner: 4,
        begun: "Ciao Silvano, hai ragione ad arrabbiarti. Sento il corriere oggi stesso e domani ti scrivo che cosa è successo e quando arriva.\n\nElena Vitali",
        course: Course::Answered(Answer {
            after_hours: 26,
            text: "Ciao Silvano,\nil corriere aveva il civico sbagliato e non ci ha avvisati. L’ho corretto: la Vela arriva giovedì tra le 9 e le 11, l’autista chiama mezz’ora prima. I 19 euro della spedizione sono già in viaggio verso la tua carta.\n\nElena Vitali",
            given: (RemedyKind::Refund, 1_900, "Rimborso della spedizione"),
            said: Some(Said::Solved),
        }),
    },
    Case {
        days_back: 34,
        minute: 915,
        name: "Renata Moro",
        email: "renata.moro@posta.example",
        subject: "Reclamo per nota di credito mai ricevuta",
        mail: "Buongiorno,\nho reso tre Asola il 2 del mese e della nota di credito non c’è traccia. È la terza richiesta che faccio. Presento un reclamo formale: vorrei il documento e una spiegazione.\nRenata Moro",
        on_page: None,
        cause: "billing",
        owner: 3,
        begun: "Ciao Renata, il reso risulta arrivato. Ho chiesto la nota di credito all’amministrazione e la seguo io finché non ce l’hai.\n\nPaolo Santi",
        course: Course::Stuck { whom: 1, title: "Nota di credito per il reso di tre Asola" },
    },
    Case {
        days_back: 24,
        minute: 690,
        name: "Ottavia Leone",
        email: "ottavia.leone@posta.example",
        subject: "Paralume ammaccato, scatola di cartone sottile",
        mail: "Ciao,\nla Piuma da tavolo è arrivata con il paralume ammaccato: nella scatola non c’era nessuna protezione. Vorrei fare un reclamo, perché il regalo era per oggi.\nOttavia",
        on_page: None,
        cause: "packaging",
        owner: 0,
        begun: "Ciao Ottavia, mi dispiace per il regalo. Faccio partire subito un paralume nuovo e ti scrivo entro domani come la rimediamo.\n\nGiulia Ferrante",
        course: Course::Answered(Answer {
            after_hours: 20,
            text: "Ciao Ottavia,\nil paralume nuovo è partito ieri in una scatola doppia e arriva domani mattina. Quello ammaccato puoi tenerlo. La causa è la scatola: per questo modello ne usavamo una a un solo strato.\n\nGiulia Ferrante",
            given: (RemedyKind::Replacement, 3_800, "Paralume nuovo, senza rendere il vecchio"),
            said: Some(Said::Solved),
        }),
    },
    Case {
        days_back: 16,
        minute: 560,
        name: "Ettore Basile",
        email: "ettore.basile@posta.example",
        subject: "Reclamo ordine F-20655",
        mail: "Buongiorno,\nla Disco 45 è arrivata con il bordo scheggiato. L’imballo era aperto su un lato. Vorrei un pezzo integro, non uno sconto.\nEttore Basile",
        on_page: None,
        cause: "packaging",
        owner: 2,
        begun: "Ciao Ettore, hai ragione, ti serve un pezzo integro. Controllo in magazzino e ti scrivo la data.\n\nNadia Benassi",
        course: Course::Answered(Answer {
            after_hours: 28,
            text: "Ciao Ettore,\nla Disco 45 nuova parte stasera e il corriere ritira quella scheggiata alla consegna, venerdì. L’imballo si era aperto perché il nastro non teneva: l’abbiamo cambiato.\n\nNadia Benassi",
            given: (RemedyKind::Replacement, 4_500, "Disco 45 nuova con ritiro della vecchia"),
            said: Some(Said::NotSolved(
                "È arrivata la sostituzione, ma di nuovo con uno spigolo rotto: stessa scatola di prima.",
            )),
        }),
    },
    Case {
        days_back: 5,
        minute: 705,
        name: "Lidia Amato",
        email: "lidia.amato@posta.example",
        subject: "Interruttore della Piuma, di nuovo",
        mail: "Buongiorno, l’interruttore della Piuma che mi avete cambiato a settembre ha smesso di funzionare. Ordine F-20512.\nLidia Amato",
        on_page: Some("È il secondo interruttore che si rompe in tre mesi: questo per me è un reclamo."),
        cause: "defect",
        owner: 1,
        begun: "Ciao Lidia, due interruttori in tre mesi non vanno bene. Apro la lampada del reso di settembre e ti dico che cosa ho trovato.\n\nTommaso Riva",
        course: Course::Answered(Answer {
            after_hours: 22,
            text: "Ciao Lidia,\nil primo ricambio era della stessa serie difettosa. Ti mando un interruttore della serie nuova e un tecnico che lo monta, giovedì alle 17.\n\nTommaso Riva",
            given: (RemedyKind::Repair, 4_000, "Interruttore della serie nuova, montato a casa"),
            said: None,
        }),
    },
    Case {
        days_back: 2,
        minute: 640,
        name: "Valerio Monti",
        email: "valerio.monti@posta.example",
        subject: "Reclamo: Arco da terra con lo stelo piegato",
        mail: "Buongiorno,\nl’Arco da terra, ordine F-20871, è arrivata con lo stelo piegato: un solo foglio di cartone intorno a 14 chili di lampada. La tenda dello showroom apre sabato. Chiedo la sostituzione entro venerdì o il rimborso del noleggio che dovrò pagare.\nValerio Monti",
        on_page: None,
        cause: "packaging",
        owner: 0,
        begun: "Ciao Valerio, lo stelo nuovo c’è ed è prenotato per te. Sul noleggio serve un sì di chi coordina: te lo dico appena ce l’ho, comunque prima di venerdì.\n\nGiulia Ferrante",
        course: Course::Above {
            cents: 18_000,
            remedy: "Noleggio di una lampada per il fine settimana, su fattura",
            whom: 2,
            title: "Da quando l’Arco parte in una scatola a uno strato?",
            answer: "Da settembre, su vostra richiesta. La doppia onda è a magazzino: se confermate, da lunedì torniamo a quella.",
        },
    },
    Case {
        days_back: 1,
        minute: 800,
        name: "Daniel Reed",
        email: "daniel.reed@posta.example",
        subject: "Formal complaint: parcel left in the rain",
        mail: "Dear Fioca,\nI would like to make a formal complaint. The courier left my Goccia, order F-20902, outside the door in the rain and marked it as signed for. The box is soaked.\nDaniel Reed",
        on_page: None,
        cause: "delivery",
        owner: 4,
        begun: "Dear Daniel, that must not happen. Please leave the box as it is; I am asking the courier for the proof of delivery and will come back to you with what we do.\n\nElena Vitali",
        course: Course::Running,
    },
    Case {
        days_back: 0,
        minute: 540,
        name: "Mirella Testa",
        email: "mirella.testa@posta.example",
        subject: "Ancora nessuna risposta sulla fattura",
        mail: "Buongiorno, è inaccettabile: chiedo la fattura da settimane e nessuno mi ha risposto. Se non la ricevo mi rivolgo a un avvocato.\nMirella Testa",
        on_page: None,
        cause: "billing",
        owner: 2,
        begun: "",
        course: Course::Unsaid,
    },
];

/// Minutes in which the first one called does not come, and the second has it.
const COMES_AFTER_MS: i64 = 8 * MINUTE_MS;

impl Player {
    /// Writes into the agenda what goes wrong in these days.
    pub(super) fn plan_troubles(&mut self, end_ms: i64, days: i64, zone: &TimeZone) -> Result<()> {
        // Whoever reads the log for what is urgent begins at its end: it begins here.
        while self.stage.change(oncall::catch_up)? {}
        let today = Timestamp::from_millisecond(end_ms)?.to_zoned(zone.clone()).date();
        let day = |days_back: i64, minute| {
            Ok::<_, jiff::Error>(moment(today.checked_sub(days_back.days())?, minute, zone))
        };
        for (at, case) in CASES.iter().enumerate().filter(|(_, case)| case.days_back < days) {
            let at_ms = day(case.days_back, case.minute)?.min(end_ms - 2 * HOUR_MS);
            self.plan(at_ms, Next::Trouble(Step::Write(at)));
        }
        if days > 1 {
            self.plan(day(1, 22 * 60 + 40)?, Next::Trouble(Step::Fire));
        }
        Ok(())
    }

    pub(super) fn trouble(&mut self, step: Step) -> Result<()> {
        match step {
            Step::Write(case) => self.complain(case),
            Step::Begin { case, conversation_id } => self.begin(case, conversation_id),
            Step::Answer { case, conversation_id } => self.answer_complaint(case, conversation_id),
            Step::Say { case, conversation_id } => self.say_whether_solved(case, conversation_id),
            Step::Supply { case, task_id } => self.supply(case, task_id),
            Step::Mend => self.mend(),
            Step::Fire => self.fire(),
            Step::Come { conversation_id } => self.come(conversation_id),
        }
    }

    fn owner(&self, case: &Case) -> Colleague {
        self.stage.people[case.owner].clone()
    }

    fn mail_of(&mut self, to: &str, (name, email): (&str, &str), subject: &str, text: &str) -> Letter {
        self.turn += 1;
        Letter {
            from_name: name.to_owned(),
            from: email.to_owned(),
            to: to.to_owned(),
            subject: subject.to_owned(),
            text: text.to_owned(),
            header_id: format!("{:x}.{}@posta.example", self.dice.roll(), self.turn),
            ..Letter::default()
        }
    }

    fn complain(&mut self, at: usize) -> Result<()> {
        let case = &CASES[at];
        let letter = self.mail_of(HELP, (case.name, case.email), case.subject, case.mail);
        let Some(conversation) = self.stage.post(&letter)? else { return Ok(()) };
        if let Some(words) = case.on_page {
            self.stage.on_page(&conversation, "complaint", &[("words", words.to_owned())])?;
        }
        let now_ms = self.stage.clock.now_ms();
        let begins_ms = match case.course {
            Course::Unsaid => return Ok(()),
            // What others still have to do for it is under way by now.
            Course::Above { .. } => now_ms + 25 * MINUTE_MS,
            Course::Stuck { .. } | Course::Running | Course::Answered(_) => {
                let promise = self.stage.first_promise(&conversation)?;
                let due_ms = promise.map_or(now_ms + HOUR_MS, |promise| promise.due_at_ms);
                self.at_the_desk(&conversation, now_ms, due_ms, 35)?
            }
        };
        let begin = Step::Begin { case: at, conversation_id: conversation.id };
        self.plan(begins_ms, Next::Trouble(begin));
        Ok(())
    }

    /// Its owner has it, says why the customer complains, and writes what happens next.
    fn begin(&mut self, at: usize, conversation_id: i64) -> Result<()> {
        let case = &CASES[at];
        let who = self.owner(case);
        let owner_id = who.id;
        let cause = case.cause;
        let opened = self.stage.change(move |tx| {
            let actor = Actor::Agent(owner_id);
            let mut conversation = conversation::find(tx, conversation_id)?;
            let owner = agent::find(tx, owner_id)?;
            conversation::assign(tx, &mut conversation, Some(&owner), "took_it", actor)?;
            let Some(open) = complaint::open_of(tx, conversation_id)? else { return Ok(None) };
            let held = complaint::hold(tx, &open, owner_id, actor)?;
            complaint::set_cause(tx, &held, Some(cause), actor).map(Some)
        })?;
        opened.with_context(|| format!("{} was not heard as a complaint", case.subject))?;
        self.stage.answer(conversation_id, &who, case.begun.to_owned())?;
        let now_ms = self.stage.clock.now_ms();
        match &case.course {
            Course::Unsaid | Course::Running => {}
            Course::Stuck { whom, title } => {
                self.ask(conversation_id, owner_id, *whom, title, now_ms + 9 * 24 * HOUR_MS)?;
            }
            Course::Above { cents, remedy, whom, title, .. } => {
                let task_id = self.ask(conversation_id, owner_id, *whom, title, now_ms + 24 * HOUR_MS)?;
                self.plan(now_ms + 20 * HOUR_MS, Next::Trouble(Step::Supply { case: at, task_id }));
                self.plan(now_ms + 4 * HOUR_MS, Next::Trouble(Step::Mend));
                self.propose(conversation_id, owner_id, (RemedyKind::Other, *cents, remedy))?;
            }
            Course::Answered(answer) => {
                let at_ms = self.in_open_hours(conversation_id, now_ms + answer.after_hours * HOUR_MS)?;
                self.plan(at_ms, Next::Trouble(Step::Answer { case: at, conversation_id }));
            }
        }
        Ok(())
    }

    fn in_open_hours(&self, conversation_id: i64, at_ms: i64) -> Result<i64> {
        self.stage.change(move |tx| {
            let inbox_id = conversation::find(tx, conversation_id)?.inbox_id;
            Ok(inbox::find(tx, inbox_id)?.hours.next_open_ms(at_ms).unwrap_or(at_ms))
        })
    }

    fn ask(&self, conversation_id: i64, asker: i64, whom: usize, title: &str, due_ms: i64) -> Result<i64> {
        let (whom, title) = (Whom::Contact(self.stage.contacts[whom]), title.to_owned());
        let asked = self.stage.change(move |tx| {
            let about = conversation::find(tx, conversation_id)?;
            let ask = Ask {
                whom,
                title,
                text: String::new(),
                due_at_ms: due_ms,
                later_than_promise: true,
                files: Vec::new(),
            };
            task::ask(tx, &about, ask, Actor::Agent(asker)).map(|task| task.id)
        })?;
        self.stage.settle()?;
        Ok(asked)
    }

    fn propose(
        &self,
        conversation_id: i64,
        owner_id: i64,
        remedy: (RemedyKind, i64, &'static str),
    ) -> Result<()> {
        let (kind, amount_cents, text) = remedy;
        self.stage.change(move |tx| {
            let Some(open) = complaint::open_of(tx, conversation_id)? else { return Ok(()) };
            let proposal = Proposal { kind, amount_cents, text: text.to_owned() };
            complaint::propose(tx, &open, proposal, Actor::Agent(owner_id)).map(|_| ())
        })?;
        self.stage.settle()
    }

    /// The reasoned answer, marked as such; the customer is asked later whether it solved anything.
    fn answer_complaint(&mut self, at: usize, conversation_id: i64) -> Result<()> {
        let case = &CASES[at];
        let Course::Answered(answer) = &case.course else { return Ok(()) };
        let who = self.owner(case);
        self.propose(conversation_id, who.id, answer.given)?;
        self.stage.answer(conversation_id, &who, answer.text.to_owned())?;
        let owner_id = who.id;
        let asked_ms = self.stage.change(move |tx| {
            let actor = Actor::Agent(owner_id);
            let Some(open) = complaint::open_of(tx, conversation_id)? else { return Ok(None) };
            let judged = complaint::judge(tx, &open, Some(true), actor)?;
            let written = conversation::messages(tx, conversation_id, 0, 100)?;
            let Some(last) =
                written.iter().rfind(|message| message.direction == Direction::Out && !message.automatic)
            else {
                return Ok(None);
            };
            let answered = complaint::mark_answer(tx, &judged, last, actor)?;
            let mut conversation = conversation::find(tx, conversation_id)?;
            promise::close(tx, &mut conversation, None, actor)?;
            Ok(answered.follow_up_at_ms)
        })?;
        self.stage.settle()?;
        if let (Some(asked_ms), Some(_)) = (asked_ms, &answer.said) {
            self.plan(asked_ms + 3 * HOUR_MS, Next::Trouble(Step::Say { case: at, conversation_id }));
        }
        Ok(())
    }

    /// The customer touches an answer of the mail that asks, and says on the page what they think.
    fn say_whether_solved(&mut self, at: usize, conversation_id: i64) -> Result<()> {
        let Course::Answered(Answer { said: Some(said), .. }) = &CASES[at].course else { return Ok(()) };
        let (outcome, note) = match said {
            Said::Solved => ("solved", ""),
            Said::NotSolved(note) => ("not_solved", *note),
        };
        let conversation = self.conversation(conversation_id)?;
        let fields = [("outcome", outcome.to_owned()), ("note", note.to_owned())];
        self.stage.on_page(&conversation, "solved", &fields).map(|_| ())
    }

    fn conversation(&self, conversation_id: i64) -> Result<Conversation> {
        self.stage.change(move |tx| conversation::find(tx, conversation_id))
    }

    fn supply(&mut self, at: usize, task_id: i64) -> Result<()> {
        let Course::Above { answer, .. } = &CASES[at].course else { return Ok(()) };
        let token = self.stage.change(move |tx| task::find(tx, task_id))?.token;
        self.stage.on_task(&token, &[("answer", (*answer).to_owned()), ("outcome", "done".to_owned())])
    }

    fn mend(&self) -> Result<()> {
        self.stage.change(|tx| {
            for recurring in complaint::recurring(tx, 10)? {
                let note = "Scatole a un solo strato da settembre. Si torna alla doppia onda; prova di caduta su tre modelli prima di spedire.";
                let change = complaint::CauseChange { note: Some(note.to_owned()), ..Default::default() };
                complaint::change_cause(tx, &recurring, change, Actor::Agent(recurring.owner_id))?;
            }
            Ok(())
        })
    }

    /// Somebody smells smoke when the office is shut; the rota calls.
    fn fire(&mut self) -> Result<()> {
        let letter = self.mail_of(
            FAULTS,
            ("Giorgio Fontana", "giorgio.fontana@posta.example"),
            "Odore di bruciato dalla Arco da terra",
            "Buonasera, dalla base della Arco da terra usciva odore di bruciato e un filo di fumo. L’ho staccata dalla presa. Posso tenerla in casa stanotte?\nGiorgio Fontana",
        );
        let Some(conversation) = self.stage.post(&letter)? else { return Ok(()) };
        while self.stage.change(oncall::catch_up)? {}
        self.stage.settle()?;
        let at_ms = self.stage.clock.now_ms() + COMES_AFTER_MS;
        self.plan(at_ms, Next::Trouble(Step::Come { conversation_id: conversation.id }));
        Ok(())
    }

    /// Whoever was called last has it, and answers.
    fn come(&mut self, conversation_id: i64) -> Result<()> {
        let called = self.stage.change(move |tx| {
            let Some(alert) = oncall::open_of(tx, conversation_id)? else { return Ok(None) };
            let Some(last) = oncall::pages_of(tx, alert.id)?.pop() else { return Ok(None) };
            oncall::acknowledge(tx, &alert, last.agent_id)?;
            agent::find(tx, last.agent_id).map(Some)
        })?;
        let called = called.context("nobody was called for the smoke")?;
        let who = Colleague { id: called.id, name: called.name };
        let text = format!(
            "Buonasera Giorgio, bene averla staccata: così è sicura, può restare in casa fino a domattina. Non riaccenderla. Domani alle 9 parte il corriere con una base nuova e ritira questa, la apriamo noi.\n\n{}",
            who.name
        );
        self.stage.answer(conversation_id, &who, text).map(|_| ())
    }
}
