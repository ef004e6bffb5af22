"""Numbers and tables as they are printed."""

import math


def seconds(value):
    """`…` stands for a run that was stopped."""
    return "…" if value is None else f"{max(value, 0.0):.2f}"


def ratio(value):
    return "" if value is None else f"{value:.2f}"


def megabytes(value):
    return f"{value / 1e6:.0f}"


def geometric_mean(values):
    """Of those that are there; None if none is."""
    logs = [math.log(value) for value in values if value is not None]
    return math.exp(sum(logs) / len(logs)) if logs else None


def markdown(header, rows):
    """A markdown table, its first column to the left and the others to the right."""
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]
    lines = [_line(header, widths), "|" + "|".join(_rule(i, w) for i, w in enumerate(widths)) + "|"]
    lines += [_line(row, widths) for row in rows]
    return "\n".join(lines)


def _line(cells, widths):
    first = cells[0].ljust(widths[0])
    others = [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:])]
    return "| " + " | ".join([first, *others]) + " |"


def _rule(column, width):
    return "-" * (width + 2) if column == 0 else "-" * (width + 1) + ":"
