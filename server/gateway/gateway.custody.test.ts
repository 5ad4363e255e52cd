import { bytesToHex } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signWithdrawal } from '#lib/chain/order-signature.ts';
import { NATIVE_ASSET } from '#lib/chain/order-typed-data.ts';
import { findAsset } from '#lib/domain/asset.ts';
import type { Withdrawal } from '#lib/domain/settlement.ts';
import { parseJson } from '#lib/protocol/exact-json.ts';
import { decodeDepositsResponse } from '#lib/protocol/rest/deposits.ts';
import { decodeWithdrawalsResponse } from '#lib/protocol/rest/withdrawals.ts';
import { encodeWithdrawalRequest } from '#lib/protocol/wire-withdrawal-request.ts';
import { ScriptedSettlement } from '#scripts/testing/scripted-settlement.ts';
import { type Signer, tokenAddress } from '#scripts/testing/signed-exchange.ts';
import { type ApiTrader, TradingGateway } from '#scripts/testing/trading-gateway.ts';

const RECEIVER = '0x00000000000000000000000000000000000000b0';
const HASH = `0x${'5'.repeat(64)}` as const;

const UNIT = { error: 'ledger/invalid-unit', data: { nearest: ['5.000000', '5.000001'] } };

let settlement: ScriptedSettlement;
let exchange: TradingGateway;
let alice: ApiTrader;

beforeEach(async () => {
  settlement = new ScriptedSettlement();
  exchange = await TradingGateway.begin({ settlement });
  alice = await exchange.trader();
});

afterEach(async () => {
  await exchange.close();
  expect(exchange.started.failures).toEqual([]);
});

/** A body as the owner's wallet would have signed it, and what a test changes of it afterwards. */
async function bodyOf(
  {
    amount = 5_000_000,
    symbol = 'USDT',
    native = false,
    nonce = exchange.exchange.clock.now(),
  } = {},
  by: Signer = alice,
) {
  const asset = findAsset(symbol);
  const { domain } = exchange.exchange.hasher();
  if (asset === undefined) throw new RangeError(symbol);
  const { address: account } = alice;
  const terms = {
    account,
    to: RECEIVER,
    nonce,
    expiry: exchange.exchange.seconds() + 600,
    epoch: 0,
  } as const;
  const token = native ? NATIVE_ASSET : tokenAddress(asset.id);
  const signature = await signWithdrawal(
    { privateKey: bytesToHex(by.key) },
    { domain, withdrawal: { ...terms, asset: token, amount: BigInt(amount) } },
  );
  const wire = encodeWithdrawalRequest({ ...terms, asset, amount, native, signature });
  return { ...wire, amount: String(wire.amount) } as Record<string, unknown>;
}

