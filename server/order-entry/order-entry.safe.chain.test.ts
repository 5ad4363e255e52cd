import { bytesToHex, concatHex, createClient, type Hex, http } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Asset, findAsset } from '#lib/domain/asset.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { signableOrder } from '#lib/domain/signable-order.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { type Anvil, startAnvil } from '#scripts/dev-chain/anvil.ts';
import { SafeAccount } from '#scripts/testing/safe-account.ts';
import {
  principalOf,
  requestWith,
  SignedExchange,
  type Trader,
  tokenAddress,
} from '#scripts/testing/signed-exchange.ts';
import { contractSignatures } from '#server/auth/index.ts';
import type { OrderEntry } from './order-entry.ts';

const CHAIN_ID = 1337;
const FUNDS = 1_000_000_000_000;
const REFUSED = ['auth/invalid-signature', 'refused-by-contract'];

const relay = mnemonicToAccount('test test test test test test test test test test test junk');

let anvil: Anvil;
let safe: SafeAccount;
let exchange: SignedExchange;
let entry: OrderEntry;
let holder: Trader;

beforeAll(async () => {
  anvil = await startAnvil({ chainId: CHAIN_ID });
});

afterAll(async () => await anvil.stop());

beforeEach(async () => {
  const { rpcUrl } = anvil;
  exchange = await SignedExchange.begin();
  const client = createClient({ transport: http(rpcUrl, { retryCount: 0 }) });
  entry = exchange.entryWith({
    contractSignatures: contractSignatures({ client, maxWaiting: 32 }),
  });
  await begin(2);
});

/** A Safe so many of whose owners have to sign, with money. */
async function begin(threshold: number): Promise<void> {
  const { rpcUrl } = anvil;
  safe = await SafeAccount.create({ rpcUrl, chainId: CHAIN_ID, relay, threshold });
  const { port, state } = exchange;
  const account = state.accounts.count;
  await port.execute({ kind: 'open-account', account, address: safe.address });
  for (const asset of [0, 1]) {
    const sourceSeq = 1_000 * account + asset;
    await port.execute({ kind: 'deposit', account, asset, amount: FUNDS, source: 0, sourceSeq });
  }
  holder = { address: safe.address, account, key: new Uint8Array(32) };
}

afterEach(async () => await exchange.close());

type Signing = (digest: Uint8Array) => Promise<Hex>;

const asSafe: Signing = async (digest) => await safe.sign(digest);

/** An order of the Safe that does not rest, signed by whoever that says. */
async function signed(nonce: number, sign: Signing = asSafe): Promise<OrderRequest> {
  const request = requestWith({ timeInForce: 'IOC' });
  const expiry = exchange.seconds() + 3_600;
  const terms = { nonce: exchange.clock.now() + nonce, epoch: 0, expiry, maxFeePpm: 500 };
  const order = signableOrder(request, { account: safe.address, market: 1, by: terms });
  return {
    ...request,
    signed: { ...terms, signature: await sign(exchange.hasher().order(order)) },
  };
}

async function place(request: OrderRequest) {
  return await entry.place(principalOf(holder, { kind: 'session' }), request);
}

/** The code and the reason with which something is refused. */
async function refusal(asked: Promise<unknown>): Promise<unknown> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof ProtocolError) return [error.code, error.facts?.reason];
    throw error;
  }
  return 'it was taken';
}

/** Signatures that two owners made, and that are not the Safe's word. */
function wrongSignings(): readonly (readonly [string, Signing])[] {
  const [first, second, third] = safe.owners;
  if (!first || !second || !third) throw new TypeError('the Safe has three owners');
  return [
    ['of one owner, twice', async (digest) => await safe.sign(digest, [first, first])],
    ['of an owner and a stranger', async (digest) => await safe.sign(digest, [first, relay])],
    [
      'in descending order of the owners',
      async (digest) => {
        const right = await safe.sign(digest, [second, third]);
        return concatHex([`0x${right.slice(132)}`, `0x${right.slice(2, 132)}`]);
      },
    ],
    [
      'over the digest itself, not the message of the Safe',
      async (digest) => {
        const hash = bytesToHex(digest);
        const owners = [first, second].sort((a, b) => (a.address < b.address ? -1 : 1));
        return concatHex(
          await Promise.all(owners.map(async (owner) => owner.sign?.({ hash }) ?? '0x')),
        );
      },
    ],
    ['of other bytes', async (digest) => await safe.sign(digest.map((byte) => byte ^ 1))],
    ['cut short', async (digest) => (await safe.sign(digest)).slice(0, -2) as Hex],
  ];
}

