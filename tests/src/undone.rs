//! What is undone has not been: each input of every session is done, undone and done again, and gives the second
//! time what it gave the first time; and all of them give what they give in a session where nothing is undone.

use crate::checked::slice;
use crate::command::{run, tower};
use crate::neutral::{Session, sessions};

/// Sessions of which some input shows what is outside of time: the values that `$1` … recall, the numbers of
/// snapshots, the timeline itself.
const OUTSIDE_OF_TIME: &[&str] =
    &["transcripts/results", "transcripts/snapshots", "transcripts/timeline"];

/// The outputs of a session, each with its prompt and input.
fn entries(transcript: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in transcript.lines() {
        let line = line.trim_end();
        match entries.last_mut() {
            Some(entry) if !is_prompted(line) => entry.extend(["\n", line]),
            Some(_) | None => entries.push(line.to_owned()),
        }
    }
    entries
}

fn is_prompted(line: &str) -> bool {
    let level = line.strip_prefix("lisp-").and_then(|rest| rest.split_once('>'));
    level.is_some_and(|(level, _)| level.parse::<i64>().is_ok())
}

fn transcript(session: &Session, room: &str, input: &str, variables: &[(&str, &str)]) -> String {
    let name = format!("undone-{room}-{}", session.name.replace('/', "-"));
    let mut command = tower(&name, &["repl", "--echo"]);
    run(command.envs(variables.iter().copied()), input.as_bytes()).output
}

fn begins_with_input(entry: &str, line: &str) -> bool {
    entry.lines().next().is_some_and(|first| first.trim_end().ends_with(line.trim_end()))
}

fn is_done_twice(line: &str) -> bool {
    !line.trim().is_empty() && !line.starts_with(',')
}

/// Where a session in which inputs are undone departs from the plain one.
fn difference(session: &Session, room: &str, variables: &[(&str, &str)]) -> Result<usize, String> {
    let plain = entries(&transcript(session, room, &session.input, variables));
    let lines: Vec<&str> = session.input.lines().collect();
    // Inputs of several lines are not told from each other here.
    let mut shown = plain.iter().zip(&lines);
    if plain.len() < lines.len() || !shown.all(|(entry, line)| begins_with_input(entry, line)) {
        return Ok(0);
    }
    let twice = |line: &&str| match is_done_twice(line) {
        true => format!("{line}\n,undo\n{line}\n"),
        false => format!("{line}\n"),
    };
    let input: String = lines.iter().map(twice).collect();
    let mut found = entries(&transcript(session, room, &input, variables)).into_iter();
    let mut next = || found.next().unwrap_or_default();
    let mut compared = 0;
    for (line, wanted) in lines.iter().zip(&plain) {
        let times = if is_done_twice(line) { 2 } else { 1 };
        for time in 0..times {
            if time == 1 {
                let undone = next();
                if !undone.contains("undone: ") {
                    return Err(format!("{line}: {undone}"));
                }
            }
            let entry = next();
            if entry != *wanted {
                return Err(format!("time {}:\n{entry}\nand not\n{wanted}", time + 1));
            }
            compared += 1;
        }
    }
    Ok(compared)
}

fn check(room: &str, wanted: &[String], variables: &[(&str, &str)]) -> usize {
    let (mut compared, mut differ) = (0, Vec::new());
    for session in sessions().iter().filter(|session| wanted.contains(&session.name)) {
        if session.dialect.is_some() || OUTSIDE_OF_TIME.contains(&session.name.as_str()) {
            continue;
        }
        match difference(session, room, variables) {
            Ok(inputs) => compared += inputs,
            Err(found) => differ.push(format!("{}: {found}", session.name)),
        }
    }
    assert!(differ.is_empty(), "{} differ:\n{}", differ.len(), differ.join("\n"));
    compared
}

#[test]
fn what_is_undone_and_done_again_comes_out_the_same() {
    let names = slice(sessions().iter().map(|session| session.name.clone()).collect());
    assert!(check("plain", &names, &[]) > 3 * names.len());
}

#[test]
fn what_is_undone_on_a_machine_that_is_checked_comes_out_the_same() {
    let names = slice(sessions().iter().map(|session| session.name.clone()).collect());
    let few: Vec<String> = names.into_iter().step_by(8).collect();
    assert!(check("checked", &few, &[("TOWER_STRESS", "0,100")]) > few.len());
}
