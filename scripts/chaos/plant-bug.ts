import { registerHooks } from 'node:module';
import { chaosBugs, deafness } from './chaos-bugs.ts';

/**
 * Given to node by `--import` with the number of a bug (`plant-bug.ts?bug=1`): from then on that file
 * is loaded with the bug in it, and the exchange is deaf to its own alarm. The program itself knows nothing of it.
 */
const bug = chaosBugs[Number(new URL(import.meta.url).searchParams.get('bug'))];
if (bug === undefined) throw new RangeError('there is no such bug');
const planted = [bug, deafness];

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const path = new URL(url).pathname;
    const found = planted.find(({ file }) => path.endsWith(`/${file}`));
    if (found === undefined) return loaded;
    const { file, right, wrong } = found;
    const parts = String(loaded.source).split(right);
    if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${right}`);
    return { ...loaded, source: parts.join(wrong) };
  },
});
