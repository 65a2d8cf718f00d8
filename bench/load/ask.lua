-- wrk asks each line of the file named after "--" as the body of a POST, one after the other over all connections.
-- The number after it is how many bytes each answer must have; a line break at the end says nothing. Each line of the
-- second file holds names and values of one caller's headers, with tabs between; the bodies are sent by them in turn.
local requests, index, length, threads = {}, 0, nil, {}
wrong = 0

function setup(thread)
  threads[#threads + 1] = thread
end

function init(arguments)
  local callers = {}
  for line in io.lines(arguments[3]) do
    local headers = { ["content-type"] = "application/json" }
    for name, value in line:gmatch("([^\t]+)\t([^\t]+)") do headers[name] = value end
    callers[#callers + 1] = headers
  end
  if #callers == 0 then callers[1] = { ["content-type"] = "application/json" } end
  for body in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format("POST", nil, callers[#requests % #callers + 1], body)
  end
  length = tonumber(arguments[2])
end

function request()
  index = index % #requests + 1
  return requests[index]
end

function response(status, headers, body)
  local bytes = body:byte(-1) == 10 and #body - 1 or #body
  if bytes ~= length then wrong = wrong + 1 end
end

-- Microseconds and bytes, on the last line.
function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  for _, thread in ipairs(threads) do failed = failed + thread:get("wrong") end
  print(string.format('{"requests":%d,"duration":%d,"bytes":%d,"wrong":%d,"p50":%d,"p99":%d}', summary.requests,
    summary.duration, summary.bytes, failed, latency:percentile(50), latency:percentile(99)))
end
