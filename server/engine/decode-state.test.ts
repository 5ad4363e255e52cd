import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';
import { checkState } from './check-state.ts';
import { decodeState, StateFormatError } from './decode-state.ts';
import { encodeState, STATE_VERSION } from './encode-state.ts';
import type { EngineState } from './engine-state.ts';
import { EngineView } from './engine-view.ts';
import { InvariantError } from './invariant.ts';

const SOAK = process.env.SOAK === '1';
const timeout = SOAK ? 600_000 : 20_000;

const stamp = { seq: 7, time: 9 };

/** A state in which nearly everything is there that can be. */
function richState(): SpokenExchange {
  const exchange = SpokenExchange.open({ takerFeePpm: 2_500 });
  exchange.say(exchange.build.listMarket({ market: 63, allowSelfTrade: true }), 'mark 7 in 63');
  exchange.say('2 sells 1 @ 100', '3 buys 1 @ 100 client 5', 'index 101');
  exchange.say('1 buys 5 @ 90 client 7 till 9000 profit 110 client 8 loss 80 limit 79 by mark');
  exchange.say('2 sells 9 @ 130 shows 2', '1 sells 3 @ 120 client 10 or 70 client 11');
  exchange.say('3 buys 2 @ 80 or 150 limit 151 by index', '2 buys 2 @ 90 slide');
  exchange.say('2 sells 1 @ market stop 60', '1 buys 1 @ 50 in 63', '1 arms 5000');
  exchange.say('3 bumps to 1', '1 approves 101 worth 900', '1 approves 102', '1 reserves for 1');
  exchange.say('1 reserves', '1 revokes 102', '1 buys 1 @ 30 ioc signed 9');
  exchange.say('1 buys 1 @ 40 signed 64 agent 1 profit 140 signed 65 agent 1 loss 20 signed 128');
  return exchange;
}

function encode(state: EngineState): Uint8Array {
  return encodeState(new EngineView(state));
}

describe('a state that was written', () => {
  it.each<[string, () => SpokenExchange]>([
    ['empty', () => new SpokenExchange()],
    ['before the opening, crossed', crossed],
    ['rich', richState],
    ['of a delisted market', delisted],
    ['of the largest numbers', largest],
    ['of many accounts', manyAccounts],
  ])('is read as it was: %s', (_, make) => {
    const { bytes } = make();
    const state = decodeState(bytes, stamp);
    expect(encode(state)).toEqual(bytes);
    expect([state.seq, state.time]).toEqual([stamp.seq, stamp.time]);
    expect(() => checkState(state)).not.toThrow();
  });

  it('may stand anywhere in memory', () => {
    const { bytes } = richState();
    const larger = new Uint8Array(bytes.length + 13);
    larger.set(bytes, 5);
    expect(encode(decodeState(larger.subarray(5, 5 + bytes.length), stamp))).toEqual(bytes);
  });

  it('goes on as the one that was not written: every kind of order in it', () => {
    const sentences = [
      '1 buys 5 @ 90 client 7 till 9000 profit 110 client 8 loss 80 limit 79 by mark',
      '3 buys 1 @ 100 client 5',
      '1 buys 1 @ 100 client 8',
      '1 buys 1 @ 100 #13',
      '3 cancels client 5',
      '2 sells 2 @ 90',
      '1 modifies client 7 @ 91',
      '2 sells 3 @ 90',
      '3 buys 1 @ 120',
      'index 150',
      '3 buys 4 @ 130',
      '2 sells 3 @ 1 ioc',
      'mark 80',
      'market open in 63',
      '1 buys 1 @ 60 in 63 allow',
      '1 buys 1 @ 41 ioc signed 9',
      '1 buys 1 @ 41 signed 65 agent 1',
      '1 buys 1 @ 41 signed 66 agent 1',
      '1 reserves',
      '1 approves 101 nonce 2',
      '1 approves 102',
      '3 bumps to 1',
      'tick 5000',
      '1 revokes 101',
      'tick 9000',
      '1 cancels all',
      '2 cancels all',
    ];
    const original = richState();
    const copy = richState();
    const { seq, time } = copy.state;
    const restored = new SpokenExchange(decodeState(copy.bytes, { seq, time }), copy.build);
    for (const sentence of sentences) {
      expect([sentence, restored.say(sentence)]).toEqual([sentence, original.say(sentence)]);
      expect(restored.events).toEqual(original.events);
      expect(restored.bytes).toEqual(original.bytes);
    }
  });

  it('remembers in which order client ids will be forgotten', () => {
    const exchange = SpokenExchange.open();
    for (let id = 1; id <= 1_000; id += 1) exchange.say(`1 buys 1 @ 1 ioc client ${id}`);
    const { seq, time } = exchange.state;
    const restored = new SpokenExchange(decodeState(exchange.bytes, { seq, time }), exchange.build);
    expect(restored.say('1 buys 1 @ 1 ioc client 2')).toEqual(['duplicate of #2']);
    restored.say('1 buys 1 @ 1 ioc client 1001');
    expect(restored.say('1 buys 1 @ 1 ioc client 2')).toEqual(['duplicate of #2']);
    expect(restored.say('1 buys 1 @ 1 ioc client 1')[0]).toMatch(/accepted/);
  });

  function crossed(): SpokenExchange {
    const exchange = SpokenExchange.preOpen();
    exchange.say('1 buys 5 @ 100', '2 sells 9 @ 90 till 8000');
    return exchange;
  }

  function delisted(): SpokenExchange {
    const exchange = richState();
    exchange.say('market delisted');
    return exchange;
  }

  function manyAccounts(): SpokenExchange {
    const exchange = SpokenExchange.open();
    for (let account = 4; account <= 200; account += 1) {
      exchange.say(exchange.build.openAccount(), `${account} deposits ${account} base`);
      exchange.say(`${account} sells 1 @ 100 client ${account}`, `${account} arms 9000`);
    }
    exchange.say('150 cancels all', '199 cancels all');
    return exchange;
  }

  function largest(): SpokenExchange {
    const most = 9_007_199_254_740_991;
    const exchange = SpokenExchange.open({ maxQuantity: 2_147_483_647 });
    const { build } = exchange;
    const room = most - 3 * FUNDS;
    exchange.say(build.deposit({ account: 1, amount: room, source: 15, sourceSeq: most }));
    const order = { orderId: most, clientOrderId: most, expiry: most, side: 1 } as const;
    exchange.say(build.place({ ...order, quantity: 2_147_483_647, price: 4_194_303 }));
    exchange.say(build.armDeadMan({ deadline: most }), 'mark 2147483647');
    return exchange;
  }
});

