local n = tonumber(arg[1])

local function make_tree(low, high)
  if low == high then return low end
  local middle = (low + high) // 2
  return {make_tree(low, middle), make_tree(middle + 1, high)}
end

local function walk(tree)
  if type(tree) == "table" then
    walk(tree[1])
    walk(tree[2])
  else
    coroutine.yield(tree)
  end
end

local function leaf_generator(tree)
  return coroutine.wrap(function() walk(tree) return nil end)
end

local function same_leaves(first, second)
  local next_of_first, next_of_second = leaf_generator(first), leaf_generator(second)
  local sum = 0
  while true do
    local a, b = next_of_first(), next_of_second()
    if a ~= b then error("different") end
    if not a then return sum end
    sum = sum + a
  end
end

local function chained(low)
  if low + 8 > 2048 then return make_tree(low, 2048) end
  return {make_tree(low, low + 7), chained(low + 8)}
end

local balanced, leaning = make_tree(1, 2048), chained(1)
local total = 0
for _ = 1, n do total = total + same_leaves(balanced, leaning) end
print(total)
