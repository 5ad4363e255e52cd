import { createPublicClient, hexToBytes, http, parseEventLogs } from 'viem';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { readSettledBatch } from '#lib/chain/read-settled-batch.ts';
import type { Address } from '#lib/domain/address.ts';
import { assets } from '#lib/domain/asset.ts';
import { listedAssets } from '#lib/domain/clearing-house-listing.ts';
import type { DeployedChain } from '#scripts/testing/deployed-chain.ts';

/** What the contract says that happened, as of the newest block; addresses in lower case. */
export type ChainFacts = {
  readonly batches: number;
  /** Every fill there is, in order: `<taker> <nonce> <maker> <nonce> <lots> <price>`. */
  readonly fills: readonly string[];
  /** Every withdrawal that was paid: `<account> <nonce>`. */
  readonly paid: readonly string[];
  /** Quanta that came in less those that went out, by account and asset of the ledger. */
  readonly flows: ReadonlyMap<string, readonly number[]>;
  /** Balance of an account by asset of the ledger. */
  readonly balances: (account: Address) => Promise<readonly number[]>;
};

/** Asks the node itself. */
export async function chainFacts({ rpcUrl, deployment }: DeployedChain): Promise<ChainFacts> {
  const { clearingHouse } = deployment.contracts;
  if (clearingHouse === undefined) throw new TypeError('there is no clearing house');
  const client = createPublicClient({ transport: http(rpcUrl) });
  const logs = await client.getLogs({ address: clearingHouse, fromBlock: 0n, toBlock: 'latest' });
  const fills: string[] = [];
  const paid: string[] = [];
  const flows = new Map<string, number[]>();
  let batches = 0;
  for (const { eventName, args } of parseEventLogs({ abi: clearingHouseAbi, logs })) {
    if (eventName === 'Settled') {
      batches += 1;
      if (args.sequence !== batches)
        throw new Error(`batch ${args.sequence} follows ${batches - 1}`);
      fills.push(...fillsOf(hexToBytes(args.batch)));
    } else if (eventName === 'Deposited') {
      flow(flows, args, Number(args.quanta));
    } else if (eventName === 'Withdrawn') {
      flow(flows, args, -Number(args.quanta));
      paid.push(`${args.account.toLowerCase()} ${args.nonce}`);
    }
  }
  const balances = async (account: Address) => {
    const quanta = await client.readContract({
      address: clearingHouse,
      abi: clearingHouseAbi,
      functionName: 'balancesOf',
      args: [account],
    });
    const own = assets.map(() => 0);
    for (const [number, value] of quanta.entries()) own[ledgerAsset(number)] = Number(value);
    return own;
  };
  return { batches, fills, paid, flows, balances };
}

function fillsOf(bytes: Uint8Array): readonly string[] {
  const { orders, fills } = readSettledBatch(bytes);
  return fills.map(({ taker, maker, lots, price }) => {
    const [takes, makes] = [orders[taker], orders[maker]];
    if (takes === undefined || makes === undefined) throw new Error('a fill has no order');
    const sides = [takes, makes].map(({ account, nonce }) => `${account.toLowerCase()} ${nonce}`);
    return `${sides.join(' ')} ${lots} ${price ?? makes.price}`;
  });
}

function flow(
  flows: Map<string, number[]>,
  { account, asset }: { readonly account: Address; readonly asset: number },
  quanta: number,
): void {
  const own = flows.get(account.toLowerCase()) ?? assets.map(() => 0);
  const id = ledgerAsset(asset);
  own[id] = (own[id] ?? 0) + quanta;
  flows.set(account.toLowerCase(), own);
}

function ledgerAsset(number: number): number {
  const token = listedAssets.find((each) => each.number === number)?.token;
  const id = assets.find((each) => each.token === token)?.id;
  if (id === undefined) throw new Error(`the contract has an asset ${number}`);
  return id;
}
