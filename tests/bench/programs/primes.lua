local n = tonumber(arg[1])

local function without_multiples(factor, numbers)
  local kept, last = nil, nil
  while numbers do
    if numbers[1] % factor ~= 0 then
      local cell = {numbers[1], nil}
      if last then last[2] = cell else kept = cell end
      last = cell
    end
    numbers = numbers[2]
  end
  return kept
end

local numbers = nil
for k = n, 2, -1 do numbers = {k, numbers} end

local count, last = 0, nil
while numbers do
  count, last = count + 1, numbers[1]
  numbers = without_multiples(last, numbers[2])
end
print("(" .. count .. " " .. last .. ")")
