import { bytesToHex } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OrderHasher } from '#lib/chain/order-hasher.ts';
import { NATIVE_ASSET } from '#lib/chain/order-typed-data.ts';
import type { Address } from '#lib/domain/address.ts';
import { findAsset } from '#lib/domain/asset.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { WithdrawalRequest } from '#lib/protocol/wire-withdrawal-request.ts';
import {
  SignedExchange,
  type Signer,
  type Trader,
  tokenAddress,
} from '#scripts/testing/signed-exchange.ts';

const HELD = 1_000_000_000_000;
const LAST_SECOND = 0xffff_ffff;

const LOST = { code: 'ledger/receiver-refused' };

let exchange: SignedExchange;
let alice: Trader;

beforeEach(async () => {
  exchange = await SignedExchange.begin();
  alice = await exchange.trader();
});

afterEach(async () => {
  await exchange.close();
});

type Changes = Partial<Omit<WithdrawalRequest, 'signature' | 'asset'>> & {
  readonly asset?: string;
  readonly by?: Signer;
  readonly hasher?: OrderHasher;
  /** What is signed instead of what is sent. */
  readonly instead?: Partial<Parameters<OrderHasher['withdrawal']>[0]>;
};

async function requestOf(changes: Changes = {}): Promise<WithdrawalRequest> {
  const {
    asset: symbol = 'USDT',
    by = alice,
    hasher = exchange.hasher(),
    instead,
    ...given
  } = changes;
  const asset = findAsset(symbol);
  if (asset === undefined) throw new RangeError(symbol);
  const request = {
    account: alice.address,
    asset,
    amount: 5_000_000,
    to: alice.address,
    native: false,
    nonce: exchange.clock.now(),
    expiry: exchange.seconds() + 3_600,
    epoch: 0,
    ...given,
  };
  const { native, ...signed } = request;
  const token = native ? NATIVE_ASSET : tokenAddress(asset.id);
  const fields = { ...signed, asset: token, amount: BigInt(request.amount), ...instead };
  const signature = bytesToHex(await exchange.curve.sign(hasher.withdrawal(fields), by.key));
  return { ...request, signature };
}

async function refusal(request: WithdrawalRequest, entry = exchange.entry) {
  try {
    await entry.withdraw(request);
  } catch (error) {
    if (error instanceof ProtocolError) return { code: error.code, ...error.facts };
    throw error;
  }
  throw new Error('it was accepted');
}

const available = (asset = 0) => exchange.state.ledger.available(alice.account, asset);
const pending = () => exchange.state.withdrawals.pending(alice.account);

describe('a withdrawal that its owner signed', () => {
  it('puts the money aside, and is answered when that is durable', async () => {
    const request = await requestOf();
    const { nonce, seq, timeMs } = await exchange.entry.withdraw(request);
    expect([nonce, timeMs]).toEqual([request.nonce, exchange.clock.now()]);
    expect(seq).toBe(exchange.port.seq());
    expect(available()).toBe(HELD - 5_000_000);
    expect(pending()).toEqual([{ nonce, asset: 0, amount: 5_000_000 }]);
  });

  it('signs the native currency for wrapped LUX that is to be unwrapped', async () => {
    const commands: unknown[] = [];
    exchange.port.onReleased(({ lastSeq, commandOf }) => commands.push(commandOf(lastSeq)));
    await exchange.entry.withdraw(await requestOf({ asset: 'LUX', native: true }));
    expect(commands).toMatchObject([{ kind: 'request-withdrawal', native: true, asset: 3 }]);
  });

  it('may go to another address, in any letter case', async () => {
    const to = '0xAbCdEf0123456789aBcDeF0123456789ABCDEF01';
    await exchange.entry.withdraw(await requestOf({ to }));
    expect(pending()).toHaveLength(1);
  });

  it('takes everything that is available', async () => {
    await exchange.entry.withdraw(await requestOf({ amount: HELD }));
    expect(available()).toBe(0);
  });

  it('may come from a contract, which is asked', async () => {
    const asked: unknown[] = [];
    const entry = exchange.entryWith({
      contractSignatures: ({ address }) => {
        asked.push(address);
        return Promise.resolve(true);
      },
    });
    const signature = `0x${'ab'.repeat(130)}`;
    await entry.withdraw({ ...(await requestOf()), signature });
    expect(asked).toEqual([alice.address]);
    const { address } = await exchange.signer();
    const foreign = { ...(await requestOf({ account: address })), signature };
    expect(await refusal(foreign, entry)).toMatchObject({ code: 'account/unknown' });
    expect(asked).toHaveLength(1);
  });
});

