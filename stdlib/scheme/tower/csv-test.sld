(define-library (tower csv-test)
  (import (scheme base) (tower csv) (srfi 64))
  (begin
    (define (refusal text)
      (guard (e ((error-object? e) (error-object-message e)))
        (string->csv text)))

    (test-begin "tower csv")
    (test-group "reading"
      (test-equal '() (string->csv ""))
      (test-equal '(("a" "b") ("c" "d")) (string->csv "a,b\r\nc,d\r\n"))
      (test-equal '(("a" "b") ("c" "d")) (string->csv "a,b\nc,d"))
      (test-equal '(("" "" "")) (string->csv ",,"))
      (test-equal '(("a") ("") ("b")) (string->csv "a\r\n\r\nb"))
      (test-equal '(("")) (string->csv "\n"))
      (test-equal '(("a" " b ")) (string->csv "a, b "))
      (test-equal '(("a,b" "say \"it\"" "two\r\nlines" ""))
        (string->csv "\"a,b\",\"say \"\"it\"\"\",\"two\r\nlines\",\"\"\r\n"))
      (test-equal '(("λ" "😀")) (string->csv "λ;😀" #\;))
      (test-equal '(("a,b")) (string->csv "a,b" #\tab))
      (let ((port (open-input-string "a,b\nc")))
        (test-equal '("a" "b") (csv-read-record port))
        (test-equal '("c") (csv-read-record port))
        (test-assert (eof-object? (csv-read-record port))))
      (test-equal '(("x")) (csv-read (open-input-string "x"))))
    (test-group "malformed"
      (test-equal
       "string->csv: line 2, column 3: the quote that begins this field is not closed"
       (refusal "a\nb,\"c\n\n"))
      (test-equal
       "string->csv: line 1, column 2: a quote inside a field that does not begin with one"
       (refusal "a\"b"))
      (test-equal
       "string->csv: line 1, column 4: expected a separator or the line's end after a quote"
       (refusal "\"a\"b"))
      (test-equal "string->csv: line 1, column 3: a CR without LF outside of quotes, before this"
        (refusal "a\rb"))
      (test-equal "string->csv: line 3, column 2: the quote that begins this field is not closed"
        (refusal "\"a\nb\"\n,\"c\"\"\n"))
      (test-equal "places are those of the whole text"
        "csv-read-record: line 3, column 2: a quote inside a field that does not begin with one"
        (let ((port (open-input-string "a\n\"b\"\nc\"d\n")))
          (csv-read-record port)
          (csv-read-record port)
          (guard (e ((error-object? e) (error-object-message e))) (csv-read-record port)))))
    (test-group "strange texts"
      (test-equal '(("a" "b")) (string->csv "\xfeff;a,b\n"))
      (test-equal "a mark elsewhere is text" '(("a") ("\xfeff;b")) (string->csv "a\n\xfeff;b"))
      (test-equal '(("a\x0;b" "c")) (string->csv "a\x0;b,c"))
      (test-equal '(("a") ("b") ("c\rd") ("e")) (string->csv "a\nb\r\n\"c\rd\"\ne\r"))
      (test-eqv 500001 (length (car (string->csv (make-string 500000 #\,)))))
      (test-eqv 1000000 (string-length (caar (string->csv (make-string 1000000 #\x)))))
      (test-eqv 300000
        (string-length
         (caar (string->csv (string-append "\"" (make-string 600000 #\") "\""))))))
    (test-group "writing"
      (test-equal "" (csv->string '()))
      (test-equal "a,1,1.5\r\n\r\n" (csv->string '(("a" 1 1.5) (""))))
      (test-equal "a,b;\"c;d\"\r\n" (csv->string '(("a,b" "c;d")) #\;))
      (test-equal "a\t\"\"\"\"\t\"\n\"\r\n" (csv->string '(("a" "\"" "\n")) #\tab))
      (test-equal "a,b\r\n"
        (let ((port (open-output-string)))
          (csv-write-record '("a" "b") port)
          (get-output-string port)))
      (test-equal "nothing is written of what is refused" ""
        (let ((port (open-output-string)))
          (guard (e (#t #f)) (csv-write '(("a") (b)) port))
          (get-output-string port))))
    (test-group "both ways"
      (let ((records '(("" "a" "\r" "\n" "\r\n" "\"" "\"\"" ",") ("") (" x ") ("λ,😀" ""))))
        (test-equal records (string->csv (csv->string records)))
        (test-equal records (string->csv (csv->string records #\;) #\;))))
    (test-group "wrong arguments"
      (for-each
       (lambda (thunk) (test-error error-object? (thunk)))
       (list (lambda () (string->csv 1))
             (lambda () (string->csv "a" ","))
             (lambda () (string->csv "a" #\"))
             (lambda () (csv-read 1))
             (lambda () (csv-read-record (open-input-bytevector #u8())))
             (lambda () (csv-write 1 (open-output-string)))
             (lambda () (csv-write '(()) (open-output-string)))
             (lambda () (csv-write '("a") (open-output-string)))
             (lambda () (csv->string '((a))))
             (lambda () (csv->string '(("a" . "b"))))
             (lambda () (csv-write '(("a")) 1))
             (lambda () (csv->string '(("a")) #\newline)))))
    (test-end)))
