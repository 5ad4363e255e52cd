import type { SwapEngine, SwapEngineOptions } from '#lib/swap/swap-engine.ts';

/** Brings what talks to the chain, which a page that is only being looked at does not wait for. */
export async function loadSwapEngine(options: SwapEngineOptions): Promise<SwapEngine> {
  const { SwapEngine } = await import('#lib/swap/swap-engine.ts');
  return new SwapEngine(options);
}
