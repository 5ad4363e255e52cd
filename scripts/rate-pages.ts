/**
 * Rates the pages of a running exchange with Lighthouse, on desktop and on mobile: the run of median
 * performance out of three each. Fails when one of its categories is below the bar. Start the exchange first (`npm start`), then `npm run lighthouse`.
 * Lighthouse has a dependency tree of its own, so it is installed in a folder of its own, not at the top.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod/mini';
import { findBrowser } from '#scripts/testing/find-browser.ts';

const BAR = 95;
const RUNS = 3;
const PAGES = ['/', '/swap'];
const DEVICES = ['desktop', 'mobile'] as const;
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
const CHROME_FLAGS =
  '--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

const Metric = z.object({ displayValue: z.optional(z.string()) });
const Report = z.object({
  categories: z.record(z.string(), z.object({ score: z.nullable(z.number()) })),
  audits: z.object({
    'largest-contentful-paint': Metric,
    'total-blocking-time': Metric,
    'cumulative-layout-shift': Metric,
  }),
});

type Rating = { scores: number[]; metrics: string };

function ratePage(url: string, device: (typeof DEVICES)[number]): Rating {
  const folder = mkdtempSync(join(tmpdir(), 'lux-lighthouse-'));
  const output = join(folder, 'report.json');
  const args = [url, '--quiet', '--output=json', `--output-path=${output}`];
  args.push(`--chrome-flags=${CHROME_FLAGS}`);
  if (device === 'desktop') args.push('--preset=desktop');
  const cli = join(import.meta.dirname, 'lighthouse/node_modules/lighthouse/cli/index.js');
  try {
    const run = spawnSync(process.execPath, [cli, ...args], {
      env: { ...process.env, CHROME_PATH: findBrowser() },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (run.status !== 0) throw new Error(`lighthouse ended with status ${run.status} on ${url}`);
    return readReport(readFileSync(output, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A busy machine spoils single runs; the median is what the page is worth. */
function medianRating(url: string, device: (typeof DEVICES)[number]): Rating {
  const ratings = Array.from({ length: RUNS }, () => ratePage(url, device));
  const [median] = ratings
    .toSorted((a, b) => (a.scores[0] ?? 0) - (b.scores[0] ?? 0))
    .slice(RUNS >> 1);
  if (median === undefined) throw new Error('there was no run');
  return median;
}

function readReport(text: string): Rating {
  const report = Report.parse(JSON.parse(text));
  const scores = CATEGORIES.map((name) => Math.round((report.categories[name]?.score ?? 0) * 100));
  const audits = report.audits;
  const metrics = [
    `LCP ${audits['largest-contentful-paint'].displayValue}`,
    `TBT ${audits['total-blocking-time'].displayValue}`,
    `CLS ${audits['cumulative-layout-shift'].displayValue}`,
  ].join(', ');
  return { scores, metrics };
}

function main(base: string): number {
  console.log(`page     device   ${CATEGORIES.join('  ')}`);
  let below = 0;
  for (const page of PAGES) {
    for (const device of DEVICES) {
      const { scores, metrics } = medianRating(`${base}${page}`, device);
      const columns = scores.map((score, i) => String(score).padStart(CATEGORIES[i]?.length ?? 0));
      console.log(`${page.padEnd(8)} ${device.padEnd(8)} ${columns.join('  ')}   ${metrics}`);
      below += scores.filter((score) => score < BAR).length;
    }
  }
  if (below > 0) console.error(`${below} scores are below ${BAR}.`);
  return below === 0 ? 0 : 1;
}

process.exitCode = main(process.argv[2] ?? 'http://localhost:3000');
