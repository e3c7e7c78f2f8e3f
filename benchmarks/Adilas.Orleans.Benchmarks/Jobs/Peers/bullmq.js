// One round of BullMQ as its users run it: jobs are ordered, run, begun on an idle machine, and begun at their time. Writes result.json.
import { writeFileSync } from 'node:fs';
import { Queue, Worker } from 'bullmq';

const [seconds, jobs, idleJobs, lateJobs] = process.argv.slice(2).map(Number);
const connection = {
  host: '127.0.0.1',
  port: Number(process.env.PEER_REDIS_PORT),
  password: process.env.PEER_REDIS_PASSWORD,
  maxRetriesPerRequest: null,
};
const keepNothing = { removeOnComplete: true, removeOnFail: true };
const queue = new Queue('peer', { connection });
await queue.waitUntilReady();
const now = () => performance.timeOrigin + performance.now();
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

async function rate(callers, order) {
  const began = now();
  const until = began + seconds * 1000;
  let count = 0;
  await Promise.all(Array.from({ length: callers }, async () => {
    while (now() < until) {
      const some = await order();
      count += some;
    }
  }));
  return count / ((now() - began) / 1000);
}

const orderOne = async () => {
  await queue.add('job', {}, keepNothing);
  return 1;
};
const orderMany = async count => {
  await queue.addBulk(Array.from({ length: count }, () => ({ name: 'job', data: {}, opts: keepNothing })));
  return count;
};

// Calls begin with each job and ends when there were as many as asked for.
async function work(count, concurrency, begin, order) {
  let done = 0;
  let all;
  const finished = new Promise(resolve => { all = resolve; });
  const worker = new Worker('peer', async job => {
    begin(job.data);
    if (++done === count) all();
  }, { connection, concurrency });
  await worker.waitUntilReady();
  await order();
  await finished;
  await worker.close();
}

const single = await rate(32, orderOne);
const batched = await rate(4, () => orderMany(1000));
await queue.obliterate({ force: true });

for (let left = jobs; left > 0; left -= 1000) await orderMany(Math.min(left, 1000));
const began = now();
await work(jobs, 64, () => {}, () => {});
const run = jobs / ((now() - began) / 1000);

const idle = [];
let seen;
await work(idleJobs, 64, data => { idle.push(now() - data.at); seen(); }, async () => {
  await pause(200);
  for (let number = 0; number < idleJobs; number++) {
    const next = new Promise(resolve => { seen = resolve; });
    await queue.add('job', { at: now() }, keepNothing);
    await next;
  }
});

const late = [];
await work(lateJobs, 64, data => { late.push(now() - data.due); }, async () => {
  const first = Date.now() + 2000;
  await Promise.all(Array.from({ length: lateJobs }, (_, number) => {
    const due = first + number * 5;
    return queue.add('job', { due }, { delay: due - Date.now(), ...keepNothing });
  }));
});

writeFileSync('result.json', JSON.stringify({ single, batched, run, idle, late }));
await queue.obliterate({ force: true });
await queue.close();
