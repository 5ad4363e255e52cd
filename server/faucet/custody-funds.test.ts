import { beforeEach, describe, expect, it } from 'vitest';
import { assets } from '#lib/domain/asset.ts';
import type { Deployment } from '#lib/domain/network.ts';
import { directPort } from '#scripts/testing/direct-port.ts';
import { sampleDeployment } from '#scripts/testing/sample-clearing-house.ts';
import { openAccount } from '../account-opening.ts';
import { EngineState } from '../engine/index.ts';
import type { ExchangePort } from '../exchange-port.ts';
import { CustodyFunds } from './custody-funds.ts';
import type { PlannedDeposit } from './plan-funding.ts';

const MAKER = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const TAKER = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC';
const target = { USDT: 1_000, BTC: 2 };

type Sent = { readonly account: string; readonly deposits: readonly PlannedDeposit[] };

let state: EngineState;
let port: ExchangePort;
let deployment: Deployment | null;
/** What was deposited on the scripted chain: one number for each token. */
let deposited: { account: string; deposit: PlannedDeposit }[];
let sent: Sent[];
let unsettledLooks: number;
let failures: unknown[];
let faults: unknown[];
let beforeSleep: () => Promise<void>;
let stop: AbortController;

beforeEach(() => {
  state = new EngineState();
  port = directPort(state);
  [deployment, deposited, sent, unsettledLooks, failures, faults] = [
    sampleDeployment,
    [],
    [],
    0,
    [],
    [],
  ];
  beforeSleep = creditAll;
  stop = new AbortController();
});

function funds(): CustodyFunds {
  return new CustodyFunds({
    treasury: {
      isSettled() {
        unsettledLooks -= 1;
        return Promise.resolve(unsettledLooks < 0);
      },
      depositCount: () => Promise.resolve(deposited.length),
      deposit({ account, deposits }) {
        const fault = faults.shift();
        if (fault !== undefined) return Promise.reject(fault);
        sent.push({ account, deposits });
        for (const deposit of deposits) deposited.push({ account, deposit });
        return Promise.resolve();
      },
    },
    port,
    deployment: () => deployment,
    async sleep(signal) {
      signal.throwIfAborted();
      await beforeSleep();
    },
    onFailure: (error) => failures.push(error),
  });
}

/** What the followed chain does when deposits are final. */
async function creditAll(): Promise<void> {
  const first = Math.max(0, state.sourceSeqs[0] ?? 0);
  for (const [index, { account, deposit }] of deposited.entries()) {
    if (index < first) continue;
    const asset = assets.find(({ token }) => token === deposit.token)?.id ?? 0;
    const number = await openAccount(port, account.toLowerCase());
    const numbers = { source: 0, sourceSeq: index + 1 };
    await port.execute({
      kind: 'deposit',
      account: number,
      asset,
      amount: Number(deposit.amount),
      ...numbers,
    });
  }
}

const ensure = async (account: typeof MAKER | typeof TAKER = MAKER, by = funds()) =>
  await by.ensure(account, { target, signal: stop.signal });
const balance = (asset: number) =>
  state.ledger.available(state.accounts.find(MAKER.toLowerCase()), asset);

describe('money for the exchange’s own accounts', () => {
  it('is deposited once, and there when it is credited', async () => {
    await ensure();
    expect(sent).toHaveLength(1);
    expect([balance(0), balance(1)]).toEqual([1_000_000_000, 200_000_000]);
    await ensure();
    expect(sent).toHaveLength(1);
  });

  it('is not deposited again by a restart while the first deposit is on its way', async () => {
    let naps = 0;
    beforeSleep = async () => {
      naps += 1;
      if (naps === 1) throw new Error('killed');
      if (naps > 4) await creditAll();
    };
    await expect(ensure()).rejects.toThrow('killed');
    await ensure();
    expect(sent).toHaveLength(1);
  });

  it('waits for transactions that an earlier run has left unmined', async () => {
    unsettledLooks = 3;
    await ensure();
    expect(sent).toHaveLength(1);
  });

  it('fills up what has fallen below half of its target, and nothing else', async () => {
    await ensure();
    const account = state.accounts.find(MAKER.toLowerCase());
    await port.execute({
      kind: 'withdraw',
      account,
      asset: 0,
      amount: 600_000_000,
      source: 2,
      sourceSeq: 1,
    });
    await ensure();
    expect(sent.at(-1)).toEqual({
      account: MAKER,
      deposits: [{ token: 'LUSD', amount: 600_000_000n }],
    });
  });

  it('serves one after the other, though others keep depositing', async () => {
    const by = funds();
    beforeSleep = async () => {
      await creditAll();
      deposited.push({ account: TAKER, deposit: { token: 'LUSD', amount: 1n } });
    };
    await Promise.all([ensure(MAKER, by), ensure(TAKER, by)]);
    expect(sent.map(({ account }) => account)).toEqual([MAKER, TAKER]);
  });

  it('tries again after a failure, and tells of it', async () => {
    faults = [new Error('reverted'), new Error('no answer')];
    await ensure();
    expect(failures).toHaveLength(2);
    expect(balance(0)).toBe(1_000_000_000);
  });

  it('waits where nothing is deployed, until it is told to stop', async () => {
    deployment = null;
    let naps = 0;
    beforeSleep = () => {
      naps += 1;
      if (naps === 5) stop.abort(new Error('stopped'));
      return Promise.resolve();
    };
    await expect(ensure()).rejects.toThrow('stopped');
    expect(sent).toEqual([]);
    expect(failures).toEqual([]);
  });

  it('goes on for others when one of them is stopped', async () => {
    const by = funds();
    const gone = new AbortController();
    gone.abort(new Error('gone'));
    const first = by.ensure(MAKER, { target, signal: gone.signal });
    await expect(first).rejects.toThrow('gone');
    await ensure(TAKER, by);
    expect(sent.map(({ account }) => account)).toEqual([TAKER]);
  });
});