describe('a withdrawal is refused', () => {
  const untouched = () => expect([available(), pending()]).toEqual([HELD, []]);

  it('of a trading key, saying that the owner has to sign', async () => {
    const agent = await exchange.agentOf(alice);
    expect(await refusal(await requestOf({ by: agent }))).toEqual({ code: 'auth/owner-required' });
    untouched();
  });

  it('of anybody else, naming who signed', async () => {
    const mallory = await exchange.trader();
    expect(await refusal(await requestOf({ by: mallory }))).toMatchObject({
      code: 'auth/wrong-signer',
      signer: mallory.address,
    });
    // Somebody's agent is nobody's to others.
    const foreign = await exchange.agentOf(mallory);
    const request = await requestOf({ by: foreign });
    expect(await refusal(request)).toMatchObject({ code: 'auth/wrong-signer' });
    untouched();
  });

  it.each<[string, NonNullable<Changes['instead']>]>([
    ['another amount', { amount: 4_000_000n }],
    ['another receiver', { to: '0x00000000000000000000000000000000000000b0' }],
    ['another asset', { asset: tokenAddress(1) }],
    ['the native currency', { asset: NATIVE_ASSET }],
    ['another nonce', { nonce: 1 }],
    ['another expiry', { expiry: LAST_SECOND }],
    ['another epoch', { epoch: 1 }],
    ['another account', { account: '0x00000000000000000000000000000000000000a1' }],
  ])('when %s was signed than is asked for', async (_name, instead) => {
    expect(await refusal(await requestOf({ instead }))).toMatchObject({
      code: 'auth/wrong-signer',
    });
    untouched();
  });

  it('when it was signed for another chain or contract', async () => {
    const own = exchange.hasher().domain;
    const elsewhere = { ...own, verifyingContract: alice.address };
    for (const domain of [{ ...own, chainId: 1 }, elsewhere]) {
      const request = await requestOf({ hasher: new OrderHasher(domain) });
      expect(await refusal(request)).toMatchObject({ code: 'auth/wrong-signer' });
    }
    untouched();
  });

  it('of a contract that says no, and where contracts cannot be asked', async () => {
    const signature = `0x${'ab'.repeat(130)}`;
    const request = { ...(await requestOf()), signature };
    const no = exchange.entryWith({ contractSignatures: () => Promise.resolve(false) });
    expect(await refusal(request, no)).toMatchObject({ reason: 'refused-by-contract' });
    expect(await refusal(request)).toMatchObject({ code: 'auth/invalid-signature' });
    untouched();
  });

  it.each<[string, Changes, object]>([
    ['dust', { amount: 999_999 }, { code: 'ledger/withdrawal-too-small', minimum: '1.000000' }],
    [
      'more than there is',
      { amount: HELD + 1 },
      { code: 'risk/insufficient-funds', available: '1000000.000000' },
    ],
    ['another epoch', { epoch: 1 }, { code: 'auth/wrong-epoch', epoch: 0 }],
    ['to nobody', { to: '0x0000000000000000000000000000000000000000' }, LOST],
    ['to the clearing house', { to: '0x00000000000000000000000000000000000C1ea2' }, LOST],
    ['to a token', { to: tokenAddress(2) }, LOST],
  ])('%s', async (_name, changes, told) => {
    expect(await refusal(await requestOf(changes))).toMatchObject(told);
    untouched();
  });

  it('after its expiry, and with a nonce that would shut its owner out', async () => {
    const { clock } = exchange;
    const now = exchange.seconds();
    const late = await requestOf({ expiry: now });
    expect(await refusal(late)).toMatchObject({ code: 'auth/signature-expired' });
    const ahead = await requestOf({ nonce: clock.now() + 3_600_000 });
    expect(await refusal(ahead)).toMatchObject({ code: 'auth/clock-skew', field: 'nonce' });
    untouched();
  });

  it('a second time: while it is on its way, and when it was paid', async () => {
    const request = await requestOf();
    const { nonce } = await exchange.entry.withdraw(request);
    expect(await refusal(request)).toEqual({ code: 'ledger/withdrawal-duplicate', nonce });
    const { account } = alice;
    await exchange.port.execute({ kind: 'finish-withdrawal', account, nonce, paid: true });
    expect(await refusal(request)).toMatchObject({ code: 'auth/nonce-used', last_nonce: nonce });
    const older = await requestOf({ nonce: nonce - 1 });
    expect(await refusal(older)).toMatchObject({ code: 'auth/nonce-used', last_nonce: nonce });
    expect(available()).toBe(HELD - 5_000_000);
  });

  it('after sixteen that are on their way', async () => {
    for (let nonce = 1; nonce <= 16; nonce += 1) {
      await exchange.entry.withdraw(await requestOf({ nonce }));
    }
    expect(await refusal(await requestOf())).toMatchObject({
      code: 'ledger/too-many-withdrawals',
    });
  });

  it('of an account that is not there: a deposit opens one', async () => {
    const newcomer = await exchange.signer();
    const request = await requestOf({ account: newcomer.address, by: newcomer });
    expect(await refusal(request)).toEqual({
      code: 'account/unknown',
      address: newcomer.address,
    });
  });

  it('while the account is frozen', async () => {
    const { account } = alice;
    await exchange.port.execute({
      kind: 'freeze-account',
      account,
      reason: 'unsettleable',
      frozen: true,
    });
    expect(await refusal(await requestOf())).toMatchObject({ code: 'account/frozen' });
  });

  it('where token or clearing house are not known', async () => {
    const entry = exchange.entryWith({ tokenOf: () => null });
    const request = await requestOf();
    expect(await refusal(request, entry)).toEqual({ code: 'gateway/not-available' });
    exchange.domain = null;
    expect(await refusal(request)).toEqual({ code: 'gateway/not-available' });
    untouched();
  });
});

describe('a withdrawal with one bit of its signature flipped', () => {
  it('is never taken', async () => {
    const request = await requestOf();
    for (let bit = 0; bit < 512; bit += 7) {
      const bytes = Buffer.from(request.signature.slice(2), 'hex');
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const signature: Address = `0x${bytes.toString('hex')}`;
      const { code } = await refusal({ ...request, signature });
      expect(['auth/wrong-signer', 'auth/invalid-signature']).toContain(code);
    }
    expect([available(), pending()]).toEqual([HELD, []]);
  });
});
