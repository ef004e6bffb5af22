; A name that several libraries have.
(display (stream-ref (stream-from 1) 5))
