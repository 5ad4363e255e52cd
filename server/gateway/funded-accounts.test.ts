import { beforeEach, describe, expect, it } from 'vitest';
import { SignedExchange } from '#scripts/testing/signed-exchange.ts';
import { openAccount } from '#server/account-opening.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import { FundedAccounts } from './funded-accounts.ts';

const KEPT_MS = 1_000;

let exchange: SignedExchange;
let looks: number;

beforeEach(async () => {
  exchange = await SignedExchange.begin();
  looks = 0;
});

function fundedAccounts(maxAccounts = 10) {
  const port: Pick<ExchangePort, 'read'> = {
    read: (look) => {
      looks += 1;
      return exchange.port.read(look);
    },
  };
  return new FundedAccounts({ port, maxAccounts, keptMs: KEPT_MS, now: exchange.clock.now });
}

describe('FundedAccounts', () => {
  it('knows who holds something from who does not', async () => {
    const funded = fundedAccounts();
    const { address } = await exchange.trader();
    const { address: stranger } = await exchange.signer();
    const { address: empty } = await exchange.signer();
    await openAccount(exchange.port, empty);
    expect([address, stranger, empty].map((each) => funded.has(each))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('asks the engine now and then only about those who do', async () => {
    const funded = fundedAccounts();
    const { address } = await exchange.trader();
    for (let count = 0; count < 5; count += 1) expect(funded.has(address)).toBe(true);
    expect(looks).toBe(1);
    exchange.clock.advance(KEPT_MS);
    expect(funded.has(address)).toBe(true);
    expect(looks).toBe(2);
  });

  it('sees a first deposit at once', async () => {
    const funded = fundedAccounts();
    const { address } = await exchange.signer();
    const account = await openAccount(exchange.port, address);
    expect(funded.has(address)).toBe(false);
    const deposit = { kind: 'deposit', account, asset: 3, amount: 1, source: 0 } as const;
    await exchange.port.execute({ ...deposit, sourceSeq: 1_000 });
    expect(funded.has(address)).toBe(true);
  });

  it('remembers no more than it is told to', async () => {
    const funded = fundedAccounts(1);
    const [one, other] = [await exchange.trader(), await exchange.trader()];
    for (const { address } of [one, other, one]) expect(funded.has(address)).toBe(true);
    expect(looks).toBe(3);
  });

  it('takes nobody for funded while the engine cannot be asked', () => {
    const port: Pick<ExchangePort, 'read'> = { read: () => Promise.reject(new Error('stopped')) };
    const funded = new FundedAccounts({ port, maxAccounts: 1, keptMs: 1, now: () => 1 });
    expect(funded.has('0x')).toBe(false);
  });
});
