local n = tonumber(arg[1])

local function after(f, g)
  return function(x) return f(g(x)) end
end

local function zero(_) return function(x) return x end end
local function successor(numeral)
  return function(f) return after(f, numeral(f)) end
end
local function sum(first, second)
  return function(f) return after(first(f), second(f)) end
end
local function product(first, second) return after(first, second) end
local function power(base, exponent) return exponent(base) end

local function numeral(k)
  if k == 0 then return zero end
  return successor(numeral(k - 1))
end

local function value(numeral)
  return numeral(function(k) return k + 1 end)(0)
end

local three, four = numeral(3), numeral(4)

local function curried_sum(a)
  return function(b) return function(c) return function(d) return a + b + c + d end end end
end

local function sum_curried(k)
  local total = 0
  while k > 0 do
    total = curried_sum(total)(k)(1)(-1)
    k = k - 1
  end
  return total
end

local total = 0
for times = n, 1, -1 do
  total = total
    + value(sum(power(three, product(four, numeral(2))), product(power(four, three), numeral(times % 16))))
    + sum_curried(5000)
end
print(total)
