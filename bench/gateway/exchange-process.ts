import { tuneCompiler } from '#server/sequencer/index.ts';
import { idleHelpers } from '#server/snapshot/index.ts';
import { BenchExchange, indexTicks } from './bench-exchange.ts';
import { profileStages, type StageShare } from './cpu-stages.ts';
import { processFigures } from './process-figures.ts';
import { serveQuestions } from './server-process.ts';

/** The exchange in a process of its own: `exchange-process.ts <folder> [unchecked|bounded]`. */
const [, , parent = '/tmp', mode = ''] = process.argv;

tuneCompiler();
const exchange = await BenchExchange.begin({
  parent,
  checked: mode !== 'unchecked',
  bounded: mode === 'bounded',
});
idleHelpers();
const { port } = await exchange.gateway.listen();
let endProfile: (() => Promise<readonly StageShare[]>) | null = null;

serveQuestions(port, {
  answers: {
    open: async (count: number) => await exchange.open(count),
    price: () => indexTicks(exchange),
    reserve: async (ranges: number) => await exchange.reserve(ranges),
    clear: async () => await exchange.clear(),
    trades: async () => await exchange.trades(),
    figures: processFigures,
    steps: () => exchange.times.take(),
    async beginProfile() {
      endProfile = await profileStages();
    },
    endProfile: async () => (await endProfile?.()) ?? [],
  },
  end: async () => await exchange.close(),
});
