local n = tonumber(arg[1])

local function padded(k, width)
  local digits = tostring(k)
  return string.rep("0", width - #digits) .. digits
end

local function make_text()
  local pieces = {}
  for k = 0, n - 1 do
    pieces[#pieces + 1] = "line " .. padded(k, 8) .. ": " .. (k % 2 == 0 and "even" or "odd") .. "\n"
  end
  return table.concat(pieces)
end

local function digit_sum(line)
  local sum = 0
  for i = 1, #line do
    local byte = line:byte(i)
    if byte >= 48 and byte <= 57 then sum = sum + byte - 48 end
  end
  return sum
end

local function check_lines(text)
  local start, count, sum = 1, 0, 0
  while start <= #text do
    local stop = text:find("\n", start, true)
    local backwards = text:sub(start, stop - 1):reverse()
    if backwards:byte(1) == 110 then count = count + 1 end
    sum = sum + digit_sum(backwards)
    start = stop + 1
  end
  return "(" .. #text .. " " .. count .. " " .. sum .. ")"
end

local function fill_string(size)
  local letters = {}
  for i = 0, size - 1 do letters[i + 1] = string.char(97 + (i * 7) % 26) end
  return table.concat(letters)
end

local function count_char(byte, filled)
  local count = 0
  for i = 1, #filled do
    if filled:byte(i) == byte then count = count + 1 end
  end
  return count
end

local result
for _ = 1, 10 do
  result = "(" .. check_lines(make_text()) .. " " .. count_char(104, fill_string(n * 10)) .. ")"
end
print(result)