describe('bytes that are no state', () => {
  it.each([
    ['nothing at all', new Uint8Array(0)],
    ['zeros', new Uint8Array(2_000)],
    ['ones', new Uint8Array(2_000).fill(255)],
    ['half a word', new Uint8Array([STATE_VERSION, 0])],
  ])('%s', (_, bytes) => {
    expect(() => decodeState(bytes, stamp)).toThrow(StateFormatError);
  });

  it('of another version are refused, and told apart', () => {
    const { bytes } = richState();
    for (const version of [0, STATE_VERSION - 1, STATE_VERSION + 1, 4_294_967_295]) {
      const other = bytes.slice();
      new DataView(other.buffer).setUint32(0, version, true);
      const why = `it has version ${version}, version ${STATE_VERSION} is understood`;
      expect(() => decodeState(other, stamp)).toThrow(new StateFormatError(why));
    }
  });

  it('cut short anywhere', () => {
    const { bytes } = richState();
    for (let length = 0; length < bytes.length; length += 1) {
      const cut = bytes.slice(0, length);
      expect(() => decodeState(cut, stamp), `the first ${length} bytes`).toThrow(StateFormatError);
    }
  });

  it.each([1, 4, 100])('with %s more behind them', (count) => {
    const { bytes } = richState();
    const longer = new Uint8Array(bytes.length + count);
    longer.set(bytes);
    expect(() => decodeState(longer, stamp)).toThrow(StateFormatError);
  });

  it(
    'with a bit turned over are refused, or are what another state is written as',
    () => {
      const { bytes } = richState();
      // One bit of every third byte; all of them in the long run.
      for (let at = 0; at < bytes.length; at += SOAK ? 1 : 3) {
        const bits = SOAK ? [0, 1, 2, 3, 4, 5, 6, 7] : [(at * 5) % 8];
        for (const bit of bits) {
          const damaged = bytes.slice();
          damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
          expect(readAgain(damaged), `bit ${bit} of byte ${at}`).toEqual(damaged);
        }
      }
    },
    timeout,
  );

  /** What the bytes are written as once they were read; the bytes themselves where they are refused. */
  function readAgain(bytes: Uint8Array): Uint8Array {
    try {
      return encode(decodeState(bytes, stamp));
    } catch (error) {
      if (error instanceof StateFormatError || error instanceof InvariantError) return bytes;
      throw error;
    }
  }
});
