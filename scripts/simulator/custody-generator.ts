import type { Command, MarketView, StateView } from '#server/engine/index.ts';
import { addressOf, SOME_HASH } from './command-builder.ts';
import type { SeededRandom } from './seeded-random.ts';

type WithoutStamp<Any> = Any extends Command ? Omit<Any, 'seq' | 'time'> : never;
type Unstamped = WithoutStamp<Command>;

/** Where, whose and when. */
type Place = { readonly account: number; readonly market: MarketView; readonly time: number };

const LAST_SECOND = 0xffff_ffff;

/** Random withdrawals, freezes, batches and what goes wrong with them, most of which can be done. */
export class CustodyGenerator {
  readonly #random: SeededRandom;
  readonly #accounts: number;

  constructor(random: SeededRandom, accounts: number) {
    this.#random = random;
    this.#accounts = accounts;
  }

  command(view: StateView, at: Place): Unstamped {
    const action = this.#random.weighted([
      ['request', 9],
      ['finish', 3],
      ['freeze', 0.5],
      ['thaw', 3],
      ['submit', 2],
      ['settle', 1],
      ['quarantine', 3],
      ['reassign', 6],
    ] as const);
    switch (action) {
      case 'request':
        return this.#request(view, at);
      case 'finish':
        return this.#finish(view, at.account);
      case 'freeze':
        return { kind: 'freeze-account', account: at.account, frozen: true };
      case 'thaw':
        return { kind: 'freeze-account', account: this.#frozenOr(view, at.account), frozen: false };
      case 'quarantine':
        return { kind: 'quarantine-trade', tradeId: this.#unsettled(view) };
      case 'reassign':
        return this.#reassign(view, at);
      default:
        return this.#batch(view, action);
    }
  }

  #request(view: StateView, { account, market, time }: Place): Unstamped {
    const random = this.#random;
    const { baseAsset, quoteAsset } = market.parameters;
    const asset = random.pick([baseAsset, quoteAsset]);
    const available = account < view.accountCount ? view.available(account, asset) : 0;
    const { withdrawalNonce } = view.custodyOf(account);
    const share = random.chance(0.2) ? available + 1 : Math.ceil(available / 50);
    return {
      kind: 'request-withdrawal',
      account,
      asset,
      amount: Math.max(1, share),
      native: false,
      to: addressOf(random.between(1, 9)),
      nonce: withdrawalNonce + (random.chance(0.1) ? 0 : random.between(1, 3)),
      epoch: view.identity(account).epoch,
      expiry: random.chance(0.05) ? Math.floor(time / 1_000) : LAST_SECOND,
      signature: null,
    };
  }

  #finish(view: StateView, account: number): Unstamped {
    const pending = this.#random.pickAny(view.custodyOf(account).withdrawals);
    const nonce = pending?.nonce ?? 1;
    return { kind: 'finish-withdrawal', account, nonce, paid: this.#random.chance(0.6) };
  }

  #frozenOr(view: StateView, account: number): number {
    const numbers = Array.from({ length: this.#accounts }, (_, index) => index + 1);
    return this.#random.pickAny(numbers.filter((one) => view.custodyOf(one).frozen)) ?? account;
  }

  #unsettled(view: StateView): number {
    const { through } = view.settlement();
    const missed = this.#random.chance(0.05) ? 0 : 1;
    return this.#random.between(through + missed, Math.max(through + 1, view.tradeCount));
  }

  #batch(view: StateView, kind: 'submit' | 'settle'): Unstamped {
    const { batch: last, through: from } = view.settlement();
    const through = this.#random.between(from, Math.max(from, view.tradeCount));
    const batch = last + 1;
    return kind === 'submit'
      ? { kind: 'submit-batch', batch, through, digest: SOME_HASH }
      : { kind: 'settle-batch', batch, through, transaction: SOME_HASH, block: last + 7 };
  }

  #reassign(view: StateView, { account, market }: Place): Unstamped {
    const random = this.#random;
    const { baseAsset, quoteAsset } = market.parameters;
    const from = this.#frozenOr(view, account);
    const to = (from % this.#accounts) + 1;
    const received = view.available(from, quoteAsset);
    const paid = view.available(to, baseAsset);
    return {
      kind: 'reassign-trade',
      tradeId: random.pickAny(view.settlement().quarantined) ?? 1,
      from,
      to: random.chance(0.05) ? from : to,
      paidAsset: baseAsset,
      paid: random.between(0, Math.ceil(paid / 20)),
      receivedAsset: random.chance(0.05) ? baseAsset : quoteAsset,
      received: random.between(0, Math.ceil(received / 20)),
    };
  }
}
