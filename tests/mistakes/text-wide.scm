(define 名前 "漢字")
(display (string-append 名前 "かな" 5 "漢字"))
