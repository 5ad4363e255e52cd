import { setTimeout as wait } from 'node:timers/promises';
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { findBrowser } from '#scripts/testing/find-browser.ts';
import { type FrameWork, frameWork, type TraceEvent } from './frame-work.ts';

/** What a page says of itself; times in milliseconds. */
export type PageFigures = {
  /** Tasks of more than 50 ms. */
  readonly longTasks: number;
  /** The sum of the layout's shifts. */
  readonly layoutShift: number;
  readonly errors: readonly string[];
};

type Observed = { longTasks: number; layoutShift: number };

/** Where the page keeps what it observed. */
const OBSERVED = 'observedByBench';

const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];
const MEGABYTE = 1_000_000;

/** A page in a browser of its own, watched while it runs. */
export class MeasuredPage {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #session: CDPSession;
  readonly #errors: string[];

  private constructor(parts: {
    browser: Browser;
    page: Page;
    session: CDPSession;
    errors: string[];
  }) {
    this.page = parts.page;
    this.#browser = parts.browser;
    this.#session = parts.session;
    this.#errors = parts.errors;
  }

  static async open(
    url: string,
    viewport: { readonly width: number; readonly height: number },
  ): Promise<MeasuredPage> {
    const browser = await chromium.launch({
      executablePath: findBrowser(),
      args: ['--no-sandbox', '--disable-background-networking'],
    });
    const page = await browser.newPage({ viewport });
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.addInitScript(observe, OBSERVED);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    await page.goto(url);
    return new MeasuredPage({ browser, page, session, errors });
  }

  /** Watches the main thread for some seconds, with every frame asked for. */
  async watch(seconds: number): Promise<FrameWork> {
    await this.#browser.startTracing(this.page, { categories: CATEGORIES });
    await wait(seconds * 1_000);
    const trace = JSON.parse((await this.#browser.stopTracing()).toString());
    const events: readonly TraceEvent[] = trace.traceEvents;
    return frameWork(events);
  }

  /** Bytes in use after a collection, in megabytes. */
  async heap(): Promise<number> {
    await this.#session.send('HeapProfiler.collectGarbage');
    return (await this.#metric('JSHeapUsedSize')) / MEGABYTE;
  }

  /** Nodes of the document that are held, shown or not. */
  nodes(): Promise<number> {
    return this.#metric('Nodes');
  }

  /** Begins to count anew. */
  async reset(): Promise<void> {
    await this.page.evaluate((name) => {
      Object.assign(Reflect.get(window, name), { longTasks: 0, layoutShift: 0 });
    }, OBSERVED);
  }

  async figures(): Promise<PageFigures> {
    const observed: Observed = await this.page.evaluate(
      (name) => Reflect.get(window, name),
      OBSERVED,
    );
    return { ...observed, errors: this.#errors };
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  async #metric(wanted: string): Promise<number> {
    const { metrics } = await this.#session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
  }
}

/** Runs in the page, before anything else does. */
function observe(name: string): void {
  const observed: Observed = { longTasks: 0, layoutShift: 0 };
  Reflect.set(window, name, observed);
  new PerformanceObserver((list) => {
    observed.longTasks += list.getEntries().length;
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if ('value' in entry && typeof entry.value === 'number') observed.layoutShift += entry.value;
    }
  }).observe({ type: 'layout-shift', buffered: true });
  // Every frame is asked for, so that each can be told from the next.
  const next = () => requestAnimationFrame(next);
  next();
}
