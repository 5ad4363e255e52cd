import { openCurve } from '#server/auth/index.ts';
import { benchTraders } from './bench-traders.ts';
import type { StageShare } from './cpu-stages.ts';
import { type HttpRequest, httpThroughput } from './http-load.ts';
import { OrderStream } from './order-stream.ts';
import type { ProcessFigures } from './process-figures.ts';
import type { Report } from './report.ts';
import { ServerProcess } from './server-process.ts';
import { traderConnections } from './trader-connections.ts';

const TRADERS = 25;
const RESTING = 500;
const TRADING = 2_000;
const LEVELS = 100;
const PER_SECOND = 500;
const REQUESTS = 10_000;
const ROUNDS = 3;

const rpc = (method: string, params: object) => ({ jsonrpc: '2.0', id: 1, method, params });
const ping = rpc('lx_ping', {});

const READS: readonly (HttpRequest & { readonly name: string })[] = [
  { name: 'orderbook, 20 levels', method: 'GET', path: '/v1/markets/BTC-USDT/orderbook?depth=20' },
  {
    name: 'orderbook, 100 levels',
    method: 'GET',
    path: '/v1/markets/BTC-USDT/orderbook?depth=100',
  },
  { name: 'ticker', method: 'GET', path: '/v1/markets/BTC-USDT/ticker' },
  { name: 'markets', method: 'GET', path: '/v1/markets' },
  { name: 'trades, 50', method: 'GET', path: '/v1/markets/BTC-USDT/trades?limit=50' },
  { name: 'lx_ping', method: 'POST', path: '/rpc', body: JSON.stringify(ping) },
  {
    name: 'lx_getOrderBook',
    method: 'POST',
    path: '/rpc',
    body: JSON.stringify(rpc('lx_getOrderBook', { symbol: 'BTC-USDT', depth: 20 })),
  },
  {
    name: 'batch of 10 lx_ping',
    method: 'POST',
    path: '/rpc',
    body: JSON.stringify(Array.from({ length: 10 }, (_, id) => ({ ...ping, id }))),
  },
];

/** Reads over HTTP, beside a bare fastify that answers the same bytes. */
export async function measureReads({
  folder,
  plain,
  report,
}: {
  readonly folder: string;
  readonly plain: ServerProcess;
  readonly report: Report;
}): Promise<void> {
  report.title('reads over HTTP, pipelined on 50 connections: sidecar, bare fastify, share');
  const server = await ServerProcess.start('exchange', [folder]);
  try {
    await fill(server);
    for (const read of READS) await measureRead(read, { server, plain, report });
  } finally {
    await server.stop();
  }
}

/** Orders in the book, trades behind it. */
async function fill(server: ServerProcess): Promise<void> {
  await server.ask('open', TRADERS);
  const connections = await traderConnections(server, TRADERS);
  const stream = new OrderStream({
    traders: await benchTraders(TRADERS),
    price: await server.ask<number>('price'),
    curve: openCurve(),
    ranges: await server.ask<number[][]>('reserve', 10),
  });
  await connections.steady(await stream.next(TRADING), { perSecond: PER_SECOND });
  await connections.steady(await stream.resting(RESTING, LEVELS), { perSecond: PER_SECOND });
  connections.close();
}

/** How many were answered a second, and what each cost the server's thread. */
type Asked = { readonly perSecond: number; readonly cpuUs: number };

type ReadRound = { readonly own: Asked; readonly bare: Asked };

async function askOften(server: ServerProcess, read: HttpRequest): Promise<Asked> {
  await server.ask('figures');
  const perSecond = await httpThroughput({ port: server.port, count: REQUESTS }, read);
  const { cpuMs } = await server.ask<ProcessFigures>('figures');
  return { perSecond, cpuUs: (1_000 * cpuMs) / REQUESTS };
}

async function measureRead(
  read: (typeof READS)[number],
  {
    server,
    plain,
    report,
  }: { readonly server: ServerProcess; readonly plain: ServerProcess; readonly report: Report },
): Promise<void> {
  const { method, path, body } = read;
  const init = { method, headers: { 'content-type': 'application/json' }, body: body ?? null };
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, init);
  const text = await answer.text();
  await plain.ask('body', { path, text });
  const rounds: ReadRound[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({ own: await askOften(server, read), bare: await askOften(plain, read) });
  }
  const median = (of: (round: ReadRound) => number) =>
    rounds.map(of).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
  const rate = (side: 'own' | 'bare') =>
    report.rate(Math.max(...rounds.map((round) => round[side].perSecond))).padStart(10);
  const share = Math.round(100 * median(({ own, bare }) => own.perSecond / bare.perSecond));
  const cpuShare = Math.round(100 * median(({ own, bare }) => bare.cpuUs / own.cpuUs));
  const size = `${Buffer.byteLength(text)} bytes`;
  const cpuUs = median(({ own }) => own.cpuUs).toFixed(1);
  report.line(
    `${read.name}, ${size}`,
    `${rate('own')} ${rate('bare')} ${share} %; by CPU time ${cpuShare} %, ${cpuUs} µs each`,
  );
  await server.ask('beginProfile');
  await httpThroughput({ port: server.port, count: REQUESTS }, read);
  const stages = await server.ask<StageShare[]>('endProfile');
  const told = stages.filter((each) => each.share > 0.06);
  const parts = told.map(({ stage, share: part }) => `${stage} ${Math.round(100 * part)} %`);
  report.line('', parts.join(', '));
}