async function ask(
  method: string,
  path: string,
  { body, accept }: { body?: unknown; accept?: string } = {},
) {
  const { apiKey, apiSecret } = alice.credentials;
  const response = await fetch(`${exchange.started.url}${path}`, {
    method,
    headers: {
      ...(method === 'GET' ? { authorization: `Bearer ${apiKey}:${apiSecret}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(accept === undefined ? {} : { accept }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

async function withdraw(body: unknown) {
  const { status, text } = await ask('POST', '/v1/withdrawals', { body });
  return { status, ...JSON.parse(text) };
}

const held = () => exchange.exchange.state.ledger.available(alice.account, 0);

describe('a withdrawal over HTTP', () => {
  it('needs no session: the owner’s signature says all', async () => {
    const body = await bodyOf();
    const before = held();
    const seq = exchange.exchange.port.seq() + 1;
    const { nonce } = body;
    expect(await withdraw(body)).toMatchObject({ status: 'requested', nonce, seq });
    expect(held()).toBe(before - 5_000_000);
    expect(await withdraw(body)).toMatchObject({
      error: 'ledger/withdrawal-duplicate',
      data: { nonce },
    });
    expect(held()).toBe(before - 5_000_000);
  });

  it('pays native LUX where that was signed, and other assets as tokens only', async () => {
    const lux = await bodyOf({ symbol: 'LUX', native: true });
    expect(await withdraw({ ...lux, native: false })).toMatchObject({ error: 'auth/wrong-signer' });
    expect(await withdraw(lux)).toMatchObject({ status: 'requested' });
    expect(await withdraw({ ...(await bodyOf()), native: true })).toMatchObject({
      error: 'gateway/invalid-message',
      data: { field: 'native' },
    });
  });

  it('is refused where nothing is settled', async () => {
    await exchange.close();
    exchange = await TradingGateway.begin({});
    alice = await exchange.trader();
    expect(await withdraw(await bodyOf())).toMatchObject({ error: 'gateway/not-available' });
    expect((await ask('GET', '/v1/withdrawals')).status).toBe(501);
    expect(held()).toBe(1_000_000_000_000);
  });

  it.each<[string, Record<string, unknown>, object]>([
    ['between two units', { amount: '5.0000001' }, UNIT],
    ['of nothing', { amount: 0 }, { error: 'ledger/invalid-amount', httpStatus: 400 }],
    ['of less than nothing', { amount: '-5' }, { error: 'ledger/invalid-amount' }],
    [
      'of more than can be counted',
      { amount: '9007199254.740992' },
      { error: 'ledger/invalid-amount' },
    ],
    ['of dust', { amount: '0.999999' }, { error: 'ledger/withdrawal-too-small' }],
    ['of what is no asset', { asset: 'DOGE' }, { error: 'ledger/unknown-asset', httpStatus: 404 }],
    ['with an exponent', { amount: '5e0' }, { error: 'gateway/invalid-message' }],
    ['to what is no address', { to: '0x12' }, { data: { field: 'to' } }],
    ['until no whole second', { expires_at: 1_790_000_000_001 }, { data: { field: 'expires_at' } }],
    ['for ever', { expires_at: 4_294_967_296_000 }, { data: { field: 'expires_at' } }],
    ['long ago', { expires_at: 1_000 }, { error: 'auth/signature-expired' }],
    ['without a number', { nonce: 0 }, { data: { field: 'nonce' } }],
    ['in an epoch that there is not', { epoch: 65_536 }, { data: { field: 'epoch' } }],
    ['with no signature', { signature: '0x' }, { data: { field: 'signature' } }],
    [
      'with a signature of zeros',
      { signature: `0x${'00'.repeat(64)}` },
      { error: 'auth/invalid-signature' },
    ],
    ['of another amount than was signed', { amount: '6' }, { error: 'auth/wrong-signer' }],
    ['of nobody’s account', { account: RECEIVER }, { error: 'account/unknown' }],
  ])('%s is refused', async (_name, changes, told) => {
    const { httpStatus, ...expected } = { httpStatus: undefined, ...told };
    const { status, ...answer } = await withdraw({ ...(await bodyOf()), ...changes });
    expect(answer).toMatchObject(expected);
    if (httpStatus !== undefined) expect(status).toBe(httpStatus);
    expect(held()).toBe(1_000_000_000_000);
  });

  it('is refused while the account is frozen, which its owner can see', async () => {
    const { account } = alice;
    await exchange.exchange.port.execute({
      kind: 'freeze-account',
      account,
      reason: 'unsettleable',
      frozen: true,
    });
    expect(await withdraw(await bodyOf())).toMatchObject({ error: 'account/frozen' });
    expect(JSON.parse((await ask('GET', '/v1/account')).text)).toMatchObject({ frozen: true });
  });

  it('signed by a trading key is refused', async () => {
    expect(await withdraw(await bodyOf({}, alice.agent))).toMatchObject({
      status: 403,
      error: 'auth/owner-required',
    });
  });

  it('that is damaged anywhere is never paid, and never breaks anything', async () => {
    const text = JSON.stringify(await bodyOf());
    const damages = ['0', '"', 'z', '}', '\u0000', ''];
    for (let at = 0; at < text.length; at += 3) {
      const damage = damages[at % damages.length] ?? '';
      const damaged = `${text.slice(0, at)}${damage}${text.slice(at + 1)}`;
      if (damaged === text) continue;
      const { status } = await ask('POST', '/v1/withdrawals', { body: damaged });
      // What the signature does not say may be written otherwise.
      if (status !== 200) expect([400, 401, 403, 404, 409]).toContain(status);
    }
    expect(exchange.exchange.state.withdrawals.pending(alice.account).length).toBeLessThan(2);
    expect([1_000_000_000_000, 999_995_000_000]).toContain(held());
  });
});

describe('the list of withdrawals', () => {
  const withdrawal = (nonce: number): Withdrawal => ({
    nonce,
    asset: 'BTC',
    quanta: 1,
    to: RECEIVER,
    stage: 'paid',
    transaction: HASH,
    requestedMs: 1_790_000_000_000 + nonce,
  });

  it('is paged and complete, one’s own only, and CSV too', async () => {
    for (let nonce = 1; nonce <= 5; nonce += 1)
      settlement.withdrawn(alice.account, withdrawal(nonce));
    settlement.withdrawn(alice.account + 1, withdrawal(99));
    const first = await ask('GET', '/v1/withdrawals?limit=3');
    const page = decodeWithdrawalsResponse(parseJson(first.text));
    expect(page.rows).toEqual([withdrawal(5), withdrawal(4), withdrawal(3)]);
    const rest = await ask('GET', `/v1/withdrawals?limit=3&cursor=${page.nextCursor}`);
    const last = decodeWithdrawalsResponse(parseJson(rest.text));
    expect([last.rows.map(({ nonce }) => nonce), last.nextCursor]).toEqual([[2, 1], null]);
    const csv = await ask('GET', '/v1/withdrawals?limit=1', { accept: 'text/csv' });
    expect(csv.text.split('\r\n')).toEqual([
      'nonce,asset,amount,to,status,tx_hash,timestamp',
      `5,BTC,0.00000001,${RECEIVER},paid,${HASH},1790000000005`,
      '',
    ]);
    expect(csv.headers.get('x-next-cursor')).toBe('5');
  });
});

describe('the list of deposits', () => {
  it('has what is on its way on its first page, also before there is an account', async () => {
    const pending = {
      account: alice.address,
      asset: 'LUX',
      quanta: 2_500_000,
      confirmations: 1,
      needed: 2,
      transaction: HASH,
      depositId: 12,
    };
    settlement.deposits = [pending, { ...pending, account: RECEIVER }];
    const { text } = await ask('GET', '/v1/deposits');
    const told = decodeDepositsResponse(parseJson(text), alice.address);
    expect(told).toMatchObject({ rows: [], pending: [pending] });
    const next = await ask('GET', '/v1/deposits?cursor=9');
    expect(decodeDepositsResponse(parseJson(next.text), alice.address).pending).toEqual([]);
  });
});
