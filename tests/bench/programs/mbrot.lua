local n = tonumber(arg[1])

local most_iterations = 64

local function iterations_at(real, imaginary)
  local x, y, count = real, imaginary, 0
  while count < most_iterations do
    local x_squared, y_squared = x * x, y * y
    if x_squared + y_squared > 4.0 then return count end
    x, y = x_squared - y_squared + real, 2.0 * (x * y) + imaginary
    count = count + 1
  end
  return count
end

local step = 2.0 / n
local sum = 0
for row = 0, n - 1 do
  local imaginary = -1.0 + step * row
  for column = 0, n - 1 do
    sum = sum + iterations_at(-1.5 + step * column, imaginary)
  end
end
print(sum)
