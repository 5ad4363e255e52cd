import type { Address } from '#lib/domain/address.ts';
import type { ChainEndpoints } from './chain-endpoints.ts';

/**
 * The block before the one that a contract was created in, so that its events are not looked for in
 * the years before; 0 where the endpoints keep no state of so long ago.
 */
export async function blockBeforeContract({
  endpoints,
  contract,
}: {
  readonly endpoints: ChainEndpoints;
  readonly contract: Address;
}): Promise<number> {
  try {
    return await endpoints.onOne(async ({ client }) => {
      const hasCode = async (block: number) => {
        const code = await client.getCode({ address: contract, blockNumber: BigInt(block) });
        return code !== undefined && code !== '0x';
      };
      let without = 0;
      let having = Number(await client.getBlockNumber({ cacheTime: 0 }));
      if (!(await hasCode(having))) return 0;
      while (having - without > 1) {
        const middle = Math.floor((without + having) / 2);
        if (await hasCode(middle)) having = middle;
        else without = middle;
      }
      return without;
    });
  } catch {
    return 0;
  }
}
