-- Ask for the addresses of a file, each as likely as any other; tell what came of it as one line of JSON.
-- arguments  the file (a line: path, then perhaps a tab and the ETag that the client holds), the seed, and "gzip" where
--            the client takes packed answers

local requests = {}

function init(arguments)
    math.randomseed(tonumber(arguments[2]))
    for line in io.lines(arguments[1]) do
        local path, etag = line:match("^([^\t]+)\t?(.*)$")
        local headers = {}
        if etag ~= "" then headers["If-None-Match"] = etag end
        if arguments[3] == "gzip" then headers["Accept-Encoding"] = "gzip" end
        requests[#requests + 1] = wrk.format("GET", path, headers)
    end
end

function request()
    return requests[math.random(#requests)]
end

function done(summary, latency, _)
    local errors = summary.errors
    io.write(string.format(
        '\n{"requests": %d, "seconds": %f, "bytes": %d, "errors": %d, "p50": %f, "p95": %f, "p99": %f}\n',
        summary.requests, summary.duration / 1e6, summary.bytes,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout,
        latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3))
end
