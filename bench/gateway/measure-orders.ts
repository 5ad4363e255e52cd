import { type Curve, openCurve } from '#server/auth/index.ts';
import { AskedConnections } from './asked-connections.ts';
import { benchTraders } from './bench-traders.ts';
import type { StageShare } from './cpu-stages.ts';
import { OrderStream } from './order-stream.ts';
import type { ProcessFigures } from './process-figures.ts';
import { percentiles, type Report } from './report.ts';
import { ServerProcess } from './server-process.ts';
import type { StepTime } from './step-times.ts';
import { traderConnections } from './trader-connections.ts';
import { uncheckedCurve } from './unchecked-curve.ts';

const CONNECTIONS = 50;
const PER_SECOND = 2_000;
const WARM_UP_ORDERS = 8_000;
const SATURATED_ORDERS = 40_000;
/** Half of a trader's orders rest; each range holds 64 nonces, and 32 ranges may be open. */
const RANGES = 30;

type Variant = {
  readonly name: string;
  readonly checked: boolean;
  /** What clients sign with; `null` = the gateway signs with the key that they gave it. */
  readonly curve: Curve | null;
};

export type OrderBenchOptions = {
  readonly folder: string;
  readonly seconds: number;
  readonly plain: ServerProcess;
  readonly report: Report;
};

/** Orders over sockets: how long until the answer at a steady rate, and how many at most. */
export async function measureOrders(options: OrderBenchOptions): Promise<void> {
  const { report } = options;
  report.title(`orders on ${CONNECTIONS} connections, answered when durable and matched`);
  await measureEcho(options);
  const variants: readonly Variant[] = [
    { name: 'signed by the client', checked: true, curve: openCurve() },
    { name: 'signed by the gateway', checked: true, curve: null },
    { name: 'signatures not checked', checked: false, curve: uncheckedCurve() },
  ];
  for (const variant of variants) await measureVariant(variant, options);
}

async function measureEcho({ plain, seconds, report }: OrderBenchOptions): Promise<void> {
  const stream = await streamOf({
    curve: uncheckedCurve(),
    price: 6_700_000,
    ranges: [[64], [64]],
  });
  const [frame] = await stream.next(2);
  const connections = await AskedConnections.open({
    port: plain.port,
    path: '/echo',
    greets: false,
    hellos: new Array<object>(CONNECTIONS).fill({}),
    isGood: () => true,
  });
  const many = (count: number) => new Array<Buffer>(count).fill(frame as Buffer);
  await connections.steady(many(WARM_UP_ORDERS), { perSecond: PER_SECOND });
  const { latencies } = await connections.steady(many(PER_SECOND * seconds), {
    perSecond: PER_SECOND,
  });
  report.line(`bare echo, ${PER_SECOND}/s`, percentiles(latencies));
  await connections.saturate(many(SATURATED_ORDERS));
  const most = await connections.saturate(many(SATURATED_ORDERS));
  report.line('bare echo, as many as possible', `${report.rate(most)}`);
  connections.close();
}

async function measureVariant(
  { name, checked, curve }: Variant,
  { folder, seconds, report }: OrderBenchOptions,
): Promise<void> {
  const mode = checked ? 'checked' : 'unchecked';
  const server = await ServerProcess.start('exchange', [folder, mode]);
  try {
    await server.ask('open', CONNECTIONS);
    const connections = await traderConnections(server, CONNECTIONS);
    const price = await server.ask<number>('price');
    const ranges = async () => await server.ask<number[][]>('reserve', RANGES);
    const stream = await streamOf({ curve, price, ranges: await ranges() });
    await connections.steady(await stream.next(WARM_UP_ORDERS), { perSecond: PER_SECOND });
    const frames = await stream.next(PER_SECOND * seconds);
    await server.ask('steps');
    await server.ask('figures');
    const { latencies } = await connections.steady(frames, { perSecond: PER_SECOND });
    const { busy, cpuMs } = await server.ask<ProcessFigures>('figures');
    const steps = await server.ask<StepTime[]>('steps');
    report.line(`${name}, ${PER_SECOND}/s`, percentiles(latencies));
    const cpuUs = (1_000 * cpuMs) / frames.length;
    report.line('  its thread was busy', `${Math.round(100 * busy)} %`);
    report.line('  CPU time of that thread, an order', `${cpuUs.toFixed(1)} µs`);
    for (const { step, p50, p99 } of steps) {
      report.line(
        `  from begin to end: ${step}`,
        `p50 ${p50.toFixed(2)}, p99 ${p99.toFixed(2)} ms`,
      );
    }
    await server.ask('clear');
    const fresh = await streamOf({ curve, price, ranges: await ranges() });
    const [some, rest] = [await fresh.next(SATURATED_ORDERS), await fresh.next(SATURATED_ORDERS)];
    await server.ask('figures');
    const most = await connections.saturate(some);
    const saturated = await server.ask<ProcessFigures>('figures');
    report.line(`${name}, as many as possible`, report.rate(most));
    const eachUs = (1_000 * saturated.cpuMs) / some.length;
    report.line('  CPU time of its thread, an order', `${eachUs.toFixed(1)} µs`);
    await server.ask('beginProfile');
    await server.ask('figures');
    await connections.saturate(rest);
    const profiled = await server.ask<ProcessFigures>('figures');
    const shares = await server.ask<StageShare[]>('endProfile');
    reportShares(shares, { eachUs: (1_000 * profiled.cpuMs) / rest.length, report });
    const trades = await server.ask<number>('trades');
    report.line('  trades', trades.toLocaleString('en-US'));
    connections.close();
  } finally {
    await server.stop();
  }
}

function reportShares(
  shares: readonly StageShare[],
  { eachUs, report }: { readonly eachUs: number; readonly report: Report },
): void {
  report.line('  the same while it is profiled', `${eachUs.toFixed(1)} µs`);
  for (const { stage, share } of shares) {
    if (share < 0.004) continue;
    const each = `${(share * eachUs).toFixed(1)} µs an order`;
    report.line(`  ${stage}`, `${(100 * share).toFixed(1).padStart(5)} %  ${each}`);
  }
}

async function streamOf(
  rest: Omit<ConstructorParameters<typeof OrderStream>[0], 'traders'>,
): Promise<OrderStream> {
  return new OrderStream({ traders: await benchTraders(CONNECTIONS), ...rest });
}
