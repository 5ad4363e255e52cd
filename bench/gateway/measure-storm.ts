import { connect } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { markets } from '#lib/domain/market.ts';
import { openCurve } from '#server/auth/index.ts';
import type { AskedConnections } from './asked-connections.ts';
import { benchTraders } from './bench-traders.ts';
import { OrderStream } from './order-stream.ts';
import { clientFrame, RawSocket, RefusedUpgradeError } from './raw-socket.ts';
import { percentiles, type Report } from './report.ts';
import { ServerProcess } from './server-process.ts';
import { traderConnections } from './trader-connections.ts';

const TRADERS = 25;
const PER_SECOND = 200;
const RANGES = 30;
const STORM_CONNECTIONS = 10_000;
const AT_ONCE = 100;
const BOMBERS = 20;
const SUBSCRIPTIONS = 2_000;
const SLOW_CONNECTIONS = 128;

/** What somebody does to the exchange until they are told to stop; gives what came of it. */
type Attack = (
  server: ServerProcess,
  of: { readonly from: string; readonly isOver: () => boolean },
) => Promise<string>;

const attacks: readonly (readonly [name: string, attack: Attack])[] = [
  ['nobody', async () => await Promise.resolve('nothing')],
  [`${STORM_CONNECTIONS} connections of one address`, manyConnections],
  ['an address that comes and goes', reconnects],
  [`${BOMBERS} sockets, ${SUBSCRIPTIONS} subscriptions each`, subscriptionBombs],
  [`${SLOW_CONNECTIONS} requests that never end`, slowRequests],
];

/** How long traders wait for their orders while others misbehave, with the default limits. */
export async function measureStorm({
  folder,
  seconds,
  report,
}: {
  readonly folder: string;
  readonly seconds: number;
  readonly report: Report;
}): Promise<void> {
  report.title(`${PER_SECOND} orders a second of ${TRADERS} traders, while there are …`);
  const server = await ServerProcess.start('exchange', [folder, 'bounded']);
  try {
    await server.ask('open', TRADERS);
    const orders = await traderConnections(server, TRADERS);
    const stream = new OrderStream({
      traders: await benchTraders(TRADERS),
      price: await server.ask<number>('price'),
      curve: openCurve(),
      ranges: await server.ask<number[][]>('reserve', RANGES),
    });
    for (const [index, [name, attack]] of attacks.entries()) {
      const frames = await stream.next(PER_SECOND * seconds);
      const from = `127.0.1.${index + 1}`;
      const { waits, outcome } = await during({ server, orders, frames, attack, from });
      report.line(name, waits);
      report.line('', outcome);
    }
    orders.close();
  } finally {
    await server.stop();
  }
}

async function during({
  server,
  orders,
  frames,
  attack,
  from,
}: {
  readonly server: ServerProcess;
  readonly orders: AskedConnections;
  readonly frames: readonly Buffer[];
  readonly attack: Attack;
  readonly from: string;
}): Promise<{ readonly waits: string; readonly outcome: string }> {
  let isOver = false;
  const attacked = attack(server, { from, isOver: () => isOver });
  const { latencies } = await orders.steady(frames, { perSecond: PER_SECOND });
  isOver = true;
  return { waits: percentiles(latencies), outcome: await attacked };
}

/** What came of a number of attempts. */
class Outcomes {
  readonly #counts = new Map<string, number>();

  count(outcome: string): void {
    this.#counts.set(outcome, (this.#counts.get(outcome) ?? 0) + 1);
  }

  text(): string {
    return [...this.#counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  }
}

const CODE = /"error":"([^"]+)"/;

function refusalOf(error: unknown): string {
  if (!(error instanceof RefusedUpgradeError)) throw error;
  return CODE.exec(error.answer)?.[1] ?? 'cut off';
}

async function manyConnections(
  { port }: ServerProcess,
  { from }: { readonly from: string },
): Promise<string> {
  const outcomes = new Outcomes();
  const open: RawSocket[] = [];
  for (let made = 0; made < STORM_CONNECTIONS; made += AT_ONCE) {
    const attempts = Array.from({ length: AT_ONCE }, async () => {
      try {
        open.push(await RawSocket.connect({ port, path: '/ws', from }));
        outcomes.count('accepted');
      } catch (error) {
        outcomes.count(refusalOf(error));
      }
    });
    await Promise.all(attempts);
  }
  for (const socket of open) socket.close();
  return outcomes.text();
}

async function reconnects(
  { port }: ServerProcess,
  { from, isOver }: { readonly from: string; readonly isOver: () => boolean },
): Promise<string> {
  const outcomes = new Outcomes();
  const one = async () => {
    while (!isOver()) {
      try {
        const socket = await RawSocket.connect({ port, path: '/ws', from });
        outcomes.count('accepted');
        socket.close();
      } catch (error) {
        outcomes.count(refusalOf(error));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return outcomes.text();
}

async function subscriptionBombs(
  { port }: ServerProcess,
  { from }: { readonly from: string },
): Promise<string> {
  const outcomes = new Outcomes();
  const symbols = markets.map(({ symbol }) => symbol);
  const channels = ['orderbook', 'trades', 'prices', 'candles:1m', 'candles:1h'];
  const bombs = channels.map((channel) =>
    clientFrame(JSON.stringify({ type: 'subscribe', channel, symbols })),
  );
  const sockets = await Promise.all(
    Array.from({ length: BOMBERS }, () => RawSocket.connect({ port, path: '/ws', from })),
  );
  const bomb = async (socket: RawSocket) => {
    const closed = new Promise<void>((resolve) => socket.onClose(resolve));
    socket.onFrame((payload) => {
      const text = payload.toString('latin1', 0, 120);
      const code = CODE.exec(text)?.[1];
      if (code !== undefined) outcomes.count(code);
      else if (text.includes('"subscribed"')) outcomes.count('subscribed');
    });
    for (let sent = 0; sent < SUBSCRIPTIONS; sent += 1) {
      socket.send(bombs[sent % bombs.length] as Buffer);
    }
    await Promise.race([closed.then(() => outcomes.count('sent away')), after(1_000)]);
    socket.close();
  };
  await Promise.all(sockets.map(bomb));
  return outcomes.text();
}

async function slowRequests(
  { port }: ServerProcess,
  { from, isOver }: { readonly from: string; readonly isOver: () => boolean },
): Promise<string> {
  const outcomes = new Outcomes();
  const sockets = Array.from({ length: SLOW_CONNECTIONS }, () => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from });
    socket.on('error', () => undefined);
    socket.on('data', (data) => outcomes.count(CODE.exec(data.toString())?.[1] ?? 'answered'));
    socket.write('GET /v1/markets HTTP/1.1\r\nX-Slow: ');
    return socket;
  });
  while (!isOver()) {
    for (const socket of sockets) if (socket.writable) socket.write('a');
    await after(100);
  }
  for (const socket of sockets) {
    if (socket.destroyed) outcomes.count('ended by the server');
    else outcomes.count('still open');
    socket.destroy();
  }
  return outcomes.text();
}
