import type { Command, IdentityView, KeyLimits, StateView } from '#server/engine/index.ts';
import { addressOf } from './command-builder.ts';
import type { SeededRandom } from './seeded-random.ts';

type WithoutStamp<Any> = Any extends Command ? Omit<Any, 'seq' | 'time'> : never;
type Unstamped = WithoutStamp<Command>;

/** Whose and when. */
type Place = { readonly account: number; readonly time: number };

const RANGE = 64;
const LAST_NONCE = 2 ** 48 - 1;
const ALL_MARKETS = 0xffff_ffff;
const LAST_SECOND = 0xffff_ffff;
/** Keys that are revoked though they never signed: more than are remembered. */
const FIRST_UNKNOWN_KEY = 5_000;
const UNKNOWN_KEYS = 200;

/** Random things that owners do on chain, most of which bear on what they have here. */
export class NoteGenerator {
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  command(view: StateView, { account, time }: Place): Unstamped {
    const random = this.#random;
    const isStranger = random.chance(0.15);
    const owner = isStranger
      ? addressOf(view.accountCount + random.between(0, 2))
      : view.address(account);
    const identity = view.identity(account);
    const action = random.weighted([
      ['cancel', 10],
      ['approval', 4],
      ['revocation', 3],
      ['epoch', 0.3],
      ['confirmation', 4],
    ] as const);
    switch (action) {
      case 'cancel':
        return { kind: 'note-cancel', owner, nonce: this.#nonce(view, owner, identity) };
      case 'approval':
        return { kind: 'note-approval', owner, ...this.#key(identity, time) };
      case 'revocation': {
        const { address, nonce } = this.#key(identity, time);
        return { kind: 'note-revocation', owner, address, nonce };
      }
      case 'epoch':
        return { kind: 'note-epoch', owner, epoch: identity.epoch + random.between(0, 2) };
      default:
        return { kind: 'confirm-approval', account, ...this.#key(identity, time) };
    }
  }

  /** Of an open range, of the next one, of those behind it, or any. */
  #nonce(view: StateView, owner: string, { ranges, rangesReserved, facts }: IdentityView): number {
    const random = this.#random;
    const stranger = view.strangers().find(({ address }) => address === owner);
    const voids = stranger?.voids ?? facts.voids;
    const next = ((stranger?.skipped ?? rangesReserved) + 1) * RANGE;
    const open = random.pickAny(ranges);
    if (open !== null && random.chance(0.2)) return open.first + random.between(0, RANGE - 1);
    if (random.chance(0.0005)) return LAST_NONCE;
    if (random.chance(0.1)) return random.between(0, next + RANGE * 40);
    // One after the other, so that whole ranges are canceled.
    let free = next;
    while (voids.includes(free)) free += 1;
    return Math.min(free, LAST_NONCE);
  }

  /** Mostly one that there is, or that something is known of, near the nonce that counts. */
  #key({ agents, facts, approvalNonce }: IdentityView, time: number): KeyLimits {
    const random = this.#random;
    const known = random.pickAny(facts.keys);
    if (known !== null && random.chance(0.3)) {
      const nonce = known.nonce + (random.chance(0.6) ? 0 : random.between(-2, 2));
      return { ...this.#limits(time), address: known.key, nonce: clamped(nonce) };
    }
    const agent = random.pickAny(agents);
    if (agent !== null && random.chance(0.6)) {
      const nonce = clamped(agent.nonce + random.between(-2, 2));
      const { number: _number, ...same } = agent;
      if (random.chance(0.2)) return { ...same, nonce };
      return { ...this.#limits(time), address: agent.address, nonce };
    }
    const key = addressOf(FIRST_UNKNOWN_KEY + random.between(1, UNKNOWN_KEYS));
    const nonce = random.between(0, approvalNonce + 20);
    return { ...this.#limits(time), address: key, nonce };
  }

  #limits(time: number): Omit<KeyLimits, 'address' | 'nonce'> {
    const random = this.#random;
    const soon = Math.floor(time / 1_000) + random.between(0, 6);
    return {
      expiry: random.chance(0.7) ? LAST_SECOND : soon,
      marketsLow: random.chance(0.8) ? ALL_MARKETS : random.between(0, 15),
      marketsHigh: random.pick([0, ALL_MARKETS]),
      maxNotional: random.chance(0.8) ? Number.MAX_SAFE_INTEGER : random.logarithmic(10_000),
    };
  }
}

function clamped(nonce: number): number {
  return Math.max(0, Math.min(nonce, LAST_NONCE));
}
