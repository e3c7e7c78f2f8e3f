#!/bin/sh
# A worker in shell: takes one job at a time of one kind, tells how far it is, and ends it. Needs curl.
# ADILAS_SERVER, ADILAS_KEY (scope workers:lease), ADILAS_KIND; ADILAS_JOBS ends it after so many jobs.
set -u
server=${ADILAS_SERVER:-http://localhost:8080}
kind=${ADILAS_KIND:-label}
left=${ADILAS_JOBS:--1}

post() {
  # The key goes by a file, since other people's process lists show arguments.
  printf 'header = "Authorization: Bearer %s"\n' "$ADILAS_KEY" |
    curl -sS --fail-with-body -m 40 -K - -H 'Content-Type: application/json' -d "$2" "$server/api/v1/workers/$1"
}

# The job itself: change this. $1 is the answer with the job; prints the result as JSON.
work() {
  case $1 in *'"broken"'*) return 1 ;; esac
  printf '{"printed":true}'
}

while [ "$left" -ne 0 ]; do
  answer=$(post lease "{\"kinds\":[\"$kind\"],\"max\":1,\"waitSeconds\":20}") || {
    echo "$answer" >&2
    sleep 1
    continue
  }
  # The token stands before the payload, so that nothing in a payload can be taken for it.
  token=$(printf '%s' "$answer" | sed -n 's/^{"jobs":\[{"id":"[^"]*","token":"\([^"]*\)".*/\1/p')
  [ -n "$token" ] || continue

  post "jobs/$token/heartbeat" '{}' > /dev/null || continue
  post "jobs/$token/progress" '{"percent":50,"note":"printing"}' > /dev/null || continue
  if result=$(work "$answer"); then
    post "jobs/$token/complete" "{\"result\":$result}"
  else
    post "jobs/$token/fail" '{"code":"label-broken","message":"This label cannot be printed.","final":true}'
  fi
  left=$((left - 1))
done
