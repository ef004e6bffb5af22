local n = tonumber(arg[1])

local function random_vector(size)
  local v, seed = {}, 42
  for i = 0, size - 1 do
    v[i] = seed
    seed = (seed * 16807) % 2147483647
  end
  return v
end

local function partition(v, i, j, pivot)
  while true do
    while v[i] < pivot do i = i + 1 end
    while pivot < v[j] do j = j - 1 end
    if i >= j then return j end
    v[i], v[j] = v[j], v[i]
    i, j = i + 1, j - 1
  end
end

local function quicksort(v, low, high)
  if low < high then
    local middle = partition(v, low, high, v[(low + high) // 2])
    quicksort(v, low, middle)
    quicksort(v, middle + 1, high)
  end
end

local numbers = random_vector(n)
quicksort(numbers, 0, n - 1)

local sum = 0
for i = 1, n - 1 do
  if numbers[i - 1] > numbers[i] then error("not sorted") end
  sum = (sum * 31 + numbers[i]) % 1000003
end
print(sum)
