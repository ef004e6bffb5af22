; A folder that is not there.
(open-output-file "results/today/numbers.txt")
