local n = tonumber(arg[1])

local function greatest_divisor(a, b)
  while b ~= 0 do a, b = b, a % b end
  return a
end

local function collatz_length(k)
  local length = 1
  while k ~= 1 do
    if k % 2 == 0 then k = k // 2 else k = 3 * k + 1 end
    length = length + 1
  end
  return length
end

local function power_modulo(base, exponent, modulus)
  local result = 1
  while exponent ~= 0 do
    if exponent % 2 == 1 then result = (result * base) % modulus end
    base = (base * base) % modulus
    exponent = exponent // 2
  end
  return result
end

local function integer_root(k)
  local guess = k
  while true do
    local next_guess = (guess + k // guess) // 2
    if next_guess >= guess then return guess end
    guess = next_guess
  end
end

local function sum_over(f)
  local sum = 0
  for k = 1, n do sum = sum + f(k) end
  return sum
end

print("(" .. sum_over(function(k) return greatest_divisor(k * 7, 360360) end)
  .. " " .. sum_over(collatz_length)
  .. " " .. sum_over(function(k) return power_modulo(3, k, 1000003) end)
  .. " " .. sum_over(integer_root) .. ")")
