local n = tonumber(arg[1])

local indices = {a = 1, b = 2, c = 3}

local function compile(exp)
  if type(exp) == "number" then return function(_) return exp end end
  if type(exp) == "string" then
    local index = indices[exp]
    return function(registers) return registers[index] end
  end
  local operator, first, second = exp[1], compile(exp[2]), compile(exp[3])
  if operator == "+" then return function(registers) return first(registers) + second(registers) end end
  if operator == "-" then return function(registers) return first(registers) - second(registers) end end
  if operator == "*" then return function(registers) return first(registers) * second(registers) end end
  return function(registers) return math.fmod(first(registers), second(registers)) end
end

local step_exp = {"rem", {"+", {"*", "a", 31}, {"-", "b", {"+", "c", 7}}}, 65521}

local function run_compiled()
  local registers, step = {1, 2, 3}, compile(step_exp)
  for k = 0, n - 1 do
    registers[1] = step(registers)
    registers[2] = k + 1
    registers[3] = k % 5
  end
  return registers[1]
end

local counter, accumulator = 0, 0
local instructions = {
  [0] = function() accumulator = accumulator + counter return 1 end,
  function() if accumulator > 65521 then return 2 end return 3 end,
  function() accumulator = accumulator - 65521 return 1 end,
  function() counter = counter + 1 if counter % 9 == 0 then return 1 end return 0 end,
}

local function run_machine()
  local state = 0
  for _ = 1, n do state = instructions[state]() end
  return accumulator
end

print("(" .. run_compiled() .. " " .. run_machine() .. ")")
