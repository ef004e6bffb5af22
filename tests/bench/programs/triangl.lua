local n = tonumber(arg[1])

local rows, holes = 5, 15

local function hole(row, column) return row * (row + 1) // 2 + column end

local function on_board(row, column)
  return 0 <= row and row < rows and 0 <= column and column <= row
end

local directions = {{0, 1}, {0, -1}, {1, 0}, {-1, 0}, {1, 1}, {-1, -1}}
local jumps = {}
for row = 0, rows - 1 do
  for column = 0, row do
    for _, direction in ipairs(directions) do
      local down, across = direction[1], direction[2]
      local to_row, to_column = row + 2 * down, column + 2 * across
      if on_board(to_row, to_column) then
        jumps[#jumps + 1] = {hole(row, column), hole(row + down, column + across), hole(to_row, to_column)}
      end
    end
  end
end

local board, moves_made = {}, {}
for i = 0, holes - 1 do board[i], moves_made[i] = 1, 0 end

local function set_holes(jump, start, over, stop)
  board[jump[1]] = start
  board[jump[2]] = over
  board[jump[3]] = stop
end

local function solutions(depth)
  if depth == 13 then return 1 end
  local found = 0
  for i = 1, #jumps do
    local jump = jumps[i]
    if board[jump[1]] == 1 and board[jump[2]] == 1 and board[jump[3]] == 0 then
      set_holes(jump, 0, 0, 1)
      moves_made[depth] = i
      found = found + solutions(depth + 1)
      set_holes(jump, 1, 1, 0)
    end
  end
  return found
end

local sum = 0
for _ = 1, n do
  board[4] = 0
  sum = sum + solutions(0)
  board[4] = 1
end
print(sum)
