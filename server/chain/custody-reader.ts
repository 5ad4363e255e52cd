import type { Address } from '#lib/domain/address.ts';
import type { ChainReader } from './chain-reader.ts';
import { type CustodyEvent, custodyEvent, type RawLog } from './custody-event.ts';
import type { CustodyReader } from './custody-watcher.ts';
import { asksForLess } from './endpoint-fault.ts';

/** Asks for the logs of one contract; rejects while the chain does not answer. */
export type LogSource = {
  getLogs(query: {
    readonly address: Address;
    readonly fromBlock: bigint;
    readonly toBlock: bigint;
  }): Promise<readonly (RawLog & { readonly removed?: boolean })[]>;
};

/**
 * Reads what the clearing house told. A range that is too large for the endpoint is asked for in
 * halves.
 */
export function createCustodyReader({
  logs,
  blocks,
  contract,
}: {
  readonly logs: LogSource;
  readonly blocks: Pick<ChainReader, 'blockByNumber'>;
  readonly contract: Address;
}): CustodyReader {
  async function read(from: number, to: number): Promise<readonly CustodyEvent[]> {
    const query = { address: contract, fromBlock: BigInt(from), toBlock: BigInt(to) };
    let found: Awaited<ReturnType<LogSource['getLogs']>>;
    try {
      found = await logs.getLogs(query);
    } catch (error) {
      if (to === from || !asksForLess(error)) throw error;
      const middle = Math.floor((from + to) / 2);
      return [...(await read(from, middle)), ...(await read(middle + 1, to))];
    }
    return found
      .filter(({ removed }) => removed !== true)
      .map(custodyEvent)
      .filter((event) => event !== null)
      .sort((a, b) => a.block - b.block || a.logIndex - b.logIndex);
  }
  return {
    events: async ({ from, to }) => await read(from, to),
    blockByNumber: async (number) => await blocks.blockByNumber(number),
  };
}
