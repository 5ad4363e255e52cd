import { tuneCompiler } from '#server/sequencer/index.ts';
import { measureBook, measureBookLatency } from './measure-book.ts';
import { measureCrowd } from './measure-crowd.ts';
import { measureEngine, measureEngineLatency, measureMarkets } from './measure-engine.ts';
import { measureMemory } from './measure-memory.ts';
import { measurePeer } from './measure-peer.ts';

// As the exchange does.
tuneCompiler();

const parts: Readonly<Record<string, () => void>> = {
  book: () => {
    measureBook('base-1m', 15);
    measureBook('base-5m', 9);
  },
  wide: () => measureBook('wide', 15),
  scrambled: () => measureBook('scrambled', 15),
  latency: measureBookLatency,
  memory: () => measureMemory('base-1m'),
  million: () => measureCrowd(7),
  engine: () => {
    measureEngine('base-1m', 9);
    measureEngine('base-5m', 5);
    measureEngine('wide', 9);
  },
  markets: () => measureMarkets(9),
  'engine-latency': measureEngineLatency,
  peer: measurePeer,
};

/** `npm run bench:engine -- [part …]`: all parts when none is named. */
const named = process.argv.slice(2);
for (const name of named.length === 0 ? Object.keys(parts) : named) {
  const part = parts[name];
  if (part === undefined) throw new Error(`no part ${name}: ${Object.keys(parts).join(', ')}`);
  part();
}
