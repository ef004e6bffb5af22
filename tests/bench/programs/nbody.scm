;;; Planets around the sun: flonums in vectors, square roots.
;;; n: steps of simulated time.
;;; bench: smoke=10 scaling=15000 exponent=1
(define n 1200000)

(define pi 3.141592653589793)
(define solar-mass (* 4.0 pi pi))
(define days-per-year 365.24)

;; A body: x y z, velocities along them, mass.
(define (make-body x y z vx vy vz mass)
  (vector x y z
          (* vx days-per-year) (* vy days-per-year) (* vz days-per-year)
          (* mass solar-mass)))

(define bodies
  (vector
   (make-body 0.0 0.0 0.0 0.0 0.0 0.0 1.0)
   (make-body 4.84143144246472090 -1.16032004402742839 -0.103622044471123109
              0.00166007664274403694 0.00769901118419740425 -0.0000690460016972063023
              0.000954791938424326609)
   (make-body 8.34336671824457987 4.12479856412430479 -0.403523417114321381
              -0.00276742510726411164 0.00499852801234917238 0.0000230417297573763929
              0.000285885980666130812)
   (make-body 12.8943695621391310 -15.1111514016986312 -0.223307578892655734
              0.00296460137564761618 0.00237847173959480950 -0.0000296589568540237556
              0.0000436624404335156298)
   (make-body 15.3796971148509165 -25.9193146099879641 0.179258772950371181
              0.00268067772490389322 0.00162824170038242295 -0.0000951592254519715870
              0.0000515138902046611451)))

(define (add! body i amount)
  (vector-set! body i (+ (vector-ref body i) amount)))

(define (fix-momentum!)
  (let ((sun (vector-ref bodies 0)))
    (do ((axis 3 (+ axis 1)))
        ((= axis 6))
      (let loop ((i 1) (momentum 0.0))
        (if (< i (vector-length bodies))
            (let ((body (vector-ref bodies i)))
              (loop (+ i 1)
                    (+ momentum (* (vector-ref body axis) (vector-ref body 6)))))
            (vector-set! sun axis (- (/ momentum solar-mass))))))))

(define (attract! first second dt)
  (let* ((dx (- (vector-ref first 0) (vector-ref second 0)))
         (dy (- (vector-ref first 1) (vector-ref second 1)))
         (dz (- (vector-ref first 2) (vector-ref second 2)))
         (squared (+ (* dx dx) (* dy dy) (* dz dz)))
         (magnitude (/ dt (* squared (sqrt squared))))
         (pull (* (vector-ref second 6) magnitude))
         (push (* (vector-ref first 6) magnitude)))
    (add! first 3 (- (* dx pull)))
    (add! first 4 (- (* dy pull)))
    (add! first 5 (- (* dz pull)))
    (add! second 3 (* dx push))
    (add! second 4 (* dy push))
    (add! second 5 (* dz push))))

(define (move! body dt)
  (add! body 0 (* dt (vector-ref body 3)))
  (add! body 1 (* dt (vector-ref body 4)))
  (add! body 2 (* dt (vector-ref body 5))))

(define (advance! dt)
  (let each ((i 0))
    (if (< i (vector-length bodies))
        (let ((body (vector-ref bodies i)))
          (let with ((j (+ i 1)))
            (if (< j (vector-length bodies))
                (begin
                  (attract! body (vector-ref bodies j) dt)
                  (with (+ j 1)))))
          (move! body dt)
          (each (+ i 1))))))

(define (repeat times)
  (if (> times 0)
      (begin
        (advance! 0.01)
        (repeat (- times 1)))))

(fix-momentum!)
(repeat n)
(write (map (lambda (i) (exact (round (* 1000000.0 (vector-ref (vector-ref bodies 1) i)))))
            '(0 1 2 3 4 5)))
(newline)
