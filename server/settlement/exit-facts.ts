import type { Address } from '#lib/domain/address.ts';
import { type ExitFact, placeOf } from './exit-fact.ts';

/** Facts of one address that are kept: it pays for each with a transaction. */
const MOST_FACTS = 1_024;

/** Facts of one address, in the order of the chain. */
type Own = {
  facts: ExitFact[];
  readonly places: Set<number>;
  /** What is not above this place is forgotten. */
  floor: number;
};

/** What the contract told of exits, by address: the newest of each. */
export class ExitFacts {
  readonly #own = new Map<string, Own>();

  /** Of an address, in the order of the chain. */
  of(account: Address): readonly ExitFact[] {
    return this.#own.get(account.toLowerCase())?.facts ?? [];
  }

  has(fact: ExitFact): boolean {
    const own = this.#own.get(fact.account.toLowerCase());
    if (own === undefined) return false;
    const place = placeOf(fact);
    return place <= own.floor || own.places.has(place);
  }

  /** @returns Whether it was not known. */
  add(fact: ExitFact): boolean {
    if (this.has(fact)) return false;
    const address = fact.account.toLowerCase();
    const own = this.#own.get(address) ?? { facts: [], places: new Set(), floor: -1 };
    this.#own.set(address, own);
    own.places.add(placeOf(fact));
    const last = own.facts.at(-1);
    own.facts.push(fact);
    if (last !== undefined && placeOf(last) > placeOf(fact)) own.facts.sort(inOrder);
    if (own.facts.length > MOST_FACTS) forgetHalf(own);
    return true;
  }

  /** Drops those for which it holds. @returns Them. */
  drop(isOver: (fact: ExitFact) => boolean): readonly ExitFact[] {
    const dropped: ExitFact[] = [];
    for (const [address, own] of this.#own) {
      const gone = own.facts.filter(isOver);
      if (gone.length === 0) continue;
      dropped.push(...gone);
      for (const fact of gone) own.places.delete(placeOf(fact));
      own.facts = own.facts.filter((fact) => own.places.has(placeOf(fact)));
      if (own.facts.length === 0) this.#own.delete(address);
    }
    return dropped;
  }
}

function forgetHalf(own: Own): void {
  const kept = own.facts.slice(own.facts.length >> 1);
  for (const fact of own.facts.slice(0, -kept.length)) {
    own.places.delete(placeOf(fact));
    own.floor = Math.max(own.floor, placeOf(fact));
  }
  own.facts = kept;
}

function inOrder(one: ExitFact, other: ExitFact): number {
  return placeOf(one) - placeOf(other);
}
