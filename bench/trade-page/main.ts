import { setTimeout as wait } from 'node:timers/promises';
import type { FrameWork } from './frame-work.ts';
import { MeasuredPage } from './measured-page.ts';
import { SyntheticExchange } from './synthetic-exchange.ts';
import { WebServer } from './web-server.ts';

/**
 * `npm run bench:page -- [seconds]`: the trading page of a production build while an exchange streams;
 * with SOAK=1 for half an hour, or `npm run bench:page -- [seconds] [minutes]`, in which the memory may
 * not grow.
 */
const SECONDS = Number(process.argv[2] ?? 10);
const SOAK_MINUTES = Number(process.argv[3] ?? 30);
const SETTLE_MS = 5_000;
const MINUTE_MS = 60_000;

const RATES = { book: 500, trades: 50, prices: 10, candles: 4 };
const VIEWPORTS = [
  { name: 'desktop', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
] as const;

/** What is aimed at, in milliseconds. */
const AIM = { p95: 8, longestTask: 50 };

/** The site, and the exchange that streams to it. */
type MeasuredSite = { readonly origin: string; readonly exchange: SyntheticExchange };

async function measure(
  { origin, exchange }: MeasuredSite,
  { name, ...viewport }: (typeof VIEWPORTS)[number],
): Promise<boolean> {
  const page = await MeasuredPage.open(`${origin}/trade/BTC-USDT`, viewport);
  try {
    await wait(SETTLE_MS);
    await page.reset();
    const before = exchange.bookUpdates;
    const startMs = performance.now();
    const work = await page.watch(SECONDS);
    const seconds = (performance.now() - startMs) / 1_000;
    const { longTasks, layoutShift, errors } = await page.figures();
    const updates = (exchange.bookUpdates - before) / seconds;
    console.log(`${name}, ${viewport.width} × ${viewport.height}`);
    console.log(`  ${workText(work)}`);
    console.log(`  ${updates.toFixed(0)} book updates/s, ${longTasks} long tasks`);
    console.log(
      `  layout shift ${layoutShift.toFixed(4)}, heap ${(await page.heap()).toFixed(1)} MB`,
    );
    for (const error of errors) console.log(`  error: ${error}`);
    return work.p95 < AIM.p95 && work.longestTask < AIM.longestTask && errors.length === 0;
  } finally {
    await page.close();
  }
}

async function soak({ origin, exchange }: MeasuredSite): Promise<boolean> {
  const [viewport] = VIEWPORTS;
  const page = await MeasuredPage.open(`${origin}/trade/BTC-USDT`, viewport);
  try {
    await wait(MINUTE_MS);
    const first = await page.heap();
    let last = first;
    console.log(`at first: heap ${first.toFixed(1)} MB, ${await page.nodes()} nodes`);
    for (let minute = 1; minute <= SOAK_MINUTES; minute += 1) {
      const before = exchange.bookUpdates;
      await wait(MINUTE_MS);
      const updates = exchange.bookUpdates - before;
      last = await page.heap();
      const { longTasks } = await page.figures();
      const held = `heap ${last.toFixed(1)} MB, ${await page.nodes()} nodes`;
      console.log(
        `${minute} min: ${held}; ${updates} book updates, ${longTasks} long tasks so far`,
      );
    }
    console.log(workText(await page.watch(SECONDS)));
    const { errors } = await page.figures();
    for (const error of errors) console.log(`error: ${error}`);
    return last < first * 1.2 && errors.length === 0;
  } finally {
    await page.close();
  }
}

function workText({
  frames,
  seconds,
  p50,
  p95,
  p99,
  longest,
  longestTask,
  busy,
}: FrameWork): string {
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  return [
    `${(frames / seconds).toFixed(0)} frames/s`,
    `work a frame p50 ${ms(p50)}, p95 ${ms(p95)} (aim ${AIM.p95}), p99 ${ms(p99)}, longest ${ms(longest)}`,
    `longest task ${ms(longestTask)} (aim ${AIM.longestTask})`,
    `busy ${(100 * busy).toFixed(0)} %`,
  ].join('; ');
}

const exchange = await SyntheticExchange.start(RATES);
const server = await WebServer.start(exchange.port).catch(async (error: unknown) => {
  await exchange.stop();
  throw error;
});
try {
  const { origin } = server;
  let met = true;
  if (process.env.SOAK === '1') met = await soak({ origin, exchange });
  else
    for (const viewport of VIEWPORTS) met = (await measure({ origin, exchange }, viewport)) && met;
  process.exitCode = met ? 0 : 1;
} finally {
  await server.stop();
  await exchange.stop();
}
