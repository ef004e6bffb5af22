; Characters that would move a terminal's cursor.
(display "[31m" (car "a‮ b"))
