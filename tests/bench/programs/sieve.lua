local n = tonumber(arg[1])

local function count_primes(limit)
  local prime = {}
  for i = 0, limit do prime[i] = true end
  local count = 0
  for candidate = 2, limit do
    if prime[candidate] then
      count = count + 1
      for multiple = candidate * candidate, limit, candidate do
        prime[multiple] = false
      end
    end
  end
  return count
end

local sum = 0
for _ = 1, 100 do sum = sum + count_primes(n) end
print(sum)
