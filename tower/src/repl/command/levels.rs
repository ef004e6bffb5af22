//! `,up`, `,down`, `,levels`: between the levels, whatever the hooks are.

use super::rows::{self, Row};
use super::{Answer, Description, Takes, level_named};
use crate::changes::Kind;
use crate::doing::Doing;
use crate::tower::Tower;
use crate::voice::Voice;
use crate::waiting::LevelId;

/// To the level above.
pub(super) const UP: Description = Description {
    word: ",up",
    takes: Takes::Nothing,
    summary: "pause this level and go up; go on with the level below",
    details: ",up pauses the level that reads as (em-cont) does, but whatever the hooks are.\n",
    perform: |tower, _| match tower.is_flat {
        true => Answer::Lines("There are no levels here.\n".to_owned()),
        false => Answer::Ran(tower.up()),
    },
};

/// To the level below.
pub(super) const DOWN: Description = Description {
    word: ",down",
    takes: Takes::Nothing,
    summary: UP.summary,
    details: ",down resumes the level below as (old-cont) does, whatever the hooks are: what
was left goes on without a value; if nothing was left, its REPL starts.
",
    perform: |tower, _| match tower.down() {
        Some(stop) => Answer::Ran(stop),
        None => Answer::Lines("There is no level below.\n".to_owned()),
    },
};

/// What the levels do.
pub(super) const LEVELS: Description = Description {
    word: ",levels",
    takes: Takes::Maybe("LEVEL"),
    summary: "what each level is doing, and what is changed in it",
    details: "From the top down. A level reads here, or is at its REPL, or was left at an
expression, or waits for the value of one which another level is at work for.
What it is said to have changed are hooks and evaluator functions: they govern
the level below. Levels of which there is the same to say share a line.
",
    perform: |tower, argument| match level_named(LEVELS.word, argument) {
        Ok(level) => Answer::Lines(lines(tower, level)),
        Err(answer) => answer,
    },
};

/// Rows that are shown from each end of a tower of which there is more to say.
const SHOWN: usize = 20;

/// To a person who leaves while levels wait: which do.
pub fn say_what_waits(tower: &mut Tower) {
    // The prompt's line, which the port knows nothing of, has to end.
    let end = if tower.voice == Voice::Words { "\n" } else { "" };
    let lines = format!("{end}{}", lines(tower, None));
    tower.say_lines(&lines);
}

/// Levels of which there is the same to say.
struct Storey {
    lowest: i64,
    highest: i64,
    /// Without a label.
    row: Row,
}

fn lines(tower: &mut Tower, only: Option<LevelId>) -> String {
    let doings = tower.doings();
    let mut storeys: Vec<Storey> = Vec::new();
    for (number, doing) in (0..).zip(&doings) {
        if only.is_some_and(|level| level.0 != number) {
            continue;
        }
        let row = row(tower, LevelId(number), doing);
        match storeys.last_mut() {
            Some(below) if below.row == row => below.highest = number,
            Some(_) | None => storeys.push(Storey { lowest: number, highest: number, row }),
        }
    }
    let untouched = Row::new("", UNTOUCHED);
    if let Some(level) = only {
        if storeys.is_empty() {
            storeys.push(Storey { lowest: level.0, highest: level.0, row: untouched });
        }
    } else {
        storeys.pop_if(|top| top.row == untouched);
        storeys.push(Storey { lowest: i64::MAX, highest: i64::MAX, row: untouched });
    }
    let columns = rows::columns(tower);
    rows::lines(&labelled(storeys), 0, columns)
}

/// The rows of storeys, from the top down; the middle of a tall tower is left out.
fn labelled(storeys: Vec<Storey>) -> Vec<Row> {
    let hidden = storeys.len().saturating_sub(2 * SHOWN);
    let mut rows: Vec<Row> = Vec::new();
    for (index, Storey { lowest, highest, row }) in storeys.into_iter().enumerate().rev() {
        if (SHOWN..SHOWN + hidden).contains(&index) {
            if index == SHOWN {
                let words = format!("and {hidden} rows more; ,levels LEVEL shows one");
                rows.push(Row::new("…", words));
            }
            continue;
        }
        let label = match (lowest, highest) {
            (i64::MAX, _) => "above".to_owned(),
            (lowest, highest) if lowest == highest => format!("level {lowest}"),
            (lowest, highest) => format!("levels {lowest}-{highest}"),
        };
        rows.push(Row { label, ..row });
    }
    rows
}

/// What is said of a level as it was born.
const UNTOUCHED: &str = "untouched";

/// What is said of a level.
fn row(tower: &mut Tower, level: LevelId, doing: &Doing) -> Row {
    let held = tower.beyond_birth(level);
    let head = match doing {
        Doing::Reads => "reads here".to_owned(),
        Doing::AtRepl if held.is_empty() && level > tower.running() => UNTOUCHED.to_owned(),
        Doing::AtRepl => "at the REPL".to_owned(),
        Doing::Left(expression) => format!("left at {expression}"),
        Doing::Waits(expression) => format!("waits for {expression}"),
        Doing::Ended => "has ended: values pass it by".to_owned(),
    };
    let mut row = Row::new("", head);
    let changed: Vec<&str> = tower.replacements(level).into_iter().map(|(name, _)| name).collect();
    if !changed.is_empty() {
        row.notes.push(format!("changed: {}", changed.join(", ")));
    }
    let count = |kind| held.iter().filter(|held| held.kind == kind).count();
    let counted = [(count(Kind::Own), "definition"), (count(Kind::Imported), "imported name")];
    let some = counted.into_iter().filter(|(count, _)| *count > 0);
    let words: Vec<String> = some.map(|(count, what)| super::counted(count, what)).collect();
    if !words.is_empty() {
        row.notes.push(words.join(", "));
    }
    row
}
