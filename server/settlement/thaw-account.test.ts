import { beforeEach, describe, expect, it } from 'vitest';
import { directPort } from '#scripts/testing/direct-port.ts';
import { EngineState } from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import { thawAccount } from './thaw-account.ts';

const ALICE = `0x${'A1'.repeat(20)}` as const;
const ACCOUNT = 1;

let state: EngineState;
let port: ExchangePort;
/** What the contract says of an exit, one look after the other. */
let looks: (boolean | Error)[];

beforeEach(async () => {
  state = new EngineState();
  port = directPort(state);
  looks = [];
  await port.execute({ kind: 'open-account', account: ACCOUNT, address: ALICE.toLowerCase() });
  await port.execute({
    kind: 'freeze-account',
    account: ACCOUNT,
    reason: 'unsettleable',
    frozen: true,
  });
});

async function thaw(address: string = ALICE) {
  return await thawAccount(
    {
      port,
      accountOf: (each) => (each === ALICE.toLowerCase() ? ACCOUNT : null),
      isExiting: () => {
        const look = looks.shift() ?? false;
        return look instanceof Error ? Promise.reject(look) : Promise.resolve(look);
      },
    },
    address,
  );
}

const isFrozen = () => state.accounts.isFrozen(ACCOUNT);

describe('thawing an account', () => {
  it('lets it trade again, by a command of the journal', async () => {
    const { seq } = state;
    expect(await thaw()).toEqual({
      done: true,
      text: `${ALICE.toLowerCase()} (account 1) may trade again.`,
    });
    expect([isFrozen(), state.seq]).toEqual([false, seq + 1]);
    expect(await thaw()).toMatchObject({ done: false, text: expect.stringMatching(/not frozen/) });
    expect(state.seq).toBe(seq + 1);
  });

  it.each([
    ['', /no address/],
    ['0x12', /no address/],
    ['1', /no address/],
    [`0x${'b0'.repeat(20)}`, /has no account/],
  ])('is refused for %j, and nothing is done', async (address, text) => {
    const { seq } = state;
    expect(await thaw(address)).toMatchObject({ done: false, text: expect.stringMatching(text) });
    expect([isFrozen(), state.seq]).toEqual([true, seq]);
  });

  it('is refused while it leaves through the contract', async () => {
    looks = [true];
    const { seq } = state;
    expect(await thaw()).toMatchObject({ done: false, text: expect.stringMatching(/leaves/) });
    expect([isFrozen(), state.seq]).toEqual([true, seq]);
  });

  it('lifts what its operator froze it for only: who asks to leave in the meantime stays frozen', async () => {
    await port.execute({ kind: 'freeze-account', account: ACCOUNT, reason: 'exit', frozen: true });
    expect(await thaw()).toMatchObject({
      done: false,
      text: expect.stringMatching(/stays frozen/),
    });
    expect(state.accounts.freezeBits(ACCOUNT)).toBe(1);
    await port.execute({ kind: 'freeze-account', account: ACCOUNT, reason: 'exit', frozen: false });
    expect(isFrozen()).toBe(false);
  });

  it('is refused while the chain does not answer, and says so', async () => {
    looks = [new Error('no answer')];
    const { seq } = state;
    expect(await thaw()).toMatchObject({
      done: false,
      text: expect.stringMatching(/^The chain does not answer.*ask again/),
    });
    expect([isFrozen(), state.seq]).toEqual([true, seq]);
    expect(await thaw()).toMatchObject({ done: true });
  });
});
