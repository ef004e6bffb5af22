;;; A macro that is defined anew holds for all code that used it: compiled or not, through other macros, in
;;; closures, promises, bodies and loops, and whatever defined the procedure.
(define-syntax show
  (syntax-rules () ((_ e ...) (begin (begin (write e) (newline)) ...))))

(define-syntax k (syntax-rules () ((_ x) (list 'one x))))
(define (f x) (k x))
(defn g [x] (k x))
(define-syntax outer (syntax-rules () ((_ x) (k (k x)))))
(define (h x) (outer x))
(define (deep x)
  (let ((r (let loop ((i 0)) (if (= i 3) (k i) (loop (+ i 1))))))
    (list r (map (lambda (y) (k y)) (list x)))))
(define (inner x) (define (own y) (k y)) (define-syntax mine (syntax-rules () ((_ z) (k z)))) (list (own x) (mine x)))
(define (never x) (k x))
(define promise (delay (k 5)))
(define closure (let ((z 1)) (lambda () (k z))))
(define parameter (make-parameter 1 (lambda (x) (k x))))
(define (all) (show (f 1) (g 1) (h 1) (deep 1) (inner 1) (closure) (parameterize ((parameter 2)) (parameter))))
(all)

(define-syntax k (syntax-rules () ((_ x) (vector 'two x))))
(all)
(show (never 1) (force promise))
(define-syntax outer (syntax-rules () ((_ x) 'gone)))
(show (h 1))

;; As a procedure, and as a macro again; a macro that is taken back with the store.
(define (k x) (list 'procedure x))
(all)
(define before (em 'store))
(define-syntax k (syntax-rules () ((_ x) 'syntax)))
(show (f 1) (g 1))
(em `(set! store ',before))
(show (f 1) (g 1))

;; Forms that are there from the beginning, defn among them.
(define (both c) (list (when c 1 2) (unless c 1 2) (let ((x c)) x)))
(show (both #t))
(define-syntax when (syntax-rules () ((_ c a b) (if c (list a b) #f))))
(show (both #t))
(define-syntax let (syntax-rules () ((_ ((n v)) b) ((lambda (n) (list 'let b)) v))))
(show (both #t))
(define-syntax defn (syntax-rules () ((_ n (a ...) b) (define (n a ...) (list 'mine b)))))
(defn mine [x] x)
(show (mine 1) (g 1))

;; In a loop that runs, and by a macro that defines macros.
(define-syntax step (syntax-rules () ((_ i) (list i))))
(define (run)
  (do ((i 0 (+ i 1)) (acc '() (cons (step i) acc))) ((= i 4) (reverse acc))
    (if (= i 2) (eval '(define-syntax step (syntax-rules () ((_ i) (vector i))))))))
(show (run))
(define-syntax define-constant
  (syntax-rules () ((_ n v) (define-syntax n (syntax-rules () ((_) v))))))
(define-constant seven 7)
(define (s) (seven))
(show (s))
(define-constant seven 8)
(show (s))
