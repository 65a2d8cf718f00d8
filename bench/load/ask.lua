-- wrk asks each line of the file named after "--" as the body of a POST, one after the other over all connections.
local requests, index = {}, 0

function init(arguments)
  local headers = { ["content-type"] = "application/json" }
  for body in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format("POST", nil, headers, body)
  end
end

function request()
  index = index % #requests + 1
  return requests[index]
end

-- Microseconds and bytes, on the last line.
function done(summary, latency)
  local errors = summary.errors
  local wrong = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format('{"requests":%d,"duration":%d,"bytes":%d,"wrong":%d,"p50":%d,"p99":%d}', summary.requests,
    summary.duration, summary.bytes, wrong, latency:percentile(50), latency:percentile(99)))
end
