use super::*;
use crate::tower::{Manner, Tower};
use levels::environment::{self, UNIVERSE};
use levels::machine::boot::Settings;
use levels::symbol;

const WIDE: Columns = Columns(120);

/// A report about the first `at` in `text`.
pub(super) fn report(
    kind: &str,
    message: &str,
    irritants: &[&str],
    text: &str,
    at: &str,
) -> Report {
    let start = text.find(at).unwrap();
    let (file, text) = ("prog.scm".into(), text.into());
    let span = Span { file, text, start, end: start + at.len() };
    Report {
        message: message.into(),
        irritants: irritants.iter().map(|&irritant| irritant.into()).collect(),
        kind: kind.into(),
        form: at.ends_with(')').then(|| written(&span)),
        span: Some(span),
        ..Report::default()
    }
}

/// The names that a level is born with.
pub(super) fn bound() -> Vec<String> {
    let mut tower = Tower::new(Settings::default(), Manner::Script);
    crate::prelude::load(&mut tower);
    let names = environment::bound_names(&tower.m, UNIVERSE);
    names.into_iter().map(|name| symbol::name(&tower.m.heap, name).to_owned()).collect()
}

/// The form at a span: names, numbers and lists of them.
fn written(span: &Span) -> Part {
    let text = &span.text[span.start..span.end];
    let shape = match text.chars().next() {
        Some('(') => {
            let mut parts = Vec::new();
            let mut start = span.start + 1;
            while start < span.end - 1 {
                let end = end_of_datum(&span.text[..span.end - 1], start);
                parts.push(written(&Span { start, end, ..span.clone() }));
                start = end + 1;
            }
            Shape::List(parts)
        }
        Some('"') => Shape::String,
        Some(digit) if digit.is_ascii_digit() => Shape::Constant,
        Some(_) | None => Shape::Name,
    };
    Part { text: text.to_owned(), span: Some(span.clone()), shape }
}

fn end_of_datum(text: &str, start: usize) -> usize {
    let mut depth = 0;
    for (at, c) in text[start..].char_indices() {
        match c {
            ' ' if depth == 0 => return start + at,
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// The diagnostic as it stands in a log.
pub(super) fn failing(report: Report) -> String {
    render(&report, Style::Plain, WIDE)
}

#[test]
fn a_terminal_gets_lines_and_colours() {
    let report = report("message", "no", &[], "(f)", "(f)");
    let drawn = render(&report, Style::Drawn, WIDE);
    assert!(drawn.contains("╭") && !drawn.contains('\u{1b}'), "{drawn}");
    assert!(render(&report, Style::Coloured, WIDE).contains("\u{1b}["));
    let plain = render(&report, Style::Plain, WIDE);
    assert!(plain.is_ascii(), "{plain}");
}

#[test]
fn a_megabyte_of_parentheses_is_not_repeated() {
    let mut report = report("read", "unexpected end of input", &[], "(", "(");
    report.span = report.span.map(|span| Span {
        text: "(".repeat(1 << 20).into(),
        start: 1 << 19,
        end: 1 << 20,
        ..span
    });
    report.irritants = vec!["x".repeat(1 << 20); 100];
    let text = failing(report);
    assert!(text.len() < 4096);
    assert!(text.contains("prog.scm:1:524289 ]"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() < 1600), "{text}");
}

#[test]
fn no_span_and_an_unknown_kind_are_still_told() {
    let report = Report { message: "odd".into(), kind: "new-kind".into(), ..Report::default() };
    assert_eq!(failing(report), "Error: odd\n");
}

#[test]
fn every_span_of_a_text_can_be_shown() {
    let text: Rc<str> = "(a\tλ\u{1b}[1m\r\n\n \"→\")\u{85}".into();
    for start in 0..=text.len() + 1 {
        for end in 0..=text.len() + 1 {
            let span = Span { file: "f".into(), text: text.clone(), start, end };
            let report = Report { span: Some(span), ..Report::default() };
            assert!(!render(&report, Style::Drawn, WIDE).contains('\u{1b}'));
        }
    }
}

#[test]
fn nothing_is_wider_than_the_screen() {
    let line = format!("(first {}(second here) {})", "x ".repeat(30), "y ".repeat(30));
    for (at, label) in [("(first", "short"), ("(second", "a label of some length"), ("y )", "z")] {
        for columns in [40, 60, 80, 200] {
            let start = line.find(at).unwrap();
            let file = "prog.scm".into();
            let span = Span { file, text: line.as_str().into(), start, end: line.len() };
            let advice = Advice { label: Some(label.into()), ..Advice::default() };
            let style = (Style::Drawn, Columns(columns));
            let text = drawing::draw("wrong", Some(&span), &advice, style);
            assert!(text.contains(label), "{text}");
            assert!(text.lines().all(|line| line.chars().count() <= columns), "{columns}\n{text}");
        }
    }
}
