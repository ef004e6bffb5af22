local n = tonumber(arg[1])

local function cons(head, tail) return {head, tail} end

local function append(first, second)
  if not first then return second end
  return cons(first[1], append(first[2], second))
end

local function safe(row, distance, placed)
  while placed do
    local other = placed[1]
    if other == row + distance or other == row - distance then return false end
    distance = distance + 1
    placed = placed[2]
  end
  return true
end

local function count_from(candidates, rejected, placed)
  if not candidates then return rejected and 0 or 1 end
  local row, rest = candidates[1], candidates[2]
  local count = 0
  if safe(row, 1, placed) then
    count = count_from(append(rest, rejected), nil, cons(row, placed))
  end
  return count + count_from(rest, cons(row, rejected), placed)
end

local function queens(size)
  local rows = nil
  for row = size, 1, -1 do rows = cons(row, rows) end
  return count_from(rows, nil, nil)
end

local sum = 0
for _ = 1, n do sum = sum + queens(8) end
print(sum)
