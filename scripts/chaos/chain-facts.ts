import { createPublicClient, hexToBytes, http, parseEventLogs } from 'viem';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { erc20Abi } from '#contracts-abi/abis/erc20.ts';
import { readSettledBatch } from '#lib/chain/read-settled-batch.ts';
import type { Address } from '#lib/domain/address.ts';
import { assets } from '#lib/domain/asset.ts';
import { listedAssets } from '#lib/domain/clearing-house-listing.ts';
import type { DeployedChain } from '#scripts/testing/deployed-chain.ts';

/** Money that came or went, in quanta of an asset of the ledger; addresses in lower case. */
export type Flow = { readonly address: string; readonly asset: number; readonly quanta: number };

/** Money in tokens, base units of an asset of the ledger. */
export type TokenAmount = { readonly asset: number; readonly amount: bigint };

/** What the contract says that happened, as of the newest block; addresses in lower case. */
export type ChainFacts = {
  readonly batches: number;
  /** Every fill there is, in order: `<taker> <nonce> <maker> <nonce> <lots> <price>`. */
  readonly fills: readonly string[];
  readonly deposits: readonly (Flow & { readonly depositId: number })[];
  /** Every withdrawal that was paid, in order. */
  readonly paid: readonly (Flow & { readonly nonce: number; readonly to: string })[];
  readonly exits: readonly Flow[];
  readonly feeAccount: string;
  /** Balance of an account by asset of the ledger, quanta. */
  readonly balances: (account: string) => Promise<readonly number[]>;
  /** What an address has in tokens, by asset of the ledger. */
  readonly tokens: (owner: string) => Promise<readonly TokenAmount[]>;
  readonly clearingHouse: string;
};

/** Asks the node itself. */
export async function chainFacts({ rpcUrl, deployment }: DeployedChain): Promise<ChainFacts> {
  const { clearingHouse } = deployment.contracts;
  if (clearingHouse === undefined) throw new TypeError('there is no clearing house');
  const client = createPublicClient({ transport: http(rpcUrl, { timeout: 60_000 }) });
  const contract = { address: clearingHouse, abi: clearingHouseAbi } as const;
  const logs = await client.getLogs({ address: clearingHouse, fromBlock: 0n, toBlock: 'latest' });
  const feeAccount = await client.readContract({ ...contract, functionName: 'feeAccount' });
  return {
    ...happened(logs),
    feeAccount: feeAccount.toLowerCase(),
    clearingHouse,
    async balances(account) {
      const args = [account as Address] as const;
      const quanta = await client.readContract({ ...contract, functionName: 'balancesOf', args });
      const own = assets.map(() => 0);
      for (const [number, value] of quanta.entries()) own[ledgerAsset(number)] = Number(value);
      return own;
    },
    async tokens(owner) {
      const amounts = assets.map(async ({ id, token: symbol }) => {
        const token = deployment.tokens.find((each) => each.symbol === symbol);
        if (token === undefined) throw new TypeError(`there is no ${symbol}`);
        const call = { address: token.address, abi: erc20Abi, functionName: 'balanceOf' } as const;
        return {
          asset: id,
          amount: await client.readContract({ ...call, args: [owner as Address] }),
        };
      });
      return await Promise.all(amounts);
    },
  };
}

/** Base units in a quantum. */
export function unitOf(asset: number): bigint {
  const token = assets.find(({ id }) => id === asset)?.token;
  const listed = listedAssets.find((each) => each.token === token);
  if (listed === undefined) throw new Error(`asset ${asset} is not listed`);
  return 10n ** BigInt(listed.unitExponent);
}

type Logs = Parameters<typeof parseEventLogs>[0]['logs'];

function happened(logs: Logs) {
  const fills: string[] = [];
  const deposits: ChainFacts['deposits'][number][] = [];
  const paid: ChainFacts['paid'][number][] = [];
  const exits: Flow[] = [];
  let batches = 0;
  for (const { eventName, args } of parseEventLogs({ abi: clearingHouseAbi, logs })) {
    if (eventName === 'Settled') {
      batches += 1;
      if (args.sequence !== batches)
        throw new Error(`batch ${args.sequence} follows ${batches - 1}`);
      fills.push(...fillsOf(hexToBytes(args.batch)));
    } else if (eventName === 'Deposited') {
      deposits.push({ ...flowOf(args), depositId: Number(args.depositId) });
    } else if (eventName === 'Withdrawn') {
      paid.push({ ...flowOf(args), nonce: args.nonce, to: args.to.toLowerCase() });
    } else if (eventName === 'Exited') {
      exits.push(flowOf(args));
    }
  }
  return { batches, fills, deposits, paid, exits };
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

function flowOf(args: {
  readonly account: Address;
  readonly asset: number;
  readonly quanta: bigint;
}): Flow {
  const { account, asset, quanta } = args;
  return {
    address: account.toLowerCase(),
    asset: ledgerAsset(asset),
    quanta: Number(quanta),
  };
}

function ledgerAsset(number: number): number {
  const token = listedAssets.find((each) => each.number === number)?.token;
  const id = assets.find((each) => each.token === token)?.id;
  if (id === undefined) throw new Error(`the contract has an asset ${number}`);
  return id;
}
