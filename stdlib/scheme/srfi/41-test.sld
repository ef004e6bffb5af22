(define-library (srfi 41-test)
  (import (scheme base) (scheme lazy) (srfi 41) (srfi 64))
  (begin
    (define (list-of stream) (stream->list stream))
    (define (first count stream) (stream->list count stream))
    (define nat (stream-from 0))
    (define (less-than limit) (lambda (x) (< x limit)))
    (define-stream (sieve left)
      (stream-match left
        ((prime . rest)
         (stream-cons
          prime
          (sieve (stream-filter (lambda (n) (positive? (modulo n prime))) rest))))))
    (define many 100000)
    ;; What is not to be touched.
    (define (never) (stream-cons (raise 'touched) (raise 'touched)))

    (test-begin "srfi 41")
    (test-group "primitives"
      (test-equal '(#t #f #t #f) (map stream? (list stream-null '() (stream 1) 1)))
      (test-equal '(#t #f #f) (map stream-null? (list stream-null (stream 1) '())))
      (test-equal '(#f #t #f) (map stream-pair? (list stream-null (stream 1) (list 1))))
      (test-assert "nothing is computed before it is asked for"
        (stream-pair? (stream-cdr (stream-cons (raise 1) (stream-cons (raise 1) (raise 1))))))
      (test-equal "elements are computed once" '(1 1 1)
        (let* ((count 0)
               (stream (stream-cons (begin (set! count (+ count 1)) count) stream-null)))
          (list (stream-car stream) (stream-car stream) count)))
      (test-assert "an element that is a promise"
        (promise? (stream-car (stream-cdr (list->stream (list 1 (delay 2)))))))
      (test-equal '(1 2) (list-of ((stream-lambda (a . b) (stream-cons a (list->stream b))) 1 2)))
      (test-error error-object? (stream-car stream-null))
      (test-error error-object? (stream-cdr stream-null))
      (test-error error-object? (stream-car 1))
      (test-error error-object? (stream-pair? (stream-cdr (stream-cons 1 2)))))

    (test-group "forms"
      (test-equal '(2 3 5 7 11 13) (first 6 (sieve (stream-from 2))))
      (test-equal '(3 2 1)
        (list-of (stream-let loop ((n 3)) (if (= n 0) stream-null (stream-cons n (loop (- n 1)))))))
      (test-equal '((0 1) (0 4) (2 1) (2 4))
        (list-of (stream-of (list x y) (x in (stream-range 0 4)) (even? x) (y in (stream 1 4)))))
      (test-equal '(0 1 4 9) (list-of (stream-of y (x in (stream-range 0 4)) (y is (* x x)))))
      (test-equal '(1) (list-of (stream-of 1)))
      (test-equal '(empty one two many)
        (map (lambda (stream)
               (stream-match stream (() 'empty) ((_) 'one) ((a b) 'two) (_ 'many)))
             (list stream-null (stream 1) (stream 1 2) (stream 1 2 3))))
      (test-equal "fenders" '(2 1)
        (map (lambda (stream) (stream-match stream ((a . b) (odd? a) a) ((a b) b)))
             (list (stream 4 2) (stream 1 2))))
      (test-equal '(1 (2 3)) (stream-match (stream 1 2 3) ((a . b) (list a (list-of b)))))
      (test-eqv "an element without a name is not computed" 2
        (stream-match (stream (raise 1) 2) ((_ a) a)))
      (test-error error-object? (stream-match (stream 1) (() 1)))
      (test-error error-object? (stream-match 1 (a 1))))

    (test-group "making"
      (test-equal '(a b) (list-of (list->stream '(a b))))
      (test-equal '(#\a #\b) (list-of (port->stream (open-input-string "ab"))))
      (test-equal '(1 2 1 2 1) (first 5 (stream-constant 1 2)))
      (test-equal '() (list-of (stream-constant)))
      (test-equal '(1 3 5) (first 3 (stream-from 1 2)))
      (test-equal '((0 1 2) (2 1) (0 3) (5 3 1) ())
        (map list-of (list (stream-range 0 3) (stream-range 2 0) (stream-range 0 6 3)
                           (stream-range 5 0 -2) (stream-range 1 1))))
      (test-equal '(1 2 4 8) (first 4 (stream-iterate (lambda (x) (* 2 x)) 1)))
      (test-equal '(0 1 4 9)
        (list-of (stream-unfold square (less-than 4) (lambda (x) (+ x 1)) 0)))
      (test-equal '((0 2 4) (1 3))
        (call-with-values
         (lambda ()
           (stream-unfolds
            (lambda (n)
              (cond ((= n 5) (values n '() '()))
                    ((even? n) (values (+ n 1) (list n) #f))
                    (else (values (+ n 1) #f (list n)))))
            0))
         (lambda streams (map list-of streams)))))

    (test-group "parts"
      (test-equal '(0 5) (list (stream-ref nat 0) (stream-ref nat 5)))
      (test-error error-object? (stream-ref (stream 1) 1))
      (test-equal '(0 1) (list-of (stream-take 2 nat)))
      (test-equal '(1) (list-of (stream-take 2 (stream 1))))
      (test-equal '(0 1) (list-of (stream-take-while (less-than 2) nat)))
      (test-equal '(2 3) (first 2 (stream-drop 2 nat)))
      (test-equal '() (list-of (stream-drop 2 (stream 1))))
      (test-equal '(7) (first 1 (stream-drop-while (less-than 7) nat)))
      (test-equal '(1 3) (first 2 (stream-filter odd? nat))))

    (test-group "whole streams"
      (test-eqv 3 (stream-length (stream 1 2 3)))
      (test-equal '(3 2 1) (stream-fold (lambda (so-far x) (cons x so-far)) '() (stream 1 2 3)))
      (test-equal '((2 b) (1 a))
        (let ((seen '()))
          (stream-for-each (lambda (a b) (set! seen (cons (list a b) seen)))
                           (stream 1 2 3) (stream 'a 'b))
          seen))
      (test-equal '(2 4) (first 2 (stream-map + (stream-from 1) (stream-from 1))))
      (test-equal '((0 a) (1 b)) (list-of (stream-zip nat (stream 'a 'b))))
      (test-equal '(0 1 3 6) (list-of (stream-scan + 0 (stream 1 2 3))))
      (test-equal '(3 2 1) (list-of (stream-reverse (stream 1 2 3))))
      (test-equal '(1 2 3) (list-of (stream-append (stream 1) stream-null (stream 2 3))))
      (test-equal '() (list-of (stream-append)))
      (test-equal '(0 1 2) (first 3 (stream-append nat nat)))
      (test-equal '(1 1 2 1 2 3)
        (first 6 (stream-concat (stream-map (lambda (n) (stream-range 1 (+ n 1))) (stream-from 1))))))

    (test-group "lazy"
      (for-each (lambda (make) (test-assert (stream? (make))))
                (list (lambda () (stream-map car (never)))
                      (lambda () (stream-filter car (never)))
                      (lambda () (stream-append (never) (never)))
                      (lambda () (stream-reverse (never)))
                      (lambda () (stream-take 5 (never)))
                      (lambda () (stream-drop 5 (never)))
                      (lambda () (stream-scan + 0 (never)))
                      (lambda () (stream-zip (never) (never))))))

    (test-group "long"
      (test-eqv many (stream-ref (stream-filter (lambda (n) (= n many)) nat) 0))
      (test-eqv (* 2 many) (stream-length (stream-append (stream-range 0 many) (stream-range 0 many))))
      (test-eqv many (stream-car (stream-drop many nat)))
      (test-eqv many (stream-ref (stream-concat (stream-map (lambda (n) (stream n)) nat)) many))
      (test-eqv many
        (stream-car (stream-let loop ((n 0)) (if (< n many) (loop (+ n 1)) (stream n))))))

    (test-group "wrong arguments"
      (define-syntax refuses
        (syntax-rules () ((_ form ...) (begin (test-error error-object? form) ...))))
      (refuses
       (list->stream 1) (list->stream '(1 . 2)) (port->stream 1) (stream->list -1 nat)
       (stream->list 1) (stream-from 'a) (stream-range 1 'a) (stream-iterate 1 1)
       (stream-unfold 1 car car 1) (stream-unfolds 1 1) (stream-ref nat -1) (stream-ref nat 1.5)
       (stream-take 'a nat) (stream-take-while 1 nat) (stream-drop 1 1) (stream-drop-while car 1)
       (stream-filter 1 nat) (stream-length 1) (stream-fold 1 1 nat) (stream-for-each car)
       (stream-map car '(1)) (stream-zip) (stream-scan + 0 1) (stream-reverse 1)
       (stream-append nat 1) (stream-concat 1) (list-of (stream-concat (stream 1)))))
    (test-end)))
