local n = tonumber(arg[1])

local function make_tree(depth)
  if depth == 0 then return false end
  return {make_tree(depth - 1), make_tree(depth - 1)}
end

local function count_nodes(tree)
  if not tree then return 1 end
  return 1 + count_nodes(tree[1]) + count_nodes(tree[2])
end

local long_lived = make_tree(n)
local sums = {}
for depth = 4, n, 2 do
  local sum = 0
  for _ = 1, 1 << (n + 5 - depth) do sum = sum + count_nodes(make_tree(depth)) end
  sums[#sums + 1] = sum
end
print("(" .. count_nodes(long_lived) .. " (" .. table.concat(sums, " ") .. "))")
