//! `,tour`: see `crate::repl::tour`.

use super::{Answer, Description, Takes};
use crate::repl::tour::Tour;
use crate::tower::Tower;
use crate::waiting::LevelId;

/// See the module's documentation.
pub(super) const COMMAND: Description = Description {
    word: ",tour",
    takes: Takes::Maybe("off"),
    summary: "ten inputs through the language and the tower",
    details: "Enter runs the next one; anything else that is typed is an input as ever. ,tour
off, Ctrl-C and Ctrl-D leave the tour. Where nobody types, the inputs run one
after the other.
",
    perform: tour,
};

fn tour(tower: &mut Tower, argument: &str) -> Answer {
    tower.transcript.forget_input();
    Answer::Lines(match argument {
        "" if tower.running() != LevelId(0) => {
            "The tour begins at level 0: ,down goes there.\n".to_owned()
        }
        "" => {
            tower.tour = Some(Tour::new());
            String::new()
        }
        "off" => match tower.tour.take() {
            Some(_) => "You have left the tour.\n".to_owned(),
            None => "There is no tour going on.\n".to_owned(),
        },
        other => {
            format!(",tour takes off or nothing, and is given {}\n", super::shortened(other, 40))
        }
    })
}
