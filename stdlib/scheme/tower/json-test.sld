(define-library (tower json-test)
  (import (scheme base) (tower json) (srfi 64) (srfi 69))
  (begin
    ;; What is read is written as the text is.
    (define-syntax test-same
      (syntax-rules () ((_ text ...) (begin (test-equal text (json->string (string->json text))) ...))))

    ;; What the error says of the place.
    (define (place text)
      (guard (e ((error-object? e)
                 (let ((message (error-object-message e)))
                   (string-copy message 14 (string-length "string->json: line 1, column 1")))))
        (string->json text)))

    (define-syntax test-refused
      (syntax-rules () ((_ where text ...) (begin (test-equal text where (place text)) ...))))

    (define (nested depth)
      (string-append (make-string depth #\[) (make-string depth #\])))

    (test-begin "tower json")
    (test-group "both ways"
      (test-same
       "null" "true" "false" "0" "-1" "1.5" "-0.0" "1e100" "1234567890123456789012345678901234567890"
       "\"\"" "\"a\\\"b\\\\c\\n\\r\\t\\u0001λ😀\"" "[]" "[1,[2,[]],{}]" "{}"
       "{\"b\":1,\"a\":{\"\":null},\"c\":[true]}"))
    (test-group "reading"
      (test-equal #(1 2.5 100.0 1.0 0.25 0 -2e-3)
        (string->json " [ 1 ,\t2.5\r\n, 1E2, 10e-1,25.0e-2,-0,-2e-3 ] "))
      (test-assert (exact? (string->json "10")))
      (test-assert (inexact? (string->json "10.0")))
      (test-equal "\"\\/\x8;\xc;\n\r\té😀" (string->json "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\ude00\""))
      (test-equal '("b" "a") (hash-table-keys (string->json "{\"b\":1,\"a\":2}")))
      (test-eqv "the last member counts" 2
        (hash-table-ref/default (string->json "{\"a\":1,\"a\":2}") "a" 0))
      (test-assert (json-null? (string->json "null")))
      (test-eqv "a mark before the text" 1 (string->json "\xfeff;1"))
      (let ((port (open-input-string "1 [2]\n\"x\"true")))
        (test-eqv 1 (json-read port))
        (test-equal #(2) (json-read port))
        (test-equal "x" (json-read port))
        (test-eq #t (json-read port))
        (test-assert (eof-object? (json-read port)))))
    (test-group "what is no JSON"
      (test-refused "line 1, column 1" "" "a" "'a'" "]" "+1" ".5" "NaN")
      (test-refused "line 1, column 2" "-" "[" "{" "01" "tx" "\"" "-a" "{1:2}" "[,")
      (test-refused "line 1, column 3" "1 2" "1." "1e" "[1" "\"a" "\"\\x\"" "[1}" "-012")
      (test-refused "line 1, column 4" "[1,]" "1e+" "[1 2]" "tru" "\"\\u\"")
      (test-refused "line 2, column 1" "[1\n2]" "{\n]" "[\n")
      (test-refused "line 1, column 5" "{\"a\"}" "[1,2" "null1")
      (test-refused "line 1, column 6" "1e999")
      (test-refused "line 1, column 8" "\"\\udc00\"" "\"\\ud800\"" "\"\\ud800a\"")
      (test-refused "line 3, column 2" "[\n1,\n\"" "\n\n1x" "[1,\n\n ]")
      (test-refused "line 1, column 3" "[1-2]" "1.e" "\"a\tb\"")
      (test-refused "line 1, column 4" "1.2.3" "\"ab\n\"" "truth")
      (test-refused "line 1, column 9" "[\"a\\n\", \x0;]")
      (test-refused "line 1, column 2" "[\x0;]")
      (test-refused "line 1, column 5" "[nulL]"))
    (test-group "numbers of every size"
      (test-eqv 0.0 (string->json "1e-999999999"))
      (test-eqv 1.5e308 (string->json "15e307"))
      (test-error error-object? (string->json "1e999999999999999999999"))
      (test-eqv 100000
        (string-length (number->string (string->json (make-string 100000 #\7)))))
      (test-eqv 0.1 (string->json (string-append "0.1" (make-string 100000 #\0)))))
    (test-group "writing"
      (test-equal "{\"a\":[1,{}],\"b\":\"c\"}" (json->string '((a . #(1 ())) ("b" . "c"))))
      (test-equal "{\n  \"a\": [\n    1,\n    []\n  ]\n}" (json->string '((a . #(1 #()))) 2))
      (test-equal "[1]" (let ((port (open-output-string)))
                          (json-write #(1) port)
                          (get-output-string port)))
      (let ((shared (vector 1)))
        (test-equal "[[1],[1]]" (json->string (vector shared shared)))
        (vector-set! shared 0 shared)
        (test-error "circular" error-object? (json->string shared)))
      (let ((table (make-hash-table)))
        (hash-table-set! table "a" (list (cons 'b table)))
        (test-error "a table in itself" error-object? (json->string table)))
      (let ((circle (list (cons 'a 1))))
        (set-cdr! circle circle)
        (test-error "a circular list" error-object? (json->string circle)))
      (for-each
       (lambda (value) (test-error error-object? (json->string value)))
       (list 'a 1/2 (/ 0. 0.) (/ 1. 0.) (/ -1. 0.) #\a '(1 2) '((a . 1) . b) car '((1 . 2)) #u8(1)
             (eof-object)))
      (test-equal "nothing is written of what is refused" ""
        (let ((port (open-output-string)))
          (guard (e (#t #f)) (json-write (vector 1 'a) port))
          (get-output-string port))))
    (test-group "deep and wrong"
      (test-eqv 200000 (string-length (json->string (string->json (nested 100000)))))
      (test-error error-object? (string->json (make-string 100000 #\[)))
      (test-error error-object? (string->json 1))
      (test-error error-object? (json-read 1))
      (test-error error-object? (json-write 1 1))
      (test-error error-object? (json->string 1 -1))
      (test-error error-object? (json-write 1 (open-output-string) 1.5)))
    (test-end)))
