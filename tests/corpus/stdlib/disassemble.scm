; What a procedure was compiled to, an instruction a line.
(define (count-down n) (if (> n 0) (count-down (- n 1)) 'done))
(display (disassemble count-down))
(define (either a b) (or (pair? a) (either b a)))
(display (disassemble either))
(write (guard (e (#t 'refused)) (disassemble car)))
(newline)
