;;; fn and defn: lambda and define with the name first. Brackets are parentheses.

(define-syntax show
  (syntax-rules () ((_ e ...) (begin (begin (write e) (newline)) ...))))

(define-syntax message
  (syntax-rules ()
    ((_ e) (guard (c (#t (condition/report-string c))) (eval 'e (interaction-environment))))))

(defn area [w h] (* w h))
(defn sum all (apply + all))
(defn rest [first . others] others)
(defn answer [] 42)
(show (area 3 4) (sum 1 2 3) (rest 1 2 3) (answer) area)
(show ((fn [x] (* x x)) 5) ((fn [x . y] (list x y)) 1 2 3) ((fn all all) 1 2) ((fn [] 'none)))
(show (map (fn [x] [* x x]) '[1 2 3]) (let ([x 1] [y 2]) [+ x y]) '[a . b])

;; They are definitions and bodies like any other.
(defn fact [n] (if (= n 0) 1 (* n (fact (- n 1)))))
(show (fact 20))
(show (let () (defn twice [f] (fn [x] (f (f x)))) (defn add2 [x] (+ x 2)) ((twice add2) 1)))
(defn outer [x]
  (defn inner [y] (define z (+ x y)) (* z z))
  (inner 1))
(show (outer 2))
(define-syntax make (syntax-rules () ((_ name value) (defn name [] value))))
(make seven 7)
(show (seven))
(show (let ([fn list] [defn vector]) (list (fn 1 2) (defn 3))))
(defn area [r] (* 3 r r))
(show (area 2))

;; Shapes that are wrong.
(show (message (defn)) (message (defn f)) (message (defn 5 [x] x)) (message (defn (f x) x))
      (message (defn f [x])) (message (defn f [x 5] x)) (message (defn f [x y x] x))
      (message (defn f "doc" [x] x)) (message (defn f [x] . x)) (message (defn f (x . 5) x)))
(show (message (fn)) (message (fn [x])) (message (fn [(x 1)] x)) (message (fn [x x] x))
      (message (fn 5 x)) (message (fn [x] . x)))
