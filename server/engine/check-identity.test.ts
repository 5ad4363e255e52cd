import { describe, expect, it } from 'vitest';
import { addressOf } from '#scripts/simulator/command-builder.ts';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';
import type { Agent } from './agents.ts';
import { checkState } from './check-state.ts';
import { decodeState, StateFormatError } from './decode-state.ts';
import { encodeState } from './encode-state.ts';
import type { EngineState } from './engine-state.ts';
import { EngineView } from './engine-view.ts';
import { InvariantError } from './invariant.ts';
import type { NonceRange } from './nonces.ts';

/** Account 1 has agents 1 and 2 and a range of nonces for each, account 2 has agent 1. */
function identified(): EngineState {
  const exchange = SpokenExchange.open();
  exchange.say('1 approves 101', '1 approves 102', '2 approves 103');
  exchange.say('1 reserves for 1', '1 reserves for 2', '1 buys 1 @ 50 signed 64 agent 1');
  return exchange.state;
}

function agent(changed: Partial<Agent>): Agent {
  const limits = { nonce: 7, expiry: 9, marketsLow: 0, marketsHigh: 0, maxNotional: 0 };
  return { number: 3, address: addressOf(110), ...limits, ...changed };
}

/** Other agents of account 1, whatever they are. */
function withAgents(...agents: readonly Agent[]) {
  return ({ agents: all }: EngineState) => all.restore(1, { nonce: 9, lastNumber: 20, agents });
}

/** Other ranges of nonces of account 1. */
function withRanges(...ranges: readonly Partial<NonceRange>[]) {
  const blank = { first: 64, agent: 0, usedLow: 0, usedHigh: 0 };
  return ({ nonces }: EngineState) =>
    nonces.restore(1, {
      epoch: 0,
      oneShot: 0,
      reserved: 40,
      ranges: ranges.map((range) => ({ ...blank, ...range })),
    });
}

function known(key: string) {
  return { key, nonce: 5, ended: false };
}

const tooMany = Array.from({ length: 15 }, (_, at) =>
  agent({ number: 3 + at, address: addressOf(110 + at) }),
);

describe('who signs for an account', () => {
  it('is right in a state that the engine made', () => {
    expect(() => checkState(identified())).not.toThrow();
  });

  it.each<[string, (state: EngineState) => unknown, string]>([
    [
      'signers of the fee account',
      ({ nonces }) => nonces.reserve(0, 0),
      'the fee account has signers',
    ],
    [
      'an epoch of more than 16 bits',
      ({ nonces }) => nonces.setEpoch(1, 65_536),
      'an epoch does not fit into a signature',
    ],
    ['seventeen agents', withAgents(...tooMany), 'an account has too many agents'],
    [
      'two agents of one number',
      withAgents(agent({ number: 2 })),
      'the agents of an account are not in order',
    ],
    [
      'an agent of two accounts',
      withAgents(agent({ address: addressOf(103) })),
      'an agent has two accounts',
    ],
    [
      'an agent with an account',
      withAgents(agent({ address: addressOf(2) })),
      'an agent has an account of its own',
    ],
    [
      'an agent beyond the last number',
      withAgents(agent({ number: 21 })),
      'an agent has a number that none has had',
    ],
    [
      'thirty-three ranges',
      withRanges(...Array.from({ length: 33 }, (_, at) => ({ first: 64 * (at + 1) }))),
      'an account has too many ranges of nonces',
    ],
    [
      'a range that begins anywhere',
      withRanges({ first: 65 }),
      'the ranges of nonces of an account are not in order',
    ],
    [
      'a range twice',
      withRanges({ first: 64 }, { first: 64 }),
      'the ranges of nonces of an account are not in order',
    ],
    [
      'a range before all others',
      withRanges({ first: 0 }),
      'the ranges of nonces of an account are not in order',
    ],
    [
      'a range without a free nonce',
      withRanges({ usedLow: 0xffff_ffff, usedHigh: 0xffff_ffff }),
      'a range of nonces that is used up is kept',
    ],
    ['a range of nobody', withRanges({ agent: 3 }), 'nonces are reserved for nobody'],
    [
      'a range beyond the last',
      ({ nonces }) => nonces.passOver(1, 2 ** 42),
      'a range of nonces is reserved that there is not',
    ],
    [
      'an agent whose approval has ended',
      ({ facts }) => facts.note(addressOf(1), { key: addressOf(101), nonce: 1, ended: true }),
      'an agent signs whose approval has ended',
    ],
    ...(
      [
        [{ voids: [200, 199] }, 'canceled nonces are not in order, or were reserved'],
        [{ voids: [191] }, 'canceled nonces are not in order, or were reserved'],
        [
          { voids: Array.from({ length: 65 }, (_, at) => 192 + at) },
          'too much is known of an owner',
        ],
        [{ keys: [known('b'), known('a')] }, 'what is known of keys is not in order'],
        [{ keys: [known('a'), known('a')] }, 'what is known of keys is not in order'],
        [{ keyFloor: 5, keys: [known('a')] }, 'more is known of a key than is needed'],
      ] as const
    ).map(([facts, why]): [string, (state: EngineState) => unknown, string] => [
      `an owner of whom ${JSON.stringify(facts).slice(0, 40)} is known`,
      (state) => state.facts.set(addressOf(1), facts),
      why,
    ]),
    [
      'a range that was not reserved',
      withRanges({ first: 64 * 41 }),
      'nonces are open that were never reserved',
    ],
  ])('is never %s: neither in the engine nor in what is read', (_, spoil, why) => {
    const state = identified();
    spoil(state);
    expect(() => checkState(state)).toThrow(new InvariantError(why));
    const bytes = encodeState(new EngineView(state));
    expect(() => decodeState(bytes, state)).toThrow(StateFormatError);
  });

  it('is said once of what an account did before it was opened', () => {
    const state = identified();
    state.facts.set(addressOf(1), { epoch: 1 });
    const why = 'what an account did before it was opened is said twice';
    expect(() => checkState(state)).toThrow(new InvariantError(why));
  });

  it.each<[string, (state: EngineState, entry: number) => void, string]>([
    [
      'an agent that never was',
      ({ details }, entry) => details.setSigner(entry, 3),
      'an order is signed by nobody',
    ],
    [
      'somebody for ever',
      (state, entry) => {
        state.details.setExpiry(entry, 0);
        state.expiries.remove(state.ids.find(1));
      },
      'a signed order has no end',
    ],
  ])('is never %s', (_, spoil, why) => {
    const state = identified();
    spoil(state, state.pool.details(state.ids.find(1)));
    expect(() => checkState(state)).toThrow(new InvariantError(why));
    const bytes = encodeState(new EngineView(state));
    expect(() => decodeState(bytes, state)).toThrow(new StateFormatError(why));
  });
});
