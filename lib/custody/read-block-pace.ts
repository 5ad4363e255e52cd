import type { ChainClient } from '#lib/chain/create-chain-client.ts';
import { readBlock } from '#lib/chain/read-block.ts';

const SPAN = 20n;

/**
 * Seconds from block to block, over the newest twenty; `null` on a chain that has just begun.
 *
 * @throws ChainError when the chain does not answer.
 */
export async function readBlockPace(client: ChainClient): Promise<number | null> {
  const head = await readBlock(client);
  if (head.number < SPAN) return null;
  const before = await readBlock(client, head.number - SPAN);
  return Number(head.timestamp - before.timestamp) / Number(SPAN);
}
