(define-library (scheme time)
  (export
   current-jiffy current-second jiffies-per-second))