describe('an order of a Safe', () => {
  test('is taken with the signatures of any two owners, or of all three', async () => {
    const [first, second, third] = safe.owners;
    if (!first || !second || !third) throw new TypeError('the Safe has three owners');
    const pairs = [
      [first, second],
      [third, first],
      [second, third],
      [third, second, first],
    ];
    for (const [nonce, by] of pairs.entries()) {
      const request = await signed(nonce, async (digest) => await safe.sign(digest, by));
      expect(await place(request)).toMatchObject({ outcome: 'placed' });
    }
  });

  test('is refused with everything that is not the word of two of them', async () => {
    for (const [what, sign] of wrongSignings()) {
      expect([what, await refusal(place(await signed(1, sign)))]).toEqual([what, REFUSED]);
    }
  });

  test('is refused with the signatures of another Safe of the same owners', async () => {
    const { rpcUrl } = anvil;
    const other = await SafeAccount.create({ rpcUrl, chainId: CHAIN_ID, relay });
    const request = await signed(1, async (digest) => await other.sign(digest, safe.owners));
    expect(await refusal(place(request))).toEqual(REFUSED);
  });

  test('is refused with the signature of an owner who was replaced', async () => {
    const before = await signed(1);
    await safe.replaceSecondOwner();
    expect(await refusal(place(before))).toEqual(REFUSED);
    expect(await place(await signed(2))).toMatchObject({ outcome: 'placed' });
  });

  test('is taken where one owner is enough, whose signature is as long as a key’s', async () => {
    await begin(1);
    const [owner] = safe.owners;
    if (!owner) throw new TypeError('the Safe has an owner');
    const alone: Signing = async (digest) => await safe.sign(digest, [owner]);
    expect((await alone(new Uint8Array(32))).length).toBe(2 + 2 * 65);
    expect(await place(await signed(1, alone))).toMatchObject({ outcome: 'placed' });
    const strangers: Signing = async (digest) => await safe.sign(digest, [relay]);
    const own: Signing = async (digest) =>
      (await owner.sign?.({ hash: bytesToHex(digest) })) ?? '0x';
    for (const sign of [strangers, own]) {
      expect(await refusal(place(await signed(2, sign)))).toEqual(['auth/wrong-signer', undefined]);
    }
  });

  test('is taken with as many signatures as an order can hold, and refused with more', async () => {
    // A Safe does not read what follows the signatures that it needs.
    const padded = (bytes: number): Signing => {
      return async (digest) =>
        concatHex([await safe.sign(digest), `0x${'00'.repeat(bytes - 130)}`]);
    };
    expect(await place(await signed(1, padded(1_024)))).toMatchObject({ outcome: 'placed' });
    expect(await refusal(place(await signed(2, padded(1_025))))).toEqual([
      'auth/invalid-signature',
      'wrong-length',
    ]);
  });
});

test('a trading key acts for a Safe that approved it, and not before', async () => {
  const agent = await exchange.signer();
  const apiKey = principalOf(holder, { kind: 'api-key', agent });
  const order = requestWith({ timeInForce: 'IOC' });
  expect(await refusal(entry.place(apiKey, order))).not.toBe('it was taken');
  const approval = {
    account: safe.address,
    agent: agent.address,
    expiry: exchange.seconds() + 3_600,
    markets: 2n ** 64n - 1n,
    maxNotional: 2n ** 128n - 1n,
    nonce: 1,
  };
  const digest = exchange.hasher().agentApproval(approval);
  const [first] = safe.owners;
  if (first === undefined) throw new TypeError('the Safe has an owner');
  const alone = await safe.sign(digest, [first, first]);
  expect(await refusal(entry.approveAgent({ approval, signature: alone }))).toEqual(REFUSED);
  await entry.approveAgent({ approval, signature: await safe.sign(digest) });
  expect(await entry.place(apiKey, order)).toMatchObject({ outcome: 'placed' });
});

test('a withdrawal of a Safe is taken with its signature, and with no owner’s alone', async () => {
  const usdt = findAsset('USDT') as Asset;
  const amount = 5_000_000;
  const terms = {
    account: safe.address,
    to: relay.address,
    nonce: exchange.clock.now(),
    expiry: exchange.seconds() + 3_600,
    epoch: 0,
  };
  const what = { asset: tokenAddress(usdt.id), amount: BigInt(amount) };
  const digest = exchange.hasher().withdrawal({ ...terms, ...what });
  const ask = async (signature: Hex) =>
    await entry.withdraw({ ...terms, asset: usdt, amount, native: false, signature });
  const [first] = safe.owners;
  if (first === undefined) throw new TypeError('the Safe has an owner');
  expect(await refusal(ask(await safe.sign(digest, [first, first])))).toEqual(REFUSED);
  const [code] = (await refusal(ask(await safe.sign(digest, [first])))) as [string];
  expect(code).toBe('auth/wrong-signer');
  expect(await ask(await safe.sign(digest))).toMatchObject({ nonce: terms.nonce });
  const { ledger } = exchange.state;
  expect(ledger.available(holder.account, usdt.id)).toBe(FUNDS - amount);
});
