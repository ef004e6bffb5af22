local n = tonumber(arg[1])

local function count_keys(key_at, seventh)
  local counts, seed, distinct = {}, 42, 0
  for _ = 1, n do
    local key = key_at(seed)
    local count = counts[key] or 0
    counts[key] = count + 1
    seed = (seed * 16807) % 2147483647
    if count == 0 then distinct = distinct + 1 end
  end
  return "(" .. distinct .. " " .. (counts[seventh] or 0) .. ")"
end

local keys = n // 4
local integers = count_keys(function(seed) return seed % keys end, 7)
local names = {}
for k = 0, keys - 1 do names[k] = "key-" .. k end
local strings = count_keys(function(seed) return names[seed % keys] end, "key-7")
print("(" .. integers .. " " .. strings .. ")")
