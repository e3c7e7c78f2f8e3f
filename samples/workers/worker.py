#!/usr/bin/env python3
"""A worker in Python: takes jobs of one kind, tells how far it is, and ends them.

ADILAS_SERVER, ADILAS_KEY (scope workers:lease), ADILAS_KIND; ADILAS_JOBS ends it after so many jobs.
"""
import json
import os
import time
import urllib.error
import urllib.request

SERVER = os.environ.get("ADILAS_SERVER", "http://localhost:8080")
KEY = os.environ["ADILAS_KEY"]
KIND = os.environ.get("ADILAS_KIND", "label")


def post(path, body):
    request = urllib.request.Request(
        f"{SERVER}/api/v1/workers/{path}", json.dumps(body).encode(),
        {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=40) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def work(job):
    """The job itself: change this."""
    pages = job["payload"].get("pages", 1)
    if pages < 1:
        raise ValueError("A label has at least one page.")
    post(f"jobs/{job['token']}/progress", {"percent": 50, "note": f"{pages} pages"})
    return {"pages": pages}


def run(job):
    token = job["token"]
    try:
        post(f"jobs/{token}/heartbeat", {})
        result = work(job)
    except ValueError as wrong:
        post(f"jobs/{token}/fail", {"code": "payload-wrong", "message": str(wrong), "final": True})
        return
    post(f"jobs/{token}/complete", {"result": result})


left = int(os.environ.get("ADILAS_JOBS", "-1"))
while left != 0:
    try:
        for job in post("lease", {"kinds": [KIND], "max": 1, "waitSeconds": 20})["jobs"]:
            run(job)
            left -= 1
    except urllib.error.HTTPError as refused:
        print(refused.code, refused.read().decode(), flush=True)
        if refused.code in (400, 401, 403):
            raise SystemExit(1)
        time.sleep(1)  # 409: the job is another's by now; 429 and 503: later.
    except OSError as away:
        print(away, flush=True)
        time.sleep(1)
