local n = tonumber(arg[1])

local function tak(x, y, z, cont)
  if y < x then
    return tak(x - 1, y, z, function(first)
      return tak(y - 1, z, x, function(second)
        return tak(z - 1, x, y, function(third)
          return tak(first, second, third, cont)
        end)
      end)
    end)
  end
  return cont(z)
end

local function identity(result) return result end

local sum = 0
for _ = 1, n do sum = sum + tak(18, 12, 6, identity) end
print(sum)
