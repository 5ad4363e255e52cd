import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { bytesToHex, hashTypedData } from 'viem';
import { OrderHasher } from '#lib/chain/order-hasher.ts';
import { parseSignature } from '#lib/chain/order-signature.ts';
import { orderTypedData } from '#lib/chain/order-typed-data.ts';
import type { SignedOrder } from '#lib/domain/signed-order.ts';
import {
  type Curve,
  keccak256,
  openCurve,
  portableCurve,
  requireSigner,
} from '#server/auth/index.ts';
import { summarizeLatencies } from '../quotes/latencies.ts';
import type { VerifyRequest } from './verify-worker.ts';

/** `npm run bench:auth -- [rounds]`: what a signed order costs before it reaches the engine. */
const ROUNDS = Number(process.argv[2] ?? 200);

const DOMAIN = {
  chainId: 1337,
  verifyingContract: '0x00000000000000000000000000000000000c1ea2',
} as const;
const SAMPLES = 256;
const STEADY_PER_SECOND = 2_000;
const STEADY_SECONDS = 4;

type Signed = { readonly order: SignedOrder; readonly signature: string };

async function samplesWith(curve: Curve): Promise<readonly Signed[]> {
  const hasher = new OrderHasher(DOMAIN, keccak256);
  const samples: Signed[] = [];
  for (let index = 1; index <= SAMPLES; index += 1) {
    const key = new Uint8Array(32).fill(index & 255).fill(1, 0, 8);
    const account = (await curve.addressOf(key)) ?? '0x';
    const order = {
      account,
      market: 1,
      flags: 3,
      price: 6_742_150 + index,
      quantity: 15_000,
      triggerPrice: 0,
      nonce: 1_790_000_040_000 + index,
      expiry: 1_900_000_000,
      epoch: 2,
      maxFeePpm: 500,
    };
    samples.push({ order, signature: bytesToHex(await curve.sign(hasher.order(order), key)) });
  }
  return samples;
}

/**
 * Microseconds that one turn of `act` takes, in the best of many short rounds: the one in which no
 * other program of the machine got in between.
 */
async function microseconds(turns: number, act: (index: number) => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    for (let index = 0; index < turns; index += 1) await act(index);
    best = Math.min(best, ((performance.now() - start) * 1_000) / turns);
  }
  return best;
}

function report(name: string, each: number): void {
  const rate = Math.round(1_000_000 / each).toLocaleString('en-US');
  console.log(`${name.padEnd(48)}${each.toFixed(1).padStart(9)} µs ${rate.padStart(10)}/s a core`);
}

async function costs(curve: Curve, turns: number): Promise<void> {
  const samples = await samplesWith(curve);
  const hasher = new OrderHasher(DOMAIN, keccak256);
  const tools = { curve, contractSignatures: null };
  const sampleAt = (index: number) => samples[index % SAMPLES] as Signed;
  const key = new Uint8Array(32).fill(9);
  const digest = hasher.order(sampleAt(0).order);
  const verify = async (index: number) => {
    const { order, signature } = sampleAt(index);
    return await requireSigner(tools, {
      digest: hasher.order(order),
      signature,
      account: order.account,
    });
  };
  report(`${curve.kind}: hash and recover, a signed order`, await microseconds(turns, verify));
  const { signature } = sampleAt(0);
  const parsed = parseSignature(signature);
  const bytes = parsed.kind === 'key' ? parsed.bytes : new Uint8Array(64);
  const recover = () => curve.recover(digest, bytes);
  report(`${curve.kind}: of that the curve`, await microseconds(turns, recover));
  report(
    `${curve.kind}: sign, for an API key`,
    await microseconds(turns, () => curve.sign(digest, key)),
  );
  report(
    `${curve.kind}: address of a private key`,
    await microseconds(turns, () => curve.addressOf(key)),
  );
}

async function hashing(): Promise<void> {
  const [sample] = await samplesWith(openCurve());
  if (sample === undefined) return;
  const hasher = new OrderHasher(DOMAIN, keccak256);
  const { order } = sample;
  report('hash of an order', await microseconds(50, () => hasher.order(order)));
  const typed = () => hashTypedData(orderTypedData(DOMAIN, order));
  if (bytesToHex(hasher.order(order)) !== typed()) throw new Error('the two hashes differ');
  report('hash of an order by viem', await microseconds(50, typed));
}

/** Who verifies, and gives the time when it is done. */
type Verifier = (sample: Signed) => Promise<unknown>;

/**
 * Verifies orders at a steady rate, in bursts of what is due. What matters beside the time until an
 * order is verified is how long the event loop, on which the engine runs, is kept busy.
 */
async function steady(name: string, verify: Verifier): Promise<void> {
  const samples = await samplesWith(openCurve());
  const total = STEADY_PER_SECOND * STEADY_SECONDS;
  const waitsMs: number[] = [];
  const busyBefore = performance.eventLoopUtilization();
  const start = performance.now();
  const pending: Promise<void>[] = [];
  for (let sent = 0; sent < total; ) {
    const due = Math.min(
      total,
      Math.floor(((performance.now() - start) * STEADY_PER_SECOND) / 1_000),
    );
    for (; sent < due; sent += 1) {
      const dueMs = (sent * 1_000) / STEADY_PER_SECOND;
      const done = verify(samples[sent % SAMPLES] as Signed).then(() => {
        waitsMs.push(performance.now() - start - dueMs);
      });
      pending.push(done);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(pending);
  const busy = performance.eventLoopUtilization(busyBefore).utilization;
  const { p50, p99, p999 } = summarizeLatencies(waitsMs, performance.now() - start);
  const [half, most, all] = [p50, p99, p999].map((each) => each.toFixed(2));
  const waits = `p50 ${half} ms, p99 ${most} ms, p99.9 ${all} ms`;
  console.log(`${name.padEnd(48)}${waits}; main thread busy ${Math.round(busy * 100)} %`);
}

async function inline(): Promise<void> {
  const hasher = new OrderHasher(DOMAIN, keccak256);
  const tools = { curve: openCurve(), contractSignatures: null };
  await steady(`inline, ${STEADY_PER_SECOND}/s`, async ({ order, signature }) =>
    requireSigner(tools, { digest: hasher.order(order), signature, account: order.account }),
  );
}

async function pooled(threads: number): Promise<void> {
  const waiting = new Map<number, () => void>();
  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), {
      workerData: DOMAIN,
    });
    worker.on('message', (ids: readonly number[]) => {
      for (const id of ids) {
        waiting.get(id)?.();
        waiting.delete(id);
      }
    });
    return worker;
  });
  let next = 0;
  const verify = ({ order, signature }: Signed) =>
    new Promise<void>((resolve) => {
      next += 1;
      waiting.set(next, resolve);
      const request: VerifyRequest = { id: next, order, signature };
      workers[next % threads]?.postMessage(request);
    });
  // A thread is there when it has answered; the first answers are slow.
  const samples = await samplesWith(openCurve());
  for (let round = 0; round < 4; round += 1) await Promise.all(samples.map(verify));
  await steady(`${threads} worker thread(s), ${STEADY_PER_SECOND}/s`, verify);
  await Promise.all(workers.map((worker) => worker.terminate()));
}

console.log(`auth: what a signed order costs, best of ${ROUNDS} rounds\n`);
await hashing();
await costs(openCurve(), 50);
await costs(portableCurve, 5);
console.log('');
await inline();
await pooled(1);
await pooled(2);
