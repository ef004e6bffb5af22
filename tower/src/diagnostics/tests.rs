use super::*;

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
    Report {
        message: message.into(),
        irritants: irritants.iter().map(|&irritant| irritant.into()).collect(),
        kind: kind.into(),
        span: Some(Span { file, text, start, end: start + at.len() }),
        ..Report::default()
    }
}

/// The diagnostic as it stands in a log.
pub(super) fn failing(report: Report) -> String {
    render(&report, Style::Plain)
}

#[test]
fn a_terminal_gets_lines_and_colours() {
    let report = report("message", "no", &[], "(f)", "(f)");
    let drawn = render(&report, Style::Drawn);
    assert!(drawn.contains("╭") && !drawn.contains('\u{1b}'), "{drawn}");
    assert!(render(&report, Style::Coloured).contains("\u{1b}["));
    let plain = render(&report, Style::Plain);
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
    assert!(text.contains("prog.scm:1:524289: ((("), "{text}");
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
            assert!(!render(&report, Style::Drawn).contains('\u{1b}'));
        }
    }
}
