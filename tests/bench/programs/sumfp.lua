local n = tonumber(arg[1])

local function sum_down(x, sum)
  while x >= 0.0 do
    sum = sum + x
    x = x - 1.0
  end
  return sum
end

local function integrate(f, low, high, pieces)
  local width = (high - low) / pieces
  local x, area = low + width / 2.0, 0.0
  for _ = 1, pieces do
    area = area + width * f(x)
    x = x + width
  end
  return area
end

local function circle(x) return 4.0 / (1.0 + x * x) end

print("(" .. string.format("%.0f", sum_down(n + 0.0, 0.0)) .. " "
  .. string.format("%.0f", 1000000.0 * integrate(circle, 0.0, 1.0, n)) .. ")")
