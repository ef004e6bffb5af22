local n = tonumber(arg[1])

local pi = 3.141592653589793
local solar_mass = 4.0 * pi * pi
local days_per_year = 365.24

local function make_body(x, y, z, vx, vy, vz, mass)
  return {x, y, z, vx * days_per_year, vy * days_per_year, vz * days_per_year, mass * solar_mass}
end

local bodies = {
  make_body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0),
  make_body(4.84143144246472090, -1.16032004402742839, -0.103622044471123109,
            0.00166007664274403694, 0.00769901118419740425, -0.0000690460016972063023,
            0.000954791938424326609),
  make_body(8.34336671824457987, 4.12479856412430479, -0.403523417114321381,
            -0.00276742510726411164, 0.00499852801234917238, 0.0000230417297573763929,
            0.000285885980666130812),
  make_body(12.8943695621391310, -15.1111514016986312, -0.223307578892655734,
            0.00296460137564761618, 0.00237847173959480950, -0.0000296589568540237556,
            0.0000436624404335156298),
  make_body(15.3796971148509165, -25.9193146099879641, 0.179258772950371181,
            0.00268067772490389322, 0.00162824170038242295, -0.0000951592254519715870,
            0.0000515138902046611451),
}

local function attract(first, second, dt)
  local dx = first[1] - second[1]
  local dy = first[2] - second[2]
  local dz = first[3] - second[3]
  local squared = dx * dx + dy * dy + dz * dz
  local magnitude = dt / (squared * math.sqrt(squared))
  local pull, push = second[7] * magnitude, first[7] * magnitude
  first[4] = first[4] - dx * pull
  first[5] = first[5] - dy * pull
  first[6] = first[6] - dz * pull
  second[4] = second[4] + dx * push
  second[5] = second[5] + dy * push
  second[6] = second[6] + dz * push
end

local function move(body, dt)
  body[1] = body[1] + dt * body[4]
  body[2] = body[2] + dt * body[5]
  body[3] = body[3] + dt * body[6]
end

for axis = 4, 6 do
  local momentum = 0.0
  for i = 2, #bodies do momentum = momentum + bodies[i][axis] * bodies[i][7] end
  bodies[1][axis] = -(momentum / solar_mass)
end

for _ = 1, n do
  for i = 1, #bodies do
    for j = i + 1, #bodies do attract(bodies[i], bodies[j], 0.01) end
    move(bodies[i], 0.01)
  end
end

local rounded = {}
for i = 1, 6 do rounded[i] = string.format("%.0f", 1000000.0 * bodies[2][i]) end
print("(" .. table.concat(rounded, " ") .. ")")
