import { setFlagsFromString } from 'node:v8';

/**
 * What V8 is told, each measured with `npm run bench:engine`; together they make a third of
 * the engine's throughput:
 *
 * - Commands are objects of seventeen kinds, and have other shapes for each part that makes them. Beyond
 *   four shapes V8 looks a field up in a table each time; told to remember sixteen, it compares.
 * - More of an engine's small functions are put into one another than by default (920 bytecodes a function).
 * - But not the larger ones (460 by default): put into their callers' callers they would use up
 *   what those may take, and what is called most often would be left out.
 */
const FLAGS = [
  '--max-valid-polymorphic-map-count=16',
  '--max-inlined-bytecode-size-cumulative=6000',
  '--max-inlined-bytecode-size=400',
] as const;

/** Sets V8 up for an engine of many small functions. To be called before they are hot. */
export function tuneCompiler(): void {
  for (const flag of FLAGS) setFlagsFromString(flag);
}
