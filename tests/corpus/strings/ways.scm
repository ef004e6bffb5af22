;;; One result, whichever way to it: operators that the compiler knows and the same procedures
;;; applied, characters one by one and many at once (R7RS 6.6, 6.7, 6.13).
(import (scheme base) (scheme file) (scheme write))

(define (show x) (write x) (newline))
(define (failing thunk) (guard (e (#t 'failed)) (thunk)))
(define texts
  (list "" "a" "\n" "abc" "a\nb" "é" "naïve" "λ" "aλ" "\x1D11E;b\n" "0123456789abcdef" "0123456789abcdefg"
        "0123456789\nabcde" "0123456789abcdeé" "0123456789abcde\n\n" (make-string 100 #\x) (make-string 20 #\λ)))

(define (all-texts? same?)
  (let loop ((texts texts))
    (or (null? texts) (and (same? (car texts)) (loop (cdr texts))))))

(define (all-below? n same?)
  (let loop ((i 0))
    (or (= i n) (and (same? i) (loop (+ i 1))))))

(show (all-texts?
       (lambda (text)
         (let ((chars (list->vector (string->list text))))
           (all-below? (string-length text)
                       (lambda (i)
                         (let ((c (string-ref text i)))
                           (and (char=? c (vector-ref chars i))
                                (char=? c (apply string-ref (list text i)))
                                (char=? c c c)))))))))

(show (all-texts?
       (lambda (text)
         (let ((far (+ (string-length text) 1)))
           (and (equal? (failing (lambda () (string-ref text far)))
                        (failing (lambda () (apply string-ref (list text far)))))
                (equal? (failing (lambda () (string-ref text -1)))
                        (failing (lambda () (apply string-ref (list text -1))))))))))

(define objects (list (eof-object) #f #t '() 0 1.5 #\a "eof" 'eof car (vector)))
(show (map (lambda (object) (eof-object? object)) objects))
(show (map eof-object? objects))
(show (map (lambda (object) (if (eof-object? object) 'end 'no)) objects))
(show (map (lambda (object) (failing (lambda () (char=? #\a object)))) objects))
(show (map (lambda (object) (failing (lambda () (char=? object #\a)))) objects))

;; Orders of two characters and of three.
(define chars (list #\a #\b #\A #\é #\λ #\x1D11E))
(show (let loop ((xs chars) (same #t))
        (if (null? xs)
            same
            (loop (cdr xs)
                  (let inner ((ys chars) (same same))
                    (if (null? ys)
                        same
                        (let ((x (car xs)) (y (car ys)))
                          (inner (cdr ys)
                                 (and same
                                      (eq? (char=? x y) (= (char->integer x) (char->integer y)))
                                      (eq? (char<? x y) (char<? x y #\x10FFFF))
                                      (eq? (char>? x y) (char>? x y #\nul))
                                      (eq? (char<=? x y) (char<=? x y y))
                                      (eq? (char>=? x y) (char>=? x x y)))))))))))

;; A string changed character by character, and copied over at once.
(define (copied-by-char text)
  (let ((copy (make-string (string-length text) #\-)))
    (let loop ((i 0))
      (if (< i (string-length text))
          (begin
            (string-set! copy i (integer->char (char->integer (string-ref text i))))
            (loop (+ i 1)))
          copy))))
(show (all-texts? (lambda (text) (string=? text (copied-by-char text) (string-copy text)))))
(define wide (string-copy "aλc"))
(string-set! wide 1 #\b)
(string-set! wide 0 #\z)
(show wide)

;; Text written at once and by characters, and whether a line has been begun.
(define (write-chars text port) (string-for-each (lambda (c) (write-char c port)) text))
(define (write-all write-one port)
  (for-each (lambda (text) (write-one text port) (write-char #\! port) (write-one text port)) texts))
(define (written-by write-one)
  (let ((port (open-output-string)))
    (write-all write-one port)
    (get-output-string port)))
(define whole (written-by display))
(show (string=? whole (written-by write-chars) (written-by write-string)))
(define (by-file write-one)
  (call-with-output-file "ways.txt" (lambda (port) (write-all write-one port)))
  (call-with-input-file "ways.txt"
    (lambda (port) (read-string (+ 1 (string-length whole)) port))))
(show (string=? whole (by-file display) (by-file write-chars)))

;; Characters of a file one by one: a closed port and a port of bytes have none.
(define (chars-of port)
  (let loop ((chars '()))
    (let* ((next (peek-char port)) (c (read-char port)))
      (cond ((not (equal? next c)) 'different)
            ((eof-object? c) (list->string (reverse chars)))
            (else (loop (cons c chars)))))))
(show (string=? whole (call-with-input-file "ways.txt" chars-of) (chars-of (open-input-string whole))))
(define closed (open-input-file "ways.txt"))
(show (read-char closed))
(close-port closed)
(show (eq? 'failed (failing (lambda () (read-char closed)))))
(define closed-string (open-input-string "ab"))
(close-port closed-string)
(show (eq? 'failed (failing (lambda () (peek-char closed-string)))))
(show (eq? 'failed (failing (lambda () (read-char (open-input-bytevector (bytevector 1)))))))
(show (eq? 'failed (failing (lambda () (read-char (open-output-string))))))
(show (eq? 'failed (failing (lambda () (read-char 'port)))))
