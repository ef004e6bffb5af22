local n = tonumber(arg[1])

local function make_matrix(size, entry)
  local rows = {}
  for i = 1, size do
    local row = {}
    for j = 1, size do row[j] = entry(i - 1, j - 1) end
    rows[i] = row
  end
  return rows
end

local function dot(row, matrix, column, zero)
  local sum = zero
  for k = 1, #row do sum = sum + row[k] * matrix[k][column] end
  return sum
end

local function multiply(first, second, zero)
  return make_matrix(#first, function(i, j) return dot(first[i + 1], second, j + 1, zero) end)
end

local function trace_sum(matrix, zero)
  local sum = zero
  for i = 1, #matrix do sum = sum + matrix[i][i] end
  return sum
end

local function fixnum_entry(i, j) return (i * 7 + j * 3) % 11 end
local function flonum_entry(i, j) return fixnum_entry(i, j) / 8.0 end

local function square_trace(entry, zero)
  local matrix = make_matrix(n, entry)
  return trace_sum(multiply(matrix, matrix, zero), zero)
end

print("(" .. square_trace(fixnum_entry, 0) .. " " .. string.format("%.0f", square_trace(flonum_entry, 0.0)) .. ")")
