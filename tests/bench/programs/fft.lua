local n = tonumber(arg[1])

local pi = 3.141592653589793

local function reorder_by_reversed_bits(real, imaginary, size)
  local j = 0
  for i = 0, size - 2 do
    if i < j then
      real[i], real[j] = real[j], real[i]
      imaginary[i], imaginary[j] = imaginary[j], imaginary[i]
    end
    local bit = size // 2
    while bit >= 1 and j >= bit do
      j = j - bit
      bit = bit // 2
    end
    j = j + bit
  end
end

local function butterfly(real, imaginary, i, j, w_real, w_imaginary)
  local x, y = real[j], imaginary[j]
  local turned_real = x * w_real - y * w_imaginary
  local turned_imaginary = x * w_imaginary + y * w_real
  real[j] = real[i] - turned_real
  imaginary[j] = imaginary[i] - turned_imaginary
  real[i] = real[i] + turned_real
  imaginary[i] = imaginary[i] + turned_imaginary
end

local function stage(real, imaginary, size, half, direction)
  local angle = direction * pi / half
  local step_real, step_imaginary = math.cos(angle), math.sin(angle)
  local w_real, w_imaginary = 1.0, 0.0
  for first = 0, half - 1 do
    for i = first, size - 1, half * 2 do
      butterfly(real, imaginary, i, i + half, w_real, w_imaginary)
    end
    w_real, w_imaginary = w_real * step_real - w_imaginary * step_imaginary,
      w_real * step_imaginary + w_imaginary * step_real
  end
end

local function fft(real, imaginary, size, direction)
  reorder_by_reversed_bits(real, imaginary, size)
  local half = 1
  while half < size do
    stage(real, imaginary, size, half, direction)
    half = half * 2
  end
end

local function round(x)
  return string.format("%.0f", x)
end

local real, imaginary = {}, {}
for i = 0, n - 1 do
  real[i] = (i * 7) % 1024 + 0.0
  imaginary[i] = 0.0
end

fft(real, imaginary, n, 1.0)
local middle = real[n // 4]
fft(real, imaginary, n, -1.0)

local sum = 0.0
for i = 0, n - 1 do sum = sum + (i % 5) * real[i] end
print("(" .. round(middle) .. " " .. round(sum / n) .. ")")
